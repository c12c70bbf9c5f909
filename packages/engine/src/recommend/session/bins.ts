// Feature values as bins of about equal size, so that trees only look at a few dozen places to split.
import { countBelow } from '../../maths/search.ts';
import type { Lists } from './trees.ts';

/** Bins of a feature. */
export const BINS = 64;

/** Ascending thresholds of a feature, at most BINS-1, about equally filled, from a sample of its values. */
export function thresholdsOf(lists: Lists, feature: number): Float32Array {
  const rows = lists.values.length / lists.width;
  const stride = Math.max(1, Math.floor(rows / 20_000));
  const sample = Float32Array.from(
    { length: Math.ceil(rows / stride) },
    (_, i) => lists.values[i * stride * lists.width + feature]!,
  ).sort();
  const distinct = sample.filter((value, i) => i === 0 || value !== sample[i - 1]);
  const middle = (i: number): number => (distinct[i - 1]! + distinct[i]!) / 2;
  if (distinct.length <= BINS) return Float32Array.from({ length: Math.max(0, distinct.length - 1) }, (_, i) => middle(i + 1));
  const cuts = new Set<number>();
  for (let b = 1; b < BINS; b++) {
    const value = sample[Math.floor((b * sample.length) / BINS)]!;
    if (value > sample[0]!) cuts.add(value);
  }
  // The value itself belongs to the upper bin, so the cut lies just below it.
  return Float32Array.from(
    [...cuts].sort((a, b) => a - b),
    (cut) => cut - Math.abs(cut) * 1e-6,
  );
}

/** The bin of every value, row by row: the number of thresholds below it. */
export function binned(lists: Lists, cuts: readonly Float32Array[]): Uint8Array {
  const rows = lists.values.length / lists.width;
  const bins = new Uint8Array(lists.values.length);
  for (let f = 0; f < lists.width; f++) {
    const cut = cuts[f]!;
    for (let r = 0; r < rows; r++) bins[r * lists.width + f] = countBelow(cut, lists.values[r * lists.width + f]!);
  }
  return bins;
}
