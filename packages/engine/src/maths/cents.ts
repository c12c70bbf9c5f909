// Splitting an amount over parts without losing a cent: largest remainder, ties to the earlier part (LOGIC §5).

/** Splits `total` cents in proportion to `weights` (≥ 0); the parts are integers and sum to `total`. */
export function splitCents(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  if (weights.length === 0) return [];
  if (sum <= 0)
    return splitCents(
      total,
      weights.map(() => 1),
    );
  const sign = total < 0 ? -1 : 1;
  const amount = Math.abs(total);
  const parts = weights.map((weight) => Math.floor((amount * weight) / sum));
  const order = weights
    .map((weight, index) => ({ index, rest: (amount * weight) % sum }))
    .sort((a, b) => b.rest - a.rest || a.index - b.index);
  const missing = amount - parts.reduce((a, b) => a + b, 0);
  for (let i = 0; i < missing; i++) parts[order[i]!.index]! += 1;
  return parts.map((part) => (part === 0 ? 0 : part * sign));
}
