// Rows, columns and visits: what becomes evidence, that it can be forgotten, and where a visit ends.
import { expect, test } from 'vitest';
import type { ReadBeat } from '../../data/profile/index.ts';
import { createColumns, type Row } from './columns.ts';
import { columnKinds, flags, forgotten } from './kinds.ts';
import { rowOfSold, rowsOf } from './rows.ts';
import { sessionsOf } from './sessions.ts';
import { normalisedTerm } from './term.ts';

const beat = (event: string, more: Partial<ReadBeat>): ReadBeat => ({
  node: 'n1',
  type: 'track',
  event,
  at: '2026-11-20T10:00:00.000Z',
  got: '',
  channel: 'web',
  trust: 'server',
  ...more,
});
const minute = 60_000;
const view = (node: string, sku: string, at: number, session?: number): Row => ({
  kind: 'view',
  sku,
  node,
  at,
  place: undefined,
  channel: 'web',
  basket: undefined,
  units: 1,
  session,
});

test('terms are the same however they were typed', () => {
  expect(normalisedTerm('  Ｌaptop   14\u00a0Zoll\t')).toBe('laptop 14 zoll');
  expect(normalisedTerm('x'.repeat(300))).toHaveLength(100);
  expect(normalisedTerm('\u200b ')).toBe('');
});

test('a sale with prices, presents and where it is collected', () => {
  const rows = rowsOf(
    beat('Order Completed', {
      skus: ['A', 'B'],
      quantities: [2, 1],
      prices: [500, 0],
      gifts: [1],
      collect: 'st_hh',
      ref: 'order:o1',
      session: 7,
    }),
  );
  expect(rows.map(({ sku, units, cents, place, basket, session }) => ({ sku, units, cents, place, basket, session }))).toEqual([
    { sku: 'A', units: 2, cents: 500, place: 'st_hh', basket: 'o1', session: 7 },
    { sku: 'B', units: 1, cents: 0, place: 'st_hh', basket: 'o1', session: 7 },
  ]);
  expect(rows.map((row) => row.flags)).toEqual([flags.collect, flags.collect | flags.gift]);
});

test('a browser sells nothing; searches have a term and no article; scans know their store', () => {
  expect(rowsOf(beat('Order Completed', { trust: 'public', skus: ['A'] }))).toEqual([]);
  expect(rowsOf(beat('Order Refunded', { trust: 'public', skus: ['A'] }))).toEqual([]);
  expect(rowsOf(beat('Products Searched', { term: ' ' }))).toEqual([]);
  expect(rowsOf(beat('Products Searched', { term: 'Tee ' }))).toMatchObject([{ kind: 'search', word: 'tee' }]);
  expect(rowsOf(beat('Product Scanned', { trust: 'public', channel: 'app', skus: ['A'], place: 'st_hh' }))[0]?.place).toBe('st_hh');
  expect(rowsOf(beat('Product Viewed', { skus: ['A'], place: 'st_hh', oos: true }))).toMatchObject([
    { place: undefined, flags: flags.outOfStock },
  ]);
});

test('a sale to nobody is a buyer of its own', () => {
  const line = { sale: 's1', at: 0, store: 'st_hh', channel: 'store', sku: 'A', quantity: 1, cents: 99 };
  expect(rowOfSold(line)).toMatchObject({ node: 'sale s1', basket: 's1', place: 'st_hh', cents: 99, flags: flags.anonymous });
  expect(rowOfSold({ ...line, store: null, collectAt: 'st_b' })).toMatchObject({ place: 'st_b', flags: flags.anonymous | flags.collect });
});

test('columns keep what the kind needs, forget a node, and let new rows take old places when full', () => {
  const columns = createColumns({ most: 3, regionOf: (place) => (place === 'st_hh' ? 'HH' : undefined) });
  columns.add({ ...view('n1', 'A', 1_000), kind: 'review', stars: 4.5 });
  columns.add({ ...view('n2', '', 2_000), sku: undefined, kind: 'search', word: 'tee' });
  columns.add({ ...view('n1', 'B', 3_000), kind: 'buy', place: 'st_hh', basket: 'b1', cents: 250, flags: flags.gift });
  let frame = columns.frame();
  expect([...frame.detail.subarray(0, 3)]).toEqual([45, 1, 0]);
  expect([...frame.sku.subarray(0, 3)]).toEqual([0, -1, 1]);
  expect(columns.terms()[1]).toBe('tee');
  expect(columns.regions()[frame.regionOf[frame.place[2] as number] as number]).toBe('HH');
  expect([frame.cents[2], frame.flags[2], columns.hasBasket('b1'), columns.hasBasket('b2')]).toEqual([250, flags.gift, true, false]);
  columns.forget('n1');
  expect([...columns.frame().kind.subarray(0, 3)]).toEqual([forgotten, columnKinds.search, forgotten]);
  expect(columns.nodes()).toEqual(['', 'n2']);
  columns.add(view('n1', 'C', 4_000));
  frame = columns.frame();
  expect([frame.length, columns.length(), columns.taken()]).toEqual([3, 3, 4]);
  expect(columns.skus()[frame.sku[0] as number]).toBe('C');
});

test('a visit is what the client counted, else it ends with a pause; a node that lives for a day came once', () => {
  const columns = createColumns();
  const day = 24 * 60 * minute;
  // Regular: two visits, an hour apart on the second day of a longer life.
  columns.add(view('regular', 'A', 0));
  columns.add(view('regular', 'B', 2 * day));
  columns.add(view('regular', 'C', 2 * day + 29 * minute));
  columns.add(view('regular', 'D', 2 * day + 90 * minute));
  // Once: hours of pause, but the node is never seen again.
  columns.add(view('once', 'E', 0));
  columns.add(view('once', 'F', 5 * 60 * minute));
  // Told: one session over two nodes and a long pause.
  columns.add(view('device', 'G', 0, 99));
  columns.add(view('login', 'H', 3 * 60 * minute, 99));
  columns.add({ ...view('login', 'X', 4 * 60 * minute, 99), kind: 'wish' });
  const { offsets, rows } = sessionsOf(columns.frame(), [columnKinds.view]);
  const skus = columns.skus();
  const frame = columns.frame();
  const visits = Array.from({ length: offsets.length - 1 }, (_, s) =>
    [...rows.subarray(offsets[s], offsets[s + 1])].map((r) => skus[frame.sku[r] as number]).join(''),
  );
  expect(visits).toEqual(['A', 'GH', 'EF', 'BC', 'D']);
});
