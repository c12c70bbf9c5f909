// Choosing between offers and actions of different kinds: expected value P·C·V·L − cost in EUR (LOGIC §1.9).
import type { Situation } from '../situation.ts';
import type { Candidate } from '../strategies/candidate.ts';
import type { Availability, Offer, Product } from '../world.ts';

export interface Arbitration {
  /** Acceptance probability. */
  p: number;
  /** Context fit. */
  c: number;
  /** Expected margin and strategic value, EUR. */
  v: number;
  /** Merchant's lever, 0.1–10. */
  l: number;
  /** Channel and pressure cost, EUR. */
  cost: number;
  score: number;
}

/** `P·C·V·L − cost`. */
export function arbitrate(p: number, c: number, v: number, l = 1, cost = 0): number {
  return p * c * v * l - cost;
}

const MARGIN_SHARE = 0.1;

/** Acceptance by what brought an action, before anything was measured: `source(argument)`, else `source`. */
const ACCEPTANCE: Readonly<Record<string, number>> = {
  'hist(cart)': 0.2,
  'hist(wish)': 0.12,
  'hist(quote)': 0.2,
  'hist(appointment)': 0.2,
  hist: 0.06,
  due: 0.25,
  'rel(warranty)': 0.12,
  'rel(consumable)': 0.12,
  'rel(service)': 0.08,
  rel: 0.06,
  drop: 0.1,
  back: 0.08,
  'service(login)': 0.25,
  service: 0.08,
  loyalty: 0.2,
  content: 0.05,
  aff: 0.02,
};
const ACCEPTED_AT_LEAST = 0.01;

/** Whether a source brings actions of their own kind; what is merely popular or like what is liked only fills up behind them. */
export const isAction = (source: string, argument: string): boolean =>
  source === 'promo' || (ACCEPTANCE[`${source}(${argument})`] ?? ACCEPTANCE[source]) !== undefined;
/** What a sign-up or a piece of advice is worth where nobody said, EUR. */
const CONTENT_VALUE = 4;
/** Ordered rather than taken home. */
const NOT_HERE = 0.8;

/**
 * Worth of any action: an offer as `arbitrateOffer` sees it; a product by its margin, likelier the higher it stood in its strategy
 * (`base`, 0–1], fitting better where the need is active, the person owns what it belongs to, or it lies here; content by its own value.
 */
export function actionWorth(
  candidate: Candidate,
  brought: { source: string; argument: string; base: number },
  availability: Availability | null,
  s: Situation,
): Arbitration {
  const product = s.product(candidate.sku);
  if (candidate.offer) return arbitrateOffer(candidate.offer, product, s);
  const p = ACCEPTANCE[`${brought.source}(${brought.argument})`] ?? ACCEPTANCE[brought.source] ?? ACCEPTED_AT_LEAST;
  if (candidate.content) return worth(p, 1, candidate.content.value ?? CONTENT_VALUE);
  const interested = product !== undefined && s.activeNeeds().has(product.needGroup);
  const here = availability?.state === 'in_stock' || availability?.state === 'low';
  const near = interested ? (s.storeId !== undefined && here ? 1.3 : 1) : candidate.ownedSku === undefined ? 0.6 : 1;
  const c = Math.min(1.5, near * (availability?.state === 'orderable' ? NOT_HERE : 1));
  return worth(p * brought.base, c, (product?.marginCents ?? (product?.priceCents ?? 0) * MARGIN_SHARE) / 100);
}

const worth = (p: number, c: number, v: number): Arbitration => ({ p, c, v, l: 1, cost: 0, score: arbitrate(p, c, v) });

/** Defaults until calibrated models exist: an offer on an active interest, in stock here, has P .12 and C 1.3; without interest P .02, C .6. */
export function arbitrateOffer(offer: Offer, product: Product | undefined, situation: Situation): Arbitration {
  const interested = product !== undefined && situation.activeNeeds().has(product.needGroup);
  return arbitration(offer, product, interested, situation);
}

/** The same where it is known whether the person is interested. */
export function arbitration(
  offer: Offer,
  product: Product | undefined,
  interested: boolean,
  situation: { storeId: string | undefined },
): Arbitration {
  const p = interested ? 0.12 : 0.02;
  const c = interested ? (situation.storeId === undefined ? 1 : 1.3) : 0.6;
  const v = (product?.marginCents ?? (product?.priceCents ?? 0) * MARGIN_SHARE) / 100;
  const l = Math.min(10, Math.max(0.1, offer.lever ?? 1));
  return { p, c, v, l, cost: 0, score: Math.round(arbitrate(p, c, v, l) * 1e6) / 1e6 };
}
