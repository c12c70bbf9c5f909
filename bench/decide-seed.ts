// A full house for the load on decisions: 100,000 products through the API, persons with their events written straight into the log.
import { openDatabase, type Sql } from '../server/src/platform/database/index.ts';
import { createLog } from '../server/src/platform/log.ts';
import { client, type Faden } from '../tests/start-faden.ts';
import { NEEDS, productAt } from './decide-world.ts';

export const PRODUCTS = 100_000;
const CHUNK = 2_000;
/** Every hundredth person is a regular with so many events; the others have a few. */
const HEAVY = 450;
const LIGHT = 8;
const PERSONS_AT_ONCE = 2_000;

export async function seedRange(faden: Faden): Promise<void> {
  const api = client(faden);
  await api.put('/api/v1/places', [
    { id: 'web', kind: 'web', name: 'Web', timeZone: 'Europe/Berlin' },
    { id: 'st_hh', kind: 'store', name: 'Hamburg', timeZone: 'Europe/Berlin' },
  ]);
  const groups = Array.from({ length: NEEDS }, (_, i) => ({
    id: `need${i}`,
    name: `Bedarf ${i}`,
    kind: ['durable', 'variety', 'consumable', 'variety'][i % 4],
  }));
  await api.put('/api/v1/need-groups', groups);
  for (let i = 0; i < PRODUCTS; i += CHUNK) {
    const rows = Array.from({ length: CHUNK }, (_, k) => inputAt(i + k));
    await api.put('/api/v1/products', rows);
    await api.put(
      '/api/v1/stock',
      rows.flatMap(({ sku }, k) => [
        { sku, place: 'st_hh', onHand: k % 4 },
        { sku, place: 'web', onHand: k % 9 },
      ]),
    );
  }
  const offers = Array.from({ length: 200 }, (_, i) => ({
    id: `off${i}`,
    type: 'percent',
    percent: 10,
    skus: Array.from({ length: 20 }, (_x, k) => `SKU-${(i * 397 + k * 31) % PRODUCTS}`),
    text: { de: 'Aktion', en: 'Offer' },
    from: '2026-01-01T00:00:00Z',
    until: '2030-01-01T00:00:00Z',
    ...(i % 3 === 0 ? { stores: ['st_hh'] } : {}),
  }));
  await api.put('/api/v1/offers', offers);
}

function inputAt(i: number) {
  const { priceCents, marginCents: _margin, createdAt: _created, currency, ...product } = productAt(i);
  return { ...product, price: { amount: priceCents ?? 0, currency } };
}

/** Persons `u0` … known by their login, with consent, events of the last sixty days and some purchases. */
export async function seedPersons(persons: number, where: { url: string | undefined; directory: string }): Promise<number> {
  const database = await openDatabase({ ...where, log: createLog('silent') });
  let events = 0;
  for (let from = 0; from < persons; from += PERSONS_AT_ONCE)
    events += await someMore(database, from, Math.min(persons, from + PERSONS_AT_ONCE) - 1);
  if (where.url) await database.query('analyze');
  await database.close();
  return events;
}

const perPerson = `case when u % 100 = 0 then ${HEAVY} else ${LIGHT} end`;
const nodeId = `md5('u' || u)::uuid`;

async function someMore(database: Sql, from: number, to: number): Promise<number> {
  const range = `generate_series($1::int, $2::int) as u`;
  await database.query(
    `insert into identity_node (id, type, value, root_id, attested, created_at) select ${nodeId}, 'userId', 'u' || u, ${nodeId}, true, now() from ${range}`,
    [from, to],
  );
  await database.query(
    `insert into consent_record (id, node_id, purpose, action, at, recorded_at, source)
     select md5('c' || u || p)::uuid, ${nodeId}, p, 'grant', now() - interval '90 days', now(), 'bench' from ${range}, unnest(array['personalisation', 'instore']) as p`,
    [from, to],
  );
  const rows = await database.query<{ n: number }>(
    `with made as (
       insert into event_log (source, message_id, node_id, type, event, at, received_at, channel, trust, body)
       select 9, 'b-' || u || '-' || k, ${nodeId}, 'track',
         case when k % 9 = 8 then 'Order Completed' when k % 7 = 3 then 'Product Added to Wishlist' else 'Product Viewed' end,
         now() - (k * 3600 + (u % 1000) * 60) * interval '1 second', now(), 'web', 'server',
         jsonb_build_object('read', jsonb_build_object('sku', s.sku, 'priceCents', 1999, 'products', jsonb_build_array(jsonb_build_object('sku', s.sku, 'quantity', 1))),
           'properties', jsonb_build_object('order_id', 'o-' || u || '-' || k))
       from ${range}, lateral generate_series(1, ${perPerson}) as k,
         lateral (select 'SKU-' || ((u * 13 + (k % 12) * 97) % ${NEEDS} + ${NEEDS} * ((u * 31 + k * 7) % ${Math.floor(PRODUCTS / NEEDS)})) as sku) as s
       returning 1)
     select count(*) as n from made`,
    [from, to],
  );
  return rows[0]?.n ?? 0;
}
