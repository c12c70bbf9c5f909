// Cheaper than before: than the person saw it, or for everybody against the lowest price of the last 30 days (PAngV §11).
import { DAY_MS } from '../../maths/decay.ts';
import { VIEW_KINDS } from '../../person/weights.ts';
import type { Situation } from '../../situation.ts';
import type { Product } from '../../world.ts';
import type { SimpleStrategy } from '../ast.ts';
import { best, type Candidate, hasScope, type ReasonCode, type Source, type Why } from '../candidate.ts';
import { repricedSince } from '../range-index.ts';
import { isInScopes } from '../scopes.ts';

interface Seen {
  cents: number;
  code: ReasonCode;
}

function seenInCart(s: Situation): Map<string, Seen> {
  const lines = s.subject.history.cart;
  return new Map(lines.map(({ sku, unitPriceCents = 0 }) => [sku, { cents: unitPriceCents, code: 'PRICE_DROP_CART' }]));
}

/** The price at the last view; signals stand in order of time. */
function seenInViews(s: Situation): Map<string, Seen> {
  const seen = new Map<string, Seen>();
  for (const { sku, kind, priceCents } of s.subject.history.signals)
    if (priceCents && VIEW_KINDS.has(kind)) seen.set(sku, { cents: priceCents, code: 'PRICE_DROP_SEEN' });
  return seen;
}

/** The price when it was put on the list; where that is unknown, the one asked before today's, if it changed since. */
function seenOnWishlist(s: Situation, since: number): Map<string, Seen> {
  const prices = new Map<string, number>();
  for (const { sku, kind, priceCents } of s.subject.history.signals)
    if (priceCents && (kind === 'wish' || VIEW_KINDS.has(kind))) prices.set(sku, priceCents);
  const seen = new Map<string, Seen>();
  for (const { sku, at } of s.subject.history.wishlist) {
    const changed = s.product(sku)?.priceSince;
    const before = changed !== undefined && changed > at && changed > since ? s.catalogue.lowest30dCents(sku, changed) : undefined;
    const cents = prices.get(sku) ?? before;
    if (cents !== undefined) seen.set(sku, { cents, code: 'PRICE_DROP_WISH' });
  }
  return seen;
}

function dropsSeen(seen: ReadonlyMap<string, Seen>, s: Situation): Candidate[] {
  const found: Candidate[] = [];
  for (const [sku, { cents, code }] of seen) {
    const now = s.product(sku)?.priceCents;
    if (now === undefined || cents <= now) continue;
    found.push({ sku, score: 1 - now / cents, why: [{ code, item: sku, cents: cents - now }] });
  }
  return best(found);
}

/** Share by which the price lies under the reference, and how it may be said; undefined where it is no reduction. */
function reductionOf(product: Product, since: number, s: Situation): { share: number; why: Why } | undefined {
  const { priceCents, listPriceCents, priceSince } = product;
  if (priceCents === undefined) return undefined;
  if (priceSince !== undefined && priceSince <= since) return undefined;
  const lowest = s.catalogue.lowest30dCents(product.sku, priceSince ?? s.now);
  // What goes off may be cheaper than last week without any comparison (§11(4)).
  const exempt = s.catalogue.needGroup(product.needGroup).kind === 'perishable';
  const reference = exempt ? listPriceCents : (lowest ?? listPriceCents);
  if (reference === undefined || reference <= priceCents) return undefined;
  const share = 1 - priceCents / reference;
  return { share, why: exempt || lowest === undefined ? { code: 'PRICE_REDUCED' } : { code: 'PRICE_LOWER', value: share } };
}

function dropsForAll(node: SimpleStrategy, s: Situation, since: number): Candidate[] {
  const found: Candidate[] = [];
  for (const sku of repricedSince(s.catalogue, since)) {
    if (!isInScopes(node, sku, s)) continue;
    const product = s.product(sku);
    const reduction = product && reductionOf(product, since, s);
    if (reduction) found.push({ sku, score: reduction.share, why: [reduction.why] });
  }
  return best(found);
}

export const drop: Source = {
  key: 'drop',
  text: { de: 'Günstiger geworden', en: 'Price drop' },
  personal: (node) => node.scopes.some(({ name }) => name === 'cart' || name === 'wish' || name === 'hist'),
  unready: () => undefined,
  retrieve(node, s) {
    const since = s.now - Number(node.args[0] ?? 14) * DAY_MS;
    if (hasScope(node, 'cart')) return dropsSeen(seenInCart(s), s);
    if (hasScope(node, 'wish')) return dropsSeen(seenOnWishlist(s, since), s);
    if (hasScope(node, 'hist')) return dropsSeen(seenInViews(s), s);
    return dropsForAll(node, s, since);
  },
};
