// Pure rules of the catalogue: lowest price, need groups, snapshots, search.
import type { Product } from '@faden/engine';
import { expect, test } from 'vitest';
import { groupIdOf, needGroupOf, needGroupsOf } from './need-group.ts';
import { lowestIn30Days } from './price-history.ts';
import { productOf } from './product.ts';
import { createSearchIndex } from './search.ts';
import { emptySnapshot, entryIn, listIn, withEntries } from './snapshot.ts';

const at = (text: string) => Date.parse(text);
const noGroups = needGroupsOf([]);
const product = (sku: string, more: Partial<Product> = {}): Product => ({
  ...productOf({ sku, name: sku, category: ['Technik', 'Laptops'], brand: 'Acer' }, 0, noGroups),
  ...more,
});
const entry = (p: Product) => ({ product: p, prices: [], derived: true, stamp: '' });

test('lowest price of the last 30 days (Herr Schmidt: 959.00 before the offer)', () => {
  const history = [at('2026-10-01T00:00:00Z'), 99900, at('2026-11-01T00:00:00Z'), 95900, at('2026-11-10T00:00:00Z'), 99900];
  expect(lowestIn30Days(history, at('2026-11-21T00:00:00Z'))).toBe(95900);
  expect(lowestIn30Days(history, at('2026-12-09T00:00:00Z'))).toBe(95900);
  expect(lowestIn30Days(history, at('2026-12-10T00:00:00Z'))).toBe(99900);
  expect(lowestIn30Days(history, at('2026-10-01T00:00:00Z'))).toBeUndefined();
  expect(lowestIn30Days([], 1)).toBeUndefined();
});

test('need groups take the defaults of their kind', () => {
  expect(needGroupOf({ id: 'wm', kind: 'durable', lifetimeDays: 3650 })).toMatchObject({
    interestHalfLifeDays: 14,
    vtcWindowDays: 60,
    hazard: { k: 4, lambdaDays: 3650 },
  });
  expect(needGroupOf({ id: 'laptops', kind: 'durable' })).toMatchObject({ vtcWindowDays: 30, hazard: { k: 3, lambdaDays: 1460 } });
  expect(needGroupOf({ id: 'unknown' })).toMatchObject({ kind: 'variety', interestHalfLifeDays: 7, name: { de: 'unknown' } });
});

test('the need group of a product: named, else by its last category, else its own', () => {
  const groups = needGroupsOf([{ id: 'laptops', name: { de: 'Notebooks', en: 'Laptops' } }]);
  expect(groupIdOf({ sku: 'a', needGroup: 'x', category: ['Laptops'] }, groups)).toBe('x');
  expect(groupIdOf({ sku: 'a', category: ['Technik', 'notebooks'] }, groups)).toBe('laptops');
  expect(groupIdOf({ sku: 'a', category: ['Technik', 'Tablets'] }, groups)).toBe('Tablets');
  expect(groupIdOf({ sku: 'a' }, groups)).toBe('sku:a');
});

test('snapshots stay as they were', () => {
  const first = withEntries(emptySnapshot(), [entry(product('b')), entry(product('a'))]);
  const second = withEntries(first, [entry(product('a', { brand: 'Samsung' })), entry(product('c'))]);
  expect(listIn(first, 'b:Acer')).toEqual(['a', 'b']);
  expect(listIn(second, 'b:Acer')).toEqual(['b', 'c']);
  expect(listIn(second, 'b:Samsung')).toEqual(['a']);
  expect(listIn(second, 'c:Technik')).toEqual(['a', 'b', 'c']);
  expect(listIn(first, '*')).toEqual(['a', 'b']);
  expect(entryIn(first, 'c')).toBeUndefined();
  expect(entryIn(second, 'a')?.product.brand).toBe('Samsung');
});

test('many small changes equal one large one', () => {
  let stepwise = emptySnapshot();
  const all = Array.from({ length: 9_000 }, (_, i) => entry(product(`s${i % 6_000}`, { brand: `b${i % 7}` })));
  for (let i = 0; i < all.length; i += 500) stepwise = withEntries(stepwise, all.slice(i, i + 500));
  const atOnce = withEntries(emptySnapshot(), [...new Map(all.map((e) => [e.product.sku, e])).values()]);
  for (const key of ['*', 'b:b0', 'b:b3', 'c:Laptops']) expect(listIn(stepwise, key)).toEqual(listIn(atOnce, key));
});

test('search: every word begins a word of the product', () => {
  const index = createSearchIndex([
    product('AC-SW14', { name: { de: 'Acer Swift 14', en: 'Acer Swift 14' }, gtin: '4711000000012' }),
    product('AC-AS15', { name: { de: 'Acer Aspire 15', en: 'Acer Aspire 15' } }),
    product('KG-1', { name: { de: 'Kühlgerät weiß', en: 'Fridge white' }, category: ['Küche'], brand: 'Bosch' }),
  ]);
  expect(index.search('laptop', 10)).toEqual(['AC-AS15', 'AC-SW14']);
  expect(index.search('acer swift', 10)).toEqual(['AC-SW14']);
  expect(index.search('4711000000012', 10)).toEqual(['AC-SW14']);
  expect(index.search('acsw14', 10)).toEqual(['AC-SW14']);
  expect(index.search('KUHLGERATE WEISS', 10)).toEqual(['KG-1']);
  expect(index.search('acer fridge', 10)).toEqual([]);
  index.put(product('KG-1', { name: { de: 'Herd', en: 'Stove' }, category: ['Küche'], brand: 'Bosch' }));
  expect(index.search('fridge', 10)).toEqual([]);
  expect(index.search('stove', 10)).toEqual(['KG-1']);
});
