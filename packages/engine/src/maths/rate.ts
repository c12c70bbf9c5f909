// Shrunk rates and trends of counts (LOGIC §1.4).

/** `(a+w)/(b+w·B/A)`: successes a of b trials, pulled to the global A of B with weight w (Metarank). */
export function shrunkRate(a: number, b: number, globalA: number, globalB: number, w = 10): number {
  return globalA > 0 ? (a + w) / (b + (w * globalB) / globalA) : 0;
}

/** Standardised rise of a short window over a long one: `(x_s − x_l·w_s/w_l)/√(x_l·w_s/w_l + 1)`; windows in days. Shown from 2.0. */
export function trend(short: number, long: number, shortDays: number, longDays: number): number {
  const expected = (long * shortDays) / longDays;
  return (short - expected) / Math.sqrt(expected + 1);
}
