// What the person leans to: brands, departments, price level, size and colour, and the zones of a store they stayed in.
import { perCatalogue } from '../../catalogue-cache.ts';
import { DAY_MS, decay } from '../../maths/decay.ts';
import { attributeOf } from '../../person/affinity.ts';
import type { Situation } from '../../situation.ts';
import type { Product } from '../../world.ts';
import type { SimpleStrategy } from '../ast.ts';
import { accumulate, best, type Candidate, hasScope, MAX_CANDIDATES, type Source } from '../candidate.ts';
import { ownShares } from '../own-past.ts';
import { skusOfZone } from '../range-index.ts';
import { isInScopes } from '../scopes.ts';

const PER_VALUE = 50;

/** Popular articles of a cell, else the articles in their own order. */
function popularOf(key: string, skus: () => readonly string[], s: Situation): string[] {
  const popular = s.models.popular('buy', key, PER_VALUE).map((entry) => entry.sku);
  return popular.length > 0 ? popular : skus().slice(0, PER_VALUE);
}

/** Needs the person looked for lately or bought in. */
function ownNeeds(s: Situation): Set<string> {
  const looked = s.interests().slice(0, 5);
  const needs = new Set(looked.map((interest) => interest.needGroup));
  for (const purchase of s.subject.history.purchases.slice(-20)) {
    const need = s.product(purchase.sku)?.needGroup;
    if (need !== undefined) needs.add(need);
  }
  return needs;
}

function likedBrands(s: Situation): { brand: string; need: string; theta: number }[] {
  const liked: { brand: string; need: string; theta: number }[] = [];
  for (const need of ownNeeds(s)) for (const { value, theta } of s.leaning(need).liked()) liked.push({ brand: value, need, theta });
  return liked.sort((a, b) => b.theta - a.theta).slice(0, 5);
}

/** Popular goods of brands the person leans to with P ≥ .9; brand by brand where the crowd knows nothing. */
function byBrand(node: SimpleStrategy, s: Situation): Iterable<Candidate> {
  const found = new Map<string, Candidate>();
  for (const { brand, need, theta } of likedBrands(s)) {
    const skus = popularOf(`brand:${brand}`, () => s.catalogue.skusOfBrand(brand), s);
    for (const [i, sku] of skus.entries()) {
      if (hasScope(node, 'cat') && s.product(sku)?.category.at(-1) !== s.category) continue;
      accumulate(found, sku, theta / (1 + i), { code: 'BRAND_LIKED', brand, need, value: theta });
    }
  }
  return found.values();
}

const DEPARTMENTS = 5;

function byDepartment(s: Situation): Iterable<Candidate> {
  const found = new Map<string, Candidate>();
  const own = [...ownShares(s.ownItems(), s.product, (product) => product.category.at(-1))].slice(0, DEPARTMENTS);
  for (const [category, share] of own) {
    const skus = popularOf(`cat:${category}`, () => s.catalogue.skusOfCategory(category), s);
    for (const [i, sku] of skus.entries()) accumulate(found, sku, share / (1 + i), { code: 'OWN_DEPARTMENT', category, value: share });
  }
  return found.values();
}

/** Prices of a need group in ascending order. */
const pricesOf = perCatalogue((catalogue, need): readonly number[] =>
  catalogue
    .skusOfNeed(need)
    .flatMap((sku) => catalogue.product(sku)?.priceCents ?? [])
    .sort((a, b) => a - b),
);

/** Share of the need group's articles that are cheaper, half of the equally dear ones counted. */
function priceRank(product: Product, s: Situation): number | undefined {
  const prices = pricesOf(s.catalogue, product.needGroup);
  const { priceCents } = product;
  if (priceCents === undefined || prices.length < 2) return undefined;
  const below = prices.findIndex((one) => one >= priceCents);
  const above = prices.findLastIndex((one) => one <= priceCents);
  return ((below < 0 ? prices.length : below) + above + 1) / 2 / prices.length;
}

const PRICE_WIDTH = 0.2;

/** Where on the price ladders of its need groups the person's past stands. */
function ownPriceRank(s: Situation): number | undefined {
  let sum = 0;
  let total = 0;
  for (const { sku, weight } of s.ownItems()) {
    const product = s.product(sku);
    const rank = product && priceRank(product, s);
    if (rank === undefined) continue;
    sum += weight * rank;
    total += weight;
  }
  return total > 0 ? sum / total : undefined;
}

/** Popular goods of the category at the price level the person usually chooses. */
function byPrice(s: Situation): Candidate[] {
  const own = ownPriceRank(s);
  if (own === undefined || s.category === undefined) return [];
  const found: Candidate[] = [];
  for (const [i, sku] of popularOf(`cat:${s.category}`, () => s.catalogue.skusOfCategory(s.category!), s).entries()) {
    const product = s.product(sku);
    const rank = product && priceRank(product, s);
    if (rank === undefined || Math.abs(rank - own) > PRICE_WIDTH) continue;
    found.push({ sku, score: (1 - Math.abs(rank - own)) / (1 + i / 10), why: [{ code: 'PRICE_LEVEL', value: own }] });
  }
  return found;
}

/** Popular goods of the category in the sizes and colours the person keeps. */
function byAttributes(node: SimpleStrategy, s: Situation): Candidate[] {
  if (s.category === undefined) return [];
  const attributes = node.args[0]!.split('+');
  const found: Candidate[] = [];
  for (const [i, sku] of popularOf(`cat:${s.category}`, () => s.catalogue.skusOfCategory(s.category!), s).entries()) {
    const product = s.product(sku);
    if (!product) continue;
    const lifts = attributes.map((attribute) => liftOf(product, attribute, s));
    if (lifts.every((lift) => lift <= 1)) continue;
    const score = lifts.reduce((product_, lift) => product_ * Math.max(0.5, lift), 1) / (1 + i / 10);
    found.push({ sku, score, why: whysOf(product, s) });
  }
  return found;
}

function liftOf(product: Product, attribute: string, s: Situation): number {
  const value = attributeOf(product, attribute);
  const leaning = value === undefined ? undefined : s.leaning(product.needGroup, attribute);
  return leaning && leaning.total > 0 ? (leaning.of(value!)?.lift ?? 0) : 0;
}

function whysOf(product: Product, s: Situation): Candidate['why'] {
  const size = attributeOf(product, 'size');
  const colour = attributeOf(product, 'colour');
  const kept = size !== undefined && liftOf(product, 'size', s) > 1;
  const whys: Candidate['why'] = [];
  if (kept) whys.push({ code: 'FITS_SIZE', size });
  if (kept && colour !== undefined && liftOf(product, 'colour', s) > 1) whys.push({ code: 'SIZE_COLOUR', size, colour });
  return whys.length > 0 ? whys : [{ code: 'FOR_YOU' }];
}

const ZONE_HALF_LIFE = 14;

/** Popular goods of this zone, or of the zones of the store the person stayed in lately. */
function byZone(node: SimpleStrategy, s: Situation): Candidate[] {
  const here = hasScope(node, 'zone') && s.zoneId !== undefined;
  const weights = new Map<string, number>();
  const since = node.decay?.kind === 'window' ? s.now - node.decay.days * DAY_MS : Number.NEGATIVE_INFINITY;
  for (const { zone, at, seconds = 60 } of s.past().zones)
    if (at >= since) weights.set(zone, (weights.get(zone) ?? 0) + seconds * decay((s.now - at) / DAY_MS, ZONE_HALF_LIFE));
  const zones = here ? [[s.zoneId!, 1] as const] : [...weights].sort((a, b) => b[1] - a[1]).slice(0, DEPARTMENTS);
  const found = new Map<string, Candidate>();
  for (const [zone, weight] of zones) {
    for (const [i, sku] of inZone(zone, s).entries())
      accumulate(found, sku, weight / (1 + i), { code: here ? 'IN_THIS_ZONE' : 'VISITED_ZONE' });
  }
  return [...found.values()];
}

/** The store's bestsellers that stand there first, then the rest of the zone. */
function inZone(zone: string, s: Situation): string[] {
  const inside = skusOfZone(s.catalogue, zone);
  const members = new Set(inside);
  const popular = s.storeId === undefined ? [] : s.models.popular('buy', `store:${s.storeId}`, MAX_CANDIDATES);
  const shelved = (sku: string): boolean => s.storeId !== undefined && s.inStore(sku, s.storeId).shelf?.startsWith(zone) === true;
  const first = popular.map((one) => one.sku).filter((sku) => members.has(sku) || shelved(sku));
  return [...new Set([...first, ...inside.slice(0, MAX_CANDIDATES)])].slice(0, MAX_CANDIDATES);
}

const KINDS: ReadonlySet<string> = new Set(['brand', 'cat', 'price', 'size+colour', 'size', 'colour', 'style', 'zone']);

export const aff: Source = {
  key: 'aff',
  text: { de: 'Vorlieben', en: 'Preferences' },
  personal: true,
  unready: (node) => (KINDS.has(node.args[0] ?? '') ? undefined : `aff(${node.args[0]})`),
  retrieve(node, s) {
    const found = retrieveKind(node, s);
    return best([...found].filter((candidate) => isInScopes(node, candidate.sku, s)));
  },
};

function retrieveKind(node: SimpleStrategy, s: Situation): Iterable<Candidate> {
  switch (node.args[0]) {
    case 'brand':
      return byBrand(node, s);
    case 'cat':
      return byDepartment(s);
    case 'price':
      return byPrice(s);
    case 'zone':
      return byZone(node, s);
    default:
      return byAttributes(node, s);
  }
}
