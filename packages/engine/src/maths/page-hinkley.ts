// The Page-Hinkley test: did the mean of a series rise, and since when? (Page 1954; LOGIC §2.13)

/** Deviations up to δ are tolerated; beyond λ the alarm rings. */
const DELTA = 0.02;
const LAMBDA = 0.5;

interface Alarm {
  /** Number of the observation that set it off, counted from 1. */
  at: number;
  statistic: number;
  /** Number of the first observation after the change. */
  since: number;
}

/**
 * For a rise of the mean: `m_t = Σ(x_i − x̄_i − δ)` with the running mean x̄, alarm when `m_t − min m` exceeds λ.
 * For a fall hand in the negative series.
 */
export function pageHinkley(series: readonly number[]): Alarm | undefined {
  let sum = 0;
  let m = 0;
  let least = 0;
  let leastAt = 0;
  for (const [i, x] of series.entries()) {
    sum += x;
    m += x - sum / (i + 1) - DELTA;
    if (m < least) {
      least = m;
      leastAt = i + 1;
    }
    if (m - least > LAMBDA) return { at: i + 1, statistic: m - least, since: leastAt + 1 };
  }
  return undefined;
}
