// Stock on a database: levels, movements, reservations that never oversell.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CommerceStorey, openCommerce, until } from '../../../../tests/commerce-storey.ts';

let s: CommerceStorey;
beforeAll(async () => {
  s = await openCommerce();
}, 60_000);
afterAll(() => s.close());

const put = async (rows: Parameters<CommerceStorey['stock']['put']>[1]) => s.stock.refresh(await s.commit((tx) => s.stock.put(tx, rows)));
const atp = (sku: string, place: string) => s.stock.availability(sku, place)[0]?.atp;
const minute = 60_000;

test('availability: the place asked for first, then the nearest', async () => {
  await put([
    { sku: 'a', place: 'st_hh', onHand: 3, shelf: 'C 12' },
    { sku: 'a', place: 'st_b', onHand: 0 },
    { sku: 'a', place: 'st_m', onHand: 9 },
  ]);
  expect(s.stock.availability('a', 'st_b')).toMatchObject([
    { place: 'st_b', atp: 0, state: 'orderable' },
    { place: 'st_hh', atp: 3, state: 'low', shelf: 'C 12', asOf: '2026-11-21T12:00:00.000Z' },
    { place: 'st_m', atp: 9, state: 'in_stock' },
  ]);
  expect(s.stock.availability('a', '48.1,11.5')[0]?.place).toBe('st_m');
  expect(() => s.stock.availability('a', 'nowhere')).toThrow(/near/);
  expect(s.stock.availability('a', 'st_hh', 'web')[0]?.atp).toBe(2);
  expect(s.stock.view().online('a', s.clock.now())).toMatchObject({ atp: 2 + 8, placeId: 'st_m', state: 'in_stock' });
  expect(s.stock.view().inStore('service', 'st_hh', 0)).toMatchObject({ state: 'untracked', atp: 0 });
});

test('a hundred claims on the last unit: exactly one gets it', async () => {
  await put([
    { sku: 'last', place: 'st_hh', onHand: 1 },
    { sku: 'last', place: 'st_b', onHand: 2 },
  ]);
  const results = await Promise.allSettled(
    Array.from({ length: 100 }, () =>
      s.commit((tx) => s.stock.reserve(tx, { sku: 'last', place: 'st_hh', quantity: 1, kind: 'checkout' })),
    ),
  );
  const refused = results.flatMap((r) => (r.status === 'rejected' ? [r.reason] : []));
  expect(results.filter((r) => r.status === 'fulfilled')).toHaveLength(1);
  expect(refused).toHaveLength(99);
  for (const reason of refused)
    expect(reason).toMatchObject({ status: 409, code: 'out_of_stock', extra: { alternatives: [{ place: 'st_b', atp: 2 }] } });
  await until(() => atp('last', 'st_hh') === 0);
});

test('a reservation runs out to the millisecond, without any job', async () => {
  await put([{ sku: 'short', place: 'st_hh', onHand: 1 }]);
  const reserve = () => s.commit((tx) => s.stock.reserve(tx, { sku: 'short', place: 'st_hh', quantity: 1, kind: 'cart' }));
  const start = s.clock.now();
  const first = await reserve();
  await s.stock.refresh(['short']);
  expect(first.expiresAt - start).toBe(15 * minute);
  s.clock.set(first.expiresAt - 1);
  expect(atp('short', 'st_hh')).toBe(0);
  await expect(reserve()).rejects.toMatchObject({ status: 409 });
  s.clock.set(first.expiresAt);
  expect(atp('short', 'st_hh')).toBe(1);
  const second = await reserve();
  await s.commit((tx) => s.stock.release(tx, second.id));
  await s.stock.refresh(['short']);
  expect(atp('short', 'st_hh')).toBe(1);
  expect((await s.commit((tx) => s.stock.release(tx, second.id))).state).toBe('released');
  expect((await s.stock.reservation(first.id))?.state).toBe('expired');
  s.clock.set(start);
});

test('movements: once per reference, never below zero, nothing for what is older than the count', async () => {
  await put([{ sku: 'm', place: 'st_hh', onHand: 3 }]);
  const sale = { sku: 'm', place: 'st_hh', kind: 'sale', quantity: 2, reference: 'x1' } as const;
  const record = (rows: Parameters<CommerceStorey['stock']['record']>[1]) => s.commit((tx) => s.stock.record(tx, rows));
  await record([sale]);
  await record([sale]);
  await record([{ ...sale, reference: 'old', at: '2026-11-21T11:00:00Z' }]);
  await until(() => atp('m', 'st_hh') === 1);
  expect(await record([{ ...sale, reference: 'x2' }])).toMatchObject([{ sku: 'm', missing: 1 }]);
  expect(await s.stock.shortfalls(10)).toMatchObject([{ sku: 'm', place: 'st_hh', missing: 1, reference: 'x2' }]);
  await record([{ sku: 'm', place: 'st_b', kind: 'receipt', quantity: 4 }]);
  await until(() => atp('m', 'st_b') === 4);
  await record([{ sku: 'm', place: 'st_b', to: 'st_hh', kind: 'transfer', quantity: 3 }]);
  await until(() => atp('m', 'st_b') === 1 && atp('m', 'st_hh') === 3);
  await expect(record([{ ...sale, place: 'nowhere' }])).rejects.toMatchObject({ status: 422, errors: [{ path: '0.place' }] });
});

test('goods nobody counts can be reserved; unknown places cannot', async () => {
  const made = await s.commit((tx) => s.stock.reserve(tx, { sku: 'service', place: 'st_hh', quantity: 1, kind: 'store' }));
  expect(new Date(made.expiresAt).toISOString()).toBe('2026-11-23T19:00:00.000Z');
  await expect(s.commit((tx) => s.stock.reserve(tx, { sku: 'a', place: 'nowhere', quantity: 1, kind: 'cart' }))).rejects.toMatchObject({
    status: 422,
  });
});
