// Stock over HTTP.
import {
  deleteReservation,
  getAvailability,
  getReservation,
  getShortfalls,
  postMovements,
  postReservation,
  putStock,
  type ReservationAnswer,
} from '@faden/contract';
import type { Bus } from '../../platform/bus/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/index.ts';
import { type Http, notFound } from '../../platform/http/index.ts';
import type { Reservation, Shortfall, Stock } from './index.ts';

/** Rows written in one statement of a large upload. */
const chunkSize = 5_000;

export function mountStock(http: Http, stock: Stock, needs: { database: Database; bus: Bus; clock: Clock }): void {
  const { database, bus, clock } = needs;
  http.on(putStock, async ({ body }) => {
    const skus = new Set<string>();
    await database.transaction(async (tx) => {
      for (let i = 0; i < body.length; i += chunkSize) for (const sku of await stock.put(tx, body.slice(i, i + chunkSize))) skus.add(sku);
    });
    await stock.refresh([...skus]);
    bus.poke();
    return { stored: body.length };
  });
  http.create(postMovements, async (tx, { body }) => {
    const rows = Array.isArray(body) ? body : [body];
    const shortfalls: Shortfall[] = [];
    for (let i = 0; i < rows.length; i += chunkSize) shortfalls.push(...(await stock.record(tx, rows.slice(i, i + chunkSize))));
    return { stored: rows.length, shortfalls: shortfalls.map(shortfallAnswer) };
  });
  http.on(getShortfalls, async ({ query }) => ({ items: (await stock.shortfalls(query.limit ?? 100)).map(shortfallAnswer) }));
  http.on(getAvailability, ({ query }) => stock.availability(query.sku, query.near, query.channel));
  http.create(postReservation, async (tx, { body }) => answerOf(await stock.reserve(tx, body)));
  http.on(getReservation, async ({ params }) => {
    const found = await stock.reservation(params.id);
    if (!found) throw notFound(`reservation ${params.id}`);
    return answerOf(found.state === 'live' && found.expiresAt <= clock.now() ? { ...found, state: 'expired' } : found);
  });
  http.on(deleteReservation, async ({ params }) => {
    const released = await database.transaction((tx) => stock.release(tx, params.id));
    await stock.refresh([released.sku]);
    bus.poke();
    return answerOf(released);
  });
}

function answerOf({ id, sku, place, quantity, kind, state, expiresAt }: Reservation): ReservationAnswer {
  return { id, sku, place, quantity, kind, state, expiresAt: new Date(expiresAt).toISOString() };
}

function shortfallAnswer(row: Shortfall) {
  const { sku, place, missing, kind, reference, at } = row;
  return { sku, place, missing, kind, at: new Date(at).toISOString(), ...(reference === null ? {} : { reference }) };
}
