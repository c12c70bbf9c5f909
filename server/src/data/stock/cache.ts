// Stock in memory, as the engine reads it; reservations run out by the clock of the question, to the millisecond.
import type { Availability, Stock as StockView } from '@faden/engine';
import type { Database } from '../../platform/database/index.ts';
import type { Places } from '../places/index.ts';
import { atpOf, safetyOf, stateOf } from './atp.ts';
import { type HoldTuple, holdsOf, type Key, type LevelTuple, levelsOf, pageOfLevels } from './store.ts';

export interface LevelView {
  place: string;
  onHand: number;
  allocated: number;
  quarantine: number;
  countedAt: number;
  asOf: number;
  shelf: string | undefined;
  holds: readonly { quantity: number; until: number }[] | undefined;
}
export interface StockCache {
  load(now: number): Promise<void>;
  /** Reads all rows of these skus again. */
  refresh(skus: readonly string[], now: number): Promise<void>;
  /** Levels of a sku in all places that count it. */
  levels(sku: string): readonly LevelView[];
  view: StockView;
}

const pageSize = 50_000;
const refreshSize = 5_000;
const none: readonly LevelView[] = [];

export function createStockCache(needs: { database: Database; places: Places }): StockCache {
  const { database, places } = needs;
  let bySku = new Map<string, readonly LevelView[]>();
  let line: Promise<unknown> = Promise.resolve();
  const inLine = (work: () => Promise<void>): Promise<void> => {
    const done = line.then(work);
    line = done.catch(() => {});
    return done;
  };
  const levels = (sku: string) => bySku.get(sku) ?? none;
  /** What came back in this process's life, oldest first: good for "back in stock", not a record. */
  const restocked: Restocked[] = [];

  return {
    load: (now) =>
      inLine(async () => {
        const fresh = new Map<string, LevelView[]>();
        const holds = await holdsOf(database, now);
        for (let after: Key | undefined = { sku: '', place: '' }; after; ) {
          const page: LevelTuple[] = await pageOfLevels(database, after, pageSize);
          addTo(fresh, page, holds);
          const last = page.at(-1);
          after = last && page.length === pageSize ? { sku: last[0], place: last[1] } : undefined;
        }
        bySku = fresh;
      }),
    refresh: (skus, now) =>
      skus.length === 0
        ? Promise.resolve()
        : inLine(async () => {
            for (let i = 0; i < skus.length; i += refreshSize) {
              const some = skus.slice(i, i + refreshSize);
              const [rows, holds] = await Promise.all([levelsOf(database, some), holdsOf(database, now, some)]);
              const fresh = new Map<string, LevelView[]>();
              addTo(fresh, rows, holds);
              for (const sku of some) noteRestocked(restocked, levels(sku), fresh.get(sku) ?? none, sku, now);
              for (const sku of some) bySku.delete(sku);
              for (const [sku, list] of fresh) bySku.set(sku, list);
            }
          }),
    levels,
    view: {
      place: (id) => places.get(id),
      places: () => places.list(),
      inStore: (sku, placeId, now) => availableAt(levels(sku), placeId, now, safetyIn(places, undefined, now)),
      online: (sku, now) => availableOnline(levels(sku), shippingFrom(places), places, now),
      restocked: (since, placeId) => {
        const found = restocked.filter((one) => one.at >= since && (placeId === undefined || one.place === placeId));
        return [...new Map(found.map(({ sku, at }) => [sku, { sku, at }])).values()].reverse();
      },
    },
  };
}

interface Restocked {
  sku: string;
  place: string;
  at: number;
}
const restockedKept = 20_000;

/** Places where nothing was free before and something is now. */
function noteRestocked(kept: Restocked[], before: readonly LevelView[], after: readonly LevelView[], sku: string, now: number): void {
  const free = (level: LevelView) => level.onHand - level.allocated - level.quarantine;
  for (const level of after) {
    const was = before.find((one) => one.place === level.place);
    if (was && free(was) <= 0 && free(level) > 0) kept.push({ sku, place: level.place, at: now });
  }
  if (kept.length > restockedKept) kept.splice(0, kept.length - restockedKept);
}

/** Whether there is a central place to ship from, and the place that stands for it; known until a place changes. */
interface Shipping {
  central: boolean;
  fallback: string;
}
const shipping = new WeakMap<readonly unknown[], Shipping>();
function shippingFrom(places: Places): Shipping {
  const list = places.list();
  let known = shipping.get(list);
  if (!known) {
    const central = list.find((place) => place.kind !== 'store');
    known = { central: central !== undefined, fallback: central?.id ?? list[0]?.id ?? '' };
    shipping.set(list, known);
  }
  return known;
}

function addTo(bySku: Map<string, LevelView[]>, rows: readonly LevelTuple[], holds: readonly HoldTuple[]): void {
  const held = new Map<string, { quantity: number; until: number }[]>();
  for (const [sku, place, quantity, until] of holds) {
    const key = `${sku}\n${place}`;
    const list = held.get(key);
    if (list) list.push({ quantity, until });
    else held.set(key, [{ quantity, until }]);
  }
  for (const [sku, place, onHand, allocated, quarantine, countedAt, asOf, shelf] of rows) {
    const level = { place, onHand, allocated, quarantine, countedAt, asOf, shelf: shelf ?? undefined, holds: held.get(`${sku}\n${place}`) };
    const list = bySku.get(sku);
    if (list) list.push(level);
    else bySku.set(sku, [level]);
  }
}

type Safety = (level: LevelView) => number;

/** Safety stock of a level for a channel; a place nobody declared counts as a store. */
export function safetyIn(places: Places, channel: string | undefined, now: number): Safety {
  return (level) => safetyOf(channel, places.get(level.place)?.kind ?? 'store', level.onHand, level.countedAt, now);
}

export function atpAt(level: LevelView, now: number, safety: number): number {
  let reserved = 0;
  if (level.holds) for (const hold of level.holds) if (hold.until > now) reserved += hold.quantity;
  return atpOf({ onHand: level.onHand, allocated: level.allocated, reserved, quarantine: level.quarantine, safety });
}

/** What one place can promise; `orderable` when another place has a unit. */
export function availableAt(levels: readonly LevelView[], placeId: string, now: number, safety: Safety): Availability {
  if (levels.length === 0) return { placeId, atp: 0, state: 'untracked', asOf: now };
  const here = levels.find((level) => level.place === placeId);
  const atp = here ? atpAt(here, now, safety(here)) : 0;
  const elsewhere = atp === 0 && levels.some((level) => level !== here && atpAt(level, now, safety(level)) > 0);
  const answer: Availability = { placeId, atp, state: stateOf(atp, elsewhere), asOf: here?.asOf ?? now };
  if (here?.shelf !== undefined) answer.shelf = here.shelf;
  return answer;
}

/** What can be shipped: from warehouses and the web place, or from all stores where there is neither; the place is the largest source. */
function availableOnline(levels: readonly LevelView[], { central, fallback }: Shipping, places: Places, now: number): Availability {
  if (levels.length === 0) return { placeId: fallback, atp: 0, state: 'untracked', asOf: now };
  const safety = safetyIn(places, 'web', now);
  let atp = 0;
  let best = -1;
  let placeId = fallback;
  let asOf = 0;
  let elsewhere = false;
  for (const level of levels) {
    const units = atpAt(level, now, safety(level));
    const ships = !central || (places.get(level.place)?.kind ?? 'store') !== 'store';
    if (!ships) {
      elsewhere ||= units > 0;
      continue;
    }
    atp += units;
    asOf = Math.max(asOf, level.asOf);
    if (units > best) {
      best = units;
      placeId = level.place;
    }
  }
  return { placeId, atp, state: stateOf(atp, elsewhere), asOf: asOf || now };
}
