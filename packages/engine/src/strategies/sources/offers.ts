// Open offers here and now, ranked by what they are worth to the person and the house.
import { arbitrateOffer } from '../../decide/arbitration.ts';
import { DAY_MS } from '../../maths/decay.ts';
import type { Situation } from '../../situation.ts';
import type { Offer, Product } from '../../world.ts';
import type { SimpleStrategy } from '../ast.ts';
import { best, type Candidate, type Source, type Why } from '../candidate.ts';

function isMeant(node: SimpleStrategy, offer: Offer, s: Situation): boolean {
  if (offer.memberOnly && s.subject.anonymous) return false;
  return node.args[0] !== 'ending48h' || offer.until - s.now <= 2 * DAY_MS;
}

function whyOffered(node: SimpleStrategy, need: string | undefined, s: Situation): Why {
  const interest = need === undefined ? undefined : s.activeNeeds().get(need);
  const inStore = node.args[0] === 'store';
  if (interest && need !== undefined) return { code: inStore ? 'OFFER_STORE_INTEREST' : 'OFFER_INTEREST', need, value: interest.value };
  return { code: inStore ? 'OFFER_STORE' : 'OFFER_NOW' };
}

/** `*interest` keeps active needs, `*brand` keeps brands the person leans to; anything else only re-ranks later. */
function suits(node: SimpleStrategy, product: Product | undefined, known: ReadonlySet<string>, s: Situation): boolean {
  if (node.personal.includes('interest') && !(product && s.activeNeeds().has(product.needGroup))) return false;
  if (!node.personal.includes('brand')) return true;
  if (!product || !known.has(product.needGroup)) return false;
  const { total, entries } = s.affinity(product.needGroup);
  return total > 0 && entries.some((entry) => entry.value === product.brand && entry.lift > 1);
}

/** Need groups with a signal or a purchase of the person: elsewhere there is no leaning to compute. */
function knownNeeds(s: Situation): ReadonlySet<string> {
  const found = new Set(s.interests().map((one) => one.needGroup));
  for (const { sku } of s.subject.history.purchases) found.add(s.catalogue.product(sku)?.needGroup ?? '');
  return found;
}

/** Best offer per article: higher value, then earlier expiry, then id. */
function better(a: Candidate, b: Candidate): boolean {
  const x = a.offer!;
  const y = b.offer!;
  return a.score > b.score || (a.score === b.score && (x.until < y.until || (x.until === y.until && x.id < y.id)));
}

export const promo: Source = {
  key: 'promo',
  text: { de: 'Angebote', en: 'Offers' },
  personal: false,
  unready: (node) => (['active', 'store', 'ending48h'].includes(node.args[0] ?? '') ? undefined : `promo(${node.args[0]})`),
  retrieve(node, s) {
    const needs = node.personal.includes('brand') ? knownNeeds(s) : new Set<string>();
    const found = new Map<string, Candidate>();
    for (const { sku, product, offers } of s.offered().values()) {
      if (!offers.some((offer) => s.isOpen(offer)) || !suits(node, product, needs, s)) continue;
      for (const offer of offers) {
        if (!s.isOpen(offer) || !isMeant(node, offer, s)) continue;
        const { score } = arbitrateOffer(offer, product, s);
        const candidate: Candidate = { sku, score, offer, why: [whyOffered(node, product?.needGroup, s)] };
        const known = found.get(sku);
        if (!known || better(candidate, known)) found.set(sku, candidate);
      }
    }
    return best(found.values());
  },
};
