// Scopes: which inputs a strategy needs, whether they are personal, and which products stay inside.
import type { Situation } from '../situation.ts';
import type { Product, Purchase } from '../world.ts';
import type { ScopeNode, SimpleStrategy } from './ast.ts';
import { inCategory } from './candidate.ts';

export interface Scope {
  key: string;
  text: { de: string; en: string };
  personal: boolean;
  /** Whether its input is there. */
  present(situation: Situation, node: ScopeNode): boolean;
  /** Whether a product lies inside; absent where the scope chooses seeds or lists instead. */
  inside?(product: Product, situation: Situation, node: ScopeNode): boolean;
}

/** How far "nearby" reaches where nothing else is said. */
export const NEAR_KM = 25;

const always = (): boolean => true;

function scope(key: string, de: string, en: string, rest: Partial<Scope> = {}): [string, Scope] {
  return [key, { key, text: { de, en }, personal: false, present: always, ...rest }];
}

/** Price within ± percent of the first seed. */
function inBand(product: Product, situation: Situation, node: ScopeNode): boolean {
  const seed = situation.seeds[0] === undefined ? undefined : situation.product(situation.seeds[0]);
  if (!seed?.priceCents || !product.priceCents) return false;
  return Math.abs(product.priceCents / seed.priceCents - 1) * 100 <= Number(node.args[0] ?? 20);
}

const isStoreChannel = (channel: string): boolean => channel === 'store' || channel === 'till' || channel === 'pos';

/** Whether a kept purchase counts as this event: `buy`, `anybuy` or `storebuy`. */
export function isBuyAt(event: string, purchase: Purchase): boolean {
  return !purchase.returned && (event !== 'storebuy' || isStoreChannel(purchase.channel));
}

/** Whether an article belongs to a zone of the store: by its attribute, its department or the shelf it stands on. */
function isInZone(product: Product, zone: string, s: Situation): boolean {
  if (product.attributes['zone'] === zone || product.category.includes(zone)) return true;
  const shelf = s.storeId === undefined ? undefined : s.inStore(product.sku, s.storeId).shelf;
  return shelf !== undefined && (shelf === zone || shelf.startsWith(`${zone} `));
}

export const SCOPES: ReadonlyMap<string, Scope> = new Map([
  scope('site', 'ganzes Sortiment', 'whole range'),
  scope('channel', 'dieser Kanal', 'this channel', { present: (s) => s.channel !== '' }),
  scope('region', 'Region', 'region', { present: (s) => s.region() !== undefined }),
  scope('store', 'diese Filiale', 'this store', { present: (s) => s.storeId !== undefined }),
  scope('near', 'Umkreis', 'nearby', { present: (s, node) => s.storesNear(Number(node.args[0] ?? NEAR_KM)).length > 0 }),
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
  scope('segment', 'Segment', 'segment', { personal: true, present: (s) => s.segment() !== undefined }),
  scope('tier', 'Kundenstufe', 'tier', { personal: true, present: (s) => s.past().tier !== undefined }),
  scope('household', 'Haushalt', 'household', { personal: true, present: (s) => s.ownItems(true).length > 0 }),
  scope('zone', 'Bereich', 'zone', {
    present: (s) => s.zoneId !== undefined,
    inside: (product, s) => isInZone(product, s.zoneId!, s),
  }),
  scope('occasion', 'Anlass', 'occasion', { present: (s) => s.occasion() !== undefined }),
  scope('fixed', 'feste Liste', 'fixed list'),
]);

type Inside = NonNullable<Scope['inside']>;
const insides = new WeakMap<SimpleStrategy, readonly { node: ScopeNode; inside: Inside }[]>();

/** The scopes of a strategy that cut its list. */
export function cuttingScopes(node: SimpleStrategy): readonly { node: ScopeNode; inside: Inside }[] {
  let found = insides.get(node);
  if (!found) {
    found = node.scopes.flatMap((one) => {
      const inside = SCOPES.get(one.name)?.inside;
      return inside ? [{ node: one, inside }] : [];
    });
    insides.set(node, found);
  }
  return found;
}

/** Whether an article lies inside all of them. Goods nobody sells pass in outside measurement only. */
export function isInScopes(node: SimpleStrategy, sku: string, s: Situation): boolean {
  return cuttingScopes(node).length === 0 || isProductInScopes(node, s.product(sku), s);
}

/** The same where the product is at hand. */
export function isProductInScopes(node: SimpleStrategy, product: Product | undefined, s: Situation): boolean {
  for (const one of cuttingScopes(node)) if (product === undefined ? !s.evaluation : !one.inside(product, s, one.node)) return false;
  return true;
}
