// Which offers are open here and now, and which articles they reach; the index is kept as long as offers and catalogue stay the same.
import { arbitration } from './decide/arbitration.ts';
import { firstBest } from './maths/first-best.ts';
import { createOfferIndex, type OfferIndex } from './offer-index.ts';
import { once } from './once.ts';
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
function isOfferOpen(offer: Offer, { now, channel, storeId, segments }: OfferMoment): boolean {
  if (now < offer.from || now >= offer.until) return false;
  if (offer.budgetCents !== undefined && offer.budgetCents <= 0) return false;
  if (offer.channels.length > 0 && !offer.channels.some((name) => channelName(name) === channel)) return false;
  if (offer.segments.length > 0 && !offer.segments.some((segment) => segments.includes(segment))) return false;
  return offer.stores.length === 0 || (storeId !== undefined && offer.stores.includes(storeId));
}

/** One article with the offers that are open for it. */
export interface Offered {
  sku: string;
  product: Product | undefined;
  offers: readonly Offer[];
}

export interface RankedOffer extends Offered {
  offer: Offer;
  score: number;
}

export interface OpenOffers {
  /** Open offers that reach an article. */
  of(sku: string): readonly Offer[];
  all(): readonly Offered[];
  /** Offered articles of these need groups. */
  within(needGroups: Iterable<string>): Offered[];
  /** The best offer of each article for somebody who is not interested in it, best first; `whole` unless the list was cut. */
  ranked(anonymous: boolean): { list: readonly RankedOffer[]; whole: boolean };
}

/** Moments kept per set of offers: a store, a channel and a set of segments each. */
const MOMENTS = 256;

interface Kept {
  index: OfferIndex;
  moments: Map<string, Moment>;
}

interface Moment {
  /** The instants between which nothing opens or closes. */
  from: Instant;
  until: Instant;
  stamp: number;
  open: OpenOffers;
}

const kept = new WeakMap<readonly Offer[], Kept>();

/** What is open at this moment. Hand in the same array as long as the offers are the same: what was found out is kept with it. */
export function openOffers(offers: readonly Offer[], catalogue: Catalogue, moment: OfferMoment): OpenOffers {
  let known = kept.get(offers);
  if (!known) {
    known = { index: createOfferIndex(offers), moments: new Map() };
    kept.set(offers, known);
  }
  const { index, moments } = known;
  const stamp = index.follow(catalogue);
  const key = [moment.channel, moment.storeId ?? '', ...moment.segments].join('\u0000');
  let found = moments.get(key);
  if (!found || found.stamp !== stamp || moment.now < found.from || moment.now >= found.until) {
    if (moments.size >= MOMENTS) moments.delete(moments.keys().next().value as string);
    found = { ...unchangedAround(offers, moment.now), stamp, open: openAt(offers, index, moment) };
    moments.set(key, found);
  }
  return found.open;
}

function unchangedAround(offers: readonly Offer[], now: Instant): { from: Instant; until: Instant } {
  let from = Number.NEGATIVE_INFINITY;
  let until = Number.POSITIVE_INFINITY;
  for (const offer of offers) {
    for (const at of [offer.from, offer.until]) {
      if (at <= now) from = Math.max(from, at);
      else until = Math.min(until, at);
    }
  }
  return { from, until };
}

function openAt(offers: readonly Offer[], index: OfferIndex, moment: OfferMoment): OpenOffers {
  const open = new Set(offers.filter((offer) => isOfferOpen(offer, moment)));
  const openOf = (all: readonly Offer[]): readonly Offer[] => {
    for (const offer of all) if (!open.has(offer)) return all.filter((one) => open.has(one));
    return all;
  };
  const list = once(() => {
    const found: Offered[] = [];
    for (const { sku, product, offers: all } of index.articles()) {
      const own = openOf(all);
      if (own.length > 0) found.push({ sku, product, offers: own });
    }
    return found;
  });
  const byNeed = once(() => Map.groupBy(list(), ({ product }) => product?.needGroup));
  const forKnown = once(() => rankedFor(list(), false, moment));
  const forAnonymous = once(() => rankedFor(list(), true, moment));
  return {
    of: (sku) => openOf(index.of(sku)),
    all: list,
    within: (needGroups) => [...needGroups].flatMap((need) => byNeed().get(need) ?? []),
    ranked: (anonymous) => (anonymous ? forAnonymous() : forKnown()),
  };
}

/** Longer rankings are cut. */
const RANKED = 1_000;

function bestFor({ product, offers }: Offered, anonymous: boolean, moment: OfferMoment): { offer: Offer; score: number } | undefined {
  let found: { offer: Offer; score: number } | undefined;
  for (const offer of offers) {
    if (offer.memberOnly && anonymous) continue;
    const { score } = arbitration(offer, product, false, moment);
    if (!found || isBetter(score, offer, found.score, found.offer)) found = { offer, score };
  }
  return found;
}

function rankedFor(list: readonly Offered[], anonymous: boolean, moment: OfferMoment): { list: RankedOffer[]; whole: boolean } {
  const ranked: RankedOffer[] = [];
  for (const { sku, product, offers } of list) {
    const found = bestFor({ sku, product, offers }, anonymous, moment);
    if (found) ranked.push({ sku, product, offers, offer: found.offer, score: found.score });
  }
  return { list: firstBest(ranked, RANKED), whole: ranked.length <= RANKED };
}

/** Best offer per article: higher value, then earlier expiry, then id. */
export function isBetter(score: number, offer: Offer, than: number, other: Offer): boolean {
  return score > than || (score === than && (offer.until < other.until || (offer.until === other.until && offer.id < other.id)));
}
