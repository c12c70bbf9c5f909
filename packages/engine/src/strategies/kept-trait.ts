// A property of the articles of a catalogue, found by looking at all of them once and later only at those that changed.
import type { Catalogue, Product } from '../world.ts';

/** A new object whenever a value changed. */
export interface Trait<V> {
  values: ReadonlyMap<string, V>;
}

interface Kept<V> {
  version: string;
  values: Map<string, V>;
  trait: Trait<V>;
}

const isSame = (a: unknown, b: unknown): boolean =>
  a === b || (Array.isArray(a) && Array.isArray(b) && a.join('\u0000') === b.join('\u0000'));

/** Values are numbers, texts or lists of texts; articles without one are left out. */
export function traitOf<V>(read: (product: Product) => V | undefined): (catalogue: Catalogue) => Trait<V> {
  const known = new WeakMap<object, Kept<V>>();
  return (catalogue) => {
    const owner = catalogue.lineage ?? catalogue;
    let kept = known.get(owner);
    if (kept?.version === catalogue.version) return kept.trait;
    const changed = kept && catalogue.lineage ? catalogue.changedSince?.(kept.version) : undefined;
    if (kept && changed) {
      if (renew(kept.values, changed, catalogue, read)) kept.trait = { values: kept.values };
      kept.version = catalogue.version;
      return kept.trait;
    }
    const values = new Map<string, V>();
    renew(values, catalogue.allSkus(), catalogue, read);
    kept = { version: catalogue.version, values, trait: { values } };
    known.set(owner, kept);
    return kept.trait;
  };
}

function renew<V>(
  values: Map<string, V>,
  skus: readonly string[],
  catalogue: Catalogue,
  read: (product: Product) => V | undefined,
): boolean {
  let different = false;
  for (const sku of skus) {
    const product = catalogue.product(sku);
    const value = product?.active ? read(product) : undefined;
    if (isSame(value, values.get(sku))) continue;
    different = true;
    if (value === undefined) values.delete(sku);
    else values.set(sku, value);
  }
  return different;
}

/** Something made from a trait, once until a value changes. */
export function madeFrom<V, D>(trait: (catalogue: Catalogue) => Trait<V>, make: (trait: Trait<V>) => D): (catalogue: Catalogue) => D {
  const made = new WeakMap<Trait<V>, { value: D }>();
  return (catalogue) => {
    const of = trait(catalogue);
    let found = made.get(of);
    if (!found) {
      found = { value: make(of) };
      made.set(of, found);
    }
    return found.value;
  };
}
