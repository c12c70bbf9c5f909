// Gauss's hypergeometric function for the purchase models: real arguments, 0 ≤ z < 1.

const MAX_TERMS = 20_000;

/**
 * `₂F₁(a, b; c; z) = Σ (a)ₙ(b)ₙ/(c)ₙ · zⁿ/n!` for 0 ≤ z < 1 and c not zero or a negative integer.
 * Where c < a + b the terms fall slowly, so Euler's form `(1−z)^(c−a−b) ₂F₁(c−a, c−b; c; z)` is summed instead.
 */
export function hypergeometric(a: number, b: number, c: number, z: number): number {
  if (z === 0) return 1;
  if (c - a - b < 0) return Math.exp((c - a - b) * Math.log1p(-z)) * series(c - a, c - b, c, z);
  return series(a, b, c, z);
}

function series(a: number, b: number, c: number, z: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 0; n < MAX_TERMS; n++) {
    const ratio = (((a + n) * (b + n)) / ((c + n) * (n + 1))) * z;
    term *= ratio;
    sum += term;
    // Once terms shrink by a fixed share, the rest is a geometric tail.
    if (Math.abs(term) <= 1e-15 * Math.abs(sum) * (1 - z)) break;
  }
  return sum;
}
