// Linear Thompson sampling with shared context features, for placements with much evidence (LOGIC §1.6; Agrawal, Goyal 2013).
import type { Sampler } from './random.ts';

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

/** Lower triangle L with `A = LLᵀ`; A is positive definite for λ > 0. */
export function cholesky(a: ArrayLike<number>, dims: number): Float64Array {
  const l = new Float64Array(dims * dims);
  for (let i = 0; i < dims; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * dims + j]!;
      for (let k = 0; k < j; k++) sum -= l[i * dims + k]! * l[j * dims + k]!;
      l[i * dims + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / l[j * dims + j]!;
    }
  }
  return l;
}

/** Solves `Ly = v`. */
function forward(l: Float64Array, v: ArrayLike<number>, dims: number): Float64Array {
  const y = new Float64Array(dims);
  for (let i = 0; i < dims; i++) {
    let sum = v[i]!;
    for (let k = 0; k < i; k++) sum -= l[i * dims + k]! * y[k]!;
    y[i] = sum / l[i * dims + i]!;
  }
  return y;
}

/** Solves `Lᵀx = y`. */
function backward(l: Float64Array, y: ArrayLike<number>, dims: number): Float64Array {
  const x = new Float64Array(dims);
  for (let i = dims - 1; i >= 0; i--) {
    let sum = y[i]!;
    for (let k = i + 1; k < dims; k++) sum -= l[k * dims + i]! * x[k]!;
    x[i] = sum / l[i * dims + i]!;
  }
  return x;
}

export interface Fitted {
  dims: number;
  mean: Float64Array;
  /** One θ of `N(A⁻¹b, v²A⁻¹)`. */
  draw(sampler: Sampler, v: number): Float64Array;
  /** Column by column `A⁻¹`. */
  inverse(): Float64Array;
}

export function fitLinear({ dims, a, b }: Linear): Fitted {
  const l = cholesky(a, dims);
  const mean = backward(l, forward(l, b, dims), dims);
  return {
    dims,
    mean,
    draw(sampler, v) {
      const z = new Float64Array(dims);
      for (let i = 0; i < dims; i++) z[i] = sampler.normal();
      const theta = backward(l, z, dims);
      for (let i = 0; i < dims; i++) theta[i] = mean[i]! + v * theta[i]!;
      return theta;
    },
    inverse() {
      const out = new Float64Array(dims * dims);
      for (let j = 0; j < dims; j++) {
        const unit = new Float64Array(dims);
        unit[j] = 1;
        const column = backward(l, forward(l, unit, dims), dims);
        for (let i = 0; i < dims; i++) out[i * dims + j] = column[i]!;
      }
      return out;
    },
  };
}
