// Which offers are open here and now, and which articles they reach; the index is kept as long as offers and catalogue stay the same.
import type { Catalogue, Instant, Offer, Product } from './world.ts';

const CHANNEL_ALIASES: Readonly<Record<string, string>> = { pos: 'till', mail: 'email', kiosk: 'beacon' };

/** One name per channel: `pos` and `till` are the same place. */
export function channelName(channel: string): string {
  return CHANNEL_ALIASES[channel] ?? channel;
}

export interface OfferMoment {
  now: Instant;
  channel: string;
  storeId: string | undefined;
  /** Segments the person is in; an offer for segments is closed to everybody else. */
  segments: readonly string[];
}

/** Whether an offer may be made at this moment; stock and the person's interest come later. */
export function isOfferOpen(offer: Offer, { now, channel, storeId, segments }: OfferMoment): boolean {
  if (now < offer.from || now >= offer.until) return false;
  if (offer.budgetCents !== undefined && offer.budgetCents <= 0) return false;
  if (offer.channels.length > 0 && !offer.channels.some((name) => channelName(name) === channel)) return false;
  if (offer.segments.length > 0 && !offer.segments.some((segment) => segments.includes(segment))) return false;
  return offer.stores.length === 0 || (storeId !== undefined && offer.stores.includes(storeId));
}

/** Offers on a whole need group reach its first 50 articles. */
const EXPANDED = 50;

export interface Offered {
  sku: string;
  product: Product | undefined;
  offers: readonly Offer[];
}

const indexes = new WeakMap<readonly Offer[], { catalogue: Catalogue; version: string; index: ReadonlyMap<string, Offered> }>();

/** All offers by article, open or not. Hand in the same array as long as the offers are the same. */
export function offersBySku(offers: readonly Offer[], catalogue: Catalogue): ReadonlyMap<string, Offered> {
  const known = indexes.get(offers);
  if (known && known.catalogue === catalogue && known.version === catalogue.version) return known.index;
  const lists = new Map<string, Offer[]>();
  for (const offer of offers) {
    const all = offer.skus.length === 0 && offer.needGroup !== undefined;
    for (const sku of all ? catalogue.skusOfNeed(offer.needGroup!).slice(0, EXPANDED) : offer.skus) {
      const list = lists.get(sku);
      if (list) list.push(offer);
      else lists.set(sku, [offer]);
    }
  }
  const index = new Map([...lists].map(([sku, list]) => [sku, { sku, product: catalogue.product(sku), offers: list }]));
  indexes.set(offers, { catalogue, version: catalogue.version, index });
  return index;
}
