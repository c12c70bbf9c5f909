// What is sold: products, need groups, price history; kept in the database, decided on from memory.
import type { NeedGroupInput, PriceInput, ProductInput } from '@faden/contract';
import type { Catalogue as CatalogueView, NeedGroup } from '@faden/engine';
import type { Bus, Fact } from '../../platform/bus/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database, Sql } from '../../platform/database/index.ts';
import { invalid } from '../../platform/http/index.ts';
import type { Log } from '../../platform/log.ts';
import { parseInstant } from '../../platform/zone.ts';
import { createCatalogueCache } from './cache.ts';
import { groupIdOf, needGroupOf } from './need-group.ts';
import { lowestIn30Days } from './price-history.ts';
import { normalised } from './product.ts';
import * as store from './store.ts';

export { catalogueTags } from './data-tags.ts';
export { mountCatalogue } from './routes.ts';

export interface ProductQuery {
  query?: string | undefined;
  cursor?: string | undefined;
  /** 1 to 1000, 100 unless told. */
  limit?: number | undefined;
}
/** A product as given, with its need group and when Faden first heard of it (ISO). */
export type ProductAnswer = ProductInput & { needGroup: string; createdAt: string };
/** What `refresh` has to read again. */
export interface CatalogueChange {
  skus: string[];
  groups?: boolean;
}

export interface Catalogue {
  /** Reads everything into memory and follows changes from then on. */
  load(): Promise<void>;
  /** Creates or replaces products; a price that differs from the last one enters the history. Refuses (422) nothing the contract allows. */
  putProducts(tx: Sql, rows: readonly ProductInput[]): Promise<CatalogueChange>;
  putNeedGroups(tx: Sql, rows: readonly NeedGroupInput[]): Promise<CatalogueChange>;
  /** Adds to the price history; refuses (422) instants without zone. */
  putPrices(tx: Sql, rows: readonly PriceInput[]): Promise<CatalogueChange>;
  /** Takes committed changes into memory at once; other nodes learn of them by the bus. */
  refresh(change: CatalogueChange): Promise<void>;
  get(sku: string): Promise<ProductAnswer | undefined>;
  find(query: ProductQuery): Promise<{ items: ProductAnswer[]; cursor?: string }>;
  needGroups(): Promise<NeedGroup[]>;
  /** Price history of a product and its lowest price in cents in the 30 days before `at` (epoch ms). */
  prices(sku: string, at: number): Promise<{ points: { at: number; cents: number; currency: string }[]; lowestCents?: number }>;
  /** Immutable; ask again for every decision. */
  view(): CatalogueView;
}

const skusPerFact = 2_000;
const pageLimit = 100;
const searchDepth = 1_000;

export function createCatalogue(needs: { database: Database; bus: Bus; clock: Clock; log: Log }): Catalogue {
  const { database, bus, clock } = needs;
  const cache = createCatalogueCache({ database, log: needs.log });

  const announce = async (tx: Sql, change: CatalogueChange): Promise<CatalogueChange> => {
    const skus = [...new Set(change.skus)];
    for (let i = 0; i < skus.length; i += skusPerFact) await bus.publish(tx, 'catalogue.changed', { skus: skus.slice(i, i + skusPerFact) });
    if (change.groups) await bus.publish(tx, 'catalogue.changed', { skus: [], groups: true });
    return { ...change, skus };
  };
  const answerOf = (row: store.ProductRow): ProductAnswer => ({
    ...row.body,
    needGroup: groupIdOf(row.body, cache.groups()),
    createdAt: new Date(row.createdAt).toISOString(),
  });
  const bySearch = async (term: string, from: number, limit: number) => {
    const skus = cache
      .view()
      .search(term, searchDepth)
      .slice(from, from + limit);
    const rows = new Map((await store.productsBySku(database, skus)).map((row) => [row.body.sku, row]));
    const items = skus.flatMap((sku) => rows.get(sku) ?? []).map(answerOf);
    return skus.length < limit ? { items } : { items, cursor: encoded(String(from + limit)) };
  };

  return {
    async load() {
      await bus.follow((facts) => cache.refresh(changeIn(facts)));
      await cache.load();
    },
    async putProducts(tx, rows) {
      const last = [...new Map(rows.map((row) => [row.sku, normalised(row)])).values()];
      if (last.length === 0) return { skus: [] };
      await store.upsertProducts(tx, last, clock.now());
      const prices = last.flatMap(({ sku, price }) => (price ? [{ sku, cents: price.amount, currency: price.currency }] : []));
      if (prices.length) await store.recordCurrentPrices(tx, prices, clock.now());
      return announce(tx, { skus: last.map((row) => row.sku) });
    },
    async putNeedGroups(tx, rows) {
      const last = [...new Map(rows.map((row) => [row.id, row])).values()];
      if (last.length === 0) return { skus: [] };
      await store.upsertNeedGroups(tx, last, clock.now());
      return announce(tx, { skus: [], groups: true });
    },
    async putPrices(tx, rows) {
      const points = new Map(rows.map((row, index) => [`${row.sku}\n${instantOf(row.at, index)}`, row]));
      if (points.size === 0) return { skus: [] };
      await store.upsertPrices(
        tx,
        [...points.values()].map(({ sku, at, amount, currency }, i) => ({
          sku,
          at: instantOf(at, i),
          cents: amount,
          currency: currency ?? 'EUR',
        })),
      );
      return announce(tx, { skus: rows.map((row) => row.sku) });
    },
    refresh: (change) => cache.refresh(change),
    async get(sku) {
      const [row] = await store.productsBySku(database, [sku]);
      return row && answerOf(row);
    },
    async find({ query, cursor, limit = pageLimit }) {
      const after = cursor === undefined ? '' : Buffer.from(cursor, 'base64url').toString();
      if (query?.trim()) return bySearch(query, Math.max(0, Math.floor(Number(after)) || 0), limit);
      const page = await store.pageOfProducts(database, after, limit);
      const items = store.productsIn(page).map(answerOf);
      return page.count < limit || page.last === null ? { items } : { items, cursor: encoded(page.last) };
    },
    needGroups: async () => (await store.allNeedGroups(database)).map(needGroupOf),
    async prices(sku, at) {
      const points = await store.pricesOf(database, sku);
      const lowestCents = lowestIn30Days(
        points.flatMap((p) => [p.at, p.cents]),
        at,
      );
      return lowestCents === undefined ? { points } : { points, lowestCents };
    },
    view: () => cache.view(),
  };
}

const encoded = (text: string) => Buffer.from(text).toString('base64url');

function instantOf(text: string, index: number): string {
  const at = parseInstant(text, 'Europe/Berlin');
  if (at === undefined) throw invalid(`${index}.at`, 'is not an ISO 8601 instant with zone');
  return new Date(at).toISOString();
}

function changeIn(facts: readonly Fact[]): CatalogueChange {
  const ours = facts.filter((fact) => fact.topic === 'catalogue.changed').map((fact) => fact.payload as unknown as CatalogueChange);
  return { skus: [...new Set(ours.flatMap((change) => change.skus))], groups: ours.some((change) => change.groups) };
}
