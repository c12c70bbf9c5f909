// When a consumable runs out: log-normal intervals shrunk to the need group's usual interval (LOGIC §2.6).
import { normalCdf, normalQuantile } from './normal.ts';

export interface Replenishment {
  /** Mean of ln(days). */
  mu: number;
  sigma: number;
}

/** Posterior of the interval: `μ=(nμ̄+κ·ln m₀)/(n+κ)`, `σ_p=σ√(1+1/(n+κ))`; intervals and m₀ in days. */
export function replenishment(intervals: readonly number[], usualDays: number, sigma = 0.4, kappa = 2): Replenishment {
  const n = intervals.length;
  const sum = intervals.reduce((total, days) => total + Math.log(Math.max(0.5, days)), 0);
  return { mu: (sum + kappa * Math.log(usualDays)) / (n + kappa), sigma: sigma * Math.sqrt(1 + 1 / (n + kappa)) };
}

/** Day by which a share `q` of intervals has ended. */
export function dueDay(of: Replenishment, q: number): number {
  return Math.exp(of.mu + of.sigma * normalQuantile(q));
}

/** F(t): probability that the supply has ended by day t. */
export function usedUpBy(of: Replenishment, t: number): number {
  return t <= 0 ? 0 : normalCdf((Math.log(t) - of.mu) / of.sigma);
}

/** P(needed within `horizon` days | not yet at day t). Due from .35. */
export function dueWithin(of: Replenishment, t: number, horizon = 7): number {
  const before = usedUpBy(of, t);
  return before >= 1 ? 1 : (usedUpBy(of, t + horizon) - before) / (1 - before);
}
