// One visit of a lifelike shopper, act by act: online or in the store.
import type { DemoPerson } from './people.ts';
import { ofNeed, product } from './products.ts';
import type { Chance } from './random.ts';
import type { Sender } from './send.ts';
import { needGroups } from './world.ts';

/** One thing a shopper does. */
export type Act = () => Promise<unknown>;
const wanted = needGroups.map((group) => group.id).filter((id) => id !== 'services');

interface Visit {
  device: string;
  channel: 'web' | 'app';
  person?: DemoPerson;
  chance: Chance;
  send: Sender;
}

const act = (visit: Visit, type: string, body: Record<string, unknown>): Act => {
  return () =>
    visit.send.postPublic(`/v1/${type}`, {
      anonymousId: visit.device,
      context: { channel: visit.channel },
      messageId: crypto.randomUUID(),
      timestamp: new Date().toISOString(),
      ...body,
    });
};

function about(sku: string) {
  const { name, brand, price } = product(sku);
  return { sku, name: name.de, brand, price: price.amount / 100, currency: 'EUR' };
}

/** The shop asks Faden what to show on the home page. */
const askHome = (visit: Visit): Act => {
  return () =>
    visit.send.postPublic('/v1/decisions', {
      placements: [{ id: 'web.home.row1', limit: 4 }],
      subject: { anonymousId: visit.device },
      channel: visit.channel,
      context: { page: 'home' },
    });
};

/** The login is told by the shop's server, so that it counts as proven. */
const logIn = (visit: Visit, userId: string): Act => {
  const { device, channel, send } = visit;
  return () =>
    send.post('/v1/identify', {
      anonymousId: device,
      userId,
      traits: {},
      context: { channel },
      messageId: crypto.randomUUID(),
      timestamp: new Date().toISOString(),
    });
};

/** A visit online: arrive, look around one need, perhaps log in, perhaps put something into the cart or order it. */
function* onlineVisit(visit: Visit): Generator<Act> {
  const { chance, person } = visit;
  const need = chance.oneOf(wanted);
  const goods = ofNeed(need);
  yield act(visit, visit.channel === 'app' ? 'screen' : 'page', { name: 'Home', properties: {} });
  yield askHome(visit);
  if (chance.happens(0.3))
    yield act(visit, 'track', {
      event: 'Products Searched',
      properties: { query: needGroups.find((group) => group.id === need)?.name.de },
    });
  for (let i = chance.whole(1, 4); i > 0; i--)
    yield act(visit, 'track', { event: 'Product Viewed', properties: about(chance.oneOf(goods).sku) });
  if (person?.userId && chance.happens(0.8)) yield logIn(visit, person.userId);
  if (!chance.happens(0.35)) return;
  const chosen = chance.oneOf(goods).sku;
  yield act(visit, 'track', { event: chance.happens(0.25) ? 'Product Added to Wishlist' : 'Product Added', properties: about(chosen) });
  if (!person?.userId || !chance.happens(0.3)) return;
  yield act(visit, 'track', { event: 'Checkout Started', properties: { products: [about(chosen)] } });
  yield ordered(visit, person.userId, chosen);
}

const ordered = (visit: Visit, userId: string, sku: string): Act => {
  const properties = {
    order_id: `W-${crypto.randomUUID().slice(0, 8)}`,
    total: product(sku).price.amount / 100,
    currency: 'EUR',
    products: [{ ...about(sku), quantity: 1 }],
  };
  return () =>
    visit.send.post('/v1/track', {
      event: 'Order Completed',
      userId,
      anonymousId: visit.device,
      properties,
      context: { channel: visit.channel },
      messageId: crypto.randomUUID(),
      timestamp: new Date().toISOString(),
    });
};

/** A visit to the store: small things leave with a receipt, by card. */
function* storeVisit(person: DemoPerson, send: Sender, chance: Chance): Generator<Act> {
  const sku = chance.oneOf([
    'CO-CREMA',
    'CO-ESPR',
    'CO-BIO',
    'CA-GEL',
    'MC-TABS',
    'TS-BLAU',
    'TS-ROSE',
    'ACC-CASE',
    'ACC-MOUSE',
    'LA-KIEL',
  ]);
  const unitPrice = product(sku).price;
  const who = person.card ? { card: person.card } : { email: person.email };
  const number = `T-${crypto.randomUUID().slice(0, 8)}`;
  yield () =>
    send.post('/api/v1/receipts', {
      store: person.store,
      number,
      at: new Date().toISOString(),
      ...who,
      lines: [{ sku, quantity: 1, unitPrice }],
      payments: [{ type: 'card', amount: unitPrice.amount }],
    });
}

/** Somebody comes: to the store, or online, known or not. */
export function arrive(people: readonly DemoPerson[], send: Sender, chance: Chance): Generator<Act> {
  const person = chance.oneOf(people);
  if (chance.happens(0.15)) return storeVisit(person, send, chance);
  const channel = chance.happens(0.7) ? 'web' : 'app';
  const known = person.userId !== undefined && chance.happens(0.5);
  const device = known ? person.device : `walk_${crypto.randomUUID().slice(0, 12)}`;
  return onlineVisit({ device, channel, chance, send, ...(known ? { person } : {}) });
}
