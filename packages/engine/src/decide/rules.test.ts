// Merchandising rules in whole decisions: the acceptance script of the baby department, every pair of the conflict order, pins, caps, spreads.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slotDistance } from '../maths/slots.ts';
import type { RuleSet } from '../rules/compile.ts';
import { memoryPerson, memorySignal } from '../testing/memory-world.ts';
import { ask, NOW, PRODUCTS, type Ruled, ruledWorld, ruleOf, ruleSet } from '../testing/ruled-world.ts';
import type { TracePlacement } from './answer.ts';
import { decide } from './decide.ts';
import { PLACEMENTS } from './placements.ts';
import type { DecisionRequest } from './request.ts';

const ROW = 'web.product.row1';
const BAN = 'REGEL babyschutz WO ctx.category unter Baby DANN verbot FÜR item.category unter Alkohol';

function run(rules: RuleSet, request: DecisionRequest = ask(ROW, 8, { page: 'H' }), world: Ruled = {}) {
  const { answer, trace } = decide(request, ruledWorld({ rules, ...world }));
  const placement = trace.placements[0]!;
  checkStages(placement, answer.placements[0]!.items.length);
  const items = answer.placements[0]!.items;
  return { items, skus: items.map((item) => item.sku), trace: placement, answer, whole: trace };
}

function checkStages({ stages, candidates }: TracePlacement, shown: number): void {
  let before: number | undefined;
  for (const stage of stages) {
    expect(stage.in).toBe(stage.out + Object.values(stage.dropped).reduce((sum, n) => sum + n, 0));
    if (before !== undefined) expect(stage.in).toBe(before);
    before = stage.out;
  }
  expect(before).toBe(shown);
  expect(candidates.length).toBe(stages[0]!.in);
  expect(candidates.filter((one) => one.slot !== null).length).toBe(shown);
}
const codes = (trace: TracePlacement, sku: string) => [
  ...new Set(trace.candidates.filter((one) => one.sku === sku).map((one) => one.droppedBy)),
];

describe('the baby department', () => {
  const pinned = () => ruleSet(ruleOf(BAN, 'ban'), ruleOf('fixieren(1) FÜR item.sku = WINE-1', 'pin', { importance: 1000 }));
  const pages: [string, DecisionRequest['context']][] = [
    ['category page', { page: 'C', category: 'Baby/Flaschen' }],
    ['its end alone', { page: 'C', category: 'Flaschen' }],
    ['other spelling', { page: 'C', category: 'BABY' }],
    ['product page', { page: 'P', sku: 'BABY-FOOD' }],
    ['product page under a foreign category', { page: 'P', category: 'Angebote', sku: 'BABY-FOOD' }],
    ['page of an article without category', { page: 'P', sku: 'MYSTERY' }],
  ];
  it.each(pages)('%s: no alcohol in any slot, pins void, the rest filled', (_name, context) => {
    const { skus, trace } = run(pinned(), ask(ROW, 8, context));
    expect(skus).not.toContain('WINE-1');
    expect(skus).not.toContain('BEER-6');
    expect(skus).not.toContain('MYSTERY');
    expect(skus.length).toBeGreaterThan(4);
    expect(codes(trace, 'WINE-1')).toEqual(['PIN_VOID', 'BAN']);
    expect(codes(trace, 'BEER-6')).toEqual(['BAN']);
    expect(trace.candidates.find((one) => one.droppedBy === 'PIN_VOID')!.rulesHit).toEqual(['pin', 'ban']);
  });

  it('on the search page the rule is not in context, but age still is', () => {
    const rules = ruleSet(ruleOf(BAN, 'ban'), ruleOf('alter(18) FÜR Spirituosen; alter(16) FÜR Bier/Wein', 'age'));
    const request = ask('web.search.row1', 10, { page: 'S', term: 'x' });
    expect(run(ruleSet(ruleOf(BAN, 'ban')), request).skus).toContain('WINE-1');
    const young = run(rules, request);
    expect(codes(young.trace, 'WINE-1')).toEqual(['AGE']);
    expect(codes(young.trace, 'BEER-6')).toEqual(['AGE']);
    expect(codes(young.trace, 'MYSTERY')).toEqual(['AGE']);
    const grown = (birthday: string, basis: 'card' | 'device') => run(rules, request, { person: memoryPerson({ basis, birthday }) });
    expect(grown('1990-01-01', 'card').skus).toEqual(expect.arrayContaining(['WINE-1', 'BEER-6', 'MYSTERY']));
    expect(grown('2010-01-01', 'card').skus).toEqual(expect.arrayContaining(['WINE-1']));
    expect(grown('2011-01-01', 'card').skus).not.toContain('WINE-1');
    expect(grown('1990-01-01', 'device').skus).not.toContain('WINE-1');
  });

  it('outside the department nothing is banned, and outside measurement knows no rules', () => {
    expect(run(pinned(), ask(ROW, 8, { page: 'C', category: 'Technik' })).skus[0]).toBe('WINE-1');
    const measured = decide({ ...ask(ROW, 8, { category: 'Baby' }), options: { evaluation: true } }, ruledWorld({ rules: pinned() }));
    expect(measured.answer.placements[0]!.items.map((item) => item.sku)).toContain('BEER-6');
  });

  it('a ban for everywhere but one place holds where the place is not named', () => {
    const rules = ruleSet('WO nicht ctx.category unter Bar DANN verbot FÜR item.category unter Alkohol');
    expect(run(rules).skus).not.toContain('WINE-1');
    expect(run(rules, ask(ROW, 8, { category: 'Bar' })).skus).toContain('WINE-1');
    // Ordinary rules do not reach where nothing is known.
    expect(run(ruleSet('WO nicht ctx.category unter Bar DANN nie FÜR item.category unter Alkohol')).skus).toContain('WINE-1');
  });
});

describe('the conflict order: the first of two wins', () => {
  const BOUGHT = memoryPerson({ basis: 'card', dismissed: [{ sku: 'X1', at: NOW - 1000 }] });
  const SHOP = ask('tablet.next_best', 8, { storeId: 'st_hh' }, 'tablet');
  const pairs: [string, string[], string, Ruled][] = [
    ['ban before age', ['alter(18) FÜR item.sku = X1', 'verbot FÜR item.sku = X1'], 'BAN', {}],
    ['ban before sensitive', ['sensibel FÜR item.sku = X1', 'verbot FÜR item.sku = X1'], 'BAN', {}],
    ['age before sensitive', ['sensibel FÜR item.sku = X1', 'alter(18) FÜR item.sku = X1'], 'AGE', {}],
    ['ban before stock', ['verbot FÜR item.sku = X1'], 'BAN', { out: ['X1'] }],
    ['sensitive before stock', ['sensibel FÜR item.sku = X1'], 'SENSITIVE', { out: ['X1'] }],
    ['stock before suppression', ['lager(9) FÜR item.sku = X1'], 'STOCK', { person: BOUGHT }],
    ['suppression before never', ['nie FÜR item.sku = X1'], 'DISMISSED', { person: BOUGHT }],
    ['suppression before only', ['nur FÜR item.brand = Y'], 'DISMISSED', { person: BOUGHT }],
    ['never before only', ['nur FÜR item.brand = Y', 'nie FÜR item.sku = X1'], 'EXCLUDED', {}],
    [
      'floors before only',
      ['nur FÜR item.brand = Y', 'marge(10) FÜR item.sku = X1'],
      'EXCLUDED',
      { products: PRODUCTS.map((one) => ({ ...one, marginCents: 1 })) },
    ],
    ['never before boost and cap', ['fördern(10) FÜR item.sku = X1', 'höchstens(item.brand, 1)', 'nie FÜR item.sku = X1'], 'EXCLUDED', {}],
  ];
  it.each(pairs)('%s', (_name, texts, code, world) => {
    const { trace, skus } = run(ruleSet(...texts), SHOP, world);
    expect(skus).not.toContain('X1');
    expect(codes(trace, 'X1')).toEqual([code]);
  });

  it('pins before boosts, boosts before caps', () => {
    const list = ask('session.next', 3);
    expect(run(ruleSet('fördern(10) FÜR item.sku = Z1', 'fixieren(1) FÜR item.sku = Y1'), list).skus.slice(0, 2)).toEqual(['Y1', 'Z1']);
    // The cap counts what the boost put first.
    expect(run(ruleSet('fördern(10) FÜR item.sku = X2', 'höchstens(item.brand, 1)'), list).skus).toEqual(['X2', 'Y1', 'Z1']);
    expect(run(ruleSet('fixieren(3) FÜR item.sku = X2', 'höchstens(item.brand, 1)'), list).skus).toEqual(['Y1', 'Z1', 'X2']);
  });

  it('of two alike the narrower context, the younger, the id', () => {
    const first = (...rules: ReturnType<typeof ruleOf>[]) => ruleSet(...rules).rules[0]!.id;
    const text = 'nur FÜR item.brand = X';
    expect(first(ruleOf(text, 'a', { importance: 1 }), ruleOf(`WO page=H und channel=web DANN ${text}`, 'b'))).toBe('a');
    expect(first(ruleOf(text, 'a', { since: 9 }), ruleOf(`WO page=H DANN ${text}`, 'b'))).toBe('b');
    expect(first(ruleOf(text, 'a', { since: 1 }), ruleOf(text, 'b', { since: 2 }))).toBe('b');
    expect(first(ruleOf(text, 'b'), ruleOf(text, 'a'))).toBe('a');
  });
});

describe('only and never', () => {
  it('never adds up, only intersects, never beats only', () => {
    expect(run(ruleSet('nie FÜR item.brand = X', 'nie FÜR item.brand = Y', 'nie FÜR item.priceCents < 500')).skus).not.toEqual(
      expect.arrayContaining(['X1']),
    );
    const both = run(ruleSet('nur FÜR item.category unter Technik', 'nur FÜR item.brand in (X, Y)', 'nie FÜR item.sku = X1'));
    expect([...both.skus].sort()).toEqual(['X2', 'Y1']);
    expect(codes(both.trace, 'X1')).toEqual(['EXCLUDED']);
    expect(codes(both.trace, 'WINE-1')).toEqual(['NOT_ONLY']);
  });

  it('drops the least important only when nothing is left, and says so', () => {
    const rules = ruleSet(
      ruleOf('nur FÜR item.brand = X', 'a', { importance: 5 }),
      ruleOf('nur FÜR item.brand = Y', 'b', { importance: 9 }),
      ruleOf('nur FÜR item.brand = Z', 'c', { importance: 1 }),
    );
    const { skus, trace } = run(rules);
    expect(skus).toEqual(['Y1']);
    expect(trace.rules!.filter((one) => one.dropped).map((one) => one.id)).toEqual(['c', 'a']);
  });

  it('an unknown field neither keeps out nor lets in', () => {
    expect(run(ruleSet('nie FÜR item.category unter Alkohol')).skus).toContain('MYSTERY');
    expect(run(ruleSet('nur FÜR nicht item.category unter Alkohol')).skus).not.toContain('MYSTERY');
    expect(run(ruleSet('nie FÜR item.marginCents < 100 oder item.rating < 3')).skus).toHaveLength(8);
  });
});

describe('pins', () => {
  const lists = [{ id: 'KW47', kind: 'campaign' as const, skus: ['OUT', 'BABY-FOOD', 'Z1'] }];
  it('bring what no strategy found, the first of a list that can be had', () => {
    const { items, trace, answer } = run(ruleSet("fixieren(2) FÜR item.list = 'KW47'"), undefined, { lists, popular: ['X1', 'Y1', 'X2'] });
    expect(items[1]).toMatchObject({ sku: 'BABY-FOOD', slot: 2, rules: ['r0'], strategy: '(pin)' });
    expect(items[1]!.reasons[0]!.code).toBe('EDITOR');
    expect(codes(trace, 'OUT')).toEqual(expect.arrayContaining(['PIN_VOID', 'STOCK']));
    expect(answer.placements[0]!.strategy).not.toBeNull();
    expect(new Set(items.map((item) => item.sku)).size).toBe(items.length);
  });

  it('two on one slot: the more important takes it, the other the next; alike the younger', () => {
    const pin = (sku: string, id: string, rest: object) => ruleOf(`fixieren(1) FÜR item.sku = '${sku}'`, id, rest);
    expect(run(ruleSet(pin('Y1', 'a', { importance: 1 }), pin('Z1', 'b', { importance: 2 }))).skus.slice(0, 2)).toEqual(['Z1', 'Y1']);
    expect(run(ruleSet(pin('Y1', 'a', { since: 2 }), pin('Z1', 'b', { since: 1 }))).skus.slice(0, 2)).toEqual(['Y1', 'Z1']);
    expect(run(ruleSet(pin('Y1', 'b', {}), pin('Z1', 'a', {}))).skus.slice(0, 2)).toEqual(['Z1', 'Y1']);
  });

  const voided: [string, string, Ruled, string][] = [
    ['stock', 'lager(1, store)', { out: ['OUT', 'X2'] }, 'STOCK'],
    ['never', 'nie FÜR item.sku = X2', {}, 'EXCLUDED'],
    ['only', 'nur FÜR item.brand = Y', {}, 'NOT_ONLY'],
    ['ban', 'verbot FÜR item.brand = X', {}, 'BAN'],
    ['age', 'alter(18) FÜR item.brand = X', {}, 'AGE'],
    [
      'dismissal',
      'nie FÜR item.sku = nothing',
      { person: memoryPerson({ basis: 'card', dismissed: [{ sku: 'X2', at: Date.parse('2026-11-20') }] }) },
      'DISMISSED',
    ],
    ['a cap among pins', 'höchstens(item.brand, 1); fixieren(2) FÜR item.sku = X1', {}, 'CAP'],
    ['distance among pins', 'abstand(item.sku = X1, item.sku = X2, 2); fixieren(2) FÜR item.sku = X1', {}, 'SPREAD'],
  ];
  it.each(voided)('are void by %s', (_name, text, world, code) => {
    const rules = ruleSet(ruleOf('fixieren(1) FÜR item.sku = X2', 'pin'), ruleOf(text, 'other', { importance: 1 }));
    const { skus, trace } = run(rules, ask(ROW, 3), world);
    expect(skus[0]).not.toBe('X2');
    expect(codes(trace, 'X2')).toEqual(expect.arrayContaining(['PIN_VOID', code]));
  });

  it('do not move for boosts, and close up where too little is left', () => {
    expect(run(ruleSet('fixieren(3) FÜR item.sku = Z1', 'fördern(10) FÜR item.brand = Z')).skus[2]).toBe('Z1');
    const few = run(ruleSet('fixieren(7) FÜR item.sku = Z1', 'nur FÜR item.brand in (X, Z)'));
    expect(few.skus).toEqual(['X1', 'X2', 'Z1']);
    expect(run(ruleSet('fixieren(20) FÜR item.sku = Z1')).trace.candidates.some((one) => one.droppedBy === 'PIN_VOID')).toBe(true);
  });
});

describe('boosts', () => {
  const top = (rules: RuleSet) => run(rules, ask('session.next', 8), { popular: ['X1', 'Y1', 'Z1', 'X2'] });
  it('multiply, together at most tenfold and at least a tenth', () => {
    const { items } = top(
      ruleSet(
        'fördern(8) FÜR item.brand = Z',
        'fördern(5) FÜR item.sku = Z1',
        'dämpfen(0.2) FÜR item.brand = X',
        'dämpfen(0.2) FÜR item.sku = X1',
      ),
    );
    const scores = Object.fromEntries(items.map((item) => [item.sku, item.score]));
    expect(scores['Z1']).toBeCloseTo(0.5 * 10, 9);
    expect(scores['Y1']).toBeCloseTo(0.75, 9);
    expect(scores['X1']).toBeCloseTo(1 * 0.1, 9);
    expect(scores['X2']).toBeCloseTo(0.25 * 0.2, 9);
    expect(items.map((item) => item.sku).slice(0, 4)).toEqual(['Z1', 'Y1', 'X1', 'X2']);
    expect(items[0]!.rules).toEqual(['r1', 'r0']);
  });
  it('never add what is not relevant', () => {
    expect(run(ruleSet('fördern(10) FÜR item.sku = BABY-FOOD', 'nur FÜR item.category unter Technik')).skus).not.toContain('BABY-FOOD');
  });
  it('count in compact traces too', () => {
    const products = Array.from({ length: 120 }, (_, i) => ({
      sku: `p${String(i).padStart(3, '0')}`,
      needGroup: `g${i}`,
      brand: i === 80 ? 'Z' : 'A',
      category: ['c'],
    }));
    const world = ruledWorld({ rules: ruleSet('fördern(10) FÜR item.brand = Z'), products, out: [] });
    const { answer } = decide(ask('session.next', 3), { ...world, trace: 'compact' });
    expect(answer.placements[0]!.items[0]!.sku).toBe('p080');
  });
});

describe('caps, spreads, requirements', () => {
  it('the vector: X1 X2 Z1 Y1', () => {
    const rules = ruleSet("abstand(item.brand='X', item.brand='Y', 1)", 'nur FÜR item.brand in (X, Y, Z)');
    const { skus } = run(rules, ask('session.next', 4), { popular: ['X1', 'Y1', 'Z1', 'X2'] });
    // Base scores 1, .75, .5, .25.
    expect(skus).toEqual(['X1', 'X2', 'Z1', 'Y1']);
  });

  it('in a 2×2 grid only one of the brands, and others behind it', () => {
    const grid = { ...PLACEMENTS.get('web.home.row1')!, id: 'grid', columns: 2, limit: 4, diverse: false };
    const rules = ruleSet("abstand(item.brand='X', item.brand='Y', 1)");
    const world = { ...ruledWorld({ rules }), placements: new Map([['grid', grid]]) };
    const { answer, trace } = decide(ask('grid', 4), world);
    const brands = new Set(answer.placements[0]!.items.map((item) => item.sku[0]));
    expect(answer.placements[0]!.items).toHaveLength(4);
    expect(brands.has('X') && brands.has('Y')).toBe(false);
    expect(trace.placements[0]!.stages.find((stage) => stage.name === 'arrange')!.dropped['SPREAD']).toBeGreaterThan(0);
  });

  it('caps count per value over all strategies of a placement', () => {
    const { skus, trace } = run(ruleSet('höchstens(item.brand, 1)'));
    expect(skus.filter((sku) => sku.startsWith('X'))).toHaveLength(1);
    expect(codes(trace, 'X2')).toEqual(['CAP']);
  });

  it('requirements reach down the list', () => {
    const { skus } = run(ruleSet('mindestens(2) FÜR Baby'), ask('session.next', 3));
    expect(skus.filter((sku) => sku.startsWith('BABY'))).toHaveLength(2);
    expect(run(ruleSet('mindestens(2) FÜR Nirgends'), ask('session.next', 3)).skus).toHaveLength(3);
  });
});

describe('other actions', () => {
  it('floors, bands, labels, preferred strategies', () => {
    const products = PRODUCTS.map((one, i) => ({
      ...one,
      priceCents: 1000 + 200 * i,
      marginCents: i === 0 ? 10 : i === 1 ? undefined : 500,
      attributes: { rating: i === 2 ? 1 : 4 },
    }));
    expect(run(ruleSet('marge(100)'), undefined, { products }).skus).not.toContain('X1');
    expect(run(ruleSet('marge(100)'), undefined, { products }).skus).toContain('Y1');
    expect(run(ruleSet('marge(5%)'), undefined, { products }).skus).not.toContain('X1');
    expect(run(ruleSet('bewertung(3)'), undefined, { products }).skus).not.toContain('Z1');
    const band = run(ruleSet('preisband(0.85, 1.2) on P'), ask(ROW, 8, { sku: 'Z1' }), { products });
    expect(band.skus.every((sku) => Math.abs(products.find((one) => one.sku === sku)!.priceCents / 1400 - 1) <= 0.2)).toBe(true);
    expect(run(ruleSet('lager(6)')).items).toHaveLength(0);
    const labelled = run(ruleSet("kennzeichnen('Anzeige', 'Ad') FÜR item.brand = Y")).items.find((item) => item.sku === 'Y1')!;
    expect(labelled).toMatchObject({ labels: [{ de: 'Anzeige', en: 'Ad' }], rules: ['r0'] });
    const preferred = run(ruleSet('WO page=P DANN strategie(most_viewed_brand, best_site)'), ask(ROW, 8, { page: 'P' }));
    expect(preferred.answer.placements[0]!.strategy!.id).toBe('best_site');
    expect(preferred.whole.versions.rules).toBe('v1');
  });

  it('sensitive goods stay off shared screens and staff screens, unknown ones too', () => {
    const rules = ruleSet('sensibel FÜR item.category unter Baby');
    const shop = run(rules, ask('tablet.next_best', 8, { storeId: 'st_hh' }, 'tablet'));
    expect(shop.skus).not.toEqual(expect.arrayContaining(['BABY-FOOD']));
    expect(codes(shop.trace, 'MYSTERY')).toEqual(['SENSITIVE']);
    expect(run(rules).skus).toContain('BABY-FOOD');
    expect(run(rules, ask(ROW, 8, { visibility: 'associate' })).skus).not.toContain('BABY-FOOD');
  });

  it('sensitive goods are no starting point: neither on their page nor from the past', () => {
    const rules = ruleSet("sensibel FÜR item.tags enthält 'intim'");
    const products = PRODUCTS.map((one) => (one.sku === 'BABY-FOOD' ? { ...one, tags: ['intim'] } : one));
    const person = memoryPerson({
      basis: 'card',
      purposes: ['personalisation', 'instore'],
      signals: [1, 2, 3].map((day) => memorySignal(NOW - day * 86_400_000, 'BABY-FOOD')),
    });
    const verdicts = (set: RuleSet) => {
      const { trace, skus } = run(set, ask(ROW, 8, { sku: 'BABY-FOOD' }), { products, person });
      expect(skus).not.toContain('BABY-FOOD');
      return new Map(trace.strategies.map((one) => [one.id, one.verdict]));
    };
    expect(verdicts(ruleSet()).get('sim_attr')).not.toBe('no_input');
    expect(verdicts(rules).get('sim_attr')).toBe('no_input');
    const home = (set: RuleSet) =>
      run(set, ask('web.home.row1', 4), { products, person }).trace.strategies.find((one) => one.id === 'recent')!.candidates;
    expect([home(ruleSet()), home(rules)]).toEqual([1, 0]);
  });

  it('drafts and rules out of their days do nothing; days are whole days in Berlin', () => {
    const never = 'nie FÜR item.brand = X';
    expect(run(ruleSet(`${never} TEST`)).skus).toContain('X1');
    const dated = ruleSet(`${never} VON 2026-11-21 BIS 2026-11-22`);
    const at = (iso: string) => run(dated, undefined, { now: Date.parse(iso) }).skus.includes('X1');
    expect([at('2026-11-20T22:59:59Z'), at('2026-11-20T23:00:00Z'), at('2026-11-22T22:59:59Z'), at('2026-11-22T23:00:00Z')]).toEqual([
      true,
      false,
      false,
      true,
    ]);
    const hour = ruleSet(`${never} VON 2026-11-21T12:00:00Z BIS 2026-11-21T13:00:00Z`);
    expect(
      ['11:59:59', '12:00:00', '13:00:00'].map((time) =>
        run(hour, undefined, { now: Date.parse(`2026-11-21T${time}Z`) }).skus.includes('X1'),
      ),
    ).toEqual([true, false, true]);
  });
});

describe('properties', () => {
  const BRANDS = ['A', 'B', 'C'];
  const products = Array.from({ length: 30 }, (_, i) => ({
    sku: `p${String(i).padStart(2, '0')}`,
    needGroup: `g${i % 5}`,
    brand: i % 7 === 6 ? undefined : BRANDS[i % 3],
    category: i % 9 === 8 ? [] : ['Top', `c${i % 4}`],
    priceCents: 100 * (i + 1),
    tags: i % 4 === 0 ? ['t'] : [],
  }));
  const text = fc.oneof(
    fc.constantFrom(
      'verbot FÜR item.category unter c1',
      'verbot FÜR item.tags enthält t',
      'nie FÜR item.brand = C',
      'nur FÜR item.category unter Top',
      'höchstens(item.brand, 2)',
      'mindestens(2) FÜR c2',
      'fördern(9) FÜR c1',
      'dämpfen(0.1) FÜR item.brand = A',
      'alter(18) FÜR c3',
    ),
    fc
      .tuple(fc.constantFrom(...BRANDS), fc.constantFrom(...BRANDS), fc.integer({ min: 1, max: 3 }))
      .map(([a, b, d]) => `abstand(item.brand = ${a}, item.brand = ${b}, ${d})`),
    fc
      .tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 29 }))
      .map(([slot, i]) => `fixieren(${slot}) FÜR item.sku = '${products[i]!.sku}'`),
  );
  const one = fc.record({
    texts: fc.array(text, { maxLength: 6 }),
    columns: fc.integer({ min: 1, max: 5 }),
    limit: fc.integer({ min: 1, max: 12 }),
    out: fc.subarray(products.map((product) => product.sku)),
    diverse: fc.boolean(),
    compact: fc.boolean(),
  });

  it('(1) bans hold, (7) pins obey stock, (8) spreads and caps hold in every layout, (9) counts add up', () => {
    fc.assert(
      fc.property(one, ({ texts, columns, limit, out, diverse, compact }) => {
        const layout = columns === 1 ? ('list' as const) : ('grid' as const);
        const place = { ...PLACEMENTS.get('web.home.row1')!, id: 'place', layout, columns, diverse };
        const world = { ...ruledWorld({ rules: ruleSet(...texts), products, out }), placements: new Map([['place', place]]) };
        const { answer, trace } = decide(ask('place', limit), compact ? { ...world, trace: 'compact' } : world);
        const shown = answer.placements[0]!.items.map((item) => products.find((product) => product.sku === item.sku)!);
        if (!compact) checkStages(trace.placements[0]!, shown.length);
        expect(new Set(shown).size).toBe(shown.length);
        for (const [i, product] of shown.entries()) {
          expect(out).not.toContain(product.sku);
          if (texts.includes('verbot FÜR item.category unter c1')) expect(product.category).toEqual(expect.arrayContaining(['Top']));
          if (texts.includes('verbot FÜR item.category unter c1')) expect(product.category).not.toContain('c1');
          if (texts.includes('verbot FÜR item.tags enthält t')) expect(product.tags).toEqual([]);
          if (texts.includes('nie FÜR item.brand = C')) expect(product.brand).not.toBe('C');
          if (texts.includes('alter(18) FÜR c3')) expect(product.category).not.toContain('c3');
          if (texts.includes('höchstens(item.brand, 2)') && product.brand)
            expect(shown.filter((other) => other.brand === product.brand).length).toBeLessThanOrEqual(2);
          for (const rule of texts) {
            const match = /^abstand\(item.brand = (.), item.brand = (.), (\d)\)$/.exec(rule);
            if (!match) continue;
            for (const [j, other] of shown.entries())
              if (i !== j && product.brand === match[1] && other.brand === match[2])
                expect(slotDistance(i, j, columns)).toBeGreaterThan(Number(match[3]));
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
