// The set of items a prediction has scored so far: constant time to add, nothing to clear but a counter.

export interface Touched {
  items: Int32Array;
  /** Round in which an item was touched last. */
  stamp: Int32Array;
  round: number;
  count: number;
}

export const nothingTouched = (itemCount: number): Touched => ({
  items: new Int32Array(itemCount),
  stamp: new Int32Array(itemCount),
  round: 0,
  count: 0,
});

/** Forgets everything; the stamps are only wiped when the rounds no longer fit into them. */
export function startRound(touched: Touched): void {
  touched.count = 0;
  if (++touched.round < 2 ** 31 - 1) return;
  touched.stamp.fill(0);
  touched.round = 1;
}

export function touch(touched: Touched, item: number): void {
  if (touched.stamp[item] === touched.round) return;
  touched.stamp[item] = touched.round;
  touched.items[touched.count++] = item;
}
