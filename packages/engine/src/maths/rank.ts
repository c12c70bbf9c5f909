// Order inside a list: rank percentiles, and maximal marginal relevance for diversity.

/** Rank percentile in (0, 1] of each score, best first; ties share the mean of their ranks. */
export function rankPercentiles(descending: readonly number[]): number[] {
  const n = descending.length;
  const out = new Array<number>(n);
  for (let start = 0; start < n; ) {
    let end = start + 1;
    while (end < n && descending[end] === descending[start]) end++;
    const middle = (start + end - 1) / 2;
    for (let i = start; i < end; i++) out[i] = (n - middle) / n;
    start = end;
  }
  return out;
}

/** Picks up to `limit` by `λ·score − (1−λ)·max similarity to the picked` (Carbonell, Goldstein 1998); similarity in [0, 1]. */
export function mmr<T>(
  items: readonly T[],
  score: (item: T) => number,
  similarity: (a: T, b: T) => number,
  limit: number,
  lambda = 0.7,
): T[] {
  const top = items.reduce((best, item) => Math.max(best, score(item)), 0) || 1;
  const left = items.map((item) => ({ item, relevance: score(item) / top, closest: 0 }));
  const picked: T[] = [];
  while (picked.length < limit && left.length > 0) {
    let best = 0;
    let bestValue = Number.NEGATIVE_INFINITY;
    for (const [i, entry] of left.entries()) {
      const value = lambda * entry.relevance - (1 - lambda) * entry.closest;
      if (value > bestValue + 1e-12) {
        best = i;
        bestValue = value;
      }
    }
    const [chosen] = left.splice(best, 1);
    picked.push(chosen!.item);
    for (const entry of left) entry.closest = Math.max(entry.closest, similarity(entry.item, chosen!.item));
  }
  return picked;
}
