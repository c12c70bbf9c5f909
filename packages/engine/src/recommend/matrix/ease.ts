// The linear autoencoder without self-loops in closed form (Steck 2019): item to item weights that explain each item by all others at once.

import { bestCodes } from './best.ts';
import { invertInPlace, paddedSize } from './invert.ts';
import { type Rows, rowCount, writeRows } from './rows.ts';

export interface Ease {
  /** Items that take part, most frequent first. */
  members: Int32Array;
  /** Padded size of the square. */
  size: number;
  /** size x size, row by row: weight of the row's item for the column's item, by position in `members`. */
  weights: Float64Array;
}

/** The `limit` items in most rows, most frequent first; items of fewer than two rows explain nothing. */
export function frequentItems(rows: Rows, itemCount: number, limit: number): Int32Array {
  const having = new Int32Array(itemCount);
  for (const item of rows.columns) having[item]! += 1;
  const able = Int32Array.from({ length: itemCount }, (_, item) => item).filter((item) => having[item]! > 1);
  return bestCodes(having, able, able.length, limit);
}

/** `X'X` of the member items, lower triangle, the diagonal padded with ones. */
export function gramOf(rows: Rows, members: Int32Array, itemCount: number): Float64Array {
  const size = paddedSize(members.length);
  const place = new Int32Array(itemCount).fill(-1);
  for (const [i, item] of members.entries()) place[item] = i;
  const gram = new Float64Array(size * size);
  for (let r = 0; r < rowCount(rows); r++) {
    for (let i = rows.starts[r]!; i < rows.starts[r + 1]!; i++) {
      const a = place[rows.columns[i]!]!;
      if (a < 0) continue;
      for (let j = rows.starts[r]!; j <= i; j++) {
        const b = place[rows.columns[j]!]!;
        if (b >= 0) gram[Math.max(a, b) * size + Math.min(a, b)]! += rows.values[i]! * rows.values[j]!;
      }
    }
  }
  for (let i = members.length; i < size; i++) gram[i * size + i] = 1;
  return gram;
}

/** `B = I - P diag(P)^-1` with `P = (X'X + lambda I)^-1`; `gram` is overwritten. Item j gets the sum over known i of x_i B_ij. */
export function easeOf(gram: Float64Array, members: Int32Array, lambda: number): Ease {
  const size = Math.sqrt(gram.length);
  for (let i = 0; i < size; i++) gram[i * size + i]! += lambda;
  invertInPlace(gram, size);
  const diagonal = Float64Array.from({ length: size }, (_, i) => gram[i * size + i]!);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) gram[i * size + j] = i === j ? 0 : -gram[i * size + j]! / diagonal[j]!;
  }
  return { members, size, weights: gram };
}

/** The `kept` largest positive weights of every item of the catalogue; items that take no part have empty rows. */
export function easeRows({ members, size, weights }: Ease, itemCount: number, kept: number): Rows {
  const place = new Int32Array(itemCount).fill(-1);
  for (const [i, item] of members.entries()) place[item] = i;
  const positions = Int32Array.from(members, (_, i) => i);
  const out = writeRows(members.length * kept);
  for (let item = 0; item < itemCount; item++) {
    const at = place[item]!;
    if (at >= 0) {
      const row = weights.subarray(at * size, at * size + members.length);
      for (const other of bestCodes(row, positions, members.length, kept)) if (row[other]! > 0) out.push(members[other]!, row[other]!);
    }
    out.endRow();
  }
  return out.done();
}
