// Choosing end to end: the merchant's order before anything is learned, propensities, experiments, caps, speed; and what learning makes of evidence.
import { describe, expect, test } from 'vitest';
import { samplerFrom, seeded } from '../maths/random.ts';
import type { Experiment } from './assign.ts';
import { type ChoiceContext, cellKey, lineageOf } from './cells.ts';
import { createChooser, prepare } from './chooser.ts';
import { learn, type Tally } from './learn.ts';
import { meanOf } from './posterior.ts';
import { chanceToBeBest } from './ranks.ts';
import { drawShared, featuresOf, fitShared, rankShared } from './shared-features.ts';

const DAY = 86_400_000;
const now = Date.parse('2026-11-21T12:00:00Z');
const context: ChoiceContext = {
  placement: 'web.home.row1',
  channel: 'web',
  page: 'home',
  customer: 'active',
  interest: true,
  ownedRelated: false,
  explore: true,
};
const tally = (arm: string, exposures: number, reward: number, more: Partial<ChoiceContext> = {}, daysAgo = 3): Tally => ({
  cell: cellKey({ ...context, ...more }),
  arm,
  at: now - daysAgo * DAY,
  exposures,
  reward,
});
const options = { placement: context.placement, version: 'v1', now, delay: () => 1, familyOf: (arm: string) => arm[0]! };
const chooserOf = (tallies: readonly Tally[], more: { experiments?: Experiment[]; exploration?: Map<string, number> } = {}) =>
  createChooser({ version: 'v1', placements: [prepare(learn(tallies, options))], now, ...more });

const settled = [tally('a1', 5_000, 100), tally('a2', 5_000, 300), tally('b1', 4_000, 80), tally('b2', 50, 1)];

describe('choosing', () => {
  test('before 200 matured exposures there is nothing to choose by', () => {
    expect(chooserOf([]).choose(['a1', 'a2'], context, 0.5, false)).toBeUndefined();
    expect(chooserOf([tally('a2', 150, 100)]).choose(['a1', 'a2'], context, 0.5, false)).toBeUndefined();
    expect(createChooser({ version: '0', placements: [], now }).choose(['a1'], context, 0.5, false)).toBeUndefined();
  });
  test('what little is known of one arm does not overturn the merchant’s order', () => {
    const chooser = chooserOf([tally('a1', 190, 4), tally('a2', 20, 12)]);
    expect(chooser.choose(['a1', 'a2', 'b1'], context, 0, true)?.arm).toBe('a1');
    expect(chooser.choose(['a1', 'a2', 'b1'], context, 0, false)?.weights.map((one) => one.weight)).toEqual([0.94, 0.05, 0.01]);
  });
  test('the best arm takes most of the traffic, new ones little; deterministic takes the best', () => {
    const chooser = chooserOf(settled);
    const arms = ['a1', 'a2', 'b1', 'b2', 'c1'];
    const choice = chooser.choose(arms, context, 0.5, false)!;
    const share = new Map(choice.weights.map((one) => [one.arm, one.weight]));
    expect(choice).toMatchObject({ arm: 'a2', by: 'bandit', model: 'ts-v1' });
    expect(share.get('a2')).toBeGreaterThan(0.8);
    expect(share.get('b2')).toBeLessThanOrEqual(0.05);
    expect(share.get('c1')).toBeCloseTo(0.01, 6);
    expect(choice.propensity).toBe(share.get('a2'));
    expect(chooser.choose(arms, context, 0.999, true)).toMatchObject({ arm: 'a2', propensity: 1 });
    expect(chooser.choose(arms, { ...context, explore: false }, 0.999, false)).toMatchObject({ arm: 'a2', propensity: 1 });
    expect(chooser.choose(arms, context, 0.999, false)).toMatchObject({ exploratory: true });
    const none = chooserOf(settled, { exploration: new Map([[context.placement, 0]]) });
    expect(none.choose(arms, context, 0.999, false)).toMatchObject({ arm: 'a2', propensity: 1 });
  });
  test('a cell nobody was in borrows from its page, a page from the placement', () => {
    const chooser = chooserOf(settled);
    for (const elsewhere of [{ customer: 'lapsed' as const }, { page: 'category' }, { page: 'x'.repeat(300), channel: 'app' }])
      expect(chooser.choose(['a1', 'a2', 'b1'], { ...context, ...elsewhere }, 0.4, true)?.arm).toBe('a2');
  });
  test('without the best arm the next best leads', () => {
    const chooser = chooserOf([tally('a1', 5_000, 100), tally('a2', 5_000, 500), tally('b1', 5_000, 220)]);
    expect(chooser.choose(['a1', 'b1'], context, 0, true)?.arm).toBe('b1');
  });
  test('propensities sum to 1 over the eligible arms and draws follow them (invariant 10)', () => {
    const random = seeded('invariant');
    const pool = ['a1', 'a2', 'b1', 'b2', 'c1', 'c2', 'd1', 'd2', 'e1', 'e2', 'f1', 'f2', 'g1', 'g2'];
    for (let round = 0; round < 60; round++) {
      const seen = pool.filter(() => random() < 0.7).map((arm) => tally(arm, Math.floor(2_000 * random() ** 2), 60 * random()));
      const state = learn([...seen, tally('a1', 300, 5)], options);
      state.quarantine = pool.filter(() => random() < 0.1).map((arm) => ({ arm, until: now + DAY, reason: 'value' }));
      const chooser = createChooser({ version: 'v1', placements: [prepare(state)], now });
      for (let i = 0; i < 20; i++) {
        const arms = pool.filter(() => random() < 0.6);
        const draw = random();
        const choice = chooser.choose(arms, { ...context, explore: random() < 0.8 }, draw, random() < 0.2);
        if (arms.length === 0) expect(choice).toBeUndefined();
        if (!choice) continue;
        expect(choice.weights.map((one) => one.arm)).toEqual(arms.slice(0, 12));
        expect(Math.abs(choice.weights.reduce((sum, one) => sum + one.weight, 0) - 1)).toBeLessThan(1e-9);
        expect(choice.propensity).toBe(choice.weights.find((one) => one.arm === choice.arm)!.weight);
        expect(choice.propensity).toBeGreaterThan(0);
      }
    }
  });
  test('two nodes with the same state choose the same', () => {
    const state = learn(settled, options);
    const [one, other] = [0, 1].map(() => createChooser({ version: 'v', placements: [prepare(JSON.parse(JSON.stringify(state)))], now }));
    for (let i = 0; i < 100; i++)
      expect(one!.choose(['a1', 'a2', 'b1'], context, i / 100, false)).toEqual(other!.choose(['a1', 'a2', 'b1'], context, i / 100, false));
  });
  test('a choice costs less than 50 microseconds, the first of a set of arms too', () => {
    const pool = Array.from({ length: 12 }, (_, i) => `s${i}`);
    const chooser = chooserOf(pool.map((arm, i) => tally(arm, 3_000, 60 + i)));
    const random = seeded('speed');
    for (let i = 0; i < 300; i++) chooser.choose(pool.filter(() => random() < 0.5).concat('s0'), context, random(), false);
    const sets = Array.from({ length: 400 }, () => pool.filter(() => random() < 0.6));
    const started = performance.now();
    for (const arms of sets) for (let i = 0; i < 5; i++) chooser.choose(arms, context, random(), false);
    expect(((performance.now() - started) * 1_000) / (sets.length * 5)).toBeLessThan(50);
  });
});

describe('experiments', () => {
  const experiment: Experiment = {
    id: 'x1',
    placement: context.placement,
    traffic: 1,
    from: now - DAY,
    variants: [
      { id: 'as-is', share: 0.5 },
      { id: 'recent', share: 0.5, strategy: 'b1' },
    ],
  };
  const keysOf = (variant: string) => {
    const chooser = chooserOf([], { experiments: [experiment] });
    return Array.from({ length: 50 }, (_, i) => [`c_${i}`]).find((keys) => chooser.assign(context.placement, keys)?.variant === variant)!;
  };
  test('a variant’s strategy leads whatever was learned; the other variant is as without', () => {
    const chooser = chooserOf(settled, { experiments: [experiment] });
    expect(chooser.choose(['a1', 'a2', 'b1'], context, 0.5, false, keysOf('recent'))).toMatchObject({
      arm: 'b1',
      by: 'experiment',
      propensity: 0.5,
      experiment: { id: 'x1', variant: 'recent' },
    });
    expect(chooser.choose(['a1', 'a2', 'b1'], context, 0.5, false, keysOf('as-is'))).toMatchObject({
      arm: 'a2',
      by: 'bandit',
      experiment: { id: 'x1', variant: 'as-is' },
    });
  });
  test('before anything is learned the control keeps the merchant’s order and is still counted', () => {
    const chooser = chooserOf([], { experiments: [experiment] });
    expect(chooser.choose(['a1', 'a2'], context, 0.9, false, keysOf('as-is'))).toMatchObject({
      arm: 'a1',
      experiment: { variant: 'as-is' },
    });
    expect(chooser.choose(['a1', 'a2'], context, 0.9, false, [])).toBeUndefined();
    // Its strategy cannot run for this person: they count for the variant all the same.
    expect(chooser.choose(['a1', 'a2'], context, 0.9, false, keysOf('recent'))).toMatchObject({
      arm: 'a1',
      experiment: { variant: 'recent' },
    });
  });
  test('an experiment that has not begun says nothing', () => {
    const chooser = chooserOf([], { experiments: [{ ...experiment, from: now + 1 }] });
    expect(chooser.choose(['a1'], context, 0, false, ['c_1'])).toBeUndefined();
  });
});

describe('learning', () => {
  test('cells and those above them', () => {
    expect(lineageOf(cellKey(context))).toEqual(['web.home.row1', 'web.home.row1|web|home', 'web.home.row1|web|home|active|interest|-']);
    expect(lineageOf('p')).toEqual(['p']);
    expect(lineageOf('p|web|home')).toEqual(['p', 'p|web|home']);
  });
  test('a young cell leans on its parent with 50 exposures, a grown one stands for itself', () => {
    const state = learn([tally('a1', 10_000, 400, { customer: 'new' }), tally('a1', 20, 0), tally('a2', 10_000, 200)], options);
    const cell = (customer: 'new' | 'active') => state.cells.find((one) => one.key === cellKey({ ...context, customer }))!;
    const parent = state.cells.find((one) => one.key === 'web.home.row1|web|home')!;
    const arm = (of: { arms: { arm: string; alpha: number; beta: number }[] }, name: string) => of.arms.find((one) => one.arm === name)!;
    const young = learn([tally('a1', 10_000, 400, { customer: 'new' }), tally('a1', 20, 0)], options);
    const youngCell = young.cells.find((one) => one.key === cellKey(context))!;
    const above = meanOf(arm(young.cells.find((one) => one.key === 'web.home.row1|web|home')!, 'a1'));
    expect(meanOf(arm(youngCell, 'a1'))).toBeCloseTo((50 * above) / (50 + 20 * 2 ** (-3 / 14)), 6);
    expect(meanOf(arm(cell('new'), 'a1'))).toBeCloseTo(0.04, 3);
    expect(meanOf(arm(parent, 'a2'))).toBeCloseTo(0.02, 3);
  });
  test('a reset forgets what was before, in one cell or everywhere', () => {
    const tallies = [tally('a1', 1_000, 100, {}, 9), tally('a1', 1_000, 10, {}, 1)];
    const rate = (resets: { cell: string; at: number }[], key: string) => {
      const one = learn(tallies, { ...options, resets }).cells.find((cell) => cell.key === key)!.arms[0]!;
      return one.reward / one.matured;
    };
    const at = now - 5 * DAY;
    expect(rate([{ cell: cellKey(context), at }], cellKey(context))).toBeCloseTo(0.01, 9);
    expect(rate([{ cell: cellKey(context), at }], context.placement)).toBeGreaterThan(0.02);
    expect(rate([{ cell: context.placement, at }], context.placement)).toBeCloseTo(0.01, 9);
  });
  test('a new strategy starts from what its family earned', () => {
    const state = learn([tally('a1', 3_000, 240), tally('b1', 3_000, 30), tally('a2', 1, 0), tally('b2', 1, 0)], options);
    const means = new Map(state.cells[0]!.arms.map((one) => [one.arm, meanOf(one)]));
    expect(means.get('a2')).toBeGreaterThan(1.3 * means.get('b2')!);
  });
});

describe('linear sampling over shared features', () => {
  test('finds for whom an arm is good, also in a cell with little evidence of its own', () => {
    const customers = ['new', 'active', 'lapsed'] as const;
    const tallies = customers.flatMap((customer) =>
      ['home', 'category', 'search'].flatMap((page) => [
        tally('a1', 6_000, customer === 'new' ? 300 : 120, { customer, page }),
        tally('b1', 6_000, customer === 'new' ? 120 : 300, { customer, page }),
      ]),
    );
    const fitted = fitShared(tallies, { now, delay: () => 1, arms: ['a1', 'b1'] });
    expect(featuresOf(cellKey(context), 'b1', fitted.arms, fitted.pages)).toEqual([7, 10, 12, 15]);
    const state = JSON.parse(JSON.stringify(fitted)) as typeof fitted;
    const thetas = drawShared(state, samplerFrom(seeded('linear')), 500);
    const arms = ['a1', 'b1'].map((arm) => ({ arm, alpha: 1, beta: 1, matured: 0, reward: 0 }));
    const best = (customer: 'new' | 'lapsed') =>
      chanceToBeBest(rankShared({ key: cellKey({ ...context, customer, page: 'cart' }), arms }, state, thetas), ['a1', 'b1']);
    expect(best('new')[0]).toBeGreaterThan(0.95);
    expect(best('lapsed')[1]).toBeGreaterThan(0.95);
  });
  test('a placement that passed the gate is served by it', () => {
    const state = learn(settled, options);
    state.linear = fitShared(settled, { now, delay: () => 1, arms: state.cells[0]!.arms.map((one) => one.arm) });
    const chooser = createChooser({ version: 'v1', placements: [prepare(state)], now });
    expect(chooser.choose(['a1', 'a2', 'b1'], context, 0, true)).toMatchObject({ arm: 'a2', model: 'lints-v1' });
  });
});
