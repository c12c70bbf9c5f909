// Values computed once per catalogue version: forgotten with the catalogue object, renewed when its version changes.
import type { Catalogue } from './world.ts';

/** A lookup `(catalogue, key) -> value` that computes each value once per catalogue version. */
export function perCatalogue<V>(compute: (catalogue: Catalogue, key: string) => V): (catalogue: Catalogue, key: string) => V {
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
