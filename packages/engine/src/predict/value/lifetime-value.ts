// Customer lifetime value: expected purchases month by month, times spend and margin, discounted (LOGIC §2.4).

/** Twelve months are 52 weeks. */
const WEEKS_PER_MONTH = 52 / 12;

export interface LifetimeTerms {
  /** Months looked ahead. */
  months: number;
  /** Share of the spend that is kept, net of returns and service cost. */
  margin: number;
  /** Discount per month, e.g. .01. */
  discount: number;
  weeksPerMonth?: number;
}

/** `Σ_k (E[Y(k)] − E[Y(k−1)])·E[M]·margin/(1+d)^k`; `expected(weeks)` is E[Y], the answer has the unit of `spend`. */
export function lifetimeValue(expected: (weeks: number) => number, spend: number, terms: LifetimeTerms): number {
  const { months, margin, discount, weeksPerMonth = WEEKS_PER_MONTH } = terms;
  let before = 0;
  let total = 0;
  for (let month = 1; month <= months; month++) {
    const upToHere = expected(month * weeksPerMonth);
    total += ((upToHere - before) * spend * margin) / (1 + discount) ** month;
    before = upToHere;
  }
  return total;
}
