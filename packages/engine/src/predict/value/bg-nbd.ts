// BG/NBD: how often a customer without contract buys again, and whether they still do (Fader, Hardie, Lee 2005; LOGIC §2.1).
import { hypergeometric } from '../../maths/hypergeometric.ts';
import { type Minimum, minimise } from '../../maths/minimise.ts';
import { type Cohort, DAYS_PER_WEEK, largest, logTable, type Summary } from './cohort.ts';

/** Purchase rate ~ Gamma(r, α) per week, drop-out after each purchase ~ Beta(a, b). */
export interface BgNbd {
  r: number;
  alpha: number;
  a: number;
  b: number;
}

export interface Fitted<P> {
  parameters: P;
  logLikelihood: number;
  /** A parameter ran to its bound: the data do not determine it. */
  atBound: boolean;
}

/** Log parameters stay within ±6; an unbounded search runs away on thin data. */
export const LOG_BOUND = 6;

/** Where the searches begin; several, because the surface has flat valleys. */
const STARTS: readonly (readonly number[])[] = [
  [-1, 1.5, 0, 1],
  [0, 2, -0.5, 1.5],
];

/** Log likelihood of a cohort. */
export function bgNbdLogLikelihood({ r, alpha, a, b }: BgNbd, cohort: Cohort): number {
  const { repeats, lastDays, ageDays, customers } = cohort;
  const most = largest(repeats);
  const logAt = logTable(alpha, largest(ageDays));
  // Γ(r+x)/Γ(r) · B(a,b+x)/B(a,b) · α^r grows by one factor with each repeat.
  const front = new Float64Array(most + 1);
  const dropped = new Float64Array(most + 1);
  front[0] = r * Math.log(alpha);
  for (let x = 1; x <= most; x++) {
    front[x] = front[x - 1]! + Math.log(r + x - 1) + Math.log((b + x - 1) / (a + b + x - 1));
    dropped[x] = Math.log(a / (b + x - 1));
  }
  let total = 0;
  for (let i = 0; i < repeats.length; i++) {
    const x = repeats[i]!;
    const still = logAt[ageDays[i]!]!;
    let value = front[x]! - (r + x) * still;
    if (x > 0) {
      const over = dropped[x]! + (r + x) * (still - logAt[lastDays[i]!]!);
      value += over > 35 ? over : Math.log1p(Math.exp(over));
    }
    total += customers[i]! * value;
  }
  return total;
}

/** Maximum likelihood within the bounds. */
export function fitBgNbd(cohort: Cohort): Fitted<BgNbd> {
  const cost = (point: readonly number[]): number => -bgNbdLogLikelihood(parametersOf(point), cohort);
  const { at, value, atBound } = bestOf(cost, STARTS);
  return { parameters: parametersOf(at), logLikelihood: -value, atBound };
}

const parametersOf = (point: readonly number[]): BgNbd => ({
  r: Math.exp(point[0]!),
  alpha: Math.exp(point[1]!),
  a: Math.exp(point[2]!),
  b: Math.exp(point[3]!),
});

/** The lowest of a rough search from every start, refined. */
export function bestOf(cost: (point: readonly number[]) => number, starts: readonly (readonly number[])[]): Minimum {
  const bounds = { low: -LOG_BOUND, high: LOG_BOUND };
  const rough = starts.map((start) => minimise(cost, start, { ...bounds, tolerance: 1, maxEvaluations: 120 }));
  const best = rough.reduce((lowest, one) => (one.value < lowest.value ? one : lowest));
  return minimise(cost, best.at, { ...bounds, tolerance: 1e-6, maxEvaluations: 900 });
}

/** `P(alive) = 1/(1 + [x>0]·a/(b+x−1)·((α+T)/(α+t_x))^(r+x))`. */
export function bgNbdAlive({ r, alpha, a, b }: BgNbd, of: Summary): number {
  if (of.repeats === 0) return 1;
  const x = of.repeats;
  const ratio = (alpha + of.ageDays / DAYS_PER_WEEK) / (alpha + of.lastDays / DAYS_PER_WEEK);
  return 1 / (1 + (a / (b + x - 1)) * ratio ** (r + x));
}

/**
 * Expected purchase days of the next `weeks` weeks, given the past. The published form holds ₂F₁(r+x, b+x; a+b+x−1; z); after Euler's
 * transformation its power cancels and what is left stays finite for any number of repeats.
 */
export function bgNbdExpected(model: BgNbd, of: Summary, weeks: number): number {
  return weeks <= 0 ? 0 : expectedWhileAlive(model, of, weeks) * bgNbdAlive(model, of);
}

/** The same given that the customer is still one. */
function expectedWhileAlive({ r, alpha, a: exactA, b: exactB }: BgNbd, of: Summary, weeks: number): number {
  // a = 1 and a+b+x = 1 are removable holes of the formula: one steps beside them.
  const a = Math.abs(exactA - 1) < 1e-6 ? 1 + 1e-6 : exactA;
  const b = Math.abs(a + exactB + of.repeats - 1) < 1e-6 ? exactB + 2e-6 : exactB;
  const c = a + b + of.repeats - 1;
  const z = weeks / (alpha + of.ageDays / DAYS_PER_WEEK + weeks);
  const kept = Math.exp((a - 1) * Math.log1p(-z)) * hypergeometric(a + b - 1 - r, a - 1, c, z);
  return Math.max(0, (c / (a - 1)) * (1 - kept));
}
