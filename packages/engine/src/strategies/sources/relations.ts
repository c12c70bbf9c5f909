// Curated links between products: accessories, warranty, service … from the page's item or from what the person owns.
import { isReturned } from '../../decide/subject.ts';
import { addDays, localDay } from '../../maths/calendar.ts';
import { DAY_MS, decay } from '../../maths/decay.ts';
import type { Situation } from '../../situation.ts';
import type { Product, Purchase, Relation } from '../../world.ts';
import type { SimpleStrategy } from '../ast.ts';
import { accumulate, best, type Candidate, hasScope, type Source, type Why } from '../candidate.ts';
import { giftCardsOf } from '../range-index.ts';

const WARRANTY_DAYS = 28;
const MAX_OWNED = 100;

function isOver(node: SimpleStrategy, relation: Relation, ageDays: number): boolean {
  const window =
    relation.withinDays ?? (node.decay?.kind === 'window' ? node.decay.days : relation.type === 'warranty' ? WARRANTY_DAYS : Infinity);
  return ageDays > window;
}

function whyOwned(relation: Relation, node: SimpleStrategy, purchase: Purchase, s: Situation): Why {
  if (relation.type !== 'warranty') return { code: 'MATCHES_OWNED', item: purchase.sku };
  const within = relation.withinDays ?? (node.decay?.kind === 'window' ? node.decay.days : WARRANTY_DAYS);
  return { code: 'WARRANTY_WINDOW', item: purchase.sku, date: addDays(localDay(purchase.at, s.timeZone), within) };
}

/** What a fresh purchase deserves fades with a half-life of 30 days; a long-owned thing still counts a little. */
function freshness(node: SimpleStrategy, ageDays: number): number {
  return decay(ageDays, node.decay ? 30 : 365);
}

function fromOwned(node: SimpleStrategy, s: Situation): Candidate[] {
  const type = node.args[0];
  const found = new Map<string, Candidate>();
  const owned = s.subject.history.purchases.filter((p) => p.at <= s.now && !isReturned(p, s.now) && !p.gift);
  for (const purchase of owned.slice(-MAX_OWNED).reverse()) {
    const ageDays = (s.now - purchase.at) / DAY_MS;
    for (const [i, relation] of (s.product(purchase.sku)?.relations ?? []).entries()) {
      if (relation.type !== type || isOver(node, relation, ageDays) || found.has(relation.sku)) continue;
      const extra = { ownedAt: purchase.at, ownedSku: purchase.sku };
      accumulate(found, relation.sku, freshness(node, ageDays) / (1 + i / 1000), whyOwned(relation, node, purchase, s), extra);
    }
  }
  return best(found.values());
}

function fromSeeds(node: SimpleStrategy, s: Situation, seeds: readonly string[]): Candidate[] {
  const found = new Map<string, Candidate>();
  for (const seed of seeds) {
    const product: Product | undefined = s.product(seed);
    for (const [i, relation] of (product?.relations ?? []).entries()) {
      if (relation.type === node.args[0]) accumulate(found, relation.sku, 1 / (i + 1), { code: 'MATCHES_ITEM', item: seed });
    }
  }
  return best(found.values());
}

/** Gift cards: the ones that go with what is in view, then all that are marked as such. */
function forOccasion(node: SimpleStrategy, s: Situation): Candidate[] {
  const why: Why = { code: 'FOR_OCCASION', occasion: s.occasion()!.key };
  const linked = fromSeeds(node, s, [...s.seeds, ...s.cart]).map((one) => one.sku);
  const skus = [...new Set([...linked, ...giftCardsOf(s.catalogue)])];
  return best(skus.map((sku, i) => ({ sku, score: skus.length - i, why: [why] })));
}

export const rel: Source = {
  key: 'rel',
  text: { de: 'Gehört dazu', en: 'Goes with it' },
  personal: false,
  unready: () => undefined,
  retrieve(node, s) {
    if (hasScope(node, 'owned')) return fromOwned(node, s);
    if (hasScope(node, 'occasion')) return forOccasion(node, s);
    return fromSeeds(node, s, hasScope(node, 'cart') ? s.cart : s.seeds);
  },
};
