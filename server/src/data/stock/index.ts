// What is there and what may be promised: levels, movements, reservations, allocations.
import type { AvailabilityRow, MovementInput, ReservationInput, StockInput } from '@faden/contract';
import type { Stock as StockView } from '@faden/engine';
import type { Bus } from '../../platform/bus/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Custodian, Database, Sql } from '../../platform/database/index.ts';
import { invalid, notFound } from '../../platform/http/index.ts';
import type { Ids } from '../../platform/ids.ts';
import { parseInstant } from '../../platform/zone.ts';
import type { ProfileRef } from '../identity/index.ts';
import type { Places } from '../places/index.ts';
import { availabilityRows } from './availability.ts';
import { createStockCache } from './cache.ts';
import { type Allocation, allocate, end, type Reservation, reserve, sweep, unallocate } from './claims.ts';
import { stockCustodian } from './custodian.ts';
import { levelKey, type Movement, onceKey, settleMovements, summed } from './movement.ts';
import { movementsFrom } from './movement-input.ts';
import { reservationById } from './reservation-store.ts';
import * as store from './store.ts';

export type { Allocation, Reservation } from './claims.ts';
export { stockTags } from './data-tags.ts';
export type { Movement } from './movement.ts';
export { mountStock } from './routes.ts';

/** Units sold that were not there. */
export interface Shortfall {
  sku: string;
  place: string;
  kind: string;
  missing: number;
  reference: string | null;
  at: number;
}

export interface Stock {
  load(): Promise<void>;
  /** Levels as counted; refuses (422) unknown places. @returns skus changed */
  put(tx: Sql, rows: readonly StockInput[]): Promise<string[]>;
  /** Moves units, once per (reference, sku, place, kind); never refuses for lack of goods. @returns what was missing */
  move(tx: Sql, movements: readonly Movement[]): Promise<Shortfall[]>;
  /** Takes back what moved under a reference, unless the goods were counted since; once. */
  undo(tx: Sql, reference: string): Promise<void>;
  /** Movements as the API says them; refuses (422) unknown places. */
  record(tx: Sql, rows: readonly MovementInput[]): Promise<Shortfall[]>;
  /** 409 `out_of_stock` with alternatives when the units are not there. */
  reserve(tx: Sql, input: ReservationInput): Promise<Reservation>;
  release(tx: Sql, id: string): Promise<Reservation>;
  /** Turns live reservations into the order that follows: their units are free for `allocate` in the same transaction. */
  confirm(tx: Sql, ids: readonly string[]): Promise<Reservation[]>;
  reservation(id: string): Promise<Reservation | undefined>;
  allocate(tx: Sql, wants: readonly Allocation[], at: number, channel: string): Promise<Allocation[]>;
  unallocate(tx: Sql, rows: readonly Allocation[]): Promise<void>;
  /** Place that can ship most of this sku, for orders to be sent. */
  source(sku: string): string | undefined;
  shortfalls(limit: number): Promise<Shortfall[]>;
  /** Near place first, then by distance; refuses (422) an unknown `near`, 404 for an unknown sku. */
  availability(sku: string, near?: string, channel?: string): AvailabilityRow[];
  /** Takes committed changes into memory at once. */
  refresh(skus: readonly string[]): Promise<void>;
  /** Marks what has run out; for upkeep. */
  sweep(): Promise<void>;
  view(): StockView;
  custodian: Custodian;
}

interface Needs {
  database: Database;
  bus: Bus;
  clock: Clock;
  ids: Ids;
  places: Places;
  /** Whether the catalogue knows a sku; without it every sku counts as known. */
  productExists?: (sku: string) => boolean;
  /** Node of the person a reservation is for. */
  nodeOf?: (tx: Sql, ref: ProfileRef) => Promise<string>;
}

const rowsPerFact = 2_000;

export function createStock(needs: Needs): Stock {
  const { database, bus, clock, ids, places } = needs;
  const cache = createStockCache({ database, places });

  const changed = async (tx: Sql, rows: readonly store.Key[]): Promise<void> => {
    const keys = [...new Map(rows.map((row) => [levelKey(row), { sku: row.sku, place: row.place }])).values()];
    for (let i = 0; i < keys.length; i += rowsPerFact) await bus.publish(tx, 'stock.changed', { rows: keys.slice(i, i + rowsPerFact) });
  };
  const move = async (tx: Sql, movements: readonly Movement[]): Promise<Shortfall[]> => {
    const wanted = summed(movements);
    if (wanted.length === 0) return [];
    const opening = wanted.filter((m) => m.opens);
    if (opening.length) await store.openLevels(tx, opening, false, clock.now());
    const levels = await store.lockLevels(tx, [...new Map(wanted.map((m) => [levelKey(m), { sku: m.sku, place: m.place }])).values()]);
    if (levels.length === 0) return [];
    const references = [...new Set(wanted.flatMap((m) => m.reference ?? []))];
    const known = new Set((await store.knownMovements(tx, references)).map(onceKey));
    const settled = settleMovements(levels, known, wanted);
    if (settled.moved.length === 0) return [];
    await store.writeLevels(tx, settled.levels, clock.now());
    const accepted = new Date(clock.now()).toISOString();
    await store.insertMovements(
      tx,
      settled.moved.map((m) => ({
        id: ids.next(),
        sku: m.sku,
        place: m.place,
        kind: m.kind,
        quantity: m.quantity,
        reference: m.reference ?? null,
        at: new Date(m.at).toISOString(),
        accepted_at: accepted,
        shortfall: m.shortfall,
      })),
    );
    await changed(tx, settled.moved);
    return settled.moved
      .filter((m) => m.shortfall > 0)
      .map(({ sku, place, kind, shortfall, reference, at }) => ({
        sku,
        place,
        kind,
        missing: shortfall,
        reference: reference ?? null,
        at,
      }));
  };
  const known = async (tx: Sql, rows: readonly { place: string }[]) => {
    const seen = new Set<string>();
    for (const [index, { place }] of rows.entries()) {
      if (seen.has(place)) continue;
      if (!(await places.find(tx, place))) throw invalid(`${index}.place`, `${place} is not known`);
      seen.add(place);
    }
  };

  return {
    async load() {
      await bus.follow((facts) => {
        const rows = facts.flatMap((fact) => (fact.topic === 'stock.changed' ? (fact.payload['rows'] as store.Key[]) : []));
        return cache.refresh([...new Set(rows.map((row) => row.sku))], clock.now());
      });
      await cache.load(clock.now());
    },
    async put(tx, rows) {
      await known(tx, rows);
      const last = [...new Map(rows.map((row, index) => [levelKey(row), { row, index }])).values()];
      if (last.length === 0) return [];
      await store.upsertLevels(
        tx,
        last.map(({ row, index }) => ({
          sku: row.sku,
          place: row.place,
          on_hand: row.onHand,
          quarantine: row.quarantine ?? null,
          shelf: row.shelf ?? null,
          counted_at: new Date(countedAt(row, index, places, clock.now())).toISOString(),
        })),
      );
      await changed(tx, rows);
      return [...new Set(rows.map((row) => row.sku))];
    },
    move,
    async undo(tx, reference) {
      const moved = await store.movedBy(tx, reference);
      await move(
        tx,
        moved.map(({ sku, place, quantity, at }) => ({ sku, place, kind: 'undo', quantity: -quantity, reference, at })),
      );
    },
    async record(tx, rows) {
      await known(
        tx,
        rows.flatMap((row) => (row.to === undefined ? [row] : [row, { place: row.to }])),
      );
      const movements = movementsFrom(rows, (place) => places.get(place)?.timeZone, clock.now());
      const opening = movements.filter((m) => m.quantity > 0);
      if (opening.length) await store.openLevels(tx, opening, true, clock.now());
      return move(tx, movements);
    },
    async reserve(tx, input) {
      if (needs.productExists?.(input.sku) === false && cache.levels(input.sku).length === 0)
        throw invalid('sku', `${input.sku} is not known`);
      const nodeId = input.profile && needs.nodeOf ? await needs.nodeOf(tx, input.profile) : null;
      const made = await reserve(tx, needs, input, nodeId);
      await changed(tx, [made]);
      await bus.publish(tx, 'stock.reserved', {
        id: made.id,
        sku: made.sku,
        place: made.place,
        quantity: made.quantity,
        kind: made.kind,
        nodeId,
      });
      return made;
    },
    async release(tx, id) {
      const ended = await end(tx, needs, id, 'released');
      await changed(tx, [ended]);
      return ended;
    },
    async confirm(tx, reservations) {
      const ended: Reservation[] = [];
      for (const id of [...reservations].sort()) ended.push(await end(tx, needs, id, 'confirmed'));
      await changed(tx, ended);
      return ended;
    },
    reservation: (id) => reservationById(database, id),
    async allocate(tx, wants, at, channel) {
      const made = await allocate(tx, needs, wants, at, channel);
      await changed(tx, made);
      return made;
    },
    async unallocate(tx, rows) {
      await unallocate(tx, rows);
      await changed(tx, rows);
    },
    source(sku) {
      const levels = cache.levels(sku);
      return levels.length === 0 ? undefined : cache.view.online(sku, clock.now()).placeId;
    },
    shortfalls: (limit) => store.shortfalls(database, limit),
    availability(sku, near, channel) {
      const levels = cache.levels(sku);
      if (levels.length === 0 && needs.productExists?.(sku) === false) throw notFound(`product ${sku}`);
      return availabilityRows({ levels, places, near, channel, now: clock.now() });
    },
    refresh: (skus) => cache.refresh(skus, clock.now()),
    async sweep() {
      await database.transaction(async (tx) => changed(tx, await sweep(tx, clock.now())));
      bus.poke();
    },
    view: () => cache.view,
    custodian: stockCustodian,
  };
}

function countedAt(row: StockInput, index: number, places: Places, now: number): number {
  if (row.countedAt === undefined) return now;
  const at = parseInstant(row.countedAt, places.get(row.place)?.timeZone ?? 'Europe/Berlin');
  if (at === undefined) throw invalid(`${index}.countedAt`, 'is not an ISO 8601 instant with zone');
  return at;
}
