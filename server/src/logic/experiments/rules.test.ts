// The pure rules: what becomes an exposure, what a report is about, what a line is owed to, when an arm pauses or a model is promoted.
import { describe, expect, test } from 'vitest';
import { homeContext } from '../../../../tests/experiments-storey.ts';
import { creditFor, type DecidedPlacement, exposuresOf, marginOf, reactionsIn, type Seen } from './exposure.ts';
import { type Evidence, learnPlacement } from './learning.ts';
import type { OutcomeGroup } from './learning-store.ts';
import { cellText, checkText } from './words.ts';

const hour = 3_600_000;
const day = 24 * hour;
const now = Date.parse('2026-11-21T12:00:00Z');

describe('exposures', () => {
  const placement: DecidedPlacement = {
    id: 'web.home.row1',
    strategy: 'recent',
    by: 'bandit',
    propensity: 0.6,
    weights: [
      { arm: 'recent', weight: 0.6 },
      { arm: 'wish', weight: 0.4 },
    ],
    context: homeContext,
    items: [{ token: 't1', sku: 'A' }],
    wanted: 4,
  };
  const rows = (...placements: DecidedPlacement[]) =>
    exposuresOf({ decisionId: 'd1', at: '2026-11-21T12:00:00Z', channel: 'web', placements });
  test('what was chosen is kept with its propensity; rules, control group and empty placements are no choice', () => {
    expect(rows(placement)).toMatchObject([
      { arm: 'recent', propensity: 0.6, arms: ['recent', 'wish'], coverage: 0.25, cell: 'web.home.row1|web|home|active|interest|-' },
    ]);
    expect(rows({ ...placement, by: 'rule' }, { ...placement, by: 'holdout' }, { ...placement, context: undefined })).toEqual([]);
    expect(rows({ ...placement, items: [] }, { ...placement, strategy: null })).toEqual([]);
    expect(rows({ ...placement, by: 'fallback' })).toHaveLength(1);
  });
});

describe('reports', () => {
  const exposures = [
    { decisionId: 'd1', placement: 'a', items: [{ token: 't1', sku: 'A' }] },
    { decisionId: 'd1', placement: 'b', items: [{ token: 't2', sku: 'B' }] },
  ];
  const of = (more: object) =>
    reactionsIn({ decisionId: 'd1', kind: 'shown', at: 0, nodeId: null, ...more }, exposures).map((r) => [r.placement, r.token]);
  test('are about an item by token or article, or about a whole placement', () => {
    expect(of({ token: 't2' })).toEqual([['b', 't2']]);
    expect(of({ sku: 'A' })).toEqual([['a', 't1']]);
    expect(of({ placement: 'b' })).toEqual([['b', '']]);
    expect(of({})).toEqual([
      ['a', ''],
      ['b', ''],
    ]);
    expect(of({ token: 'forged' })).toEqual([]);
    expect(of({ kind: 'clicked' })).toEqual([]);
    expect(of({ decisionId: 'd2', token: 't1' })).toEqual([]);
  });
});

describe('credit', () => {
  const seen = (decisionId: string, more: Partial<Seen>): Seen => ({
    decisionId,
    placement: 'p',
    items: [{ token: `${decisionId}_0`, sku: 'A' }],
    answeredAt: undefined,
    reactions: [],
    ...more,
  });
  const click = (decisionId: string, at: number) => seen(decisionId, { reactions: [{ token: `${decisionId}_0`, kind: 'clicked', at }] });
  const line = { sku: 'A', at: now };
  test('the last click within seven days, else the last impression within a day', () => {
    const view = seen('v', { reactions: [{ token: '', kind: 'shown', at: now - hour }] });
    expect(creditFor(line, [click('old', now - 6 * day), click('new', now - 2 * day), view])).toEqual({
      decisionId: 'new',
      placement: 'p',
      basis: 'click',
    });
    expect(creditFor(line, [click('old', now - 7 * day - 1), view])).toEqual({ decisionId: 'v', placement: 'p', basis: 'view' });
    expect(creditFor(line, [seen('a', { answeredAt: now - 25 * hour })])).toBeUndefined();
    expect(creditFor(line, [seen('a', { answeredAt: now - 23 * hour })])).toMatchObject({ basis: 'view' });
    expect(creditFor({ ...line, sku: 'B' }, [click('new', now - 1)])).toBeUndefined();
  });
  test('nothing is owed to what was clicked afterwards; the minute a till prints is forgiven', () => {
    expect(creditFor(line, [click('later', now + 10 * 60_000)])).toBeUndefined();
    expect(creditFor(line, [click('same minute', now + 40_000)])).toMatchObject({ decisionId: 'same minute' });
  });
  test('margin: what was paid less what the goods cost; a quarter where nobody told', () => {
    expect(marginOf(89_900, 1, { priceCents: 99_900, marginCents: 9_500 })).toBe(0);
    expect(marginOf(99_900, 1, { priceCents: 99_900, marginCents: 9_500 })).toBe(9_500);
    expect(marginOf(6_000, 2, { priceCents: 3_000, marginCents: 1_000 })).toBe(2_000);
    expect(marginOf(4_000, 1, undefined)).toBe(1_000);
  });
});

describe('learning', () => {
  const placement = 'web.home.row1';
  const cell = (customer: string) => `${placement}|web|home|${customer}|-|-`;
  const outcome = (arm: string, exposures: number, daysAgo: number, more: Partial<OutcomeGroup> = {}): OutcomeGroup => ({
    cell: cell('active'),
    arm,
    chosenBy: 'bandit',
    variant: null,
    at: now - daysAgo * day,
    fromDay: true,
    marginCents: 0,
    clickOpen: false,
    cartOpen: false,
    penalty: 0,
    exposures,
    ...more,
  });
  /** `sold` of `exposures` brought the full reward. */
  const sells = (arm: string, exposures: number, sold: number, daysAgo: number, more: Partial<OutcomeGroup> = {}) => [
    outcome(arm, exposures - sold, daysAgo, more),
    outcome(arm, sold, daysAgo, { ...more, marginCents: 10_000 }),
  ];
  const evidence = (outcomes: OutcomeGroup[], more: Partial<Evidence> = {}): Evidence => ({
    placement,
    outcomes,
    rewards: { clicks: 0, clickBuyers: 0, carts: 0, cartBuyers: 0, margins: [], delays: [] },
    arms: [],
    resets: [],
    previous: undefined,
    ...more,
  });
  const options = { now, version: 'v', familyOf: () => 'all', judged: async () => [] };
  const figures = (arm: string) => ({ arm, exposures: 3_000, unwelcome: 0, coverage: null, p95Ms: null });

  test('an arm that is surely worth less than the fallback pauses for 14 days and comes back', async () => {
    const outcomes = [
      ...sells('good', 3_000, 150, 5),
      ...sells('bad', 3_000, 20, 5),
      ...sells('best_site', 3_000, 120, 5, { chosenBy: 'fallback' }),
    ];
    const { state } = await learnPlacement(evidence(outcomes, { arms: [figures('good'), figures('bad')] }), options);
    expect(state.quarantine).toEqual([{ arm: 'bad', until: now + 14 * day, reason: 'value' }]);
    expect(state.cells[0]?.arms.map((one) => one.arm)).toEqual(expect.arrayContaining(['good', 'bad']));
    expect(state.cells[0]?.arms).toHaveLength(2);
    const later = await learnPlacement(evidence([], { previous: state }), { ...options, now: now + 15 * day });
    expect(later.state.quarantine).toEqual([]);
  });
  test('a cell whose rate changed forgets what was before', async () => {
    const days = Array.from({ length: 24 }, (_, i) => sells('arm', 2_000, i < 10 ? 200 : 60, 2 + i)).flat();
    const { state, resets } = await learnPlacement(evidence(days), options);
    expect(resets).toHaveLength(1);
    expect(resets[0]!.cell).toBe(cell('active'));
    expect(Math.abs((now - resets[0]!.at) / day - 12)).toBeLessThanOrEqual(2);
    const arm = state.cells.find((one) => one.key === cell('active'))!.arms[0]!;
    expect(arm.reward / arm.matured).toBeGreaterThan(0.09);
    const again = await learnPlacement(evidence(days, { resets }), options);
    expect(again.resets).toEqual([]);
  });
  test('the linear model serves only where it proved better on the newest week', async () => {
    const customers = ['new', 'active', 'lapsed'];
    const rate = (customer: string, arm: string) => ((customer === 'new') === (arm === 'one') ? 0.12 : 0.03);
    const outcomes = customers.flatMap((customer) =>
      ['one', 'two'].flatMap((arm) => sells(arm, 12_000, Math.round(12_000 * rate(customer, arm)), 9, { cell: cell(customer) })),
    );
    // Without a page or a person's cell of its own, only the shared features know for whom an arm is good.
    const judged = (flip: boolean) =>
      Array.from({ length: 4_000 }, (_, i) => {
        const customer = customers[i % 3]!;
        const arm = i % 2 === 0 ? 'one' : 'two';
        const sold = (i * 0.618_033_988_7) % 1 < rate(flip ? (customer === 'new' ? 'active' : 'new') : customer, arm);
        return {
          cell: `${placement}|app|stage|${customer}|-|-`,
          arm,
          arms: ['one', 'two'],
          propensity: 0.5,
          marginCents: sold ? 10_000 : 0,
          clickOpen: false,
          cartOpen: false,
          penalty: 0,
        };
      });
    const passed = await learnPlacement(evidence(outcomes), { ...options, judged: async () => judged(false) });
    expect(passed.state.seen).toBeGreaterThan(50_000);
    expect(passed.state.linear).toBeDefined();
    const failed = await learnPlacement(evidence(outcomes), { ...options, judged: async () => judged(true) });
    expect(failed.state.linear).toBeUndefined();
  });
});

test('words', () => {
  expect(cellText('web.product.row1|web|product|lapsed|interest|owned')).toEqual({
    de: 'lange nicht gesehene Kunden mit aktuellem Interesse, besitzt Passendes, Seite product, web',
    en: 'lapsed customers with a current interest, owning something related, page product, web',
  });
  expect(cellText('web.product.row1').en).toBe('everybody');
  const check = { ips: 0, snips: 0, dr: 0.055, drHalf: 0, ess: 2.94, largestWeight: 1, reliable: false };
  expect(checkText(check, 0.05).de).toContain('Nicht belastbar: nur 3');
  expect(checkText({ ...check, ess: 900, reliable: true }, 0.05)).toMatchObject({ de: expect.stringContaining('+10,0 %') });
});
