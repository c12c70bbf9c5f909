// What a customer's history says now: every basket counts by how long ago it was, faded within groups and between groups of baskets.

import { add, type Tally } from '../matrix/tally.ts';

/** Ages are counted in baskets, not days. */
export interface Fading {
  /** Baskets in a group. */
  group: number;
  /** Share that is left from one basket to the one before it, within a group. */
  within: number;
  /** Share that is left from one group to the one before it. */
  between: number;
}

/**
 * Weight of the basket that is `age` baskets older than the newest of `count`: `within^j / size · between^g / groups` with
 * g = age div group, j = age mod group (the temporal item frequency of Hu et al. 2020, groups counted from the newest).
 * The oldest group may be smaller and is divided by its own size.
 */
export function basketWeight(age: number, count: number, { group, within, between }: Fading): number {
  const g = Math.floor(age / group);
  const groups = Math.ceil(count / group);
  const size = g === groups - 1 ? count - g * group : group;
  return ((within ** (age % group) / size) * between ** g) / groups;
}

/** Faded frequency of every item of a history (oldest basket first) into a cleared tally; unknown codes are passed over. */
export function fade(history: readonly ArrayLike<number>[], fading: Fading, into: Tally): void {
  const itemCount = into.values.length;
  for (let b = 0; b < history.length; b++) {
    const basket = history[b]!;
    const weight = basketWeight(history.length - 1 - b, history.length, fading);
    for (let i = 0; i < basket.length; i++) {
      const code = basket[i]!;
      if (code >= 0 && code < itemCount && weight > 0) add(into, code, weight);
    }
  }
}
