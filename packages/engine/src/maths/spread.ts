// Lists and grids in which forbidden pairs never touch (LOGIC §1.7): the plain form of placing items into slots.
import { fillSlots } from './slots.ts';

export interface Arrangement<T> {
  order: T[];
  /** Σ score/log₂(slot+1), slots from 1. */
  dcg: number;
}

/** Slots before `slot` (from 0) that touch it: the previous one in a list, up to four of the 8-neighbourhood in a grid of `columns`. */
export function earlierNeighbours(slot: number, columns: number): number[] {
  if (columns <= 1) return slot > 0 ? [slot - 1] : [];
  const column = slot % columns;
  const found: number[] = [];
  if (column > 0) found.push(slot - 1, slot - columns - 1);
  found.push(slot - columns);
  if (column < columns - 1) found.push(slot - columns + 1);
  return found.filter((other) => other >= 0);
}

/** Fills up to `slots` slots; `clash(a, b)` says that two items must not be neighbours. Ties keep the given order. */
export function spread<T>(
  items: readonly T[],
  score: (item: T) => number,
  clash: (a: T, b: T) => boolean,
  slots: number,
  columns = 1,
  width = 32,
): Arrangement<T> {
  const numbered = items.map((item, i) => ({ item, kind: String(i) }));
  const { slots: placed, dcg } = fillSlots({
    fixed: new Array<undefined>(Math.max(0, Math.min(slots, items.length))).fill(undefined),
    items: numbered,
    score: ({ item }) => score(item),
    trait: ({ kind }) => ({ kind, caps: [], meets: [] }),
    apart: (a, b) => (clash(a.item, b.item) || clash(b.item, a.item) ? 1 : 0),
    columns,
    width,
  });
  return { order: placed.flatMap((one) => (one === undefined ? [] : [one.item])), dcg };
}
