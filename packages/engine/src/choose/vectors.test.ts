// The figures of the specification for choosing, and the properties every share of traffic has.
import { describe, expect, test } from 'vitest';
import { solveInPlace } from '../maths/cholesky.ts';
import { drawOf } from '../maths/hash.ts';
import { pageHinkley } from '../maths/page-hinkley.ts';
import { samplerFrom, seeded } from '../maths/random.ts';
import { assignmentOf, type Experiment, holdoutSeed, inHoldout } from './assign.ts';
import { changeOf, quarantineReason } from './guardrails.ts';
import { emptyLinear, fitLinear, observe } from './linear.ts';
import { beatsDefault, offPolicy } from './off-policy.ts';
import { delayCurve, freshness, meanOf, posterior, probabilityAbove } from './posterior.ts';
import { chanceToBeBest, rankPosteriors } from './ranks.ts';
import { rewardOf, yardstick } from './reward.ts';
import { additiveFloor, pick, RULES, type Standing, sharesOf } from './shares.ts';

const DAY = 86_400_000;
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('vectors', () => {
  test('additive floor', () => {
    const shares = additiveFloor([0.7, 0.25, 0.05, 0], 0.01);
    for (const [i, expected] of [0.682, 0.25, 0.058, 0.01].entries()) expect(shares[i]).toBeCloseTo(expected, 9);
  });
  test('chance of one Beta to beat another, exactly and by draws', () => {
    const [a, b] = [
      { alpha: 31, beta: 970 },
      { alpha: 41, beta: 960 },
    ];
    expect(Math.abs(probabilityAbove(b, a) - 0.8867)).toBeLessThan(0.001);
    const ranks = rankPosteriors(['a', 'b'], [a, b], samplerFrom(seeded('vector')), 200_000, 1);
    expect(Math.abs(chanceToBeBest(ranks, ['a', 'b'])[1]! - 0.8867)).toBeLessThan(0.004);
    expect(chanceToBeBest(ranks, ['a'])).toEqual([1]);
    expect(chanceToBeBest(ranks, ['unheard'])).toEqual([0]);
  });
  test('linear Thompson sampling', () => {
    const model = emptyLinear(2, 1);
    observe(model, [1, 0], 1);
    observe(model, [1, 1], 0);
    observe(model, [1, 1], 1);
    expect([...model.a]).toEqual([4, 2, 2, 3]);
    expect([...model.b]).toEqual([2, 1]);
    const fitted = fitLinear(model);
    for (const [i, expected] of [0.5, 0].entries()) expect(fitted.mean[i]).toBeCloseTo(expected, 9);
    const spread = [0, 1].map((j) => {
      const column = Float64Array.from([0, 1], (i) => Number(i === j));
      solveInPlace(model.a.slice(), column, 2);
      return [...column];
    });
    for (const [i, expected] of [0.375, -0.25, -0.25, 0.5].entries()) expect(spread.flat()[i]).toBeCloseTo(expected, 9);
  });
  test('draws of the linear model have its mean and covariance', () => {
    const model = emptyLinear(2, 1);
    for (const x of [
      [1, 0],
      [1, 1],
      [1, 1],
    ])
      observe(model, x, 1);
    const fitted = fitLinear(model);
    const sampler = samplerFrom(seeded('theta'));
    const drawn = Array.from({ length: 40_000 }, () => fitted.draw(sampler, 2));
    const mean = [0, 1].map((i) => sum(drawn.map((theta) => theta[i]!)) / drawn.length);
    const covariance = sum(drawn.map((theta) => (theta[0]! - mean[0]!) * (theta[1]! - mean[1]!))) / drawn.length;
    expect(mean[0]).toBeCloseTo(fitted.mean[0]!, 1);
    expect(covariance).toBeCloseTo(4 * -0.25, 1);
  });
  test('delayed feedback: 610 matured exposures, mean .0356', () => {
    const matured = 400 * 1 + 300 * 0.6 + 300 * 0.1;
    const beta = posterior(50, 0.03, matured, 22);
    expect(matured).toBe(610);
    expect(beta.alpha).toBeCloseTo(23.5, 4);
    expect(beta.beta).toBeCloseTo(636.5, 4);
    expect(Math.abs(meanOf(beta) - 0.0356)).toBeLessThan(1e-4);
  });
  test('off-policy estimators', () => {
    const rows = [0.5, 0.5, 0.25, 0.25].map((logged, i) => ({ logged, judged: [0.8, 0.8, 0.1, 0.1][i]!, reward: [1, 0, 0, 1][i]! }));
    const found = offPolicy(rows);
    expect(found.ips).toBeCloseTo(0.5, 4);
    expect(found.snips).toBeCloseTo(0.5, 4);
    expect(found.dr).toBeCloseTo(0.5, 4);
    expect(Math.abs(found.ess - 2.9412)).toBeLessThan(1e-4);
    expect(found.reliable).toBe(false);
    expect(offPolicy([{ logged: 1e-6, judged: 1, reward: 1 }]).largestWeight).toBe(20);
  });
  test('control group: the seed of the half-year and its draws', () => {
    expect(holdoutSeed('global-holdout', Date.parse('2026-11-21T09:00:00Z'))).toBe('global-holdout-2026H2');
    expect(holdoutSeed('global-holdout', Date.parse('2027-01-01T00:00:00Z'))).toBe('global-holdout-2027H1');
    const ids = ['c_schmidt', 'c_0001', 'c_0002', 'c_0003', 'c_0004'];
    expect(ids.map((id) => drawOf('global-holdout-2026H2', id))).toEqual([0.4934, 0.8221, 0.498, 0.676, 0.9448]);
    const at = Date.parse('2026-11-21T09:00:00Z');
    const held = Array.from({ length: 100_000 }, (_, i) => inHoldout({ base: 'global-holdout', share: 0.05 }, [`c_${i}`], at));
    expect(held.filter(Boolean).length / 100_000).toBeCloseTo(0.0498, 4);
  });
  test('Page-Hinkley rings at observation 14', () => {
    const alarm = pageHinkley([...Array.from({ length: 10 }, () => 0.1), ...Array.from({ length: 10 }, () => 0.3)]);
    expect(alarm).toMatchObject({ at: 14, since: 11 });
    expect(Math.abs(alarm!.statistic - 0.5652)).toBeLessThan(1e-4);
  });
});

describe('samplers', () => {
  test('the same seed repeats itself, another does not', () => {
    const [a, b, c] = [seeded('x'), seeded('x'), seeded('y')];
    expect([a(), a(), a()]).toEqual([b(), b(), b()]);
    expect(a()).not.toBe(c());
  });
  test.each([
    [0.4, 2],
    [3, 5],
    [23.5, 636.5],
  ])('beta(%f, %f) has its mean and variance', (alpha, beta) => {
    const sampler = samplerFrom(seeded(`${alpha} ${beta}`));
    const values = Array.from({ length: 60_000 }, () => sampler.beta(alpha, beta));
    const mean = sum(values) / values.length;
    const variance = sum(values.map((value) => (value - mean) ** 2)) / values.length;
    const expected = alpha / (alpha + beta);
    const spread = (expected * (1 - expected)) / (alpha + beta + 1);
    expect(Math.abs(mean - expected)).toBeLessThan(5 * Math.sqrt(spread / values.length));
    expect(Math.abs(variance / spread - 1)).toBeLessThan(0.05);
  });
});

describe('posteriors and rewards', () => {
  test('what was learned counts half after 14 days; nothing of a fresh exposure has matured', () => {
    expect(freshness(14 * DAY)).toBeCloseTo(0.5, 12);
    const curve = delayCurve([]);
    expect(curve(0)).toBe(0);
    expect(curve(DAY / 2)).toBeCloseTo(1 - Math.exp(-1), 12);
    const slow = delayCurve(Array.from({ length: 180 }, () => 5 * DAY));
    expect(slow(DAY)).toBeLessThan(0.1);
    expect(slow(6 * DAY)).toBeGreaterThan(0.99);
  });
  test('rewards: margin against the yardstick, estimates while the window is open, annoyance', () => {
    const stick = yardstick({ clicks: 80, clickBuyers: 9, carts: 0, cartBuyers: 0, margins: [1_000, 2_000, 3_000, 10_000] });
    expect(stick).toMatchObject({ refCents: 10_000, meanCents: 4_000, buyGivenClick: 0.1, buyGivenCart: 0.2 });
    const nothing = { marginCents: 0, clickOpen: false, cartOpen: false, penalty: 0 };
    expect(rewardOf({ ...nothing, marginCents: 2_500 }, stick).reward).toBeCloseTo(0.25);
    expect(rewardOf({ ...nothing, marginCents: 99_000 }, stick).reward).toBe(1);
    expect(rewardOf({ ...nothing, clickOpen: true }, stick).reward).toBeCloseTo(0.04);
    expect(rewardOf({ ...nothing, clickOpen: true, cartOpen: true }, stick).reward).toBeCloseTo(0.08);
    expect(rewardOf({ ...nothing, marginCents: 2_500, clickOpen: true }, stick).reward).toBeCloseTo(0.25);
    expect(rewardOf({ ...nothing, penalty: -0.2 }, stick)).toEqual({ reward: 0, raw: -0.2 });
    expect(rewardOf({ ...nothing, marginCents: 5_000, penalty: -0.3 }, stick).reward).toBeCloseTo(0.2);
  });
});

describe('guardrails', () => {
  const usual = { alpha: 60, beta: 1_940 };
  const arm = { posterior: usual, matured: 2_000, unwelcome: 0, exposures: 2_000 };
  const others = { unwelcome: 20, exposures: 4_000 };
  test('an arm pauses when it is surely worth less, annoys twice as often, leaves slots empty or is slow', () => {
    expect(quarantineReason(arm, usual, others)).toBeUndefined();
    expect(quarantineReason({ ...arm, posterior: { alpha: 30, beta: 1_970 } }, usual, others)).toBe('value');
    expect(quarantineReason({ ...arm, unwelcome: 25 }, usual, others)).toBe('annoying');
    expect(quarantineReason({ ...arm, coverage: 0.55 }, usual, others)).toBe('coverage');
    expect(quarantineReason({ ...arm, p95Ms: 130 }, usual, others)).toBe('slow');
    expect(quarantineReason({ ...arm, exposures: 100, coverage: 0.1 }, usual, others)).toBeUndefined();
  });
  test('a cell forgets when its rate changes, and not by chance', () => {
    const day = (reward: number) => ({ exposures: 1_000, reward });
    const steady = [30, 34, 28, 31, 36, 27, 30, 33, 29, 31].map(day);
    expect(changeOf(steady)).toBeUndefined();
    const since = [
      [90, 95, 88, 92, 91, 94],
      [4, 3, 5, 4, 3, 4, 5, 3, 4, 4],
    ].map((later) => changeOf([...steady, ...later.map(day)]));
    for (const index of since) expect(Math.abs(index! - 10)).toBeLessThanOrEqual(2);
  });
});

describe('shares', () => {
  const standing = (weight: number, more: Partial<Standing> = {}): Standing => ({ weight, isNew: false, quarantined: false, ...more });
  test('without evidence the merchant’s first arm leads and the caps bound the rest', () => {
    const shares = sharesOf(
      Array.from({ length: 5 }, () => standing(0.2, { isNew: true })),
      RULES,
    );
    expect(shares[0]).toBeCloseTo(0.8, 9);
    expect(shares.slice(1)).toEqual([0.05, 0.05, 0.05, 0.05]);
  });
  test('a new arm gets at most 5 % beside established ones, in whatever place it stands', () => {
    const shares = sharesOf([standing(0.9, { isNew: true }), standing(0.06), standing(0.04)], RULES);
    expect(shares[0]).toBeCloseTo(0.05, 9);
    expect(sum(shares)).toBeCloseTo(1, 12);
  });
  test('at most 20 % outside the best two; none at all where exploration is off', () => {
    const five = [0.3, 0.25, 0.2, 0.15, 0.1].map((w) => standing(w));
    const shares = sharesOf(five, RULES);
    expect(sum(shares.slice(2))).toBeCloseTo(0.2, 9);
    expect(sharesOf(five, { ...RULES, exploration: 0 })).toEqual([1, 0, 0, 0, 0]);
  });
  test('a quarantined arm gets nothing unless all are', () => {
    expect(sharesOf([standing(1, { quarantined: true }), standing(0)], RULES)).toEqual([0, 1]);
    expect(sum(sharesOf([standing(1, { quarantined: true })], RULES))).toBe(1);
  });
  test('shares sum to 1 and draws follow them, whatever stands there', () => {
    const random = seeded('property');
    for (let round = 0; round < 3_000; round++) {
      const n = 1 + Math.floor(random() * 12);
      const raw = Array.from({ length: n }, () => (random() < 0.2 ? 0 : random() ** 3));
      const total = sum(raw);
      const standings = raw.map((w) => standing(total > 0 ? w / total : 0, { isNew: random() < 0.4, quarantined: random() < 0.2 }));
      const rules = { ...RULES, exploration: [0, 0.05, 0.2][Math.floor(random() * 3)]! };
      const shares = sharesOf(standings, rules);
      expect(Math.abs(sum(shares) - 1)).toBeLessThan(1e-9);
      expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
      if (rules.exploration > 0) expect(sum([...shares].sort((a, b) => b - a).slice(2))).toBeLessThanOrEqual(rules.exploration + 1e-9);
      const draw = random();
      const at = pick(shares, draw);
      expect(shares[at]).toBeGreaterThan(0);
      expect(sum(shares.slice(0, at))).toBeLessThanOrEqual(draw + 1e-12);
    }
  });
});

describe('experiments', () => {
  const experiment: Experiment = {
    id: 'home-ab',
    placement: 'web.home.row1',
    traffic: 0.5,
    from: 1_000,
    until: 2_000,
    variants: [
      { id: 'a', share: 0.5 },
      { id: 'b', share: 0.5, strategy: 'recent' },
    ],
  };
  test('half take part, half of them in each variant; before and after nobody', () => {
    const ids = Array.from({ length: 20_000 }, (_, i) => `c_${i}`);
    const found = ids.map((id) => assignmentOf(experiment, [id], 1_500)?.variant);
    expect(found.filter(Boolean).length / 20_000).toBeCloseTo(0.5, 1);
    expect(found.filter((v) => v === 'b').length / found.filter(Boolean).length).toBeCloseTo(0.5, 1);
    expect(assignmentOf(experiment, ['c_1'], 999)).toBeUndefined();
    expect(assignmentOf(experiment, ['c_1'], 2_000)).toBeUndefined();
    expect(assignmentOf(experiment, [], 1_500)).toBeUndefined();
  });
  test('after a merge the older profile’s variant holds', () => {
    for (let i = 0; i < 200; i++)
      expect(assignmentOf(experiment, [`old_${i}`, `new_${i}`], 1_500)).toEqual(assignmentOf(experiment, [`old_${i}`], 1_500));
  });
  test('more traffic moves nobody to another variant', () => {
    const all = { ...experiment, traffic: 1 };
    for (let i = 0; i < 500; i++) {
      const before = assignmentOf(experiment, [`c_${i}`], 1_500);
      if (before) expect(assignmentOf(all, [`c_${i}`], 1_500)).toEqual(before);
    }
  });
});

test('a challenger passes only when it surely earns more', () => {
  const random = seeded('gate');
  const rows = Array.from({ length: 4_000 }, () => {
    const shown = random() < 0.5 ? 0 : 1;
    return { shown, reward: random() < [0.03, 0.09][shown]! ? 1 : 0 };
  });
  const judged = (p: readonly number[]) => rows.map(({ shown, reward }) => ({ logged: 0.5, judged: p[shown]!, reward }));
  expect(beatsDefault(judged([0.05, 0.95]), judged([0.5, 0.5]))).toMatchObject({ beats: true });
  expect(beatsDefault(judged([0.95, 0.05]), judged([0.5, 0.5]))).toMatchObject({ beats: false });
  expect(beatsDefault(judged([0.05, 0.95]).slice(0, 60), judged([0.5, 0.5]).slice(0, 60)).beats).toBe(false);
});
