// The remaining vectors of LOGIC §2 and what must hold for any input.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packIntervals } from '../maths/replenishment.ts';
import { bestHour, channelAnswers, HOURS_OF_WEEK, hourRates, shrunkTo, smoothedWeek } from './contact.ts';
import { judgeDrift, populationStability } from './drift.ts';
import { brandPanel } from './nbd-dirichlet.ts';
import { createNeedRanker, type NeedModel, trainNeeds } from './next-need.ts';
import { logLogElasticity, pricePercentile, promotionShare, shrunkEstimate } from './price-sensitivity.ts';
import { meanGap, silentFor, unusualFrom, updatedRate } from './silence.ts';
import { fitOf, inSizeOrder, sizeCounts, sizePreferences } from './size.ts';

const rounded = (values: ArrayLike<number>, digits = 4) => Array.from(values, (x) => Number(x.toFixed(digits)));

describe('vectors', () => {
  it('NBD-Dirichlet', () => {
    const panel = brandPanel({ mean: 3, shape: 1.5, strength: 1.2, shares: [0.3, 0.2, 0.5] });
    expect(panel.category).toBeCloseTo(0.8075, 4);
    expect(rounded(panel.penetration)).toEqual([0.3756, 0.2683, 0.5479]);
    expect(rounded(panel.frequency)).toEqual([2.3965, 2.2366, 2.738]);
  });
  it('silence: prior (2, 60) and six orders in 300 days', () => {
    const rate = updatedRate({ shape: 2, days: 60 }, 6, 300);
    expect(rate).toEqual({ shape: 8, days: 360 });
    expect(meanGap(rate)).toBeCloseTo(51.43, 2);
    expect(silentFor(rate, 60)).toBeCloseTo(0.2914, 4);
    expect(unusualFrom(rate)).toBeCloseTo(120.07, 2);
  });
  it('next need group after a laptop', () => {
    const shares = Float64Array.from([0.2, 0.05, 0.25, 0.1, 0.4]);
    const model: NeedModel = {
      needCount: 5,
      offsets: Int32Array.from([0, 0, 0, 0, 4, 4]),
      next: Int32Array.from([0, 1, 2, 3]),
      weights: Float64Array.from([30, 10, 5, 5]),
      totals: Float64Array.from([0, 0, 0, 50, 0]),
      shares,
      backOff: 10,
      transitions: 50,
      prior: false,
      check: { transitions: 0, recall3: 0, mrr: 0, popularityRecall3: 0, popularityMrr: 0 },
    };
    const next = createNeedRanker(model).next([3], 5);
    expect(next.map((one) => one.need)).toEqual([0, 1, 2, 3, 4]);
    expect(rounded(next.map((one) => one.p))).toEqual([0.5333, 0.175, 0.125, 0.1, 0.0667]);
  });
  it('price sensitivity and elasticity', () => {
    const share = promotionShare(10, 7, 0.3);
    expect(share).toMatchObject({ prior: false });
    expect([share.theta, share.above].map((x) => Number(x.toFixed(4)))).toEqual([0.55, 0.9803]);
    expect(shrunkEstimate({ value: -2.4, error: 0.8 }, { value: -1.8, error: 0.5 }).value).toBeCloseTo(-1.9685, 4);
  });
  it('send time', () => {
    expect(shrunkTo(0.12, 3, 5)).toBeCloseTo(0.216, 6);
  });
  it('sizes with a return for being too small', () => {
    const order = ['S', 'M', 'L', 'XL'];
    const counts = sizeCounts(order, [
      { size: 'M', fit: 'kept', quantity: 3 },
      { size: 'L', fit: 'kept' },
      { size: 'M', fit: fitOf('Leider zu klein') },
    ]);
    expect(counts).toEqual([0, 2.5, 1.5, 0]);
    const shares = [0.2, 0.35, 0.3, 0.15];
    expect(rounded(sizePreferences(counts, shares).map((one) => one.theta))).toEqual([0.0857, 0.5071, 0.3429, 0.0643]);
  });
  it('drift', () => {
    expect(populationStability([0.1, 0.2, 0.4, 0.3], [0.2, 0.2, 0.35, 0.25])).toBeCloseTo(0.0851, 4);
  });
});

describe('drift verdicts', () => {
  it('is steady, warns and alarms', () => {
    expect(judgeDrift({ expected: [1, 2, 4, 3], actual: [2, 2, 3.5, 2.5] }).level).toBe('steady');
    expect(judgeDrift({ expected: [50, 50], actual: [33, 67] }).level).toBe('warn');
    expect(judgeDrift({ expected: [50, 50], actual: [10, 90] }).level).toBe('alarm');
    const falling = [...new Array<number>(10).fill(0.5), ...new Array<number>(10).fill(0.1)];
    expect(judgeDrift({ expected: [1], actual: [1], dailyRates: falling })).toMatchObject({ level: 'alarm' });
  });
  it('is 0 for the same shares and never negative', () => {
    const shares = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 3, maxLength: 3 });
    fc.assert(fc.property(shares, shares, (e, a) => populationStability(e, a) >= 0 && Math.abs(populationStability(e, e)) < 1e-12));
  });
});

describe('next needs from a log', () => {
  const day = 86_400;
  const people = 1200;
  const rows = Array.from({ length: people }, (_, person) => {
    const laptop = person % 2 === 0;
    return [
      { person, need: laptop ? 0 : 1, at: person * 100 },
      { person, need: laptop ? 2 : 3, at: person * 100 + 5 * day },
      { person, need: 4, at: person * 100 + 90 * day },
    ];
  }).flat();
  const columns = (of: typeof rows) => ({
    persons: Int32Array.from(of, (row) => row.person),
    needs: Int32Array.from(of, (row) => row.need),
    at: Float64Array.from(of, (row) => row.at),
    needCount: 5,
  });
  const model = trainNeeds(columns(rows));
  it('counts only what follows within 30 days and beats popularity', () => {
    expect(model).toMatchObject({ transitions: people, prior: false });
    expect(model.check.mrr).toBeGreaterThan(model.check.popularityMrr);
    const [first] = createNeedRanker(model).next([0], 3);
    expect(first?.need).toBe(2);
    expect(first?.p).toBeGreaterThan(0.95);
  });
  it('does not depend on the order of the rows, and is a distribution', () => {
    expect(trainNeeds(columns([...rows].reverse()))).toEqual(model);
    const sum = createNeedRanker(model)
      .next([1, 0], 5)
      .reduce((total, one) => total + one.p, 0);
    expect(sum).toBeCloseTo(1, 9);
  });
  it('answers popularity below 1,000 transitions and for what it never saw', () => {
    const few = trainNeeds(columns(rows.slice(0, 300)));
    expect(few.prior).toBe(true);
    expect(createNeedRanker(few).next([0], 5)).toEqual(createNeedRanker(few).next([], 5));
    expect(createNeedRanker(model).next([99], 1)[0]?.p).toBeCloseTo(0.5, 6);
  });
});

describe('contact', () => {
  it('orders channels and marks those hardly used', () => {
    const found = channelAnswers(
      [
        { channel: 'email', delivered: 40, engaged: 2 },
        { channel: 'push', delivered: 3, engaged: 3 },
      ],
      () => 0.1,
    );
    expect(found.map((one) => one.channel)).toEqual(['push', 'email']);
    expect(found.map((one) => one.prior)).toEqual([true, false]);
    for (const one of found) expect(one.low < one.rate && one.rate < one.high).toBe(true);
  });
  it('smooths around the week and keeps to the allowed hours', () => {
    const counts = new Array<number>(HOURS_OF_WEEK).fill(0);
    counts[0] = 4;
    const smooth = smoothedWeek(counts);
    expect([smooth[0], smooth[1], smooth[HOURS_OF_WEEK - 1]]).toEqual([2, 1, 1]);
    const none = { sends: new Array<number>(HOURS_OF_WEEK).fill(0), engaged: new Array<number>(HOURS_OF_WEEK).fill(0) };
    const evening = { sends: none.sends.map((_, h) => (h === 19 ? 10 : 0)), engaged: none.engaged.map((_, h) => (h === 19 ? 6 : 0)) };
    const rates = hourRates(evening, none, none);
    expect(bestHour(rates)?.hour).toBe(19);
    expect(bestHour(rates, (hour) => hour < 12)?.hour).not.toBe(19);
    expect(bestHour(rates, () => false)).toBeUndefined();
  });
});

describe('small things', () => {
  it('orders sizes', () => {
    expect(inSizeOrder(['XL', 'S', 'M', 'XS'])).toEqual(['XS', 'S', 'M', 'XL']);
    expect(inSizeOrder(['42', '38,5', '40'])).toEqual(['38,5', '40', '42']);
    expect([fitOf('too large'), fitOf('zu weit'), fitOf('kaputt'), fitOf(undefined)]).toEqual([
      'tooLarge',
      'tooLarge',
      'returned',
      'returned',
    ]);
    expect(sizeCounts(['S', 'M'], [{ size: 'S', fit: 'tooLarge' }])).toEqual([0, 0]);
  });
  it('finds an elasticity and a price tier', () => {
    const prices = [1, 2, 4, 8];
    expect(
      logLogElasticity(
        prices,
        prices.map((p) => 100 * p ** -1.5),
      )?.value,
    ).toBeCloseTo(-1.5, 9);
    expect(logLogElasticity([1, 1, 1], [1, 2, 3])).toBeUndefined();
    expect([pricePercentile(50, [10, 20, 30]), pricePercentile(20, [10, 20, 30]), pricePercentile(5, [])]).toEqual([1, 0.5, 0.5]);
  });
  it('measures intervals per pack, a day at a time', () => {
    const day = 86_400_000;
    const found = packIntervals([
      { at: 0, quantity: 1 },
      { at: 3_600_000, quantity: 1 },
      { at: 60 * day, quantity: 1 },
      { at: 90 * day, quantity: 2 },
    ]);
    expect(found.days).toEqual([30, 30]);
    expect(found.lastQuantity).toBe(2);
  });
});
