// Places, catalogue, stock, offers, orders and loyalty on a fresh database, with a stand-in for identity and the logs of persons.
import { createCatalogue } from '../server/src/data/catalogue/index.ts';
import type { Identifier, Link, ProfileRef } from '../server/src/data/identity/types.ts';
import { createLoyalty } from '../server/src/data/loyalty/index.ts';
import { createOrders } from '../server/src/data/orders/index.ts';
import { createPlaces } from '../server/src/data/places/index.ts';
import type { LogEntry } from '../server/src/data/profile/log-entry.ts';
import { createStock } from '../server/src/data/stock/index.ts';
import { createOffers } from '../server/src/logic/offers/index.ts';
import { createBus } from '../server/src/platform/bus/index.ts';
import { adjustableClock } from '../server/src/platform/clock.ts';
import { migrate, openDatabase, type Sql } from '../server/src/platform/database/index.ts';
import { notFound } from '../server/src/platform/http/index.ts';
import { createIds } from '../server/src/platform/ids.ts';
import { createLog } from '../server/src/platform/log.ts';

export const commerceFolders = [
  'platform/bus',
  'platform/http',
  'data/places',
  'data/catalogue',
  'data/stock',
  'data/orders',
  'data/loyalty',
  'logic/offers',
].map((module) => new URL(`../server/src/${module}/sql`, import.meta.url).pathname);

export type CommerceStorey = Awaited<ReturnType<typeof openCommerce>>;

/** @param url PostgreSQL; in memory without */
export async function openCommerce(url?: string) {
  const clock = adjustableClock({ now: () => Date.parse('2026-11-21T12:00:00Z') });
  const log = createLog('silent');
  const database = await openDatabase({ url, directory: 'memory:', log });
  await migrate(database, commerceFolders);
  const ids = createIds(clock);
  const bus = createBus({ database, clock, log });
  const people = standInForIdentity();
  const places = createPlaces({ database, bus, clock });
  const catalogue = createCatalogue({ database, bus, clock, log });
  const stock = createStock({ database, bus, clock, ids, places });
  const offers = createOffers({ database, bus, clock });
  const orders = createOrders({ database, bus, clock, ids, places, stock, ...people });
  const loyalty = createLoyalty({ database, bus, clock, ids, nodesOf: people.nodesOf, tierFactor: () => 1.25 });
  for (const module of [places, catalogue, stock, offers]) await module.load();
  loyalty.start();
  const commit = async <T>(work: (tx: Sql) => Promise<T>): Promise<T> => {
    const result = await database.transaction(work);
    bus.poke();
    return result;
  };
  await commit((tx) =>
    places.put(tx, [
      { id: 'st_hh', kind: 'store', name: 'Hamburg', geo: { lat: 53.55, lon: 10 }, opening: { mon: [['10:00', '20:00']] } },
      { id: 'st_b', kind: 'store', name: 'Berlin', geo: { lat: 52.52, lon: 13.4 } },
      { id: 'st_m', kind: 'store', name: 'München', geo: { lat: 48.14, lon: 11.58 } },
    ]),
  );
  await places.refresh();
  const close = async () => {
    await bus.stop();
    await database.close();
  };
  return { clock, database, bus, ids, places, catalogue, stock, offers, orders, loyalty, commit, people, close };
}

/** One node an identifier, one person a node. */
function standInForIdentity() {
  const entries: LogEntry[] = [];
  const links: Link[] = [];
  const keyOf = (identifier: Identifier) => `${identifier.type}:${identifier.value}`;
  return {
    entries,
    links,
    async record(_tx: Sql, more: LogEntry[]) {
      entries.push(...more);
    },
    async link(_tx: Sql, more: Link[]) {
      links.push(...more);
    },
    nodeOf: async (_tx: Sql, identifier: Identifier) => keyOf(identifier),
    nodesFor: async (_tx: Sql, identifiers: Identifier[]) => identifiers.map(keyOf),
    async nodesOf(_sql: Sql, ref: ProfileRef) {
      const id = ref.id ?? (ref.card === undefined ? `userId:${ref.userId}` : `card:${ref.card}`);
      if (id === 'nobody') throw notFound('profile nobody');
      return { id, nodeIds: [id] };
    },
    identifierOf: async (_sql: Sql, id: string): Promise<Identifier> => ({ type: 'externalId', value: id }),
  };
}

/** Waits until `test` holds, for what follows from facts. */
export async function until(test: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 2_000; i++) {
    if (await test()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('did not come true within 20 s');
}
