// What goes with what, after shrinkage and gate: only pairs that hold are kept.
import { coOccurrence, countBelow } from '@faden/engine';
import { growing } from '../growing.ts';

/** Neighbours of keys[k] stand at offsets[k] … offsets[k+1]−1, best first. 20 bytes a pair. */
export interface PairTable {
  /** Codes with neighbours, ascending. */
  keys: Int32Array;
  offsets: Int32Array;
  items: Int32Array;
  scores: Float32Array;
  llr: Float32Array;
  lift: Float32Array;
  /** Visits, receipts or people with both. */
  n: Int32Array;
}

/** Distinct codes per group: those of group g stand at items[offsets[g]] … items[offsets[g+1]−1]. */
export interface Lists {
  offsets: Int32Array;
  items: Int32Array;
}

/** How often each code was met together with one given. */
export interface Tally {
  counts: Float64Array;
  touched: number[];
}

const perItem = 100;

export function pairWriter() {
  const [keys, offsets, items, n] = [growing(Int32Array), growing(Int32Array), growing(Int32Array), growing(Int32Array)];
  const [scores, llr, lift] = [growing(Float32Array), growing(Float32Array), growing(Float32Array)];
  offsets.push(0);
  return {
    row(key: number, found: readonly { item: number; score: number; llr: number; lift: number; n: number }[]): void {
      if (found.length === 0) return;
      for (const one of found) {
        items.push(one.item);
        scores.push(one.score);
        llr.push(one.llr);
        lift.push(one.lift);
        n.push(one.n);
      }
      keys.push(key);
      offsets.push(items.length);
    },
    done: (): PairTable => ({
      keys: keys.done(),
      offsets: offsets.done(),
      items: items.done(),
      scores: scores.done(),
      llr: llr.done(),
      lift: lift.done(),
      n: n.done(),
    }),
  };
}

/**
 * The neighbours that hold: enough together, the gate of Dunning's G², and more often than chance (G² alone would also let
 * through what avoids each other).
 */
export function neighboursIn({ counts, touched }: Tally, nA: number, right: Float64Array, total: number, least: number) {
  const found = [];
  for (const item of touched) {
    const n = counts[item] as number;
    if (n < least) continue;
    const stats = coOccurrence(nA, right[item] as number, n, total);
    if (stats.passes && stats.lift > 1) found.push({ item, score: stats.shrunk, llr: stats.llr, lift: stats.lift, n });
  }
  return found.sort((x, y) => y.score - x.score || x.item - y.item).slice(0, perItem);
}

/** Groups with each code. */
export function groupsWith(lists: Lists, codes: number): Float64Array {
  const counts = new Float64Array(codes);
  for (const item of lists.items) counts[item]!++;
  return counts;
}

/** Positions of a table's row; undefined when the code has none. */
export function rowOf(table: PairTable | undefined, key: number | undefined): [from: number, to: number] | undefined {
  if (!table || key === undefined) return undefined;
  const at = countBelow(table.keys, key);
  return table.keys[at] === key ? [table.offsets[at] as number, table.offsets[at + 1] as number] : undefined;
}
