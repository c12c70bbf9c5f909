// Small symmetric systems of equations, solved in place.

/** Solves `A x = b` for the positive definite leading `size` rows of A (row-major, `stride` a row, lower half read): b becomes x. */
export function solveInPlace(a: Float64Array, b: Float64Array, size: number, stride: number): void {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * stride + j]!;
      for (let k = 0; k < j; k++) sum -= a[i * stride + k]! * a[j * stride + k]!;
      a[i * stride + j] = i === j ? Math.sqrt(Math.max(sum, 1e-9)) : sum / a[j * stride + j]!;
    }
  }
  for (let i = 0; i < size; i++) {
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= a[i * stride + k]! * b[k]!;
    b[i] = sum / a[i * stride + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = b[i]!;
    for (let k = i + 1; k < size; k++) sum -= a[k * stride + i]! * b[k]!;
    b[i] = sum / a[i * stride + i]!;
  }
}
