// Logistic and linear regression with a ridge, on standardised features: the plain learners behind response and uplift.
import { solveInPlace } from '../../maths/cholesky.ts';
import { type Features, rowCount } from './table.ts';

export interface WeightedModel {
  kind: 'logistic' | 'linear';
  intercept: number;
  weights: Float64Array;
}

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const NEWTON_STEPS = 12;

export function predictByWeights({ kind, intercept, weights }: WeightedModel, row: ArrayLike<number>): number {
  let sum = intercept;
  for (let j = 0; j < weights.length; j++) sum += weights[j]! * row[j]!;
  return kind === 'logistic' ? sigmoid(sum) : sum;
}

/** Newton's method (iteratively reweighted least squares); `ridge` is the penalty per standardised weight, in rows. */
export function fitRegression(features: Features, outcome: ArrayLike<number>, kind: WeightedModel['kind'], ridge = 1): WeightedModel {
  const { columns } = features;
  const n = rowCount(features);
  const { mean, scale, values } = standardised(features);
  const size = columns + 1;
  const beta = new Float64Array(size);
  for (let step = 0; step < (kind === 'linear' ? 1 : NEWTON_STEPS); step++) {
    const gradient = new Float64Array(size);
    const curvature = new Float64Array(size * size);
    for (let i = 0; i < n; i++) {
      const at = i * columns;
      let eta = beta[0]!;
      for (let j = 0; j < columns; j++) eta += beta[j + 1]! * values[at + j]!;
      const mu = kind === 'logistic' ? sigmoid(eta) : eta;
      const w = kind === 'logistic' ? Math.max(1e-6, mu * (1 - mu)) : 1;
      const rest = outcome[i]! - mu;
      for (let j = 0; j < size; j++) {
        const xj = j === 0 ? 1 : values[at + j - 1]!;
        gradient[j]! += rest * xj;
        for (let k = 0; k <= j; k++) curvature[j * size + k]! += w * xj * (k === 0 ? 1 : values[at + k - 1]!);
      }
    }
    for (let j = 1; j < size; j++) {
      gradient[j]! -= ridge * beta[j]!;
      curvature[j * size + j]! += ridge;
    }
    solveInPlace(curvature, gradient, size);
    for (let j = 0; j < size; j++) beta[j]! += gradient[j]!;
    if (gradient.every((change) => Math.abs(change) < 1e-8)) break;
  }
  const weights = new Float64Array(columns);
  let intercept = beta[0]!;
  for (let j = 0; j < columns; j++) {
    weights[j] = beta[j + 1]! / scale[j]!;
    intercept -= weights[j]! * mean[j]!;
  }
  return { kind, intercept, weights };
}

function standardised(features: Features): { mean: Float64Array; scale: Float64Array; values: Float64Array } {
  const { columns } = features;
  const n = rowCount(features);
  const mean = new Float64Array(columns);
  const scale = new Float64Array(columns);
  const values = new Float64Array(features.values.length);
  for (let i = 0; i < values.length; i++) mean[i % columns]! += features.values[i]! / n;
  for (let i = 0; i < values.length; i++) scale[i % columns]! += (features.values[i]! - mean[i % columns]!) ** 2 / n;
  for (let j = 0; j < columns; j++) scale[j] = Math.sqrt(scale[j]!) || 1;
  for (let i = 0; i < values.length; i++) values[i] = (features.values[i]! - mean[i % columns]!) / scale[i % columns]!;
  return { mean, scale, values };
}
