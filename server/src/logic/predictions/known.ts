// What of a person's past a prediction may rest on: known at the moment asked for, allowed, and nothing about sensitive goods.
import { type Catalogue, isReturned, isSensitive, type Product, type Purchase, type Signal } from '@faden/engine';
import type { Profile } from '../../data/profile/index.ts';

export interface KnownPast {
  /** Bought by then and not cancelled, in order of time. */
  purchases: readonly Purchase[];
  /** The same without what had gone back in full by then. */
  kept: readonly Purchase[];
  signals: readonly Signal[];
  catalogue: Catalogue;
  at: number;
}

export function knownPast(profile: Profile, catalogue: Catalogue, at: number): KnownPast {
  const verdicts = new Map<string, boolean>();
  const usable = (sku: string): boolean => {
    let verdict = verdicts.get(sku);
    if (verdict === undefined) {
      const product = catalogue.product(sku);
      verdict = product === undefined || !isSensitive(product);
      verdicts.set(sku, verdict);
    }
    return verdict;
  };
  const cancelled = ({ returned }: Purchase): boolean => returned?.cancelled === true && returned.at <= at;
  const purchases = profile.folded.purchases
    .filter((p) => p.at <= at && !cancelled(p) && usable(p.sku))
    .map((p) => (p.returned && p.returned.at > at ? { ...p, returned: undefined } : p))
    .sort((a, b) => a.at - b.at);
  return {
    purchases,
    kept: purchases.filter((p) => !isReturned(p, at)),
    signals: profile.folded.signals.filter((s) => s.at <= at && usable(s.sku)),
    catalogue,
    at,
  };
}

/** Whether nothing in this need group is sensitive, so that it may be predicted at all. */
export function mayPredict(catalogue: Catalogue, needGroup: string): boolean {
  return !catalogue.skusOfNeed(needGroup).some((sku) => {
    const product = catalogue.product(sku);
    return product !== undefined && isSensitive(product);
  });
}

/** Purchases with their products, of one kind of need group or all. */
export function withProducts(purchases: readonly Purchase[], catalogue: Catalogue): { purchase: Purchase; product: Product }[] {
  return purchases.flatMap((purchase) => {
    const product = catalogue.product(purchase.sku);
    return product ? [{ purchase, product }] : [];
  });
}

/** Of the newest purchase whose article is known. */
export function currencyOf({ purchases, catalogue }: KnownPast): string {
  return withProducts(purchases.slice(-20), catalogue).at(-1)?.product.currency ?? 'EUR';
}
