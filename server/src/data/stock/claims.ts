// Claims on units: reservations that run out and allocations of orders. Serialised per sku and place, never below zero.
import type { ReservationInput, StockState } from '@faden/contract';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/database/index.ts';
import { conflict, invalid, notFound } from '../../platform/http/index.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Places } from '../places/index.ts';
import { atpOf, distanceKm, safetyOf, stateOf } from './atp.ts';
import * as claims from './reservation-store.ts';
import { holdsOf, type Key, levelsOf, lockLevels } from './store.ts';

export type Reservation = claims.ReservationRow;
/** Units of one sku in one place that wait for an order. */
export interface Allocation extends Key {
  quantity: number;
}
export interface Alternative {
  place: string;
  atp: number;
  state: StockState;
}
interface Needs {
  clock: Clock;
  ids: Ids;
  places: Places;
}

const minuteMs = 60_000;
const ttlMs = { cart: 15 * minuteMs, checkout: 30 * minuteMs, quote: 7 * 24 * 60 * minuteMs };

/** Takes `quantity` units in `place`; undefined when nobody counts this sku anywhere, a 409 with alternatives when they are not there. */
async function take(
  tx: Sql,
  needs: Needs,
  column: 'held' | 'allocated',
  want: Allocation & { channel?: string | undefined; at?: number | undefined },
): Promise<'taken' | 'uncounted' | 'older'> {
  const { sku, place, quantity, channel } = want;
  const now = needs.clock.now();
  const [level] = await lockLevels(tx, [{ sku, place }]);
  if (!level && !(await claims.isCounted(tx, sku))) return 'uncounted';
  if (level && want.at !== undefined && want.at < level.countedAt) return 'older';
  if (level) {
    await claims.expireDue(tx, sku, place, now);
    const kind = (await needs.places.find(tx, place))?.kind ?? 'store';
    const safety = safetyOf(channel, kind, level.onHand, level.countedAt, now);
    if (await claims.claim(tx, column, sku, place, quantity, safety)) return 'taken';
  }
  const alternatives = await alternativesTo(tx, needs, want);
  throw conflict('out_of_stock', `${sku} is not available in ${place} in this quantity`, { sku, place, alternatives });
}

/** Other places that can promise the quantity, nearest first. */
async function alternativesTo(tx: Sql, needs: Needs, want: Allocation & { channel?: string | undefined }): Promise<Alternative[]> {
  const now = needs.clock.now();
  const holds = await holdsOf(tx, now, [want.sku]);
  const here = needs.places.get(want.place)?.geo;
  const far = (place: string) => {
    const there = needs.places.get(place)?.geo;
    return here && there ? distanceKm(here, there) : Number.MAX_VALUE;
  };
  return (await levelsOf(tx, [want.sku]))
    .filter(([, place]) => place !== want.place)
    .map(([, place, onHand, allocated, quarantine, countedAt]) => {
      const reserved = holds.reduce((sum, hold) => (hold[1] === place ? sum + hold[2] : sum), 0);
      const safety = safetyOf(want.channel, needs.places.get(place)?.kind ?? 'store', onHand, countedAt, now);
      const atp = atpOf({ onHand, allocated, reserved, quarantine, safety });
      return { place, atp, state: stateOf(atp, false) };
    })
    .filter((row) => row.atp >= want.quantity)
    .sort((a, b) => far(a.place) - far(b.place) || b.atp - a.atp || (a.place < b.place ? -1 : 1));
}

/** Holds units until they run out: cart 15 min, checkout 30 min, quote 7 d, store until closing of the next opening day. */
export async function reserve(tx: Sql, needs: Needs, input: ReservationInput, nodeId: string | null): Promise<Reservation> {
  const place = await needs.places.find(tx, input.place);
  if (!place) throw invalid('place', `${input.place} is not known`);
  const taken = await take(tx, needs, 'held', input);
  const now = needs.clock.now();
  const expiresAt = input.kind === 'store' ? needs.places.nextClosing(input.place, now) : now + ttlMs[input.kind];
  const { sku, quantity, kind } = input;
  const row: Reservation = {
    id: needs.ids.next(),
    sku,
    place: input.place,
    quantity,
    kind,
    state: 'live',
    counted: taken === 'taken',
    nodeId,
    expiresAt,
  };
  await claims.insertReservation(tx, row, now);
  return row;
}

/** Ends a reservation; one that is over already stays as it is. */
export async function end(tx: Sql, needs: Needs, id: string, state: 'released' | 'confirmed'): Promise<Reservation> {
  const found = await claims.reservationById(tx, id);
  if (!found) throw notFound(`reservation ${id}`);
  await lockLevels(tx, [found]);
  const ended = await claims.endReservation(tx, id, state, needs.clock.now());
  if (ended?.counted) await claims.unclaim(tx, 'held', ended.sku, ended.place, ended.quantity);
  if (ended) return ended;
  const now = (await claims.reservationById(tx, id)) ?? found;
  return now.state === 'live' ? { ...now, state: 'expired' } : now;
}

/**
 * Puts units aside for an order; all or a 409 with alternatives. Uncounted goods, and sales older than the count, put nothing aside.
 * @param at when the order was placed, epoch ms
 */
export async function allocate(tx: Sql, needs: Needs, wants: readonly Allocation[], at: number, channel: string): Promise<Allocation[]> {
  const made: Allocation[] = [];
  for (const want of [...wants].sort((a, b) => (a.sku < b.sku ? -1 : a.sku > b.sku ? 1 : 0)))
    if ((await take(tx, needs, 'allocated', { ...want, channel, at })) === 'taken') made.push(want);
  return made;
}

export async function unallocate(tx: Sql, rows: readonly Allocation[]): Promise<void> {
  const sorted = [...rows].sort((a, b) => (a.sku < b.sku ? -1 : a.sku > b.sku ? 1 : 0));
  for (const row of sorted) await claims.unclaim(tx, 'allocated', row.sku, row.place, row.quantity);
}

/** Marks reservations that have run out; figures are right without it. @returns skus concerned */
export async function sweep(tx: Sql, now: number): Promise<Key[]> {
  const rows = await claims.overdue(tx, now, 1_000);
  for (const row of rows) {
    await lockLevels(tx, [row]);
    await claims.expireDue(tx, row.sku, row.place, now);
  }
  return rows;
}
