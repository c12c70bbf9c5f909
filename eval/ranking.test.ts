// The measures of a ranking against values worked out by hand.
import { describe, expect, it } from 'vitest';
import { hit, meanOf, ndcg, quantile, recall, reciprocalRank } from './ranking.ts';

const list = Array.from({ length: 25 }, (_, i) => `a${i + 1}`);

describe('one wanted item', () => {
  it('counts up to the cut and not a place further', () => {
    expect(hit(list, ['a20'], 20)).toBe(1);
    expect(hit(list, ['a21'], 20)).toBe(0);
    expect(reciprocalRank(list, ['a4'], 20)).toBe(0.25);
    expect(reciprocalRank(list, ['a20'], 20)).toBe(0.05);
    expect(reciprocalRank(list, ['a21'], 20)).toBe(0);
    expect(reciprocalRank([], ['a1'], 20)).toBe(0);
  });
});

describe('a wanted basket', () => {
  it('is recalled by its share', () => {
    expect(recall(list, ['a1', 'a3', 'x', 'y'], 10)).toBe(0.5);
    expect(recall(list, ['a11'], 10)).toBe(0);
    expect(recall(['a1', 'a1'], ['a1', 'a2'], 10)).toBe(0.5);
  });
  it('gains against the ideal of the whole basket', () => {
    // Hits at 1 and 3: 1 + 1/log2(4) = 1.5; three wanted: 1 + 1/log2(3) + 1/2 = 2.13093.
    expect(ndcg(list, ['a1', 'a3', 'x'], 10)).toBeCloseTo(1.5 / 2.13093, 5);
    // Twelve wanted, ten places: even ten hits are not the ideal.
    const twelve = list.slice(0, 12);
    expect(ndcg(list, twelve, 10)).toBeCloseTo(4.54356 / (4.54356 + 1 / Math.log2(12) + 1 / Math.log2(13)), 5);
    expect(ndcg(list, twelve, 10)).toBeLessThan(1);
  });
});

describe('means', () => {
  it('average over questions, with the standard error of the first figure', () => {
    const asked = [
      { answer: list, wanted: ['a1'] },
      { answer: list, wanted: ['a2'] },
      { answer: list, wanted: ['a15'] },
      { answer: list, wanted: ['x'] },
    ];
    const { figures, error } = meanOf('session', asked);
    expect(figures).toEqual({ 'HR@20': 0.75, 'MRR@20': (1 + 0.5 + 1 / 15) / 4, 'HR@10': 0.5, 'MRR@10': 0.375 });
    // Deviations .25 three times and .75 once: √.75 / 4.
    expect(error).toBeCloseTo(Math.sqrt(0.75) / 4, 12);
  });
  it('have quantiles', () => {
    expect(quantile([5, 1, 3, 2, 4], 0.5)).toBe(3);
    expect(quantile([5, 1, 3, 2, 4], 0.99)).toBe(5);
    expect(quantile([], 0.5)).toBeNaN();
  });
});
