// Completing a basket: shares and cosine by hand, edge cases, and that nothing of the cart is ever answered.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buffersIn } from '../memory.ts';
import { type Baskets, createCompletionRanker, trainCompletion } from './index.ts';
import { heldOut, tidy } from './log.ts';
import { learnTables } from './tables.ts';

function logOf(baskets: number[][], itemCount: number, at?: number[]): Baskets {
  const starts = [0];
  for (const basket of baskets) starts.push(starts[starts.length - 1]! + basket.length);
  return {
    items: Int32Array.from(baskets.flat()),
    baskets: Int32Array.from(starts),
    itemCount,
    ...(at ? { at: Float64Array.from(at) } : {}),
  };
}

const answer = (baskets: number[][], itemCount: number, cart: number[], limit = 10) =>
  createCompletionRanker(trainCompletion(logOf(baskets, itemCount))).complete(cart, limit);

describe('tables', () => {
  const tables = learnTables(logOf([[0, 1], [0, 1, 2, 3], [0]], 4), 4, 1);
  const first = [...tables.share.columns.subarray(0, tables.share.starts[1])];
  it('know shares', () => {
    expect(tables.share.values[first.indexOf(1)]).toBeCloseTo(2 / 3, 6);
    expect(tables.share.values[first.indexOf(2)]).toBeCloseTo(1 / 3, 6);
  });
  it('know the cosine of baskets weighted by one over the root of their length', () => {
    expect(tables.cosine[first.indexOf(1)]).toBeCloseTo(0.75 / Math.sqrt(1.75 * 0.75), 6);
  });
  it('give linear weights only between items of more than one basket', () => {
    expect([...tables.ease.columns].sort()).toEqual([0, 1]);
  });
});

describe('the log', () => {
  it('is put in order of time, cleaned and bounded to the newest', () => {
    const clean = tidy(logOf([[0, 0, 9], [1, 2], [-1]], 3, [30, 10, 20]), 100);
    expect([...clean.items]).toEqual([1, 2, 0]);
    expect([...tidy(logOf([[0], [1], [2]], 3, [3, 1, 2]), 1).items]).toEqual([0]);
  });
  it('asks about the newest tenth where times are known', () => {
    const log = logOf(
      Array.from({ length: 20 }, () => [0, 1]),
      2,
      Array.from({ length: 20 }, (_, i) => i),
    );
    expect([...heldOut(log, () => 0).out]).toEqual([18, 19]);
  });
});

describe('edges', () => {
  it('never throw', () => {
    expect(answer([], 0, [1]).length).toBe(0);
    expect(answer([], 3, [1]).length).toBe(0);
    expect(answer([[0]], 1, [0]).length).toBe(0);
    expect(answer([[0]], 1, []).items).toEqual(Int32Array.of(0));
    expect(answer([[0, 1]], 2, [-1, 44]).length).toBe(2);
    expect(answer([[0, 1]], 2, [0], 0).length).toBe(0);
  });
  it('finds what lies together and says why', () => {
    const { items, because } = answer(
      [
        [0, 1],
        [0, 1],
        [2, 3],
        [2, 3],
        [0, 1, 4],
      ],
      5,
      [-1, 0],
    );
    expect(items[0]).toBe(1);
    expect(because[0]).toBe(0);
  });
});

describe('always', () => {
  const basket = fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 4 });
  it('gives distinct known items outside the cart, best first, and the same again', () => {
    fc.assert(
      fc.property(fc.array(basket, { maxLength: 20 }), basket, (baskets, cart) => {
        const one = answer(baskets, 10, cart);
        expect(answer(baskets, 10, cart)).toEqual(one);
        expect(new Set(one.items).size).toBe(one.length);
        for (const [i, item] of one.items.entries()) {
          expect(cart).not.toContain(item);
          expect(item >= 0 && item < 10).toBe(true);
          if (i > 0) expect(one.scores[i]).toBeLessThanOrEqual(one.scores[i - 1]!);
          expect(one.because[i] === -1 || cart.includes(one.because[i]!)).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });
  it('survives being handed to another thread', () => {
    const model = trainCompletion(
      logOf(
        [
          [0, 1],
          [0, 2],
          [1, 2],
        ],
        3,
      ),
    );
    const before = createCompletionRanker(model).complete([0], 5);
    const moved = structuredClone(model, { transfer: buffersIn(model) });
    expect(createCompletionRanker(moved).complete([0], 5)).toEqual(before);
  });
});
