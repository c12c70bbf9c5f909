// The popular articles of one cell, and the cell's own order where the crowd knows nothing.
import type { Situation } from '../../situation.ts';

const PER_VALUE = 50;

/** Popular articles of a cell, else the articles in their own order. */
export function popularOf(key: string, skus: () => readonly string[], s: Situation): string[] {
  const popular = s.models.popular('buy', key, PER_VALUE).map((entry) => entry.sku);
  return popular.length > 0 ? popular : skus().slice(0, PER_VALUE);
}
