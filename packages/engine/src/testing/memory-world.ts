// A whole retailer in memory for tests: catalogue, stock and persons from plain lists, no database; models are in memory-models.ts.
import type { DecisionWorld } from '../decide/request.ts';
import type {
  Availability,
  Catalogue,
  Editorial,
  Instant,
  Models,
  NeedGroup,
  Offer,
  Person,
  Place,
  Product,
  Purchase,
  Signal,
  Stock,
} from '../world.ts';
import { memoryModels } from './memory-models.ts';

export * from './memory-models.ts';

export type ProductInput = Partial<Product> & { sku: string; needGroup: string };
export type NeedGroupInput = Partial<NeedGroup> & { id: string };

/** A product with defaults; `priceCents` stays undefined unless given. */
export function memoryProduct(input: ProductInput): Product {
  return {
    name: { de: input.sku, en: input.sku },
    category: [],
    currency: 'EUR',
    attributes: {},
    tags: [],
    images: [],
    relations: [],
    active: true,
    createdAt: 0,
    ...input,
  };
}

export function memoryNeedGroup(input: NeedGroupInput): NeedGroup {
  const durable = input.kind === 'durable';
  return {
    name: { de: input.id, en: input.id },
    kind: 'variety',
    lifetimeDays: 365,
    interestHalfLifeDays: durable ? 14 : 7,
    vtcWindowDays: durable ? 30 : 14,
    ...input,
  };
}

function groupBy(products: readonly Product[], keys: (product: Product) => readonly (string | undefined)[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const product of products) {
    for (const key of new Set(keys(product))) {
      if (key === undefined) continue;
      const list = found.get(key);
      if (list) list.push(product.sku);
      else found.set(key, [product.sku]);
    }
  }
  return found;
}

export interface CatalogueInput {
  products: ProductInput[];
  needGroups?: NeedGroupInput[];
  prices?: { sku: string; cents: number; at: Instant }[];
  version?: string;
}

const DAY = 86_400_000;

export function memoryCatalogue({ products: inputs, needGroups = [], prices = [], version = 'c1' }: CatalogueInput): Catalogue {
  const products = inputs.map(memoryProduct);
  const bySku = new Map(products.map((product) => [product.sku, product]));
  const groups = new Map(needGroups.map((group) => [group.id, memoryNeedGroup(group)]));
  const byNeed = groupBy(products, (product) => [product.needGroup]);
  const byBrand = groupBy(products, (product) => [product.brand]);
  const byCategory = groupBy(products, (product) => product.category);
  const related = new Map<string, string[]>();
  for (const product of products) {
    for (const { type, sku } of product.relations) related.set(`${type} ${sku}`, [...(related.get(`${type} ${sku}`) ?? []), product.sku]);
  }
  const words = (product: Product): string =>
    [product.sku, product.name.de, product.name.en, product.brand, product.gtin, ...product.category, ...product.tags]
      .join(' ')
      .toLowerCase();
  return {
    version,
    product: (sku) => bySku.get(sku),
    needGroup(id) {
      let group = groups.get(id);
      if (!group) {
        group = memoryNeedGroup({ id });
        groups.set(id, group);
      }
      return group;
    },
    needGroupsOfFamily: (family) => [...groups.values()].filter((group) => group.family === family).map((group) => group.id),
    skusOfNeed: (id) => byNeed.get(id) ?? [],
    skusOfBrand: (brand) => byBrand.get(brand) ?? [],
    skusOfCategory: (category) => byCategory.get(category) ?? [],
    allSkus: () => products.map((product) => product.sku),
    relatedFrom: (sku, type) => related.get(`${type} ${sku}`) ?? [],
    search(term, limit) {
      const tokens = term.toLowerCase().split(/\s+/).filter(Boolean);
      return products
        .filter((product) => tokens.every((token) => words(product).includes(token)))
        .slice(0, limit)
        .map((product) => product.sku);
    },
    lowest30dCents(sku, at) {
      const asked = prices.filter((price) => price.sku === sku && price.at <= at && price.at > at - 30 * DAY).map((price) => price.cents);
      return asked.length > 0 ? Math.min(...asked) : undefined;
    },
  };
}

export interface StockRow {
  sku: string;
  place: string;
  onHand: number;
  shelf?: string;
  /** When it came back after it was sold out. */
  restockedAt?: Instant;
  bestBefore?: Instant;
}

export function memoryStock(places: Place[], rows: readonly StockRow[] = []): Stock {
  const counted = new Set(rows.map((row) => row.sku));
  const here = new Map(rows.map((row) => [`${row.sku} ${row.place}`, row.onHand]));
  const shelves = new Map(rows.flatMap((row) => (row.shelf === undefined ? [] : [[`${row.sku} ${row.place}`, row.shelf] as const])));
  const answer = (sku: string, placeId: string, atp: number, now: Instant): Availability => {
    const state = !counted.has(sku) ? 'untracked' : atp >= 1 ? (atp <= 1 ? 'low' : 'in_stock') : 'out';
    const shelf = shelves.get(`${sku} ${placeId}`);
    return { placeId, atp, state, asOf: now, ...(shelf === undefined ? {} : { shelf }) };
  };
  const warehouses = places.filter((place) => place.kind !== 'store');
  const shipping = warehouses.length > 0 ? warehouses : places;
  return {
    place: (id) => places.find((place) => place.id === id),
    places: () => places,
    inStore: (sku, placeId, now) => answer(sku, placeId, here.get(`${sku} ${placeId}`) ?? 0, now),
    online: (sku, now) =>
      answer(
        sku,
        'web',
        shipping.reduce((sum, place) => sum + (here.get(`${sku} ${place.id}`) ?? 0), 0),
        now,
      ),
    restocked: (since, placeId) =>
      rows
        .filter((row) => row.restockedAt !== undefined && row.restockedAt >= since && (placeId === undefined || row.place === placeId))
        .map((row) => ({ sku: row.sku, at: row.restockedAt! }))
        .sort((a, b) => b.at - a.at),
    expiring: (placeId, until) =>
      rows
        .filter((row) => row.place === placeId && row.bestBefore !== undefined && row.bestBefore <= until)
        .map((row) => ({ sku: row.sku, bestBefore: row.bestBefore! }))
        .sort((a, b) => a.bestBefore - b.bestBefore),
  };
}

export function memoryPerson(input: Partial<Omit<Person, 'purposes'>> & { purposes?: Iterable<string> } = {}): Person {
  return {
    id: 'p1',
    basis: 'none',
    signals: [],
    purchases: [],
    cart: [],
    wishlist: [],
    searches: [],
    dismissed: [],
    openComplaints: [],
    ...input,
    purposes: new Set(input.purposes ?? []),
  };
}

let serial = 0;

/** A signal with defaults: a web view on device d1. */
export function memorySignal(at: Instant, sku: string, rest: Partial<Signal> = {}): Signal {
  serial += 1;
  return { at, id: `e${String(serial).padStart(6, '0')}`, kind: 'view', sku, channel: 'web', device: 'd1', ...rest };
}

export function memoryPurchase(at: Instant, sku: string, rest: Partial<Purchase> = {}): Purchase {
  return { sku, quantity: 1, unitPriceCents: 0, channel: 'store', at, acceptedAt: at, ref: `r-${at}`, ...rest };
}

export interface WorldInput {
  catalogue: Catalogue;
  stock?: Stock;
  models?: Models;
  offers?: Offer[];
  editorial?: Editorial;
  person?: Person;
  now: Instant;
  seed?: string;
  holdout?: { share: number; seed: string };
}

export function memoryWorld(input: WorldInput): DecisionWorld {
  return {
    catalogue: input.catalogue,
    stock: input.stock ?? memoryStock([]),
    models: input.models ?? memoryModels(),
    offers: input.offers ?? [],
    ...(input.editorial ? { editorial: input.editorial } : {}),
    person: input.person ?? memoryPerson(),
    now: input.now,
    decisionId: 'dec_1',
    seed: input.seed ?? 'seed',
    token: (i) => `tok_${i}`,
    holdout: input.holdout,
  };
}
