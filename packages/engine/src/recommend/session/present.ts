// The current session as the scorer sees it: its unique items, the most recent first.

export interface Present {
  items: Int32Array;
  /** Events since each item was seen last; 0 is the last event. */
  ages: Int32Array;
  /** How often each was seen. */
  times: Int32Array;
  /** Unique known items. */
  length: number;
  /** Events, unknown items included. */
  events: number;
}

/** Events further back say nothing that the newer do not. */
const MEMORY = 40;

export const nothingPresent = (): Present => ({
  items: new Int32Array(MEMORY),
  ages: new Int32Array(MEMORY),
  times: new Int32Array(MEMORY),
  length: 0,
  events: 0,
});

/** Reads events `from` to before `to`; codes outside the catalogue are passed over but keep their place in time. */
export function readPresent(prefix: ArrayLike<number>, from: number, to: number, itemCount: number, present: Present): void {
  present.length = 0;
  present.events = to - from;
  for (let at = to - 1; at >= Math.max(from, to - MEMORY); at--) {
    const item = prefix[at]!;
    if (!(item >= 0 && item < itemCount)) continue;
    let known = 0;
    while (known < present.length && present.items[known] !== item) known++;
    if (known === present.length) {
      present.items[known] = item;
      present.ages[known] = to - 1 - at;
      present.times[known] = 0;
      present.length++;
    }
    present.times[known]! += 1;
  }
}

/** Place of an item among the present ones, or -1. */
export function heldAt(present: Present, item: number): number {
  for (let i = 0; i < present.length; i++) if (present.items[i] === item) return i;
  return -1;
}
