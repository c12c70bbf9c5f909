// Nordlicht, the demo retailer: its places, need groups, stock and offers. Everything personal in the demo is invented.
import { products } from './products.ts';

const DAY = 86_400_000;
/** An instant so many days before (or, negative, after) the start, as ISO text. */
export const daysBefore = (now: number, days: number) => new Date(now - days * DAY).toISOString();

const week = {
  mon: [['10:00', '20:00']],
  tue: [['10:00', '20:00']],
  wed: [['10:00', '20:00']],
  thu: [['10:00', '20:00']],
  fri: [['10:00', '20:00']],
  sat: [['10:00', '18:00']],
};
const berlin = { timeZone: 'Europe/Berlin' };

/** Three stores and the web shop. */
export const places = [
  {
    id: 'st_hh',
    kind: 'store',
    name: 'Hamburg',
    address: { street: 'Beispielstraße 1', postcode: '20095', city: 'Hamburg', country: 'DE' },
    geo: { lat: 53.55, lon: 10.0 },
    opening: week,
    region: 'HH',
    ...berlin,
  },
  {
    id: 'st_b',
    kind: 'store',
    name: 'Berlin',
    address: { street: 'Musterallee 2', postcode: '10117', city: 'Berlin', country: 'DE' },
    geo: { lat: 52.52, lon: 13.39 },
    opening: week,
    region: 'BE',
    ...berlin,
  },
  {
    id: 'st_h',
    kind: 'store',
    name: 'Hannover',
    address: { street: 'Probeweg 3', postcode: '30159', city: 'Hannover', country: 'DE' },
    geo: { lat: 52.37, lon: 9.73 },
    opening: week,
    region: 'NI',
    ...berlin,
  },
  {
    id: 'web',
    kind: 'web',
    name: 'Nordlicht Online',
    address: { street: 'Testring 4', postcode: '28195', city: 'Bremen', country: 'DE' },
    geo: { lat: 53.08, lon: 8.8 },
    ...berlin,
  },
] as const;
/** The stores alone. */
export const stores = ['st_hh', 'st_b', 'st_h'] as const;

const group = (id: string, de: string, en: string, kind: string, family: string, more: Record<string, unknown> = {}) => ({
  id,
  name: { de, en },
  kind,
  family,
  ...more,
});
const durable = (days: number, k: number) => ({ lifetimeDays: days, interestHalfLifeDays: 14, hazard: { k, lambdaDays: days } });

/** What replaces one another: suppression, interest and stages work on these. */
export const needGroups = [
  group('laptops', 'Laptops', 'Laptops', 'durable', 'electronics', { ...durable(1460, 3), vtcWindowDays: 30 }),
  group('washers', 'Waschmaschinen', 'Washing machines', 'durable', 'large-appliances', { ...durable(3650, 4), vtcWindowDays: 60 }),
  group('coffee-machines', 'Kaffeemaschinen', 'Coffee machines', 'durable', 'kitchen', { ...durable(2190, 3), vtcWindowDays: 30 }),
  group('headphones', 'Kopfhörer', 'Headphones', 'durable', 'electronics', { ...durable(1095, 2), vtcWindowDays: 21 }),
  group('phones', 'Smartphones', 'Smartphones', 'durable', 'electronics', { ...durable(1095, 3), vtcWindowDays: 30 }),
  group('tvs', 'Fernseher', 'TVs', 'durable', 'electronics', { ...durable(2555, 3), vtcWindowDays: 45 }),
  group('vacuums', 'Saugroboter', 'Robot vacuums', 'durable', 'large-appliances', { ...durable(1825, 3), vtcWindowDays: 30 }),
  group('speakers', 'Lautsprecher', 'Speakers', 'durable', 'electronics', { ...durable(1825, 2), vtcWindowDays: 21 }),
  group('kettles', 'Wasserkocher', 'Kettles', 'durable', 'kitchen', { ...durable(1460, 2), vtcWindowDays: 14 }),
  group('armchairs', 'Sessel', 'Armchairs', 'durable', 'living', { ...durable(3650, 3), vtcWindowDays: 60 }),
  group('lamps', 'Leuchten', 'Lamps', 'variety', 'living', { interestHalfLifeDays: 7, vtcWindowDays: 21 }),
  group('sneakers', 'Sneaker', 'Sneakers', 'variety', 'fashion', { interestHalfLifeDays: 7, vtcWindowDays: 14 }),
  group('shirts', 'T-Shirts', 'T-shirts', 'variety', 'fashion', { interestHalfLifeDays: 7, vtcWindowDays: 14 }),
  group('coffee', 'Kaffee', 'Coffee', 'consumable', 'kitchen', { interestHalfLifeDays: 5, vtcWindowDays: 7, lifetimeDays: 30 }),
  group('laundry-care', 'Waschmittel und Pflege', 'Laundry and care', 'consumable', 'large-appliances', {
    interestHalfLifeDays: 5,
    vtcWindowDays: 14,
    lifetimeDays: 60,
  }),
  group('machine-care', 'Maschinenpflege', 'Machine care', 'consumable', 'kitchen', {
    interestHalfLifeDays: 5,
    vtcWindowDays: 14,
    lifetimeDays: 90,
  }),
  group('laptop-accessories', 'Laptop-Zubehör', 'Laptop accessories', 'variety', 'electronics', {
    interestHalfLifeDays: 7,
    vtcWindowDays: 14,
  }),
  group('phone-accessories', 'Handy-Zubehör', 'Phone accessories', 'variety', 'electronics', {
    interestHalfLifeDays: 7,
    vtcWindowDays: 14,
  }),
  group('services', 'Garantie und Service', 'Warranty and service', 'service', 'services'),
];

/** Pieces per place; services lie nowhere. The Acer: three in Hamburg, none in Berlin. */
export function stockAt(now: number) {
  const countedAt = new Date(now).toISOString();
  const fixed: Record<string, number> = {
    'AC-SW14:st_hh': 3,
    'AC-SW14:st_b': 0,
    'AC-SW14:st_h': 5,
    'AC-SW14:web': 24,
    'AP-MBA:st_hh': 4,
    'SA-GB4:st_hh': 2,
  };
  return products.flatMap((product, i) =>
    product.sku.startsWith('SVC-')
      ? []
      : places.map((place, j) => {
          const onHand = fixed[`${product.sku}:${place.id}`] ?? (place.kind === 'web' ? 40 + ((i * 7) % 60) : (i * 5 + j * 3) % 9);
          const shelf = place.kind === 'web' ? {} : { shelf: `Gang ${'ABCDE'[i % 5]} Regal ${1 + ((i * 3) % 14)}` };
          return { sku: product.sku, place: place.id, onHand, countedAt, ...shelf };
        }),
  );
}

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const everywhere = ['tablet', 'till', 'beacon', 'web'];

/** Offers that are valid around the start, whenever that is. */
export function offersAt(now: number) {
  const [from, until] = [daysBefore(now, 5).slice(0, 10), daysBefore(now, -7).slice(0, 10)];
  const text = { de: 'Aktionspreis', en: 'Special price' };
  return [
    { id: 'off_acer_hh', type: 'price', skus: ['AC-SW14'], price: eur(89_900), stores: ['st_hh'], channels: everywhere, from, until, text },
    {
      id: 'off_sony',
      type: 'price',
      skus: ['SO-XM5'],
      price: eur(29_900),
      stores: ['st_hh', 'st_b', 'st_h'],
      channels: everywhere,
      from,
      until,
      text,
    },
    { id: 'off_robot_b', type: 'price', skus: ['RO-S8'], price: eur(54_900), stores: ['st_b'], channels: everywhere, from, until, text },
    {
      id: 'off_crema',
      type: 'price',
      skus: ['CO-CREMA'],
      price: eur(1349),
      stores: ['st_hh', 'st_h'],
      channels: everywhere,
      from,
      until,
      text,
    },
  ];
}

/** Earlier prices, so that the lowest price of 30 days can be told: 959.00 for the Acer. */
export function pricesAt(now: number) {
  const earlier = [
    { sku: 'AC-SW14', amount: 95_900, days: 24 },
    { sku: 'AC-SW14', amount: 99_900, days: 12 },
    { sku: 'SO-XM5', amount: 32_900, days: 26 },
    { sku: 'SO-XM5', amount: 34_900, days: 10 },
    { sku: 'RO-S8', amount: 57_900, days: 22 },
    { sku: 'RO-S8', amount: 59_900, days: 9 },
    { sku: 'CO-CREMA', amount: 1499, days: 28 },
  ];
  return earlier.map(({ sku, amount, days }) => ({ sku, ...eur(amount), at: daysBefore(now, days) }));
}
