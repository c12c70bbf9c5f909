// What personal models suggest: factors over one's own articles, people alike, the next need, and a blend of all.
import type { Situation } from '../../situation.ts';
import type { Purchase } from '../../world.ts';
import type { SimpleStrategy } from '../ast.ts';
import { accumulate, best, type Candidate, hasScope, MAX_CANDIDATES, type Source } from '../candidate.ts';
import { blend, learned } from './learned.ts';
import { basketsOf } from './replenishment.ts';
import { nextItems } from './session.ts';

const forYou = (): { code: 'FOR_YOU' } => ({ code: 'FOR_YOU' });

function liked(s: Situation, household: boolean): Candidate[] {
  return learned(s.models.likedBy(s.ownItems(household), MAX_CANDIDATES), forYou);
}

export const mf: Source = {
  key: 'mf',
  text: { de: 'Geschmacksmodell', en: 'Taste model' },
  personal: true,
  unready: () => undefined,
  retrieve: (node, s) => liked(s, hasScope(node, 'household')),
};

export const u2u: Source = {
  key: 'u2u',
  text: { de: 'Ähnliche Kunden', en: 'Similar customers' },
  personal: true,
  unready: () => undefined,
  retrieve: (_node, s) => learned(s.models.likedByNeighbours(s.ownItems(), MAX_CANDIDATES), () => ({ code: 'NEIGHBOURS' })),
};

const OWN_NEEDS = 5;
const PER_NEED = 50;

/** Popular articles of the needs the past speaks of; of the store where it is about one. */
function popularInNeeds(node: SimpleStrategy, s: Situation, household: boolean): Candidate[] {
  const weights = new Map<string, number>();
  for (const { sku, weight } of s.ownItems(household)) {
    const need = s.product(sku)?.needGroup;
    if (need !== undefined) weights.set(need, (weights.get(need) ?? 0) + weight);
  }
  const needs = [...weights].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, OWN_NEEDS);
  const found = new Map<string, Candidate>();
  for (const [need, weight] of needs) {
    const why = { code: 'POPULAR_CAT', need } as const;
    for (const [i, { sku }] of s.models.popular('buy', `need:${need}`, PER_NEED).entries()) accumulate(found, sku, weight / (i + 1), why);
  }
  if (hasScope(node, 'store') && s.storeId !== undefined)
    for (const [i, { sku }] of s.models.popular('buy', `store:${s.storeId}`, MAX_CANDIDATES).entries())
      if (weights.has(s.product(sku)?.needGroup ?? ''))
        accumulate(found, sku, weights.get(s.product(sku)!.needGroup)! / (i + 1), { code: 'POPULAR_STORE' });
  return best(found.values());
}

const byTime = (a: Purchase, b: Purchase): number => a.at - b.at;

/** Weights of the parts, set by hand; parts without an answer leave the order to the others. */
const BLEND = { liked: 0.4, basket: 0.2, session: 0.2, needs: 0.2 };

export const hybrid: Source = {
  key: 'hybrid',
  text: { de: 'Alles zusammen', en: 'All together' },
  personal: true,
  unready: () => undefined,
  retrieve(node, s) {
    const household = hasScope(node, 'household');
    const purchases = s.subject.history.purchases;
    const all = household ? [...purchases, ...s.past().household].sort(byTime) : purchases;
    return best(
      blend([
        { weight: BLEND.liked, list: liked(s, household) },
        { weight: BLEND.basket, list: learned(s.models.nextBasket(basketsOf(s, all), MAX_CANDIDATES), forYou) },
        { weight: BLEND.session, list: s.session.length > 0 ? nextItems(s) : [] },
        { weight: BLEND.needs, list: popularInNeeds(node, s, household) },
      ]),
    );
  },
};

const NEXT_NEEDS = 5;

/** Needs of the own past, newest first, each once. */
function ownNeeds(s: Situation): string[] {
  const { purchases, signals } = s.subject.history;
  const past: readonly { sku: string }[] = purchases.length > 0 ? purchases.filter((one) => !one.returned) : signals;
  const needs = past.toReversed().flatMap(({ sku }) => s.product(sku)?.needGroup ?? []);
  return [...new Set(needs)].slice(0, 10);
}

/** Popular articles of what people need after such purchases, weighed by how likely they do. */
export const nextcat: Source = {
  key: 'nextcat',
  text: { de: 'Nächster Bedarf', en: 'Next need' },
  personal: true,
  unready: () => undefined,
  retrieve(_node, s) {
    const found = new Map<string, Candidate>();
    for (const { need, p } of s.models.nextNeeds(ownNeeds(s), NEXT_NEEDS)) {
      const list = s.models.popular('buy', `need:${need}`, PER_NEED);
      const skus = list.length > 0 ? list.map((one) => one.sku) : s.catalogue.skusOfNeed(need).slice(0, PER_NEED);
      for (const [i, sku] of skus.entries()) accumulate(found, sku, p / (i + 1), { code: 'NEXT_NEED', need, value: p });
    }
    return best(found.values());
  },
};
