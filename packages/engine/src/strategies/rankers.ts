// Rankers of the algebra: put a candidate list into another order; unknown figures keep the order of the source.
import type { Situation } from '../situation.ts';
import { type Candidate, MAX_CANDIDATES } from './candidate.ts';

type Figure = (candidate: Candidate, s: Situation) => number;

const price: Figure = (candidate, s) => s.product(candidate.sku)?.priceCents ?? 0;

/** Discount of the offer or against the list price, as a share. */
const discount: Figure = (candidate, s) => {
  const product = s.product(candidate.sku);
  if (!product?.priceCents) return 0;
  const offer = candidate.offer;
  if (offer?.percent !== undefined) return offer.percent / 100;
  if (offer?.priceCents !== undefined) return 1 - offer.priceCents / product.priceCents;
  if (offer?.amountCents !== undefined) return offer.amountCents / product.priceCents;
  return product.listPriceCents ? 1 - product.priceCents / product.listPriceCents : candidate.score;
};

const FIGURES: Readonly<Record<string, Figure>> = {
  llr: (candidate) => candidate.llr ?? 0,
  lift: (candidate) => candidate.lift ?? 0,
  rev: (candidate, s) => candidate.score * price(candidate, s),
  margin: (candidate, s) => candidate.score * (s.product(candidate.sku)?.marginCents ?? 0),
  pct: discount,
  rec: (candidate) => candidate.at ?? 0,
  freq: (candidate) => candidate.count ?? 0,
};

/** Buyers per viewer as the crowd knows it, looked up in the needs of the candidates and in the whole range. */
function ratesFor(candidates: readonly Candidate[], s: Situation): Figure {
  const needs = new Set(candidates.map((candidate) => s.product(candidate.sku)?.needGroup));
  const rates = new Map<string, number>();
  for (const key of ['site', ...[...needs].filter((need) => need !== undefined).map((need) => `need:${need}`)])
    for (const { sku, score } of s.models.rates('buy/view', key, MAX_CANDIDATES)) rates.set(sku, score);
  return (candidate) => rates.get(candidate.sku) ?? 0;
}

export const RANKERS: ReadonlySet<string> = new Set([
  ...Object.keys(FIGURES),
  ...['score', 'cp', 'due', 'pop', 'interest', 'editor', 'rate'],
]);

/** The candidates in the order of `ranker`; `cp`, `score`, `due`, `pop`, `interest` and `editor` are the sources' own order. */
export function rerank(candidates: Candidate[], ranker: string | undefined, s: Situation): Candidate[] {
  const figure = ranker === undefined ? undefined : ranker === 'rate' ? ratesFor(candidates, s) : FIGURES[ranker];
  if (!figure) return candidates;
  const figures = new Map(candidates.slice(0, MAX_CANDIDATES).map((candidate) => [candidate, figure(candidate, s)]));
  const ordered = [...figures].sort(([a, x], [b, y]) => y - x || b.score - a.score || (a.sku < b.sku ? -1 : 1));
  return ordered.map(([candidate, value]) => ({ ...candidate, score: value }));
}
