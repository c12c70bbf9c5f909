// Uplift on trials with known truth: the measures, the learners, the choice among them and the four groups.
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../maths/random.ts';
import { fitBoosted, predictBoosted } from './boosting.ts';
import { predictUplift } from './groups.ts';
import { fitRegression, predictByWeights } from './linear.ts';
import { qiniPoint, upliftOf, upliftScore } from './qini.ts';
import { rowOf, type Trial } from './table.ts';
import { trainUplift } from './train.ts';

/** Contact moves column 0 = 1 by .15, column 0 = 0 by `other`; column 1 buys anyway; column 2 is noise. */
function trialOf(rows: number, other: number, seed = 7): Trial {
  const draw = seededRandom(seed);
  const values = new Float64Array(rows * 3);
  const treated = new Uint8Array(rows);
  const outcome = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const [moved, usual] = [draw() < 0.4, draw() < 0.5];
    values.set([moved ? 1 : 0, usual ? 1 : 0, draw()], i * 3);
    treated[i] = draw() < 0.5 ? 1 : 0;
    const p = 0.1 + (usual ? 0.3 : 0) + (treated[i] ? (moved ? 0.15 : other) : 0);
    outcome[i] = draw() < p ? 1 : 0;
  }
  return { values, columns: 3, treated, outcome };
}

describe('measures', () => {
  it('top half T 60/500, C 35/500: uplift .05, Qini point 25', () => {
    expect(upliftOf(60, 500, 35, 500)).toBeCloseTo(0.05, 12);
    expect(qiniPoint(60, 500, 35, 500)).toBe(25);
  });
  it('a ranking by the truth is better than one against it', () => {
    const trial = trialOf(4000, 0);
    const truth = Float64Array.from({ length: 4000 }, (_, i) => trial.values[i * 3]!);
    const good = upliftScore(truth, trial);
    const bad = upliftScore(
      truth.map((x) => -x),
      trial,
    );
    expect(good.qini).toBeGreaterThan(0.005);
    expect(bad.qini).toBeLessThan(0);
    expect(good.upliftAt30).toBeGreaterThan(0.1);
  });
});

describe('regressions', () => {
  it('logistic regression finds the weights', () => {
    const draw = seededRandom(3);
    const values = Float64Array.from({ length: 12_000 }, () => draw() * 4 - 2);
    const outcome = Float64Array.from({ length: 6_000 }, (_, i) =>
      draw() < 1 / (1 + Math.exp(-(0.5 + values[2 * i]! - 2 * values[2 * i + 1]!))) ? 1 : 0,
    );
    const model = fitRegression({ values, columns: 2 }, outcome, 'logistic');
    expect(model.intercept).toBeCloseTo(0.5, 0);
    expect(model.weights[0]! / 1).toBeCloseTo(1, 0);
    expect(model.weights[1]! / -2).toBeCloseTo(1, 0);
    expect(predictByWeights(model, [0, 0])).toBeGreaterThan(0.5);
  });
  it('boosted trees learn what no line can', () => {
    const draw = seededRandom(5);
    const values = Float64Array.from({ length: 8_000 }, () => draw());
    const xor = (i: number): number => (values[2 * i]! > 0.5 !== values[2 * i + 1]! > 0.5 ? 1 : 0);
    const outcome = Float64Array.from({ length: 4_000 }, (_, i) => xor(i));
    for (const loss of ['logistic', 'squared'] as const) {
      const model = fitBoosted({ values, columns: 2 }, outcome, loss, { leaf: 20, rate: 0.3 });
      expect(predictBoosted(model, [0.1, 0.9])).toBeGreaterThan(0.8);
      expect(predictBoosted(model, [0.9, 0.9])).toBeLessThan(0.2);
    }
  });
});

describe('training', () => {
  it('beats its baselines where some are moved and others are not, and knows whom', () => {
    const trial = trialOf(5000, 0);
    const model = trainUplift(trial, { names: ['moved', 'usual', 'noise'], folds: 3 });
    expect(model).toMatchObject({ ready: true, prior: false });
    const of = (row: number[]) => predictUplift(model, row, { value: 10, cost: 0.5 });
    expect(of([1, 0, 0.5])).toMatchObject({ group: 'persuadable', contact: true });
    expect(of([0, 1, 0.5]).contact).toBe(false);
    expect(of([1, 0, 0.5]).uplift).toBeCloseTo(0.15, 1);
    expect(
      upliftScore(
        Float64Array.from({ length: 5000 }, (_, i) => of([...rowOf(trial, i)]).uplift),
        trial,
      ).upliftAt30,
    ).toBeGreaterThan(0.1);
  });
  it('leaves sleeping dogs alone', () => {
    const model = trainUplift(trialOf(5000, -0.12), { folds: 3 });
    expect(predictUplift(model, [0, 0, 0.5], { value: 10, cost: 0 })).toMatchObject({ group: 'sleepingDog', contact: false });
  });
  it('does not serve where a contact moves everybody alike, nor below 1,000 an arm', () => {
    const alike = trainUplift(trialOf(3000, 0.15), { folds: 3 });
    expect(alike.ready).toBe(false);
    expect(alike.reason).toBeDefined();
    const few = trainUplift(trialOf(1500, 0));
    expect(few).toMatchObject({ ready: false, prior: true, chosen: 'mean effect' });
    expect(predictUplift(few, [1, 1, 1], { value: 1, cost: 0 }).prior).toBe(true);
  });
});
