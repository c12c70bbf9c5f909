// What replaces an article and what completes it: looked at together against bought together.
import type { Tally } from './pair-table.ts';
import { type PairTable, pairWriter, rowOf } from './pair-table.ts';
import type { Look } from './together.ts';

/** Bought together so many times more often than by chance. */
const completesFrom = 1.5;

/**
 * Substitutes: looked at together often (the pair holds in `views`), bought together less than by chance. The look is given to
 * the counting of purchases, because pairs that were hardly bought together stand in no table.
 */
export function substitutesFrom(views: PairTable): { look: Look; done: () => PairTable } {
  const writer = pairWriter();
  const look: Look = (item, nA, tally, right, total) => {
    const row = rowOf(views, item);
    if (!row) return;
    const found = [];
    for (let i = row[0]; i < row[1]; i++) {
      const other = views.items[i] as number;
      const lift = liftOf(tally, nA, right[other] as number, other, total);
      if (lift >= 1) continue;
      const score = (views.scores[i] as number) * (1 - lift);
      found.push({ item: other, score, llr: views.llr[i] as number, lift: views.lift[i] as number, n: views.n[i] as number });
    }
    writer.row(
      item,
      found.sort((x, y) => y.score - x.score || x.item - y.item),
    );
  };
  return { look, done: writer.done };
}

function liftOf({ counts }: Tally, nA: number, nB: number, other: number, total: number): number {
  return nA > 0 && nB > 0 ? ((counts[other] as number) * total) / (nA * nB) : 0;
}

/** Complements: bought together more than 1.5 times chance, and looked at together less than the median neighbour of the article. */
export function complementsFrom(buys: PairTable, views: PairTable): PairTable {
  const writer = pairWriter();
  for (let k = 0; k < buys.keys.length; k++) {
    const item = buys.keys[k] as number;
    const row = rowOf(views, item);
    const seen = new Map<number, number>();
    for (let i = row?.[0] ?? 0; i < (row?.[1] ?? 0); i++) seen.set(views.items[i] as number, views.scores[i] as number);
    const middle = medianOf([...seen.values()]);
    const found = [];
    for (let i = buys.offsets[k] as number; i < (buys.offsets[k + 1] as number); i++) {
      const other = buys.items[i] as number;
      const lift = buys.lift[i] as number;
      if (lift <= completesFrom || (seen.get(other) ?? Number.NEGATIVE_INFINITY) >= middle) continue;
      found.push({ item: other, score: buys.scores[i] as number, llr: buys.llr[i] as number, lift, n: buys.n[i] as number });
    }
    writer.row(item, found);
  }
  return writer.done();
}

/** Infinite for nothing: then everything lies below it. */
function medianOf(values: number[]): number {
  if (values.length === 0) return Number.POSITIVE_INFINITY;
  values.sort((x, y) => x - y);
  const half = values.length >> 1;
  return values.length % 2 === 1 ? (values[half] as number) : ((values[half - 1] as number) + (values[half] as number)) / 2;
}
