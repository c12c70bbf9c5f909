// Keeps the catalogue in memory: reads it whole once, afterwards only what changed.
import type { NeedGroupInput } from '@faden/contract';
import type { Catalogue as CatalogueView } from '@faden/engine';
import type { Database } from '../../platform/database/index.ts';
import type { Log } from '../../platform/log.ts';
import type { CatalogueChange } from './index.ts';
import { groupIdOf, type NeedGroups, needGroupsOf } from './need-group.ts';
import { productOf } from './product.ts';
import { createRevisions } from './revisions.ts';
import { createSearchIndex, type SearchIndex } from './search.ts';
import { type Entry, emptySnapshot, entriesIn, entryIn, withEntries } from './snapshot.ts';
import * as store from './store.ts';
import { viewOf } from './view.ts';

export interface CatalogueCache {
  load(): Promise<void>;
  refresh(change: CatalogueChange): Promise<void>;
  groups(): NeedGroups;
  view(): CatalogueView;
}

const pageSize = 20_000;
const refreshSize = 5_000;
const indexSlice = 1_000;

/** Makes the search index ahead of the first search, in slices, so that nobody waits for it. */
async function indexOf(entries: readonly Entry[]): Promise<SearchIndex> {
  const index = createSearchIndex([]);
  for (let i = 0; i < entries.length; i += indexSlice) {
    for (const entry of entries.slice(i, i + indexSlice)) index.put(entry.product);
    await new Promise((resolve) => setImmediate(resolve));
  }
  index.search('a', 1);
  return index;
}

export function createCatalogueCache(needs: { database: Database; log: Log }): CatalogueCache {
  const { database, log } = needs;
  let groups: NeedGroups = needGroupsOf([]);
  let groupsRead = '';
  let snapshot = emptySnapshot();
  let index: SearchIndex | undefined;
  let version = 0;
  /** Reads of the same rows must not overtake one another. */
  let line: Promise<unknown> = Promise.resolve();

  const search = () => {
    index ??= createSearchIndex([...entriesIn(snapshot)].map((entry) => entry.product));
    return index;
  };
  const revisions = createRevisions();
  let view = viewOf(snapshot, groups, '0', search, revisions);
  const renew = () => {
    version += 1;
    view = viewOf(snapshot, groups, String(version), search, revisions);
  };
  const entryOf = (row: store.ProductRow, prices: readonly number[] | undefined): Entry => ({
    product: productOf(row.body, row.createdAt, groups, prices),
    prices: prices ?? [],
    derived: row.body.needGroup === undefined,
    stamp: row.stamp,
  });
  const apply = (entries: readonly Entry[]) => {
    for (const entry of entries) revisions.note(entryIn(snapshot, entry.product.sku)?.product, entry.product, version + 1);
    snapshot = withEntries(snapshot, entries);
    if (index) for (const entry of entries) index.put(entry.product);
  };
  const readGroups = (declared: readonly NeedGroupInput[]) => {
    groupsRead = JSON.stringify(declared);
    groups = needGroupsOf(declared);
  };
  const isRead = (row: store.ProductRow, prices: readonly number[]): boolean => {
    const known = entryIn(snapshot, row.body.sku);
    return known?.stamp === row.stamp && known.prices.length === prices.length && known.prices.every((value, i) => value === prices[i]);
  };
  /** Products without a need group of their own follow the declared ones. */
  const regroup = () => {
    const moved: Entry[] = [];
    for (const entry of entriesIn(snapshot)) {
      if (!entry.derived) continue;
      const { sku, category } = entry.product;
      const needGroup = groupIdOf({ sku, category: category.length ? category : undefined }, groups);
      if (needGroup !== entry.product.needGroup) moved.push({ ...entry, product: { ...entry.product, needGroup } });
    }
    if (moved.length) apply(moved);
  };
  const reread = async (change: CatalogueChange) => {
    let news = false;
    if (change.groups) {
      const declared = await store.allNeedGroups(database);
      news = JSON.stringify(declared) !== groupsRead;
      readGroups(declared);
      if (news) {
        regroup();
        revisions.reset(version + 1);
      }
    }
    for (let i = 0; i < change.skus.length; i += refreshSize) {
      const skus = change.skus.slice(i, i + refreshSize);
      const [rows, prices] = await Promise.all([store.productsBySku(database, skus), store.priceHistory(database, skus)]);
      // This process has often read its own write before the fact about it arrives.
      const changed = rows.filter((row) => !isRead(row, prices.get(row.body.sku) ?? []));
      news ||= changed.length > 0;
      if (changed.length) apply(changed.map((row) => entryOf(row, prices.get(row.body.sku))));
    }
    if (news) renew();
  };
  const inLine = (work: () => Promise<void>): Promise<void> => {
    const done = line.then(work);
    line = done.catch(() => {});
    return done;
  };

  return {
    load: () =>
      inLine(async () => {
        readGroups(await store.allNeedGroups(database));
        const prices = await store.priceHistory(database);
        const entries: Entry[] = [];
        let next: Promise<store.ProductPage> | undefined = store.pageOfProducts(database, '', pageSize);
        while (next) {
          const page: store.ProductPage = await next;
          next = page.last !== null && page.count === pageSize ? store.pageOfProducts(database, page.last, pageSize) : undefined;
          for (const row of store.productsIn(page)) entries.push(entryOf(row, prices.get(row.body.sku)));
        }
        entries.sort((a, b) => (a.product.sku < b.product.sku ? -1 : 1));
        index = await indexOf(entries);
        snapshot = withEntries(emptySnapshot(), entries);
        revisions.reset(version + 1);
        renew();
        log.debug({ products: entries.length }, 'catalogue loaded');
      }),
    refresh: (change) => (change.groups || change.skus.length ? inLine(() => reread(change)) : Promise.resolve()),
    groups: () => groups,
    view: () => view,
  };
}
