// The numbers of LOGIC and its vectors.json that belong to this package's maths.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitrate } from '../decide/arbitration.ts';
import { scoreOf } from '../decide/score.ts';
import { betaAbove, regularisedBeta } from './beta.ts';
import { addDays, dayText, localDay } from './calendar.ts';
import { splitCents } from './cents.ts';
import { coOccurrence } from './co-occurrence.ts';
import { addDecayed, type Counter, decay, readDecayed } from './decay.ts';
import { preference } from './dirichlet.ts';
import { drawOf, fnv1a32 } from './hash.ts';
import { mmr, rankPercentiles } from './rank.ts';
import { shrunkRate, trend } from './rate.ts';
import { dueDay, dueWithin, replenishment, usedUpBy } from './replenishment.ts';
import { earlierNeighbours, spread } from './spread.ts';
import { buyAgainWithin, visibleFromDay, weibullSurvival } from './weibull.ts';

const count = (events: readonly [number, number][], halfLife: number): Counter =>
  events.reduce((counter, [t, w]) => addDecayed(counter, t, w, halfLife), { value: 0, at: Number.NEGATIVE_INFINITY });

describe('decayed counter', () => {
  const events: [number, number][] = [
    [0, 1],
    [7, 1],
    [14, 5],
  ];
  it('gives 5.75 in any order', () => {
    for (const order of [events, [...events].reverse(), [events[1]!, events[2]!, events[0]!]]) {
      expect(readDecayed(count(order, 7), 14, 7)).toBeCloseTo(5.75, 9);
    }
  });
  it('does not depend on the order of arrival', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 1, max: 5 })), { minLength: 1 }), (list) => {
        const forward = readDecayed(count(list, 7), 200, 7);
        const backward = readDecayed(count([...list].reverse(), 7), 200, 7);
        return Math.abs(forward - backward) <= 1e-9 * Math.max(1, forward);
      }),
    );
  });
});

describe('hash', () => {
  it('draws the GrowthBook v2 buckets', () => {
    const ids = ['c_schmidt', 'c_0001', 'c_0002', 'c_0003', 'c_0004'];
    expect(ids.map((id) => drawOf('global-holdout-2026H2', id))).toEqual([0.4934, 0.8221, 0.498, 0.676, 0.9448]);
  });
  it('keeps 4.98 % of 100,000 ids below .05', () => {
    let below = 0;
    for (let i = 0; i < 100_000; i++) if (drawOf('global-holdout-2026H2', `c_${i}`) < 0.05) below += 1;
    expect(below / 100_000).toBeCloseTo(0.0498, 4);
  });
  it('hashes beyond ASCII by bytes', () => {
    expect(fnv1a32('')).toBe(0x811c9dc5);
    expect(fnv1a32('a')).toBe(0xe40c292c);
    expect(fnv1a32('ä')).not.toBe(fnv1a32('a'));
  });
});

describe('repurchase', () => {
  it('shows laptops from day 821 and washing machines from day 3089', () => {
    expect([visibleFromDay(3, 1460), visibleFromDay(4, 3650)]).toEqual([821, 3089]);
    expect([0, 180, 730].map((t) => Number(buyAgainWithin(3, 1460, t).toFixed(4)))).toEqual([0, 0.0011, 0.0159]);
    expect(weibullSurvival(2, 40, 30)).toBeCloseTo(0.5698, 4);
    expect(buyAgainWithin(2, 40, 30, 7)).toBeCloseTo(0.2541, 4);
  });
  it('knows when coffee and others run out', () => {
    const coffee = replenishment([28, 30, 26], 30, 0.25);
    expect(dueDay(coffee, 0.5)).toBeCloseTo(28.75, 1);
    expect(dueDay(coffee, 0.2)).toBeCloseTo(22.8, 0);
    expect(usedUpBy(coffee, 24)).toBeCloseTo(0.2547, 3);
    expect(dueWithin(coffee, 24)).toBeCloseTo(0.4743, 3);
    const other = replenishment([28, 35, 31], 40, 0.3);
    expect(dueDay(other, 0.5)).toBeCloseTo(34.46, 2);
    expect(dueDay(other, 0.2)).toBeCloseTo(26.13, 2);
    expect(dueDay(other, 0.8)).toBeCloseTo(45.44, 1);
    expect(dueWithin(other, 30)).toBeCloseTo(0.3754, 3);
  });
});

describe('preferences', () => {
  it('finds Miele after one purchase 403 days ago', () => {
    const s = 5 * decay(403, 730);
    const miele = preference(s, s, 0.15);
    expect([s, miele.theta, miele.lift, miele.p].map((x) => Number(x.toFixed(4)))).toEqual([3.4102, 0.5412, 3.6078, 0.9921]);
    expect(miele.label).toBe(true);
  });
  it('orders Acer, Samsung, Apple', () => {
    const acer = [1, 1, 2, 3, 3].reduce((sum, d) => sum + decay(d, 14), 0);
    const samsung = [2, 4, 8].reduce((sum, d) => sum + decay(d, 14), 0);
    const total = acer + samsung;
    const found = [preference(acer, total, 0.2), preference(samsung, total, 0.1), preference(0, total, 0.3)];
    expect(total).toBeCloseTo(6.9321, 4);
    expect(found.map((one) => Number(one.theta.toFixed(4)))).toEqual([0.4878, 0.256, 0.1098]);
    expect(found.map((one) => Number(one.p.toFixed(3)))).toEqual([0.981, 0.907, 0.044]);
    expect(found.map((one) => one.label)).toEqual([true, true, false]);
  });
  it('keeps sizes with κ 3', () => {
    const priors = [0.2, 0.35, 0.3, 0.15];
    const found = [0, 2.5, 1.5, 0].map((s, i) => preference(s, 4, priors[i]!, 3).theta);
    expect(found.map((x) => Number(x.toFixed(4)))).toEqual([0.0857, 0.5071, 0.3429, 0.0643]);
  });
  it('integrates the Beta distribution', () => {
    expect(betaAbove(0.3, 7 + 0.3 * 6, 3 + 0.7 * 6)).toBeCloseTo(0.9803, 4);
    expect(regularisedBeta(0.5, 2, 2)).toBeCloseTo(0.5, 12);
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        fc.double({ min: 0.1, max: 50, noNaN: true }),
        fc.double({ min: 0.1, max: 50, noNaN: true }),
        (x, a, b) => Math.abs(regularisedBeta(x, a, b) + regularisedBeta(1 - x, b, a) - 1) < 1e-9,
      ),
    );
  });
});

describe('crowd statistics', () => {
  it('shrinks rates and co-occurrence, spots trends', () => {
    expect(shrunkRate(1, 2, 10, 100)).toBeCloseTo(0.1078, 4);
    expect(trend(24, 60, 1, 14)).toBeCloseTo(8.5749, 4);
    const co = coOccurrence(200, 500, 30, 10_000);
    expect([co.raw, co.shrunk, co.lift].map((x) => Number(x.toFixed(4)))).toEqual([0.15, 0.1409, 3]);
    expect(co.llr).toBeCloseTo(28.971, 3);
    expect(co.passes).toBe(true);
    expect(coOccurrence(200, 500, 4, 10_000).passes).toBe(false);
  });
  it('ranks by percentile and diversifies', () => {
    expect(rankPercentiles([9, 5, 5, 1])).toEqual([1, 0.625, 0.625, 0.25]);
    const same = (a: { b: string }, b: { b: string }) => (a.b === b.b ? 1 : 0);
    const items = [
      { b: 'x', s: 1 },
      { b: 'x', s: 0.9 },
      { b: 'y', s: 0.7 },
    ];
    expect(mmr(items, (one) => one.s, same, 3).map((one) => one.s)).toEqual([1, 0.7, 0.9]);
  });
});

describe('slots', () => {
  it('repairs a spread with full slots', () => {
    const items = [
      ['X1', 'X', 0.9],
      ['Y1', 'Y', 0.8],
      ['Z1', 'Z', 0.7],
      ['X2', 'X', 0.6],
    ] as const;
    const clash = (a: (typeof items)[number], b: (typeof items)[number]) => [a[1], b[1]].sort().join('') === 'XY';
    const found = spread(items, (one) => one[2], clash, 4);
    expect(found.order.map((one) => one[0])).toEqual(['X1', 'X2', 'Z1', 'Y1']);
    expect(found.dcg).toBeCloseTo(1.9731, 4);
    const grid = spread(items, (one) => one[2], clash, 4, 2).order.map((one) => one[1]);
    expect(grid.includes('X') && grid.includes('Y')).toBe(false);
  });
  it('never lets forbidden neighbours touch, in any layout', () => {
    const item = fc.record({ brand: fc.constantFrom('X', 'Y', 'Z'), score: fc.integer({ min: 1, max: 99 }) });
    fc.assert(
      fc.property(fc.array(item, { maxLength: 7 }), fc.integer({ min: 1, max: 4 }), (items, columns) => {
        const clash = (a: { brand: string }, b: { brand: string }) => a.brand !== b.brand && a.brand !== 'Z' && b.brand !== 'Z';
        const { order } = spread(items, (one) => one.score, clash, 6, columns);
        return order.every((one, slot) => earlierNeighbours(slot, columns).every((other) => !clash(order[other]!, one)));
      }),
      { numRuns: 60 },
    );
  });
});

describe('money and scores', () => {
  it('splits cents by largest remainder', () => {
    expect(splitCents(1000, [5000, 3000, 2000])).toEqual([500, 300, 200]);
    expect(splitCents(6000, [2000, 10_000])).toEqual([1000, 5000]);
    expect(splitCents(1000, [3333, 3333, 3334])).toEqual([333, 333, 334]);
    expect(splitCents(2700, [2000, 7000])).toEqual([600, 2100]);
    fc.assert(
      fc.property(
        fc.integer({ min: -100_000, max: 100_000 }),
        fc.array(fc.integer({ min: 0, max: 50_000 }), { minLength: 1, maxLength: 12 }),
        (total, weights) => {
          return splitCents(total, weights).reduce((a, b) => a + b, 0) === total;
        },
      ),
    );
  });
  it('multiplies factors and arbitrates offers', () => {
    expect(scoreOf(0.5, [1.2, 1.5, 0.5])).toBeCloseTo(0.45, 12);
    expect([arbitrate(0.12, 1.3, 95), arbitrate(0.02, 0.6, 180), arbitrate(0.25, 1, 4)].map((x) => Number(x.toFixed(6)))).toEqual([
      14.82, 2.16, 1,
    ]);
  });
});

describe('calendar', () => {
  it('reads days in the zone of the place', () => {
    expect(localDay(Date.parse('2026-11-21T23:30:00Z'), 'Europe/Berlin')).toBe('2026-11-22');
    expect(localDay(Date.parse('2026-11-21T23:30:00Z'), 'Nowhere/None')).toBe('2026-11-21');
    expect(addDays('2026-11-21', 28)).toBe('2026-12-19');
    expect(dayText('2026-12-19')).toEqual({ de: '19.12.2026', en: '19 December 2026' });
  });
});
