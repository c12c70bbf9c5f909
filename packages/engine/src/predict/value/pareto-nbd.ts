// Pareto/NBD: the same question with drop-out at any time, for long histories (Schmittlein, Morrison, Colombo 1987; LOGIC §2.2).
import { logGamma } from '../../maths/beta.ts';
import { hypergeometric } from '../../maths/hypergeometric.ts';
import { bestOf, type Fitted } from './bg-nbd.ts';
import { type Cohort, DAYS_PER_WEEK, largest, type Summary } from './cohort.ts';

/** Purchase rate ~ Gamma(r, α) per week, drop-out rate ~ Gamma(s, β) per week. */
export interface ParetoNbd {
  r: number;
  alpha: number;
  s: number;
  beta: number;
}

const STARTS: readonly (readonly number[])[] = [[-0.5, 2.3, -0.5, 2.4]];

/**
 * Logarithm of the part of A₀ that belongs to time `u` (weeks), for x repeats. Euler's transformation leaves a series of positive,
 * falling terms for either order of α and β.
 */
function logPart({ r, alpha, s, beta }: ParetoNbd, x: number, u: number): number {
  const c = r + s + x + 1;
  if (alpha >= beta) {
    const z = (alpha - beta) / (alpha + u);
    return -(r + x) * Math.log(alpha + u) - s * Math.log(beta + u) + Math.log(hypergeometric(1, r + x, c, z));
  }
  const z = (beta - alpha) / (beta + u);
  return -(s + 1) * Math.log(beta + u) - (r + x - 1) * Math.log(alpha + u) + Math.log(hypergeometric(1, s + 1, c, z));
}

/** Logarithms of the two ways a history comes about: still a customer, or gone since; without the factor both share. */
function ways(model: ParetoNbd, x: number, last: number, age: number, part = logPart): { here: number; gone: number } {
  const { r, alpha, s, beta } = model;
  const here = -(r + x) * Math.log(alpha + age) - s * Math.log(beta + age);
  const early = part(model, x, last);
  const late = part(model, x, age);
  const gone = late >= early ? Number.NEGATIVE_INFINITY : Math.log(s / (r + s + x)) + early + Math.log1p(-Math.exp(late - early));
  return { here, gone };
}

const logSum = (a: number, b: number): number => Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));

/** Log likelihood of a cohort; parts are shared among customers with the same repeats and time. */
function paretoNbdLogLikelihood(model: ParetoNbd, cohort: Cohort): number {
  const { r, alpha, s, beta } = model;
  const { repeats, lastDays, ageDays, customers } = cohort;
  const span = largest(ageDays) + 1;
  const parts = new Map<number, number>();
  const part = (of: ParetoNbd, x: number, u: number): number => {
    const key = x * span + Math.round(u * DAYS_PER_WEEK);
    let known = parts.get(key);
    if (known === undefined) {
      known = logPart(of, x, u);
      parts.set(key, known);
    }
    return known;
  };
  const always = r * Math.log(alpha) + s * Math.log(beta) - logGamma(r);
  let total = 0;
  for (let i = 0; i < repeats.length; i++) {
    const { here, gone } = ways(model, repeats[i]!, lastDays[i]! / DAYS_PER_WEEK, ageDays[i]! / DAYS_PER_WEEK, part);
    total += customers[i]! * (always + logGamma(r + repeats[i]!) + logSum(here, gone));
  }
  return total;
}

/** Maximum likelihood with log parameters within ±6. */
export function fitParetoNbd(cohort: Cohort): Fitted<ParetoNbd> {
  const cost = (point: readonly number[]): number => -paretoNbdLogLikelihood(parametersOf(point), cohort);
  const { at, value, atBound } = bestOf(cost, STARTS);
  return { parameters: parametersOf(at), logLikelihood: -value, atBound };
}

const parametersOf = (point: readonly number[]): ParetoNbd => ({
  r: Math.exp(point[0]!),
  alpha: Math.exp(point[1]!),
  s: Math.exp(point[2]!),
  beta: Math.exp(point[3]!),
});

/** `P(alive) = 1/(1 + s/(r+s+x)·(α+T)^(r+x)·(β+T)^s·A₀)`. */
export function paretoNbdAlive(model: ParetoNbd, of: Summary): number {
  const { here, gone } = ways(model, of.repeats, of.lastDays / DAYS_PER_WEEK, of.ageDays / DAYS_PER_WEEK);
  return 1 / (1 + Math.exp(gone - here));
}

/** Expected purchase days of the next `weeks` weeks, given the past. */
export function paretoNbdExpected(model: ParetoNbd, of: Summary, weeks: number): number {
  if (weeks <= 0) return 0;
  const { r, alpha, s, beta } = model;
  const age = of.ageDays / DAYS_PER_WEEK;
  const shrinking = (s - 1) * Math.log((beta + age) / (beta + age + weeks));
  // (1 − u^(s−1))/(s−1), which tends to −ln u at s = 1.
  const time = Math.abs(s - 1) < 1e-9 ? Math.log((beta + age + weeks) / (beta + age)) : -Math.expm1(shrinking) / (s - 1);
  return ((r + of.repeats) / (alpha + age)) * (beta + age) * time * paretoNbdAlive(model, of);
}
