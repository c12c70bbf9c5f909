// Trained tables as the engine reads them; lists per scope are made when first asked for and kept until the next training.
import { type Catalogue, coOccurrence, type Models } from '@faden/engine';
import { columnKinds, type Columns, type Kind } from '../evidence/index.ts';
import type { PairTable, Trained } from './train.ts';

const listLength = 300;
/** A brand share needs so many units in the need group, else the family is asked. */
const enoughUnits = 20;

type Scored = { sku: string; score: number };
type Neighbour = Scored & { llr: number; lift: number; n: number };

export function tablesFrom(trained: Trained, columns: Columns, catalogue: () => Catalogue, version: string): Models {
  const skus = columns.skus();
  const popularity = new Map<string, readonly Scored[]>();
  const shares = new Map<string, ReadonlyMap<string, number> | undefined>();
  let catalogueVersion = '';
  const freshCatalogue = () => {
    const now = catalogue();
    if (now.version !== catalogueVersion) {
      popularity.clear();
      shares.clear();
      catalogueVersion = now.version;
    }
    return now;
  };
  return {
    version,
    popular(event, scope, limit) {
      const world = freshCatalogue();
      const key = `${event} ${scope}`;
      let list = popularity.get(key);
      if (!list) {
        list = popularList(trained, columns, world, event, scope);
        popularity.set(key, list);
      }
      return list.length > limit ? list.slice(0, limit) : list;
    },
    together: (pair, sku, limit) => neighboursOf(trained.pairs[pair] ?? trained.pairs[pair.replaceAll('anybuy', 'buy')], skus, columns.skuCode(sku), limit, trained.skuCount),
    marketShare(attribute, needGroup) {
      const world = freshCatalogue();
      const key = `${attribute} ${needGroup}`;
      if (!shares.has(key)) shares.set(key, shareOf(trained, columns, world, attribute, needGroup));
      return shares.get(key);
    },
  };
}

function popularList(trained: Trained, columns: Columns, catalogue: Catalogue, event: string, scope: string): Scored[] {
  const kind = columnKinds[event as Kind];
  if (kind === undefined) return [];
  const skus = columns.skus();
  const [type, name = ''] = split(scope);
  const site = trained.site[kind] as Float64Array;
  if (type === 'site') return best(site.keys(), (code) => site[code] as number, skus);
  if (type === 'store' || type === 'channel') {
    const code = (type === 'store' ? columns.places() : columns.channels()).indexOf(name);
    const cell = trained.scoped[`${kind}:${type === 'store' ? 'place' : 'channel'}:${code}`];
    return cell ? [...cell.items].map((code, i) => ({ sku: skus[code] as string, score: cell.scores[i] as number })).filter((s) => s.score > 0) : [];
  }
  const inside = type === 'need' ? catalogue.skusOfNeed(name) : type === 'cat' ? catalogue.skusOfCategory(name) : type === 'brand' ? catalogue.skusOfBrand(name) : [];
  const codes = inside.flatMap((sku) => columns.skuCode(sku) ?? []).filter((code) => code < trained.skuCount);
  return best(codes, (code) => site[code] as number, skus);
}

function split(scope: string): [string, string?] {
  const colon = scope.indexOf(':');
  return colon < 0 ? [scope] : [scope.slice(0, colon), scope.slice(colon + 1)];
}

function best(codes: Iterable<number>, scoreOf: (code: number) => number, skus: readonly string[]): Scored[] {
  const list: Scored[] = [];
  for (const code of codes) {
    const score = scoreOf(code);
    if (score > 0) list.push({ sku: skus[code] as string, score });
  }
  return list.sort((x, y) => y.score - x.score || (x.sku < y.sku ? -1 : 1)).slice(0, listLength);
}

function neighboursOf(table: PairTable | undefined, skus: readonly string[], a: number | undefined, limit: number, skuCount: number): Neighbour[] {
  if (!table || a === undefined || a >= skuCount) return [];
  const found: Neighbour[] = [];
  for (let i = table.offsets[a] as number; i < (table.offsets[a + 1] as number); i++) {
    const b = table.items[i] as number;
    const n = table.counts[i] as number;
    const stats = coOccurrence(table.left[a] as number, table.right[b] as number, n, table.total);
    found.push({ sku: skus[b] as string, score: stats.shrunk, llr: stats.llr, lift: stats.lift, n });
  }
  return found.sort((x, y) => y.score - x.score || (x.sku < y.sku ? -1 : 1)).slice(0, limit);
}

/** Units per brand (or other attribute) in the need group; in the family when the group is thin; undefined without sales. */
function shareOf(trained: Trained, columns: Columns, catalogue: Catalogue, attribute: string, needGroup: string): ReadonlyMap<string, number> | undefined {
  const group = catalogue.needGroup(needGroup);
  const own = countUnits(trained, columns, catalogue, attribute, (id) => id === needGroup);
  if (own.total >= enoughUnits || group.family === undefined) return own.total > 0 ? own.shares : undefined;
  const family = countUnits(trained, columns, catalogue, attribute, (id) => catalogue.needGroup(id).family === group.family);
  return family.total > 0 ? family.shares : undefined;
}

function countUnits(trained: Trained, columns: Columns, catalogue: Catalogue, attribute: string, belongs: (needGroup: string) => boolean) {
  const units = new Map<string, number>();
  let total = 0;
  const skus = columns.skus();
  for (let code = 0; code < trained.skuCount; code++) {
    const n = trained.units[code] as number;
    const product = n > 0 ? catalogue.product(skus[code] as string) : undefined;
    if (!product || !belongs(product.needGroup)) continue;
    const value = attribute === 'brand' ? product.brand : product.attributes[attribute];
    if (value === undefined) continue;
    units.set(String(value), (units.get(String(value)) ?? 0) + n);
    total += n;
  }
  return { total, shares: new Map([...units].map(([value, n]) => [value, n / total])) };
}
