// Cents: coupons, payments, refunds (LOGIC §5.1 and script E).

import { expect, test } from 'vitest';
import { Problem } from '../../platform/http/index.ts';
import { buyerOf, ereceiptLink } from './buyer.ts';
import { lineRefundCents, mergedRefunds, splitRefund } from './refund.ts';
import { contentHash, pricedSale } from './sale.ts';

const euros = (amount: number) => ({ amount, currency: 'EUR' });
const line = (sku: string, amount: number, quantity = 1) => ({ sku, quantity, unitPrice: euros(amount) });
const scriptE = {
  lines: [line('a', 5000), line('b', 3000), line('c', 2000)],
  discounts: [{ code: 'WELCOME10', amount: 1000 }],
  payments: [
    { type: 'giftcard', amount: 2000 },
    { type: 'card', amount: 7000 },
  ],
};

test('a coupon of 10 over 50/30/20 leaves 45/27/18', () => {
  const sale = pricedSale(scriptE);
  expect(sale.lines.map((l) => l.netCents)).toEqual([4500, 2700, 1800]);
  expect(sale.totalCents).toBe(9000);
});

test('10.00 over 33.33/33.33/33.34 takes 3.33/3.33/3.34', () => {
  const sale = pricedSale({ lines: [line('a', 3333), line('b', 3333), line('c', 3334)], discounts: [{ amount: 1000 }] });
  expect(sale.lines.map((l) => l.discountCents)).toEqual([333, 333, 334]);
});

test('the line of 30 comes back as 6.00 gift card and 21.00 card; everything in the end exactly', () => {
  const sale = pricedSale(scriptE);
  const first = splitRefund(lineRefundCents({ netCents: 2700, quantity: 1, returned: 0 }, 1), sale.tenders);
  expect(first.refunds).toEqual([
    { type: 'giftcard', amount: 600 },
    { type: 'card', amount: 2100 },
  ]);
  const rest = splitRefund(6300, first.tenders);
  expect(rest.refunds).toEqual([
    { type: 'giftcard', amount: 1400 },
    { type: 'card', amount: 4900 },
  ]);
});

test('60 of 120 paid 20 gift card and 100 card', () => {
  const tenders = [
    { type: 'giftcard', amount: 2000, refunded: 0 },
    { type: 'card', amount: 10000, refunded: 0 },
  ];
  expect(splitRefund(6000, tenders).refunds).toEqual([
    { type: 'giftcard', amount: 1000 },
    { type: 'card', amount: 5000 },
  ]);
});

test('units of one line sum to its net, whatever the rounding', () => {
  const parts = [0, 1, 2].map((returned) => lineRefundCents({ netCents: 1000, quantity: 3, returned }, 1));
  expect(parts.reduce((a, b) => a + b, 0)).toBe(1000);
});

test('without named payments the refund goes to the original', () => {
  expect(splitRefund(500, null).refunds).toEqual([{ type: 'original', amount: 500 }]);
  expect(
    mergedRefunds([
      { type: 'card', amount: 1 },
      { type: 'card', amount: 2 },
      { type: 'cash', amount: 3 },
    ]),
  ).toEqual([
    { type: 'card', amount: 3 },
    { type: 'cash', amount: 3 },
  ]);
});

test('payments must sum to the sale', () => {
  const refusal = (() => {
    try {
      return pricedSale({ ...scriptE, payments: [{ type: 'card', amount: 9001 }] });
    } catch (error) {
      return error;
    }
  })();
  expect(refusal).toBeInstanceOf(Problem);
  expect(refusal).toMatchObject({ status: 422, errors: [{ path: 'payments' }] });
  expect(() => pricedSale({ lines: [line('a', 100)], discounts: [{ amount: 101 }] })).toThrow(/discounts/);
});

test('the same content in another order of keys is the same receipt', () => {
  expect(contentHash({ a: 1, b: { c: [1, 2], d: undefined } })).toBe(contentHash({ b: { c: [1, 2] }, a: 1 }));
  expect(contentHash({ a: [1, 2] })).not.toBe(contentHash({ a: [2, 1] }));
});

test('card before person before e-mail; card and e-mail tie together', () => {
  expect(buyerOf({ card: 'K', email: 'A@b.de', profile: { userId: 'u' } })).toEqual({ type: 'card', value: 'K' });
  expect(buyerOf({ email: ' A@b.de ' })).toEqual({ type: 'email', value: 'a@b.de' });
  expect(buyerOf({ profile: { id: 'p' } })).toEqual({ id: 'p' });
  expect(buyerOf({})).toBeUndefined();
  expect(ereceiptLink({ card: 'K', email: 'a@b.de' }, 1, 'receipt:s:1')).toMatchObject({ cause: 'ereceipt', trust: 'till' });
  expect(ereceiptLink({ card: 'K' }, 1, '')).toBeUndefined();
});
