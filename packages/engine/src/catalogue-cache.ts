// Values computed once per catalogue version, or once per change of a need group: forgotten with the catalogue they belong to.
import type { Catalogue } from './world.ts';

/** A lookup `(catalogue, key) -> value` that computes each value once per catalogue version. */
function perCatalogue<V>(compute: (catalogue: Catalogue, key: string) => V): (catalogue: Catalogue, key: string) => V {
  const known = new WeakMap<Catalogue, { version: string; values: Map<string, V> }>();
  return (catalogue, key) => {
    let entry = known.get(catalogue);
    if (!entry || entry.version !== catalogue.version) {
      entry = { version: catalogue.version, values: new Map() };
      known.set(catalogue, entry);
    }
    let value = entry.values.get(key);
    if (value === undefined) {
      value = compute(catalogue, key);
      entry.values.set(key, value);
    }
    return value;
  };
}

const MAX_KEPT = 50_000;

/**
 * A lookup `(catalogue, needGroup, detail) -> value` for values that depend on the articles of one need group but not on prices:
 * where the catalogue tells revisions, a change elsewhere leaves them standing.
 */
export function perNeedGroup<V>(
  compute: (catalogue: Catalogue, needGroup: string, detail: string) => V,
): (catalogue: Catalogue, needGroup: string, detail?: string) => V {
  const known = new WeakMap<object, Map<string, { revision: number; value: V }>>();
  const plain = perCatalogue((catalogue, key) => {
    const cut = key.indexOf('\u0000');
    return { value: compute(catalogue, key.slice(cut + 1), key.slice(0, cut)) };
  });
  return (catalogue, needGroup, detail = '') => {
    const key = `${detail}\u0000${needGroup}`;
    const revision = catalogue.lineage && catalogue.revision?.(needGroup);
    if (catalogue.lineage === undefined || revision === undefined) return plain(catalogue, key).value;
    let values = known.get(catalogue.lineage);
    if (!values || values.size > MAX_KEPT) {
      values = new Map();
      known.set(catalogue.lineage, values);
    }
    const entry = values.get(key);
    if (entry && entry.revision === revision) return entry.value;
    const value = compute(catalogue, needGroup, detail);
    values.set(key, { revision, value });
    return value;
  };
}
