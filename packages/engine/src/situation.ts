// Step 2: everything one placement's strategies may read about the moment, with the dear parts computed on first use.

import type { Placement } from './decide/placements.ts';
import type { DecisionRequest, DecisionWorld } from './decide/request.ts';
import { resolveSubject, type Subject } from './decide/subject.ts';
import { type Memory, memoryOf } from './memory.ts';
import { once } from './once.ts';
import { channelName, type OpenOffers, openOffers } from './open-offers.ts';
import { type Leaning, leaningWithin } from './person/affinity.ts';
import { type Interest, interestsOf } from './person/interest.ts';
import { type OwnedGoods, ownedOf } from './person/owned.ts';
import type { Availability, Catalogue, Instant, Models, Place, Product, Stock } from './world.ts';

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
  /** The person's purchases with their products. */
  owned(): OwnedGoods;
  interests(): readonly Interest[];
  activeNeeds(): ReadonlyMap<string, Interest>;
  /** What the person leans to among the brands of a need group. */
  leaning(needGroup: string): Leaning;
  /** A look-up that remembers: the same few articles are asked for again and again. */
  product(sku: string): Product | undefined;
  /** Whether an article is another one's warranty. */
  isWarranty(sku: string): boolean;
  /** Searches the catalogue, each term once. */
  search(term: string, limit: number): readonly string[];
  inStore(sku: string, placeId: string): Availability;
  online(sku: string): Availability;
  /** What holds now, here and on this channel. */
  offers(): OpenOffers;
}

export function listOf(value: string | string[] | null | undefined): string[] {
  if (value === null || value === undefined || value === '') return [];
  return Array.isArray(value) ? value : [value];
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
  owned(): OwnedGoods;
  interests(): readonly Interest[];
  activeNeeds(): ReadonlyMap<string, Interest>;
  leaning(needGroup: string): Leaning;
}

export function personView(request: DecisionRequest, world: DecisionWorld, inStore: boolean, { known, product }: Memory): PersonView {
  const { catalogue, now, person, models } = world;
  const subject = resolveSubject({ person, catalogue, known, now, inStore, evaluation: request.options?.evaluation === true });
  const { signals, purchases } = subject.history;
  const { byNeed } = subject;
  const owned = once(() => ownedOf(purchases, product, catalogue));
  const all = once(() => (subject.personal ? interestsOf(byNeed, catalogue, now) : []));
  const leanings = new Map<string, Leaning>();
  return {
    subject,
    owned,
    interests: all,
    activeNeeds: once(() => {
      const active = new Map<string, Interest>();
      for (const one of all()) if (one.active) active.set(one.needGroup, one);
      return active;
    }),
    leaning(needGroup) {
      let found = leanings.get(needGroup);
      if (!found) {
        found = leaningWithin({ signals, byNeed, purchases, owned: owned(), product, catalogue, models, now }, 'brand', needGroup);
        leanings.set(needGroup, found);
      }
      return found;
    },
  };
}

/** The situation of one placement of a request. */
export function situationOf(
  request: DecisionRequest,
  world: DecisionWorld,
  placement: Placement,
  memory: Memory = memoryOf(world.catalogue, world.stock, world.now),
  view: PersonView = personView(request, world, placement.inStore, memory),
): Situation {
  const { catalogue, now, stock } = world;
  const context = request.context ?? {};
  const channel = channelName(request.channel);
  const { subject } = view;
  const storeId = context.storeId ?? undefined;
  const place = storeId === undefined ? undefined : stock.place(storeId);
  const cart = context.cart ? context.cart.map((line) => line.sku) : subject.history.cart.map((line) => line.sku);
  const onBasket = placement.contexts.some((code) => code === 'K' || code === 'R');
  const named = listOf(context.sku);
  const seeds = named.length === 0 && onBasket ? cart : named;
  const seedProduct = seeds[0] === undefined ? undefined : memory.product(seeds[0]);
  const path = context.category ? context.category.split('/') : (seedProduct?.category ?? []);
  const moment = { now, channel, storeId, segments: subject.personal ? (world.person.segments ?? []) : [] };
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
    owned: view.owned,
    interests: view.interests,
    activeNeeds: view.activeNeeds,
    leaning: view.leaning,
    product: memory.product,
    isWarranty: memory.isWarranty,
    search: memory.search,
    inStore: memory.inStore,
    online: memory.online,
    evaluation: request.options?.evaluation === true,
    models: world.models,
    offers: once(() => openOffers(world.offers, catalogue, moment)),
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
