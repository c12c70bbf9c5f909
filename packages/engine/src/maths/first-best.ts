// The best few of many without putting all of them in order.

interface Scored {
  sku: string;
  score: number;
}

const inOrder = (a: Scored, b: Scored): number => b.score - a.score || (a.sku < b.sku ? -1 : 1);

/** Highest score first, ties by sku, at most `limit`; the array handed in may be reordered. */
export function firstBest<T extends Scored>(items: T[], limit: number): T[] {
  if (items.length <= limit) return items.sort(inOrder);
  const scores = Float64Array.from(items, (item) => item.score).sort();
  const least = scores[scores.length - limit]!;
  const good = Number.isNaN(least) ? items : items.filter((item) => item.score >= least);
  return good.sort(inOrder).slice(0, limit);
}
