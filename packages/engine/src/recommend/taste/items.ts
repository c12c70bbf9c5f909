// Items alike in the eyes of people: cosine for the whole catalogue, linear weights for the most frequent items.

import { bestCodes } from '../matrix/best.ts';
import { easeOf, easeRows, frequentItems, gramOf } from '../matrix/ease.ts';
import { type Rows, transposed, writeRows } from '../matrix/rows.ts';
import { add, clear, emptyTally } from '../matrix/tally.ts';

/** Entries kept of an item, and people read of one. */
const KEPT = 200;
const READ = 5000;

/** Cosine of the columns of `vectors` (people x items) divided by (length product)^power instead of 1: the power is tuned. */
export function cosineRows(vectors: Rows, itemCount: number, power: number): Rows {
  const index = transposed(vectors, itemCount);
  const square = new Float32Array(itemCount);
  for (let i = 0; i < vectors.columns.length; i++) square[vectors.columns[i]!]! += vectors.values[i]! ** 2;
  const scale = square.map((s) => (s > 0 ? s ** (-power / 2) : 0));
  const tally = emptyTally(itemCount);
  const out = writeRows(itemCount * 16);
  for (let item = 0; item < itemCount; item++) {
    for (let h = Math.max(index.starts[item]!, index.starts[item + 1]! - READ); h < index.starts[item + 1]!; h++) {
      const person = index.columns[h]!;
      for (let i = vectors.starts[person]!; i < vectors.starts[person + 1]!; i++) {
        const other = vectors.columns[i]!;
        if (other !== item) add(tally, other, index.values[h]! * vectors.values[i]! * scale[other]! * scale[item]!);
      }
    }
    for (const other of bestCodes(tally.values, tally.codes, tally.count, KEPT)) out.push(other, tally.values[other]!);
    out.endRow();
    clear(tally);
  }
  return out.done();
}

export function linearRows(vectors: Rows, itemCount: number, members: number, lambda: number): Rows {
  const frequent = frequentItems(vectors, itemCount, members);
  return easeRows(easeOf(gramOf(vectors, frequent, itemCount), frequent, lambda), itemCount, KEPT);
}
