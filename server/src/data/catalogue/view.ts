// The engine's window on one snapshot of the catalogue.
import type { Catalogue, NeedGroup } from '@faden/engine';
import { type NeedGroups, needGroupOf } from './need-group.ts';
import { lowestIn30Days } from './price-history.ts';
import type { SearchIndex } from './search.ts';
import { entryIn, listIn, relationKey, type Snapshot } from './snapshot.ts';

/** At which version the articles of a need group last changed in anything but their prices. */
export interface Revisions {
  of(needGroup: string): number;
  /** Articles noted after that version; undefined when the journal does not reach back so far. */
  since(version: number): readonly string[] | undefined;
}

export function viewOf(
  snapshot: Snapshot,
  groups: NeedGroups,
  version: string,
  search: () => SearchIndex,
  revisions?: Revisions,
): Catalogue {
  /** Undeclared groups, made on first sight. */
  const undeclared = new Map<string, NeedGroup>();
  return {
    version,
    ...(revisions
      ? {
          lineage: revisions,
          revision: revisionAt(revisions, Number(version)),
          changedSince: (before: string) => revisions.since(Number(before)),
        }
      : {}),
    product: (sku) => entryIn(snapshot, sku)?.product,
    needGroup(id) {
      const known = groups.byId.get(id) ?? undeclared.get(id);
      if (known) return known;
      const made = needGroupOf({ id });
      undeclared.set(id, made);
      return made;
    },
    needGroupsOfFamily: (family) => groups.byFamily.get(family) ?? [],
    skusOfNeed: (needGroup) => listIn(snapshot, `n:${needGroup}`),
    skusOfBrand: (brand) => listIn(snapshot, `b:${brand}`),
    skusOfCategory: (category) => listIn(snapshot, `c:${category}`),
    allSkus: () => listIn(snapshot, '*'),
    relatedFrom: (sku, type) => listIn(snapshot, relationKey(type, sku)),
    // The index is shared and kept current, so it may know products this snapshot does not.
    search: (term, limit) =>
      search()
        .search(term, limit)
        .filter((sku) => entryIn(snapshot, sku) !== undefined),
    lowest30dCents(sku, at) {
      const entry = entryIn(snapshot, sku);
      return entry && lowestIn30Days(entry.prices, at);
    },
  };
}

/** An older view must not speak for what the newest one holds. */
function revisionAt(revisions: Revisions, version: number) {
  return (needGroup: string): number | undefined => {
    const changed = revisions.of(needGroup);
    return changed > version ? undefined : changed;
  };
}
