// Small worlds for the tests of the counts: a catalogue of letters, and rows by short words.
import type { Catalogue, Product } from '@faden/engine';
import { type Columns, createColumns, type Row } from '../server/src/logic/evidence/columns.ts';
import { type CrowdSettings, crowdFrom, trainCrowd } from '../server/src/logic/models/crowd/index.ts';

export const day = 86_400_000;
export const now = Date.parse('2026-11-21T12:00:00Z');

/** Articles A, B … in need group `n`, brand by `brands`, category Letters. */
export function lettersCatalogue(skus: readonly string[], brandOf: (sku: string) => string = () => 'X'): Catalogue {
  const products = new Map(
    skus.map((sku): [string, Product] => [
      sku,
      {
        sku,
        name: { de: sku, en: sku },
        brand: brandOf(sku),
        category: ['Letters'],
        needGroup: 'n',
        currency: 'EUR',
        attributes: {},
        tags: [],
        images: [],
        relations: [],
        active: true,
        createdAt: 0,
      },
    ]),
  );
  const where = (test: (p: Product) => boolean) => [...products.values()].filter(test).map((p) => p.sku);
  return {
    version: '1',
    product: (sku: string) => products.get(sku),
    needGroup: (id: string) => ({
      id,
      name: { de: id, en: id },
      kind: 'variety',
      lifetimeDays: 0,
      interestHalfLifeDays: 7,
      vtcWindowDays: 14,
    }),
    skusOfNeed: (id: string) => (id === 'n' ? skus : []),
    skusOfBrand: (brand: string) => where((p) => p.brand === brand),
    skusOfCategory: (name: string) => (name === 'Letters' ? skus : []),
    allSkus: () => skus,
    relatedFrom: () => [],
    search: () => [],
    lowest30dCents: () => undefined,
  };
}

export type Given = Partial<Row> & { who: string; what?: string; ago?: number };

/** A row: who did `kind` with `what`, so many days before now. */
export function rowOf({ who, what, ago = 0, ...more }: Given): Row {
  return {
    kind: 'view',
    sku: what,
    node: who,
    at: now - ago * day,
    place: undefined,
    channel: 'web',
    basket: undefined,
    units: 1,
    ...more,
  };
}

export function columnsOf(rows: readonly Given[], regionOf?: (place: string) => string | undefined): Columns {
  const columns = createColumns(regionOf ? { regionOf } : {});
  for (const row of rows) columns.add(rowOf(row));
  return columns;
}

/** What the crowd answers after these rows. */
export function crowdOf(
  rows: readonly Given[],
  options: Partial<CrowdSettings> & { person?: Int32Array; skus?: string[]; regionOf?: (place: string) => string } = {},
) {
  const columns = columnsOf(rows, options.regionOf);
  const skus = options.skus ?? [...columns.skus()];
  const tables = trainCrowd({ ...columns.frame(), person: options.person }, { nowSeconds: now / 1000, ...options });
  const catalogue = lettersCatalogue(skus, (sku) => (sku < 'C' ? 'early' : 'late'));
  return crowdFrom(tables, columns, () => catalogue, 'test');
}
