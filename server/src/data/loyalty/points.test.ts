// Points of LOGIC §5.3.
import { expect, test } from 'vitest';
import { earnedPoints, reversalOf } from './points.ts';

test('vector points: 948.90 at factor 1.25, then 899.00 goes back', () => {
  expect(earnedPoints(94890, 1, 1.25)).toBe(1186);
  expect(earnedPoints(94890 - 89900, 1, 1.25)).toBe(62);
  expect(reversalOf(1186, 94890 - 89900, 1, 1.25)).toBe(1124);
});

test('whole points only, never from rounding errors, never below zero', () => {
  expect(earnedPoints(99, 1, 1)).toBe(0);
  expect(earnedPoints(11000, 1, 1.1)).toBe(121);
  expect(reversalOf(10, 5000, 1, 1)).toBe(0);
});
