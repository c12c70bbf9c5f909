// Filters of the algebra: conditions on one candidate; `atp.*` chooses the fulfilment scope and is judged in step 7.

import { DAY_MS } from '../maths/decay.ts';
import { attributeOf } from '../person/affinity.ts';
import type { Situation } from '../situation.ts';
import type { Product } from '../world.ts';
import type { FilterNode } from './ast.ts';
import type { Candidate } from './candidate.ts';

export interface Filter {
  key: string;
  text: { de: string; en: string };
  ready: boolean;
  present?(situation: Situation): boolean;
  keep(product: Product, candidate: Candidate, situation: Situation, args: readonly string[]): boolean;
}

const yes = (): boolean => true;

function filter(key: string, de: string, en: string, keep: Filter['keep'], rest: Partial<Filter> = {}): [string, Filter] {
  return [key, { key, text: { de, en }, ready: true, keep, ...rest }];
}

const unready = (key: string, de: string, en: string): [string, Filter] => filter(key, de, en, yes, { ready: false });

function firstSeed(s: Situation): Product | undefined {
  return s.seeds[0] === undefined ? undefined : s.product(s.seeds[0]);
}

/** Price over the seed's price lies in [low, high]. */
function priceRatio(product: Product, s: Situation, low: number, high: number): boolean {
  const seed = firstSeed(s)?.priceCents;
  if (!seed || !product.priceCents) return false;
  const ratio = product.priceCents / seed;
  return ratio >= low && ratio <= high;
}

/** Same connector, size and model where both sides name them. */
export function isCompatible(accessory: Product, device: Product): boolean {
  for (const name of ['connector', 'socket', 'mount', 'fitsSize']) {
    const a = accessory.attributes[name];
    const b = device.attributes[name];
    if (a !== undefined && b !== undefined && a !== b) return false;
  }
  const model = accessory.attributes['fitsModel'];
  return model === undefined || device.model === undefined || model === device.model;
}

function compatible(product: Product, candidate: Candidate, s: Situation): boolean {
  const device = candidate.ownedSku === undefined ? firstSeed(s) : s.product(candidate.ownedSku);
  return device === undefined || isCompatible(product, device);
}

/** The size the person keeps in this need group, where known; unknown sizes pass. */
function fitsSize(product: Product, s: Situation): boolean {
  const size = attributeOf(product, 'size');
  if (size === undefined) return true;
  const kept = s.subject.history.purchases.filter((p) => !p.returned && s.product(p.sku)?.needGroup === product.needGroup);
  return kept.length === 0 || kept.some((p) => s.product(p.sku)?.attributes['size'] === product.attributes['size']);
}

function outlived(_product: Product, candidate: Candidate, s: Situation, args: readonly string[]): boolean {
  const owned = candidate.ownedSku === undefined ? undefined : s.product(candidate.ownedSku);
  if (!owned || candidate.ownedAt === undefined) return false;
  const lifetime = s.catalogue.needGroup(owned.needGroup).lifetimeDays * DAY_MS;
  return s.now - candidate.ownedAt >= Number(args[0] ?? 0.5) * lifetime;
}

function otherCategory(product: Product, s: Situation): boolean {
  const seeds = [...s.seeds, ...s.cart, ...s.orderSkus];
  return !seeds.some((sku) => s.product(sku)?.category.at(-1) === product.category.at(-1));
}

export const FILTERS: ReadonlyMap<string, Filter> = new Map([
  filter('atp.store', 'hier verfügbar', 'available here', yes, { present: (s) => s.storeId !== undefined }),
  filter('atp.any', 'irgendwo verfügbar', 'available anywhere', yes),
  unready('atp.near', 'in der Nähe verfügbar', 'available nearby'),
  filter('price.min', 'mindestens Anteil des Preises', 'at least share of the price', (p, _c, s, a) => priceRatio(p, s, Number(a[0]), 1e9)),
  filter('price.max', 'höchstens Euro', 'at most euros', (p, _c, _s, a) => (p.priceCents ?? 1e12) <= Number(a[0]) * 100),
  filter('price.range', 'Preis im Verhältnis', 'price ratio', (p, _c, s, a) => priceRatio(p, s, Number(a[0]), Number(a[1]))),
  filter('diffcat', 'andere Warengruppe', 'other category', (p, _c, s) => otherCategory(p, s)),
  filter('per', 'höchstens je Wert', 'at most per value', yes),
  filter('mmr', 'Vielfalt', 'diversity', yes),
  filter('otherbrand', 'andere Marke', 'other brand', (p, _c, s) => p.brand !== firstSeed(s)?.brand),
  filter('ownbrand', 'Eigenmarke', 'own brand', (p) => p.tags.includes('ownbrand') || p.tags.includes('eigenmarke')),
  filter('size', 'passende Größe', 'fitting size', (p, _c, s) => fitsSize(p, s)),
  filter('compat', 'passend', 'compatible', (p, c, s) => compatible(p, c, s)),
  filter('ageover', 'Anteil der Lebensdauer vorbei', 'share of lifetime passed', outlived),
  filter('rating', 'Bewertung mindestens', 'rating at least', (p, _c, _s, a) => Number(p.attributes['rating'] ?? 0) >= Number(a[0])),
  filter('subscribable', 'im Abo', 'subscribable', (p) => p.attributes['subscribable'] === true || p.tags.includes('subscribable')),
  unready('promise', 'Lieferzusage', 'delivery promise'),
  unready('betterlabel', 'besseres Energielabel', 'better energy label'),
  unready('newsince', 'neu seit', 'new since'),
  unready('newcat', 'neue Warengruppe', 'new category'),
]);

/** `per(cat,1)`: at most n candidates per value of category, brand or need, in the given order. */
export function limitPer(candidates: readonly Candidate[], node: FilterNode, s: Situation): Candidate[] {
  const [by = 'cat', most = '1'] = node.args;
  const counts = new Map<string, number>();
  return candidates.filter((candidate) => {
    const product = s.product(candidate.sku);
    const value = (by === 'brand' ? product?.brand : by === 'need' ? product?.needGroup : product?.category.at(-1)) ?? '';
    const count = (counts.get(value) ?? 0) + 1;
    counts.set(value, count);
    return count <= Number(most);
  });
}
