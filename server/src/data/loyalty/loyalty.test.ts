// The points ledger on a database: earned, reversed, burnt once.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CommerceStorey, openCommerce, until } from '../../../../tests/commerce-storey.ts';

let s: CommerceStorey;
beforeAll(async () => {
  s = await openCommerce();
}, 60_000);
afterAll(() => s.close());

const euros = (amount: number) => ({ amount, currency: 'EUR' });
const day = 86_400_000;

test('a purchase earns 1186 pending points, its return takes 1124 back (LOGIC §5.3)', async () => {
  const lines = [
    { sku: 'AC-SW14', quantity: 1, unitPrice: euros(89900) },
    { sku: 'SLEEVE', quantity: 1, unitPrice: euros(4990) },
  ];
  await s.commit((tx) => s.orders.acceptReceipt(tx, { store: 'st_hh', number: 'P-1', card: 'KK-1', lines }));
  await s.commit((tx) => s.orders.acceptReceipt(tx, { store: 'st_hh', number: 'P-1', card: 'KK-1', lines }));
  const account = () => s.loyalty.account({ card: 'KK-1' });
  await until(async () => (await account()).pending === 1186);
  expect(await account()).toMatchObject({ available: 0, entries: [{ kind: 'earn', points: 1186, reference: 'receipt:st_hh:P-1' }] });
  await s.commit((tx) => s.orders.acceptReturn(tx, { receipt: 'st_hh:P-1', store: 'st_hh', lines: [{ sku: 'AC-SW14' }] }));
  await until(async () => (await account()).pending === 62);
  expect(await account()).toMatchObject({ reversed: 1124, available: 0 });
  const now = s.clock.now();
  s.clock.set(now + 31 * day);
  expect(await account()).toMatchObject({ pending: 0, available: 62 });
  s.clock.set(now);
});

test('a cancelled order keeps no points; nobody named earns none', async () => {
  const order = { number: 'o1', channel: 'web', profile: { userId: 'u1' }, lines: [{ sku: 'x', quantity: 1, unitPrice: euros(10000) }] };
  await s.commit((tx) => s.orders.place(tx, order));
  await until(async () => (await s.loyalty.account({ userId: 'u1' })).pending === 125);
  await s.commit((tx) => s.orders.step(tx, 'o1', 'cancel'));
  await until(async () => (await s.loyalty.account({ userId: 'u1' })).pending === 0);
});

test('points are burnt once, however many ask', async () => {
  const me = { id: 'p1' };
  await s.commit((tx) => s.loyalty.adjust(tx, me, { points: 500, reason: 'goodwill' }));
  const burns = await Promise.allSettled(Array.from({ length: 10 }, () => s.commit((tx) => s.loyalty.redeem(tx, me, { points: 300 }))));
  expect(burns.filter((b) => b.status === 'fulfilled')).toHaveLength(1);
  for (const burn of burns) if (burn.status === 'rejected') expect(burn.reason).toMatchObject({ status: 409, extra: { balance: 200 } });
  expect(await s.loyalty.account(me)).toMatchObject({ available: 200, redeemed: 300 });
});

test('the same reference posts once; a reversal brings a burn back', async () => {
  const me = { id: 'p2' };
  await s.commit((tx) => s.loyalty.adjust(tx, me, { points: 500, reason: 'gift' }));
  const burn = () => s.commit((tx) => s.loyalty.redeem(tx, me, { points: 500, reference: 'checkout-1' }));
  const first = await burn();
  expect(await burn()).toEqual(first);
  await expect(s.commit((tx) => s.loyalty.redeem(tx, me, { points: 400, reference: 'checkout-1' }))).rejects.toMatchObject({ status: 409 });
  expect(await s.commit((tx) => s.loyalty.reverse(tx, me, 'checkout-1'))).toMatchObject({ points: 500, available: 500 });
  await expect(s.commit((tx) => s.loyalty.reverse(tx, me, 'checkout-1'))).rejects.toMatchObject({ status: 409, code: 'already_reversed' });
  await expect(s.commit((tx) => s.loyalty.reverse(tx, me, 'unheard of'))).rejects.toMatchObject({ status: 404 });
});

test('erasure deletes the ledger', async () => {
  expect(await s.commit((tx) => s.loyalty.custodian.erase(tx, ['p2'], 0))).toMatchObject([{ place: 'loyalty', rows: 3, what: 'deleted' }]);
  expect(await s.loyalty.account({ id: 'p2' })).toMatchObject({ available: 0, entries: [] });
});
