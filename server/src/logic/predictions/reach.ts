// Where and when a person answers: clicks on what was shown to them, per channel and hour of the week (LOGIC §2.11).
import { bestHour, type ChannelAnswer, channelAnswers, DAY_MS, HOURS_OF_WEEK, hourRates, localDay, type Signal } from '@faden/engine';

export interface SendTime {
  /** ISO weekday 1–7 and hour 0–23 in `timeZone`. */
  weekday: number;
  hour: number;
  rate: number;
  timeZone: string;
  /** Answers it rests on. */
  engaged: number;
  /** Fewer than five things shown. */
  prior: boolean;
}

/** A suggestion shown is a delivery, a click on one an answer. */
const SHOWN = 'impression';
const CLICKED = 'click';
const USUAL_RATE = 0.05;
const FEWEST = 5;
/** Nobody asked to be woken: 8 to 20 h unless the person chose hours of their own. */
const waking = (hour: number): boolean => hour % 24 >= 8 && hour % 24 < 20;

export function channelsOf(signals: readonly Signal[]): ChannelAnswer[] {
  const counts = new Map<string, { channel: string; delivered: number; engaged: number }>();
  for (const { kind, channel } of signals) {
    if (kind !== SHOWN && kind !== CLICKED) continue;
    const mine = counts.get(channel) ?? { channel, delivered: 0, engaged: 0 };
    counts.set(channel, mine);
    if (kind === SHOWN) mine.delivered += 1;
    else mine.engaged += 1;
  }
  return channelAnswers(
    [...counts.values()].map((one) => ({ ...one, delivered: Math.max(one.delivered, one.engaged) })),
    () => USUAL_RATE,
  );
}

export function sendTimeOf(signals: readonly Signal[], timeZone: string): SendTime {
  const empty = (): Float64Array => new Float64Array(HOURS_OF_WEEK);
  const person = { sends: empty(), engaged: empty() };
  for (const { kind, at } of signals) {
    if (kind !== SHOWN && kind !== CLICKED) continue;
    const hour = hourOfWeek(at, timeZone);
    person[kind === SHOWN ? 'sends' : 'engaged'][hour]! += 1;
  }
  person.sends = person.sends.map((sent, hour) => Math.max(sent, person.engaged[hour]!));
  const none = { sends: empty(), engaged: empty() };
  const best = bestHour(hourRates(person, none, none), waking)!;
  const sends = person.sends.reduce((a, b) => a + b, 0);
  return {
    weekday: Math.floor(best.hour / 24) + 1,
    hour: best.hour % 24,
    rate: best.rate,
    timeZone,
    engaged: person.engaged.reduce((a, b) => a + b, 0),
    prior: sends < FEWEST,
  };
}

/** 0 = Monday 0 h, local. */
export function hourOfWeek(at: number, timeZone: string): number {
  const day = Date.parse(`${localDay(at, timeZone)}T00:00:00Z`);
  // 1970-01-01 was a Thursday.
  const weekday = (Math.round(day / DAY_MS) + 3) % 7;
  return weekday * 24 + localHour(at, timeZone);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function localHour(at: number, timeZone: string): number {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone });
    formatters.set(timeZone, formatter);
  }
  return Number(formatter.format(at));
}
