// Counting what is popular and what goes together, from the interaction columns. Pure; runs on either side of the worker.
import type { Frame } from '../evidence/index.ts';
import { growing } from './growing.ts';

export interface PairTable {
  /** CSR by sku code: neighbours of item i stand at offsets[i] … offsets[i+1]. */
  offsets: Int32Array;
  items: Int32Array;
  /** Sessions or baskets with both. */
  counts: Float32Array;
  /** Sessions or baskets with the item, per side, and in all. */
  left: Float32Array;
  right: Float32Array;
  total: number;
}

export interface Trained {
  rows: number;
  skuCount: number;
  /** Decayed counts per kind code and sku. */
  site: Record<number, Float64Array>;
  /** Sku codes with a count, the highest first, per kind code. */
  order: Record<number, Int32Array>;
  /** The same for one place or channel: key `kind:place:code` or `kind:channel:code`. */
  scoped: Record<string, { items: Int32Array; scores: Float64Array }>;
  /** Units sold per sku, undecayed. */
  units: Float64Array;
  pairs: Record<string, PairTable>;
}

const daySeconds = 86_400;
/** Half-life in days per kind code: view, cart, wish, scan, buy, compare. */
const halfLifeDays = [7, 7, 28, 14, 28, 28];
const sessionGapSeconds = 1_800;
const longestSession = 50;
const neighbours = 100;
const sessionsPerItem = 3_000;
const [view, cart, wish, scan, buy, compare] = [0, 1, 2, 3, 4, 5];

export function train(frame: Frame, nowSeconds: number): Trained {
  const site: Trained['site'] = {};
  const scoped = new Map<string, Map<number, number>>();
  const units = new Float64Array(frame.skuCount);
  for (let kind = 0; kind < halfLifeDays.length; kind++) site[kind] = new Float64Array(frame.skuCount);
  for (let r = 0; r < frame.length; r++) {
    const kind = frame.kind[r] as number;
    const sku = frame.sku[r] as number;
    const n = kind === buy ? (frame.units[r] as number) : 1;
    const age = Math.max(0, nowSeconds - (frame.at[r] as number)) / daySeconds;
    const weight = n * 2 ** (-age / (halfLifeDays[kind] as number));
    (site[kind] as Float64Array)[sku]! += weight;
    if (kind === buy) units[sku]! += n;
    if (frame.place[r] !== 0) addScoped(scoped, `${kind}:place:${frame.place[r]}`, sku, weight);
    addScoped(scoped, `${kind}:channel:${frame.channel[r]}`, sku, weight);
  }
  const sessions = groupsByNode(frame, (kind) => kind === view || kind === buy, sessionGapSeconds);
  const baskets = groupsByBasket(frame);
  const people = groupsByNode(frame, (kind) => kind === buy, Number.POSITIVE_INFINITY);
  const storeOnly = groupsByBasket(frame, true);
  const pairs: Trained['pairs'] = {
    'view>view': countPairs(frame, sessions, view!, view!),
    'view>buy': countPairs(
      frame,
      groupsByNode(frame, (kind) => kind === view || kind === buy, 30 * daySeconds),
      view!,
      buy!,
    ),
    'buy>buy': countPairs(frame, people, buy!, buy!),
    'buy>buy.basket': countPairs(frame, baskets, buy!, buy!),
    'storebuy>storebuy': countPairs(frame, storeOnly, buy!, buy!),
    'cart>cart': countPairs(
      frame,
      groupsByNode(frame, (kind) => kind === cart, sessionGapSeconds),
      cart!,
      cart!,
    ),
    'wish>wish': countPairs(
      frame,
      groupsByNode(frame, (kind) => kind === wish, Number.POSITIVE_INFINITY),
      wish!,
      wish!,
    ),
    'scan>scan': countPairs(
      frame,
      groupsByNode(frame, (kind) => kind === scan, sessionGapSeconds),
      scan!,
      scan!,
    ),
    'compare>compare': countPairs(
      frame,
      groupsByNode(frame, (kind) => kind === compare, sessionGapSeconds),
      compare!,
      compare!,
    ),
  };
  const order: Trained['order'] = {};
  for (let kind = 0; kind < halfLifeDays.length; kind++) order[kind] = descending(site[kind] as Float64Array);
  return { rows: frame.length, skuCount: frame.skuCount, site, order, scoped: packed(scoped), units, pairs };
}

/** Positions of what is above zero, the highest first. */
function descending(values: Float64Array): Int32Array {
  const above = new Int32Array(values.length);
  let n = 0;
  for (let i = 0; i < values.length; i++) if ((values[i] as number) > 0) above[n++] = i;
  return above.slice(0, n).sort((x, y) => (values[y] as number) - (values[x] as number) || x - y);
}

function addScoped(scoped: Map<string, Map<number, number>>, key: string, sku: number, weight: number): void {
  const known = scoped.get(key);
  if (known) known.set(sku, (known.get(sku) ?? 0) + weight);
  else scoped.set(key, new Map([[sku, weight]]));
}

function packed(scoped: ReadonlyMap<string, ReadonlyMap<number, number>>): Trained['scoped'] {
  const out: Trained['scoped'] = {};
  for (const [key, scores] of scoped) {
    const best = [...scores].sort((x, y) => y[1] - x[1]).slice(0, 1_000);
    out[key] = { items: Int32Array.from(best, ([sku]) => sku), scores: Float64Array.from(best, ([, score]) => score) };
  }
  return out;
}

/** Row numbers per group: CSR over rows. */
interface Groups {
  offsets: Int32Array;
  rows: Int32Array;
}

/** Rows of the same node, cut where more than `gap` seconds pass; rows within a group in order of time. */
function groupsByNode(frame: Frame, wanted: (kind: number) => boolean, gap: number): Groups {
  const perNode = bucket(frame, frame.nodeCount, (r) => (wanted(frame.kind[r] as number) ? (frame.node[r] as number) : -1));
  const offsets = growing(Int32Array);
  offsets.push(0);
  const rows = new Int32Array(perNode.rows.length);
  let filled = 0;
  for (let node = 0; node < frame.nodeCount; node++) {
    const mine = perNode.rows.subarray(perNode.offsets[node], perNode.offsets[node + 1]);
    if (mine.length === 0) continue;
    mine.sort((x, y) => (frame.at[x] as number) - (frame.at[y] as number) || x - y);
    for (let i = 0; i < mine.length; i++) {
      const cut = i > 0 && (frame.at[mine[i] as number] as number) - (frame.at[mine[i - 1] as number] as number) > gap;
      if (cut) offsets.push(filled);
      rows[filled++] = mine[i] as number;
    }
    offsets.push(filled);
  }
  return { offsets: offsets.done(), rows };
}

function groupsByBasket(frame: Frame, storeOnly = false): Groups {
  return bucket(frame, frame.basketCount, (r) => {
    if (frame.kind[r] !== buy || frame.basket[r] === 0 || (storeOnly && frame.place[r] === 0)) return -1;
    return frame.basket[r] as number;
  });
}

/** Counting sort of rows by key; -1 leaves a row out. */
function bucket(frame: Frame, keys: number, keyOf: (row: number) => number): Groups {
  const offsets = new Int32Array(keys + 1);
  let kept = 0;
  for (let r = 0; r < frame.length; r++) {
    const key = keyOf(r);
    if (key >= 0) {
      offsets[key + 1]!++;
      kept++;
    }
  }
  for (let k = 0; k < keys; k++) offsets[k + 1]! += offsets[k] as number;
  const rows = new Int32Array(kept);
  const next = offsets.slice(0, keys);
  for (let r = 0; r < frame.length; r++) {
    const key = keyOf(r);
    if (key >= 0) rows[next[key]!++] = r;
  }
  return { offsets, rows };
}

/**
 * For every item a of kind `from`: in how many groups does b of kind `to` occur with it (in each group once, a ≠ b).
 * Work is bounded by the longest group and the newest groups per item.
 */
function countPairs(frame: Frame, groups: Groups, from: number, to: number): PairTable {
  const n = frame.skuCount;
  const groupCount = groups.offsets.length - 1;
  const lefts = distinctItems(frame, groups, from);
  const rights = from === to ? lefts : distinctItems(frame, groups, to);
  const [left, right] = [new Float32Array(n), new Float32Array(n)];
  for (const item of lefts.items) left[item]!++;
  for (const item of rights.items) right[item]!++;
  const inverted = invert(lefts, n);
  const count = new Float32Array(n);
  const touched: number[] = [];
  const offsets = new Int32Array(n + 1);
  const [items, counts] = [growing(Int32Array), growing(Float32Array)];
  for (let a = 0; a < n; a++) {
    touched.length = 0;
    const end = inverted.offsets[a + 1] as number;
    const start = Math.max(inverted.offsets[a] as number, end - sessionsPerItem);
    for (let g = start; g < end; g++) {
      const group = inverted.rows[g] as number;
      for (let i = rights.offsets[group] as number; i < (rights.offsets[group + 1] as number); i++) {
        const b = rights.items[i] as number;
        if (b === a) continue;
        if (count[b] === 0) touched.push(b);
        count[b]!++;
      }
    }
    touched.sort((x, y) => (count[y] as number) - (count[x] as number) || x - y);
    for (let i = 0; i < touched.length && i < neighbours; i++) {
      const b = touched[i] as number;
      items.push(b);
      counts.push(count[b] as number);
    }
    for (const b of touched) count[b] = 0;
    offsets[a + 1] = items.length;
  }
  return { offsets, items: items.done(), counts: counts.done(), left, right, total: groupCount };
}

/** The distinct items of one kind per group, at most the last `longestSession`. */
function distinctItems(frame: Frame, groups: Groups, kind: number): { offsets: Int32Array; items: Int32Array } {
  const groupCount = groups.offsets.length - 1;
  const offsets = new Int32Array(groupCount + 1);
  const items = growing(Int32Array);
  const seen = new Set<number>();
  for (let g = 0; g < groupCount; g++) {
    seen.clear();
    for (let i = (groups.offsets[g + 1] as number) - 1; i >= (groups.offsets[g] as number) && seen.size < longestSession; i--) {
      const row = groups.rows[i] as number;
      if (frame.kind[row] === kind) seen.add(frame.sku[row] as number);
    }
    for (const item of seen) items.push(item);
    offsets[g + 1] = items.length;
  }
  return { offsets, items: items.done() };
}

/** Groups per item. */
function invert(lists: { offsets: Int32Array; items: Int32Array }, n: number): { offsets: Int32Array; rows: Int32Array } {
  const offsets = new Int32Array(n + 1);
  for (const item of lists.items) offsets[item + 1]!++;
  for (let i = 0; i < n; i++) offsets[i + 1]! += offsets[i] as number;
  const rows = new Int32Array(lists.items.length);
  const next = offsets.slice(0, n);
  for (let g = 0; g + 1 < lists.offsets.length; g++) {
    for (let i = lists.offsets[g] as number; i < (lists.offsets[g + 1] as number); i++) rows[next[lists.items[i] as number]!++] = g;
  }
  return { offsets, rows };
}

/** The memory of all tables, to be handed over to another thread instead of being copied. */
export function buffersOf({ site, order, scoped, units, pairs }: Trained): ArrayBuffer[] {
  const arrays = [
    ...Object.values(site),
    ...Object.values(order),
    units,
    ...Object.values(scoped).flatMap(({ items, scores }) => [items, scores]),
    ...Object.values(pairs).flatMap(({ offsets, items, counts, left, right }) => [offsets, items, counts, left, right]),
  ];
  return [...new Set(arrays.map((array) => array.buffer as ArrayBuffer))];
}
