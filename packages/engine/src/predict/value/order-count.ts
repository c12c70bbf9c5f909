// How many purchases a period may bring: exact probabilities of the count, read off at two quantiles. No simulation.
import { type BgNbd, bgNbdAlive } from './bg-nbd.ts';
import { DAYS_PER_WEEK, type Summary } from './cohort.ts';

export interface Range {
  low: number;
  high: number;
}

const MOST = 20_000;

/**
 * Central range of the count holding 80 % unless told. Given that the customer is still one, rate and drop-out follow
 * Gamma(r+x, α+T) and Beta(a, b+x), so the count is that of a new BG/NBD customer with these parameters; gone means 0.
 */
export function bgNbdRange(model: BgNbd, of: Summary, weeks: number, share = 0.8): Range {
  const alive = bgNbdAlive(model, of);
  const shape = model.r + of.repeats;
  const scale = model.alpha + of.ageDays / DAYS_PER_WEEK;
  const { a } = model;
  const b = model.b + of.repeats;
  const move = weeks / (scale + weeks);
  let buys = Math.exp(shape * Math.log1p(-move));
  let stays = 1;
  let bought = 0;
  return quantiles(share, (n) => {
    // stays = B(a,b+n)/B(a,b), left = B(a+1,b+n−1)/B(a,b); buys = NB probability of n while nobody leaves.
    if (n > 0) {
      bought += buys;
      buys *= ((shape + n - 1) / n) * move;
    }
    const left = n > 0 ? (stays * a) / (a + b + n - 1) : 0;
    if (n > 0) stays *= (b + n - 1) / (a + b + n - 1);
    const given = stays * buys + left * Math.max(0, 1 - bought);
    return alive * given + (n === 0 ? 1 - alive : 0);
  });
}

/** The same for a count that is 0 with probability 1 − alive and else negative binomial with this mean and shape. */
export function negativeBinomialRange(alive: number, meanWhileAlive: number, shape: number, share = 0.8): Range {
  const move = meanWhileAlive / (shape + meanWhileAlive);
  let p = Math.exp(shape * Math.log1p(-move));
  return quantiles(share, (n) => {
    if (n > 0) p *= ((shape + n - 1) / n) * move;
    return alive * p + (n === 0 ? 1 - alive : 0);
  });
}

function quantiles(share: number, probability: (n: number) => number): Range {
  const lowAt = (1 - share) / 2;
  let below = 0;
  let low: number | undefined;
  for (let n = 0; n < MOST; n++) {
    below += probability(n);
    if (low === undefined && below >= lowAt) low = n;
    if (below >= 1 - lowAt - 1e-12) return { low: low ?? n, high: n };
  }
  return { low: low ?? 0, high: MOST };
}
