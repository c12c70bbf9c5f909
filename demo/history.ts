// Eighteen months of life: who bought what where, and what they looked at lately. Plausible, not real.
import type { DemoPerson } from './people.ts';
import { ofNeed, product } from './products.ts';
import type { Chance } from './random.ts';
import { daysBefore } from './world.ts';

const MONTHS_18 = 545;

/** One purchase. */
export interface Basket {
  person: DemoPerson;
  daysAgo: number;
  online: boolean;
  skus: string[];
}

/** What follows a purchase: article, chance, in the same basket or days later, repeated every so many days. */
interface Follow {
  sku: string;
  p: number;
  later?: number;
  every?: number;
}
const follows: Record<string, Follow[]> = {
  laptops: [
    { sku: 'ACC-SLEEVE14', p: 0.55 },
    { sku: 'ACC-MOUSE', p: 0.4 },
    { sku: 'SVC-WAR3', p: 0.3 },
    { sku: 'ACC-DOCK', p: 0.4, later: 18 },
  ],
  washers: [
    { sku: 'SVC-WAR5', p: 0.4 },
    { sku: 'CA-GEL', p: 0.75, every: 60 },
    { sku: 'CA-DESC', p: 0.5, later: 80 },
  ],
  'coffee-machines': [
    { sku: 'CO-CREMA', p: 0.6, every: 30 },
    { sku: 'CO-ESPR', p: 0.35, every: 32 },
    { sku: 'MC-TABS', p: 0.6, every: 95 },
    { sku: 'MC-FILTER', p: 0.4, every: 90 },
  ],
  phones: [
    { sku: 'ACC-CASE', p: 0.65 },
    { sku: 'ACC-CHARGE', p: 0.35 },
  ],
  tvs: [
    { sku: 'SN-ERA', p: 0.35, later: 25 },
    { sku: 'SVC-WAR5', p: 0.3 },
  ],
  sneakers: [{ sku: 'TS-BLAU', p: 0.35 }],
};
/** How often a need group is the reason to come. */
const reasons =
  'laptops laptops washers coffee-machines coffee-machines phones phones headphones tvs vacuums speakers kettles armchairs lamps sneakers sneakers shirts shirts'.split(
    ' ',
  );

/** Of a need group the person takes mostly one brand. */
function choose(need: string, liking: number, chance: Chance): string {
  const list = ofNeed(need);
  const liked = list[Math.floor(liking * list.length)];
  return liked && chance.happens(0.65) ? liked.sku : chance.oneOf(list).sku;
}

function followUps(first: Basket, need: string, chance: Chance): Basket[] {
  const more: Basket[] = [];
  for (const follow of follows[need] ?? []) {
    if (!chance.happens(follow.p)) continue;
    if (!follow.later) first.skus.push(follow.sku);
    const step = follow.every ?? follow.later;
    for (let day = first.daysAgo; step; ) {
      day -= chance.about(step, 0.25);
      if (day < 2) break;
      more.push({ ...first, daysAgo: day, online: chance.happens(first.person.online), skus: [follow.sku] });
      if (!follow.every) break;
    }
  }
  return more;
}

function basketsOf(person: DemoPerson, chance: Chance): Basket[] {
  const liking = chance.next();
  const visits = chance.whole(1, 3);
  const baskets: Basket[] = [];
  for (let i = 0; i < visits; i++) {
    const need = chance.oneOf(reasons);
    const first: Basket = {
      person,
      daysAgo: chance.about(MONTHS_18 / 2, 0.6),
      online: chance.happens(person.online),
      skus: [choose(need, liking, chance)],
    };
    if (chance.happens(0.12)) first.skus.push(choose(chance.oneOf(['shirts', 'lamps', 'kettles']), liking, chance));
    baskets.push(first, ...followUps(first, need, chance));
  }
  return baskets.filter((basket) => basket.daysAgo < MONTHS_18);
}

/** All purchases, oldest first. Who has no account buys in the store. */
export function makeBaskets(people: readonly DemoPerson[], chance: Chance): Basket[] {
  const all = people.flatMap((person) => basketsOf(person, chance));
  return all.map((one) => (one.person.userId ? one : { ...one, online: false })).sort((a, b) => b.daysAgo - a.daysAgo);
}

const totalOf = (skus: readonly string[]) => skus.reduce((sum, sku) => sum + product(sku).price.amount, 0);

/** A purchase in the store, as the till sends it: by card, else by e-mail. */
export function receiptOf(basket: Basket, n: number, now: number) {
  const { person, skus } = basket;
  const lines = skus.map((sku) => ({ sku, quantity: 1, unitPrice: product(sku).price }));
  const who = person.card ? { card: person.card } : { email: person.email };
  return {
    store: person.store,
    number: `R-${10_000 + n}`,
    at: daysBefore(now, basket.daysAgo),
    ...who,
    lines,
    payments: [{ type: 'card', amount: totalOf(skus) }],
  };
}

/** A purchase online, as the shop's server reports it. */
export function orderEvent(basket: Basket, n: number, now: number) {
  const { person, skus } = basket;
  const products = skus.map((sku) => ({ sku, name: product(sku).name.de, price: product(sku).price.amount / 100, quantity: 1 }));
  const properties = { order_id: `N-${50_000 + n}`, total: totalOf(skus) / 100, currency: 'EUR', products };
  return {
    type: 'track',
    event: 'Order Completed',
    userId: person.userId,
    properties,
    context: { channel: 'web' },
    timestamp: daysBefore(now, basket.daysAgo),
    messageId: `demo-order-${n}`,
  };
}

/** What people looked at in the last weeks: three to eight articles of one or two need groups. */
export function makeVisits(people: readonly DemoPerson[], chance: Chance, now: number) {
  const visitors = people.filter((person) => person.userId && chance.happens(0.55));
  return visitors.flatMap((person) => {
    const need = chance.oneOf(reasons);
    const days = 0.2 + chance.next() * 20;
    const channel = chance.happens(0.7) ? 'web' : 'app';
    return Array.from({ length: chance.whole(3, 8) }, (_, i) => {
      const { sku, name, brand, price } = product(
        chance.happens(0.96) ? choose(need, 0.5, chance) : choose(chance.oneOf(reasons), 0.5, chance),
      );
      const properties = { sku, name: name.de, brand, price: price.amount / 100, currency: 'EUR' };
      const event = i > 1 && chance.happens(0.12) ? 'Product Added' : 'Product Viewed';
      const timestamp = daysBefore(now, days - i * 0.001);
      return {
        type: 'track',
        event,
        userId: person.userId,
        anonymousId: person.device,
        properties,
        context: { channel },
        timestamp,
        messageId: `demo-visit-${person.externalId}-${i}`,
      };
    });
  });
}
