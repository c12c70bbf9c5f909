// What is known of each item whatever the session: how popular, how new, how often it is come back to.
import type { Sessions } from './log.ts';

/** One number per item in each array. */
export interface ItemFacts {
  /** log(1 + events). */
  popularity: Float32Array;
  /** log of (share of events of the last twentieth of the time) / (share of all events), shrunk towards 0. */
  trend: Float32Array;
  /** Share of sessions with the item that hold it more than once, shrunk towards the mean. */
  revisit: Float32Array;
  /** How long before the end the item was seen first, as a share of the span. */
  age: Float32Array;
  /** How long before the end the item was seen last, as a share of the span. */
  silence: Float32Array;
}

export function itemFactsOf(log: Sessions): ItemFacts {
  const n = log.itemCount;
  const make = (): Float32Array => new Float32Array(n);
  const [count, recent, sessions, repeated] = [make(), make(), make(), make()];
  const facts = { popularity: make(), trend: make(), revisit: make(), age: make().fill(1), silence: make().fill(1) };
  const last = log.endsAt[log.endsAt.length - 1] ?? 0;
  const span = Math.max(1e-9, last - (log.endsAt[0] ?? 0));
  const seenIn = new Int32Array(n).fill(-1);
  const repeatedIn = new Int32Array(n).fill(-1);
  let allRecent = 0;
  for (let s = 0; s < log.endsAt.length; s++) {
    const before = (last - log.endsAt[s]!) / span;
    const fresh = before <= 0.05 ? 1 : 0;
    for (let e = log.offsets[s]!; e < log.offsets[s + 1]!; e++) {
      const item = log.items[e]!;
      if (count[item] === 0) facts.age[item] = before;
      count[item]! += 1;
      recent[item]! += fresh;
      allRecent += fresh;
      facts.silence[item] = before;
      if (seenIn[item] !== s) sessions[item]! += 1;
      else if (repeatedIn[item] !== s) {
        repeated[item]! += 1;
        repeatedIn[item] = s;
      }
      seenIn[item] = s;
    }
  }
  const mean = sum(repeated) / Math.max(1, sum(sessions));
  const freshShare = allRecent / Math.max(1, log.items.length);
  for (let i = 0; i < n; i++) {
    facts.popularity[i] = Math.log1p(count[i]!);
    facts.trend[i] = Math.log((recent[i]! + 2 * freshShare + 0.01) / (count[i]! * freshShare + 2 * freshShare + 0.01));
    facts.revisit[i] = (repeated[i]! + 10 * mean) / (sessions[i]! + 10);
  }
  return facts;
}

function sum(values: Float32Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
