// A department store with everything learned, written and known, for running every strategy: all tables filled, one person with a long past.
import { fnv1a32 } from '../maths/hash.ts';
import type { Catalogue, ContentItem, Editorial, Fading, Learned, Models, Neighbour, Offer, Person, SignalKind } from '../world.ts';
import { memoryCatalogue, memoryPerson, memoryPurchase, memorySignal, memoryStock, memoryWorld } from './memory-world.ts';
import { daysAgo, RICH_CATALOGUE, RICH_NOW, RICH_PLACES, RICH_PRODUCTS, RICH_STOCK } from './rich-range.ts';

/** A mix of the pool that is another one for each key. */
function drawn(key: string, pool: readonly string[], limit: number): string[] {
  const rank = new Map(pool.map((sku) => [sku, fnv1a32(String(fnv1a32(`${key} ${sku}`)))]));
  return [...pool].sort((a, b) => rank.get(a)! - rank.get(b)!).slice(0, limit);
}

/** Tables in which every cell has its own order, so that no two of them answer alike. */
export function richModels(catalogue: Catalogue): Models {
  const skus = catalogue.allSkus();
  const inside = (scope: string): readonly string[] => {
    const [kind, name = ''] = scope.split(':');
    if (kind === 'need') return catalogue.skusOfNeed(name);
    if (kind === 'cat') return catalogue.skusOfCategory(name);
    return kind === 'brand' ? catalogue.skusOfBrand(name) : skus;
  };
  const list = (key: string, pool: readonly string[], limit: number, top = 1): { sku: string; score: number }[] =>
    drawn(key, pool, Math.min(limit, 60)).map((sku, i) => ({ sku, score: top / (i + 1) }));
  const near = (key: string, sku: string, limit: number): Neighbour[] =>
    list(`${key} ${sku}`, skus, limit)
      .filter((one) => one.sku !== sku)
      .map((one, i) => ({ ...one, llr: 11 + (fnv1a32(key + one.sku) % 50), lift: 1 + (fnv1a32(one.sku + key) % 9), n: 60 - i }));
  const learned = (key: string, from: readonly string[], limit: number): Learned[] =>
    from.length === 0 ? [] : list(`${key} ${from.join()}`, skus, limit).map((one) => ({ ...one, because: from[0]! }));
  const faded = (fading: Fading | undefined): string =>
    fading && 'days' in fading ? `${fading.kind}${fading.days}` : (fading?.kind ?? '');
  return {
    version: 'rich',
    popular: (event, scope, limit, fading) => list(`${event} ${scope} ${faded(fading)}`, inside(scope), limit, 100),
    together: (pair, sku, limit, scope = '') => near(`${pair} ${scope}`, sku, limit),
    followed: (pair, sku, limit) => near(pair, sku, limit),
    substitutes: (sku, limit) => near('subst', sku, limit),
    complements: (sku, limit) => near('compl', sku, limit),
    trending: (events, scope, days, limit) => list(`${events} ${scope} ${days}`, inside(scope), limit, 9),
    rates: (rate, scope, limit) => list(`${rate} ${scope}`, inside(scope), limit, rate === 'stars' ? 5 : 0.9),
    searched: (term, to, alike, limit) => near(`${alike ? 'near ' : ''}${to}`, term, limit),
    trendingTerms: (days, limit) => [`schuh ${days}`, 'kaffee', 'bluse'].slice(0, limit).map((term, i) => ({ term, score: 9 - i })),
    nextItems: (session, limit) =>
      learned(
        'next',
        session.map((one) => one.sku),
        limit,
      ),
    completes: (cart, limit) => learned('complete', cart, limit),
    nextBasket: (baskets, limit) => learned('basket', baskets.flat(), limit),
    likedBy: (items, limit) =>
      learned(
        'liked',
        items.map((one) => one.sku),
        limit,
      ),
    likedByNeighbours: (items, limit) =>
      learned(
        'alike',
        items.map((one) => one.sku),
        limit,
      ),
    nextNeeds: (needs, limit) =>
      needs.length === 0
        ? []
        : [
            { need: 'shoes', p: 0.4 },
            { need: 'accessories', p: 0.2 },
          ].slice(0, limit),
    marketShare: () => undefined,
  };
}

const content = (id: string, kind: ContentItem['kind'], rest: Partial<ContentItem> = {}): ContentItem => ({
  id,
  kind,
  title: { de: `Titel ${id}`, en: `Title ${id}` },
  ...rest,
});

export const RICH_EDITORIAL: Editorial = {
  version: 'e1',
  lists: [
    { id: 'picks', kind: 'editor', skus: ['SH-1', 'LA-6', 'CO-7', 'BL-5'] },
    { id: 'paid', kind: 'sponsor', skus: ['LA-7', 'LA-4', 'BL-6', 'CO-8'] },
    { id: 'kw47', kind: 'campaign', campaign: 'kw47', skus: ['WA-6', 'SH-2', 'CO-2'] },
    { id: 'over', kind: 'editor', skus: ['AC-11'], until: daysAgo(1) },
  ],
  contents: [
    content('banner-birke', 'brandbanner', { brand: 'Birke', url: '/birke', image: '/birke.jpg' }),
    content('tile-laptops', 'cattile', { category: 'Laptops' }),
    content('tile-blusen', 'cattile', { category: 'Blusen' }),
    content('guide-laptops', 'guide', { needGroup: 'laptops', url: '/rat/laptops' }),
    content('guide-blouses', 'guide', { needGroup: 'blouses' }),
    content('talk-hh', 'event', { stores: ['st_hh'], needGroup: 'laptops' }),
    content('talk-b', 'event', { stores: ['st_b'] }),
  ],
  situations: [
    { kind: 'weather', key: 'rain', needGroups: [], categories: ['Schuhe'], tags: ['rainy'] },
    { kind: 'daypart', key: 'morning', needGroups: ['coffee'], categories: [], tags: [] },
    { kind: 'occasion', key: 'Nikolaus', needGroups: ['yoghurt', 'coffee'], categories: [], tags: [], months: [11, 12] },
  ],
};

const offer = (id: string, skus: string[], rest: Partial<Offer> = {}): Offer => ({
  id,
  type: 'percent',
  percent: 10,
  skus,
  stores: [],
  channels: [],
  segments: [],
  from: daysAgo(3),
  until: daysAgo(-9),
  text: { de: 'Aktion', en: 'Offer' },
  ...rest,
});

export const RICH_OFFERS: Offer[] = [
  offer('o-site', ['SH-8', 'WA-9', 'LA-5', 'BL-7']),
  offer('o-store', ['LA-8', 'CO-10', 'BL-10'], { stores: ['st_hh'], percent: 15 }),
  offer('o-ending', ['LA-9', 'BL-11'], { until: daysAgo(-1), percent: 5 }),
  offer('o-member', ['SH-9', 'LA-10'], { memberOnly: true }),
  offer('o-vip', ['SH-10', 'LA-11'], { segments: ['vip'] }),
];

const views: [number, string, SignalKind][] = [
  [45, 'LA-7', 'view'],
  [44, 'BL-6', 'view'],
  [40, 'SH-3', 'view'],
  [12, 'LA-2', 'view'],
  [9, 'BL-1', 'view'],
  [8, 'BL-4', 'longview'],
  [6, 'LA-5', 'view'],
  [5, 'BL-4', 'compare'],
  [5, 'LA-9', 'compare'],
  [4, 'LA-8', 'view'],
  [3, 'BL-8', 'scan'],
  [3, 'WA-2', 'scan'],
  [2, 'LA-4', 'view'],
  [0.3, 'LA-6', 'view'],
  [0.2, 'BL-2', 'view'],
];

const signals = views.map(([days, sku, kind], i) => {
  const price = RICH_PRODUCTS.find((one) => one.sku === sku)!.priceCents! * (i % 2 ? 1.2 : 1);
  return memorySignal(daysAgo(days), sku, {
    id: `s${i}`,
    kind,
    priceCents: Math.round(price),
    device: i % 3 ? 'd1' : 'd2',
    soldOut: i === 6,
  });
});

const buy = (days: number, sku: string, channel = 'web', ref = `r${days}`) =>
  memoryPurchase(daysAgo(days), sku, { channel, ref, placeId: channel === 'store' ? 'st_hh' : undefined, unitPriceCents: 1000 });

const purchases = [
  buy(2800, 'WA-1', 'store'),
  buy(366, 'BL-1', 'store'),
  buy(362, 'SH-2', 'web'),
  buy(200, 'BL-9', 'web'),
  buy(150, 'PR-1', 'store'),
  ...[117, 87, 57, 27].map((days) => buy(days, 'CO-1', 'web')),
  ...[56, 34, 18].map((days) => buy(days, 'YO-3', 'web')),
  ...[121, 88, 55, 22].map((days) => buy(days, 'CO-4', 'web')),
  buy(20, 'LA-1', 'store'),
];

/** Known on every channel, with all purposes. */
export function richPerson(rest: Parameters<typeof memoryPerson>[0] = {}): Person {
  return memoryPerson({
    id: 'p_rich',
    externalId: 'c_rich',
    basis: 'login',
    purposes: ['service', 'personalisation', 'instore', 'location', 'analytics'],
    signals,
    purchases,
    cart: [
      { sku: 'CO-5', quantity: 1, unitPriceCents: 5000, at: daysAgo(1) },
      { sku: 'CO-6', quantity: 1, at: daysAgo(1) },
      { sku: 'CO-8', quantity: 1, at: daysAgo(1) },
    ],
    wishlist: ['SH-6', 'BL-12', 'LA-12', 'AC-6'].map((sku, i) => ({ sku, at: daysAgo(12 + i) })),
    searches: [{ term: 'schuh', at: daysAgo(2) }],
    dismissed: [{ sku: 'LA-0', at: daysAgo(3) }],
    birthday: '1980-02-03',
    tier: 'gold',
    segments: ['vip'],
    later: [{ sku: 'SH-5', at: daysAgo(5) }],
    quotes: [{ id: 'q1', at: daysAgo(4), skus: ['WA-4', 'WA-7'] }],
    appointments: [{ at: daysAgo(-2), placeId: 'st_hh', skus: ['LA-4', 'LA-6'], needGroup: 'laptops' }],
    zones: [{ zone: 'Schuhe', placeId: 'st_hh', at: daysAgo(6), seconds: 400 }],
    household: [memoryPurchase(daysAgo(10), 'SH-11', { ref: 'h1' })],
    loyalty: { points: 800, expiring: { points: 120, date: '2026-12-31' }, gap: { points: 200, tier: 'Platin' } },
    ...rest,
  });
}

/** The store with this person in it. */
export function richWorld(person: Person = richPerson()) {
  const catalogue = memoryCatalogue(RICH_CATALOGUE);
  return memoryWorld({
    catalogue,
    stock: memoryStock(RICH_PLACES, RICH_STOCK),
    models: richModels(catalogue),
    offers: RICH_OFFERS,
    editorial: RICH_EDITORIAL,
    person,
    now: RICH_NOW,
  });
}
