// What people may like: cosine by hand, hidden items, edge cases, and that known items come back only when asked.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../maths/random.ts';
import { buffersIn } from '../memory.ts';
import { createTasteRanker, type TasteLog, trainTaste } from './index.ts';
import { cosineRows } from './items.ts';
import { distinct, hidden, scaled, tidy } from './log.ts';

function logOf(people: number[][], itemCount: number): TasteLog {
  const starts = [0];
  for (const items of people) starts.push(starts[starts.length - 1]! + items.length);
  const items = Int32Array.from(people.flat());
  return { items, weights: new Float32Array(items.length).fill(1), people: Int32Array.from(starts), itemCount };
}

const ranker = (people: number[][], itemCount: number) => createTasteRanker(trainTaste(logOf(people, itemCount)));
const BOTH = ['liked', 'neighbours'] as const;

describe('the log', () => {
  it('adds up repeats and leaves out the unknown', () => {
    expect(distinct([2, 0, 2, -1, 9], [1, 1, 3, 1, 1], 3)).toEqual([
      [2, 4],
      [0, 1],
    ]);
  });
  it('hides a fifth of what somebody knows', () => {
    const rows = tidy(logOf([[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [0]], 10), 100, () => 0);
    const { known, asked, truth } = hidden(rows, 5, seededRandom(2));
    expect([asked.length, truth[0]!.size, known.starts[1]]).toEqual([1, 2, 8]);
    expect([...known.columns.subarray(0, 8), ...truth[0]!].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
  it('makes people equal', () => {
    const rows = scaled(
      tidy(logOf([[0, 1], [0]], 2), 100, () => 0),
      0.5,
      1,
    );
    expect(rows.values[0]! ** 2 + rows.values[1]! ** 2).toBeCloseTo(1, 6);
  });
});

describe('item cosine', () => {
  it('is that of the columns', () => {
    const rows = cosineRows(
      tidy(logOf([[0, 1], [0, 1], [0]], 3), 100, () => 0),
      3,
      1,
    );
    expect([...rows.columns]).toEqual([1, 0]);
    expect(rows.values[0]).toBeCloseTo(2 / Math.sqrt(6), 6);
  });
});

describe('edges', () => {
  it('never throw', () => {
    for (const how of BOTH) {
      expect(ranker([], 0)[how]([], [], 5).length).toBe(0);
      expect(ranker([], 2)[how]([0], [1], 5).length).toBe(0);
      expect(ranker([[0]], 1)[how]([0], [1], 5).length).toBe(0);
      expect(ranker([[0]], 1)[how]([0], [1], 5, { repeat: true }).items).toEqual(Int32Array.of(0));
      expect(ranker([[0], [0, 1]], 2)[how]([], [], 5).items[0]).toBe(0);
      expect(ranker([[0], [0, 1]], 2)[how]([-1, 7], [1, 1], 5).length).toBe(2);
    }
  });
  it('follow taste and say why', () => {
    const people = [...Array.from({ length: 5 }, () => [0, 1, 2]), ...Array.from({ length: 6 }, () => [3, 4, 5])];
    for (const how of BOTH) {
      const { items, because } = ranker(people, 6)[how]([0, 1], [1, 1], 3);
      expect(items[0]).toBe(2);
      expect([0, 1]).toContain(because[0]);
    }
  });
});

describe('always', () => {
  const person = fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 6 });
  it('gives distinct new items, best first, and the same again', () => {
    fc.assert(
      fc.property(fc.array(person, { maxLength: 12 }), person, (people, asked) => {
        const weights = asked.map(() => 1);
        const model = trainTaste(logOf(people, 10));
        const before = BOTH.map((how) => createTasteRanker(model)[how](asked, weights, 8));
        const moved = structuredClone(model, { transfer: buffersIn(model) });
        for (const [n, how] of BOTH.entries()) {
          const { items, scores, length } = createTasteRanker(moved)[how](asked, weights, 8);
          expect({ items, scores }).toEqual({ items: before[n]!.items, scores: before[n]!.scores });
          expect(new Set(items).size).toBe(length);
          for (let i = 0; i < length; i++) {
            expect(asked).not.toContain(items[i]);
            if (i > 0) expect(scores[i]).toBeLessThanOrEqual(scores[i - 1]!);
          }
        }
      }),
      { numRuns: 20 },
    );
  });
});
