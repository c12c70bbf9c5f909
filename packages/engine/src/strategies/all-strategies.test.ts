// Each of the 197 strategies on a world where everything is learned, written and known: it runs, answers, and keeps its scope and filters.
import { describe, expect, it } from 'vitest';
import type { Answer, AnswerItem, Trace } from '../decide/answer.ts';
import { decide } from '../decide/decide.ts';
import type { Placement } from '../decide/placements.ts';
import type { DecisionContext, DecisionWorld } from '../decide/request.ts';
import { RICH_NOW } from '../testing/rich-range.ts';
import { richPerson, richWorld } from '../testing/rich-world.ts';
import type { Person, Product } from '../world.ts';
import type { FilterNode, ScopeNode, SimpleStrategy } from './ast.ts';
import { leavesOf, unreadyPart } from './eligible.ts';
import { type NamedStrategy, STRATEGIES } from './library.ts';

const CATALOGUE = [...STRATEGIES.values()].filter((one) => one.family !== 'X');
const BASE: DecisionContext = {
  storeId: 'st_hh',
  geo: { lat: 53.55, lon: 10 },
  cart: [{ sku: 'CO-5' }],
  orderSkus: ['CO-11'],
  weather: 'rain',
  campaign: 'kw47',
  zoneId: 'Blusen',
};
/** Pages on which every strategy has something to say. */
const PAGES: Readonly<Record<string, DecisionContext>> = {
  tech: { ...BASE, sku: 'LA-3', category: 'Technik/Laptops', term: 'laptop', need: 'laptops' },
  fashion: { ...BASE, sku: 'BL-3', category: 'Mode/Blusen', term: 'bluse', need: 'blouses' },
  soldOut: { storeId: 'st_hh', sku: 'TO-2', category: 'Technik/Verbrauch' },
  home: { geo: { lat: 53.55, lon: 10 } },
};
const STRANGER = richPerson({ basis: 'none', signals: [], purchases: [], cart: [], wishlist: [], searches: [] });
/** Who is asked for: nobody is told to sign in who has. */
const personFor = (id: string): Person => (id === 'login_benefit' ? STRANGER : richPerson());

function placementOf(id: string): Placement {
  return {
    id: 'only',
    text: { de: '', en: '' },
    limit: 20,
    layout: 'list',
    columns: 1,
    contexts: ['P'],
    visibility: 'customer',
    proactive: false,
    inStore: false,
    fulfilment: 'any',
    diverse: false,
    actions: [],
    validMinutes: 10,
    strategies: [id],
    fallback: [],
  };
}

function run(id: string, context: DecisionContext, world: DecisionWorld = richWorld(personFor(id))): { answer: Answer; trace: Trace } {
  const placements = new Map([['only', placementOf(id)]]);
  const subject = { customerId: 'c_rich', deviceId: 'd1' };
  return decide({ placements: [{ id: 'only' }], channel: 'app', subject, context }, { ...world, placements });
}

const itemsOf = ({ answer }: { answer: Answer }): AnswerItem[] => answer.placements[0]!.items;
const signature = (id: string): string =>
  Object.values(PAGES)
    .map((context) => itemsOf(run(id, context)).map((item) => item.id))
    .join(' | ');

const world = richWorld();
const productOf = (sku: string): Product => world.catalogue.product(sku)!;

/** Whether an item lies inside a scope, told apart from how the strategy found it. */
function isInside(scope: ScopeNode, product: Product, context: DecisionContext): boolean {
  const seed = productOf((context.sku as string) ?? 'LA-3');
  switch (scope.name) {
    case 'cat':
      return product.category.includes(context.category!.split('/')[1]!);
    case 'parent':
      return product.category.includes(context.category!.split('/')[0]!);
    case 'brand':
      return product.brand === seed.brand;
    case 'band':
      return Math.abs(product.priceCents! / seed.priceCents! - 1) <= 0.2;
    case 'zone':
      return product.attributes['zone'] === context.zoneId;
    default:
      return true;
  }
}

function isKept(filter: FilterNode, product: Product, context: DecisionContext, node: SimpleStrategy): boolean {
  const seed = productOf((context.sku as string) ?? 'LA-3');
  const [a = 0, b = 0] = filter.args.map(Number);
  const ratio = product.priceCents! / seed.priceCents!;
  const rating = Number(product.attributes['rating']);
  switch (filter.name) {
    case 'atp.store':
      return world.stock.inStore(product.sku, 'st_hh', RICH_NOW).atp >= 1;
    case 'promise':
      return a > 0
        ? world.stock.online(product.sku, RICH_NOW).atp >= 1
        : ['st_hh', 'st_al'].some((id) => world.stock.inStore(product.sku, id, RICH_NOW).atp >= 1);
    case 'price.max':
      return product.priceCents! <= a * 100;
    case 'price.min':
      return ratio >= a;
    case 'price.range':
      return ratio >= a && ratio <= b;
    case 'otherbrand':
      return product.brand !== seed.brand;
    case 'ownbrand':
      return product.tags.includes('ownbrand');
    case 'rating':
      return rating >= a || node.source === 'rate';
    case 'betterlabel':
      return product.attributes['energyLabel']! < seed.attributes['energyLabel']!;
    case 'size':
      return (
        product.attributes['size'] === undefined || product.needGroup === 'shoes' || ['S', 'M'].includes(String(product.attributes['size']))
      );
    case 'subscribable':
      return product.attributes['subscribable'] === true;
    case 'newsince':
      return product.createdAt > RICH_NOW - 30 * 86_400_000;
    case 'newcat':
      return !['Laptops', 'Blusen', 'Kaffee', 'Joghurt'].includes(product.category.at(-1)!);
    default:
      return true;
  }
}

const leafOf = ({ ast }: NamedStrategy): SimpleStrategy => leavesOf(ast, () => undefined)[0]!;

describe('each strategy of the catalogue', () => {
  it('is made of parts that exist', () => {
    expect(CATALOGUE).toHaveLength(197);
    for (const one of CATALOGUE) expect(leavesOf(one.ast, () => undefined).map(unreadyPart), one.id).toEqual([undefined]);
  });

  it.each(CATALOGUE)('$id answers', (strategy) => {
    const runs = Object.values(PAGES).map((context) => ({ context, ...run(strategy.id, context) }));
    for (const { trace } of runs) expect(trace.placements[0]!.strategies[0]!.verdict).not.toBe('not_ready');
    expect(
      runs.flatMap((one) => itemsOf(one)).length,
      JSON.stringify(runs.map((one) => one.trace.placements[0]!.strategies)),
    ).toBeGreaterThan(0);
    for (const one of runs) checkItems(strategy, one);
  });
});

function checkItems(strategy: NamedStrategy, one: { context: DecisionContext; answer: Answer }): void {
  const node = leafOf(strategy);
  const { message } = one.answer.placements[0]!.strategy ?? { message: strategy.message };
  if (itemsOf(one).length > 0) expect(`${message.de}${message.en}`).not.toMatch(/[{}]|undefined/);
  for (const item of itemsOf(one)) {
    expect(item.reasons.length).toBeGreaterThan(0);
    for (const reason of item.reasons) expect(`${reason.de} ${reason.en}`).not.toMatch(/[{}]|undefined|NaN/);
    if (item.sku === '') {
      expect(['content', 'service']).toContain(item.type);
      expect(item.name!.de && item.name!.en).toBeTruthy();
      continue;
    }
    const product = productOf(item.sku);
    expect(item.sku).not.toBe('LA-0');
    expect(item.sku).not.toBe(one.context.sku);
    expect(item.sku).not.toBe('LA-1');
    if (node.source !== 'soon') expect(item.availability!.state).not.toBe('out');
    for (const scope of node.scopes) expect(isInside(scope, product, one.context), `${item.sku} @${scope.name}`).toBe(true);
    for (const filter of node.filters) expect(isKept(filter, product, one.context, node), `${item.sku} ?${filter.name}`).toBe(true);
  }
}

describe('all strategies together', () => {
  it('answer differently somewhere, each from every other', () => {
    const groups = Map.groupBy(CATALOGUE, (one) => signature(one.id));
    const alike = [...groups.values()].filter((group) => group.length > 1).map((group) => group.map((one) => one.id).join(' '));
    expect(alike.sort()).toEqual([]);
  });
});
