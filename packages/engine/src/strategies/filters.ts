// Filters of the algebra: conditions on one candidate; `atp.*` chooses the fulfilment scope and is judged in step 7.

import { availabilityIn } from '../decide/offer-price.ts';
import { DAY_MS } from '../maths/decay.ts';
import { attributeOf } from '../person/affinity.ts';
import type { Situation } from '../situation.ts';
import type { Product, Weighted } from '../world.ts';
import type { Candidate } from './candidate.ts';
import { ownShares } from './own-past.ts';
import { startOf } from './range-index.ts';
import { NEAR_KM } from './scopes.ts';
import { availableNear } from './surroundings.ts';

export interface Filter {
  key: string;
  text: { de: string; en: string };
  present?(situation: Situation): boolean;
  /** Whether it can be asked with these; without it anything goes. */
  takes?(args: readonly string[]): boolean;
  keep(product: Product, candidate: Candidate, situation: Situation, args: readonly string[]): boolean;
}

const yes = (): boolean => true;

/** So many numbers and nothing else. */
export const numbers =
  (least: number, most = least) =>
  (args: readonly string[]): boolean =>
    args.length >= least && args.length <= most && args.every((one) => one.trim() !== '' && Number.isFinite(Number(one)));
const PER: ReadonlySet<string> = new Set(['cat', 'brand', 'need']);
const takesPer = ([by = 'cat', ...most]: readonly string[]): boolean => PER.has(by) && numbers(0, 1)(most);

function filter(key: string, de: string, en: string, keep: Filter['keep'], rest: Partial<Filter> = {}): [string, Filter] {
  return [key, { key, text: { de, en }, keep, ...rest }];
}

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

function isNearby(sku: string, s: Situation): boolean {
  return availableNear(sku, s.storesNear(NEAR_KM), s.inStore) !== undefined;
}

/** 0: today, from nearby; 1 and more: from where goods are shipped. */
function isPromised(sku: string, days: number, s: Situation): boolean {
  return days >= 1 ? s.online(sku).atp >= 1 : availabilityIn(sku, 'near', s) !== undefined;
}

const LABELS = ['energyLabel', 'energyClass', 'energielabel', 'energy'];

/** Place on its scale, 0 best. The old scale goes from A+++ to D, the new one from A to G; both say A, so only pluses tell the old one apart. */
function labelOf(product: Product | undefined): { old: boolean; place: number } | undefined {
  const name = product && LABELS.find((one) => product.attributes[one] !== undefined);
  const match = name === undefined ? null : /^([A-G])(\+{0,3})$/.exec(String(product!.attributes[name]).trim().toUpperCase());
  if (!match) return undefined;
  const [, letter = 'G', pluses = ''] = match;
  const old = pluses.length > 0 || product!.attributes['energyScale'] === 'old';
  return { old, place: letter.charCodeAt(0) - 65 - pluses.length };
}

/** Better on the same scale: what an old label means on the new scale nobody can tell. */
function hasBetterLabel(product: Product, seed: Product | undefined): boolean {
  const own = labelOf(product);
  const other = labelOf(seed);
  return own !== undefined && other !== undefined && own.old === other.old && own.place < other.place;
}

function isNewSince(product: Product, since: number | undefined, s: Situation): boolean {
  const started = startOf(product, s.catalogue);
  return since !== undefined && started !== undefined && started > since && started <= s.now;
}

const categoriesKnown = new WeakMap<readonly Weighted[], ReadonlyMap<string, number>>();

/** The categories of what the person dealt with. */
function ownCategories(s: Situation): ReadonlyMap<string, number> {
  const items = s.ownItems();
  let found = categoriesKnown.get(items);
  if (!found) {
    found = ownShares(items, s.product, (product) => product.category.at(-1));
    categoriesKnown.set(items, found);
  }
  return found;
}

export const FILTERS: ReadonlyMap<string, Filter> = new Map([
  filter('atp.store', 'hier verfügbar', 'available here', yes, { present: (s) => s.storeId !== undefined }),
  filter('atp.any', 'irgendwo verfügbar', 'available anywhere', yes),
  filter('atp.near', 'in der Nähe verfügbar', 'available nearby', (p, _c, s) => isNearby(p.sku, s), {
    present: (s) => s.storesNear(NEAR_KM).length > 0,
  }),
  filter(
    'price.min',
    'mindestens Anteil des Preises',
    'at least share of the price',
    (p, _c, s, a) => priceRatio(p, s, Number(a[0]), 1e9),
    {
      takes: numbers(1),
    },
  ),
  filter('price.max', 'höchstens Euro', 'at most euros', (p, _c, _s, a) => (p.priceCents ?? 1e12) <= Number(a[0]) * 100, {
    takes: numbers(1),
  }),
  filter('price.range', 'Preis im Verhältnis', 'price ratio', (p, _c, s, a) => priceRatio(p, s, Number(a[0]), Number(a[1])), {
    takes: numbers(2),
  }),
  filter('diffcat', 'andere Warengruppe', 'other category', (p, _c, s) => otherCategory(p, s)),
  filter('per', 'höchstens je Wert', 'at most per value', yes, { takes: takesPer }),
  filter('mmr', 'Vielfalt', 'diversity', yes, { takes: numbers(0, 1) }),
  filter('otherbrand', 'andere Marke', 'other brand', (p, _c, s) => p.brand !== firstSeed(s)?.brand),
  filter('ownbrand', 'Eigenmarke', 'own brand', (p) => p.tags.includes('ownbrand') || p.tags.includes('eigenmarke')),
  filter('size', 'passende Größe', 'fitting size', (p, _c, s) => fitsSize(p, s)),
  filter('compat', 'passend', 'compatible', (p, c, s) => compatible(p, c, s)),
  filter('ageover', 'Anteil der Lebensdauer vorbei', 'share of lifetime passed', outlived, { takes: numbers(0, 1) }),
  filter(
    'rating',
    'Bewertung mindestens',
    'rating at least',
    (p, c, _s, a) => Number(p.attributes['rating'] ?? c.rating ?? 0) >= Number(a[0]),
    { takes: numbers(1) },
  ),
  filter('subscribable', 'im Abo', 'subscribable', (p) => p.attributes['subscribable'] === true || p.tags.includes('subscribable')),
  filter('promise', 'Lieferung in Tagen', 'delivery in days', (p, _c, s, a) => isPromised(p.sku, Number(a[0]), s), {
    takes: numbers(1),
  }),
  filter('betterlabel', 'besseres Energielabel', 'better energy label', (p, _c, s) => hasBetterLabel(p, firstSeed(s))),
  filter('newsince', 'neu seit', 'new since', (p, _c, s) => isNewSince(p, s.lastVisit(), s), {
    present: (s) => s.lastVisit() !== undefined,
  }),
  filter('newcat', 'neue Warengruppe', 'new category', (p, _c, s) => !ownCategories(s).has(p.category.at(-1) ?? '')),
]);
