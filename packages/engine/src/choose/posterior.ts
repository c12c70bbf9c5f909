// What is believed of an arm: a Beta over its reward, fed by exposures only as far as their reward has had time to come (LOGIC §1.6).
import { logGamma, regularisedBeta } from '../maths/beta.ts';
import { DAY_MS } from '../maths/decay.ts';
import { countUpTo } from '../maths/search.ts';

export interface Beta {
  alpha: number;
  beta: number;
}

/** Weight of a prior in exposures. */
export const KAPPA = 50;
/** Matured exposures from which a cell stands on its own and a strategy is no longer new. */
export const MATURE = 200;
/** Days after which what was learned counts half. */
const HALF_LIFE_DAYS = 14;
const LEAST = 1e-3;

/** Share of its final reward an exposure of that age has shown, 0 to 1. */
export type DelayCurve = (ageMs: number) => number;

const PRIOR_MEAN_MS = DAY_MS / 2;
const PRIOR_WEIGHT = 20;

/**
 * The delay distribution of a placement from the delays (ms) between exposure and first reward seen lately; an exponential with
 * mean half a day stands in as long as there are few.
 */
export function delayCurve(delaysMs: readonly number[]): DelayCurve {
  const sorted = Float64Array.from(delaysMs).sort();
  return (age) => {
    if (age <= 0) return 0;
    return (PRIOR_WEIGHT * (1 - Math.exp(-age / PRIOR_MEAN_MS)) + countUpTo(sorted, age)) / (PRIOR_WEIGHT + sorted.length);
  };
}

/** `α = κμ + Σr`, `β = κ(1−μ) + Σ(F(age) − r)`: young exposures are no failures yet. Never below a crumb of the prior. */
export function posterior(kappa: number, mean: number, matured: number, reward: number): Beta {
  return {
    alpha: Math.max(LEAST, kappa * mean + reward),
    beta: Math.max(LEAST, kappa * (1 - mean) + Math.max(0, matured - reward)),
  };
}

export const meanOf = ({ alpha, beta }: Beta): number => alpha / (alpha + beta);

/**
 * How far the prior of a cell is the cell above rather than the family of the arm: wholly below 200 matured exposures, not at all from
 * 400, so that nothing jumps on the day the cell comes of age.
 */
export function borrowed(matured: number): number {
  return Math.min(1, Math.max(0, 2 - matured / MATURE));
}

/** Weight of something that old: what was learned relaxes to the prior with a half-life of 14 days. */
export function freshness(ageMs: number, halfLifeDays = HALF_LIFE_DAYS): number {
  return 2 ** (-Math.max(0, ageMs) / (halfLifeDays * DAY_MS));
}

const STEPS = 400;

/** `P(X > c·Y)` for independent X, Y; by Simpson's rule over Y's density within ten standard deviations. */
export function probabilityAbove(x: Beta, y: Beta, c = 1): number {
  const mean = meanOf(y);
  const deviation = Math.sqrt((mean * (1 - mean)) / (y.alpha + y.beta + 1));
  const low = Math.max(1e-9, mean - 10 * deviation);
  const high = Math.min(1 - 1e-9, mean + 10 * deviation);
  const constant = logGamma(y.alpha + y.beta) - logGamma(y.alpha) - logGamma(y.beta);
  const step = (high - low) / STEPS;
  let mass = 0;
  let above = 0;
  for (let i = 0; i <= STEPS; i++) {
    const at = low + i * step;
    const density = Math.exp(constant + (y.alpha - 1) * Math.log(at) + (y.beta - 1) * Math.log(1 - at));
    const weight = (i === 0 || i === STEPS ? 1 : i % 2 === 1 ? 4 : 2) * density;
    mass += weight;
    above += weight * (1 - regularisedBeta(c * at, x.alpha, x.beta));
  }
  return mass > 0 ? above / mass : 0.5;
}
