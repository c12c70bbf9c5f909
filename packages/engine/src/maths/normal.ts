// The standard normal distribution: cumulative probability and quantile.

/** Φ(z) = P(Z ≤ z), absolute error below 1e-7. */
export function normalCdf(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  return z >= 0 ? 1 - erfc(x) / 2 : erfc(x) / 2;
}

/** erfc for x ≥ 0 (Chebyshev fit of Numerical Recipes, relative error below 1.2e-7). */
function erfc(x: number): number {
  const t = 1 / (1 + x / 2);
  const poly = [0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196, 1.00002368, -1.26551223];
  const sum = poly.reduce((acc, c) => acc * t + c, 0);
  return t * Math.exp(-x * x + sum);
}

const quantiles = new Map<number, number>();

/** The z with Φ(z) = p, 0 < p < 1, by bisection to 1e-9; the few quantiles in use are remembered. */
export function normalQuantile(p: number): number {
  let z = quantiles.get(p);
  if (z === undefined) {
    z = bisect(p);
    if (quantiles.size < 1000) quantiles.set(p, z);
  }
  return z;
}

function bisect(p: number): number {
  let low = -9;
  let high = 9;
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
