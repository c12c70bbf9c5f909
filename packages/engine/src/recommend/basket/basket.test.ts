// The next basket: fading by hand, edge cases, and that the same log always gives the same answer.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyTally } from '../matrix/tally.ts';
import { buffersIn } from '../memory.ts';
import { gatherCrowd, nearest } from './crowd.ts';
import { basketWeight, fade } from './decay.ts';
import { learnHabits } from './habits.ts';
import { type BasketLog, createBasketRanker, trainBaskets } from './index.ts';
import { customersWithin, heldBack, tidy } from './log.ts';

type Histories = number[][][];

function logOf(histories: Histories, itemCount: number): BasketLog {
  const baskets = [0];
  const customers = [0];
  for (const history of histories) {
    for (const basket of history) baskets.push(baskets[baskets.length - 1]! + basket.length);
    customers.push(baskets.length - 1);
  }
  return {
    items: Int32Array.from(histories.flat(2)),
    baskets: Int32Array.from(baskets),
    customers: Int32Array.from(customers),
    itemCount,
  };
}

const answer = (histories: Histories, itemCount: number, asked: number[][], limit = 10) =>
  createBasketRanker(trainBaskets(logOf(histories, itemCount))).next(asked, limit);

const history = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 11 }), { minLength: 1, maxLength: 4 }), { maxLength: 5 });

describe('fading', () => {
  const fading = { group: 2, within: 0.5, between: 0.25 };
  it('weighs baskets within and between groups', () => {
    expect([0, 1, 2, 3, 4].map((age) => basketWeight(age, 5, fading))).toEqual([1 / 6, 1 / 12, 1 / 24, 1 / 48, 1 / 48]);
  });
  it('adds up what is bought again', () => {
    const tally = emptyTally(4);
    fade(
      [
        [0, 1],
        [-1, 9, 1],
        [1, 2],
      ],
      fading,
      tally,
    );
    expect([...tally.values]).toEqual([0.125, 0.125 + 0.125 + 0.25, 0.25, 0].map(Math.fround));
    expect(tally.count).toBe(3);
  });
});

describe('customers alike', () => {
  it('are found by cosine, without the asking customer', () => {
    const log = logOf([[[0, 1]], [[0, 1, 2]], [[0]], [[3]]], 4);
    const crowd = gatherCrowd(log, { group: 7, within: 1, between: 1 }, 0);
    const asked = emptyTally(4);
    fade([[0, 1]], { group: 7, within: 1, between: 1 }, asked);
    const { customers, similarity } = nearest(crowd, asked, 10, emptyTally(4));
    expect([...customers]).toEqual([1, 2]);
    expect(similarity[0]).toBeCloseTo(2 / Math.sqrt(6), 6);
    expect(similarity[1]).toBeCloseTo(1 / Math.sqrt(2), 6);
  });
});

describe('habits of the shop', () => {
  const log = logOf(
    [
      [[0], [0, 1]],
      [[0], [1]],
    ],
    3,
  );
  const habits = learnHabits(log, gatherCrowd(log, { group: 7, within: 1, between: 1 }, 0).vectors);
  it('know loyalty and gap, shrunk to the mean', () => {
    expect(habits.loyal[0]).toBeCloseTo((1 + 10 * 0.25) / 12, 6);
    expect(habits.gap[0]).toBeCloseTo(1, 6);
  });
  it('know what is on the rise', () => {
    expect(habits.late[1]).toBe(1);
    expect(habits.trend[1]).toBeCloseTo((2 + 5) / (2 * 0.5 + 5), 6);
  });
  it('know what comes again, shrunk to the mean', () => {
    expect(habits.again[0]).toBeCloseTo((1 + 10 * 0.5) / 12, 6);
    expect(habits.again[2]).toBeCloseTo(0.5, 6);
  });
});

describe('the log', () => {
  it('is cleaned of what nobody knows', () => {
    const clean = tidy(logOf([[[0, 0, 7, -1], []], [], [[9]], [[1]]], 3), { customers: 10, items: 100 }, () => 0);
    expect([...clean.items]).toEqual([0, 1]);
    expect([...clean.customers]).toEqual([0, 1, 2]);
  });
  it('tells how many customers can be searched', () => {
    const log = logOf([[[0, 1]], [[0], [0]], [[0]], [[2]]], 3);
    expect(customersWithin(log, 11 / 4)).toBe(4);
    expect(customersWithin(log, 11 / 8)).toBe(2);
  });
  it('gives the last basket of each customer back', () => {
    const { known, held } = heldBack(logOf([[[0], [1], [2]], [[1]]], 3));
    expect([...known.items]).toEqual([0, 1, 1]);
    expect([...held]).toEqual([2, -1]);
  });
});

describe('edges', () => {
  it('never throw and answer what there is', () => {
    expect(answer([], 0, []).length).toBe(0);
    expect(answer([], 3, [[1]]).items).toEqual(Int32Array.of(1));
    expect(answer([[[0]]], 1, []).items).toEqual(Int32Array.of(0));
    expect(answer([[[0]]], 1, [[0]], 0).length).toBe(0);
    expect([...answer([[[0], [1]]], 2, [[-1, 99]]).items].sort()).toEqual([0, 1]);
  });
  it('answers what sells to somebody unknown', () => {
    expect(
      answer(
        [
          [[0], [1]],
          [[2], [1]],
          [[1], [3]],
        ],
        5,
        [],
      ).items[0],
    ).toBe(1);
  });
  it('says which own item spoke for the answer', () => {
    const { items, because } = answer([[[0, 1]], [[0, 1]], [[0, 1]], [[2, 3]]], 4, [[0]]);
    expect(items[0] === 0 ? because[0] : because[1]).toBe(0);
    expect(because[[...items].indexOf(1)]).toBe(0);
  });
});

describe('always', () => {
  it('gives distinct known items, best first, of which the own ones are their own reason', () => {
    fc.assert(
      fc.property(fc.array(history, { maxLength: 8 }), history, (histories, asked) => {
        const { items, scores, because, length } = answer(histories, 12, asked);
        expect(new Set(items).size).toBe(length);
        for (let i = 0; i < length; i++) {
          expect(items[i]).toBeGreaterThanOrEqual(0);
          expect(items[i]).toBeLessThan(12);
          if (i > 0) expect(scores[i]).toBeLessThanOrEqual(scores[i - 1]!);
          expect(because[i] === -1 || asked.flat().includes(because[i]!)).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });
  it('is the same for the same log, and does not depend on the order of customers', () => {
    fc.assert(
      fc.property(fc.array(history, { maxLength: 8 }), history, (histories, asked) => {
        const one = answer(histories, 12, asked);
        expect(answer(histories, 12, asked)).toEqual(one);
        const turned = answer([...histories].reverse(), 12, asked);
        for (const [i, score] of one.scores.entries()) expect(turned.scores[i]).toBeCloseTo(score, 5);
      }),
      { numRuns: 25 },
    );
  });
  it('survives being handed to another thread', () => {
    const model = trainBaskets(
      logOf(
        [
          [[0], [0, 1]],
          [[1], [2]],
        ],
        3,
      ),
    );
    const before = createBasketRanker(model).next([[0]], 5);
    const moved = structuredClone(model, { transfer: buffersIn(model) });
    expect(createBasketRanker(moved).next([[0]], 5)).toEqual(before);
  });
});
