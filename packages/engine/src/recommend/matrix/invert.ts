// The inverse of a symmetric positive definite matrix in plain typed arrays, swept block by block so that the work stays in cache.

const BLOCK = 64;

/** Inverts the b x b matrix `d` in place by symmetric sweeps; pivots are kept above a floor so that rounding cannot divide by zero. */
function invertSmall(d: Float64Array, b: number): void {
  for (let k = 0; k < b; k++) {
    const pivot = 1 / Math.max(d[k * b + k]!, 1e-12);
    for (let j = 0; j < b; j++) d[k * b + j]! *= pivot;
    d[k * b + k] = pivot;
    for (let i = 0; i < b; i++) {
      if (i === k) continue;
      const factor = d[i * b + k]!;
      d[i * b + k] = 0;
      if (factor === 0) continue;
      for (let j = 0; j < b; j++) d[i * b + j]! -= factor * d[k * b + j]!;
    }
  }
}

/** `left[i]·right[j]` for a 4 x 2 tile, subtracted from the lower triangle of `a` (n x n): eight sums stay in registers. */
function tile(a: Float64Array, n: number, left: Float64Array, right: Float64Array, b: number, i: number, j: number): void {
  let s00 = 0;
  let s01 = 0;
  let s10 = 0;
  let s11 = 0;
  let s20 = 0;
  let s21 = 0;
  let s30 = 0;
  let s31 = 0;
  let p = i * b;
  let q = j * b;
  const end = q + b;
  for (; q < end; q++, p++) {
    const r0 = right[q]!;
    const r1 = right[q + b]!;
    const l0 = left[p]!;
    const l1 = left[p + b]!;
    const l2 = left[p + 2 * b]!;
    const l3 = left[p + 3 * b]!;
    s00 += l0 * r0;
    s01 += l0 * r1;
    s10 += l1 * r0;
    s11 += l1 * r1;
    s20 += l2 * r0;
    s21 += l2 * r1;
    s30 += l3 * r0;
    s31 += l3 * r1;
  }
  const at = i * n + j;
  a[at]! -= s00;
  a[at + 1]! -= s01;
  a[at + n]! -= s10;
  a[at + n + 1]! -= s11;
  a[at + 2 * n]! -= s20;
  a[at + 2 * n + 1]! -= s21;
  a[at + 3 * n]! -= s30;
  a[at + 3 * n + 1]! -= s31;
}

/** Copies the block's columns of the symmetric matrix (lower triangle kept) into `panel`, n rows of b. */
function readPanel(a: Float64Array, n: number, from: number, b: number, panel: Float64Array): void {
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < b; k++) panel[i * b + k] = i >= from + k ? a[i * n + from + k]! : a[(from + k) * n + i]!;
  }
}

function times(panel: Float64Array, d: Float64Array, n: number, b: number, out: Float64Array): void {
  out.fill(0);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < b; k++) {
      const value = panel[i * b + k]!;
      if (value === 0) continue;
      for (let j = 0; j < b; j++) out[i * b + j]! += value * d[k * b + j]!;
    }
  }
}

function writePanel(a: Float64Array, n: number, from: number, b: number, w: Float64Array, d: Float64Array): void {
  for (let i = 0; i < n; i++) {
    const inside = i >= from && i < from + b;
    for (let k = 0; k < b; k++) {
      const value = inside ? -d[(i - from) * b + k]! : w[i * b + k]!;
      if (i >= from + k) a[i * n + from + k] = value;
      else a[(from + k) * n + i] = value;
    }
  }
}

/** n rounded up so that blocks and tiles fit; the caller pads with the identity. */
export const paddedSize = (n: number): number => Math.ceil(n / BLOCK) * BLOCK;

/**
 * Replaces the symmetric positive definite `a` (n x n, row by row, only the lower triangle is read) by its inverse, both triangles filled.
 * `n` must be `paddedSize` of something. Sweep operator over blocks (Goodnight 1979): n³/2 multiplications, 8·n² bytes.
 */
export function invertInPlace(a: Float64Array, n: number): void {
  const b = BLOCK;
  const panel = new Float64Array(n * b);
  const w = new Float64Array(n * b);
  const d = new Float64Array(b * b);
  for (let from = 0; from < n; from += b) {
    readPanel(a, n, from, b, panel);
    d.set(panel.subarray(from * b, (from + b) * b));
    invertSmall(d, b);
    panel.fill(0, from * b, (from + b) * b);
    times(panel, d, n, b, w);
    for (let rows = 0; rows < n; rows += b) {
      for (let j = 0; j < rows + b; j += 2) {
        const first = Math.max(rows, j - (j % 4));
        for (let i = first; i < rows + b; i += 4) tile(a, n, w, panel, b, i, j);
      }
    }
    writePanel(a, n, from, b, w, d);
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const value = -a[i * n + j]!;
      a[i * n + j] = value;
      a[j * n + i] = value;
    }
  }
}
