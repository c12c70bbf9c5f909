// What else strategies may read about the person beside the history of the subject, and figures drawn from both. All of it needs consent.
import type { Subject } from '../decide/subject.ts';
import { DAY_MS, decay } from '../maths/decay.ts';
import { WEIGHTS } from '../person/weights.ts';
import type { Catalogue, Instant, Person, Product, Purchase, Weighted } from '../world.ts';

export interface OwnPast {
  later: NonNullable<Person['later']>;
  quotes: NonNullable<Person['quotes']>;
  appointments: NonNullable<Person['appointments']>;
  zones: NonNullable<Person['zones']>;
  household: readonly Purchase[];
  loyalty: Person['loyalty'];
  tier: string | undefined;
}

const NOTHING: OwnPast = { later: [], quotes: [], appointments: [], zones: [], household: [], loyalty: undefined, tier: undefined };

export interface PastInput {
  subject: Subject;
  /** Whether this article may be read about at all (sensitive goods need the purpose `health`). */
  mayUse(sku: string): boolean;
  /** Whether what was done online may be read here. */
  online: boolean;
  /** Whether where the person was may be read. */
  location: boolean;
  now: Instant;
}

/** The rest of the past as far as purposes and place allow. */
export function ownPastOf({ subject, mayUse, online, location, now }: PastInput): OwnPast {
  if (!subject.personal) return NOTHING;
  const { person } = subject;
  return {
    later: online ? (person.later ?? []).filter((one) => mayUse(one.sku)) : [],
    quotes: (person.quotes ?? []).filter((one) => one.at <= now && (one.until === undefined || one.until > now)),
    appointments: (person.appointments ?? []).filter((one) => one.at > now - DAY_MS),
    zones: location ? (person.zones ?? []).filter((one) => one.at <= now) : [],
    household: (person.household ?? []).filter((one) => one.at <= now && mayUse(one.sku)),
    loyalty: person.loyalty,
    tier: person.tier,
  };
}

const HALF_LIFE = 60;
const MOST_ITEMS = 100;

/** What the person dealt with and how much that says: purchases and signals with a half-life of 60 days, the heaviest hundred. */
export function weightedItems(subject: Subject, more: readonly Purchase[], now: Instant): Weighted[] {
  const weights = new Map<string, number>();
  const add = (sku: string, weight: number, at: Instant): void => {
    if (weight !== 0 && at <= now) weights.set(sku, (weights.get(sku) ?? 0) + weight * decay((now - at) / DAY_MS, HALF_LIFE));
  };
  for (const { sku, kind, at } of subject.history.signals) if (kind !== 'buy' && kind !== 'return') add(sku, WEIGHTS[kind], at);
  for (const one of subject.history.purchases) if (!one.returned) add(one.sku, WEIGHTS.buy, one.at);
  for (const one of more) if (!one.returned) add(one.sku, WEIGHTS.buy / 2, one.at);
  const found = [...weights].filter(([, weight]) => weight > 0).map(([sku, weight]) => ({ sku, weight }));
  return found.sort((a, b) => b.weight - a.weight || (a.sku < b.sku ? -1 : 1)).slice(0, MOST_ITEMS);
}

/** How much of the past lies in each value (category, brand …) of the articles, heaviest first. */
export function ownShares(
  items: readonly Weighted[],
  product: (sku: string) => Product | undefined,
  read: (product: Product) => string | undefined,
): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  let total = 0;
  for (const { sku, weight } of items) {
    const known = product(sku);
    const value = known && read(known);
    if (value === undefined) continue;
    sums.set(value, (sums.get(value) ?? 0) + weight);
    total += weight;
  }
  const shares = [...sums].map(([value, sum]): [string, number] => [value, sum / total]);
  return new Map(shares.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)));
}

/** The segment of the person: the merchant's first, else the need most of their own purchases served. */
export function segmentOf(subject: Subject, catalogue: Catalogue, product: (sku: string) => Product | undefined): string | undefined {
  if (!subject.personal) return undefined;
  const given = subject.person.segments?.[0];
  if (given !== undefined) return given;
  const bought = subject.history.purchases.filter((one) => !one.returned).map((one) => ({ sku: one.sku, weight: 1 }));
  const need = ownShares(bought, product, (one) => one.needGroup)
    .keys()
    .next().value;
  return need === undefined ? undefined : `need:${catalogue.needGroup(need).id}`;
}

/** When the person was last here before today's visit: the newest signal more than a day old. */
export function lastVisitOf(subject: Subject, now: Instant): Instant | undefined {
  const { signals, purchases } = subject.history;
  const before = now - DAY_MS;
  let last: Instant | undefined;
  for (let i = signals.length - 1; i >= 0 && last === undefined; i--) if (signals[i]!.at < before) last = signals[i]!.at;
  for (const one of purchases) if (one.at < before && (last === undefined || one.at > last)) last = one.at;
  return last;
}
