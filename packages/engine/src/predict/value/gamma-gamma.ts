// Gamma-Gamma: what a customer spends on a purchase day, pulled to what all spend (Fader, Hardie 2005/2013; LOGIC §2.3).
import { logGamma } from '../../maths/beta.ts';
import { minimise } from '../../maths/minimise.ts';
import { type Fitted, LOG_BOUND } from './bg-nbd.ts';

/** Spend of one day ~ Gamma(p, ν), ν ~ Gamma(q, v); v in the unit of money of the amounts. */
export interface GammaGamma {
  p: number;
  q: number;
  v: number;
}

/** Mean spend and number of repeat purchase days, customer by customer. */
export interface Spending {
  repeats: Int32Array;
  mean: Float64Array;
}

/** Log likelihood of mean spends > 0 over repeats ≥ 1. */
function gammaGammaLogLikelihood({ p, q, v }: GammaGamma, { repeats, mean }: Spending): number {
  const fronts = new Map<number, number>();
  const always = q * Math.log(v) - logGamma(q);
  let total = 0;
  for (let i = 0; i < repeats.length; i++) {
    const x = repeats[i]!;
    let front = fronts.get(x);
    if (front === undefined) {
      front = always + logGamma(p * x + q) - logGamma(p * x) + p * x * Math.log(x);
      fronts.set(x, front);
    }
    total += front + (p * x - 1) * Math.log(mean[i]!) - (p * x + q) * Math.log(x * mean[i]! + v);
  }
  return total;
}

/** Maximum likelihood; q stays above 1, where the mean exists. Amounts are scaled by their mean first, so any currency fits the bounds. */
export function fitGammaGamma(spending: Spending): Fitted<GammaGamma> {
  const unit = spending.mean.reduce((sum, m) => sum + m, 0) / Math.max(1, spending.mean.length) || 1;
  const scaled: Spending = { repeats: spending.repeats, mean: spending.mean.map((m) => m / unit) };
  const of = (point: readonly number[]): GammaGamma => ({ p: Math.exp(point[0]!), q: 1 + Math.exp(point[1]!), v: Math.exp(point[2]!) });
  const cost = (point: readonly number[]): number => -gammaGammaLogLikelihood(of(point), scaled);
  const { at, value, atBound } = minimise(cost, [1.5, 1, -0.8], { low: -LOG_BOUND, high: LOG_BOUND, tolerance: 1e-8 });
  const found = of(at);
  // The density of an amount falls by the unit it is measured in.
  return { parameters: { ...found, v: found.v * unit }, logLikelihood: -value - spending.mean.length * Math.log(unit), atBound };
}

/** Mean spend of everybody: `vp/(q−1)`. */
export function populationSpend({ p, q, v }: GammaGamma): number {
  return (v * p) / (q - 1);
}

/** `E[M] = (q−1)/(px+q−1)·vp/(q−1) + px/(px+q−1)·m̄`; without repeats the mean of everybody. */
export function expectedSpend(model: GammaGamma, repeats: number, mean: number): number {
  const { p, q } = model;
  const weight = (p * repeats) / (p * repeats + q - 1);
  return (1 - weight) * populationSpend(model) + weight * mean;
}

/** Correlation of repeats and mean spend; the model holds only near 0. */
export function correlation(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const n = x.length;
  let [sx, sy, sxx, syy, sxy] = [0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [a, b] = [x[i]!, y[i]!];
    sx += a;
    sy += b;
    sxx += a * a;
    syy += b * b;
    sxy += a * b;
  }
  const spread = Math.sqrt((sxx - (sx * sx) / n) * (syy - (sy * sy) / n));
  return n < 2 || spread === 0 ? 0 : (sxy - (sx * sy) / n) / spread;
}
