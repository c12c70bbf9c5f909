// Has the world moved away from what a model learned? Shifted shares (PSI) and a shifted level (Page-Hinkley) (LOGIC §2.13).

export const PSI_WARN = 0.1;
export const PSI_ALARM = 0.25;
/** A share of nothing would make the index infinite. */
const LEAST_SHARE = 1e-4;

/** Population stability index `Σ (a − e)·ln(a/e)` of actual against expected; counts or shares, same order. */
export function populationStability(expected: readonly number[], actual: readonly number[]): number {
  const shares = (values: readonly number[]): number[] => {
    const total = values.reduce((a, b) => a + b, 0);
    return values.map((value) => Math.max(LEAST_SHARE, total > 0 ? value / total : 1 / values.length));
  };
  const e = shares(expected);
  const a = shares(actual);
  return e.reduce((sum, was, i) => sum + (a[i]! - was) * Math.log(a[i]! / was), 0);
}

/** Page-Hinkley test for a rising mean, one observation at a time. */
export interface PageHinkley {
  count: number;
  mean: number;
  /** Running sum of deviations, and its lowest value so far. */
  sum: number;
  lowest: number;
}

export const pageHinkleyStart: PageHinkley = { count: 0, mean: 0, sum: 0, lowest: 0 };
export const PAGE_HINKLEY_DELTA = 0.02;
export const PAGE_HINKLEY_LAMBDA = 0.5;

/** The state after one more value; deviations up to `delta` are tolerated (Page 1954). */
export function pageHinkleyStep(state: PageHinkley, value: number, delta = PAGE_HINKLEY_DELTA): PageHinkley {
  const count = state.count + 1;
  const mean = state.mean + (value - state.mean) / count;
  const sum = state.sum + value - mean - delta;
  return { count, mean, sum, lowest: Math.min(state.lowest, sum) };
}

/** How far the sum stands above its lowest; an alarm beyond λ. */
export function pageHinkleyStatistic(state: PageHinkley): number {
  return state.sum - state.lowest;
}

/** First observation (from 1) at which a series raises the alarm, with the statistic there. */
export function pageHinkleyAlarm(
  series: readonly number[],
  delta = PAGE_HINKLEY_DELTA,
  lambda = PAGE_HINKLEY_LAMBDA,
): { alarmAt: number; statistic: number } | undefined {
  let state = pageHinkleyStart;
  for (const [i, value] of series.entries()) {
    state = pageHinkleyStep(state, value, delta);
    if (pageHinkleyStatistic(state) > lambda) return { alarmAt: i + 1, statistic: pageHinkleyStatistic(state) };
  }
  return undefined;
}

export interface DriftVerdict {
  level: 'steady' | 'warn' | 'alarm';
  psi: number;
  /** Observation at which the daily rate left its level, up or down. */
  alarmAt: number | undefined;
  statistic: number | undefined;
}

/** One verdict on a model's input: its shares against those it was trained on, and a daily rate in order. */
export function judgeDrift(input: {
  expected: readonly number[];
  actual: readonly number[];
  dailyRates?: readonly number[];
}): DriftVerdict {
  const psi = populationStability(input.expected, input.actual);
  const rates = input.dailyRates ?? [];
  const moved = pageHinkleyAlarm(rates) ?? pageHinkleyAlarm(rates.map((rate) => -rate));
  const level = psi >= PSI_ALARM || moved ? 'alarm' : psi >= PSI_WARN ? 'warn' : 'steady';
  return { level, psi, alarmAt: moved?.alarmAt, statistic: moved?.statistic };
}
