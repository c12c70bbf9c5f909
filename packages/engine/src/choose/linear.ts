// Linear Thompson sampling with shared context features, for placements with much evidence (LOGIC §1.6; Agrawal, Goyal 2013).
import { backwardInPlace, factorInPlace, forwardInPlace } from '../maths/cholesky.ts';
import type { Sampler } from '../maths/random.ts';

/** Ridge regression in its normal equations: `A = λI + Σxxᵀ`, `b = Σrx`; A row by row. */
export interface Linear {
  dims: number;
  a: Float64Array;
  b: Float64Array;
}

export function emptyLinear(dims: number, lambda = 1): Linear {
  const a = new Float64Array(dims * dims);
  for (let i = 0; i < dims; i++) a[i * dims + i] = lambda;
  return { dims, a, b: new Float64Array(dims) };
}

/** Adds observations with the same features: `n` of them (may be a fraction) with their rewards summed. */
export function observe(model: Linear, x: ArrayLike<number>, rewards: number, n = 1): void {
  const { dims, a, b } = model;
  for (let i = 0; i < dims; i++) {
    const xi = x[i]!;
    if (xi === 0) continue;
    b[i]! += xi * rewards;
    for (let j = 0; j < dims; j++) a[i * dims + j]! += n * xi * x[j]!;
  }
}

export interface Fitted {
  dims: number;
  mean: Float64Array;
  /** One θ of `N(A⁻¹b, v²A⁻¹)`. */
  draw(sampler: Sampler, v: number): Float64Array;
}

export function fitLinear({ dims, a, b }: Linear): Fitted {
  const l = a.slice();
  factorInPlace(l, dims);
  const mean = b.slice();
  forwardInPlace(l, mean, dims);
  backwardInPlace(l, mean, dims);
  return {
    dims,
    mean,
    draw(sampler, v) {
      const theta = new Float64Array(dims);
      for (let i = 0; i < dims; i++) theta[i] = sampler.normal();
      backwardInPlace(l, theta, dims);
      for (let i = 0; i < dims; i++) theta[i] = mean[i]! + v * theta[i]!;
      return theta;
    },
  };
}
