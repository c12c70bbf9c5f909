// Repurchase timing by a Weibull hazard: when a durable bought once becomes worth showing again (LOGIC §1.8).

/** Survival `S(t) = exp(−(t/λ)^k)`; t and λ in days. */
export function weibullSurvival(k: number, lambda: number, t: number): number {
  return Math.exp(-((Math.max(0, t) / lambda) ** k));
}

/** Probability of buying within the next `horizon` days given nothing was bought for `t` days: `1 − S(t+h)/S(t)`. */
export function buyAgainWithin(k: number, lambda: number, t: number, horizon = 30): number {
  const age = Math.max(0, t);
  return 1 - Math.exp((age / lambda) ** k - ((age + horizon) / lambda) ** k);
}

const visibleFrom = new Map<string, number>();

/** First whole day after purchase on which `buyAgainWithin(…, horizon) ≥ threshold`; Infinity when the hazard never gets there. */
export function visibleFromDay(k: number, lambda: number, horizon = 30, threshold = 0.02): number {
  const key = `${k} ${lambda} ${horizon} ${threshold}`;
  let day = visibleFrom.get(key);
  if (day === undefined) {
    day = firstVisibleDay(k, lambda, horizon, threshold);
    if (visibleFrom.size < 10_000) visibleFrom.set(key, day);
  }
  return day;
}

function firstVisibleDay(k: number, lambda: number, horizon: number, threshold: number): number {
  if (buyAgainWithin(k, lambda, 0, horizon) >= threshold) return 0;
  if (k <= 1) return Number.POSITIVE_INFINITY;
  let low = 0;
  let high = 1;
  while (buyAgainWithin(k, lambda, high, horizon) < threshold) {
    low = high;
    high *= 2;
    if (high > 1e7) return Number.POSITIVE_INFINITY;
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (buyAgainWithin(k, lambda, middle, horizon) >= threshold) high = middle;
    else low = middle;
  }
  return high;
}
