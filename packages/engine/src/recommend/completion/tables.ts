// What lies in the same basket: shares, cosine and linear weights from item to item, and an index from items to baskets.

import { bestCodes } from '../matrix/best.ts';
import { easeOf, easeRows, frequentItems, gramOf } from '../matrix/ease.ts';
import { type Rows, rowCount, transposed, writeRows } from '../matrix/rows.ts';

/** All baskets, one after the other. */
export interface Baskets {
  items: Int32Array;
  /** Offsets into `items`, one more than baskets. */
  baskets: Int32Array;
  itemCount: number;
  /** Unix seconds, where known. */
  at?: Float64Array;
}

export interface Tables {
  /** Share of baskets with the item. */
  popular: Float32Array;
  /** Item to items: P(other | item). */
  share: Rows;
  /** The same pairs as `share`: cosine of the two items over baskets weighted 1/sqrt(length). */
  cosine: Float32Array;
  /** Linear weights among the most frequent items. */
  ease: Rows;
  /** Baskets with their items; the value of each is 1/sqrt(length). */
  baskets: Rows;
  /** Item to its newest baskets. */
  index: Rows;
}

/** Pairs kept of an item, linear weights kept, baskets read of an item for pairs, and for neighbours. */
const KEPT_PAIRS = 150;
const KEPT_WEIGHTS = 150;
const READ_FOR_PAIRS = 6000;
const READ_FOR_NEIGHBOURS = 1500;

/** Baskets as rows whose squared length is 1, so that a large basket says no more than a small one. */
function basketRows({ items, baskets }: Baskets): Rows {
  const values = new Float32Array(items.length);
  for (let b = 0; b < baskets.length - 1; b++) {
    values.fill(1 / Math.sqrt(baskets[b + 1]! - baskets[b]! || 1), baskets[b], baskets[b + 1]);
  }
  return { starts: baskets, columns: items, values };
}

/** The last `limit` entries of every row. */
function lastOf(rows: Rows, limit: number): Rows {
  const out = writeRows(rows.columns.length);
  for (let r = 0; r < rowCount(rows); r++) {
    for (let i = Math.max(rows.starts[r]!, rows.starts[r + 1]! - limit); i < rows.starts[r + 1]!; i++) {
      out.push(rows.columns[i]!, rows.values[i]!);
    }
    out.endRow();
  }
  return out.done();
}

/** Pairs of every item; which ones stay is decided halfway between share and cosine. */
function pairsOf(baskets: Rows, having: Rows, itemCount: number): { share: Rows; cosine: Float32Array } {
  const mass = new Float32Array(itemCount);
  for (let i = 0; i < baskets.columns.length; i++) mass[baskets.columns[i]!]! += baskets.values[i]! ** 2;
  const times = new Float32Array(itemCount);
  const weight = new Float32Array(itemCount);
  const order = new Float32Array(itemCount);
  const codes = new Int32Array(itemCount);
  const out = writeRows(itemCount * 16);
  const cosine = writeRows(itemCount * 16);
  for (let item = 0; item < itemCount; item++) {
    let count = 0;
    const end = having.starts[item + 1]!;
    const from = Math.max(having.starts[item]!, end - READ_FOR_PAIRS);
    for (let h = from; h < end; h++) {
      const basket = having.columns[h]!;
      for (let i = baskets.starts[basket]!; i < baskets.starts[basket + 1]!; i++) {
        const other = baskets.columns[i]!;
        if (other === item) continue;
        if (times[other] === 0) codes[count++] = other;
        times[other]! += 1;
        weight[other]! += baskets.values[i]! ** 2;
      }
    }
    const scale = (end - having.starts[item]!) / (end - from || 1);
    for (let i = 0; i < count; i++)
      order[codes[i]!] = times[codes[i]!]! / (having.starts[codes[i]! + 1]! - having.starts[codes[i]!]!) ** 0.25;
    for (const other of bestCodes(order, codes, count, KEPT_PAIRS)) {
      out.push(other, times[other]! / (end - from));
      cosine.push(other, (scale * weight[other]!) / Math.sqrt(mass[item]! * mass[other]!));
    }
    for (let i = 0; i < count; i++) times[codes[i]!] = weight[codes[i]!] = 0;
    out.endRow();
  }
  return { share: out.done(), cosine: cosine.done().values };
}

/** `members`: how many of the most frequent items take part in the linear weights; `lambda` their ridge. */
export function learnTables(log: Baskets, members: number, lambda: number): Tables {
  const baskets = basketRows(log);
  const having = transposed(baskets, log.itemCount);
  const count = Math.max(1, rowCount(baskets));
  const popular = Float32Array.from({ length: log.itemCount }, (_, i) => (having.starts[i + 1]! - having.starts[i]!) / count);
  const frequent = frequentItems(baskets, log.itemCount, members);
  const ease = easeOf(gramOf(baskets, frequent, log.itemCount), frequent, lambda);
  return {
    popular,
    ...pairsOf(baskets, having, log.itemCount),
    ease: easeRows(ease, log.itemCount, KEPT_WEIGHTS),
    baskets,
    index: lastOf(having, READ_FOR_NEIGHBOURS),
  };
}
