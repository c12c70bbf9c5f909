// What a person prefers within a need group (brand and other attributes), shrunk to the market (LOGIC §2.9).
import { perCatalogue } from '../catalogue-cache.ts';
import { DAY_MS, decay } from '../maths/decay.ts';
import { type Preference, preference } from '../maths/dirichlet.ts';
import type { Catalogue, Instant, Models, NeedGroup, Product, Purchase, Signal, Text } from '../world.ts';
import type { SignalsByNeed } from './interest.ts';
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
  /** Name of a place, for the basis text. */
  placeName?: (id: string) => string | undefined;
}

const DURABLE_HALF_LIFE = 730;
const MAX_ENTRIES = 20;

/** The value of an attribute of a product as text; `brand` is an attribute too. */
export function attributeOf(product: Product, attribute: string): string | undefined {
  const value = attribute === 'brand' ? product.brand : product.attributes[attribute];
  return value === undefined ? undefined : String(value);
}

const valuesInGroup = perCatalogue((catalogue, key): readonly string[] => {
  const [attribute, needGroup] = key.split('\u0000') as [string, string];
  const values = new Set<string>();
  for (const sku of catalogue.skusOfNeed(needGroup)) {
    const product = catalogue.product(sku);
    const value = product && attributeOf(product, attribute);
    if (value !== undefined) values.add(value);
  }
  return [...values].sort();
});

/** Market share of every value: merchant's priors, else measured, else uniform; what priors leave over goes to the unnamed ones. */
export function marketPriors(input: AffinityInput, attribute: string, group: NeedGroup): Map<string, number> {
  const values = valuesInGroup(input.catalogue, `${attribute}\u0000${group.id}`);
  const given = group.priors?.[attribute];
  const known = given ? new Map(Object.entries(given)) : input.models.marketShare(attribute, group.id);
  const shares = new Map<string, number>(known ?? []);
  const unnamed = values.filter((value) => !shares.has(value));
  let left = 1;
  for (const share of shares.values()) left -= share;
  const each = shares.size === 0 ? 1 / Math.max(1, unnamed.length) : Math.max(0.01, left / Math.max(1, unnamed.length));
  for (const value of unnamed) shares.set(value, each);
  return shares;
}

interface Evidence {
  weight: number;
  bought: number;
  last: Purchase | undefined;
}

/** Whether two need groups share their purchases: the same group, or the same family. */
function sharesFamily(catalogue: Catalogue, group: NeedGroup, other: string): boolean {
  return other === group.id || (group.family !== undefined && catalogue.needGroup(other).family === group.family);
}

function collect(input: AffinityInput, attribute: string, group: NeedGroup): Map<string, Evidence> {
  const { catalogue, now } = input;
  const found = new Map<string, Evidence>();
  const add = (value: string, weight: number, purchase?: Purchase): void => {
    const entry = found.get(value) ?? { weight: 0, bought: 0, last: undefined };
    entry.weight += weight;
    if (purchase) {
      entry.bought += 1;
      entry.last = purchase;
    }
    found.set(value, entry);
  };
  for (const purchase of input.purchases) {
    const product = catalogue.product(purchase.sku);
    const value = product && attributeOf(product, attribute);
    if (!product || value === undefined || purchase.at > now || !sharesFamily(catalogue, group, product.needGroup)) continue;
    const own = catalogue.needGroup(product.needGroup);
    const halfLife = own.kind === 'durable' ? DURABLE_HALF_LIFE : own.interestHalfLifeDays;
    const back = purchase.returned !== undefined && purchase.returned.quantity >= purchase.quantity;
    add(value, WEIGHTS.buy * decay((now - purchase.at) / DAY_MS, halfLife), back ? undefined : purchase);
    if (back) add(value, WEIGHTS.return * decay((now - purchase.returned!.at) / DAY_MS, halfLife));
  }
  for (const signal of input.byNeed ? (input.byNeed.get(group.id) ?? []) : input.signals) {
    if (signal.kind === 'buy' || signal.kind === 'return' || signal.at > now || WEIGHTS[signal.kind] === 0) continue;
    const product = catalogue.product(signal.sku);
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

/** Evidence total S and the preferences for one attribute within one need group, highest θ first (κ 4, sizes 3). */
export function affinityWithin(input: AffinityInput, attribute: string, needGroup: string): { total: number; entries: Affinity[] } {
  const group = input.catalogue.needGroup(needGroup);
  const evidence = collect(input, attribute, group);
  const priors = marketPriors(input, attribute, group);
  for (const value of evidence.keys()) if (!priors.has(value)) priors.set(value, 0.01);
  let total = 0;
  for (const entry of evidence.values()) {
    entry.weight = Math.max(0, entry.weight);
    total += entry.weight;
  }
  const kappa = attribute === 'size' ? 3 : 4;
  const entries = [...priors].map(([value, pi]) => {
    const own = evidence.get(value);
    const measured = preference(own?.weight ?? 0, total, pi, kappa);
    return { needGroup, family: group.family, attribute, value, ...measured, basis: basisOf(own, input.placeName) };
  });
  entries.sort((a, b) => b.theta - a.theta || (a.value < b.value ? -1 : 1));
  return { total, entries };
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
