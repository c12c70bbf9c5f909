// How good forecasts of purchase days are: errors, the total, who is ranked where.
import { areaUnderCurve, correlation } from '@faden/engine';
import type { Figures } from './ranking.ts';

/** Customer by customer, what was expected and what there was. */
export function forecastFigures(expected: readonly number[], actual: readonly number[]): Figures {
  const n = Math.max(1, actual.length);
  const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
  const errors = expected.map((value, i) => value - (actual[i] as number));
  return {
    MAE: total(errors.map(Math.abs)) / n,
    RMSE: Math.sqrt(total(errors.map((error) => error ** 2)) / n),
    corr: correlation(expected, actual),
    'total ratio': total(expected) / total(actual),
    'top 10 %': shareOfBest(expected, actual, 0.1),
    AUC: areaUnderCurve(
      expected,
      actual.map((value) => value > 0),
    ),
  };
}

/** Share of what there was that falls to the best-ranked share of the customers. */
export function shareOfBest(expected: readonly number[], actual: readonly number[], share: number): number {
  const order = expected.map((_value, i) => i).sort((a, b) => (expected[b] as number) - (expected[a] as number) || a - b);
  const best = order.slice(0, Math.floor(order.length * share));
  const sum = (rows: readonly number[]): number => rows.reduce((all, i) => all + (actual[i] as number), 0);
  return sum(best) / sum(order);
}
