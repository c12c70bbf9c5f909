// The range of a department store for tests: ten needs in three families, a dozen articles each, with everything strategies ask for.
import type { NeedKind, Place, Relation } from '../world.ts';
import type { CatalogueInput, NeedGroupInput, ProductInput, StockRow } from './memory-world.ts';

export const RICH_NOW = Date.parse('2026-11-21T09:05:00Z');
const DAY = 86_400_000;
export const daysAgo = (days: number): number => RICH_NOW - days * DAY;

interface Line {
  prefix: string;
  need: string;
  name: string;
  kind: NeedKind;
  lifetimeDays: number;
  family: string;
  category: string[];
  cents: number;
}

const line = (
  prefix: string,
  need: string,
  name: string,
  kind: NeedKind,
  lifetimeDays: number,
  family: string,
  path: string,
  cents: number,
): Line => ({
  prefix,
  need,
  name,
  kind,
  lifetimeDays,
  family,
  category: path.split('/'),
  cents,
});

export const LINES: readonly Line[] = [
  line('LA', 'laptops', 'Laptop', 'durable', 1460, 'tech', 'Technik/Laptops', 80_000),
  line('WA', 'washers', 'Waschmaschine', 'durable', 3650, 'tech', 'Technik/Waschmaschinen', 60_000),
  line('PR', 'printers', 'Drucker', 'durable', 1800, 'tech', 'Technik/Drucker', 15_000),
  line('TO', 'toner', 'Toner', 'consumable', 120, 'tech', 'Technik/Verbrauch', 6_000),
  line('AC', 'accessories', 'Zubehör', 'variety', 365, 'tech', 'Technik/Zubehör', 2_000),
  line('SV', 'services', 'Service', 'service', 365, 'tech', 'Technik/Service', 9_000),
  line('BL', 'blouses', 'Bluse', 'variety', 365, 'fashion', 'Mode/Blusen', 4_000),
  line('SH', 'shoes', 'Schuh', 'variety', 365, 'fashion', 'Mode/Schuhe', 7_000),
  line('CO', 'coffee', 'Kaffee', 'consumable', 30, 'food', 'Genuss/Kaffee', 900),
  line('YO', 'yoghurt', 'Joghurt', 'perishable', 14, 'food', 'Genuss/Joghurt', 150),
];

export const PER_LINE = 14;
const BRANDS = ['Anker', 'Birke', 'Hausmarke', 'Delta'];
const COLOURS = ['navy', 'blau', 'rot', 'grün', 'schwarz'];
const SIZES = ['S', 'M', 'L'];
const LABELS = ['A', 'B', 'C', 'D', 'E'];
const STYLES = ['klassisch', 'sportlich', 'festlich'];
const WORDS = ['leicht', 'robust', 'leise', 'schnell', 'klein', 'groß', 'warm'];

/** Links of single articles: what the person owns, what lies in the basket, what the page is about. */
const RELATIONS: Readonly<Record<string, Relation[]>> = {
  'LA-1': [
    { type: 'accessory', sku: 'AC-1' },
    { type: 'accessory', sku: 'AC-2' },
    { type: 'warranty', sku: 'SV-3', withinDays: 28 },
    { type: 'service', sku: 'SV-2' },
    { type: 'care', sku: 'AC-3' },
    { type: 'set', sku: 'AC-4' },
    { type: 'compatible', sku: 'AC-5' },
    { type: 'spare', sku: 'AC-6' },
    { type: 'consumable', sku: 'TO-3' },
  ],
  'LA-3': [
    { type: 'accessory', sku: 'AC-7' },
    { type: 'bundle', sku: 'AC-8' },
    { type: 'look', sku: 'AC-9' },
  ],
  'PR-1': [{ type: 'consumable', sku: 'TO-1' }],
  'WA-1': [
    { type: 'accessory', sku: 'AC-12' },
    { type: 'successor', sku: 'WA-5' },
    { type: 'tradein', sku: 'SV-4' },
  ],
  'BL-3': [
    { type: 'look', sku: 'SH-4' },
    { type: 'look', sku: 'SH-5' },
    { type: 'bundle', sku: 'SH-6' },
    { type: 'accessory', sku: 'SH-7' },
  ],
  'CO-5': [
    { type: 'recipe', sku: 'YO-6' },
    { type: 'project', sku: 'AC-10' },
  ],
};

/** Ages in days of what came after the first import; the others were always there. */
const AGES: Readonly<Record<number, number>> = { 10: 1, 11: 9, 12: 25 };

function productOf({ prefix, need, name, category, cents }: Line, i: number): ProductInput {
  const sku = `${prefix}-${i}`;
  const priceCents = Math.round(cents * (0.7 + i * 0.06));
  const reduced = i % 5 === 2;
  const word = `${WORDS[i % 7]} ${WORDS[(i * 3 + 1) % 7]}`;
  return {
    sku,
    needGroup: need,
    name: { de: `${name} ${i} ${word}`, en: `${need} ${i} ${word}` },
    brand: BRANDS[i % 4]!,
    category,
    priceCents,
    listPriceCents: reduced ? Math.round(priceCents * (1.2 + i / 100)) : priceCents,
    ...(reduced ? { priceSince: daysAgo(5) } : {}),
    marginCents: Math.round(priceCents * (0.05 + ((i * 7) % 11) / 50)),
    model: `${prefix}m${Math.floor(i / 3)}`,
    attributes: {
      rating: 3 + ((i * 3) % 5) / 2,
      ...(prefix === 'BL' || prefix === 'SH'
        ? { size: SIZES[i % 3]!, style: STYLES[i % 3]!, material: `m${i % 4}`, pattern: `p${i % 2}` }
        : {}),
      ...(prefix === 'LA' || prefix === 'WA' ? { energyLabel: LABELS[i % 5]! } : {}),
      colour: COLOURS[(i * 2) % 5]!,
      shape: `s${i % 3}`,
      zone: category.at(-1)!,
      subscribable: prefix === 'CO' && i < 4,
    },
    tags: [i % 4 === 2 ? 'ownbrand' : 'brand', ...(i % 7 === 4 ? ['clearance'] : []), ...(i % 6 === 1 ? ['rainy'] : [])],
    relations: RELATIONS[sku] ?? [],
    createdAt: AGES[i] === undefined ? daysAgo(900) : daysAgo(AGES[i]),
    ...(i === 13 ? { availableFrom: daysAgo(-20) } : {}),
  };
}

const needGroups: NeedGroupInput[] = LINES.map(({ need, name, kind, lifetimeDays, family }) => ({
  id: need,
  name: { de: name, en: need },
  kind,
  lifetimeDays,
  family,
  ...(kind === 'durable' ? { hazard: { k: 3, lambdaDays: lifetimeDays } } : {}),
}));

const GIFT_CARD: ProductInput = {
  sku: 'GC-1',
  needGroup: 'giftcards',
  name: { de: 'Gutschein', en: 'Gift card' },
  category: ['Gutscheine'],
  priceCents: 5000,
  tags: ['giftcard'],
};

export const RICH_PRODUCTS: ProductInput[] = [
  ...LINES.flatMap((one) => Array.from({ length: PER_LINE }, (_, i) => productOf(one, i))),
  GIFT_CARD,
];

export const RICH_CATALOGUE: CatalogueInput = {
  needGroups,
  products: RICH_PRODUCTS,
  // Before five days ago everything reduced cost a quarter more.
  prices: RICH_PRODUCTS.filter((one) => one.priceSince).flatMap(({ sku, priceCents = 0 }) => [
    { sku, cents: Math.round(priceCents * 1.25), at: daysAgo(20) },
  ]),
};

const place = (id: string, kind: Place['kind'], name: string, region?: string, geo?: Place['geo']): Place => ({
  id,
  kind,
  name,
  timeZone: 'Europe/Berlin',
  ...(region ? { region } : {}),
  ...(geo ? { geo } : {}),
});

export const RICH_PLACES: Place[] = [
  place('web', 'web', 'Web'),
  place('st_hh', 'store', 'Hamburg', 'HH', { lat: 53.55, lon: 10 }),
  place('st_al', 'store', 'Altona', 'HH', { lat: 53.56, lon: 9.93 }),
  place('st_b', 'store', 'Berlin', 'BE', { lat: 52.52, lon: 13.4 }),
];

/** Every third article is sold out on the web, every fourth in Hamburg; some came back, some go off. */
export const RICH_STOCK: StockRow[] = RICH_PRODUCTS.flatMap(({ sku, category = [] }, n): StockRow[] => {
  const shelf = `${category.at(-1)} 1`;
  const fresh = sku.startsWith('YO') && n % 3 === 0 ? { bestBefore: daysAgo(-1) } : {};
  const back = n % 5 === 1 ? { restockedAt: daysAgo(1 + (n % 9)) } : {};
  return [
    { sku, place: 'web', onHand: n % 9 === 8 ? 0 : 1 + (n % 7), ...back },
    { sku, place: 'st_hh', onHand: n % 5 === 4 ? 0 : 1 + (n % 5), shelf, ...fresh },
    { sku, place: 'st_al', onHand: n % 6 === 5 ? 0 : 2, shelf },
    { sku, place: 'st_b', onHand: n % 2, shelf },
  ];
});
