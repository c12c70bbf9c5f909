// Baskets as flat arrays: cleaning what comes in, and holding some back to learn from.

import type { Baskets } from './tables.ts';

/** Items of a basket that are read: a wholesale order would otherwise pair everything with everything. */
const MOST_ITEMS = 100;

/** Basket numbers, oldest first where times are known. */
function byTime(log: Baskets): Int32Array {
  const order = Int32Array.from({ length: Math.max(0, log.baskets.length - 1) }, (_, b) => b);
  const { at } = log;
  return at ? order.sort((a, b) => at[a]! - at[b]! || a - b) : order;
}

/** A copy without codes outside the catalogue, repeats and empty baskets, oldest first; beyond `mostItems` the oldest are left out. */
export function tidy(log: Baskets, mostItems: number): Baskets {
  const order = byTime(log);
  let first = order.length;
  for (let total = 0; first > 0 && total < mostItems; first--) {
    const basket = order[first - 1]!;
    total += Math.min(MOST_ITEMS, log.baskets[basket + 1]! - log.baskets[basket]!);
  }
  const items: number[] = [];
  const baskets: number[] = [0];
  const at: number[] = [];
  for (const basket of order.subarray(first)) {
    const known = new Set<number>();
    for (let i = log.baskets[basket]!; i < log.baskets[basket + 1]! && known.size < MOST_ITEMS; i++) {
      const item = log.items[i]!;
      if (item >= 0 && item < log.itemCount) known.add(item);
    }
    if (known.size === 0) continue;
    for (const item of known) items.push(item);
    baskets.push(items.length);
    at.push(log.at?.[basket] ?? 0);
  }
  return {
    items: Int32Array.from(items),
    baskets: Int32Array.from(baskets),
    itemCount: log.itemCount,
    ...(log.at ? { at: Float64Array.from(at) } : {}),
  };
}

/** A tenth of the baskets to ask about: the newest where times are known, else drawn. */
export function heldOut(log: Baskets, random: () => number): { kept: Int32Array; out: Int32Array } {
  const count = log.baskets.length - 1;
  const cut = Math.floor(count * 0.9);
  const all = Int32Array.from({ length: count }, (_, b) => b);
  if (log.at) return { kept: all.subarray(0, cut), out: all.subarray(cut) };
  const isOut = all.map(() => (random() < 0.1 ? 1 : 0));
  return { kept: all.filter((b) => isOut[b] === 0), out: all.filter((b) => isOut[b] === 1) };
}

export function subset(log: Baskets, chosen: Int32Array): Baskets {
  const baskets = new Int32Array(chosen.length + 1);
  for (const [i, b] of chosen.entries()) baskets[i + 1] = baskets[i]! + log.baskets[b + 1]! - log.baskets[b]!;
  const items = new Int32Array(baskets[chosen.length]!);
  for (const [i, b] of chosen.entries()) items.set(log.items.subarray(log.baskets[b]!, log.baskets[b + 1]!), baskets[i]!);
  return { items, baskets, itemCount: log.itemCount };
}
