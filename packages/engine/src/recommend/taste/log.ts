// People and the items they know, as flat arrays: cleaning, bounds, and hiding a part to learn from.

import { sampleOf } from '../../maths/random.ts';
import { type Rows, rowCount, writeRows } from '../matrix/rows.ts';

export interface TasteLog {
  /** Item codes, people after people. */
  items: Int32Array;
  /** How much each speaks for liking, > 0. */
  weights: Float32Array;
  /** Offsets of people into `items`, one more than people. */
  people: Int32Array;
  itemCount: number;
}

/** Items read of one person: the strongest. */
export const MOST_ITEMS = 300;

/** Distinct items of the catalogue with the sum of their weights, strongest first, at most `MOST_ITEMS`. */
export function distinct(items: ArrayLike<number>, weights: ArrayLike<number>, itemCount: number): [number, number][] {
  const sums = new Map<number, number>();
  for (let i = 0; i < items.length; i++) {
    const item = items[i]!;
    const weight = weights[i] ?? 1;
    if (item >= 0 && item < itemCount && weight > 0) sums.set(item, (sums.get(item) ?? 0) + weight);
  }
  return [...sums].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, MOST_ITEMS);
}

/** One row a person that has at least one item, in the order handed in; a draw of people where there are more than `mostEntries` pairs. */
export function tidy(log: TasteLog, mostEntries: number, random: () => number): Rows {
  const count = Math.max(0, log.people.length - 1);
  const keep = Math.min(1, mostEntries / (log.items.length || 1));
  const chosen = sampleOf(count, Math.ceil(count * keep), random);
  const out = writeRows(Math.min(log.items.length, mostEntries));
  for (const person of chosen) {
    const [from, to] = [log.people[person]!, log.people[person + 1]!];
    const known = distinct(log.items.subarray(from, to), log.weights.subarray(from, to), log.itemCount);
    if (known.length === 0) continue;
    for (const [item, weight] of known) out.push(item, weight);
    out.endRow();
  }
  return out.done();
}

/** Of up to `size` people with at least four items a fifth of these is hidden; everybody else stays whole. */
export function hidden(rows: Rows, size: number, random: () => number): { known: Rows; asked: Int32Array; truth: Set<number>[] } {
  const count = rowCount(rows);
  const able = Int32Array.from({ length: count }, (_, r) => r).filter((r) => rows.starts[r + 1]! - rows.starts[r]! >= 4);
  const asked = sampleOf(able.length, size, random).map((i) => able[i]!);
  const isAsked = new Uint8Array(count);
  for (const person of asked) isAsked[person] = 1;
  const truth: Set<number>[] = [];
  const out = writeRows(rows.columns.length);
  for (let r = 0; r < count; r++) {
    const [from, to] = [rows.starts[r]!, rows.starts[r + 1]!];
    const away = isAsked[r] === 1 ? sampleOf(to - from, Math.max(1, Math.floor((to - from) / 5)), random) : new Int32Array(0);
    for (let i = from, next = 0; i < to; i++) {
      if (away[next] === i - from) next += 1;
      else out.push(rows.columns[i]!, rows.values[i]!);
    }
    if (isAsked[r] === 1) truth.push(new Set(Array.from(away, (i) => rows.columns[from + i]!)));
    out.endRow();
  }
  return { known: out.done(), asked, truth };
}

/** Weights damped by a power, then every row scaled to squared length 1 to the power `even`: 0 leaves it, 1 makes all people equal. */
export function scaled(rows: Rows, damping: number, even: number): Rows {
  const values = rows.values.map((value) => value ** damping);
  for (let r = 0; r < rowCount(rows); r++) {
    let square = 0;
    for (let i = rows.starts[r]!; i < rows.starts[r + 1]!; i++) square += values[i]! ** 2;
    const length = square ** (even / 2) || 1;
    for (let i = rows.starts[r]!; i < rows.starts[r + 1]!; i++) values[i]! /= length;
  }
  return { ...rows, values };
}
