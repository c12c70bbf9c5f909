// Symmetric positive definite systems of equations by Cholesky's factor, solved in place; only the lower triangle is read.

/** Keeps a pivot that rounding brought to 0 or below from dividing by it. */
const LEAST_PIVOT = 1e-12;

/** Writes L with `A = LLᵀ` over the lower triangle of the leading `size` rows of A (row-major, `stride` a row). */
export function factorInPlace(a: Float64Array, size: number, stride = size): void {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * stride + j]!;
      for (let k = 0; k < j; k++) sum -= a[i * stride + k]! * a[j * stride + k]!;
      a[i * stride + j] = i === j ? Math.sqrt(Math.max(LEAST_PIVOT, sum)) : sum / a[j * stride + j]!;
    }
  }
}

/** Solves `Lx = b`: b becomes x. */
export function forwardInPlace(l: Float64Array, b: Float64Array, size: number, stride = size): void {
  for (let i = 0; i < size; i++) {
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= l[i * stride + k]! * b[k]!;
    b[i] = sum / l[i * stride + i]!;
  }
}

/** Solves `Lᵀx = b`: b becomes x. */
export function backwardInPlace(l: Float64Array, b: Float64Array, size: number, stride = size): void {
  for (let i = size - 1; i >= 0; i--) {
    let sum = b[i]!;
    for (let k = i + 1; k < size; k++) sum -= l[k * stride + i]! * b[k]!;
    b[i] = sum / l[i * stride + i]!;
  }
}

/** Solves `Ax = b`: b becomes x, and A its factor. */
export function solveInPlace(a: Float64Array, b: Float64Array, size: number, stride = size): void {
  factorInPlace(a, size, stride);
  forwardInPlace(a, b, size, stride);
  backwardInPlace(a, b, size, stride);
}
