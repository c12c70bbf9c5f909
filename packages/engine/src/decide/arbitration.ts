// Choosing between offers and actions of different kinds: expected value P·C·V·L − cost in EUR (LOGIC §1.9).
import type { Situation } from '../situation.ts';
import type { Offer, Product } from '../world.ts';

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
