// The rule language in German and English: the examples of LOGIC §1.7, spellings, errors with their position, limits, and print ∘ parse = identity.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACTIONS } from './actions.ts';
import type { Condition, Effect, ParamValue, RuleAst } from './ast.ts';
import { astProblem, canonical, completeRule } from './check-rule.ts';
import { parseCondition, parseRule } from './parse.ts';
import { printRule } from './print.ts';

const compare = (field: string, operator: string, ...values: unknown[]) => ({ kind: 'compare', field, operator, values });
const under = (field: string, value: string) => compare(field, 'under', value);
const name = (...names: string[]) => ({ kind: 'name', names });

function rule(text: string) {
  const parsed = parseRule(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message.de}`);
  return parsed.rule;
}
function errorOf(text: string) {
  const parsed = parseRule(text);
  if (parsed.ok) throw new Error(`${text} was read`);
  return parsed.error;
}

describe('the examples of the specification', () => {
  const table: [string, unknown][] = [
    [
      'WO category unter Filialbaby DANN nur FÜR item.category unter Baby',
      { where: under('ctx.category', 'Filialbaby'), effects: [{ action: 'only', params: {}, target: under('item.category', 'Baby') }] },
    ],
    ['DANN nie FÜR item.priceCents < 500', { effects: [{ action: 'exclude', params: {}, target: compare('item.priceCents', '<', 500) }] }],
    [
      'WO ctx.category unter Baby DANN verbot FÜR item.category unter Alkohol',
      { where: under('ctx.category', 'Baby'), effects: [{ action: 'ban', params: {}, target: under('item.category', 'Alkohol') }] },
    ],
    [
      'dämpfen(0.5) FÜR stock.coverDays < 3',
      { effects: [{ action: 'bury', params: { factor: 0.5 }, target: compare('stock.coverDays', '<', 3) }] },
    ],
    [
      "fixieren(1) FÜR item.list = 'KW47'",
      { effects: [{ action: 'pin', params: { slot: 1 }, target: compare('item.list', '=', 'KW47') }] },
    ],
    ['höchstens(item.brand, 2)', { effects: [{ action: 'cap', params: { attribute: 'item.brand', max: 2 } }] }],
    [
      "abstand(item.brand='X', item.brand='Y', 1)",
      { effects: [{ action: 'spread', params: { a: compare('item.brand', '=', 'X'), b: compare('item.brand', '=', 'Y'), distance: 1 } }] },
    ],
    [
      'preisband(0.85, 1.6) on P',
      { where: compare('ctx.page', '=', 'P'), effects: [{ action: 'priceband', params: { low: 0.85, high: 1.6 } }] },
    ],
    ['lager(2, store)', { effects: [{ action: 'stock', params: { min: 2, scope: 'store' } }] }],
    [
      'alter(18) FÜR Spirituosen; alter(16) FÜR Bier/Wein',
      {
        effects: [
          { action: 'age', params: { years: 18 }, target: name('Spirituosen') },
          { action: 'age', params: { years: 16 }, target: name('Bier', 'Wein') },
        ],
      },
    ],
    [
      "sensibel FÜR item.tags enthält 'sensibel'",
      { effects: [{ action: 'sensitive', params: {}, target: compare('item.tags', 'contains', 'sensibel') }] },
    ],
    [
      'WO page=K DANN strategie(acc_seed, best_basket_filler)',
      { where: compare('ctx.page', '=', 'K'), effects: [{ action: 'strategy', params: { ids: ['acc_seed', 'best_basket_filler'] } }] },
    ],
    [
      'REGEL babyschutz WO ctx.category unter Baby DANN verbot FÜR item.category unter Alkohol',
      {
        name: 'babyschutz',
        where: under('ctx.category', 'Baby'),
        effects: [{ action: 'ban', params: {}, target: under('item.category', 'Alkohol') }],
      },
    ],
  ];
  it.each(table)('%s', (text, wanted) => expect(rule(text)).toEqual(wanted));
  it('the target alone', () => {
    expect(parseCondition("item.tags enthält 'sensibel'")).toEqual({ ok: true, condition: compare('item.tags', 'contains', 'sensibel') });
  });
});

describe('spellings', () => {
  const same: [string, string][] = [
    ['fördern(2) FÜR Schokolade', 'foerdern(2) fuer Schokolade'],
    ['fördern(1,5) FÜR A', 'fördern(1.5) FÜR A'],
    ['FÖRDERN(2) FÜR Schokolade', 'boost(2) for Schokolade'],
    ['dämpfen(0.5) FÜR A', 'DAEMPFEN(0.5) FOR A'],
    ['höchstens(item.brand, 2)', 'cap(brand, 2)'],
    ['nie FÜR item.tags enthält a', 'never for tags contains a'],
    ['nie FÜR item.tags enthaelt a', 'EXCLUDE FOR item.tags CONTAINS "a"'],
    ['nie FÜR item.brand nicht-in (A, B)', 'exclude for item.brand not in [A, B]'],
    ['nie FÜR item.priceCents zwischen 1 und 5', 'exclude for item.priceCents between (1, 5)'],
    ['nie FÜR item.name beginnt mit Acer', 'exclude for item.name begins with Acer'],
    ['nie FÜR offer.until innerhalb(3)', 'exclude for offer.until within(3)'],
    ['nie FÜR item.rating existiert und nicht item.new', 'exclude for item.rating exists and not item.new = yes'],
    ['WO ctx.geo nahe st_hh DANN fördern(2) FÜR A', 'WHERE geo near (st_hh) THEN boost(2) FOR A'],
    ['WENN tier = gold DANN fördern(2) FÜR A', 'IF cust.tier = Gold THEN boost(2) FOR A'.replace('Gold', 'gold')],
    [
      'REGEL r WICHTIGKEIT 5 DANN nur FÜR A VON 2026-11-01 BIS 2026-11-30 TEST',
      'RULE r IMPORTANCE 5 THEN only FOR A FROM 1.11.2026 UNTIL 30.11.2026 DRAFT',
    ],
    ['nie FÜR item.brand = De Longhi', "nie FÜR item.brand = 'De Longhi'"],
    ['nie FÜR item.sku = 4711', "nie FÜR item.sku = '4711'"],
    ['nie FÜR item.priceCents ≥ 100', 'nie FÜR item.priceCents >= 100'],
    ['marge(≥ 500)', 'margin(500)'],
    ['mindestens(2) FÜR A oder B und C', 'require(2) FOR A or (B and C)'],
    ['kennzeichnen(„Anzeige“) FÜR item.list = sponsor', "label('Anzeige') FOR item.list = 'sponsor'"],
    ['nie FÜR brand = X', 'nie FÜR item.brand = X'],
    ['abstand(brand X, marke Y, 1)', 'spread(item.brand = X, item.brand = Y, 1)'],
  ];
  it.each(same)('%s = %s', (a, b) => expect(rule(a)).toEqual(rule(b)));

  it('keeps decimals, percents, own attributes and umlauts of values', () => {
    expect(rule('marge(20%)').effects[0]!.params).toEqual({ min: '20%' });
    expect(rule("nie FÜR item.attributes.größe = 'Übergröße'").effects[0]!.target).toEqual(
      compare('item.attributes.größe', '=', 'Übergröße'),
    );
    expect(rule('nie FÜR item.attributes.size = 40').effects[0]!.target).toEqual(compare('item.attributes.size', '=', 40));
    expect(rule("nie FÜR 'Bier/Wein'").effects[0]!.target).toEqual(name('Bier/Wein'));
    expect(rule('alter(16) FÜR Rote Bete/Bier').effects[0]!.target).toEqual(name('Rote Bete', 'Bier'));
    expect(rule('LIVE DANN nie FÜR A').state).toBe('live');
  });
});

describe('errors', () => {
  const table: [string, number, RegExp][] = [
    ['', 0, /DANN/],
    ['DANN', 4, /Aktion/],
    ['DANN zaubern FÜR A', 5, /Aktion: nur, nie, verbot/],
    ['DANN nie', 8, /FÜR/],
    ['DANN nie FÜR', 12, /Bedingung/],
    ['DANN nie FÜR item.foo = 3', 13, /Feld item/],
    ['WO item.brand = X DANN nie FÜR A', 3, /Feld ctx/],
    ['WO Baby DANN nie FÜR A', 3, /Bedingung/],
    ['DANN fördern FÜR A', 13, /Faktor/],
    ['DANN fördern(0.5) FÜR A', 13, /> 1, ≤ 10/],
    ['DANN fördern(11) FÜR A', 13, /> 1, ≤ 10/],
    ['DANN fördern(1) FÜR A', 13, /> 1/],
    ['DANN fördern(11,5) FÜR A', 16, /> 1, ≤ 10/],
    ['DANN dämpfen(1) FÜR A', 13, /< 1/],
    ['DANN fixieren(0) FÜR A', 14, /ganze Zahl/],
    ['DANN abstand(item.brand = X, item.brand = Y, 1) FÜR A', 48, /kein FÜR/],
    ['DANN nie FÜR (item.brand = X', 28, /„\)“/],
    ['DANN nie FÜR item.brand unter X', 24, /Vergleiche/],
    ['DANN nie FÜR item.priceCents < teuer', 31, /Zahl/],
    ['DANN nie FÜR item.priceCents zwischen 5 und 1', 38, /kleineren/],
    ["DANN nie FÜR item.brand = 'X", 26, /abgeschlossenen/],
    ['DANN nie FÜR item.brand ~ X', 24, /Wort|Vergleich/],
    ['DANN nie FÜR item.name matches X', 23, /Vergleich/],
    ['DANN nie FÜR A VON 2026-02-30', 19, /Tag/],
    ['DANN nie FÜR A VON 2026-03-02 BIS 2026-03-01', 34, /Ende/],
    ['DANN nie FÜR A DANN nie FÜR B', 15, /einmal/],
    ['REGEL a REGEL b DANN nie FÜR A', 8, /einmal/],
    ['WICHTIGKEIT viel DANN nie FÜR A', 12, /0 bis 1000/],
    ['DANN höchstens(ctx.page, 2)', 15, /Merkmal/],
    ['FÜR A', 0, /Aktion/],
    ['DANN nie FÜR A ) B', 15, /das Ende/],
  ];
  it.each(table)('%s', (text, position, expected) => {
    const error = errorOf(text);
    expect(error.message.de).toMatch(expected);
    expect(error.position).toBe(position);
    expect(error.message.en).toMatch(/^Position \d+: expected ./);
    expect(error.expected.de && error.expected.en).toBeTruthy();
  });

  it('limits length, depth and number', () => {
    expect(errorOf(`DANN nie FÜR ${'x'.repeat(4_000)}`).message.de).toMatch(/4000 Zeichen|200 Zeichen/);
    expect(errorOf(`DANN nie FÜR ${'('.repeat(50)}A`).message.de).toMatch(/Klammerebenen/);
    expect(errorOf(`DANN nie FÜR ${'nicht '.repeat(50)}A`).message.de).toMatch(/Klammerebenen/);
    expect(errorOf(Array.from({ length: 12 }, () => 'nie FÜR A').join('; ')).message.de).toMatch(/höchstens 10/);
    expect(errorOf(`nie FÜR item.sku in (${Array.from({ length: 300 }, (_, i) => i).join()})`).message.de).toMatch(/höchstens 200/);
  });

  it('are never exceptions, whatever is typed', () => {
    const words = fc.constantFrom(
      'REGEL',
      'WO',
      'DANN',
      'FÜR',
      'nie',
      'item.brand',
      '=',
      'A',
      '(',
      ')',
      ',',
      "'",
      'und',
      'nicht',
      '5',
      'zwischen',
      ';',
      'ctx.page',
      '%',
      '„',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 80 }),
          fc.array(words, { maxLength: 20 }).map((list) => list.join(' ')),
        ),
        (text) => {
          const parsed = parseRule(text);
          if (!parsed.ok) expect(parsed.error.position).toBeLessThanOrEqual(text.length);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

const text = fc.oneof(
  fc.constantFrom('Acer', 'De Longhi', "L'Oréal", 'nur', 'und', 'Bier/Wein', '4711', 'größe', 'a„b“', 'live', 'ja', "'", 'x;y'),
  fc.string({ minLength: 1, maxLength: 12 }).filter((one) => one.trim() !== '' && one.normalize('NFC') === one),
);
const number = fc.oneof(fc.integer({ min: -1000, max: 100_000 }), fc.constantFrom(0.5, 1e-7, 0.1, 12.25));
const simple: fc.Arbitrary<Condition> = fc.oneof(
  fc
    .record({
      field: fc.constantFrom('item.brand', 'item.tags', 'item.sku', 'item.attributes.colour'),
      operator: fc.constantFrom('=', '!=', 'contains', 'begins'),
      value: text,
    })
    .map(({ field, operator, value }): Condition => ({ kind: 'compare', field, operator: operator as '=', values: [value] })),
  fc
    .record({ operator: fc.constantFrom('<', '<=', '>', '>=', '=', 'near'), value: number })
    .map(({ operator, value }): Condition => ({ kind: 'compare', field: 'item.priceCents', operator: operator as '<', values: [value] })),
  fc
    .record({ operator: fc.constantFrom('in', 'notIn'), values: fc.array(text, { minLength: 1, maxLength: 4 }) })
    .map(({ operator, values }): Condition => ({ kind: 'compare', field: 'item.brand', operator: operator as 'in', values })),
  fc
    .array(text, { minLength: 1, maxLength: 3 })
    .map((values): Condition => ({ kind: 'compare', field: 'item.category', operator: 'under', values })),
  fc
    .tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 51, max: 99 }))
    .map((values): Condition => ({ kind: 'compare', field: 'stock.atp', operator: 'between', values })),
  fc.constantFrom<Condition>(
    { kind: 'compare', field: 'item.new', operator: '=', values: [true] },
    { kind: 'compare', field: 'item.new', operator: '=', values: [false] },
    { kind: 'compare', field: 'item.rating', operator: 'exists', values: [] },
    { kind: 'compare', field: 'offer.until', operator: 'within', values: [3] },
    { kind: 'compare', field: 'item.createdAt', operator: '>=', values: ['2026-11-01'] },
    { kind: 'compare', field: 'ctx.geo', operator: 'near', values: ['st_hh', 10] },
    { kind: 'compare', field: 'item.attributes.size', operator: '=', values: [40] },
    { kind: 'compare', field: 'item.attributes.size', operator: '=', values: ['40'] },
    { kind: 'compare', field: 'item.attributes.vegan', operator: '=', values: [true] },
  ),
  fc.array(text, { minLength: 1, maxLength: 3 }).map((names): Condition => ({ kind: 'name', names })),
);
const condition: fc.Arbitrary<Condition> = fc.letrec<{ node: Condition }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    simple,
    fc.array(tie('node'), { minLength: 2, maxLength: 3 }).map((parts): Condition => ({ kind: 'all', parts })),
    fc.array(tie('node'), { minLength: 2, maxLength: 3 }).map((parts): Condition => ({ kind: 'any', parts })),
    tie('node').map((part): Condition => ({ kind: 'not', part })),
  ),
})).node;
const context: fc.Arbitrary<Condition> = fc.constantFrom<Condition>(
  { kind: 'compare', field: 'ctx.category', operator: 'under', values: ['Baby'] },
  { kind: 'not', part: { kind: 'compare', field: 'ctx.page', operator: '=', values: ['K'] } },
  {
    kind: 'all',
    parts: [
      { kind: 'compare', field: 'ctx.hour', operator: '>=', values: [8] },
      { kind: 'compare', field: 'cust.anonymous', operator: '=', values: [true] },
    ],
  },
);
const params: Record<string, fc.Arbitrary<Record<string, ParamValue>>> = {
  only: fc.constant({}),
  ban: fc.constant({}),
  exclude: fc.constant({}),
  sensitive: fc.constant({}),
  boost: fc.double({ min: 1.001, max: 10, noNaN: true }).map((factor) => ({ factor })),
  bury: fc.double({ min: 0.1, max: 0.999, noNaN: true }).map((factor) => ({ factor })),
  pin: fc.oneof(fc.constant({ slot: 3 }), fc.constant({ slot: 3, count: 2 })),
  cap: fc.constant({ attribute: 'item.attributes.colour', max: 2 }),
  require: fc.constant({ min: 2 }),
  spread: fc.record({ a: condition, b: condition, distance: fc.integer({ min: 1, max: 5 }) }),
  priceband: fc.constant({ low: 0.85, high: 1.6 }),
  stock: fc.constantFrom<Record<string, ParamValue>>({ min: 2, scope: 'store' }, { min: 1 }),
  margin: fc.constantFrom<Record<string, ParamValue>>({ min: '20%' }, { min: 500 }),
  rating: fc.constant({ min: 3.5 }),
  age: fc.constant({ years: 18 }),
  strategy: fc.constant({ ids: ['acc_seed', 'best_site'] }),
  label: fc.oneof(
    text.map((de) => ({ de })),
    fc.record({ de: text, en: text }),
  ),
};
const effect: fc.Arbitrary<Effect> = fc.constantFrom(...ACTIONS.values()).chain((action) =>
  fc.record({ given: params[action.key]!, target: condition, has: fc.boolean() }).map(({ given, target, has }) => ({
    action: action.key,
    params: given,
    ...(action.target === 'needed' || (action.target === 'optional' && has) ? { target } : {}),
  })),
);
const ast: fc.Arbitrary<RuleAst> = fc
  .record({
    name: text.filter((one) => one.length <= 80),
    importance: fc.integer({ min: 0, max: 1000 }),
    where: fc.option(context, { nil: undefined }),
    when: fc.option(context, { nil: undefined }),
    effects: fc.array(effect, { minLength: 1, maxLength: 3 }),
    from: fc.constantFrom(undefined, '2026-11-01', '2026-11-01T08:00:00Z'),
    until: fc.constantFrom(undefined, '2026-11-30'),
    state: fc.constantFrom('live' as const, 'draft' as const),
  })
  .map((one) => completeRule(one, 'r'));

describe('printing', () => {
  it('is read back as the same rule, in both languages', () => {
    fc.assert(
      fc.property(ast, (one) => {
        expect(astProblem(one)).toBeUndefined();
        for (const language of ['de', 'en'] as const) {
          const printed = printRule(one, language);
          if (printed.length > 4_000) continue;
          const parsed = parseRule(printed);
          if (!parsed.ok) throw new Error(`${printed}\n${parsed.error.message.en}`);
          expect(completeRule(parsed.rule, '')).toEqual(one);
        }
      }),
      { numRuns: 600 },
    );
  });

  it('reads like a sentence', () => {
    const one = completeRule(
      rule('REGEL babyschutz WO category unter Baby DANN verbot FÜR item.category unter Alkohol BIS 2026-12-24 LIVE'),
      '',
    );
    expect(printRule(one, 'de')).toBe(
      'REGEL babyschutz WO ctx.category unter Baby DANN verbot FÜR item.category unter Alkohol BIS 2026-12-24 LIVE',
    );
    expect(printRule(one, 'en')).toBe(
      'RULE babyschutz WHERE ctx.category under Baby THEN ban FOR item.category under Alkohol UNTIL 2026-12-24 LIVE',
    );
  });
});

describe('rules as data', () => {
  const fine = { effects: [{ action: 'ban', params: {}, target: under('item.category', 'Alkohol') }] };
  const table: [unknown, string][] = [
    [null, ''],
    [{}, 'effects'],
    [{ effects: [] }, 'effects'],
    [{ effects: [{ action: 'magic' }] }, 'effects.0.action'],
    [{ effects: [{ action: 'ban' }] }, 'effects.0.target'],
    [{ effects: [{ action: 'boost', params: { factor: 20 }, target: name('A') }] }, 'effects.0.params.factor'],
    [{ effects: [{ action: 'boost', params: { factor: 2, x: 1 }, target: name('A') }] }, 'effects.0.params.x'],
    [{ effects: [{ action: 'ban', target: compare('item.foo', '=', 'x') }] }, 'effects.0.target.field'],
    [{ effects: [{ action: 'ban', target: compare('item.brand', '<', 'x') }] }, 'effects.0.target.operator'],
    [{ effects: [{ action: 'ban', target: compare('item.priceCents', '<', 'x') }] }, 'effects.0.target.values'],
    [{ effects: [{ action: 'ban', target: { kind: 'all', parts: [name('A')] } }] }, 'effects.0.target.parts'],
    [{ ...fine, where: under('item.category', 'x') }, 'where.field'],
    [{ ...fine, where: name('x') }, 'where'],
    [{ ...fine, importance: -1 }, 'importance'],
    [{ ...fine, from: '2026-13-01' }, 'from'],
    [{ ...fine, from: '2026-02-02', until: '2026-02-01' }, 'until'],
    [{ ...fine, state: 'on' }, 'state'],
  ];
  it.each(table)('%j', (value, path) => expect(astProblem(value)?.path).toBe(path));
  it('are no deeper or longer than allowed', () => {
    let deep: unknown = name('A');
    for (let i = 0; i < 40; i++) deep = { kind: 'not', part: deep };
    expect(astProblem({ effects: [{ action: 'ban', target: deep }] })).toBeDefined();
    expect(astProblem(fine)).toBeUndefined();
    expect(canonical({ kind: 'any', parts: [{ kind: 'any', parts: [name('A'), name('B')] }, name('C')] } as Condition)).toEqual({
      kind: 'any',
      parts: [name('A'), name('B'), name('C')],
    });
  });
});
