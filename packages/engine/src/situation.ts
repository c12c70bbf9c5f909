// Step 2: everything one placement's strategies may read about the moment, with the dear parts computed on first use.

import type { Placement } from './decide/placements.ts';
import type { DecisionRequest, DecisionWorld } from './decide/request.ts';
import type { Subject } from './decide/subject.ts';
import { type Memory, memoryOf } from './memory.ts';
import { once } from './once.ts';
import { channelName, type OpenOffers, openOffers } from './open-offers.ts';
import { type PersonView, personView } from './person-view.ts';
import { type NearStore, type Occasion, occasionOf, regionOf, storesNear } from './strategies/surroundings.ts';
import type { Availability, Catalogue, Editorial, Instant, Models, Place, Product, Stock } from './world.ts';

export interface SessionItem {
  sku: string;
  event: string;
  at?: Instant | undefined;
}

export interface Situation extends PersonView {
  placement: Placement;
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
  /** Stores within so many kilometres of the visitor or the store, nearest first. */
  storesNear(km: number): readonly NearStore[];
  region(): string | undefined;
  zoneId: string | undefined;
  weather: string | undefined;
  campaign: string | undefined;
  occasion(): Occasion | undefined;
  editorial: Editorial | undefined;
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
    return timed.reverse().map(({ event, at }) => ({ sku: event.sku, event: event.event, at }));
  }
  return subject.recent.map((signal) => ({ sku: signal.sku, event: signal.kind, at: signal.at }));
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
  const evaluation = request.options?.evaluation === true;
  const context = request.context ?? {};
  const channel = channelName(request.channel);
  const { subject } = view;
  const storeId = context.storeId ?? undefined;
  const place = storeId === undefined ? undefined : stock.place(storeId);
  const cart = context.cart ? context.cart.map((line) => line.sku) : subject.history.cart.map((line) => line.sku);
  const onBasket = placement.contexts.some((code) => code === 'K' || code === 'R');
  const named = listOf(context.sku);
  const given = named.length === 0 && onBasket ? cart : named;
  const seeds = memory.guarded ? given.filter((sku) => !memory.known(sku).sensitive) : given;
  const seedProduct = seeds[0] === undefined ? undefined : memory.product(seeds[0]);
  const path = context.category ? context.category.split('/') : (seedProduct?.category ?? []);
  const moment = { now, channel, storeId, segments: subject.personal ? segmentsOf(world) : [] };
  const origin = { geo: context.geo, place };
  const timeZone = context.tz ?? place?.timeZone ?? 'Europe/Berlin';
  const reach = new Map<number, readonly NearStore[]>();
  return {
    ...view,
    placement: evaluation && placement.measured ? { ...placement, strategies: placement.measured } : placement,
    catalogue,
    stock,
    now,
    channel,
    storeId,
    place,
    cart,
    seeds,
    storesNear(km) {
      const found = reach.get(km) ?? storesNear(stock, origin, km);
      reach.set(km, found);
      return found;
    },
    region: once(() => regionOf(stock, origin, subject.history.purchases)),
    zoneId: context.zoneId ?? undefined,
    weather: context.weather ?? undefined,
    campaign: context.campaign ?? undefined,
    occasion: once(() => occasionOf(context.occasion, world.editorial, now, timeZone)),
    editorial: world.editorial,
    product: memory.product,
    isWarranty: memory.isWarranty,
    search: memory.search,
    inStore: memory.inStore,
    online: memory.online,
    evaluation,
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
    timeZone,
    exclude: new Set([...(request.exclude ?? []), ...(memory.guarded ? given : [])]),
  };
}

/** A tier is a segment too: offers may be meant for it. */
function segmentsOf({ person }: DecisionWorld): readonly string[] {
  const given = person.segments ?? [];
  return person.tier === undefined ? given : [...given, `tier:${person.tier}`];
}
