// The questions a log answers about itself: what came next at each event of its last part, and how well a place list does on them.
import type { Finder } from './candidates.ts';
import type { Sessions } from './log.ts';
import type { SessionModel } from './model.ts';
import { nothingPresent, readPresent } from './present.ts';

/** An event with another before it in its session. */
export interface Prediction {
  session: number;
  event: number;
}

/** Sessions from which on predictions are held back: about `wanted` predictions, within the last fifth (at least the last thirtieth). */
export function heldBackFrom(all: Sessions, wanted: number): number {
  const n = all.endsAt.length;
  const earliest = Math.floor(n * 0.8);
  const latest = Math.floor(n * (29 / 30));
  let from = n;
  for (let predictions = 0; from > earliest && (predictions < wanted || from > latest); from--) {
    predictions += all.offsets[from]! - all.offsets[from - 1]! - 1;
  }
  return from;
}

export function predictionsOf(all: Sessions, from: number): Prediction[] {
  const out: Prediction[] = [];
  for (let session = from; session < all.endsAt.length; session++) {
    for (let event = all.offsets[session]! + 1; event < all.offsets[session + 1]!; event++) out.push({ session, event });
  }
  return out;
}

/** At most `most` of a list, at even distances. */
export function spaced<T>(list: readonly T[], most: number): T[] {
  const step = Math.max(1, list.length / Math.max(1, most));
  return Array.from({ length: Math.min(list.length, most) }, (_, i) => list[Math.floor(i * step)]!);
}

const present = nothingPresent();

/** Fills the finder's candidates for a prediction and returns the place of the right answer among them, or -1. */
export function findAnswer(finder: Finder, all: Sessions, { session, event }: Prediction, described: boolean): number {
  readPresent(all.items, all.offsets[session]!, event, all.itemCount, present);
  finder.find(present, described);
  return finder.candidates.items.subarray(0, finder.candidates.count).indexOf(all.items[event]!);
}

/** Hit rate and mean reciprocal rank among the first 20 of 0-based places; -1 is a miss. */
export function measured(list: readonly Prediction[], place: (prediction: Prediction) => number): SessionModel['validation'] {
  let hits = 0;
  let reciprocal = 0;
  for (const prediction of list) {
    const at = place(prediction);
    if (at < 0 || at >= 20) continue;
    hits++;
    reciprocal += 1 / (at + 1);
  }
  const n = Math.max(1, list.length);
  return { hr20: hits / n, mrr20: reciprocal / n, predictions: list.length };
}
