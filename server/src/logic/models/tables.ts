// Trained tables as the engine reads them; lists per scope are made when first asked for and kept until what they rest on changes.
import { type Catalogue, coOccurrence, type Models } from '@faden/engine';
import { type Columns, columnKinds, type Kind } from '../evidence/index.ts';
import { createShares } from './shares.ts';
import type { PairTable, Trained } from './train.ts';

const listLength = 300;
/** A scope with more articles is not ranked article by article: the ranking of the whole site is walked until the list is full. */
const largeScope = 2_000;
/** Lists of neighbours kept at most. */
const neighboursKept = 4_096;

type Scored = { sku: string; score: number };
type Neighbour = Scored & { llr: number; lift: number; n: number };

export function tablesFrom(trained: Trained, columns: Columns, catalogue: () => Catalogue, version: string): Models {
  const skus = columns.skus();
  const popularity = new Map<string, { inside: unknown; list: readonly Scored[] }>();
  const neighbours = new Map<string, readonly Neighbour[]>();
  const marketShare = createShares(trained, columns, catalogue);
  return {
    version,
    popular(event, scope, limit) {
      const kind = columnKinds[event as Kind];
      if (kind === undefined) return [];
      const key = `${event} ${scope}`;
      // The list of what lies inside a scope is replaced when an article joins or leaves it, and only then.
      const inside = insideOf(catalogue(), scope);
      let known = popularity.get(key);
      if (known === undefined || known.inside !== inside) {
        known = { inside, list: popularList(trained, columns, catalogue(), kind, scope, inside) };
        popularity.set(key, known);
      }
      return known.list.length > limit ? known.list.slice(0, limit) : known.list;
    },
    together(pair, sku, limit) {
      const key = `${pair} ${sku}`;
      let list = neighbours.get(key);
      if (list === undefined) {
        const table = trained.pairs[pair] ?? trained.pairs[pair.replaceAll('anybuy', 'buy')];
        list = neighboursOf(table, skus, columns.skuCode(sku), trained.skuCount);
        if (neighbours.size >= neighboursKept) neighbours.delete(neighbours.keys().next().value as string);
        neighbours.set(key, list);
      }
      return list.length > limit ? list.slice(0, limit) : list;
    },
    marketShare,
    ...notLearnedYet,
  };
}

/** Tables other kinds of model bring. */
const notLearnedYet = {
  followed: () => [],
  substitutes: () => [],
  complements: () => [],
  trending: () => [],
  rates: () => [],
  searched: () => [],
  trendingTerms: () => [],
  nextItems: () => [],
  completes: () => [],
  nextBasket: () => [],
  likedBy: () => [],
  likedByNeighbours: () => [],
  nextNeeds: () => [],
};

function insideOf(catalogue: Catalogue, scope: string): readonly string[] | undefined {
  const [type, name = ''] = split(scope);
  if (type === 'need') return catalogue.skusOfNeed(name);
  if (type === 'cat') return catalogue.skusOfCategory(name);
  return type === 'brand' ? catalogue.skusOfBrand(name) : undefined;
}

function popularList(
  trained: Trained,
  columns: Columns,
  catalogue: Catalogue,
  kind: number,
  scope: string,
  inside: readonly string[] | undefined,
): Scored[] {
  const skus = columns.skus();
  const [type, name = ''] = split(scope);
  const site = trained.site[kind] as Float64Array;
  const order = trained.order[kind] as Int32Array;
  if (type === 'site') return ranked(order, site, skus, () => true);
  if (type === 'store' || type === 'channel') {
    const code = (type === 'store' ? columns.places() : columns.channels()).indexOf(name);
    const cell = trained.scoped[`${kind}:${type === 'store' ? 'place' : 'channel'}:${code}`];
    return cell
      ? [...cell.items].map((code, i) => ({ sku: skus[code] as string, score: cell.scores[i] as number })).filter((s) => s.score > 0)
      : [];
  }
  if (inside === undefined) return [];
  if (inside.length <= largeScope) return best(inside, columns, site, trained.skuCount);
  return ranked(order, site, skus, (sku) => {
    const product = catalogue.product(sku);
    if (product === undefined) return false;
    return type === 'need' ? product.needGroup === name : type === 'brand' ? product.brand === name : product.category.includes(name);
  });
}

function split(scope: string): [string, string?] {
  const colon = scope.indexOf(':');
  return colon < 0 ? [scope] : [scope.slice(0, colon), scope.slice(colon + 1)];
}

const byScore = (x: Scored, y: Scored) => y.score - x.score || (x.sku < y.sku ? -1 : 1);

/** The first that belong, in the ranking of the whole site; among equals the sku decides, so the last run of equals is read to its end. */
function ranked(order: Int32Array, scores: Float64Array, skus: readonly string[], belongs: (sku: string) => boolean): Scored[] {
  const list: Scored[] = [];
  for (const code of order) {
    const score = scores[code] as number;
    if (list.length >= listLength && score < (list[list.length - 1] as Scored).score) break;
    const sku = skus[code] as string;
    if (belongs(sku)) list.push({ sku, score });
  }
  return list.sort(byScore).slice(0, listLength);
}

function best(inside: readonly string[], columns: Columns, scores: Float64Array, skuCount: number): Scored[] {
  const list: Scored[] = [];
  for (const sku of inside) {
    const code = columns.skuCode(sku);
    if (code === undefined || code >= skuCount) continue;
    const score = scores[code] as number;
    if (score > 0) list.push({ sku, score });
  }
  return list.sort(byScore).slice(0, listLength);
}

function neighboursOf(table: PairTable | undefined, skus: readonly string[], a: number | undefined, skuCount: number): Neighbour[] {
  if (!table || a === undefined || a >= skuCount) return [];
  const found: Neighbour[] = [];
  for (let i = table.offsets[a] as number; i < (table.offsets[a + 1] as number); i++) {
    const b = table.items[i] as number;
    const n = table.counts[i] as number;
    const stats = coOccurrence(table.left[a] as number, table.right[b] as number, n, table.total);
    found.push({ sku: skus[b] as string, score: stats.shrunk, llr: stats.llr, lift: stats.lift, n });
  }
  return found.sort(byScore);
}
