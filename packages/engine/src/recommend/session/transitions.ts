// Item to item: how often b followed or preceded a within a session, weighted by the distance between them and by recency.
// Sources: sequential rules (Ludewig, Jannach, UMUAI 2018) for the 1/distance weight; the backward half is their mirror.
import type { Sessions } from './log.ts';
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
  /** Sum of `next` over a source's row before pruning. */
  nextTotal: Float32Array;
  /** Sum of `forward` over a source's row before pruning. */
  forwardTotal: Float32Array;
}

/** Pairs further apart than this say nothing more about order. */
const REACH = 10;

export interface Places {
  /** CSR over items of the events that hold them. */
  offsets: Int32Array;
  events: Int32Array;
  /** Session of every event. */
  sessionOf: Int32Array;
}

export function placesOf(log: Sessions): Places {
  const offsets = new Int32Array(log.itemCount + 1);
  for (const item of log.items) offsets[item + 1]!++;
  for (let i = 0; i < log.itemCount; i++) offsets[i + 1]! += offsets[i]!;
  const next = offsets.slice(0, log.itemCount);
  const events = new Int32Array(log.items.length);
  const sessionOf = new Int32Array(log.items.length);
  for (let s = 0; s < log.endsAt.length; s++) {
    for (let e = log.offsets[s]!; e < log.offsets[s + 1]!; e++) {
      sessionOf[e] = s;
      events[next[log.items[e]!]!++] = e;
    }
  }
  return { offsets, events, sessionOf };
}

/** Counts pairs of each source item in turn; keeps the `width` strongest partners of a source. */
export function transitionsOf(log: Sessions, recency: Float32Array, width: number): Transitions {
  const places = placesOf(log);
  const n = log.itemCount;
  const rows = { forward: new Float32Array(n), backward: new Float32Array(n), next: new Float32Array(n) };
  const seen = new Uint8Array(n);
  const found = new Int32Array(n);
  const strength = new Float32Array(n);
  const offsets = new Int32Array(n + 1);
  const nextTotal = new Float32Array(n);
  const forwardTotal = new Float32Array(n);
  let room = Math.max(16, Math.min(n * width, log.items.length * 4));
  let out = {
    items: new Int32Array(room),
    forward: new Float32Array(room),
    backward: new Float32Array(room),
    next: new Float32Array(room),
  };
  let filled = 0;

  for (let source = 0; source < n; source++) {
    let count = 0;
    for (let p = places.offsets[source]!; p < places.offsets[source + 1]!; p++) {
      const e = places.events[p]!;
      const s = places.sessionOf[e]!;
      const from = Math.max(log.offsets[s]!, e - REACH);
      const to = Math.min(log.offsets[s + 1]!, e + REACH + 1);
      for (let other = from; other < to; other++) {
        if (other === e) continue;
        const item = log.items[other]!;
        if (seen[item] === 0) {
          seen[item] = 1;
          found[count++] = item;
        }
        const gap = other > e ? other - e : e - other;
        const weight = (recency[s]! * log.weights[other]!) / gap;
        if (other < e) rows.backward[item]! += weight;
        else rows.forward[item]! += weight;
        if (other === e + 1) rows.next[item]! += weight;
      }
    }
    for (let f = 0; f < count; f++) {
      const item = found[f]!;
      strength[f] = rows.forward[item]! + 0.5 * rows.backward[item]!;
      nextTotal[source]! += rows.next[item]!;
      forwardTotal[source]! += rows.forward[item]!;
    }
    const least = greatest(strength, count, width);
    if (filled + count > room) {
      room = Math.max(room * 2, filled + count);
      out = {
        items: grown(out.items, room),
        forward: grown(out.forward, room),
        backward: grown(out.backward, room),
        next: grown(out.next, room),
      };
    }
    for (let f = 0; f < count; f++) {
      const item = found[f]!;
      if (rows.forward[item]! + 0.5 * rows.backward[item]! >= least) {
        out.items[filled] = item;
        out.forward[filled] = rows.forward[item]!;
        out.backward[filled] = rows.backward[item]!;
        out.next[filled++] = rows.next[item]!;
      }
      rows.forward[item] = rows.backward[item] = rows.next[item] = 0;
      seen[item] = 0;
    }
    offsets[source + 1] = filled;
  }
  return {
    offsets,
    items: out.items.slice(0, filled),
    forward: out.forward.slice(0, filled),
    backward: out.backward.slice(0, filled),
    next: out.next.slice(0, filled),
    nextTotal,
    forwardTotal,
  };
}

function grown<T extends Int32Array | Float32Array>(old: T, size: number): T {
  const wider = new (old.constructor as new (size: number) => T)(size);
  wider.set(old);
  return wider;
}
