// How much price moves a person: share bought on promotion, elasticity of a need group, and the price tier they buy in (LOGIC §2.10).
import { betaAbove, betaQuantile } from '../maths/beta.ts';
import { countBelow, countUpTo } from '../maths/search.ts';

export interface PromotionShare {
  /** Posterior mean `(n_p + κπ)/(n + κ)`. */
  theta: number;
  /** P(θ > π): buys on promotion more than usual. */
  above: number;
  /** Bounds of the central 80 %. */
  low: number;
  high: number;
  /** Fewer than five purchases. */
  prior: boolean;
}

const KAPPA = 6;
const FEWEST_PURCHASES = 5;

/** `n` purchases, `promoted` of them on promotion, of a population that does so with share `pi`. */
export function promotionShare(n: number, promoted: number, pi: number): PromotionShare {
  const share = Math.min(1 - 1e-6, Math.max(1e-6, pi));
  const a = promoted + KAPPA * share;
  const b = n - promoted + KAPPA * (1 - share);
  return {
    theta: a / (a + b),
    above: betaAbove(share, a, b),
    low: betaQuantile(0.1, a, b),
    high: betaQuantile(0.9, a, b),
    prior: n < FEWEST_PURCHASES,
  };
}

export interface Estimate {
  value: number;
  /** Standard error. */
  error: number;
}

/** Slope of ln(quantity) on ln(price) by least squares, with its standard error; undefined below three prices or without variation. */
export function logLogElasticity(prices: readonly number[], quantities: readonly number[]): Estimate | undefined {
  const usable = prices.map((price, i) => ({ price, quantity: quantities[i]! })).filter((row) => row.price > 0 && row.quantity > 0);
  const n = usable.length;
  if (n < 3) return undefined;
  const x = usable.map((row) => Math.log(row.price));
  const y = usable.map((row) => Math.log(row.quantity));
  const mx = x.reduce((a, b) => a + b, 0) / n;
  const my = y.reduce((a, b) => a + b, 0) / n;
  const sxx = x.reduce((sum, v) => sum + (v - mx) ** 2, 0);
  if (sxx < 1e-9) return undefined;
  const value = x.reduce((sum, v, i) => sum + (v - mx) * (y[i]! - my), 0) / sxx;
  const rest = x.reduce((sum, v, i) => sum + (y[i]! - my - value * (v - mx)) ** 2, 0);
  return { value, error: Math.sqrt(rest / (n - 2) / sxx) };
}

/** Two estimates weighted by precision: the measured one is pulled to the prior as far as it is uncertain. */
export function shrunkEstimate(measured: Estimate, prior: Estimate): Estimate {
  const own = 1 / Math.max(1e-12, measured.error ** 2);
  const before = 1 / Math.max(1e-12, prior.error ** 2);
  return { value: (own * measured.value + before * prior.value) / (own + before), error: 1 / Math.sqrt(own + before) };
}

/** Where a price stands among those of its need group, in [0, 1]; ties count half. */
export function pricePercentile(price: number, ascending: readonly number[]): number {
  if (ascending.length === 0) return 0.5;
  return (countBelow(ascending, price) + countUpTo(ascending, price)) / 2 / ascending.length;
}
