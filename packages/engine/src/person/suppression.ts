// What is not advertised because the person has it, bought it, put it away or complained about it (LOGIC §1.8).
import type { Drop } from '../decide/answer.ts';
import { isKnown, isReturned, type Subject } from '../decide/subject.ts';
import { daysBetween, dayText, localDay } from '../maths/calendar.ts';
import { DAY_MS } from '../maths/decay.ts';
import { dueDay, replenishment } from '../maths/replenishment.ts';
import { visibleFromDay } from '../maths/weibull.ts';
import type { Catalogue, Instant, NeedGroup, Product, Purchase, Text } from '../world.ts';
import { VIEW_KINDS } from './weights.ts';

export interface SuppressionQuery {
  /** The place advertises: soft parts hold. */
  proactive: boolean;
  /** Own search or browsing of a category: only durables' own articles stay out. */
  browsing: boolean;
  /** Brought by something the person owns: the need group's soft part does not apply. */
  followUp: boolean;
  /** The strategy is about the basket itself. */
  aboutCart: boolean;
}

export interface Suppression {
  check(sku: string, product: Product | undefined, query: SuppressionQuery): Drop | undefined;
  /** Owned and recently bought articles that are kept back, with the drop they cause. */
  owned: readonly { sku: string; drop: Drop }[];
}

export interface SuppressionInput {
  subject: Subject;
  catalogue: Catalogue;
  product(sku: string): Product | undefined;
  search(term: string, limit: number): readonly string[];
  now: Instant;
  timeZone: string;
  /** Skus in the basket of the request or the person. */
  cart: readonly string[];
}

const VARIETY_DAYS = 90;
const FAMILY_DAYS = 14;
const DISMISSED_DAYS = 90;
const RETURNED_DAYS = 180;
const MULTI_DAYS = 7;
const SERVICE_DAYS = 365;
const MULTI_FROM = 3;

interface State {
  skus: Map<string, Drop>;
  /** Hard: same model as something owned. */
  models: Map<string, Drop>;
  /** Same model and size as fashion bought within 14 days. */
  families: Map<string, Drop>;
  /** Soft: need group of an owned durable, and since when. */
  needs: Map<string, { drop: Drop; since: Instant }>;
  withdrawn: Map<string, Drop>;
  bought: Set<string>;
  bySku: Map<string, Purchase[]>;
  owned: { sku: string; drop: Drop }[];
}

/** The day a durable of this group becomes worth advertising again; default hazard k 3 over the lifetime. */
export function repurchaseDay(group: NeedGroup): number {
  return visibleFromDay(group.hazard?.k ?? 3, group.hazard?.lambdaDays ?? Math.max(1, group.lifetimeDays));
}

function notShown(purchase: Purchase, input: SuppressionInput, until: number): Text {
  const bought = localDay(purchase.at, input.timeZone);
  const day = dayText(bought);
  const age = daysBetween(bought, localDay(input.now, input.timeZone));
  return {
    de: `Nicht gezeigt: am ${day.de} gekauft (${purchase.channel}), Tag ${age} von ${until}`,
    en: `Not shown: bought on ${day.en} (${purchase.channel}), day ${age} of ${until}`,
  };
}

function addDurable(purchase: Purchase, product: Product, group: NeedGroup, input: SuppressionInput, state: State): void {
  const until = repurchaseDay(group);
  if ((input.now - purchase.at) / DAY_MS >= until) return;
  const drop: Drop = { code: 'OWNED', detail: notShown(purchase, input, until) };
  state.skus.set(purchase.sku, drop);
  state.owned.push({ sku: purchase.sku, drop });
  if (product.model !== undefined) state.models.set(product.model, drop);
  state.needs.set(group.id, { drop, since: purchase.at });
}

/** Answers once per need group whether interest came back: at least 3 views on at least 2 days, or a search, since the purchase. */
function renewedInterest({ subject, product, search, timeZone }: SuppressionInput): (needGroup: string, since: Instant) => boolean {
  const known = new Map<string, boolean>();
  const look = (needGroup: string, since: Instant): boolean => {
    const days = new Set<string>();
    let views = 0;
    for (const signal of subject.byNeed.get(needGroup) ?? []) {
      if (signal.at <= since || !VIEW_KINDS.has(signal.kind)) continue;
      if (signal.kind === 'searchclick') return true;
      views += 1;
      days.add(localDay(signal.at, timeZone));
      if (views >= 3 && days.size >= 2) return true;
    }
    const searches = subject.history.searches.filter((one) => one.at > since).slice(-5);
    return searches.some(({ term }) => search(term, 10).some((sku) => product(sku)?.needGroup === needGroup));
  };
  return (needGroup, since) => {
    let answer = known.get(needGroup);
    if (answer === undefined) {
      answer = look(needGroup, since);
      known.set(needGroup, answer);
    }
    return answer;
  };
}

/** Days after which an article of this kind may be advertised again; durables go by their hazard instead. */
function restDays(group: NeedGroup, same: readonly Purchase[]): number {
  if (group.kind === 'service') return SERVICE_DAYS;
  if (group.kind !== 'consumable' && group.kind !== 'perishable') return VARIETY_DAYS;
  const own = same.filter((other) => !other.returned);
  const gaps = own
    .slice(1)
    .map((other, i) => (other.at - own[i]!.at) / DAY_MS)
    .filter((gap) => gap >= 1);
  return Math.max(0, dueDay(replenishment(gaps, group.lifetimeDays > 0 ? group.lifetimeDays : 30), 0.2) - 3);
}

function addOther(purchase: Purchase, product: Product | undefined, group: NeedGroup, input: SuppressionInput, state: State): void {
  const age = (input.now - purchase.at) / DAY_MS;
  const days = restDays(group, state.bySku.get(purchase.sku)!);
  if (age < days) {
    const drop: Drop = { code: 'BOUGHT', detail: notShown(purchase, input, Math.ceil(days)) };
    state.skus.set(purchase.sku, drop);
    state.owned.push({ sku: purchase.sku, drop });
  }
  if (group.kind === 'variety' && product?.model !== undefined && age < FAMILY_DAYS) {
    state.families.set(familyKey(product), { code: 'BOUGHT', detail: notShown(purchase, input, FAMILY_DAYS) });
  }
}

const familyKey = (product: Product): string => `${product.model}\u0000${product.attributes['size'] ?? ''}`;

/** A gift, or three of a kind within 30 days, says nothing about the buyer's own needs: only the article, 7 days. */
function isForOthers(purchase: Purchase, same: readonly Purchase[]): boolean {
  if (purchase.gift) return true;
  if (purchase.quantity >= MULTI_FROM) return true;
  let units = 0;
  for (const other of same) if (Math.abs(other.at - purchase.at) <= 30 * DAY_MS && !other.returned) units += other.quantity;
  return units >= MULTI_FROM;
}

function addReturned(purchase: Purchase, product: Product | undefined, input: SuppressionInput, state: State): void {
  const since = input.now - purchase.returned!.at;
  const drop: Drop = { code: 'BOUGHT', detail: { de: 'Nicht gezeigt: zurückgegeben', en: 'Not shown: returned' } };
  if (since < RETURNED_DAYS * DAY_MS) {
    // A second one that was kept still counts as owned.
    if (state.skus.get(purchase.sku)?.code !== 'OWNED') state.skus.set(purchase.sku, drop);
    state.owned.push({ sku: purchase.sku, drop });
    for (const relation of product?.relations ?? []) {
      state.withdrawn.set(relation.sku, { code: 'WITHDRAWN', detail: { de: 'Gerät zurückgegeben', en: 'Device returned' } });
    }
  }
  const group = product && input.catalogue.needGroup(product.needGroup);
  if (group?.kind === 'durable' && since < DAY_MS) state.needs.set(group.id, { drop, since: Number.POSITIVE_INFINITY });
}

function addPurchase(purchase: Purchase, input: SuppressionInput, state: State): void {
  const product = input.product(purchase.sku);
  if (isReturned(purchase, input.now)) {
    addReturned(purchase, product, input, state);
    return;
  }
  state.bought.add(purchase.sku);
  const group = input.catalogue.needGroup(product?.needGroup ?? '');
  if (group.kind !== 'consumable' && group.kind !== 'perishable' && isForOthers(purchase, state.bySku.get(purchase.sku)!)) {
    if (input.now - Math.max(purchase.at, Math.min(purchase.acceptedAt, input.now)) < MULTI_DAYS * DAY_MS) {
      const drop: Drop = { code: 'BOUGHT', detail: notShown(purchase, input, MULTI_DAYS) };
      state.skus.set(purchase.sku, drop);
      state.owned.push({ sku: purchase.sku, drop });
    }
  } else if (group.kind === 'durable' && product) addDurable(purchase, product, group, input, state);
  else addOther(purchase, product, group, input, state);
}

/** Follow-ups of a returned device stay if another kept thing still calls for them. */
function keepSharedFollowUps(input: SuppressionInput, state: State): void {
  if (state.withdrawn.size === 0) return;
  for (const sku of state.bought) for (const relation of input.product(sku)?.relations ?? []) state.withdrawn.delete(relation.sku);
}

/** Builds the suppression of one person; it rests on the purpose `service`, so it holds without any other consent. */
export function suppressionOf(input: SuppressionInput): Suppression {
  const { person } = input.subject;
  const state: State = {
    skus: new Map(),
    models: new Map(),
    families: new Map(),
    needs: new Map(),
    withdrawn: new Map(),
    bought: new Set(),
    bySku: Map.groupBy(person.purchases, (purchase) => purchase.sku),
    owned: [],
  };
  for (const purchase of person.purchases) if (isKnown(purchase, input.now)) addPurchase(purchase, input, state);
  keepSharedFollowUps(input, state);
  const renewed = renewedInterest(input);
  const dismissed = new Set(
    person.dismissed.filter((one) => one.at <= input.now && input.now - one.at < DISMISSED_DAYS * DAY_MS).map((one) => one.sku),
  );
  const cart = new Set([...input.cart, ...person.cart.map((line) => line.sku)]);
  const complaints = person.openComplaints
    .filter((one) => one.until > input.now && one.sku !== undefined)
    .map((one) => input.product(one.sku!));
  return {
    owned: state.owned.slice(-100),
    check(sku, product, query) {
      const own = ownCheck(sku, product, query, state, renewed);
      if (own) return own;
      if (dismissed.has(sku)) return { code: 'DISMISSED' };
      if (cart.has(sku) && !query.aboutCart && !query.browsing) return { code: 'IN_CART' };
      const complained =
        product &&
        complaints.some((other) => other?.sku === sku || (other?.brand === product.brand && other?.needGroup === product.needGroup));
      return complained && query.proactive ? { code: 'COMPLAINT' } : undefined;
    },
  };
}

function ownCheck(
  sku: string,
  product: Product | undefined,
  query: SuppressionQuery,
  state: State,
  renewed: (needGroup: string, since: Instant) => boolean,
): Drop | undefined {
  const own = state.skus.get(sku);
  if (own && (!query.browsing || own.code === 'OWNED')) return own;
  if (query.followUp) return state.bought.has(sku) ? (own ?? { code: 'BOUGHT' }) : undefined;
  if (!product || query.browsing) return undefined;
  const variant = product.model === undefined ? undefined : (state.models.get(product.model) ?? state.families.get(familyKey(product)));
  if (variant) return variant;
  if (!query.proactive) return undefined;
  const soft = state.needs.get(product.needGroup);
  if (soft && !renewed(product.needGroup, soft.since)) return soft.drop;
  return state.withdrawn.get(sku);
}
