// The maths below the recommenders: selection, sparse rows, inverse, linear autoencoder and trees against slow and obvious ways.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleOf, seededRandom } from '../../maths/random.ts';
import { bestCodes } from './best.ts';
import { fitBoosted, scoreBoosted } from './boost.ts';
import { easeOf, easeRows, frequentItems, gramOf } from './ease.ts';
import { invertInPlace, paddedSize } from './invert.ts';
import { learnWeighing, noteLessons } from './lessons.ts';
import { rowCount, transposed, writeRows } from './rows.ts';
import { add, clear, emptyTally } from './tally.ts';

/** Gauss-Jordan without any care for speed. */
function naiveInverse(a: number[][]): number[][] {
  const n = a.length;
  const m = a.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let k = 0; k < n; k++) {
    const pivot = m[k]![k]!;
    m[k] = m[k]!.map((v) => v / pivot);
    for (let i = 0; i < n; i++) if (i !== k) m[i] = m[i]!.map((v, j) => v - m[i]![k]! * m[k]![j]!);
  }
  return m.map((row) => row.slice(n));
}

describe('the best few', () => {
  it('are those of a full sort, ties by lower code', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 })), fc.nat(12), (scores, limit) => {
        const codes = scores.map((_, i) => i);
        const expected = [...codes].sort((a, b) => scores[b]! - scores[a]! || a - b).slice(0, limit);
        expect([...bestCodes(scores, codes.reverse(), codes.length, limit)]).toEqual(expected);
      }),
    );
  });
});

describe('rows', () => {
  it('turn into columns and back', () => {
    const writer = writeRows(1);
    for (const row of [[2, 0], [], [1, 2]]) {
      for (const column of row) writer.push(column, column + 1);
      writer.endRow();
    }
    const rows = writer.done();
    const back = transposed(transposed(rows, 3), 3);
    expect(rowCount(rows)).toBe(3);
    expect([...back.columns]).toEqual([0, 2, 1, 2]);
    expect([...back.values]).toEqual([1, 3, 2, 3]);
  });
  it('tally only what is touched', () => {
    const tally = emptyTally(3);
    add(tally, 2, 1);
    add(tally, 2, 1);
    add(tally, 0, 1e-60);
    expect([tally.count, tally.values[2]]).toEqual([1, 2]);
    clear(tally);
    expect([...tally.values, tally.count]).toEqual([0, 0, 0, 0]);
  });
});

describe('draws', () => {
  it('are distinct, ascending, repeatable and complete when all are wanted', () => {
    const draw = (size: number) => [...sampleOf(50, size, seededRandom(3))];
    expect(draw(10)).toEqual(draw(10));
    expect(new Set(draw(10)).size).toBe(10);
    expect(draw(99)).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });
});

describe('the inverse', () => {
  it('gives the identity with the matrix, across blocks', () => {
    const n = paddedSize(100);
    const random = seededRandom(1);
    const a = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) a[i * n + j] = a[j * n + i] = random() - 0.5;
      a[i * n + i] = 12 + random();
    }
    const inverse = a.slice();
    invertInPlace(inverse, n);
    for (const [i, j] of [
      [0, 0],
      [63, 64],
      [90, 17],
      [127, 127],
      [64, 1],
    ] as const) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += a[i * n + k]! * inverse[k * n + j]!;
      expect(sum).toBeCloseTo(i === j ? 1 : 0, 10);
    }
  });
});

describe('the linear autoencoder', () => {
  it('is the closed form on five items', () => {
    const baskets = [
      [0, 1],
      [0, 1, 2],
      [2, 3],
      [3, 4],
      [1, 4],
      [0, 4],
    ];
    const writer = writeRows();
    for (const basket of baskets) {
      for (const item of basket) writer.push(item, 1);
      writer.endRow();
    }
    const rows = writer.done();
    const gram = Array.from({ length: 5 }, (_, i) =>
      Array.from({ length: 5 }, (_, j) => baskets.filter((b) => b.includes(i) && b.includes(j)).length + (i === j ? 2 : 0)),
    );
    const p = naiveInverse(gram);
    const members = frequentItems(rows, 5, 10);
    const ease = easeOf(gramOf(rows, members, 5), members, 2);
    expect([...members]).toEqual([0, 1, 4, 2, 3]);
    for (const [a, i] of members.entries()) {
      for (const [b, j] of members.entries()) {
        expect(ease.weights[a * ease.size + b]).toBeCloseTo(i === j ? 0 : -p[i]![j]! / p[j]![j]!, 10);
      }
    }
    expect(easeRows(ease, 5, 1).columns[0]).toBe(1);
  });
});

describe('boosted trees', () => {
  const random = seededRandom(9);
  const rows = Float32Array.from({ length: 2000 }, () => random());
  /** Chosen when exactly one of the two signals is high: no sum of signals can tell. */
  const chosen = Uint8Array.from({ length: 1000 }, (_, r) => (rows[2 * r]! > 0.5 !== rows[2 * r + 1]! > 0.5 ? 1 : 0));
  const data = { rows, width: 2, count: 1000, chosen, weights: new Float32Array(1000).fill(1) };
  const options = { trees: 30, leaves: 4, rate: 0.3, least: 1, ridge: 1, rowShare: 1, signalShare: 1 };
  it('learn what no sum of signals can tell, the same every time', () => {
    const model = fitBoosted(data, options, seededRandom(1));
    expect(fitBoosted(data, options, seededRandom(1))).toEqual(model);
    const scores = new Float32Array(1000);
    scoreBoosted(model, rows, 2, 1000, scores);
    const right = scores.reduce((sum, score, r) => sum + (score > 0 === (chosen[r] === 1) ? 1 : 0), 0);
    expect(right).toBeGreaterThan(950);
  });
  it('are taken only where they win on unseen questions', () => {
    const notes = noteLessons(2);
    for (let q = 0; q < 200; q++) {
      const offered = Float32Array.from({ length: 20 }, () => random());
      const best = Array.from({ length: 10 }, (_, r) => r).sort((a, b) => offered[2 * b]! - offered[2 * a]!)[0]!;
      notes.add(offered, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 10, new Set([best]));
    }
    const mixes = [Float32Array.of(0, 1), Float32Array.of(1, 0)];
    const learned = learnWeighing(notes.done(), mixes, 5, (q) => q.reciprocal, random);
    expect(learned.plain).toBe(1);
    expect(learned.weighing.trees).toBeUndefined();
    expect(learned.quality.reciprocal).toBe(1);
  });
});
