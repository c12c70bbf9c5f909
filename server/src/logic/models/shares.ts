// Market shares: units per brand (or another attribute) in a need group, kept until the articles of the group change.
import type { Catalogue } from '@faden/engine';
import type { Columns } from '../evidence/index.ts';

/** Units sold per sku code. */
interface Sold {
  units: Float64Array;
  skuCount: number;
}

/** A share needs so many units in the need group, else the family is asked. */
const enoughUnits = 20;

type Shares = ReadonlyMap<string, number> | undefined;
interface Known {
  /** What it was read from; an old view is never held. */
  lineage: object | undefined;
  version: string;
  /** Revision of every need group that was counted. */
  groups: ReadonlyMap<string, number> | undefined;
  shares: Shares;
}

export function createShares(sold: Sold, columns: Columns, catalogue: () => Catalogue): (attribute: string, needGroup: string) => Shares {
  const kept = new Map<string, Known>();
  const count = (world: Catalogue, attribute: string, needGroups: readonly string[]) =>
    countUnits(sold, columns, world, attribute, needGroups);
  const compute = (world: Catalogue, attribute: string, needGroup: string): Known => {
    const { family } = world.needGroup(needGroup);
    const own = count(world, attribute, [needGroup]);
    if (own.total >= enoughUnits || family === undefined) return known(world, [needGroup], own);
    const members = world.needGroupsOfFamily?.(family) ?? [needGroup];
    return known(world, [needGroup, ...members], count(world, attribute, members));
  };
  return (attribute, needGroup) => {
    const world = catalogue();
    const key = `${attribute} ${needGroup}`;
    let entry = kept.get(key);
    if (entry === undefined || !stands(entry, world)) {
      entry = compute(world, attribute, needGroup);
      kept.set(key, entry);
    }
    return entry.shares;
  };
}

function known(catalogue: Catalogue, needGroups: readonly string[], counted: { total: number; shares: Shares }): Known {
  const shares = counted.total > 0 ? counted.shares : undefined;
  const { lineage, version } = catalogue;
  const groups = new Map<string, number>();
  for (const id of needGroups) {
    const revision = catalogue.revision?.(id);
    if (revision === undefined) return { lineage, version, groups: undefined, shares };
    groups.set(id, revision);
  }
  return { lineage, version, groups, shares };
}

function stands(entry: Known, catalogue: Catalogue): boolean {
  if (entry.lineage !== catalogue.lineage) return false;
  if (entry.version === catalogue.version) return true;
  if (entry.groups === undefined) return false;
  for (const [id, revision] of entry.groups) if (catalogue.revision?.(id) !== revision) return false;
  entry.version = catalogue.version;
  return true;
}

function countUnits(sold: Sold, columns: Columns, catalogue: Catalogue, attribute: string, needGroups: readonly string[]) {
  const units = new Map<string, number>();
  let total = 0;
  for (const needGroup of needGroups) {
    for (const sku of catalogue.skusOfNeed(needGroup)) {
      const code = columns.skuCode(sku);
      const n = code !== undefined && code < sold.skuCount ? (sold.units[code] as number) : 0;
      const product = n > 0 ? catalogue.product(sku) : undefined;
      const value = attribute === 'brand' ? product?.brand : product?.attributes[attribute];
      if (value === undefined) continue;
      units.set(String(value), (units.get(String(value)) ?? 0) + n);
      total += n;
    }
  }
  return { total, shares: new Map([...units].map(([value, n]) => [value, n / total])) };
}
