// What the shelf itself says: new, coming, back, clearance, few left, best before.
import { localDay } from '../../maths/calendar.ts';
import { DAY_MS } from '../../maths/decay.ts';
import { VIEW_KINDS } from '../../person/weights.ts';
import type { Situation } from '../../situation.ts';
import type { Instant } from '../../world.ts';
import type { SimpleStrategy } from '../ast.ts';
import { best, type Candidate, hasScope, MAX_CANDIDATES, type Source, type Why } from '../candidate.ts';
import { fitOf } from '../fit.ts';
import { clearanceOf, expiringBy, startedSince, startingUntil } from '../range-index.ts';
import { isInScopes } from '../scopes.ts';

const days = (node: SimpleStrategy, otherwise: number): number => Number(node.args[0] ?? otherwise);

/** The first of these articles that lie inside the scopes and, for `@store`, on the shelves of the store. */
export function gather(skus: Iterable<string>, node: SimpleStrategy, s: Situation, whyOf: (sku: string) => Why | undefined): Candidate[] {
  const here = hasScope(node, 'store') ? s.storeId : undefined;
  const found: Candidate[] = [];
  for (const sku of skus) {
    if (found.length >= MAX_CANDIDATES) break;
    if (!isInScopes(node, sku, s) || (here !== undefined && s.inStore(sku, here).atp < 1)) continue;
    const why = whyOf(sku);
    if (why) found.push({ sku, score: 0, why: [why] });
  }
  return found.map((candidate, i) => ({ ...candidate, score: found.length - i }));
}

/** With `*cat` or `*brand` only what lies in the person's own departments and brands: "new" alone is no match. */
function isOwnKind(node: SimpleStrategy, sku: string, s: Situation): boolean {
  const wanted = node.personal.filter((one) => one === 'cat' || one === 'brand');
  return wanted.length === 0 || fitOf(sku, wanted, s) > 1;
}

export const fresh: Source = {
  key: 'new',
  text: { de: 'Neu', en: 'New' },
  personal: false,
  unready: () => undefined,
  retrieve: (node, s) =>
    gather(startedSince(s.catalogue, s.now - days(node, 31) * DAY_MS, s.now), node, s, (sku) => {
      if (!isOwnKind(node, sku, s)) return undefined;
      const category = s.product(sku)?.category.at(-1);
      return category === undefined ? { code: 'NEW_HERE' } : { code: 'NEW_MATCH', category };
    }),
};

/** Not to be had yet; shown so that nobody buys something else a week before. */
export const soon: Source = {
  key: 'soon',
  text: { de: 'Bald erhältlich', en: 'Coming soon' },
  personal: false,
  unready: () => undefined,
  retrieve(node, s) {
    const coming = startingUntil(s.catalogue, s.now, s.now + days(node, 60) * DAY_MS);
    const dayOf = (sku: string): string => localDay(s.product(sku)!.availableFrom!, s.timeZone);
    return gather(coming, node, s, (sku) => ({ code: 'COMING_SOON', date: dayOf(sku) })).map((one) => ({ ...one, announced: true }));
  },
};

/** When the person last looked at each article, newest first. */
function lastViews(s: Situation): Map<string, Instant> {
  const found = new Map<string, Instant>();
  const { signals } = s.subject.history;
  for (let i = signals.length - 1; i >= 0; i--) {
    const { sku, kind, at } = signals[i]!;
    if (VIEW_KINDS.has(kind) && !found.has(sku)) found.set(sku, at);
  }
  return found;
}

/** Articles the person has to do with, where a scope says so. */
function ownOf(node: SimpleStrategy, s: Situation): Map<string, Instant> | undefined {
  if (hasScope(node, 'wish')) return new Map(s.subject.history.wishlist.map(({ sku, at }) => [sku, at]));
  return hasScope(node, 'hist') ? lastViews(s) : undefined;
}

/** Sold out before and here again; what the person knew before it came back, where the scope is their own. */
export const back: Source = {
  key: 'back',
  text: { de: 'Wieder da', en: 'Back in stock' },
  personal: false,
  unready: () => undefined,
  retrieve(node, s) {
    const since = s.now - days(node, 14) * DAY_MS;
    const own = ownOf(node, s);
    const returned = s.stock.restocked?.(since, hasScope(node, 'store') ? s.storeId : undefined) ?? [];
    const known = returned.filter(({ sku, at }) => at <= s.now && (!own || (own.get(sku) ?? Number.POSITIVE_INFINITY) < at));
    return gather(
      known.map(({ sku }) => sku),
      node,
      s,
      () => ({ code: 'BACK_IN_STOCK' }),
    );
  },
};

/** At most n left where the article would come from. */
export const low: Source = {
  key: 'low',
  text: { de: 'Nur noch wenige', en: 'Few left' },
  personal: false,
  unready: () => undefined,
  retrieve(node, s) {
    const most = days(node, 3);
    const skus = ownOf(node, s)?.keys() ?? s.models.popular('buy', 'site', MAX_CANDIDATES).map((one) => one.sku);
    return gather(skus, node, s, (sku) => {
      const { atp } = s.placement.inStore && s.storeId !== undefined ? s.inStore(sku, s.storeId) : s.online(sku);
      return atp >= 1 && atp <= most ? { code: 'FEW_LEFT', value: atp } : undefined;
    });
  },
};

/** Marked as clearance by the merchant, the deepest cut first. */
export const clear: Source = {
  key: 'clear',
  text: { de: 'Restposten', en: 'Clearance' },
  personal: false,
  unready: () => undefined,
  retrieve(node, s) {
    const found = gather(clearanceOf(s.catalogue), node, s, () => ({ code: 'CLEARANCE' }));
    const cut = (sku: string): number => {
      const { priceCents = 0, listPriceCents = 0 } = s.product(sku) ?? {};
      return listPriceCents > priceCents ? 1 - priceCents / listPriceCents : 0;
    };
    return best(found.map((candidate) => ({ ...candidate, score: cut(candidate.sku) })));
  },
};

/** Best before within n days in this store, soonest first; where the stock does not know, the article's own row. */
export const mhd: Source = {
  key: 'mhd',
  text: { de: 'Läuft bald ab', en: 'Best before soon' },
  personal: false,
  unready: () => undefined,
  retrieve(node, s) {
    const until = s.now + days(node, 2) * DAY_MS;
    const stocked = s.storeId === undefined ? undefined : s.stock.expiring?.(s.storeId, until);
    const ends = new Map((stocked ?? expiringBy(s.catalogue, until)).map(({ sku, bestBefore }) => [sku, bestBefore]));
    return gather(ends.keys(), node, s, (sku) => {
      const day = localDay(ends.get(sku)!, s.timeZone);
      return day < localDay(s.now, s.timeZone) ? undefined : { code: 'BEST_BEFORE', date: day };
    });
  },
};
