// What a person prefers within a need group (brand and other attributes), shrunk to the market (LOGIC §2.9).
import { perNeedGroup } from '../catalogue-cache.ts';
import { DAY_MS, decay } from '../maths/decay.ts';
import { type Preference, preference } from '../maths/dirichlet.ts';
import { once } from '../once.ts';
import type { Catalogue, Instant, Models, NeedGroup, Product, Purchase, Signal, Text } from '../world.ts';
import type { SignalsByNeed } from './interest.ts';
import { type Owned, type OwnedGoods, ownedOf } from './owned.ts';
import { WEIGHTS } from './weights.ts';

export interface Affinity extends Preference {
  needGroup: string;
  family: string | undefined;
  attribute: string;
  value: string;
  basis: Text;
}

export interface AffinityInput {
  signals: readonly Signal[];
  purchases: readonly Purchase[];
  catalogue: Catalogue;
  models: Models;
  now: Instant;
  /** The signals grouped by need, where the caller has them already. */
  byNeed?: SignalsByNeed;
  /** The purchases with their products, where the caller has them already. */
  owned?: OwnedGoods;
  /** A product look-up that remembers. */
  product?(sku: string): Product | undefined;
  /** Name of a place, for the basis text. */
  placeName?: (id: string) => string | undefined;
}

const DURABLE_HALF_LIFE = 730;
const MAX_ENTRIES = 20;
/** Market share of a value nobody but this person knows. */
const UNKNOWN_SHARE = 0.01;

/** The value of an attribute of a product as text; `brand` is an attribute too. */
export function attributeOf(product: Product, attribute: string): string | undefined {
  const value = attribute === 'brand' ? product.brand : product.attributes[attribute];
  return value === undefined ? undefined : String(value);
}

const valuesInGroup = perNeedGroup((catalogue, needGroup, attribute): readonly string[] => {
  const values = new Set<string>();
  for (const sku of catalogue.skusOfNeed(needGroup)) {
    const product = catalogue.product(sku);
    const value = product && attributeOf(product, attribute);
    if (value !== undefined) values.add(value);
  }
  return [...values].sort();
});

interface Priors {
  values: readonly string[];
  known: unknown;
  shares: Map<string, number>;
}

/** Priors per models, attribute and need group; they stand as long as what they were made from is the same. */
const madePriors = new WeakMap<Models, Map<string, Priors>>();

/** Market share of every value: merchant's priors, else measured, else uniform; what priors leave over goes to the unnamed ones. Not to be changed. */
function marketPriors(input: AffinityInput, attribute: string, group: NeedGroup): ReadonlyMap<string, number> {
  const values = valuesInGroup(input.catalogue, group.id, attribute);
  const given = group.priors?.[attribute];
  const measured = given ? undefined : input.models.marketShare(attribute, group.id);
  const known = given ?? measured;
  let made = madePriors.get(input.models);
  if (!made) {
    made = new Map();
    madePriors.set(input.models, made);
  }
  const key = `${attribute}\u0000${group.id}`;
  const before = made.get(key);
  if (before && before.values === values && before.known === known) return before.shares;
  const shares = completed(new Map(given ? Object.entries(given) : measured), values);
  made.set(key, { values, known, shares });
  return shares;
}

function completed(shares: Map<string, number>, values: readonly string[]): Map<string, number> {
  const unnamed = values.filter((value) => !shares.has(value));
  let left = 1;
  for (const share of shares.values()) left -= share;
  const each = shares.size === 0 ? 1 / Math.max(1, unnamed.length) : Math.max(0.01, left / Math.max(1, unnamed.length));
  for (const value of unnamed) shares.set(value, each);
  return shares;
}

export interface Evidence {
  weight: number;
  bought: number;
  last: Purchase | undefined;
}

/** Whether two need groups share their purchases: the same group, or the same family. */
function sharesFamily(group: NeedGroup, other: NeedGroup): boolean {
  return other.id === group.id || (group.family !== undefined && other.family === group.family);
}

/** The purchases that say something about a group, in their order. */
function ownPurchases({ owned, purchases, catalogue }: AffinityInput, group: NeedGroup): readonly Owned[] {
  if (owned) return (group.family === undefined ? owned.byNeed.get(group.id) : owned.byFamily.get(group.family)) ?? [];
  return ownedOf(purchases, (sku) => catalogue.product(sku), catalogue).all.filter(({ group: other }) => sharesFamily(group, other));
}

function addPurchases(add: Add, input: AffinityInput, attribute: string, group: NeedGroup): void {
  const { now } = input;
  for (const { purchase, product, group: own } of ownPurchases(input, group)) {
    const value = attributeOf(product, attribute);
    if (value === undefined || purchase.at > now) continue;
    const halfLife = own.kind === 'durable' ? DURABLE_HALF_LIFE : own.interestHalfLifeDays;
    const back = purchase.returned !== undefined && purchase.returned.quantity >= purchase.quantity;
    add(value, WEIGHTS.buy * decay((now - purchase.at) / DAY_MS, halfLife), back ? undefined : purchase);
    if (back) add(value, WEIGHTS.return * decay((now - purchase.returned!.at) / DAY_MS, halfLife));
  }
}

type Add = (value: string, weight: number, purchase?: Purchase) => void;

function collect(input: AffinityInput, attribute: string, group: NeedGroup): Map<string, Evidence> {
  const { now } = input;
  const find = input.product ?? ((sku: string) => input.catalogue.product(sku));
  const found = new Map<string, Evidence>();
  const add: Add = (value, weight, purchase) => {
    let entry = found.get(value);
    if (!entry) {
      entry = { weight: 0, bought: 0, last: undefined };
      found.set(value, entry);
    }
    entry.weight += weight;
    if (purchase) {
      entry.bought += 1;
      entry.last = purchase;
    }
  };
  addPurchases(add, input, attribute, group);
  for (const signal of input.byNeed ? (input.byNeed.get(group.id) ?? []) : input.signals) {
    if (signal.kind === 'buy' || signal.kind === 'return' || signal.at > now || WEIGHTS[signal.kind] === 0) continue;
    const product = find(signal.sku);
    if (product?.needGroup !== group.id) continue;
    const value = attributeOf(product, attribute);
    if (value !== undefined) add(value, WEIGHTS[signal.kind] * decay((now - signal.at) / DAY_MS, group.interestHalfLifeDays));
  }
  return found;
}

function basisOf(evidence: Evidence | undefined, placeName: AffinityInput['placeName']): Text {
  if (!evidence || evidence.weight <= 0) return { de: 'kein eigenes Signal', en: 'no signal of their own' };
  if (evidence.bought === 0) return { de: 'aktuelles Interesse', en: 'current interest' };
  const last = evidence.last!;
  const place = last.placeId === undefined ? undefined : (placeName?.(last.placeId) ?? last.placeId);
  const inStore = last.channel === 'store' && place !== undefined;
  const several = evidence.bought > 1;
  const de = `${evidence.bought} ${several ? 'Käufe' : 'Kauf'}, ${several ? 'zuletzt ' : ''}${inStore ? `Filiale ${place}` : last.channel}`;
  const en = `${evidence.bought} ${several ? 'purchases' : 'purchase'}, ${several ? 'last ' : ''}${inStore ? `store ${place}` : last.channel}`;
  return { de, en };
}

export interface Leaning {
  /** Evidence total S. */
  total: number;
  /** The preference for one value; undefined where neither the market nor the person knows it. */
  of(value: string): Preference | undefined;
  /** Its lift alone, for ranking many articles: how sure it is costs far more to compute. */
  lift(value: string): number | undefined;
  /** Values that may be said aloud, highest θ first. */
  liked(): readonly { value: string; theta: number }[];
  /** All values, highest θ first. */
  entries(): readonly (Preference & { value: string })[];
}

const byTheta = (a: { theta: number; value: string }, b: { theta: number; value: string }): number =>
  b.theta - a.theta || (a.value < b.value ? -1 : 1);

/** What a person leans to within one need group and attribute (κ 4, sizes 3); each preference is computed when first asked for. */
export function leaningWithin(
  input: AffinityInput,
  attribute: string,
  needGroup: string,
): Leaning & { evidence: ReadonlyMap<string, Evidence> } {
  const group = input.catalogue.needGroup(needGroup);
  const evidence = collect(input, attribute, group);
  const priors = marketPriors(input, attribute, group);
  let total = 0;
  for (const entry of evidence.values()) {
    entry.weight = Math.max(0, entry.weight);
    total += entry.weight;
  }
  const kappa = attribute === 'size' ? 3 : 4;
  const computed = new Map<string, Preference>();
  /** Without evidence of their own, values of the same market share are alike. */
  const alike = new Map<number, Preference>();
  const of = (value: string): Preference | undefined => {
    const own = evidence.get(value);
    const share = priors.get(value) ?? (own ? UNKNOWN_SHARE : undefined);
    if (share === undefined) return undefined;
    const weight = own?.weight ?? 0;
    let found = weight === 0 ? alike.get(share) : computed.get(value);
    if (!found) {
      found = preference(weight, total, share, kappa);
      if (weight === 0) alike.set(share, found);
      else computed.set(value, found);
    }
    return found;
  };
  const lift = (value: string): number | undefined => {
    const own = evidence.get(value);
    const share = priors.get(value) ?? (own ? UNKNOWN_SHARE : undefined);
    return share === undefined ? undefined : ((own?.weight ?? 0) + kappa * share) / (total + kappa) / share;
  };
  const liked = (): { value: string; theta: number }[] => {
    const found: { value: string; theta: number }[] = [];
    for (const [value, { weight }] of evidence) {
      const own = weight > 0 ? of(value) : undefined;
      if (own?.label) found.push({ value, theta: own.theta });
    }
    return found.sort(byTheta);
  };
  const values = (): Iterable<string> => new Set([...priors.keys(), ...evidence.keys()]);
  const entries = (): (Preference & { value: string })[] => [...values()].map((value) => ({ value, ...of(value)! })).sort(byTheta);
  return { total, of, lift, liked: once(liked), entries: once(entries), evidence };
}

/** Evidence total S and the preferences for one attribute within one need group, highest θ first. */
function affinityWithin(input: AffinityInput, attribute: string, needGroup: string): { total: number; entries: Affinity[] } {
  const { family } = input.catalogue.needGroup(needGroup);
  const { total, entries, evidence } = leaningWithin(input, attribute, needGroup);
  return {
    total,
    entries: entries().map(({ value, ...measured }) => ({
      needGroup,
      family,
      attribute,
      value,
      ...measured,
      basis: basisOf(evidence.get(value), input.placeName),
    })),
  };
}

/** All preferences of a person for one attribute, over every need group they showed anything in; at most 20 values a group. */
export function affinities(input: AffinityInput, attribute = 'brand'): Affinity[] {
  const groups = new Set<string>();
  for (const { sku } of [...input.purchases, ...input.signals]) {
    const needGroup = input.catalogue.product(sku)?.needGroup;
    if (needGroup !== undefined) groups.add(needGroup);
  }
  return [...groups].sort().flatMap((needGroup) => {
    const { total, entries } = affinityWithin(input, attribute, needGroup);
    return total > 0 ? entries.slice(0, MAX_ENTRIES) : [];
  });
}
