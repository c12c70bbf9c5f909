// Customers alike: faded histories of all customers, an inverted index over them, and the nearest to a history asked for.

import { bestCodes } from '../matrix/best.ts';
import { type Rows, rowCount, transposed, writeRows } from '../matrix/rows.ts';
import { add, clear, emptyTally, type Tally } from '../matrix/tally.ts';
import { type Fading, fade } from './decay.ts';
import { type BasketLog, customerCount, historyOf } from './log.ts';

export interface Crowd {
  /** One row a customer: faded frequency of its items over the root of their sum, so that large baskets are not the loudest. */
  vectors: Rows;
  /** One row an item: customers who have it, with their weight in the similarity (rows of length 1 before transposing). */
  postings: Rows;
  /** Per item, how much sharing it says: (ln(customers / customers with it))^idf. */
  telling: Float32Array;
}

function tellingOf(vectors: Rows, itemCount: number, idf: number): Float32Array {
  const having = new Int32Array(itemCount);
  for (const item of vectors.columns) having[item]! += 1;
  const customers = rowCount(vectors);
  return Float32Array.from(having, (n) => (n > 0 ? Math.log(1 + customers / n) ** idf : 0));
}

export function gatherCrowd(log: BasketLog, fading: Fading, idf: number): Crowd {
  const writer = writeRows(log.items.length);
  const tally = emptyTally(log.itemCount);
  for (let c = 0; c < customerCount(log); c++) {
    fade(historyOf(log, c), fading, tally);
    let total = 0;
    for (let i = 0; i < tally.count; i++) total += tally.values[tally.codes[i]!]!;
    for (let i = 0; i < tally.count; i++) writer.push(tally.codes[i]!, tally.values[tally.codes[i]!]! / Math.sqrt(total || 1));
    writer.endRow();
    clear(tally);
  }
  const vectors = writer.done();
  const telling = tellingOf(vectors, log.itemCount, idf);
  return { vectors, telling, postings: transposed(unitRows(vectors, telling), log.itemCount) };
}

function unitRows(vectors: Rows, telling: Float32Array): Rows {
  const values = new Float32Array(vectors.values.length);
  for (let r = 0; r < rowCount(vectors); r++) {
    let square = 0;
    for (let i = vectors.starts[r]!; i < vectors.starts[r + 1]!; i++) {
      values[i] = vectors.values[i]! * telling[vectors.columns[i]!]!;
      square += values[i]! ** 2;
    }
    const length = Math.sqrt(square) || 1;
    for (let i = vectors.starts[r]!; i < vectors.starts[r + 1]!; i++) values[i]! /= length;
  }
  return { ...vectors, values };
}

export interface Neighbours {
  customers: Int32Array;
  /** Cosine in (0, 1], beside `customers`, falling. */
  similarity: Float32Array;
}

/** A history this close is the asking customer's own: it would only echo what is asked. */
const OWN = 0.9999;

/** Up to `limit` nearest customers by cosine of faded, idf-weighted histories; `near` is a cleared tally over customers, left cleared. */
export function nearest(crowd: Crowd, asked: Tally, limit: number, near: Tally): Neighbours {
  let square = 0;
  for (let i = 0; i < asked.count; i++) square += (asked.values[asked.codes[i]!]! * crowd.telling[asked.codes[i]!]!) ** 2;
  const length = Math.sqrt(square) || 1;
  const { starts, columns, values } = crowd.postings;
  for (let i = 0; i < asked.count; i++) {
    const item = asked.codes[i]!;
    const weight = (asked.values[item]! * crowd.telling[item]!) / length;
    if (weight === 0) continue;
    for (let p = starts[item]!; p < starts[item + 1]!; p++) add(near, columns[p]!, weight * values[p]!);
  }
  const best = bestCodes(near.values, near.codes, near.count, limit + 1);
  const echo = best.length > 0 && near.values[best[0]!]! > OWN ? 1 : 0;
  const customers = best.slice(echo, echo + limit);
  const similarity = Float32Array.from(customers, (c) => near.values[c]!);
  clear(near);
  return { customers, similarity };
}
