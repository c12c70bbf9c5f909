// Scopes as the engine writes them, `store:st_hh` or `cat:Laptops`, and what of the tables belongs to them.
import type { Catalogue, Product } from '@faden/engine';
import type { Columns } from '../../evidence/index.ts';

/** A scope with more articles is not ranked article by article: the ranking of the whole site is walked until the list is full. */
export const largeScope = 10_000;

function splitScope(scope: string): [type: string, name: string] {
  const colon = scope.indexOf(':');
  return colon < 0 ? [scope, ''] : [scope.slice(0, colon), scope.slice(colon + 1)];
}

/** Tables by code once more by the name of their scope. */
export function byScope<T>(cells: Readonly<Record<string, T>>, columns: Columns, groups: readonly string[]): Map<string, T> {
  const found = new Map<string, T>();
  for (const [key, cell] of Object.entries(cells)) {
    const [type, code] = splitScope(key);
    const name = nameOf(type, Number(code), columns, groups);
    if (name !== undefined) found.set(name, cell);
  }
  return found;
}

function nameOf(type: string, code: number, columns: Columns, groups: readonly string[]): string | undefined {
  const named = (prefix: string, names: readonly string[]) => (names[code] === undefined ? undefined : `${prefix}:${names[code]}`);
  if (type === 'place') return named('store', columns.places());
  if (type === 'channel') return named('channel', columns.channels());
  return type === 'region' ? named('region', columns.regions()) : groups[code];
}

/** The articles of a scope of the catalogue; undefined for other scopes. The same list object until an article joins or leaves. */
function insideOf(catalogue: Catalogue, scope: string): readonly string[] | undefined {
  const [type, name] = splitScope(scope);
  if (type === 'need') return catalogue.skusOfNeed(name);
  if (type === 'cat') return catalogue.skusOfCategory(name);
  return type === 'brand' ? catalogue.skusOfBrand(name) : undefined;
}

/** Whether an article lies in a scope of the catalogue. */
export function liesIn(product: Product | undefined, scope: string): boolean {
  if (!product) return false;
  const [type, name] = splitScope(scope);
  if (type === 'need') return product.needGroup === name;
  return type === 'brand' ? product.brand === name : product.category.includes(name);
}

export interface Scored {
  sku: string;
  score: number;
}
export const byScore = (x: Scored, y: Scored): number => y.score - x.score || (x.sku < y.sku ? -1 : 1);
/** Lists are as long as strategies need them; who asks for more, as rules do, gets a long one. */
const listLength = 300;
const longLength = 20_000;
const longestTie = 1_000;
const lengthFor = (limit: number): number => (limit > listLength ? longLength : listLength);

/** What a ranking of all articles leaves of a scope: the whole site, or what of it lies in a part of the catalogue. */
export function rankedWithin(
  table: { scores: ArrayLike<number>; order: Int32Array },
  columns: Columns,
  catalogue: Catalogue,
  scope: string,
  inside: readonly string[] | undefined,
  most: number,
): Scored[] {
  if (scope !== 'site' && inside === undefined) return [];
  if (inside && inside.length <= largeScope) return bestOf(inside, columns, table.scores, most);
  const skus = columns.skus();
  const belongs = inside ? (sku: string) => liesIn(catalogue.product(sku), scope) : () => true;
  const list: Scored[] = [];
  // Among equals the sku decides, so the last run of equals is read to its end, unless that is everything that happened once.
  for (const code of table.order) {
    const score = table.scores[code] as number;
    if (list.length >= most && (list.length >= most + longestTie || score < (list[list.length - 1] as Scored).score)) break;
    const sku = skus[code] as string;
    if (belongs(sku)) list.push({ sku, score });
  }
  return list.sort(byScore).slice(0, most);
}

function bestOf(inside: readonly string[], columns: Columns, scores: ArrayLike<number>, most: number): Scored[] {
  const found = new Float64Array(inside.length);
  for (let i = 0; i < inside.length; i++) {
    const code = columns.skuCode(inside[i] as string);
    found[i] = code === undefined ? 0 : (scores[code] ?? 0);
  }
  // The score of the last that fits tells who need not be put in order.
  const least = found.length > most ? (found.slice().sort()[found.length - most] as number) : 0;
  const list: Scored[] = [];
  for (let i = 0; i < inside.length; i++) {
    const score = found[i] as number;
    if (score > 0 && score >= least) list.push({ sku: inside[i] as string, score });
  }
  return list.sort(byScore).slice(0, most);
}

/** A list made when first asked for and kept until the articles of its scope change. */
export function keptLists<T>(catalogue: () => Catalogue) {
  const kept = new Map<string, { inside: unknown; list: readonly T[] }>();
  return (
    key: string,
    scope: string,
    limit: number,
    make: (inside: readonly string[] | undefined, most: number) => readonly T[],
  ): readonly T[] => {
    const inside = insideOf(catalogue(), scope);
    const most = lengthFor(limit);
    const name = `${key} ${most}`;
    let known = kept.get(name);
    if (known === undefined || known.inside !== inside) {
      if (kept.size >= mostKept) kept.delete(kept.keys().next().value as string);
      known = { inside, list: make(inside, most) };
      kept.set(name, known);
    }
    return known.list.length > limit ? known.list.slice(0, limit) : known.list;
  };
}
const mostKept = 4_096;
