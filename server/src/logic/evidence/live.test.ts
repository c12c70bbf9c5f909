// From the door to the columns: what is accepted while the server runs, and the same read back at the next start.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStorey, type Storey } from '../../../../tests/data-storey.ts';
import { createLog } from '../../platform/log.ts';
import { createEvidence, type Evidence } from './index.ts';
import { columnKinds } from './kinds.ts';

let storey: Storey;
const orders = { anonymousAfter: async () => [], anonymousOf: async () => [] };
const start = async (): Promise<Evidence> => {
  const { bus, profiles } = storey;
  const evidence = createEvidence({ bus, profiles, orders, log: createLog('silent'), changed: () => {} });
  await evidence.start();
  await evidence.read();
  return evidence;
};

beforeAll(async () => {
  storey = await openStorey();
});
afterAll(() => storey.close());

/** Kind, article, term and visit of every row, in a fixed order. */
function told(evidence: Evidence): string[] {
  const columns = evidence.columns();
  const frame = columns.frame();
  const kinds = Object.keys(columnKinds);
  const row = (r: number) => {
    const kind = kinds[frame.kind[r] as number];
    const what = kind === 'search' ? columns.terms()[frame.detail[r] as number] : columns.skus()[frame.sku[r] as number];
    return `${kind} ${what} ${frame.detail[r]} ${frame.flags[r]} ${frame.session[r] === 0 ? '' : 'visit'} ${frame.cents[r]}`;
  };
  return Array.from({ length: frame.length }, (_, r) => row(r)).sort();
}

test('searches, reviews, sold-out views and returns arrive live and are read back alike', async () => {
  const live = await start();
  const event = (name: string, properties: object, more: object = {}) => ({
    type: 'track',
    event: name,
    anonymousId: 'visitor',
    properties,
    ...more,
  });
  const context = { sessionId: 1_795_168_800 };
  await storey.accept([
    { trust: 'public', event: event('Products Searched', { query: '  Roter  Schal ' }, { context }) },
    { trust: 'public', event: event('Product Viewed', { product_id: 'A', availability: 'out_of_stock' }, { context }) },
    { trust: 'public', event: event('Product Reviewed', { product_id: 'A', rating: 4 }) },
    { trust: 'public', event: event('Product Saved for Later', { product_id: 'B' }) },
    {
      trust: 'server',
      event: event('Order Completed', { order_id: 'o1', products: [{ product_id: 'A', price: 12.5, quantity: 2 }] }, { userId: 'u1' }),
    },
    { trust: 'server', event: event('Order Refunded', { order_id: 'o1', products: [{ product_id: 'A' }] }, { userId: 'u1' }) },
    { trust: 'public', event: event('Order Completed', { order_id: 'o2', products: [{ product_id: 'B' }] }) },
  ]);
  await storey.bus.settled();
  await expect.poll(() => live.rows()).toBe(6);
  expect(told(live)).toEqual([
    'buy A 0 0  1250',
    'later B 0 0  0',
    'return A 0 0  0',
    'review A 40 0  0',
    'search roter schal 1 0 visit 0',
    'view A 0 4 visit 0',
  ]);
  expect(told(await start())).toEqual(told(live));
});
