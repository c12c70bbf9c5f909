// What is new, coming, reduced, on clearance or meant as a gift in the whole range: lists that are kept and not searched for in each decision.
import { firstBest } from '../maths/first-best.ts';
import type { Catalogue, Instant, Product } from '../world.ts';
import { madeFrom, type Trait, traitOf } from './kept-trait.ts';

const DAY_MS = 86_400_000;
/** Longer lists are cut: nobody pages that far. */
const MOST = 5_000;

interface Dated {
  sku: string;
  score: number;
}

const started = traitOf((product) => product.availableFrom ?? product.createdAt);
const firstImport = madeFrom(started, ({ values }) => {
  let first = Number.POSITIVE_INFINITY;
  for (const at of values.values()) if (at < first) first = at;
  return first;
});
const newestFirst = madeFrom(started, ({ values }) =>
  firstBest<Dated>(
    [...values].map(([sku, score]) => ({ sku, score })),
    MOST,
  ),
);

/** First day of sale. What came with the very first import is not new, whatever its row says: unknown. */
export function startOf(product: Product, catalogue: Catalogue): Instant | undefined {
  if (product.availableFrom !== undefined) return product.availableFrom;
  return product.createdAt > firstImport(catalogue) + DAY_MS ? product.createdAt : undefined;
}

/** Articles on sale since less than that, newest first. */
export function startedSince(catalogue: Catalogue, since: Instant, now: Instant): string[] {
  return between(catalogue, since, now);
}

/** Articles on sale from then on, soonest first. */
export function startingUntil(catalogue: Catalogue, now: Instant, until: Instant): string[] {
  return between(catalogue, now, until).reverse();
}

function between(catalogue: Catalogue, after: Instant, until: Instant): string[] {
  const found: string[] = [];
  for (const { sku, score } of newestFirst(catalogue)) {
    if (score <= after) break;
    const product = score <= until ? catalogue.product(sku) : undefined;
    if (product && startOf(product, catalogue) !== undefined) found.push(sku);
  }
  return found;
}

/** Since when a reduced price is asked: below the list price, or below the last 30 days before it was set. */
const repriced = traitOf((product) =>
  product.priceCents === undefined ? undefined : (product.priceSince ?? (isBelowList(product) ? 0 : undefined)),
);
const latestFirst = madeFrom(repriced, ({ values }) =>
  firstBest<Dated>(
    [...values].map(([sku, score]) => ({ sku, score })),
    MOST,
  ),
);

const isBelowList = (product: Product): boolean => (product.listPriceCents ?? 0) > (product.priceCents ?? 0);

/** Articles whose price may have gone down after `since`; where nobody knows since when, the list price speaks. */
export function repricedSince(catalogue: Catalogue, since: Instant): string[] {
  return latestFirst(catalogue)
    .filter(({ score }) => score === 0 || score > since)
    .map(({ sku }) => sku);
}

const CLEARANCE = ['clearance', 'restposten', 'sale-out'];
const GIFT_CARDS = ['giftcard', 'gift-card', 'gutschein'];

const marks = traitOf((product) => {
  const found = product.tags.map((tag) => tag.toLowerCase());
  for (const name of ['clearance', 'giftcard']) if (product.attributes[name] === true) found.push(name);
  return found.length > 0 ? found : undefined;
});
const byMark = madeFrom(marks, ({ values }: Trait<string[]>) => {
  const found = new Map<string, string[]>();
  for (const [sku, tags] of values) {
    for (const tag of new Set(tags)) {
      const known = found.get(tag);
      if (known) known.push(sku);
      else found.set(tag, [sku]);
    }
  }
  return found;
});

/** Articles that carry one of these tags. */
export function markedWith(catalogue: Catalogue, tags: readonly string[]): string[] {
  const found = byMark(catalogue);
  return [...new Set(tags.flatMap((tag) => found.get(tag.toLowerCase()) ?? []))];
}

export const clearanceOf = (catalogue: Catalogue): string[] => markedWith(catalogue, CLEARANCE);
export const giftCardsOf = (catalogue: Catalogue): string[] => markedWith(catalogue, GIFT_CARDS);

const zones = traitOf((product) => (product.attributes['zone'] === undefined ? undefined : String(product.attributes['zone'])));
const byZone = madeFrom(zones, ({ values }) => {
  const found = new Map<string, string[]>();
  for (const [sku, zone] of values) {
    const known = found.get(zone);
    if (known) known.push(sku);
    else found.set(zone, [sku]);
  }
  return found;
});

/** Articles of a zone: by their attribute, else the department of that name. */
export function skusOfZone(catalogue: Catalogue, zone: string): readonly string[] {
  return byZone(catalogue).get(zone) ?? catalogue.skusOfCategory(zone);
}

const perishable = traitOf((product) => {
  const day = product.attributes['bestBefore'];
  const at = typeof day === 'string' ? Date.parse(day) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
});
const soonestFirst = madeFrom(perishable, ({ values }) => [...values].sort((a, b) => a[1] - b[1]));

/** Articles whose own row names a best-before day up to `until`, soonest first. */
export function expiringBy(catalogue: Catalogue, until: Instant): { sku: string; bestBefore: Instant }[] {
  const found: { sku: string; bestBefore: Instant }[] = [];
  for (const [sku, bestBefore] of soonestFirst(catalogue)) {
    if (bestBefore > until) break;
    found.push({ sku, bestBefore });
  }
  return found;
}
