// Answers from a taste model: by item-to-item relations, or by people of the same taste.

import { bestCodes, nothingRanked, type Ranked } from '../matrix/best.ts';
import { type Rows, rowCount } from '../matrix/rows.ts';
import { add, clear, emptyTally } from '../matrix/tally.ts';
import { distinct } from './log.ts';
import { hearPeople, type People } from './people.ts';

/** Flat typed arrays and plain values only: it can be cloned or handed to another thread. */
export interface TasteModel {
  parameters: Record<string, number | string>;
  /** Measured on hidden items: NDCG at 20 of `liked`. */
  validation: { ndcg20: number; people: number };
  bytes: number;
  itemCount: number;
  damping: number;
  sharpness: number;
  nearest: number;
  /** Item to items; 0 for what a person knows already counts as it is. */
  relations: Rows;
  people: People;
  popular: Float32Array;
  top: Int32Array;
}

export interface TasteRanker {
  /** Items by all item-to-item relations of what the person knows. */
  liked(items: ArrayLike<number>, weights: ArrayLike<number>, limit: number, options?: { repeat?: boolean }): Ranked;
  /** Items that people of the same taste know. */
  neighbours(items: ArrayLike<number>, weights: ArrayLike<number>, limit: number, options?: { repeat?: boolean }): Ranked;
}

export function createTasteRanker(model: TasteModel): TasteRanker {
  const { relations, people, itemCount } = model;
  const sums = emptyTally(itemCount);
  const near = emptyTally(rowCount(people.vectors));
  const strongest = new Float32Array(itemCount);
  const because = new Int32Array(itemCount);

  /** The best of the sums, filled up with what is popular; what the person knows is left out unless it may repeat. */
  function answer(known: readonly [number, number][], limit: number, repeat: boolean): Ranked {
    const own = new Set(repeat ? [] : known.map(([item]) => item));
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < sums.count; i++) least = Math.min(least, sums.values[sums.codes[i]!]!);
    const floor = sums.count > 0 ? least / 2 : 1;
    const found = sums.count;
    for (const item of model.top) if (sums.values[item] === 0) add(sums, item, floor * model.popular[item]!);
    const open = sums.codes.subarray(0, sums.count).filter((item) => !own.has(item));
    const items = bestCodes(sums.values, open, open.length, limit);
    const isFound = new Set(found > 0 ? items : []);
    const ranked: Ranked = {
      items,
      scores: Float32Array.from(items, (item) => sums.values[item]!),
      because: items.map((item) => (isFound.has(item) && strongest[item]! > 0 ? because[item]! : -1)),
      length: items.length,
    };
    for (let i = 0; i < sums.count; i++) strongest[sums.codes[i]!] = 0;
    clear(sums);
    return ranked;
  }

  function relate(known: readonly [number, number][], intoSums: boolean): void {
    for (const [item, weight] of known) {
      const x = weight ** model.damping;
      for (let p = relations.starts[item]!; p < relations.starts[item + 1]!; p++) {
        const other = relations.columns[p]!;
        const says = x * relations.values[p]!;
        if (intoSums) add(sums, other, says);
        if (says <= strongest[other]! || sums.values[other] === 0) continue;
        strongest[other] = says;
        because[other] = item;
      }
    }
  }

  return {
    liked(items, weights, limit, { repeat = false } = {}) {
      if (itemCount === 0 || limit <= 0) return nothingRanked();
      const known = distinct(items, weights, itemCount);
      relate(known, true);
      return answer(known, limit, repeat);
    },
    neighbours(items, weights, limit, { repeat = false } = {}) {
      if (itemCount === 0 || limit <= 0) return nothingRanked();
      const known = distinct(items, weights, itemCount);
      hearPeople(
        people,
        known.map(([item, weight]) => [item, Math.sqrt(weight)]),
        model.nearest,
        model.sharpness,
        near,
        sums,
      );
      relate(known, false);
      return answer(known, limit, repeat);
    },
  };
}
