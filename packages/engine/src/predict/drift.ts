// Has the world moved away from what a model learned? Shifted shares (PSI) and a shifted level (Page-Hinkley) (LOGIC §2.13).
import { pageHinkley } from '../maths/page-hinkley.ts';

const PSI_WARN = 0.1;
const PSI_ALARM = 0.25;
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
  const moved = pageHinkley(rates) ?? pageHinkley(rates.map((rate) => -rate));
  const level = psi >= PSI_ALARM || moved ? 'alarm' : psi >= PSI_WARN ? 'warn' : 'steady';
  return { level, psi, alarmAt: moved?.at, statistic: moved?.statistic };
}
