// What followers hear of an entry: little, and more only where there is more to say.
import { expect, test } from 'vitest';
import { type Beat, beatFrom, beatOf } from './beat.ts';
import type { Entry } from './entry.ts';

const entry = (event: string, body: Entry['body'], more: Partial<Entry> = {}): Entry => ({
  node: 'n1',
  ord: 1,
  source: 1,
  id: 'm1',
  type: 'track',
  event,
  at: Date.parse('2026-11-20T10:00:00Z'),
  receivedAt: Date.parse('2026-11-20T10:00:01Z'),
  channel: 'web',
  trust: 'server',
  body,
  ...more,
});
const plain = {
  node: 'n1',
  type: 'track',
  at: '2026-11-20T10:00:00.000Z',
  got: '2026-11-20T10:00:01.000Z',
  channel: 'web',
  trust: 'server',
};
const rest = (beat: Beat) => Object.fromEntries(Object.entries(beat).filter(([name]) => !(name in plain) && name !== 'event'));

test('a view says which article, and nothing that is not there', () => {
  const beat = beatFrom(entry('Product Viewed', { read: { sku: 'A' }, properties: { in_stock: true } }));
  expect(beat).toEqual({ ...plain, event: 'Product Viewed', skus: ['A'] });
});

test('an entry read back and a row on its way in make the same beat', () => {
  const body = {
    properties: { products: [{ sku: 'A', quantity: 2, unitPriceCents: 500, gift: true }], ref: 'order:o1', delivery: 'collect' },
  };
  const read = entry('Order Completed', body, { source: 0 });
  const row = {
    source: 0,
    message_id: 'm1',
    node_id: 'n1',
    type: 'track',
    event: 'Order Completed',
    at: plain.at,
    received_at: plain.got,
    channel: 'web',
    trust: 'server',
    body,
  };
  expect(beatOf(row)).toEqual(beatFrom(read));
  expect(rest(beatOf(row))).toEqual({ skus: ['A'], quantities: [2], ref: 'order:o1', prices: [500], gifts: [0], collect: '' });
});

test.each(['out_of_stock', 'OutOfStock', 'out of stock', 'https://schema.org/OutOfStock', 'sold out'])(
  '%s is out of stock',
  (availability) => {
    expect(rest(beatFrom(entry('Product Viewed', { read: { sku: 'A' }, properties: { availability } })))).toEqual({
      skus: ['A'],
      oos: true,
    });
  },
);

test('searches, reviews, returns and collected goods say what is theirs', () => {
  const search = entry('Products Searched', { properties: { query: ' Laptop ' } });
  expect(rest(beatFrom(search))).toEqual({ searched: { source: 1, id: 'm1' }, term: ' Laptop ' });
  expect(rest(beatFrom(entry('Products Searched', { properties: { query: '' } })))).toEqual({});
  expect(rest(beatFrom(entry('Product Reviewed', { read: { sku: 'A' }, properties: { rating: '4.5' } })))).toEqual({
    skus: ['A'],
    stars: 4.5,
  });
  expect(rest(beatFrom(entry('Product Reviewed', { read: { sku: 'A' }, properties: { rating: 11 } })))).toEqual({ skus: ['A'] });
  const back = {
    read: {
      products: [{ sku: 'A', reason: 'Too small for me, Jane' }, { sku: 'B' }, { sku: 'C', reason: 'Zu groß' }, { sku: 'D', reason: '?' }],
    },
  };
  expect(rest(beatFrom(entry('Order Refunded', back)))).toMatchObject({ reasons: ['small', null, 'large', 'other'] });
  const order = { read: { products: [{ sku: 'A' }] }, properties: { shipping_method: 'Click & Collect', delivery_place: 'st_hh' } };
  expect(rest(beatFrom(entry('Order Completed', order)))).toEqual({ skus: ['A'], quantities: [1], collect: 'st_hh' });
});

test('a visit is numbered per device: the same number of two devices is two visits, and a login does not change it', () => {
  const of = (node: string, anonymousId: string, sessionId: string | number) =>
    beatFrom(entry('Product Viewed', { anonymousId, context: { sessionId }, read: { sku: 'A' } }, { node })).session;
  expect(of('n1', 'a1', 1_795_000_000)).toBe(of('claim', 'a1', '1795000000'));
  expect(of('n1', 'a1', 1)).not.toBe(of('n1', 'a2', 1));
  expect(of('n1', 'a1', 1)).toBeGreaterThan(0);
  expect(of('n1', 'a1', 1)).toBeLessThan(2 ** 31);
});

test('the words of a search stay in the log: the bus carries no more than where they stand', () => {
  const body = { properties: { query: 'very private' } };
  const row = {
    source: 3,
    message_id: 'm9',
    node_id: 'n1',
    type: 'track',
    event: 'Products Searched',
    at: '',
    received_at: '',
    channel: 'web',
    trust: 'public',
    body,
  };
  expect(JSON.stringify(beatOf(row))).not.toContain('private');
});
