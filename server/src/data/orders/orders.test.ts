// Receipts, orders and returns on a database (scripts 6.1 V4 and E).
import type { OrderInput, ReceiptInput } from '@faden/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CommerceStorey, openCommerce, until } from '../../../../tests/commerce-storey.ts';

let s: CommerceStorey;
beforeAll(async () => {
  s = await openCommerce();
  await put([
    { sku: 'AC-SW14', place: 'st_hh', onHand: 3 },
    { sku: 'b', place: 'st_hh', onHand: 5 },
    { sku: 'c', place: 'st_hh', onHand: 5 },
  ]);
}, 60_000);
afterAll(() => s.close());

const put = async (rows: Parameters<CommerceStorey['stock']['put']>[1]) => s.stock.refresh(await s.commit((tx) => s.stock.put(tx, rows)));
const euros = (amount: number) => ({ amount, currency: 'EUR' });
const atp = (sku: string, place: string) => s.stock.view().inStore(sku, place, s.clock.now()).atp;
const receipt = (number: string, more: Partial<ReceiptInput> = {}): ReceiptInput => ({
  store: 'st_hh',
  number,
  at: '2026-11-21T12:00:00Z',
  card: 'KK-100234',
  lines: [{ sku: 'AC-SW14', quantity: 1, unitPrice: euros(89900), offer: 'off_acer_hh' }],
  payments: [{ type: 'card', amount: 89900 }],
  fiscal: { tse: 'abc', signature: 7 },
  ...more,
});
const accept = (input: ReceiptInput) => s.commit((tx) => s.orders.acceptReceipt(tx, input));
const order = (number: string, more: Partial<OrderInput> = {}): OrderInput => ({
  number,
  channel: 'app',
  profile: { userId: 'u1' },
  lines: [
    { sku: 'a50', quantity: 1, unitPrice: euros(5000) },
    { sku: 'b', quantity: 1, unitPrice: euros(3000) },
    { sku: 'c', quantity: 1, unitPrice: euros(2000) },
  ],
  discounts: [{ code: 'WELCOME10', amount: 1000 }],
  payments: [
    { type: 'giftcard', amount: 2000 },
    { type: 'card', amount: 7000 },
  ],
  ...more,
});

test('a receipt moves stock, speaks in the log, keeps its fiscal data; the same again changes nothing', async () => {
  const first = await accept(receipt('R-1'));
  expect(first).toMatchObject({ store: 'st_hh', number: 'R-1', total: euros(89900), fiscal: { tse: 'abc', signature: 7 } });
  expect(await accept(receipt('R-1'))).toEqual(first);
  await until(() => atp('AC-SW14', 'st_hh') === 2);
  expect(s.people.entries.filter((e) => e.messageId === 'receipt:st_hh:R-1')).toMatchObject([
    {
      home: { type: 'card', value: 'KK-100234' },
      event: 'Order Completed',
      trust: 'till',
      source: 0,
      body: {
        properties: {
          ref: 'receipt:st_hh:R-1',
          channel: 'store',
          store_id: 'st_hh',
          totalCents: 89900,
          products: [{ sku: 'AC-SW14', quantity: 1, unitPriceCents: 89900, offer: 'off_acer_hh' }],
        },
      },
    },
  ]);
  await expect(accept(receipt('R-1', { card: 'KK-2' }))).rejects.toMatchObject({ status: 409, code: 'receipt_number_used' });
  expect(await s.orders.receipt('st_hh:R-1')).toEqual(first);
  expect((await s.orders.receipt(first.id)).id).toBe(first.id);
  await expect(s.orders.receipt('st_hh:R-0')).rejects.toMatchObject({ status: 404 });
});

test('thirty tills send the same receipt at once: one sale', async () => {
  const answers = await Promise.all(
    Array.from({ length: 30 }, () =>
      accept(receipt('R-race', { lines: [{ sku: 'x', quantity: 1, unitPrice: euros(1) }], payments: undefined })),
    ),
  );
  expect(new Set(answers.map((a) => a.id)).size).toBe(1);
});

test('refused: unknown store, wrong payments; kept: unknown goods, nobody named, missing stock', async () => {
  await expect(accept(receipt('R-2', { store: 'nowhere' }))).rejects.toMatchObject({ status: 422, errors: [{ path: 'store' }] });
  await expect(accept(receipt('R-2', { payments: [{ type: 'card', amount: 89899 }] }))).rejects.toMatchObject({
    status: 422,
    errors: [{ path: 'payments' }],
  });
  const before = s.people.entries.length;
  await accept({
    store: 'st_hh',
    number: 'R-3',
    lines: [
      { sku: 'unheard of', quantity: 1, unitPrice: euros(5) },
      { sku: 'c', quantity: 7, unitPrice: euros(1) },
    ],
  });
  expect(s.people.entries).toHaveLength(before);
  expect(await s.stock.shortfalls(10)).toMatchObject([{ sku: 'c', missing: 2, reference: 'receipt:st_hh:R-3' }]);
  await put([{ sku: 'c', place: 'st_hh', onHand: 5 }]);
});

test('card and e-mail on one receipt are tied', async () => {
  await accept(receipt('R-4', { email: 'T@Example.de' }));
  expect(s.people.links.at(-1)).toMatchObject({
    a: { type: 'card' },
    b: { type: 'email', value: 't@example.de' },
    cause: 'ereceipt',
    trust: 'till',
    evidence: 'receipt:st_hh:R-4',
  });
});

test('an online order comes back in a store: 27.00 = 6.00 gift card + 21.00 card', async () => {
  await put([{ sku: 'b', place: 'st_b', onHand: 0 }]);
  const placed = await s.commit((tx) => s.orders.place(tx, order('o1')));
  expect(placed).toMatchObject({ number: 'o1', state: 'placed', total: euros(9000) });
  expect(placed.lines.map((l) => l.net.amount)).toEqual([4500, 2700, 1800]);
  expect((await s.commit((tx) => s.orders.place(tx, order('o1')))).id).toBe(placed.id);
  await expect(s.commit((tx) => s.orders.place(tx, order('o1', { channel: 'web' })))).rejects.toMatchObject({ status: 409 });
  const back = { order: 'o1', store: 'st_b', lines: [{ sku: 'b', quantity: 1, grade: 'A' as const, reason: 'zu groß' }] };
  const returned = await s.commit((tx) => s.orders.acceptReturn(tx, back));
  expect(returned).toMatchObject({
    ref: 'order:o1',
    total: euros(2700),
    refunds: [
      { type: 'giftcard', amount: 600 },
      { type: 'card', amount: 2100 },
    ],
  });
  await until(() => atp('b', 'st_b') === 1);
  expect(s.people.entries.at(-1)).toMatchObject({
    messageId: `return:${returned.id}`,
    event: 'Order Refunded',
    trust: 'till',
    body: { properties: { ref: 'order:o1', returnId: returned.id, products: [{ sku: 'b', quantity: 1, reason: 'zu groß' }] } },
  });
  await expect(s.commit((tx) => s.orders.acceptReturn(tx, back))).rejects.toMatchObject({ status: 409, code: 'already_returned' });
  await expect(s.commit((tx) => s.orders.acceptReturn(tx, { ...back, lines: [{ sku: 'foreign' }] }))).rejects.toMatchObject({
    status: 422,
    errors: [{ path: 'lines.0.sku' }],
  });
  expect(await s.orders.return(returned.id)).toEqual(returned);
  const rest = await s.commit((tx) => s.orders.acceptReturn(tx, { ...back, lines: [{ sku: 'a50' }, { sku: 'c', grade: 'D' }] }));
  expect(rest.refunds).toEqual([
    { type: 'giftcard', amount: 1400 },
    { type: 'card', amount: 4900 },
  ]);
});

test('without a receipt the card finds the purchase; outside the window only with a manager', async () => {
  await accept(receipt('R-old', { card: 'KK-9', at: '2026-09-01T10:00:00Z' }));
  const back = { card: 'KK-9', store: 'st_hh', lines: [{ sku: 'AC-SW14', grade: 'B' as const }] };
  await expect(s.commit((tx) => s.orders.acceptReturn(tx, back))).rejects.toMatchObject({ status: 409, code: 'outside_window' });
  const before = atp('AC-SW14', 'st_hh');
  const taken = await s.commit((tx) => s.orders.acceptReturn(tx, { ...back, exception: { by: 'u_1', reason: 'goodwill' } }));
  expect(taken).toMatchObject({ ref: 'receipt:st_hh:R-old', refunds: [{ type: 'card', amount: 89900 }] });
  await s.stock.refresh(['AC-SW14']);
  expect(atp('AC-SW14', 'st_hh')).toBe(before);
});

test('click and collect: put aside, picked, ready, handed over by code', async () => {
  const before = atp('b', 'st_hh');
  const collect = order('o2', { delivery: { type: 'collect', place: 'st_hh' } });
  const placed = await s.commit((tx) => s.orders.place(tx, collect));
  await until(() => atp('b', 'st_hh') === before - 1);
  const step = (name: Parameters<CommerceStorey['orders']['step']>[2], input = {}) =>
    s.commit((tx) => s.orders.step(tx, 'o2', name, input));
  await expect(step('pickup')).rejects.toMatchObject({ status: 409, code: 'order_state', extra: { state: 'placed' } });
  expect((await step('accept')).state).toBe('accepted');
  expect((await step('pick')).lines.map((l) => l.picked)).toEqual([1, 1, 1]);
  expect((await step('ready')).pickupCode).toBe(placed.pickupCode);
  await expect(step('pickup', { code: 'wrong' })).rejects.toMatchObject({ status: 422 });
  expect((await step('pickup', { code: placed.pickupCode })).state).toBe('handed_over');
  expect((await step('pickup')).state).toBe('handed_over');
  await s.stock.refresh(['b']);
  expect(atp('b', 'st_hh')).toBe(before - 1);
  await expect(step('cancel')).rejects.toMatchObject({ status: 409 });
});

test('collecting more than there is: 409 with alternatives; cancelling gives everything back', async () => {
  await put([
    { sku: 'd', place: 'st_hh', onHand: 1 },
    { sku: 'd', place: 'st_b', onHand: 4 },
  ]);
  const want = (number: string): OrderInput => ({
    number,
    channel: 'web',
    lines: [{ sku: 'd', quantity: 1, unitPrice: euros(100) }],
    delivery: { type: 'collect', place: 'st_hh' },
  });
  await s.commit((tx) => s.orders.place(tx, want('o3')));
  await expect(s.commit((tx) => s.orders.place(tx, want('o4')))).rejects.toMatchObject({
    status: 409,
    extra: { alternatives: [{ place: 'st_b', atp: 4 }] },
  });
  const cancelled = await s.commit((tx) => s.orders.step(tx, 'o3', 'cancel', { reason: 'changed my mind' }));
  expect(cancelled).toMatchObject({ state: 'cancelled', refunds: [{ type: 'original', amount: 100 }] });
  expect(await s.commit((tx) => s.orders.place(tx, want('o4')))).toMatchObject({ state: 'placed' });
  const shipped = { ...want('o5'), delivery: { type: 'ship' as const } };
  await s.commit((tx) => s.orders.place(tx, shipped));
  await until(() => atp('d', 'st_b') === 3);
  await s.commit((tx) => s.orders.step(tx, 'o5', 'cancel'));
  await until(() => atp('d', 'st_b') === 4);
});

test('erasure keeps the figures and moves the names to the archive', async () => {
  await accept(receipt('R-5', { card: 'KK-erase' }));
  const node = ['card:KK-erase'];
  expect(await s.orders.custodian.exportOf(s.database, node)).toMatchObject({
    purchases: [{ ref: 'receipt:st_hh:R-5', lines: [{ sku: 'AC-SW14' }] }],
  });
  expect(await s.commit((tx) => s.orders.custodian.erase(tx, node, s.clock.now()))).toMatchObject([{ rows: 1, what: 'archived' }]);
  expect(await s.orders.custodian.exportOf(s.database, node)).toEqual({ purchases: [], returns: [] });
  expect((await s.orders.receipt('st_hh:R-5')).total).toEqual(euros(89900));
  const archived = await s.database.query<{ data: object; due: string }>(
    "select data, delete_after::text as due from order_archive where ref = 'receipt:st_hh:R-5'",
  );
  expect(archived).toMatchObject([{ data: { card: 'KK-erase' }, due: '2034-12-31' }]);
  s.clock.set(Date.parse('2035-01-01T00:00:00Z'));
  expect(await s.commit((tx) => s.orders.forgetArchive(tx))).toBe(1);
  s.clock.set(Date.parse('2026-11-21T12:00:00Z'));
});

test('import: set-based, repeatable, wrong rows reported', async () => {
  const many = Array.from({ length: 500 }, (_, i) => receipt(`I-${i}`, { card: `K${i % 50}`, at: '2025-01-01T10:00:00Z' }));
  const rows = [...many, receipt('I-x', { store: 'nowhere' }), many[0] as ReceiptInput, receipt('I-1', { card: 'other' })];
  const report = await s.commit((tx) => s.orders.importReceipts(tx, rows));
  expect(report).toMatchObject({
    stored: 500,
    duplicates: 1,
    refused: [
      { index: 500, path: 'store' },
      { index: 502, path: 'number' },
    ],
  });
  expect(await s.commit((tx) => s.orders.importReceipts(tx, many))).toMatchObject({ stored: 0, duplicates: 500, refused: [] });
});
