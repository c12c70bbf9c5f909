// Catalogue over HTTP.
import { getNeedGroups, getPrices, getProduct, getProducts, putNeedGroups, putPrices, putProducts } from '@faden/contract';
import type { Bus } from '../../platform/bus/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database, Sql } from '../../platform/database/index.ts';
import { type Http, invalid, notFound } from '../../platform/http/index.ts';
import { parseInstant } from '../../platform/zone.ts';
import type { Catalogue, CatalogueChange } from './index.ts';

/** Rows written in one statement of a large upload. */
const chunkSize = 5_000;

export function mountCatalogue(http: Http, catalogue: Catalogue, needs: { database: Database; bus: Bus; clock: Clock }): void {
  const { database, bus, clock } = needs;
  /** Writes all rows in one transaction, chunk by chunk, and shows them to the next call. */
  const stored = async <Row>(rows: readonly Row[], put: (tx: Sql, chunk: readonly Row[]) => Promise<CatalogueChange>) => {
    const changes: CatalogueChange[] = [];
    await database.transaction(async (tx) => {
      for (let i = 0; i < rows.length; i += chunkSize) changes.push(await put(tx, rows.slice(i, i + chunkSize)));
    });
    await catalogue.refresh({ skus: [...new Set(changes.flatMap((c) => c.skus))], groups: changes.some((c) => c.groups) });
    bus.poke();
    return { stored: rows.length };
  };
  http.on(putProducts, ({ body }) => stored(body, catalogue.putProducts));
  http.on(putNeedGroups, ({ body }) => stored(body, catalogue.putNeedGroups));
  http.on(putPrices, ({ body }) => stored(body, catalogue.putPrices));
  http.on(getProduct, async ({ params }) => {
    const product = await catalogue.get(params.sku);
    if (!product) throw notFound(`product ${params.sku}`);
    return product;
  });
  http.on(getProducts, ({ query }) => catalogue.find(query));
  http.on(getNeedGroups, async () => ({ items: await catalogue.needGroups() }));
  http.on(getPrices, async ({ query }) => {
    const at = query.at === undefined ? clock.now() : parseInstant(query.at, 'Europe/Berlin');
    if (at === undefined) throw invalid('at', 'is not an ISO 8601 instant with zone');
    const { points, lowestCents } = await catalogue.prices(query.sku, at);
    const items = points.map((p) => ({ sku: query.sku, amount: p.cents, currency: p.currency, at: new Date(p.at).toISOString() }));
    return lowestCents === undefined
      ? { items }
      : { items, lowest30d: { amount: lowestCents, currency: points.at(-1)?.currency ?? 'EUR' } };
  });
}
