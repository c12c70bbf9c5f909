// The best few of many scored codes, on typed arrays: a bounded heap, so that a long tail costs one comparison each.

/** A ranked answer. `because[i]` is the known item that spoke most for `items[i]`, or -1. */
export interface Ranked {
  items: Int32Array;
  scores: Float32Array;
  because: Int32Array;
  length: number;
}

export const nothingRanked = (): Ranked => ({
  items: new Int32Array(0),
  scores: new Float32Array(0),
  because: new Int32Array(0),
  length: 0,
});

/** True when `a` stands behind `b`: lower score, or the same score and the higher code. */
const behind = (scores: ArrayLike<number>, a: number, b: number): boolean =>
  scores[a]! < scores[b]! || (scores[a]! === scores[b]! && a > b);

function sink(heap: Int32Array, size: number, scores: ArrayLike<number>, from: number): void {
  const moved = heap[from]!;
  let at = from;
  for (let child = 2 * at + 1; child < size; child = 2 * at + 1) {
    if (child + 1 < size && behind(scores, heap[child + 1]!, heap[child]!)) child += 1;
    if (!behind(scores, heap[child]!, moved)) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = moved;
}

/**
 * The `limit` codes with the highest `scores[code]` among the first `count` of `codes`, best first, ties by lower code.
 * Codes must be distinct. O(count + kept log limit).
 */
export function bestCodes(scores: ArrayLike<number>, codes: ArrayLike<number>, count: number, limit: number): Int32Array {
  const size = Math.max(0, Math.min(limit, count));
  const heap = new Int32Array(size);
  if (size === 0) return heap;
  for (let i = 0; i < size; i++) heap[i] = codes[i]!;
  for (let i = (size >> 1) - 1; i >= 0; i--) sink(heap, size, scores, i);
  for (let i = size; i < count; i++) {
    const code = codes[i]!;
    if (!behind(scores, heap[0]!, code)) continue;
    heap[0] = code;
    sink(heap, size, scores, 0);
  }
  for (let left = size - 1; left > 0; left--) {
    const worst = heap[0]!;
    heap[0] = heap[left]!;
    heap[left] = worst;
    sink(heap, left, scores, 0);
  }
  return heap;
}
