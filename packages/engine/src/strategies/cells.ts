// The cells of learned tables a strategy's scopes name, narrowest first, each with the reason it gives.
import { DAY_MS, decay } from '../maths/decay.ts';
import type { Situation } from '../situation.ts';
import type { ScopeNode, SimpleStrategy } from './ast.ts';
import { hasScope, type Why } from './candidate.ts';
import { isBuyAt, NEAR_KM } from './scopes.ts';

export interface Cell {
  kind: 'near' | 'store' | 'region' | 'channel' | 'segment' | 'tier' | 'own' | 'need' | 'cat' | 'brand' | 'parent' | 'site';
  /** Keys of the tables to be added up, with their weights. */
  parts: readonly { key: string; weight: number }[];
  /** What the reason needs to know. */
  about: Omit<Why, 'code'>;
}

/** The need a page, a session or the person is about. */
export function needInFocus(s: Situation): string | undefined {
  if (s.need !== undefined) return s.need;
  const last = s.session.map((item) => s.product(item.sku)?.needGroup).find((need) => need !== undefined);
  return last ?? s.activeNeeds().keys().next().value;
}

const one = (kind: Cell['kind'], key: string, about: Cell['about'] = {}): Cell => ({ kind, parts: [{ key, weight: 1 }], about });

export const SITE: Cell = one('site', 'site');

/** Cells of the named scopes whose input is there; `site` is not among them unless it is named. */
export function cellsOf(node: SimpleStrategy, s: Situation): Cell[] {
  const cells: Cell[] = [];
  for (const scope of node.scopes) cells.push(...cellOf(scope, s));
  if (hasScope(node, 'store') && s.place?.region !== undefined) cells.push(one('region', `region:${s.place.region}`));
  return cells.sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
}

const ORDER: readonly Cell['kind'][] = [
  'near',
  'store',
  'region',
  'channel',
  'segment',
  'tier',
  'own',
  'need',
  'brand',
  'cat',
  'parent',
  'site',
];

function cellOf(scope: ScopeNode, s: Situation): Cell[] {
  const keyed = (kind: Cell['kind'], value: string | undefined, about?: Cell['about']): Cell[] =>
    value === undefined ? [] : [one(kind, `${kind === 'parent' ? 'cat' : kind}:${value}`, about)];
  switch (scope.name) {
    case 'near': {
      const parts = s.storesNear(Number(scope.args[0] ?? NEAR_KM)).map(({ place }) => ({ key: `store:${place.id}`, weight: 1 }));
      return parts.length > 0 ? [{ kind: 'near', parts, about: {} }] : [];
    }
    case 'store':
      return keyed('store', s.storeId);
    case 'region':
      return keyed('region', s.region());
    case 'channel':
      return keyed('channel', s.channel);
    case 'segment':
      return keyed('segment', s.segment());
    case 'tier':
      return keyed('tier', s.past().tier);
    case 'hist':
      return scope.path[1] === undefined ? [] : ownCell(scope, s);
    case 'need': {
      const need = needInFocus(s);
      return keyed('need', need, { need: need! });
    }
    case 'cat':
      return keyed('cat', s.category, { category: s.category! });
    case 'parent':
      return keyed('parent', s.parentCategory, { category: s.parentCategory! });
    case 'brand':
      return keyed('brand', s.brand, { brand: s.brand! });
    case 'site':
      return [SITE];
    default:
      return [];
  }
}

const OWN_CELLS = 5;

/** `hist.storebuy.cat`: the categories (brands, needs) of the person's own events, the more recent the heavier. */
function ownCell({ path: [event = 'view', by = 'cat'] }: ScopeNode, s: Situation): Cell[] {
  const { purchases, signals } = s.subject.history;
  const bought = purchases.filter((one) => isBuyAt(event, one));
  const events = event.endsWith('buy') ? bought : signals.filter((one) => one.kind === event || event === 'any');
  const weights = new Map<string, number>();
  for (const { sku, at } of events) {
    const product = s.product(sku);
    const value = by === 'brand' ? product?.brand : by === 'need' ? product?.needGroup : product?.category.at(-1);
    if (value !== undefined) weights.set(value, (weights.get(value) ?? 0) + decay((s.now - at) / DAY_MS, 180));
  }
  const heaviest = [...weights].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, OWN_CELLS);
  const parts = heaviest.map(([value, weight]) => ({ key: `${by}:${value}`, weight: weight / heaviest[0]![1] }));
  return parts.length > 0 ? [{ kind: 'own', parts, about: {} }] : [];
}
