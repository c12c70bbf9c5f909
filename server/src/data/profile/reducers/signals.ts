// What the person did with which product: the raw material of interest, affinity and stage. Newest 2,000 are kept.
import type { Signal, SignalKind } from '@faden/engine';
import { type Entry, number, placeOf, productsOf, skuOf } from '../entry.ts';

const kinds: Record<string, SignalKind> = {
  'Product Viewed': 'view',
  'Product Clicked': 'searchclick',
  'Product Scanned': 'scan',
  'Product Compared': 'compare',
  'Products Compared': 'compare',
  'Product Added to Wishlist': 'wish',
  'Product Added': 'cart',
  'Decision Shown': 'impression',
  'Decision Clicked': 'click',
  'Decision Dismissed': 'dismiss',
  'Order Completed': 'buy',
  'Order Refunded': 'return',
};
const longViewSeconds = 30;
const kept = 2_000;

/** A browser's word is not enough to have bought or returned something. */
export const believed = (entry: Entry): boolean => entry.trust === 'server' || entry.trust === 'till';

function kindOf(entry: Entry): SignalKind | undefined {
  const kind = kinds[entry.event];
  if ((kind === 'buy' || kind === 'return') && !believed(entry)) return undefined;
  if (kind !== 'view') return kind;
  const properties = entry.body.properties ?? {};
  return (number(properties['dwell_seconds']) ?? 0) >= longViewSeconds || properties['zoom'] === true ? 'longview' : 'view';
}

/** Shops say in their own words that what was looked at could not be had. */
function isSoldOut({ body }: Entry): boolean {
  const { in_stock, availability } = body.properties ?? {};
  return in_stock === false || (typeof availability === 'string' && /out.?of.?stock|sold.?out|ausverkauft/i.test(availability));
}

export const signals = {
  start: (): Signal[] => [],
  add(state: Signal[], entry: Entry): void {
    const kind = entry.type === 'track' ? kindOf(entry) : undefined;
    if (!kind) return;
    const sku = skuOf(entry);
    const products = sku && kind !== 'buy' && kind !== 'return' ? [{ sku, priceCents: entry.body.read?.priceCents }] : productsOf(entry);
    const placeId = placeOf(entry);
    for (const product of products) {
      const priceCents = product.priceCents;
      state.push({
        at: entry.at,
        id: entry.id,
        kind,
        sku: product.sku,
        channel: entry.channel,
        device: entry.node,
        ...(placeId ? { placeId } : {}),
        ...(priceCents === undefined ? {} : { priceCents }),
        ...(kind === 'view' && isSoldOut(entry) ? { soldOut: true } : {}),
      });
    }
    if (state.length > kept * 1.25) state.splice(0, state.length - kept);
  },
};
