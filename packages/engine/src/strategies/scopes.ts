// Scopes: which inputs a strategy needs, whether they are personal, and which products stay inside.
import type { Situation } from '../situation.ts';
import type { Product } from '../world.ts';
import type { ScopeNode } from './ast.ts';
import { inCategory } from './candidate.ts';

export interface Scope {
  key: string;
  text: { de: string; en: string };
  personal: boolean;
  ready: boolean;
  /** Whether its input is there. */
  present(situation: Situation): boolean;
  /** Whether a product lies inside; absent where the scope chooses seeds or lists instead. */
  inside?(product: Product, situation: Situation, node: ScopeNode): boolean;
}

const always = (): boolean => true;

function scope(key: string, de: string, en: string, rest: Partial<Scope> = {}): [string, Scope] {
  return [key, { key, text: { de, en }, personal: false, ready: true, present: always, ...rest }];
}

/** Price within ± percent of the first seed. */
function inBand(product: Product, situation: Situation, node: ScopeNode): boolean {
  const seed = situation.seeds[0] === undefined ? undefined : situation.product(situation.seeds[0]);
  if (!seed?.priceCents || !product.priceCents) return false;
  return Math.abs(product.priceCents / seed.priceCents - 1) * 100 <= Number(node.args[0] ?? 20);
}

export const SCOPES: ReadonlyMap<string, Scope> = new Map([
  scope('site', 'ganzes Sortiment', 'whole range'),
  scope('channel', 'dieser Kanal', 'this channel', { present: (s) => s.channel !== '' }),
  scope('region', 'Region', 'region', { present: (s) => s.place?.region !== undefined }),
  scope('store', 'diese Filiale', 'this store', { present: (s) => s.storeId !== undefined }),
  scope('cat', 'diese Warengruppe', 'this category', {
    present: (s) => s.category !== undefined,
    inside: (product, s) => inCategory(product, s.category),
  }),
  scope('parent', 'Oberwarengruppe', 'parent category', {
    present: (s) => s.parentCategory !== undefined,
    inside: (product, s) => inCategory(product, s.parentCategory),
  }),
  scope('brand', 'diese Marke', 'this brand', { present: (s) => s.brand !== undefined, inside: (product, s) => product.brand === s.brand }),
  scope('band', 'diese Preisklasse', 'this price band', { present: (s) => s.seeds.length > 0, inside: inBand }),
  scope('seed', 'Ausgangsartikel', 'seed item', { present: (s) => s.seeds.length > 0 }),
  scope('cart', 'Warenkorb', 'basket', { present: (s) => s.cart.length > 0 }),
  scope('order', 'Bestellung', 'order', { present: (s) => s.orderSkus.length > 0 }),
  scope('need', 'Bedarf', 'need', {
    present: (s) => s.need !== undefined || s.session.length > 0 || s.activeNeeds().size > 0,
  }),
  scope('session', 'Sitzung', 'session', { present: (s) => s.session.length > 0 }),
  scope('term', 'Suchbegriff', 'search term', { present: (s) => s.term !== undefined }),
  scope('owned', 'Besitz', 'owned goods', { personal: true, present: (s) => s.subject.history.purchases.length > 0 }),
  scope('wish', 'Merkliste', 'wish list', { personal: true, present: (s) => s.subject.history.wishlist.length > 0 }),
  scope('hist', 'eigener Verlauf', 'own history', { personal: true }),
  scope('segment', 'Segment', 'segment', { personal: true, ready: false }),
  scope('tier', 'Kundenstufe', 'tier', { personal: true, ready: false }),
  scope('household', 'Haushalt', 'household', { personal: true, ready: false }),
  scope('near', 'Umkreis', 'nearby', { ready: false }),
  scope('zone', 'Bereich', 'zone', { ready: false }),
  scope('occasion', 'Anlass', 'occasion', { ready: false }),
  scope('fixed', 'feste Liste', 'fixed list', { ready: false }),
]);
