// Where each item stands in a log: the way from an item to the events around its own.
import type { Sessions } from './log.ts';

export interface Places {
  /** CSR over items of the events that hold them, n+1 entries. */
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

/** Calls `visit` for every other event at most `reach` away in the same session as an event of `item`. */
export function aroundItem(
  log: Sessions,
  { offsets, events, sessionOf }: Places,
  item: number,
  reach: number,
  visit: (event: number, other: number, session: number) => void,
): void {
  for (let p = offsets[item]!; p < offsets[item + 1]!; p++) {
    const event = events[p]!;
    const session = sessionOf[event]!;
    const to = Math.min(log.offsets[session + 1]!, event + reach + 1);
    for (let other = Math.max(log.offsets[session]!, event - reach); other < to; other++) visit(event, other, session);
  }
}

/** A copy with room for `size` entries. */
export function grown<T extends Int32Array | Float32Array>(old: T, size: number): T {
  const wider = new (old.constructor as new (size: number) => T)(size);
  wider.set(old);
  return wider;
}
