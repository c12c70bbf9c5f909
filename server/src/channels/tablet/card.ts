// What the associate's tablet may show of a person who is standing there: the field matrix of presence, topics instead of click logs.
import {
  affinities,
  type Catalogue,
  type Interest,
  interests,
  isReturned,
  isSensitive,
  type Models,
  type Person,
  type Stock,
} from '@faden/engine';
import type { Profile } from '../../data/profile/index.ts';

export interface CardWorld {
  catalogue: Catalogue;
  stock: Stock;
  models: Models;
  storeId: string;
  now: number;
}

export interface Card {
  profile: Record<string, unknown>;
  /** Names of the fields that were shown, for the access log. */
  fields: string[];
}

const purchaseMonths = 24;
const monthMs = 30.44 * 86_400_000;

/** Contract data always; preferences with `personalisation`; online topics, cart and wish list with `instore` as well. */
export function cardOf(profile: Profile, person: Person, world: CardWorld): Card {
  const shown: Record<string, unknown> = { id: profile.person.id, externalId: person.externalId ?? null, ...nameOf(profile) };
  const showable = (sku: string) => {
    const product = world.catalogue.product(sku);
    return product === undefined || !isSensitive(product);
  };
  shown['purchases'] = person.purchases
    .filter((p) => p.at <= world.now && world.now - p.at <= purchaseMonths * monthMs && showable(p.sku))
    .slice(-20)
    .reverse()
    .map((p) => ({
      ...goods(p.sku, world),
      quantity: p.quantity,
      month: new Date(p.at).toISOString().slice(0, 7),
      channel: p.channel,
      place: p.placeId ?? null,
      returned: isReturned(p, world.now),
    }));
  if (person.purposes.has('personalisation')) {
    const input = {
      signals: person.signals.filter((s) => s.at <= world.now),
      purchases: person.purchases.filter((p) => p.at <= world.now),
      catalogue: world.catalogue,
      models: world.models,
      now: world.now,
    };
    shown['preferences'] = affinities(input, 'brand')
      .filter((a) => a.label)
      .map((a) => ({
        needGroup: a.needGroup,
        name: world.catalogue.needGroup(a.needGroup).name,
        brand: a.value,
        confidence: Math.round(a.p * 100),
      }));
    if (person.purposes.has('instore')) {
      shown['interests'] = interests(input.signals, world.catalogue, world.now)
        .filter((i) => i.active)
        .map((i) => topic(i, person, world));
      shown['cart'] = person.cart.filter((l) => showable(l.sku)).map((l) => ({ ...goods(l.sku, world), quantity: l.quantity }));
      shown['wishlist'] = person.wishlist.filter((w) => showable(w.sku)).map((w) => goods(w.sku, world));
    }
  }
  return { profile: shown, fields: Object.keys(shown) };
}

function nameOf(profile: Profile): Record<string, unknown> {
  const trait = (name: string) => profile.folded.traits[name]?.value ?? null;
  const address = trait('address');
  const city = typeof address === 'object' && address !== null && 'city' in address ? address.city : trait('city');
  return { salutation: trait('salutation'), firstName: trait('firstName'), lastName: trait('lastName'), city: city ?? null };
}

function goods(sku: string, world: CardWorld): Record<string, unknown> {
  const product = world.catalogue.product(sku);
  const here = world.stock.inStore(sku, world.storeId, world.now);
  return {
    sku,
    name: product?.name ?? null,
    brand: product?.brand ?? null,
    needGroup: product?.needGroup ?? null,
    images: product?.images.slice(0, 1) ?? [],
    stockHere: { atp: here.atp, state: here.state, ...(here.shelf ? { shelf: here.shelf } : {}), asOf: new Date(here.asOf).toISOString() },
  };
}

/** A topic: need group and brands, most wanted first, with what of it stands here; never times or counts. */
function topic(interest: Interest, person: Person, world: CardWorld): Record<string, unknown> {
  const seen = new Map<string, number>();
  const skus = new Set<string>();
  for (const signal of person.signals) {
    const product = signal.at <= world.now && signal.kind !== 'buy' ? world.catalogue.product(signal.sku) : undefined;
    if (product?.needGroup !== interest.needGroup) continue;
    skus.add(signal.sku);
    if (product.brand) seen.set(product.brand, (seen.get(product.brand) ?? 0) + 1);
  }
  const brands = [...seen].sort((x, y) => y[1] - x[1]).map(([brand]) => brand);
  const name = world.catalogue.needGroup(interest.needGroup).name;
  return {
    needGroup: interest.needGroup,
    name,
    brands,
    text: { de: `${name.de}: ${brands.join(', ')}`, en: `${name.en}: ${brands.join(', ')}` },
    here: [...skus].map((sku) => goods(sku, world)),
  };
}
