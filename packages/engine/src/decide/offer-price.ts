// Price and availability as an answer shows them: the best open offer, the lowest price of 30 days, where it can be had.
import type { Situation } from '../situation.ts';
import { NEAR_KM } from '../strategies/scopes.ts';
import { availableNear } from '../strategies/surroundings.ts';
import type { Availability, Offer, Product, Text } from '../world.ts';
import type { AvailabilityBlock, PriceBlock } from './answer.ts';

/** Unit price in cents under an offer; offers without a price effect leave it. */
export function offerPriceCents(offer: Offer, priceCents: number): number {
  if (offer.priceCents !== undefined) return offer.priceCents;
  if (offer.percent !== undefined) return Math.round(priceCents * (1 - offer.percent / 100));
  if (offer.amountCents !== undefined) return Math.max(0, priceCents - offer.amountCents);
  return priceCents;
}

/** `pctVsLowest30d` = (lowest − now)/lowest in percent, one decimal (PAngV §11). */
export function priceBlock(product: Product, s: Situation, offer?: Offer): PriceBlock | null {
  if (product.priceCents === undefined) return null;
  const base = product.priceCents;
  const open = offer
    ? [offer]
    : s
        .offers()
        .of(product.sku)
        .filter((one) => !(one.memberOnly && s.subject.anonymous));
  const nowCents = Math.min(base, ...open.map((one) => offerPriceCents(one, base)));
  const list = product.listPriceCents !== undefined && product.listPriceCents > nowCents ? product.listPriceCents : null;
  const lowest = s.catalogue.lowest30dCents(product.sku, s.now) ?? null;
  return {
    nowCents,
    wasCents: nowCents < base ? base : list,
    lowest30dCents: lowest,
    pctVsLowest30d: lowest ? Math.round(((lowest - nowCents) / lowest) * 1000) / 10 : null,
    currency: product.currency,
  };
}

const STATES: Readonly<Record<Availability['state'], Text>> = {
  in_stock: { de: 'vorrätig', en: 'in stock' },
  low: { de: 'nur noch wenige', en: 'few left' },
  orderable: { de: 'lieferbar', en: 'available to order' },
  out: { de: 'nicht verfügbar', en: 'not available' },
  untracked: { de: 'verfügbar', en: 'available' },
};

const isSellable = (of: Availability): boolean => of.atp >= 1 || of.state === 'untracked';

/** `near`: today, from a store in reach or a place that delivers on the same day. */
export type Fulfilment = 'online' | 'store' | 'any' | 'near';

/** Where an article can be had under a fulfilment scope; undefined when nowhere. */
export function availabilityIn(sku: string, scope: Fulfilment, s: Situation): Availability | undefined {
  if (scope === 'near') return availableNear(sku, s.storesNear(NEAR_KM), s.inStore) ?? availableSameDay(sku, s);
  const here = s.storeId !== undefined && scope !== 'online' ? s.inStore(sku, s.storeId) : undefined;
  if (here && isSellable(here)) return here;
  if (scope === 'store') return undefined;
  const online = s.online(sku);
  if (!isSellable(online)) return undefined;
  return here ? { ...here, atp: 0, state: 'orderable' } : online;
}

function availableSameDay(sku: string, s: Situation): Availability | undefined {
  for (const place of s.stock.places()) {
    const found = place.sameDay ? s.inStore(sku, place.id) : undefined;
    if (found && found.atp >= 1) return found;
  }
  return undefined;
}

export function availabilityBlock(of: Availability, s: Situation): AvailabilityBlock {
  const here = of.nearby === true || (s.storeId !== undefined && of.placeId === s.storeId);
  const text = !here && of.state === 'in_stock' ? STATES.orderable : STATES[of.state];
  return { storeId: here ? of.placeId : null, atp: of.atp, state: of.state, asOf: new Date(of.asOf).toISOString(), text };
}
