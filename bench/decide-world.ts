// A retailer of 100,000 products for measuring decide(): the server's own catalogue snapshot and trained tables, without a database.
import type {
  Catalogue,
  Instant,
  Models,
  NeedGroup,
  Offer,
  Person,
  Place,
  Product,
  Purchase,
  Signal,
  SignalKind,
  Stock,
} from '@faden/engine';
import { memoryProduct } from '@faden/engine/testing';
import { needGroupsOf } from '../server/src/data/catalogue/need-group.ts';
import { createRevisions } from '../server/src/data/catalogue/revisions.ts';
import { createSearchIndex, type SearchIndex } from '../server/src/data/catalogue/search.ts';
import { emptySnapshot, entryIn, type Snapshot, withEntries } from '../server/src/data/catalogue/snapshot.ts';
import { viewOf } from '../server/src/data/catalogue/view.ts';
import { createColumns } from '../server/src/logic/evidence/columns.ts';
import { createCompany } from '../server/src/logic/models/company.ts';
import { trainCrowd } from '../server/src/logic/models/crowd/index.ts';
import type { Kind } from '../server/src/logic/models/kind.ts';
import { crowd } from '../server/src/logic/models/kinds/crowd.ts';

export const DAY = 86_400_000;
export const NOW: Instant = Date.parse('2026-03-02T10:00:00Z');

/** Small deterministic generator (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const COLOURS = ['navy', 'black', 'white', 'red', 'green'];
export const NEEDS = 800;
/** A few need groups are large, most hold about a hundred articles. */
const needOf = (i: number): number => (i % 10 === 0 ? Math.floor(i / 10) % 4 : i % NEEDS);

const SYLLABLES = ['ka', 'lo', 'mi', 'ten', 'ra', 'vo', 'su', 'bel', 'dor', 'fin'];
/** About a thousand products share each word. */
export const WORDS = Array.from(
  { length: 100 },
  (_, i) => `${SYLLABLES[i % 10]}${SYLLABLES[Math.floor(i / 10)]}${SYLLABLES[(i * 7) % 10]}`,
);

export function productAt(i: number): Product {
  const need = needOf(i);
  return memoryProduct({
    sku: `SKU-${i}`,
    gtin: String(4_000_000_000_000 + i),
    name: { de: `${WORDS[i % 97]} ${WORDS[(need * 7) % 89]} ${need}`, en: `${WORDS[i % 97]} ${WORDS[(need * 7) % 89]} ${need}` },
    brand: `Brand${(need * 7 + (i % 23)) % 500}`,
    category: ['Shop', `Dept ${need % 20}`, `Cat ${need}`],
    needGroup: `need${need}`,
    priceCents: 500 + ((i * 37) % 90_000),
    marginCents: 50 + (i % 900),
    attributes: { colour: COLOURS[i % 5]!, size: String(i % 12), weight: i % 40, material: `m${i % 15}` },
    tags: ['new', `tag${i % 30}`],
    images: [`https://cdn.example.de/${i}.jpg`],
    model: `M${Math.floor(i / 5)}`,
    relations:
      i % 10 === 1
        ? [{ type: 'accessory', sku: `SKU-${i + 1}` }, ...(i % 50 === 1 ? [{ type: 'warranty', sku: `SKU-${i + 4}` }] : [])]
        : [],
  });
}

const KINDS = ['durable', 'variety', 'consumable', 'variety'] as const;

export interface Range {
  catalogue(): Catalogue;
  /** A new price for one article: a new catalogue object and version, as the server makes them. */
  reprice(i: number, cents: number): void;
}

export function makeRange(count: number): Range {
  const groups = needGroupsOf(
    Array.from({ length: NEEDS }, (_, i) => ({
      id: `need${i}`,
      name: { de: `Bedarf ${i}`, en: `Need ${i}` },
      kind: KINDS[i % 4] as NeedGroup['kind'],
      family: `family${i % 100}`,
    })),
  );
  const entry = (product: Product, stamp: string) => ({ product, prices: [NOW - 40 * DAY, product.priceCents!], derived: false, stamp });
  let snapshot: Snapshot = withEntries(
    emptySnapshot(),
    Array.from({ length: count }, (_, i) => entry(productAt(i), '1')),
  );
  let index: SearchIndex | undefined;
  const search = () => {
    index ??= createSearchIndex([...snapshot.base.entries.values(), ...snapshot.top.entries.values()].map((one) => one.product));
    return index;
  };
  let version = 1;
  const revisions = createRevisions();
  revisions.reset(version);
  let view = viewOf(snapshot, groups, String(version), search, revisions);
  return {
    catalogue: () => view,
    reprice(i, priceCents) {
      const product = { ...productAt(i), priceCents };
      version += 1;
      revisions.note(entryIn(snapshot, product.sku)?.product, product, version);
      snapshot = withEntries(snapshot, [entry(product, String(version))]);
      view = viewOf(snapshot, groups, String(version), search, revisions);
    },
  };
}

export const PLACES: Place[] = [
  { id: 'web', kind: 'web', name: 'Web', timeZone: 'Europe/Berlin' },
  ...['hh', 'b', 'm', 'k'].map(
    (id): Place => ({ id: `st_${id}`, kind: 'store', name: `Filiale ${id}`, region: id, timeZone: 'Europe/Berlin' }),
  ),
];

export function makeStock(): Stock {
  const numberOf = (sku: string): number => Number(sku.slice(4)) || 0;
  const answer = (placeId: string, atp: number, now: Instant) =>
    ({ placeId, atp, state: atp > 1 ? 'in_stock' : atp === 1 ? 'low' : 'out', asOf: now }) as const;
  return {
    place: (id) => PLACES.find((place) => place.id === id),
    places: () => PLACES,
    inStore: (sku, placeId, now) => answer(placeId, numberOf(sku) % 3, now),
    online: (sku, now) => answer('web', numberOf(sku) % 11, now),
  };
}

export function makeOffers(count: number, products: number, random: () => number): Offer[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `off${i}`,
    type: 'percent',
    percent: 5 + (i % 20),
    stores: i % 3 === 0 ? ['st_hh'] : [],
    channels: [],
    segments: [],
    text: { de: 'Aktion', en: 'Offer' },
    skus: i % 10 === 0 ? [] : Array.from({ length: 20 }, () => `SKU-${Math.floor(random() * products)}`),
    ...(i % 10 === 0 ? { needGroup: `need${i % NEEDS}` } : {}),
    from: NOW - 5 * DAY,
    until: NOW + (1 + (i % 20)) * DAY,
  }));
}

const SIGNALS: SignalKind[] = [
  'view',
  'view',
  'view',
  'view',
  'longview',
  'searchclick',
  'cart',
  'wish',
  'scan',
  'compare',
  'impression',
  'buy',
];

/** A regular: about 450 signals and 50 purchases in a dozen needs, over a year. */
export function makePerson(id: number, products: number, signals = 450, purchases = 50): Person {
  const random = randomOf(id * 7919 + 1);
  const needs = Array.from({ length: 12 }, () => Math.floor(random() * NEEDS));
  const pick = (): string => {
    const need = needs[Math.floor(random() ** 2 * needs.length)]!;
    return random() < 0.9
      ? `SKU-${(need + NEEDS * Math.floor(random() * Math.floor(products / NEEDS))) % products}`
      : `SKU-${Math.floor(random() * products)}`;
  };
  const made = Array.from(
    { length: signals },
    (_, i): Signal => ({
      at: NOW - Math.floor((1 - i / signals) ** 2 * 300 * DAY) - 1000,
      id: `e${id}-${i}`,
      kind: SIGNALS[Math.floor(random() * SIGNALS.length)]!,
      sku: pick(),
      channel: random() < 0.8 ? 'web' : 'store',
      device: `d${id}`,
      ...(random() < 0.5 ? { priceCents: 1000 + Math.floor(random() * 60_000) } : {}),
    }),
  );
  const bought = Array.from({ length: purchases }, (_, i): Purchase => {
    const at = NOW - Math.floor((1 - i / purchases) * 700 * DAY) - 3_600_000;
    return {
      sku: pick(),
      quantity: 1,
      unitPriceCents: 1999,
      channel: i % 2 ? 'store' : 'web',
      placeId: 'st_hh',
      at,
      acceptedAt: at,
      ref: `r${id}-${Math.floor(i / 3)}`,
    };
  });
  return {
    id: `p${id}`,
    externalId: `c${id}`,
    basis: 'login',
    purposes: new Set(['service', 'analytics', 'personalisation', 'instore', 'advertising']),
    signals: made,
    purchases: bought,
    cart: [{ sku: pick(), quantity: 1, at: NOW - DAY }],
    wishlist: [{ sku: pick(), at: NOW - 2 * DAY }],
    searches: [{ term: WORDS[(needs[0]! * 7) % 89]!, at: NOW - DAY }],
    dismissed: [{ sku: pick(), at: NOW - 3 * DAY }],
    openComplaints: [],
  };
}

/** Tables trained on `rows` interactions, the same way the server trains. */
export function makeModels(range: Range, products: number, rows: number): Models {
  const random = randomOf(42);
  const columns = createColumns();
  const kinds = ['view', 'view', 'view', 'view', 'cart', 'wish', 'scan', 'buy'] as const;
  for (let i = 0; i < rows; ) {
    const node = `n${Math.floor(random() * (rows / 20))}`;
    const need = Math.floor(random() * NEEDS);
    const at = NOW - Math.floor(random() * 60 * DAY);
    for (let k = 0; k < 8 && i < rows; k++, i++) {
      const kind = kinds[Math.floor(random() * kinds.length)]!;
      const sku = `SKU-${(need + NEEDS * Math.floor(random() ** 3 * Math.floor(products / NEEDS))) % products}`;
      columns.add({
        kind,
        sku,
        node,
        at: at + k * 20_000,
        place: random() < 0.3 ? 'st_hh' : undefined,
        channel: 'web',
        basket: kind === 'buy' ? `b${i}` : undefined,
        units: 1,
      });
    }
  }
  const tables = trainCrowd(columns.frame(), { nowSeconds: Math.floor(NOW / 1000) });
  const company = createCompany({ columns: () => columns, catalogue: range.catalogue });
  const told = { validation: {}, parameters: {}, needNames: [], bytes: 0, seconds: 0, rows, seen: rows };
  company.seat(crowd as Kind, { version: 'bench', at: NOW, tables, ...told });
  return company.models();
}
