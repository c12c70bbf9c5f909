// At the person's own level: the prices they usually choose, the sizes and colours they keep.
import { perNeedGroup } from '../../catalogue-cache.ts';
import { attributeOf } from '../../person/affinity.ts';
import type { Situation } from '../../situation.ts';
import type { Product } from '../../world.ts';
import type { SimpleStrategy } from '../ast.ts';
import type { Candidate } from '../candidate.ts';
import { popularOf } from './popular-of.ts';

/** Prices of a need group in ascending order, as they were when its articles last changed: a place on the ladder needs no better. */
const pricesOf = perNeedGroup((catalogue, need): readonly number[] =>
  catalogue
    .skusOfNeed(need)
    .flatMap((sku) => catalogue.product(sku)?.priceCents ?? [])
    .sort((a, b) => a - b),
);

/** Share of the need group's articles that are cheaper, half of the equally dear ones counted. */
function priceRank(product: Product, s: Situation): number | undefined {
  const prices = pricesOf(s.catalogue, product.needGroup);
  const { priceCents } = product;
  if (priceCents === undefined || prices.length < 2) return undefined;
  const below = prices.findIndex((one) => one >= priceCents);
  const above = prices.findLastIndex((one) => one <= priceCents);
  return ((below < 0 ? prices.length : below) + above + 1) / 2 / prices.length;
}

const PRICE_WIDTH = 0.2;

/** Where on the price ladders of its need groups the person's past stands. */
function ownPriceRank(s: Situation): number | undefined {
  let sum = 0;
  let total = 0;
  for (const { sku, weight } of s.ownItems()) {
    const product = s.product(sku);
    const rank = product && priceRank(product, s);
    if (rank === undefined) continue;
    sum += weight * rank;
    total += weight;
  }
  return total > 0 ? sum / total : undefined;
}

/** Popular goods of the category at the price level the person usually chooses. */
export function byPrice(s: Situation): Candidate[] {
  const own = ownPriceRank(s);
  if (own === undefined || s.category === undefined) return [];
  const found: Candidate[] = [];
  for (const [i, sku] of popularOf(`cat:${s.category}`, () => s.catalogue.skusOfCategory(s.category!), s).entries()) {
    const product = s.product(sku);
    const rank = product && priceRank(product, s);
    if (rank === undefined || Math.abs(rank - own) > PRICE_WIDTH) continue;
    found.push({ sku, score: (1 - Math.abs(rank - own)) / (1 + i / 10), why: [{ code: 'PRICE_LEVEL', value: own }] });
  }
  return found;
}

/** Popular goods of the category in the sizes and colours the person keeps. */
export function byAttributes(node: SimpleStrategy, s: Situation): Candidate[] {
  if (s.category === undefined) return [];
  const attributes = node.args[0]!.split('+');
  const found: Candidate[] = [];
  for (const [i, sku] of popularOf(`cat:${s.category}`, () => s.catalogue.skusOfCategory(s.category!), s).entries()) {
    const product = s.product(sku);
    if (!product) continue;
    const lifts = attributes.map((attribute) => liftOf(product, attribute, s));
    if (lifts.every((lift) => lift <= 1)) continue;
    const score = lifts.reduce((product_, lift) => product_ * Math.max(0.5, lift), 1) / (1 + i / 10);
    found.push({ sku, score, why: whysOf(product, s) });
  }
  return found;
}

function liftOf(product: Product, attribute: string, s: Situation): number {
  const value = attributeOf(product, attribute);
  const leaning = value === undefined ? undefined : s.leaning(product.needGroup, attribute);
  return leaning && leaning.total > 0 ? (leaning.lift(value!) ?? 0) : 0;
}

function whysOf(product: Product, s: Situation): Candidate['why'] {
  const size = attributeOf(product, 'size');
  const colour = attributeOf(product, 'colour');
  const kept = size !== undefined && liftOf(product, 'size', s) > 1;
  const whys: Candidate['why'] = [];
  if (kept) whys.push({ code: 'FITS_SIZE', size });
  if (kept && colour !== undefined && liftOf(product, 'colour', s) > 1) whys.push({ code: 'SIZE_COLOUR', size, colour });
  return whys.length > 0 ? whys : [{ code: 'FOR_YOU' }];
}
