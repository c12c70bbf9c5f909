// How well an article fits the person in the respects a strategy names after `*`: one factor between 0.5 and 2, 1 where nothing is known.
import { attributeOf } from '../person/affinity.ts';
import type { Situation } from '../situation.ts';
import type { Product, Weighted } from '../world.ts';
import { ownShares } from './own-past.ts';

const LEAST = 0.5;
const MOST = 2;
/** Little evidence says nothing. */
const EVIDENCE_FROM = 2;

const clamp = (value: number): number => Math.min(MOST, Math.max(LEAST, value));

type Respect = (product: Product, s: Situation) => number;

const sharesKnown = new WeakMap<readonly Weighted[], { leaf: ReadonlyMap<string, number>; all: ReadonlySet<string>; most: number }>();

/** Categories of the person's own past. */
function departmentsOf(s: Situation): { leaf: ReadonlyMap<string, number>; all: ReadonlySet<string>; most: number } {
  const items = s.ownItems();
  let found = sharesKnown.get(items);
  if (!found) {
    const leaf = ownShares(items, s.product, (product) => product.category.at(-1));
    const all = new Set(items.flatMap(({ sku }) => s.product(sku)?.category ?? []));
    found = { leaf, all, most: leaf.values().next().value ?? 0 };
    sharesKnown.set(items, found);
  }
  return found;
}

/** The person's own category up to 2, its neighbours under the same roof 1, all else a little less. */
const category: Respect = (product, s) => {
  const { leaf, all, most } = departmentsOf(s);
  if (most === 0) return 1;
  const share = leaf.get(product.category.at(-1) ?? '');
  if (share !== undefined) return 1 + share / most;
  return product.category.some((name) => all.has(name)) ? 1 : 0.75;
};

/** Whether the person did anything in this need or bought in its family: elsewhere there is nothing to lean on. */
function isKnownNeed(needGroup: string, s: Situation): boolean {
  if (s.subject.byNeed.has(needGroup) || s.owned().byNeed.has(needGroup)) return true;
  const { family } = s.catalogue.needGroup(needGroup);
  return family !== undefined && s.owned().byFamily.has(family);
}

/** Lift of the article's value of one attribute over the market. */
function lean(product: Product, attribute: string, s: Situation): number {
  const value = attributeOf(product, attribute);
  if (value === undefined || !isKnownNeed(product.needGroup, s)) return 1;
  const leaning = s.leaning(product.needGroup, attribute);
  return leaning.total >= EVIDENCE_FROM ? clamp(leaning.lift(value) ?? 1) : 1;
}

const STYLES = ['style', 'material', 'pattern'];

const style: Respect = (product, s) => {
  const known = STYLES.filter((name) => product.attributes[name] !== undefined);
  return known.length === 0 ? 1 : known.reduce((sum, name) => sum + lean(product, name, s), 0) / known.length;
};

const interest: Respect = (product, s) => {
  const active = s.activeNeeds().get(product.needGroup);
  if (active) return 1 + active.share;
  return s.activeNeeds().size > 0 ? 0.75 : 1;
};

const RESPECTS: Readonly<Record<string, Respect>> = {
  cat: category,
  brand: (product, s) => lean(product, 'brand', s),
  size: (product, s) => lean(product, 'size', s),
  style,
  interest,
  all: (product, s) =>
    category(product, s) * lean(product, 'brand', s) * lean(product, 'size', s) * style(product, s) * interest(product, s),
};

/** The factor of one article for these respects together. */
export function fitOf(sku: string, respects: readonly string[], s: Situation): number {
  const product = s.product(sku);
  if (!product) return 1;
  return clamp(respects.reduce((factor, name) => factor * (RESPECTS[name]?.(product, s) ?? 1), 1));
}
