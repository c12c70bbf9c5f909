// The five steps of the try-it bar: each calls the real API and says how to recognise its effect in the live stream.
import { ApiError, asVisitor, call, post } from '../api/client.ts';
import type { Decision, Person, Words } from '../api/types.ts';
import type { LiveRow } from '../live/rows.ts';
import { byIdentifier } from '../person/naming.ts';
import type { Actor } from './actor.ts';

/** What a step did: whom to show now and which row proves that it arrived. */
export interface Outcome {
  show: string;
  seen: (row: LiveRow) => boolean;
  /** What the tablet answered, if the step asked it. */
  best?: Words;
}
/** One step. */
export interface Step {
  id: 'look' | 'login' | 'card' | 'buy' | 'home';
  run: (actor: Actor, writeKey: string) => Promise<Outcome>;
}

const STORE = 'st_hh';
const page = (path: string, title: string) => ({ page: { path, title, url: `https://nordlicht.example.org${path}` } });
/** Works without HTTPS too, where a browser has no `crypto.randomUUID`. */
const messageId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
const stamp = () => ({ messageId: messageId(), timestamp: new Date().toISOString() });
const idOf = (path: string) => call<Person>(`/api/v1/profiles/${path}`).then((person) => person.id);

const laptops = [
  { sku: 'SA-GB4', name: 'Samsung Galaxy Book4', brand: 'Samsung' },
  { sku: 'AC-SW14', name: 'Acer Swift 14', brand: 'Acer' },
  { sku: 'AC-SW14', name: 'Acer Swift 14', brand: 'Acer' },
];

/** 1: three laptops on the notebook, nobody signed in; sent as a browser would, with the public key. */
async function look(actor: Actor, writeKey: string): Promise<Outcome> {
  for (const product of laptops) {
    const context = { ...page(`/p/${product.sku}`, product.name), channel: 'web' };
    const body = {
      anonymousId: actor.device,
      event: 'Product Viewed',
      properties: { ...product, category: 'Laptops' },
      context,
      ...stamp(),
    };
    await post('/v1/track', body, asVisitor(writeKey));
  }
  const show = byIdentifier('anonymousId', actor.device);
  const id = await idOf(show);
  return { show, seen: (row) => row.people.includes(id) && row.sku === 'AC-SW14' };
}

/** 2: the login is confirmed and the notebook's trail joins the person. Where a browser may not vouch for a login, staff's merge does the same. */
async function login(actor: Actor): Promise<Outcome> {
  const before = await idOf(byIdentifier('anonymousId', actor.device)).catch(() => '');
  const context = { ...page('/login', 'Login'), channel: 'web' };
  const identify = { anonymousId: actor.device, userId: actor.userId, traits: {}, context, ...stamp() };
  await post('/v1/identify', identify).catch((error: unknown) => {
    if (!(error instanceof ApiError) || ![401, 403].includes(error.status)) throw error;
    return post('/api/v1/profiles/merge', { a: { anonymousId: actor.device }, b: { userId: actor.userId }, by: 'first page' });
  });
  const id = await idOf(actor.externalId);
  const about = (row: LiveRow) => row.people.includes(id) || row.people.includes(before);
  return { show: actor.externalId, seen: (row) => about(row) && (row.name === 'identity.merged' || row.name === 'identify') };
}

/** 3: the card at the tablet in Hamburg; the answer holds the best action. */
async function card(actor: Actor): Promise<Outcome> {
  const id = await idOf(actor.externalId);
  const answer = await post<{ bestAction?: Decision | null }>('/api/v1/clienteling/lookup', {
    card: actor.card,
    store: STORE,
    actor: 'u_17',
  });
  const item = answer.bestAction?.placements?.[0]?.items[0];
  return {
    show: actor.externalId,
    best: item?.name ?? undefined,
    seen: (row) => row.people.includes(id) && row.name !== 'receipt.accepted' && ['tablet', 'store'].includes(row.channel),
  };
}

/** 4: the receipt of the till. */
async function buy(actor: Actor): Promise<Outcome> {
  const unitPrice = { amount: 89_900, currency: 'EUR' };
  const lines = [{ sku: 'AC-SW14', quantity: 1, unitPrice, offer: 'off_acer_hh' }];
  const payments = [{ type: 'card', amount: 89_900 }];
  await post('/api/v1/receipts', { store: STORE, number: actor.receipt, at: new Date().toISOString(), card: actor.card, lines, payments });
  return { show: actor.externalId, seen: (row) => row.raw.includes(actor.receipt) };
}

/** 5: the home page on the same notebook. */
async function home(actor: Actor, writeKey: string): Promise<Outcome> {
  const id = await idOf(actor.externalId);
  const context = { ...page('/', 'Nordlicht'), channel: 'web' };
  await post('/v1/page', { anonymousId: actor.device, name: 'Home', properties: {}, context, ...stamp() }, asVisitor(writeKey));
  return { show: actor.externalId, seen: (row) => row.people.includes(id) && row.name === 'page' };
}

/** The five steps in their order. */
export const steps: readonly Step[] = [
  { id: 'look', run: look },
  { id: 'login', run: login },
  { id: 'card', run: card },
  { id: 'buy', run: buy },
  { id: 'home', run: home },
];
