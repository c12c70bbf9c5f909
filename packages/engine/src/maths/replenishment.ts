// When a consumable runs out: log-normal intervals shrunk to the need group's usual interval (LOGIC §2.6).
import { normalCdf, normalQuantile } from './normal.ts';
import { buyAgainWithin } from './weibull.ts';

export interface Replenishment {
  /** Mean of ln(days). */
  mu: number;
  sigma: number;
}

/** Due when the next seven days hold at least so much of what is left. */
export const DUE_FROM = 0.35;

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

/** P(needed within `horizon` days | not yet at day t) of a product nobody has bought twice: the Weibull hazard of its need group. */
export function newProductDueWithin(hazard: { k: number; lambdaDays: number }, t: number, horizon = 7): number {
  return buyAgainWithin(hazard.k, hazard.lambdaDays, t, horizon);
}

/**
 * Days between purchases in their order, each divided by how much was bought at its start: two packs last twice as long as one.
 * Purchases of the same day are one. `at` in milliseconds ascending.
 */
export function packIntervals(purchases: readonly { at: number; quantity: number }[]): {
  days: number[];
  lastAt: number;
  lastQuantity: number;
} {
  const byDay: { at: number; quantity: number }[] = [];
  for (const { at, quantity } of purchases) {
    const last = byDay.at(-1);
    if (last && Math.floor(last.at / DAY) === Math.floor(at / DAY)) last.quantity += quantity;
    else byDay.push({ at, quantity });
  }
  const days: number[] = [];
  for (let i = 1; i < byDay.length; i++) days.push((byDay[i]!.at - byDay[i - 1]!.at) / DAY / Math.max(1, byDay[i - 1]!.quantity));
  const last = byDay.at(-1);
  return { days, lastAt: last?.at ?? 0, lastQuantity: Math.max(1, last?.quantity ?? 1) };
}

const DAY = 86_400_000;
