// The parts of the session model on numbers small enough to check by hand.
import { describe, expect, it } from 'vitest';
import { solveInPlace } from '../../maths/cholesky.ts';
import { forestScores } from './forest.ts';
import { inTimeOrder } from './log.ts';
import { createNeighbours, postingsOf, recencyOf } from './neighbours.ts';
import { heldBackFrom, predictionsOf, spaced } from './predictions.ts';
import { nothingPresent, readPresent } from './present.ts';
import { ridgeOf } from './ridge.ts';
import { greatest } from './select.ts';
import { nothingTouched, startRound } from './touched.ts';
import { transitionsOf } from './transitions.ts';
import { growForest } from './trees.ts';
import { START } from './tune.ts';

const log = inTimeOrder({
  items: Int32Array.from([2, 3, 0, 1, 2, 0, 1]),
  offsets: Int32Array.from([0, 2, 5, 7]),
  endsAt: Float64Array.from([30, 10, 20]),
  itemCount: 4,
});
const evenly = new Float32Array(3).fill(1);

describe('a log', () => {
  it('is put in the order of time', () => {
    expect([...log.endsAt]).toEqual([10, 20, 30]);
    expect([...log.items]).toEqual([0, 1, 2, 0, 1, 2, 3]);
    expect([...log.offsets]).toEqual([0, 3, 5, 7]);
  });

  it('keeps back its end for checks', () => {
    expect(heldBackFrom(log, 10)).toBe(2);
    expect(predictionsOf(log, 2)).toEqual([{ session: 2, event: 6 }]);
    expect(spaced([0, 1, 2, 3, 4, 5], 3)).toEqual([0, 2, 4]);
  });
});

describe('selection', () => {
  it('finds the k-th greatest of any values', () => {
    let state = 1;
    for (let round = 0; round < 200; round++) {
      const values = Float32Array.from({ length: 1 + (round % 37) }, () => {
        state = (state * 48_271) % 2_147_483_647;
        return state % 11;
      });
      const k = 1 + (state % values.length);
      const expected = k < values.length ? values.toSorted()[values.length - k] : Number.NEGATIVE_INFINITY;
      expect(greatest(values.slice(), values.length, k)).toBe(expected);
    }
  });
});

describe('transitions', () => {
  it('weigh pairs by one over their distance, forward and backward', () => {
    const { offsets, items, forward, backward, next, nextTotal, forwardTotal } = transitionsOf(log, evenly, 10);
    const row = (source: number) =>
      Object.fromEntries(
        Array.from({ length: offsets[source + 1]! - offsets[source]! }, (_, i) => offsets[source]! + i).map((p) => [
          items[p],
          [forward[p], backward[p], next[p]],
        ]),
      );
    expect(row(0)).toEqual({ 1: [2, 0, 2], 2: [0.5, 0, 0] });
    expect(row(2)).toEqual({ 1: [0, 1, 0], 0: [0, 0.5, 0], 3: [1, 0, 1] });
    expect([...nextTotal]).toEqual([2, 1, 1, 0]);
    expect([...forwardTotal]).toEqual([2.5, 1, 1, 0]);
  });

  it('keep the strongest partners only', () => {
    const { offsets, items } = transitionsOf(log, evenly, 1);
    expect([...items.subarray(offsets[0], offsets[1])]).toEqual([1]);
  });
});

describe('neighbours', () => {
  it('vote for what stands around the match, weaker with distance', () => {
    const parameters = { ...START, gapDecay: 1, lengthPower: 0, idf: 0, backward: 0.5 };
    const score = createNeighbours({ sessions: log, postings: postingsOf(log), recency: evenly }, parameters);
    const votes = { around: new Float32Array(4), after: new Float32Array(4), voters: new Float32Array(4) };
    const touched = nothingTouched(4);
    const present = nothingPresent();
    readPresent([1], 0, 1, 4, present);
    startRound(touched);
    score(present, votes, touched);
    const near = Math.exp(-1);
    const expected = { around: [near, 2, near, 0], after: [0, 0, near, 0], voters: [2, 0, 1, 0] };
    for (const name of ['around', 'after', 'voters'] as const) {
      for (const [item, value] of expected[name].entries()) expect(votes[name][item]).toBeCloseTo(value, 6);
    }
    expect([...touched.items.subarray(0, touched.count)].sort()).toEqual([0, 1, 2]);
  });

  it('fade with age as a share of the span', () => {
    const recency = recencyOf(Float64Array.from([0, 50, 100]), 0.5);
    expect(recency[0]).toBeCloseTo(Math.exp(-2), 6);
    expect(recency[1]).toBeCloseTo(Math.exp(-1), 6);
    expect([...recencyOf(Float64Array.from([5, 5]), 0.5)]).toEqual([1, 1]);
  });
});

describe('ridge', () => {
  it('solves small systems', () => {
    const b = Float64Array.from([2, 5, 9]);
    solveInPlace(Float64Array.from([4, 0, 0, 2, 5, 0, 9, 9, 9]), b, 2, 3);
    expect(b[0]).toBeCloseTo(0, 9);
    expect(b[1]).toBeCloseTo(1, 9);
  });

  it('weighs a lone pair like the formula by hand', () => {
    const pair = inTimeOrder({
      items: Int32Array.from([0, 1]),
      offsets: Int32Array.from([0, 2]),
      endsAt: Float64Array.from([1]),
      itemCount: 2,
    });
    const { starts, columns, values } = ridgeOf(pair, new Float32Array(1).fill(1), { decay: 1, reach: 1, lambda: 3, sources: 5 });
    // Item 0 is once a source (SᵀS = 1) and stands once beside 1 (TᵀS = 1): 1/(1+3). Item 1 is never a source: 1/(0+3).
    expect([...starts]).toEqual([0, 1, 2]);
    expect([...columns]).toEqual([1, 0]);
    expect(values[0]).toBeCloseTo(1 / 4, 6);
    expect(values[1]).toBeCloseTo(1 / 3, 6);
  });
});

describe('trees', () => {
  it('learn which of a list is right from the feature that tells', () => {
    let state = 9;
    const random = (): number => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    const [count, size] = [300, 6];
    const values = Float32Array.from({ length: count * size * 2 }, random);
    const answers = Int32Array.from({ length: count }, (_, list) => {
      const rows = Array.from({ length: size }, (_, i) => list * size + i);
      return rows.reduce((best, row) => (values[row * 2 + 1]! > values[best * 2 + 1]! ? row : best));
    });
    const offsets = Int32Array.from({ length: count + 1 }, (_, list) => list * size);
    const lists = { values, width: 2, offsets, answers, weights: new Float32Array(count * size).fill(1) };
    const forest = growForest(lists, { trees: 30, leaves: 8, rate: 0.3, leastHessian: 1, ridge: 1, sample: 1, random });
    const scores = new Float32Array(count * size);
    forestScores(forest, values, count * size, scores);
    const right = answers.filter((answer, list) =>
      scores.subarray(list * size, (list + 1) * size).every((score) => score <= scores[answer]!),
    );
    expect(right.length / count).toBeGreaterThan(0.9);
  });
});
