// Puts the small world of Nordlicht into a running server, through the public HTTP API only.
import { makeBaskets, makeVisits, orderEvent, receiptOf } from './history.ts';
import { makePeople, profileOf } from './people.ts';
import { products } from './products.ts';
import { chanceFrom } from './random.ts';
import { schmidtLogins, schmidtProfile, schmidtReceipt, schmidtViews } from './schmidt.ts';
import { createSender, type Sender, type WayIn } from './send.ts';
import { needGroups, offersAt, places, pricesAt, stockAt } from './world.ts';

const SEED = 20_261_121;
const PEOPLE = 150;
const CHUNK = 150;
const AT_ONCE = 12;

/** Where the demo goes and how to hear of its progress. */
export interface SeedOptions extends WayIn {
  /** Called after each part: share done (0 to 1) and what was put in. */
  progress?: (done: number, what: string) => void;
  /** The start of the demo; now when left out. */
  now?: number;
}
/** What was put in. */
export interface SeedReport {
  products: number;
  people: number;
  receipts: number;
  events: number;
  ms: number;
}

/** The invented customers, the same in every run; the walking shoppers are taken from them too. */
export const demoPeople = () => makePeople(PEOPLE, chanceFrom(SEED));

const chunks = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));

/** Works through the list with a few calls at once. */
async function eachOf<T>(list: readonly T[], work: (one: T) => Promise<unknown>): Promise<void> {
  const rest = [...list].reverse();
  const worker = async () => {
    for (let one = rest.pop(); one !== undefined; one = rest.pop()) await work(one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function seedCatalogue(send: Sender, now: number): Promise<void> {
  await Promise.all([send.put('/api/v1/places', places), send.put('/api/v1/need-groups', needGroups)]);
  await send.put('/api/v1/products', products);
  await Promise.all([
    send.put('/api/v1/prices', pricesAt(now)),
    send.put('/api/v1/stock', stockAt(now)),
    send.put('/api/v1/offers', offersAt(now)),
  ]);
}

/** First the trail of two nameless devices, then the logins that tie it to him. */
async function seedSchmidt(send: Sender, now: number): Promise<void> {
  await send.post('/api/v1/receipts', schmidtReceipt(now));
  await send.postPublic('/v1/batch', { batch: schmidtViews(now) });
  await send.post('/v1/batch', { batch: schmidtLogins(now) });
}

/** Seeds the demo; safe to run again: what is already there stays. */
export async function seedDemo(options: SeedOptions): Promise<SeedReport> {
  const { progress = () => undefined, now = Date.now() } = options;
  const started = performance.now();
  const send = createSender(options);
  const chance = chanceFrom(SEED + 1);
  const people = demoPeople();
  const baskets = makeBaskets(people, chance);
  const events = baskets.flatMap((basket, n) => (basket.online ? [orderEvent(basket, n, now)] : []));
  const visits = makeVisits(people, chance, now);
  const receipts = baskets.flatMap((basket, n) => (basket.online ? [] : [receiptOf(basket, n, now)]));
  await seedCatalogue(send, now);
  progress(0.15, `${products.length} products`);
  await send.put('/api/v1/profiles', [schmidtProfile, ...people.map(profileOf)]);
  progress(0.3, `${people.length + 1} people`);
  await eachOf(chunks([...events, ...visits], CHUNK), (batch) => send.post('/v1/batch', { batch }));
  progress(0.5, `${events.length + visits.length} events`);
  let sent = 0;
  await eachOf(receipts, async (receipt) => {
    await send.post('/api/v1/receipts', receipt);
    if (++sent % 50 === 0) progress(0.5 + (0.45 * sent) / receipts.length, `${sent} receipts`);
  });
  await seedSchmidt(send, now);
  progress(1, 'Herr Schmidt');
  return {
    products: products.length,
    people: people.length + 1,
    receipts: receipts.length + 1,
    events: events.length + visits.length + 10,
    ms: Math.round(performance.now() - started),
  };
}
