// Open offers here and now, ranked by what they are worth to the person and the house.
import { arbitrateOffer } from '../../decide/arbitration.ts';
import { DAY_MS } from '../../maths/decay.ts';
import { isBetter, type Offered } from '../../open-offers.ts';
import type { Situation } from '../../situation.ts';
import type { Offer, Product } from '../../world.ts';
import type { SimpleStrategy } from '../ast.ts';
import { best, type Candidate, hasScope, MAX_CANDIDATES, type Source, type Why } from '../candidate.ts';
import { cuttingScopes, isProductInScopes } from '../scopes.ts';

function isMeant(node: SimpleStrategy, offer: Offer, s: Situation): boolean {
  if (offer.memberOnly && s.subject.anonymous) return false;
  switch (node.args[0]) {
    case 'ending48h':
      return offer.until - s.now <= 2 * DAY_MS;
    case 'member':
      return offer.memberOnly === true;
    case 'vip':
      return offer.segments.length > 0;
    default:
      return true;
  }
}

function whyOffered(node: SimpleStrategy, need: string | undefined, s: Situation): Why {
  const interest = need === undefined ? undefined : s.activeNeeds().get(need);
  if (node.args[0] === 'vip') return { code: 'EXCLUSIVE' };
  if (node.args[0] === 'member') return { code: 'MEMBER_PRICE' };
  const inStore = node.args[0] === 'store';
  if (interest && need !== undefined) return { code: inStore ? 'OFFER_STORE_INTEREST' : 'OFFER_INTEREST', need, value: interest.value };
  return { code: inStore ? 'OFFER_STORE' : 'OFFER_NOW' };
}

/** `*interest` keeps active needs, `*brand` keeps brands the person leans to; anything else only re-ranks later. */
function suits(node: SimpleStrategy, product: Product | undefined, s: Situation): boolean {
  if (!node.personal.includes('brand')) return true;
  if (product?.brand === undefined) return false;
  const { total, of } = s.leaning(product.needGroup);
  return total > 0 && (of(product.brand)?.lift ?? 0) > 1;
}

/** Need groups with a signal or a purchase of the person: elsewhere there is no leaning to compute. */
function knownNeeds(s: Situation): Set<string> {
  const found = new Set(s.interests().map((one) => one.needGroup));
  for (const needGroup of s.owned().byNeed.keys()) found.add(needGroup);
  return found;
}

/** The articles of a category that are on offer. */
function offeredIn(skus: readonly string[], s: Situation): Offered[] {
  const open = s.offers();
  const found: Offered[] = [];
  for (const sku of skus) {
    const offers = open.of(sku);
    if (offers.length > 0) found.push({ sku, product: s.product(sku), offers });
  }
  return found;
}

/** Offered articles a strategy may speak about. */
function offeredFor(node: SimpleStrategy, s: Situation): readonly Offered[] {
  const active = s.activeNeeds();
  if (hasScope(node, 'cat') && s.category !== undefined) return offeredIn(s.catalogue.skusOfCategory(s.category), s);
  if (node.personal.includes('interest')) return s.offers().within(active.keys());
  return node.personal.includes('brand') ? s.offers().within(knownNeeds(s)) : s.offers().all();
}

function candidateFor(node: SimpleStrategy, { sku, product, offers }: Offered, s: Situation): Candidate | undefined {
  let best: { offer: Offer; score: number } | undefined;
  for (const offer of offers) {
    if (!isMeant(node, offer, s)) continue;
    const { score } = arbitrateOffer(offer, product, s);
    if (!best || isBetter(score, offer, best.score, best.offer)) best = { offer, score };
  }
  return best && { sku, score: best.score, offer: best.offer, why: [whyOffered(node, product?.needGroup, s)] };
}

function addOffered(found: Candidate[], node: SimpleStrategy, offered: readonly Offered[], s: Situation): void {
  for (const one of offered) {
    if (!isProductInScopes(node, one.product, s)) continue;
    const candidate = suits(node, one.product, s) ? candidateFor(node, one, s) : undefined;
    if (candidate) found.push(candidate);
  }
}

/** For everybody: what lies in the active needs by its own value, the rest in the ranking all share. Undefined when that was cut too early. */
function forEverybody(node: SimpleStrategy, s: Situation): Candidate[] | undefined {
  const active = s.activeNeeds();
  const { list, whole } = s.offers().ranked(s.subject.anonymous);
  const found: Candidate[] = [];
  for (const { sku, product, offer, score } of list) {
    if (found.length >= MAX_CANDIDATES) break;
    if (product && active.has(product.needGroup)) continue;
    found.push({ sku, score, offer, why: [whyOffered(node, product?.needGroup, s)] });
  }
  if (found.length < MAX_CANDIDATES && !whole) return undefined;
  addOffered(found, node, s.offers().within(active.keys()), s);
  return found;
}

const FOR_ALL: ReadonlySet<string> = new Set(['active', 'store']);
const KINDS: ReadonlySet<string> = new Set([...FOR_ALL, 'ending48h', 'member', 'vip']);

export const promo: Source = {
  key: 'promo',
  text: { de: 'Angebote', en: 'Offers' },
  personal: false,
  unready: (node) => (KINDS.has(node.args[0] ?? '') ? undefined : `promo(${node.args[0]})`),
  retrieve(node, s) {
    const whole = node.personal.length === 0 && FOR_ALL.has(node.args[0]!) && cuttingScopes(node).length === 0;
    const shared = whole ? forEverybody(node, s) : undefined;
    if (shared) return best(shared);
    const found: Candidate[] = [];
    addOffered(found, node, offeredFor(node, s), s);
    return best(found);
  },
};
