// Which channel a person answers on, and at which hour of the week (LOGIC §2.11). Counts are clicks, never mail pixels.
import { betaQuantile } from '../maths/beta.ts';

export interface ChannelAnswer {
  channel: string;
  /** Mean share of deliveries that were answered. */
  rate: number;
  low: number;
  high: number;
  sends: number;
  /** Fewer than five sends. */
  prior: boolean;
}

export const HOURS_OF_WEEK = 168;
const FEWEST_SENDS = 5;
const KAPPA = 20;
/** Weight of the hours before and after in the smoothed count. */
const NEIGHBOUR = 0.25;

/** Answer rate per channel, pulled to what others do on that channel with weight κ; best first. */
export function channelAnswers(
  own: readonly { channel: string; delivered: number; engaged: number }[],
  usual: (channel: string) => number,
): ChannelAnswer[] {
  return own
    .map(({ channel, delivered, engaged }) => {
      const pi = Math.min(0.99, Math.max(0.001, usual(channel)));
      const a = engaged + KAPPA * pi;
      const b = Math.max(0, delivered - engaged) + KAPPA * (1 - pi);
      const range = { low: betaQuantile(0.1, a, b), high: betaQuantile(0.9, a, b) };
      return { channel, rate: a / (a + b), ...range, sends: delivered, prior: delivered < FEWEST_SENDS };
    })
    .sort((x, y) => y.rate - x.rate || (x.channel < y.channel ? -1 : 1));
}

/** `(engaged + κ·prior)/(sends + κ)`. */
export function shrunkTo(prior: number, engaged: number, sends: number): number {
  return (engaged + KAPPA * prior) / (sends + KAPPA);
}

/** Sends and answers by hour of the week (0 = Monday 0 h), 168 each. */
export interface WeekCounts {
  sends: ArrayLike<number>;
  engaged: ArrayLike<number>;
}

/** Half of each hour's count and a quarter of either neighbour's; the week is a ring. */
export function smoothedWeek(counts: ArrayLike<number>): Float64Array {
  const out = new Float64Array(HOURS_OF_WEEK);
  for (let hour = 0; hour < HOURS_OF_WEEK; hour++) {
    const before = counts[(hour + HOURS_OF_WEEK - 1) % HOURS_OF_WEEK] ?? 0;
    const after = counts[(hour + 1) % HOURS_OF_WEEK] ?? 0;
    out[hour] = (1 - 2 * NEIGHBOUR) * (counts[hour] ?? 0) + NEIGHBOUR * (before + after);
  }
  return out;
}

/** Answer rate per hour of the week: everybody's, then the segment's pulled to it, then the person's pulled to that. */
export function hourRates(person: WeekCounts, segment: WeekCounts, all: WeekCounts): Float64Array {
  const total = (counts: ArrayLike<number>): number => Array.from(counts).reduce((a, b) => a + b, 0);
  const overall = shrunkTo(0.01, total(all.engaged), total(all.sends));
  let rates = new Float64Array(HOURS_OF_WEEK).fill(overall);
  for (const level of [all, segment, person]) {
    const sends = smoothedWeek(level.sends);
    const engaged = smoothedWeek(level.engaged);
    rates = rates.map((prior, hour) => shrunkTo(prior, engaged[hour]!, sends[hour]!));
  }
  return rates;
}

/** The best allowed hour; hours the person did not opt into are never answered. Undefined when none is allowed. */
export function bestHour(
  rates: ArrayLike<number>,
  allowed: (hour: number) => boolean = () => true,
): { hour: number; rate: number } | undefined {
  let best: { hour: number; rate: number } | undefined;
  for (let hour = 0; hour < rates.length; hour++) {
    if (allowed(hour) && (best === undefined || rates[hour]! > best.rate)) best = { hour, rate: rates[hour]! };
  }
  return best;
}
