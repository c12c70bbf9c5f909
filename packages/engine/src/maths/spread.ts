// Slots under neighbourhood rules: beam search for the fullest, then best list in which forbidden pairs never touch (LOGIC §1.7).

export interface Arrangement<T> {
  order: T[];
  /** Σ score/log₂(slot+1), slots from 1. */
  dcg: number;
}

interface Partial {
  picks: number[];
  used: Set<number>;
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
  let beam: Partial[] = [{ picks: [], used: new Set(), dcg: 0 }];
  let best = beam[0]!;
  for (let slot = 0; slot < Math.min(slots, items.length); slot++) {
    const near = earlierNeighbours(slot, columns);
    const next: Partial[] = [];
    for (const partial of beam) {
      for (const [i, item] of items.entries()) {
        if (partial.used.has(i) || near.some((other) => clash(items[partial.picks[other]!]!, item))) continue;
        const dcg = partial.dcg + score(item) / Math.log2(slot + 2);
        next.push({ picks: [...partial.picks, i], used: new Set(partial.used).add(i), dcg });
      }
    }
    if (next.length === 0) break;
    next.sort((a, b) => b.dcg - a.dcg);
    beam = next.slice(0, width);
    best = beam[0]!;
  }
  return { order: best.picks.map((i) => items[i]!), dcg: best.dcg };
}
