// Sizes, price and promotions of one person, from what they bought, kept and sent back (LOGIC §2.9, 2.10).
import { fitOf, inSizeOrder, pricePercentile, promotionShare, type SizeOutcome, sizeCounts, sizePreferences } from '@faden/engine';
import { type KnownPast, mayPredict, withProducts } from './known.ts';

export interface SizeAffinity {
  needGroup: string;
  value: string;
  theta: number;
  lift: number;
  p: number;
  label: boolean;
  /** Evidence for this size after returns. */
  count: number;
}

/** Sizes per need group, highest θ first; market shares as given, uniform where unknown. */
export function sizesOf(past: KnownPast, marketShare: (needGroup: string) => ReadonlyMap<string, number> | undefined): SizeAffinity[] {
  const outcomes = new Map<string, SizeOutcome[]>();
  for (const { purchase, product } of withProducts(past.purchases, past.catalogue)) {
    const size = product.attributes['size'];
    if (size === undefined || purchase.gift || !mayPredict(past.catalogue, product.needGroup)) continue;
    const list = outcomes.get(product.needGroup) ?? [];
    outcomes.set(product.needGroup, list);
    const back = purchase.returned?.quantity ?? 0;
    if (purchase.quantity > back) list.push({ size: String(size), quantity: purchase.quantity - back, fit: 'kept' });
    if (back > 0) list.push({ size: String(size), quantity: back, fit: fitOf(purchase.returned?.reason) });
  }
  return [...outcomes]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([needGroup, list]) => {
      const known = past.catalogue.skusOfNeed(needGroup).flatMap((sku) => past.catalogue.product(sku)?.attributes['size'] ?? []);
      const order = inSizeOrder([...known.map(String), ...list.map((one) => one.size)]);
      const counts = sizeCounts(order, list);
      const shares = marketShare(needGroup);
      const found = sizePreferences(
        counts,
        order.map((size) => shares?.get(size) ?? 1 / order.length),
      );
      return found
        .map((one, i) => ({ needGroup, value: order[i]!, ...one, count: counts[i]! }))
        .sort((a, b) => b.theta - a.theta || (a.value < b.value ? -1 : 1));
    });
}

export interface PriceSensitivity {
  /** Share of purchases made below the list price, pulled to what is usual. */
  promotionShare: number;
  uncertainty: { low: number; high: number };
  /** P(buys on promotion more than usual). */
  aboveUsual: number;
  purchases: number;
  /** Fewer than five purchases. */
  prior: boolean;
  /** Mean position of what was bought among the prices of its need group: 0 cheapest, 1 dearest. */
  priceTier: number | null;
}

/** A purchase this far below the list price was a promotion. */
const PROMOTED_BELOW = 0.98;

export function priceSensitivityOf(past: KnownPast, usualShare: number): PriceSensitivity {
  const bought = withProducts(past.purchases, past.catalogue).filter(({ purchase }) => purchase.unitPriceCents > 0);
  const listed = bought.flatMap(({ purchase, product }) => {
    const list = product.listPriceCents ?? product.priceCents;
    return list === undefined ? [] : [{ promoted: purchase.unitPriceCents < list * PROMOTED_BELOW }];
  });
  const share = promotionShare(listed.length, listed.filter((one) => one.promoted).length, usualShare);
  const prices = new Map<string, number[]>();
  const tiers = bought.flatMap(({ purchase, product }) => {
    const all = prices.get(product.needGroup) ?? pricesOf(past, product.needGroup);
    prices.set(product.needGroup, all);
    return all.length > 1 ? [pricePercentile(purchase.unitPriceCents, all)] : [];
  });
  return {
    promotionShare: share.theta,
    uncertainty: { low: share.low, high: share.high },
    aboveUsual: share.above,
    purchases: listed.length,
    prior: share.prior,
    priceTier: tiers.length > 0 ? tiers.reduce((a, b) => a + b, 0) / tiers.length : null,
  };
}

const pricesOf = ({ catalogue }: KnownPast, needGroup: string): number[] =>
  catalogue
    .skusOfNeed(needGroup)
    .flatMap((sku) => catalogue.product(sku)?.priceCents ?? [])
    .sort((a, b) => a - b);
