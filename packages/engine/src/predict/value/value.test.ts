// The purchase and spend models against the published fits, the value model end to end on every tenth CDNOW customer.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import sample from '../cdnow-sample.json' with { type: 'json' };
import tenth from '../cdnow-tenth.json' with { type: 'json' };
import { bgNbdAlive, bgNbdExpected, bgNbdLogLikelihood, fitBgNbd } from './bg-nbd.ts';
import { areaUnderCurve } from './check.ts';
import { cohortFrom, type Summary as PurchaseSummary } from './cohort.ts';
import { correlation, expectedSpend, fitGammaGamma, populationSpend } from './gamma-gamma.ts';
import { lifetimeValue } from './lifetime-value.ts';
import { bgNbdRange, negativeBinomialRange } from './order-count.ts';
import { fitParetoNbd, paretoNbdAlive, paretoNbdExpected } from './pareto-nbd.ts';
import { predictValue } from './predict.ts';
import { trainValue } from './train.ts';

const model = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
const pareto = { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 };
const spend = { p: 6.25, q: 3.74, v: 15.44 };
const customer = (repeats: number, lastWeeks: number, ageWeeks: number): PurchaseSummary => ({
  repeats,
  lastDays: Math.round(lastWeeks * 7),
  ageDays: Math.round(ageWeeks * 7),
});
const cohort = cohortFrom(sample);

describe('formulas', () => {
  it('BG/NBD: P(alive) and expected purchases', () => {
    const of = customer(2, 30.43, 38.86);
    expect(bgNbdAlive(model, of)).toBeCloseTo(0.7266, 4);
    expect(bgNbdExpected(model, of, 39)).toBeCloseTo(1.226, 3);
    expect(bgNbdAlive(model, customer(2, 5, 38.86))).toBeCloseTo(0.1237, 4);
    expect(bgNbdExpected(model, customer(0, 0, 38.86), 39)).toBeCloseTo(0.195, 3);
  });
  it('Pareto/NBD: the same customer', () => {
    const of = customer(2, 30.43, 38.86);
    expect(paretoNbdAlive(pareto, of)).toBeCloseTo(0.8692, 4);
    expect(paretoNbdExpected(pareto, of, 39)).toBeCloseTo(1.4551, 3);
  });
  it('Gamma-Gamma: spend pulled to the population', () => {
    expect(expectedSpend(spend, 2, 22.35)).toBeCloseTo(24.6637, 3);
    expect(expectedSpend(spend, 1, 100)).toBeCloseTo(80.2558, 3);
    expect(populationSpend(spend)).toBeCloseTo(35.22, 2);
  });
  it('lifetime value of twelve months', () => {
    const of = customer(2, 30.43, 38.86);
    const expected = (weeks: number) => bgNbdExpected(model, of, weeks);
    expect(expected(52)).toBeCloseTo(1.5587, 3);
    const value = lifetimeValue(expected, expectedSpend(spend, 2, 22.35), { months: 12, margin: 0.3, discount: 0.01 });
    expect(Math.abs(value - 10.8627)).toBeLessThan(0.001);
  });
});

describe('fits', () => {
  it('finds the published BG/NBD of the 1/10 sample', () => {
    const { parameters, logLikelihood, atBound } = fitBgNbd(cohort);
    expect(logLikelihood).toBeCloseTo(-9582.4, 1);
    expect([parameters.r, parameters.alpha, parameters.a, parameters.b].map((x) => Number(x.toFixed(2)))).toEqual([0.24, 4.41, 0.79, 2.43]);
    expect(atBound).toBe(false);
    expect(bgNbdLogLikelihood({ r: 0.2426, alpha: 4.4135, a: 0.7929, b: 2.4258 }, cohort)).toBeCloseTo(-9582.43, 1);
  });
  it('finds the published Pareto/NBD', () => {
    const { r, alpha, s, beta } = fitParetoNbd(cohort).parameters;
    expect([r, alpha, s, beta].map((x) => Number(x.toFixed(2)))).toEqual([0.55, 10.58, 0.61, 11.67]);
  });
  it('stays inside its bounds where the data say nothing', () => {
    const { parameters } = fitBgNbd(cohortFrom({ repeats: [0, 1], lastDays: [0, 7], ageDays: [70, 70] }));
    for (const value of Object.values(parameters)) expect(Math.abs(Math.log(value))).toBeLessThanOrEqual(6 + 1e-9);
  });
  it('recovers a Gamma-Gamma in any currency', () => {
    const repeats = Int32Array.from({ length: 400 }, (_, i) => 1 + (i % 5));
    const mean = Float64Array.from({ length: 400 }, (_, i) => 20 + ((i * 37) % 60));
    const small = fitGammaGamma({ repeats, mean });
    const large = fitGammaGamma({ repeats, mean: mean.map((m) => m * 1000) });
    expect(populationSpend(large.parameters) / populationSpend(small.parameters)).toBeCloseTo(1000, 0);
    expect(Math.abs(correlation(repeats, mean))).toBeLessThan(0.1);
  });
});

describe('properties', () => {
  const anyone = fc
    .record({
      repeats: fc.integer({ min: 0, max: 300 }),
      lastDays: fc.integer({ min: 0, max: 3000 }),
      more: fc.integer({ min: 0, max: 3000 }),
    })
    .map(({ repeats, lastDays, more }) => ({ repeats, lastDays: repeats === 0 ? 0 : lastDays, ageDays: lastDays + more }));
  const positive = fc.double({ min: 0.05, max: 20, noNaN: true });
  it('P(alive) is a probability and expectations rise with time, for any parameters', () => {
    fc.assert(
      fc.property(anyone, positive, positive, positive, positive, (of, r, alpha, a, b) => {
        for (const alive of [bgNbdAlive({ r, alpha, a, b }, of), paretoNbdAlive({ r, alpha, s: a, beta: b }, of)]) {
          if (!(alive >= 0 && alive <= 1)) return false;
        }
        const rises = (expect: (weeks: number) => number) =>
          [0, 1, 10, 100].every((t, i, all) => i === 0 || expect(t) >= expect(all[i - 1]!) - 1e-9);
        return (
          rises((t) => bgNbdExpected({ r, alpha, a, b }, of, t)) && rises((t) => paretoNbdExpected({ r, alpha, s: a, beta: b }, of, t))
        );
      }),
    );
  });
  it('the range of the count agrees with its expectation', () => {
    const of = customer(12, 37, 38);
    const { low, high } = bgNbdRange(model, of, 39);
    expect(low).toBeLessThan(bgNbdExpected(model, of, 39));
    expect(high).toBeGreaterThan(bgNbdExpected(model, of, 39));
    expect(bgNbdRange(model, customer(0, 0, 38), 39)).toEqual({ low: 0, high: 1 });
    expect(negativeBinomialRange(1, 5, 1e6)).toEqual({ low: 2, high: 8 });
  });
  it('tells positives from negatives', () => {
    expect(areaUnderCurve([1, 2, 3, 4], [false, false, true, true])).toBe(1);
    expect(areaUnderCurve([1, 1, 1, 1], [false, true, true, false])).toBe(0.5);
  });
});

const start = Date.parse('1997-01-01T00:00:00Z') / 1000;
const customers = Int32Array.from(tenth.purchasesPerCustomer.flatMap((n, customer) => new Array<number>(n).fill(customer)));
const at = Float64Array.from(tenth.day, (day) => start + day * 86_400 + 43_200);
const cents = Float64Array.from(tenth.cents);
const now = Date.parse('1997-09-30T23:59:59Z') / 1000;
const log = { customers, at, cents, customerCount: tenth.purchasesPerCustomer.length, now };

describe('value model', () => {
  const value = trainValue(log);
  const holdout = tenth.purchasesPerCustomer.map((_, customer) => {
    const mine = tenth.day.filter((_, row) => customers[row] === customer && at[row]! > now);
    return new Set(mine).size;
  });
  const histories = tenth.purchasesPerCustomer.map(() => ({ at: [] as number[], cents: [] as number[] }));
  for (const [row, customer] of customers.entries()) {
    histories[customer]!.at.push(at[row]!);
    histories[customer]!.cents.push(cents[row]!);
  }
  const predict = (customer: number) => predictValue(value, histories[customer]!, { at: now, horizonDays: 273 })!;

  it('learns from the log up to now and says that it fits', () => {
    expect(value).toMatchObject({
      prior: false,
      customers: 2357,
      check: { fits: true, reasons: [] },
      spend: { prior: false, independent: true },
    });
    expect(value.check.mae[value.check.chosen === 'pareto' ? 'pareto' : 'bgnbd']).toBeLessThan(value.check.mae.sameRate);
    expect(value.check.auc.model).toBeGreaterThan(0.7);
  });
  it('is near the truth of the following 39 weeks and looks at nothing later', () => {
    const predictions = holdout.map((_, customer) => predict(customer));
    const error = predictions.reduce((sum, p, i) => sum + Math.abs(p.expectedOrders - holdout[i]!), 0) / holdout.length;
    expect(error).toBeLessThan(0.82);
    const within = predictions.filter((p, i) => holdout[i]! >= p.interval.low && holdout[i]! <= p.interval.high).length / holdout.length;
    expect(within).toBeGreaterThan(0.8);
    const early = { at: histories[0]!.at.filter((t) => t <= now), cents: histories[0]!.cents };
    expect(predictValue(value, early, { at: now, horizonDays: 273 })).toEqual(predict(0));
  });
  it('equal histories are equal; nobody without purchases', () => {
    const twice = { at: [...histories[0]!.at, ...histories[0]!.at], cents: [...histories[0]!.cents, ...histories[0]!.cents.map(() => 0)] };
    expect(predictValue(value, twice, { at: now, horizonDays: 90 })).toEqual(
      predictValue(value, histories[0]!, { at: now, horizonDays: 90 }),
    );
    expect(predictValue(value, { at: [now + 1], cents: [100] }, { at: now, horizonDays: 90 })).toBeUndefined();
  });
  it('marks the prior below 500 customers', () => {
    const few = trainValue({
      ...log,
      customers: customers.subarray(0, 300),
      at: at.subarray(0, 300),
      cents: cents.subarray(0, 300),
      customerCount: 200,
    });
    expect(few).toMatchObject({ prior: true, check: { fits: false } });
    expect(predictValue(few, histories[0]!, { at: now, horizonDays: 90 })).toMatchObject({ prior: true, model: 'bgnbd' });
  });
});
