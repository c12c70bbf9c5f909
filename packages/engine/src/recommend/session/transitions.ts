// Item to item: how often b followed or preceded a within a session, weighted by the distance between them and by recency.
// Source: sequential rules (Ludewig, Jannach, UMUAI 2018) for the 1/distance weight; the backward half is their mirror.
import type { Sessions } from './log.ts';
import { aroundItem, grown, placesOf } from './places.ts';
import { greatest } from './select.ts';

/** CSR over source items; every pair carries three weights. */
export interface Transitions {
  offsets: Int32Array;
  items: Int32Array;
  /** Later in the session, at a weight of 1/distance. */
  forward: Float32Array;
  /** Earlier in the session, at a weight of 1/distance. */
  backward: Float32Array;
  /** Directly next. */
  next: Float32Array;
  /** Sum of `next` over a source's row, with the partners that were left out. */
  nextTotal: Float32Array;
  /** Sum of `forward` likewise. */
  forwardTotal: Float32Array;
}

/** Events further apart than this say nothing about order. */
const REACH = 10;

/** What precedes counts half when the partners of a source are chosen. */
const strengthOf = (forward: number, backward: number): number => forward + 0.5 * backward;

/** Dense sums of one source at a time. */
interface Row {
  forward: Float32Array;
  backward: Float32Array;
  next: Float32Array;
  /** Source that touched an item last. */
  seen: Int32Array;
  found: Int32Array;
  count: number;
}

const emptyRow = (n: number): Row => ({
  forward: new Float32Array(n),
  backward: new Float32Array(n),
  next: new Float32Array(n),
  seen: new Int32Array(n).fill(-1),
  found: new Int32Array(n),
  count: 0,
});

/** Counts the pairs of each source in turn; keeps its `width` strongest partners. */
export function transitionsOf(log: Sessions, recency: Float32Array, width: number): Transitions {
  const places = placesOf(log);
  const n = log.itemCount;
  const row = emptyRow(n);
  const strength = new Float32Array(n);
  const nothing = (): Float32Array => new Float32Array(1 << 12);
  const out = { items: new Int32Array(1 << 12), forward: nothing(), backward: nothing(), next: nothing() };
  const totals = { nextTotal: new Float32Array(n), forwardTotal: new Float32Array(n) };
  const offsets = new Int32Array(n + 1);
  let filled = 0;
  for (let source = 0; source < n; source++) {
    row.count = 0;
    aroundItem(log, places, source, REACH, (event, other, session) => {
      if (event !== other) addPair(row, source, log.items[other]!, other - event, recency[session]! * log.weights[other]!);
    });
    for (let f = 0; f < row.count; f++) {
      const item = row.found[f]!;
      strength[f] = strengthOf(row.forward[item]!, row.backward[item]!);
      totals.nextTotal[source]! += row.next[item]!;
      totals.forwardTotal[source]! += row.forward[item]!;
    }
    const least = greatest(strength, row.count, width);
    if (filled + row.count > out.items.length) {
      const room = 2 * (filled + row.count);
      out.items = grown(out.items, room);
      for (const name of ['forward', 'backward', 'next'] as const) out[name] = grown(out[name], room);
    }
    filled = keepRow(row, out, filled, least);
    offsets[source + 1] = filled;
  }
  return {
    offsets,
    items: out.items.slice(0, filled),
    forward: out.forward.slice(0, filled),
    backward: out.backward.slice(0, filled),
    next: out.next.slice(0, filled),
    ...totals,
  };
}

function addPair(row: Row, source: number, item: number, distance: number, weight: number): void {
  if (row.seen[item] !== source) {
    row.seen[item] = source;
    row.found[row.count++] = item;
  }
  if (distance < 0) row.backward[item]! += weight / -distance;
  else row.forward[item]! += weight / distance;
  if (distance === 1) row.next[item]! += weight;
}

/** Appends the partners of at least that strength and clears the row; returns the new fill. */
function keepRow(row: Row, out: Pick<Transitions, 'items' | 'forward' | 'backward' | 'next'>, from: number, least: number): number {
  let filled = from;
  for (let f = 0; f < row.count; f++) {
    const item = row.found[f]!;
    // Rounded like the values that the bound was chosen from.
    if (Math.fround(strengthOf(row.forward[item]!, row.backward[item]!)) >= least) {
      out.items[filled] = item;
      out.forward[filled] = row.forward[item]!;
      out.backward[filled] = row.backward[item]!;
      out.next[filled++] = row.next[item]!;
    }
    row.forward[item] = row.backward[item] = row.next[item] = 0;
  }
  return filled;
}
