// ATP, safety, states and what movements do.
import { expect, test } from 'vitest';
import { atpOf, safetyOf, stateOf } from './atp.ts';
import { settleMovements, summed } from './movement.ts';
import { movementsFrom } from './movement-input.ts';

test('vector atp: 12 on hand, 3 allocated, 2 reserved, 1 quarantine, 1 safety', () => {
  expect(atpOf({ onHand: 12, allocated: 3, reserved: 2, quarantine: 1, safety: 1 })).toBe(5);
  expect(atpOf({ onHand: 1, allocated: 3, reserved: 0, quarantine: 0, safety: 0 })).toBe(0);
});

test('safety stock by channel', () => {
  const hour = 3_600_000;
  expect(safetyOf(undefined, 'store', 12, 0, 0)).toBe(0);
  expect(safetyOf('tablet', 'store', 12, 0, 0)).toBe(0);
  expect(safetyOf('web', 'store', 12, 0, 0)).toBe(1);
  expect(safetyOf('web', 'store', 45, 0, 0)).toBe(4);
  expect(safetyOf('web', 'warehouse', 45, 0, 0)).toBe(0);
  expect(safetyOf('collect', 'store', 12, 0, 24 * hour)).toBe(0);
  expect(safetyOf('collect', 'store', 12, 0, 25 * hour)).toBe(1);
});

test('states', () => {
  expect([4, 3, 1, 0].map((atp) => stateOf(atp, false))).toEqual(['in_stock', 'low', 'low', 'out']);
  expect(stateOf(0, true)).toBe('orderable');
});

const level = { sku: 'a', place: 'p', onHand: 3, quarantine: 0, countedAt: 100 };

test('a sale lowers, stops at zero and writes down what was missing', () => {
  const settled = settleMovements([level], new Set(), [{ sku: 'a', place: 'p', kind: 'sale', quantity: -5, at: 100 }]);
  expect(settled.levels[0]?.onHand).toBe(0);
  expect(settled.moved[0]?.shortfall).toBe(2);
});

test('what is older than the count, has no row, or was seen before moves nothing', () => {
  const sale = { sku: 'a', place: 'p', kind: 'sale', quantity: -1, at: 100, reference: 'r' };
  const none = { levels: [], moved: [] };
  expect(settleMovements([level], new Set(), [{ ...sale, at: 99 }])).toEqual(none);
  expect(settleMovements([level], new Set(), [{ ...sale, place: 'q' }])).toEqual(none);
  expect(settleMovements([level], new Set(['r\na\np\nsale']), [sale])).toEqual(none);
  expect(settleMovements([level], new Set(), [sale, sale]).levels[0]?.onHand).toBe(2);
});

test('lines of one sale with the same sku count together', () => {
  const sale = { sku: 'a', place: 'p', kind: 'sale', quantity: -1, at: 100, reference: 'r' };
  expect(summed([sale, { ...sale, quantity: -2 }])).toMatchObject([{ quantity: -3 }]);
});

test('the kind decides the sign; a transfer leaves one place for the other', () => {
  const zone = () => undefined;
  expect(movementsFrom([{ sku: 'a', place: 'p', kind: 'sale', quantity: 2 }], zone, 5)).toEqual([
    { sku: 'a', place: 'p', kind: 'sale', quantity: -2, at: 5 },
  ]);
  expect(movementsFrom([{ sku: 'a', place: 'p', kind: 'adjustment', quantity: -2 }], zone, 5)[0]?.quantity).toBe(-2);
  expect(
    movementsFrom([{ sku: 'a', place: 'p', to: 'q', kind: 'transfer', quantity: 2 }], zone, 5).map((m) => [m.place, m.quantity]),
  ).toEqual([
    ['p', -2],
    ['q', 2],
  ]);
});
