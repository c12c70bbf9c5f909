// The world of Herr Schmidt's story: stores, goods, offer, market and the man himself, put in through the API.
import type { client } from '../start-faden.ts';

export type Api = ReturnType<typeof client>;

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const product = (sku: string, brand: string, needGroup: string, category: string[], cents: number, more: Record<string, unknown> = {}) => ({
  sku,
  name: { de: `${brand} ${sku}`, en: `${brand} ${sku}` },
  brand,
  category,
  needGroup,
  price: eur(cents),
  ...more,
});

export const goods = [
  product('WM-MIELE', 'Miele', 'washers', ['Haushalt', 'Waschmaschinen'], 109_900),
  product('WM-BOSCH', 'Bosch', 'washers', ['Haushalt', 'Waschmaschinen'], 79_900),
  product('AC-SW14', 'Acer', 'laptops', ['Technik', 'Laptops'], 99_900, {
    margin: eur(9_500),
    relations: [
      { type: 'accessory', sku: 'ACC-SLEEVE14' },
      { type: 'accessory', sku: 'ACC-DOCK' },
      { type: 'warranty', sku: 'SVC-WAR3', withinDays: 28 },
    ],
  }),
  product('AC-AS15', 'Acer', 'laptops', ['Technik', 'Laptops'], 74_900),
  product('SA-GB4', 'Samsung', 'laptops', ['Technik', 'Laptops'], 114_900),
  product('SA-GB3', 'Samsung', 'laptops', ['Technik', 'Laptops'], 89_900),
  product('AP-MBA', 'Apple', 'laptops', ['Technik', 'Laptops'], 129_900),
  product('ACC-SLEEVE14', 'Acer', 'laptop-bags', ['Technik', 'Zubehör'], 2_900),
  product('ACC-DOCK', 'Acer', 'docks', ['Technik', 'Zubehör'], 14_900),
  product('SVC-WAR3', 'Faden', 'warranties', ['Service'], 8_900),
  product('TOAST-1', 'Graef', 'toasters', ['Haushalt', 'Toaster'], 4_900),
  product('KETTLE-1', 'Bosch', 'kettles', ['Haushalt', 'Wasserkocher'], 3_900),
];

export async function furnish(api: Api): Promise<void> {
  await api.put('/api/v1/places', [
    { id: 'st_hh', kind: 'store', name: 'Hamburg', timeZone: 'Europe/Berlin', region: 'HH', geo: { lat: 53.55, lon: 10 } },
    { id: 'st_b', kind: 'store', name: 'Berlin', timeZone: 'Europe/Berlin', region: 'BE', geo: { lat: 52.52, lon: 13.4 } },
  ]);
  const durable = (id: string, de: string, k: number, lambdaDays: number, family: string, brand: Record<string, number>) => ({
    id,
    name: { de, en: id },
    kind: 'durable',
    lifetimeDays: lambdaDays,
    interestHalfLifeDays: 14,
    vtcWindowDays: 30,
    hazard: { k, lambdaDays },
    family,
    priors: { brand },
  });
  await api.put('/api/v1/need-groups', [
    durable('laptops', 'Laptops', 3, 1460, 'Computer', { Acer: 0.2, Samsung: 0.1, Apple: 0.3 }),
    durable('washers', 'Waschmaschinen', 4, 3650, 'Haushaltsgroßgeräte', { Miele: 0.15 }),
    { id: 'warranties', name: { de: 'Garantien', en: 'Warranties' }, kind: 'service' },
  ]);
  await api.put('/api/v1/products', goods);
  await api.put('/api/v1/prices', [
    { sku: 'AC-SW14', amount: 95_900, currency: 'EUR', at: '2026-11-01T00:00:00Z' },
    { sku: 'AC-SW14', amount: 99_900, currency: 'EUR', at: '2026-11-05T00:00:00Z' },
  ]);
  const stocked = goods
    .filter((g) => g.sku !== 'SVC-WAR3' && g.sku !== 'AC-SW14')
    .flatMap((g) => ['st_hh', 'st_b'].map((place) => ({ sku: g.sku, place, onHand: 5 })));
  await api.put('/api/v1/stock', [
    ...stocked,
    { sku: 'AC-SW14', place: 'st_hh', onHand: 3, shelf: 'Gang C Regal 12' },
    { sku: 'AC-SW14', place: 'st_b', onHand: 0 },
  ]);
  await api.put('/api/v1/offers', [
    {
      id: 'off_acer_hh',
      type: 'price',
      skus: ['AC-SW14'],
      price: eur(89_900),
      stores: ['st_hh'],
      channels: ['tablet', 'till', 'beacon', 'web'],
      from: '2026-11-16',
      until: '2026-11-28',
      text: { de: 'Aktionspreis', en: 'Special price' },
    },
  ]);
}

export interface Man {
  externalId: string;
  card: string;
  userId: string;
  email: string;
  /** Devices: notebook and phone. */
  d1: string;
  d2: string;
}

export async function meet(api: Api, name: string, consents = ['service', 'personalisation', 'instore', 'marketing.email']): Promise<Man> {
  const man = {
    externalId: `c_${name}`,
    card: `KK-${name}`,
    userId: `u_${name}`,
    email: `${name}@example.org`,
    d1: `d1-${name}-6f1c2b7a`,
    d2: `d2-${name}-9e0d4c5b`,
  };
  await api.put('/api/v1/profiles', [
    {
      externalId: man.externalId,
      identifiers: { userId: man.userId, card: man.card, email: man.email },
      traits: { firstName: 'Thomas', lastName: 'Schmidt', address: { city: 'Hamburg', postcode: '20095', street: 'Musterweg 1' } },
      consents,
    },
  ]);
  return man;
}

/** Step 1: the washing machine, last year, in the store. */
export async function buyWasher(api: Api, man: Man, number: string): Promise<void> {
  await api.post('/api/v1/receipts', {
    store: 'st_hh',
    number,
    at: '2025-10-14T10:00:00Z',
    card: man.card,
    lines: [{ sku: 'WM-MIELE', quantity: 1, unitPrice: eur(109_900) }],
    payments: [{ type: 'card', amount: 109_900 }],
  });
}

/** Step 3: looking at laptops on the notebook, then logging in there and on the phone. */
export async function browse(api: Api, man: Man): Promise<void> {
  const view = (device: string, sku: string, at: string, channel: string) => ({
    type: 'track',
    event: 'Product Viewed',
    messageId: `${device}-${sku}-${at}`,
    anonymousId: device,
    timestamp: at,
    properties: { product_id: sku, price: 999, currency: 'EUR' },
    context: { channel },
  });
  const web = [
    view(man.d1, 'SA-GB4', '2026-11-13T09:05:00Z', 'web'),
    view(man.d1, 'SA-GB4', '2026-11-17T09:05:00Z', 'web'),
    view(man.d1, 'SA-GB4', '2026-11-19T09:05:00Z', 'web'),
    view(man.d1, 'AC-SW14', '2026-11-18T09:05:00Z', 'web'),
    view(man.d1, 'AC-SW14', '2026-11-18T09:05:01Z', 'web'),
    view(man.d1, 'AC-AS15', '2026-11-19T09:05:02Z', 'web'),
  ];
  await api.asBrowser('/v1/batch', { batch: web });
  await api.post('/v1/identify', {
    userId: man.userId,
    anonymousId: man.d1,
    messageId: `login-${man.d1}`,
    timestamp: '2026-11-20T09:00:00Z',
    traits: {},
  });
  await api.asBrowser('/v1/batch', {
    batch: [view(man.d2, 'AC-SW14', '2026-11-20T09:05:00Z', 'app'), view(man.d2, 'AC-SW14', '2026-11-20T09:05:01Z', 'app')],
  });
  await api.post('/v1/identify', {
    userId: man.userId,
    anonymousId: man.d2,
    messageId: `login-${man.d2}`,
    timestamp: '2026-11-20T09:06:00Z',
    traits: {},
  });
}

/** Step 8: the Acer at the till. */
export function buyAcer(api: Api, man: Man, number: string, at = '2026-11-21T09:40:00Z') {
  return api.post('/api/v1/receipts', {
    store: 'st_hh',
    number,
    at,
    card: man.card,
    lines: [{ sku: 'AC-SW14', quantity: 1, unitPrice: eur(89_900), offer: 'off_acer_hh' }],
    payments: [{ type: 'card', amount: 89_900 }],
    fiscal: { transaction: '4711', signature: 'abc' },
  });
}
