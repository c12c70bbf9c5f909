// What an exposure was worth, between 0 and 1: realised margin on any channel, estimates until the window closes, less what annoyed.

/** Weights of unwelcome reactions, subtracted from the reward. */
export const PENALTIES = { dismissed: -0.2, rejected: -0.3, unsubscribed: -1, complained: -1 } as const;
export type Unwelcome = keyof typeof PENALTIES;

export interface Outcome {
  /** Cents credited so far, on any channel. */
  marginCents: number;
  /** Clicked or put in the cart while the window for a purchase is still open. */
  clickOpen: boolean;
  cartOpen: boolean;
  /** Sum of penalties, 0 or below. */
  penalty: number;
}

/** What a placement's rewards are measured with. */
export interface Yardstick {
  /** 95th percentile of credited margin, cents. */
  refCents: number;
  /** Mean credited margin, cents. */
  meanCents: number;
  buyGivenClick: number;
  buyGivenCart: number;
}

/** Before anything was sold: a click counts .02, a cart .08. */
const PRIOR = { click: 0.05, cart: 0.2, weight: 20, refCents: 10_000, meanCents: 4_000 };

/** Yardstick from what the placement saw lately; `buyers` bought through a click, `margins` in cents per credited exposure. */
export function yardstick(seen: {
  clicks: number;
  clickBuyers: number;
  carts: number;
  cartBuyers: number;
  margins: readonly number[];
}): Yardstick {
  const sorted = [...seen.margins].filter((cents) => cents > 0).sort((a, b) => a - b);
  const shrunk = (hits: number, of: number, prior: number) => Math.min(1, (hits + PRIOR.weight * prior) / (of + PRIOR.weight));
  const enough = sorted.length > 0;
  return {
    refCents: enough ? sorted[Math.min(sorted.length - 1, Math.ceil(0.95 * sorted.length) - 1)]! : PRIOR.refCents,
    meanCents: enough ? sorted.reduce((sum, cents) => sum + cents, 0) / sorted.length : PRIOR.meanCents,
    buyGivenClick: shrunk(seen.clickBuyers, seen.clicks, PRIOR.click),
    buyGivenCart: shrunk(seen.cartBuyers, seen.carts, PRIOR.cart),
  };
}

const clip = (value: number): number => Math.min(1, Math.max(0, value));

/**
 * `r = clip(margin / m_ref, 0, 1)`; before the window closes `P̂(buy | click)·m̄`, or `P̂(buy | cart)·m̄`, instead of the margin.
 * `raw` keeps what the Beta cannot: it may fall to −1 and is what the guardrails look at.
 */
export function rewardOf(outcome: Outcome, stick: Yardstick): { reward: number; raw: number } {
  const expected = outcome.cartOpen ? stick.buyGivenCart : outcome.clickOpen ? stick.buyGivenClick : 0;
  const cents = outcome.marginCents > 0 ? outcome.marginCents : expected * stick.meanCents;
  const raw = clip(cents / stick.refCents) + outcome.penalty;
  return { reward: Math.max(0, raw), raw };
}
