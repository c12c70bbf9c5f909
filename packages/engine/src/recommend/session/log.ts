// Sessions in the order of time: cleaned of unknown codes, independent of the order they were handed in, and cut by time.

/** What a shop's front ends recorded: click sequences of anonymous or known visitors. */
export interface SessionLog {
  /** Item codes 0..itemCount-1, session after session, oldest event first. */
  items: Int32Array;
  /** n+1 offsets into `items`. */
  offsets: Int32Array;
  /** Unix seconds of each session's last event; may be ordinals, so no unit is ever assumed. */
  endsAt: Float64Array;
  itemCount: number;
  /** Weight of each event by its kind: 1 for a view, more for cart or purchase. */
  kinds?: Uint8Array;
}

/** A cleaned log: ascending by `endsAt`, no empty session, every code within the catalogue. */
export interface Sessions {
  items: Int32Array;
  /** n+1 offsets into `items`. */
  offsets: Int32Array;
  endsAt: Float64Array;
  /** Weight of each event. */
  weights: Uint8Array;
  itemCount: number;
}

/** FNV-1a over a session's codes: breaks ties of time without preferring small codes. */
function contentHash(items: Int32Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let e = from; e < to; e++) hash = Math.imul(hash ^ items[e]!, 0x01000193);
  return hash >>> 0;
}

function compareContent(items: Int32Array, offsets: Int32Array, a: number, b: number): number {
  const length = offsets[a + 1]! - offsets[a]!;
  const lengths = length - (offsets[b + 1]! - offsets[b]!);
  if (lengths !== 0) return lengths;
  for (let i = 0; i < length; i++) {
    const difference = items[offsets[a]! + i]! - items[offsets[b]! + i]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Sessions ascending by time; equal times in an order that depends on their content alone. */
export function inTimeOrder(log: SessionLog): Sessions {
  const n = Math.max(0, Math.min(log.endsAt.length, log.offsets.length - 1));
  const known = (e: number): boolean => log.items[e]! >= 0 && log.items[e]! < log.itemCount;
  const hashes = new Uint32Array(n);
  for (let s = 0; s < n; s++) hashes[s] = contentHash(log.items, log.offsets[s]!, log.offsets[s + 1]!);
  const order = Array.from({ length: n }, (_, s) => s).sort(
    (a, b) => log.endsAt[a]! - log.endsAt[b]! || hashes[a]! - hashes[b]! || compareContent(log.items, log.offsets, a, b),
  );
  const items = new Int32Array(log.items.length);
  const weights = new Uint8Array(log.items.length);
  const offsets = new Int32Array(n + 1);
  const endsAt = new Float64Array(n);
  let sessions = 0;
  let events = 0;
  for (const s of order) {
    const before = events;
    for (let e = log.offsets[s]!; e < log.offsets[s + 1]!; e++) {
      if (!known(e)) continue;
      weights[events] = log.kinds?.[e] ?? 1;
      items[events++] = log.items[e]!;
    }
    if (events === before) continue;
    endsAt[sessions++] = log.endsAt[s]!;
    offsets[sessions] = events;
  }
  return {
    items: items.slice(0, events),
    weights: weights.slice(0, events),
    offsets: offsets.slice(0, sessions + 1),
    endsAt: endsAt.slice(0, sessions),
    itemCount: log.itemCount,
  };
}

/** Sessions `from` to before `to`, as views where possible; offsets start at 0 again. */
export function sessionRange(all: Sessions, from: number, to: number): Sessions {
  const first = all.offsets[from] ?? 0;
  const offsets = new Int32Array(to - from + 1);
  for (let s = from; s <= to; s++) offsets[s - from] = (all.offsets[s] ?? first) - first;
  const last = first + offsets[to - from]!;
  return {
    items: all.items.subarray(first, last),
    weights: all.weights.subarray(first, last),
    offsets,
    endsAt: all.endsAt.subarray(from, to),
    itemCount: all.itemCount,
  };
}
