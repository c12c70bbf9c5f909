// The catalogue on a database: round trip, history, need groups, many products.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CommerceStorey, openCommerce, until } from '../../../../tests/commerce-storey.ts';

let s: CommerceStorey;
beforeAll(async () => {
  s = await openCommerce();
}, 60_000);
afterAll(() => s.close());

const euros = (amount: number) => ({ amount, currency: 'EUR' });

test('a product is read as given, decided on from memory, and found', async () => {
  const change = await s.commit((tx) =>
    s.catalogue.putProducts(tx, [
      {
        sku: 'AC-SW14',
        name: { de: 'Acer Swift 14', en: 'Acer Swift 14' },
        brand: 'Acer',
        category: ['Technik', 'Laptops'],
        price: euros(99900),
        relations: [{ type: 'accessory', sku: 'SLEEVE' }],
      },
      { sku: 'SLEEVE', name: 'Hülle', category: ['Zubehör'], price: euros(1999) },
    ]),
  );
  await s.catalogue.refresh(change);
  expect(await s.catalogue.get('AC-SW14')).toMatchObject({ sku: 'AC-SW14', price: euros(99900), needGroup: 'Laptops' });
  expect(await s.catalogue.get('nothing')).toBeUndefined();
  const view = s.catalogue.view();
  expect(view.product('AC-SW14')).toMatchObject({ priceCents: 99900, active: true, needGroup: 'Laptops' });
  expect(view.relatedFrom('SLEEVE', 'accessory')).toEqual(['AC-SW14']);
  expect(view.search('laptop', 5)).toEqual(['AC-SW14']);
  expect((await s.catalogue.find({ query: 'hulle' })).items.map((p) => p.sku)).toEqual(['SLEEVE']);
});

test('lowest price of 30 days from history and price changes', async () => {
  const change = await s.commit((tx) =>
    s.catalogue.putPrices(tx, [{ sku: 'AC-SW14', amount: 95900, currency: 'EUR', at: '2026-11-01T00:00:00Z' }]),
  );
  await s.catalogue.refresh(change);
  expect(s.catalogue.view().lowest30dCents('AC-SW14', s.clock.now())).toBe(95900);
  const before = (await s.catalogue.prices('AC-SW14', s.clock.now())).points.length;
  await s.catalogue.refresh(
    await s.commit((tx) =>
      s.catalogue.putProducts(tx, [{ sku: 'AC-SW14', name: 'Acer Swift 14', category: ['Technik', 'Laptops'], price: euros(99900) }]),
    ),
  );
  expect((await s.catalogue.prices('AC-SW14', s.clock.now())).points).toHaveLength(before);
});

test('declared need groups gather products by their category; other nodes learn by the bus', async () => {
  await s.commit((tx) => s.catalogue.putNeedGroups(tx, [{ id: 'laptops', name: { de: 'Laptops', en: 'Laptops' }, kind: 'durable' }]));
  await until(() => s.catalogue.view().skusOfNeed('laptops').length > 0);
  expect(s.catalogue.view().skusOfNeed('laptops')).toEqual(['AC-SW14']);
  expect(s.catalogue.view().needGroup('laptops')).toMatchObject({ kind: 'durable', hazard: { k: 3, lambdaDays: 1460 } });
  expect(s.catalogue.view().needGroup('something else')).toMatchObject({ id: 'something else', kind: 'variety' });
  expect(await s.catalogue.needGroups()).toHaveLength(1);
});

test('pages by cursor', async () => {
  const first = await s.catalogue.find({ limit: 1 });
  const second = await s.catalogue.find({ limit: 1, cursor: first.cursor });
  expect([...first.items, ...second.items].map((p) => p.sku)).toEqual(['AC-SW14', 'SLEEVE']);
});
