// When a customer's silence stops being usual for them (LOGIC §2.7): a Gamma belief about their own purchase rate.

/** Purchase rate ~ Gamma(shape, days): about `shape` purchases seen in `days` days. */
export interface RateBelief {
  shape: number;
  days: number;
}

/** The belief after `purchases` more in `days` more. */
export function updatedRate(prior: RateBelief, purchases: number, days: number): RateBelief {
  return { shape: prior.shape + purchases, days: prior.days + Math.max(0, days) };
}

/** Mean days between purchases, `b/(a−1)`; Infinity for a shape up to 1. */
export function meanGap({ shape, days }: RateBelief): number {
  return shape > 1 ? days / (shape - 1) : Number.POSITIVE_INFINITY;
}

/** Probability of no purchase within `t` days: `(b/(b+t))^a`. */
export function silentFor({ shape, days }: RateBelief, t: number): number {
  return (days / (days + Math.max(0, t))) ** shape;
}

/** Share of customers who keep silent that long although all is as usual. */
const RARE = 0.1;

/** Days of silence that only a share q = 10 % of such customers would keep: `b·(q^(−1/a) − 1)`. */
export function unusualFrom({ shape, days }: RateBelief): number {
  return days * (RARE ** (-1 / shape) - 1);
}
