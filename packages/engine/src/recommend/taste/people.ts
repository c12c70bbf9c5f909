// People alike: an inverted index over what they know, the nearest to a person asked for, and what these like.

import { bestCodes } from '../matrix/best.ts';
import { type Rows, rowCount, transposed } from '../matrix/rows.ts';
import { add, clear, type Tally } from '../matrix/tally.ts';
import { scaled } from './log.ts';

export interface People {
  /** One row a person, squared length 1 after the idf weighting. */
  vectors: Rows;
  /** Item to the people who know it. */
  index: Rows;
  /** Per item, how much sharing it says. */
  telling: Float32Array;
}

export function gatherPeople(rows: Rows, itemCount: number, damping: number): People {
  const having = new Int32Array(itemCount);
  for (const item of rows.columns) having[item]! += 1;
  const telling = Float32Array.from(having, (n) => (n > 0 ? Math.log(1 + rowCount(rows) / n) : 0));
  const damped = scaled(rows, damping, 0);
  const vectors = scaled({ ...damped, values: damped.values.map((value, i) => value * telling[rows.columns[i]!]!) }, 1, 1);
  return { vectors, telling, index: transposed(vectors, itemCount) };
}

/** Same history again: the asking person's own row, which would only echo. */
const OWN = 0.9999;

/** What the `limit` nearest people like, weighted by similarity^sharpness, into `liked`; `near` is a cleared tally over people, left cleared. */
export function hearPeople(
  people: People,
  asked: readonly [number, number][],
  limit: number,
  sharpness: number,
  near: Tally,
  liked: Tally,
): void {
  const { index, vectors, telling } = people;
  let square = 0;
  for (const [item, weight] of asked) square += (weight * telling[item]!) ** 2;
  const length = Math.sqrt(square) || 1;
  for (const [item, weight] of asked) {
    const part = (weight * telling[item]!) / length;
    if (part === 0) continue;
    for (let p = index.starts[item]!; p < index.starts[item + 1]!; p++) add(near, index.columns[p]!, part * index.values[p]!);
  }
  const best = bestCodes(near.values, near.codes, near.count, limit + 1);
  const echo = best.length > 0 && near.values[best[0]!]! > OWN ? 1 : 0;
  for (let n = echo; n < Math.min(best.length, limit + echo); n++) {
    const person = best[n]!;
    const weight = near.values[person]! ** sharpness;
    for (let p = vectors.starts[person]!; p < vectors.starts[person + 1]!; p++) {
      const item = vectors.columns[p]!;
      add(liked, item, (weight * vectors.values[p]!) / telling[item]!);
    }
  }
  clear(near);
}
