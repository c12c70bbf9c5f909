// Three truth values: what is missing is unknown and stays so through und, oder, nicht; every comparison on every type.
import { describe, expect, it } from 'vitest';
import { PLACEMENTS } from '../decide/placements.ts';
import type { DecisionRequest } from '../decide/request.ts';
import { situationOf } from '../situation.ts';
import { memoryPerson, type ProductInput } from '../testing/memory-world.ts';
import { ask, NOW, PRODUCTS, type Ruled, ruledWorld } from '../testing/ruled-world.ts';
import { momentOf } from './facts.ts';
import { parseCondition } from './parse.ts';
import { judgeOf, type Truth } from './truth.ts';

const WORDS = ['no', 'yes', 'unknown'] as const;
const FULL: ProductInput = {
  sku: 'FULL',
  needGroup: 'laptops',
  brand: 'Müller',
  category: ['Technik', 'Laptops', 'Ultrabooks'],
  priceCents: 99_900,
  marginCents: 9_990,
  tags: ['Neu', 'bio'],
  attributes: { colour: 'navy', size: 40, vegan: true },
  model: 'M1',
  createdAt: NOW - 5 * 86_400_000,
};
const EMPTY: ProductInput = { sku: 'EMPTY', needGroup: 'things', category: [] };

function truth(
  text: string,
  about: 'ctx' | 'cust' | 'item' = 'item',
  sku = 'FULL',
  request: DecisionRequest = ask('web.product.row1', 8),
  ruled: Ruled = {},
) {
  const parsed = parseCondition(text, about);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message.en}`);
  const world = ruledWorld({ products: [...PRODUCTS, FULL, EMPTY], ...ruled });
  const situation = situationOf(request, world, PLACEMENTS.get(request.placements[0]!.id)!);
  const moment = momentOf(situation, request.context ?? {}, world.editorial);
  const found: Truth = judgeOf(parsed.condition)({
    moment,
    product: about === 'item' ? world.catalogue.product(sku) : undefined,
    candidate: undefined,
  });
  return WORDS[found];
}

describe('unknown', () => {
  const U = 'item.marginCents < 5';
  const [T, F] = ['item.sku = EMPTY', 'item.sku = x'];
  const table: [string, string][] = [
    [U, 'unknown'],
    [`nicht ${U}`, 'unknown'],
    [`nicht nicht ${U}`, 'unknown'],
    [`${U} und ${T}`, 'unknown'],
    [`${U} und ${F}`, 'no'],
    [`${F} und ${U}`, 'no'],
    [`${U} oder ${T}`, 'yes'],
    [`${T} oder ${U}`, 'yes'],
    [`${U} oder ${F}`, 'unknown'],
    [`${U} oder ${U}`, 'unknown'],
    [`nicht (${U} und ${F})`, 'yes'],
    [`nicht (${U} oder ${T})`, 'no'],
    ['item.marginCents existiert', 'no'],
    ['nicht item.marginCents existiert', 'yes'],
    ['item.brand = X', 'unknown'],
    ['item.brand != X', 'unknown'],
    ['item.brand nicht-in (X, Y)', 'unknown'],
    ['item.category unter Alkohol', 'unknown'],
    ['Alkohol', 'unknown'],
    ['things', 'yes'],
    ["item.tags enthält 'sensibel'", 'no'],
    ['item.attributes.colour = navy', 'unknown'],
    ['item.attributes.constructor = x', 'unknown'],
    ['item.rating >= 3', 'unknown'],
    ['item.list = KW47', 'unknown'],
    ['offer.percent > 10', 'unknown'],
    ['perf.views > 10', 'unknown'],
    ['stock.coverDays < 3', 'unknown'],
  ];
  it.each(table)('%s → %s', (text, wanted) => expect(truth(text, 'item', 'EMPTY', undefined, { popular: ['X1'] })).toBe(wanted));
});

describe('comparisons', () => {
  const table: [string, string][] = [
    ['item.brand = MÜLLER', 'yes'],
    ['item.brand = Mueller', 'no'],
    ['item.brand != Acer', 'yes'],
    ['item.brand in (Acer, müller)', 'yes'],
    ['item.brand beginnt Mü', 'yes'],
    ['item.name enthält ull', 'no'],
    ['item.name enthält FULL', 'yes'],
    ['item.category unter laptops', 'yes'],
    ['item.category unter Technik', 'yes'],
    ['item.category unter Technik/Laptops', 'yes'],
    ['item.category unter Laptops/Technik', 'no'],
    ['item.category unter (Foto, Ultrabooks)', 'yes'],
    ['item.category = Laptops', 'no'],
    ['item.category = Ultrabooks', 'yes'],
    ['item.category = Technik/Laptops/Ultrabooks', 'yes'],
    ['item.category beginnt Technik', 'yes'],
    ['item.category beginnt Laptops', 'no'],
    ['item.priceCents zwischen 99900 und 100000', 'yes'],
    ['item.priceCents nahe 100000', 'yes'],
    ['item.priceCents nahe 50000', 'no'],
    ['item.priceCents < 99900', 'no'],
    ['item.priceCents <= 99900', 'yes'],
    ['item.marginPercent = 10', 'yes'],
    ['item.tags enthält BIO', 'yes'],
    ['item.tags enthält bi', 'no'],
    ['item.attributes.colour = Navy', 'yes'],
    ['item.attributes.size >= 40', 'yes'],
    ["item.attributes.size = '40'", 'yes'],
    ['item.attributes.vegan', 'unreadable'],
    ['item.attributes.vegan = ja', 'yes'],
    ['item.new', 'yes'],
    ['item.ageDays < 5', 'no'],
    ['item.createdAt innerhalb(5)', 'yes'],
    ['item.createdAt >= 2026-11-16', 'yes'],
    ['item.createdAt > 2026-11-16', 'no'],
    ['laptops', 'yes'],
    ['Technik/Foto', 'yes'],
    ['Foto/bio', 'yes'],
    ["'Technik/Laptops'", 'yes'],
    ['Foto', 'no'],
    ['item.active und item.type = product', 'yes'],
  ];
  it.each(table)('%s → %s', (text, wanted) => {
    if (wanted === 'unreadable') expect(parseCondition(text).ok).toBe(false);
    else expect(truth(text)).toBe(wanted);
  });
  it('asks lists, stock and seeds', () => {
    const lists = [{ id: 'KW47', kind: 'campaign' as const, skus: ['FULL'] }];
    expect(truth('item.list = kw47', 'item', 'FULL', undefined, { lists })).toBe('yes');
    expect(truth('item.list = kw47', 'item', 'X1', undefined, { lists })).toBe('no');
    expect(truth('item.list = kw47', 'item', 'FULL', undefined, { lists: [{ ...lists[0]!, until: NOW }] })).toBe('no');
    expect(truth('stock.atp >= 5 und stock.online = 5')).toBe('yes');
    expect(truth('stock.atp = 0', 'item', 'OUT')).toBe('yes');
    const page = ask('web.product.row1', 8, { sku: 'FULL' });
    expect(truth('seed.brand = Müller', 'ctx', 'x', page)).toBe('yes');
    expect(truth('seed.brand = Müller', 'ctx')).toBe('unknown');
  });
});

describe('context and person', () => {
  const context = {
    page: 'cart',
    storeId: 'st_hh',
    category: 'Ultrabooks',
    weather: 'rain',
    campaign: 'KW47',
    term: 'Laptop',
    geo: { lat: 53.6, lon: 10 },
  };
  const table: [string, string][] = [
    ['page = K', 'yes'],
    ['page = warenkorb', 'yes'],
    ['page = P', 'no'],
    ['store = st_hh und region = hh', 'yes'],
    ['category unter Technik', 'unknown'],
    ['category unter Ultrabooks', 'yes'],
    ['weather = rain und campaign = kw47 und term enthält lap', 'yes'],
    ['occasion = christmas', 'unknown'],
    ['geo nahe st_hh', 'yes'],
    ['geo nahe (st_hh, 1)', 'no'],
    ['hour = 13 und weekday = Samstag und month = 11', 'yes'],
    ['placement = web.product.row1 und channel = web und visibility = customer', 'yes'],
  ];
  it.each(table)('%s → %s', (text, wanted) => {
    // The catalogue knows what stands above the category.
    const expected = text === 'category unter Technik' ? 'yes' : wanted;
    expect(truth(text, 'ctx', 'x', ask('web.product.row1', 8, context))).toBe(expected);
  });
  it('a placement says what page it is for where the request does not', () => {
    expect(truth('page = K', 'ctx', 'x', ask('web.cart.row1', 4))).toBe('yes');
    expect(truth('page = K', 'ctx', 'x', ask('web.cart.row1', 4, { page: 'P' }))).toBe('no');
  });
  it('the person is unknown without the purpose personalisation', () => {
    const of = (text: string, purposes: string[], basis: 'card' | 'none' = 'card') =>
      truth(text, 'cust', 'x', undefined, {
        person: memoryPerson({ basis, tier: 'gold', birthday: '1990-01-01', segments: ['vip'], purposes }),
      });
    expect([of('tier = gold', ['personalisation']), of('tier = gold', ['service'])]).toEqual(['yes', 'unknown']);
    expect([of('age >= 18', ['personalisation']), of('age >= 18', [])]).toEqual(['yes', 'unknown']);
    expect([of('segments enthält VIP', ['personalisation']), of('segments = vip', [])]).toEqual(['yes', 'unknown']);
    expect([of('anonymous', [], 'none'), of('anonymous', [])]).toEqual(['yes', 'no']);
    expect(of('purposes enthält service', ['service'])).toBe('yes');
  });
});
