// Step 2: everything one placement's strategies may read about the moment, with the dear parts computed on first use.

import type { Placement } from './decide/placements.ts';
import type { DecisionRequest, DecisionWorld } from './decide/request.ts';
import { resolveSubject, type Subject } from './decide/subject.ts';
import { channelName, isOfferOpen, type Offered, offersBySku } from './open-offers.ts';
import { type Affinity, affinityWithin } from './person/affinity.ts';
import { type Interest, interestsOf, type SignalsByNeed, signalsByNeed } from './person/interest.ts';
import type { Catalogue, Instant, Models, Offer, Place, Product, Stock } from './world.ts';

export interface SessionItem {
  sku: string;
  event: string;
}

export interface Situation {
  placement: Placement;
  subject: Subject;
  catalogue: Catalogue;
  stock: Stock;
  models: Models;
  now: Instant;
  seed: string;
  channel: string;
  device: string | undefined;
  place: Place | undefined;
  storeId: string | undefined;
  /** Articles the page is about. */
  seeds: readonly string[];
  cart: readonly string[];
  orderSkus: readonly string[];
  category: string | undefined;
  parentCategory: string | undefined;
  brand: string | undefined;
  term: string | undefined;
  /** Given by the page, else none; see `needs()` for the person's own. */
  need: string | undefined;
  /** Newest first. */
  session: readonly SessionItem[];
  timeZone: string;
  evaluation: boolean;
  exclude: ReadonlySet<string>;
  interests(): readonly Interest[];
  activeNeeds(): ReadonlyMap<string, Interest>;
  affinity(needGroup: string): { total: number; entries: readonly Affinity[] };
  /** Every offer by article; see `isOpen`. */
  offered(): ReadonlyMap<string, Offered>;
  /** Whether an offer holds now, here and on this channel. */
  isOpen(offer: Offer): boolean;
}

export function listOf(value: string | string[] | null | undefined): string[] {
  if (value === null || value === undefined || value === '') return [];
  return Array.isArray(value) ? value : [value];
}

function once<V>(compute: () => V): () => V {
  let value: V | undefined;
  return () => {
    value ??= compute();
    return value;
  };
}

function sessionOf(request: DecisionRequest, subject: Subject): SessionItem[] {
  const given = request.context?.session;
  if (given && given.length > 0) {
    const timed = given.map((event, index) => ({ event, index, at: event.at === undefined ? undefined : new Date(event.at).getTime() }));
    if (timed.every((entry) => entry.at !== undefined && !Number.isNaN(entry.at))) timed.sort((a, b) => a.at! - b.at! || a.index - b.index);
    return timed.reverse().map(({ event }) => ({ sku: event.sku, event: event.event }));
  }
  return subject.recent.map((signal) => ({ sku: signal.sku, event: signal.kind }));
}

/** What is known of the person, computed once for all placements of a page on the same kind of surface. */
export interface PersonView {
  subject: Subject;
  byNeed(): SignalsByNeed;
  interests(): readonly Interest[];
  activeNeeds(): ReadonlyMap<string, Interest>;
  affinity(needGroup: string): { total: number; entries: readonly Affinity[] };
}

export function personView(request: DecisionRequest, world: DecisionWorld, inStore: boolean): PersonView {
  const { catalogue, now, person, models } = world;
  const products = new Map<string, Product | undefined>();
  const product = (sku: string): Product | undefined => {
    if (!products.has(sku)) products.set(sku, catalogue.product(sku));
    return products.get(sku);
  };
  const subject = resolveSubject({ person, product, now, inStore, evaluation: request.options?.evaluation === true });
  const { signals, purchases } = subject.history;
  const byNeed = once(() => signalsByNeed(signals, product));
  const all = once(() => (subject.personal ? interestsOf(byNeed(), catalogue, now) : []));
  const known = new Map<string, ReturnType<typeof affinityWithin>>();
  return {
    subject,
    byNeed,
    interests: all,
    activeNeeds: once(
      () =>
        new Map(
          all()
            .filter((one) => one.active)
            .map((one) => [one.needGroup, one]),
        ),
    ),
    affinity(needGroup) {
      let found = known.get(needGroup);
      if (!found) {
        found = affinityWithin({ signals, byNeed: byNeed(), purchases, catalogue, models, now }, 'brand', needGroup);
        known.set(needGroup, found);
      }
      return found;
    },
  };
}

/** The situation of one placement of a request. */
export function situationOf(request: DecisionRequest, world: DecisionWorld, placement: Placement, view?: PersonView): Situation {
  const { catalogue, now, stock } = world;
  const context = request.context ?? {};
  const channel = channelName(request.channel);
  const { subject, byNeed: _, ...known } = view ?? personView(request, world, placement.inStore);
  const storeId = context.storeId ?? undefined;
  const place = storeId === undefined ? undefined : stock.place(storeId);
  const cart = context.cart ? context.cart.map((line) => line.sku) : subject.history.cart.map((line) => line.sku);
  const onBasket = placement.contexts.some((code) => code === 'K' || code === 'R');
  const named = listOf(context.sku);
  const seeds = named.length === 0 && onBasket ? cart : named;
  const seedProduct = seeds[0] === undefined ? undefined : catalogue.product(seeds[0]);
  const path = context.category ? context.category.split('/') : (seedProduct?.category ?? []);
  const moment = { now, channel, storeId, segments: subject.personal ? (world.person.segments ?? []) : [] };
  const open = once(() => new Set(world.offers.filter((offer) => isOfferOpen(offer, moment))));
  return {
    placement,
    subject,
    catalogue,
    stock,
    now,
    channel,
    storeId,
    place,
    cart,
    seeds,
    ...known,
    evaluation: request.options?.evaluation === true,
    models: world.models,
    offered: () => offersBySku(world.offers, catalogue),
    isOpen: (offer) => open().has(offer),
    seed: request.options?.seed == null ? world.seed : String(request.options.seed),
    device: request.subject?.deviceId ?? request.subject?.anonymousId,
    orderSkus: context.orderSkus ?? [],
    category: path.at(-1)?.trim(),
    parentCategory: path.at(-2)?.trim(),
    brand: context.brand ?? seedProduct?.brand,
    term: context.term?.trim() || undefined,
    need: context.need ?? undefined,
    session: sessionOf(request, subject),
    timeZone: context.tz ?? place?.timeZone ?? 'Europe/Berlin',
    exclude: new Set(request.exclude ?? []),
  };
}
