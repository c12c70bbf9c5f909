// profile = fold(reducers, entries of the person sorted by event time). Pure; arrival order and duplicates cannot show.
import type { Purchase, Signal } from '@faden/engine';
import { type Entry, inOrder } from './entry.ts';
import { type Presence, presence } from './reducers/presence.ts';
import { purchases } from './reducers/purchases.ts';
import { type Shopping, shopping } from './reducers/shopping.ts';
import { signals } from './reducers/signals.ts';
import { type Traits, traits } from './reducers/traits.ts';

/** Raise it whenever a reducer changes: older snapshots are then folded anew. */
export const foldVersion = 2;

export interface Folded {
  traits: Traits;
  signals: Signal[];
  shopping: Shopping;
  purchases: Purchase[];
  presence: Presence;
  /** Position of the last entry folded, for knowing whether the next one is late. */
  last: { at: number; id: string; source: number };
  count: number;
}

export function emptyFold(): Folded {
  return {
    traits: traits.start(),
    signals: signals.start(),
    shopping: shopping.start(),
    purchases: purchases.start(),
    presence: presence.start(),
    last: { at: Number.NEGATIVE_INFINITY, id: '', source: 0 },
    count: 0,
  };
}

function step(state: Folded, entry: Entry): void {
  traits.add(state.traits, entry);
  signals.add(state.signals, entry);
  shopping.add(state.shopping, entry);
  purchases.add(state.purchases, entry);
  presence.add(state.presence, entry);
  state.last = { at: entry.at, id: entry.id, source: entry.source };
  state.count++;
}

/** True when all entries come after everything folded so far: they may be added without starting over. */
export function continues(state: Folded, entries: readonly Entry[]): boolean {
  return entries.every((entry) => inOrder(entry, state.last) > 0);
}

/** Adds entries that `continues` accepted; changes `state`. */
export function extend(state: Folded, entries: readonly Entry[]): Folded {
  for (const entry of [...entries].sort(inOrder)) step(state, entry);
  return state;
}

export function fold(entries: readonly Entry[]): Folded {
  return extend(emptyFold(), entries);
}
