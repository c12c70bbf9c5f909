// The in-memory world of Herr Schmidt (LOGIC §6.1): one washing machine owned, laptops wanted, two stores.
import type { Offer, Person, Place, Purchase } from '../world.ts';
import {
  type CatalogueInput,
  type ModelsInput,
  memoryCatalogue,
  memoryModels,
  memoryPerson,
  memoryPurchase,
  memorySignal,
  memoryStock,
  memoryWorld,
  type StockRow,
} from './memory-world.ts';

export const at = (text: string): number => Date.parse(text);

export const SCHMIDT_CATALOGUE: CatalogueInput = {
  needGroups: [
    {
      id: 'laptops',
      name: { de: 'Laptops', en: 'laptops' },
      kind: 'durable',
      lifetimeDays: 1460,
      hazard: { k: 3, lambdaDays: 1460 },
      interestHalfLifeDays: 14,
      family: 'electronics',
      priors: { brand: { Acer: 0.2, Samsung: 0.1, Apple: 0.3 } },
    },
    {
      id: 'washers',
      name: { de: 'Waschmaschinen', en: 'washing machines' },
      kind: 'durable',
      lifetimeDays: 3650,
      hazard: { k: 4, lambdaDays: 3650 },
      interestHalfLifeDays: 14,
      family: 'Haushaltsgroßgeräte',
      priors: { brand: { Miele: 0.15 } },
    },
  ],
  products: [
    {
      sku: 'WM-MIELE',
      name: { de: 'Miele WSD', en: 'Miele WSD' },
      brand: 'Miele',
      needGroup: 'washers',
      category: ['Haushalt', 'Waschmaschinen'],
      priceCents: 109900,
    },
    {
      sku: 'AC-SW14',
      name: { de: 'Acer Swift 14', en: 'Acer Swift 14' },
      brand: 'Acer',
      needGroup: 'laptops',
      category: ['Technik', 'Laptops'],
      priceCents: 99900,
      marginCents: 9500,
      model: 'swift-14',
      relations: [
        { type: 'accessory', sku: 'ACC-SLEEVE14' },
        { type: 'accessory', sku: 'ACC-DOCK' },
        { type: 'warranty', sku: 'SVC-WAR3', withinDays: 28 },
      ],
    },
    {
      sku: 'AC-AS15',
      name: { de: 'Acer Aspire 15', en: 'Acer Aspire 15' },
      brand: 'Acer',
      needGroup: 'laptops',
      category: ['Technik', 'Laptops'],
      priceCents: 69900,
    },
    {
      sku: 'SA-GB4',
      name: { de: 'Samsung Book4', en: 'Samsung Book4' },
      brand: 'Samsung',
      needGroup: 'laptops',
      category: ['Technik', 'Laptops'],
      priceCents: 119900,
    },
    {
      sku: 'SA-GB3',
      name: { de: 'Samsung Book3', en: 'Samsung Book3' },
      brand: 'Samsung',
      needGroup: 'laptops',
      category: ['Technik', 'Laptops'],
      priceCents: 89900,
    },
    {
      sku: 'AP-MBA',
      name: { de: 'MacBook Air', en: 'MacBook Air' },
      brand: 'Apple',
      needGroup: 'laptops',
      category: ['Technik', 'Laptops'],
      priceCents: 129900,
    },
    { sku: 'ACC-SLEEVE14', brand: 'Acer', needGroup: 'sleeves', category: ['Technik', 'Zubehör'], priceCents: 2990 },
    { sku: 'ACC-DOCK', brand: 'Acer', needGroup: 'docks', category: ['Technik', 'Zubehör'], priceCents: 14900 },
    {
      sku: 'SVC-WAR3',
      name: { de: 'Garantie 3 Jahre', en: '3-year warranty' },
      needGroup: 'warranties',
      category: ['Service'],
      priceCents: 9900,
    },
  ],
  prices: [
    { sku: 'AC-SW14', cents: 95900, at: at('2026-11-01T00:00:00Z') },
    { sku: 'AC-SW14', cents: 99900, at: at('2026-11-10T00:00:00Z') },
  ],
};

export const PLACES: Place[] = [
  { id: 'st_hh', kind: 'store', name: 'Hamburg', region: 'HH', timeZone: 'Europe/Berlin' },
  { id: 'st_b', kind: 'store', name: 'Berlin', region: 'BE', timeZone: 'Europe/Berlin' },
];

export const STOCK: StockRow[] = [
  { sku: 'AC-SW14', place: 'st_hh', onHand: 3 },
  { sku: 'AC-SW14', place: 'st_b', onHand: 0 },
  { sku: 'AC-AS15', place: 'st_hh', onHand: 2 },
  { sku: 'SA-GB4', place: 'st_hh', onHand: 2 },
  { sku: 'SA-GB3', place: 'st_b', onHand: 4 },
  { sku: 'AP-MBA', place: 'st_hh', onHand: 5 },
  { sku: 'WM-MIELE', place: 'st_hh', onHand: 1 },
  { sku: 'ACC-SLEEVE14', place: 'st_hh', onHand: 9 },
  { sku: 'ACC-DOCK', place: 'st_hh', onHand: 4 },
];

export const OFFER: Offer = {
  id: 'off_acer_hh',
  type: 'price',
  skus: ['AC-SW14'],
  priceCents: 89900,
  stores: ['st_hh'],
  channels: ['tablet', 'till', 'beacon', 'web'],
  segments: [],
  from: at('2026-11-16T00:00:00Z'),
  until: at('2026-11-28T00:00:00Z'),
  text: { de: 'Aktionspreis', en: 'Special price' },
};

export const MODELS: ModelsInput = {
  popular: {
    'buy site': ['AP-MBA', 'SA-GB3', 'WM-MIELE', 'AC-SW14', 'ACC-DOCK'],
    'buy store:st_hh': ['WM-MIELE', 'AP-MBA', 'SA-GB4', 'AC-AS15'],
    'view site': ['AP-MBA', 'SA-GB4', 'AC-SW14', 'ACC-SLEEVE14'],
  },
  together: {
    'view>view AC-SW14': ['SA-GB3', 'AP-MBA', 'AC-AS15'],
    'view>view SA-GB4': ['SA-GB3', 'AC-SW14'],
    'buy>buy AC-SW14': ['ACC-SLEEVE14'],
  },
};

export const WASHER: Purchase = memoryPurchase(at('2025-10-14T10:00:00Z'), 'WM-MIELE', { placeId: 'st_hh', unitPriceCents: 109900 });
export const LAPTOP: Purchase = memoryPurchase(at('2026-11-21T09:40:00Z'), 'AC-SW14', { placeId: 'st_hh', unitPriceCents: 89900 });

const VIEWS: [string, string][] = [
  ['2026-11-13', 'SA-GB4'],
  ['2026-11-17', 'SA-GB4'],
  ['2026-11-18', 'AC-SW14'],
  ['2026-11-18', 'AC-SW14'],
  ['2026-11-19', 'SA-GB4'],
  ['2026-11-19', 'AC-AS15'],
  ['2026-11-20', 'AC-SW14'],
  ['2026-11-20', 'AC-SW14'],
];

export const ALL_PURPOSES = ['service', 'personalisation', 'instore', 'marketing.email'];

/** Herr Schmidt as he is known before 21 November 2026. */
export function schmidt(rest: Parameters<typeof memoryPerson>[0] = {}): Person {
  const signals = VIEWS.map(([day, sku], i) => memorySignal(at(`${day}T09:05:00Z`), sku, { id: `v${i}`, device: i >= 6 ? 'd2' : 'd1' }));
  return memoryPerson({ id: 'p_1', externalId: 'c_schmidt', basis: 'card', purposes: ALL_PURPOSES, signals, purchases: [WASHER], ...rest });
}

/** The world at one moment for one person. */
export function schmidtWorld(
  now: string,
  person: Person = schmidt(),
  rest: { stock?: StockRow[]; holdout?: { share: number; seed: string } } = {},
) {
  return memoryWorld({
    catalogue: memoryCatalogue(SCHMIDT_CATALOGUE),
    stock: memoryStock(PLACES, rest.stock ?? STOCK),
    models: memoryModels(MODELS),
    offers: [OFFER],
    person,
    now: at(now),
    holdout: rest.holdout,
  });
}
