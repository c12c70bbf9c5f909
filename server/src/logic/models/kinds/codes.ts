// Between the engine's article names and the models' numbers.
import type { Learned, Ranked } from '@faden/engine';
import type { Columns } from '../../evidence/index.ts';

/** Numbers of articles, −1 where the log never saw one. */
export function codesOf(columns: Columns, skus: readonly string[]): Int32Array {
  return Int32Array.from(skus, (sku) => columns.skuCode(sku) ?? -1);
}

/** A ranking as the engine reads it. */
export function learnedOf(columns: Columns, { items, scores, because, length }: Ranked): Learned[] {
  const names = columns.skus();
  const found: Learned[] = [];
  for (let i = 0; i < length; i++) {
    const sku = names[items[i] as number];
    if (sku === undefined) continue;
    const reason = names[because[i] as number];
    found.push({ sku, score: scores[i] as number, ...(reason === undefined ? {} : { because: reason }) });
  }
  return found;
}
