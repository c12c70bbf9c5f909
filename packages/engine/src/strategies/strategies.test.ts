// The algebra: all named strategies parse, every AST survives the round trip, errors name the place, and each one runs.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PLACEMENTS } from '../decide/placements.ts';
import { situationOf } from '../situation.ts';
import { schmidt, schmidtWorld } from '../testing/schmidt-world.ts';
import type { Strategy } from './ast.ts';
import { eligibility, leavesOf } from './eligible.ts';
import { STRATEGIES } from './library.ts';
import { parseStrategy } from './parse.ts';
import { retrieve } from './retrieve.ts';
import { serialiseStrategy } from './serialise.ts';

const parsed = (text: string): Strategy => {
  const result = parseStrategy(text);
  if (!result.ok) throw new Error(result.message);
  return result.strategy;
};
const failure = (text: string): string => {
  const result = parseStrategy(text);
  return result.ok ? '' : result.message;
};

describe('parser', () => {
  it('accepts all 197 expressions and writes them back unchanged', () => {
    const catalogue = [...STRATEGIES.values()].filter((one) => one.family !== 'X');
    expect(catalogue).toHaveLength(197);
    for (const { expr, ast } of catalogue) expect(serialiseStrategy(ast)).toBe(expr);
    expect(new Set(catalogue.map((one) => one.expr)).size).toBe(197);
  });

  it('reads chains and mixes', () => {
    expect(parsed('recent_here then pop(buy)@store then best_site')).toMatchObject({
      kind: 'then',
      parts: [{ id: 'recent_here' }, { source: 'pop' }, { id: 'best_site' }],
    });
    expect(parsed('mix(0.6 co(view>view)@seed^cp, 0.4 best_site then random)')).toMatchObject({
      kind: 'mix',
      parts: [{ weight: 0.6 }, { weight: 0.4, strategy: { kind: 'then' } }],
    });
    expect(parsed('hist(view)@hist.storebuy.cat~w30?atp.store+price.range(.6,.95)^rec*cat+brand')).toMatchObject({
      scopes: [{ name: 'hist', path: ['storebuy', 'cat'] }],
      decay: { kind: 'window', days: 30 },
      filters: [{ name: 'atp.store' }, { name: 'price.range', args: ['.6', '.95'] }],
      ranker: 'rec',
      personal: ['cat', 'brand'],
    });
  });

  it('says where and what is wrong', () => {
    expect(failure('')).toContain('Position 0');
    expect(failure('pop(buy')).toBe('Position 7: expected ")", found the end');
    expect(failure('pop(buy)@')).toContain('Position 9: expected a scope');
    expect(failure('pop(buy)~x3')).toContain('Position 9: expected a decay');
    expect(failure('pop(buy)*all^cp')).toContain('Position 12');
    expect(failure('mix(a, b)')).toContain('Position 4: expected a weight');
    expect(failure('mix(0 a)')).toContain('a weight above 0');
  });

  it('never throws on any text', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof parseStrategy(text).ok === 'boolean'));
  });

  const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,6}$/).filter((word) => word !== 'mix' && word !== 'then');
  const words = fc.array(fc.stringMatching(/^[a-z0-9.>+]{1,6}$/), { maxLength: 3 });
  const { strategy } = fc.letrec<{ strategy: Strategy }>((tie) => ({
    strategy: fc.oneof(
      { maxDepth: 2 },
      fc.record({
        kind: fc.constant('simple' as const),
        source: name,
        args: words,
        scopes: fc.array(fc.record({ name, path: fc.array(name, { maxLength: 2 }), args: words }), { maxLength: 2 }),
        decay: fc.option(
          fc.oneof(
            fc.record({ kind: fc.constantFrom('halfLife' as const, 'window' as const), days: fc.integer({ min: 1, max: 400 }) }),
            fc.constantFrom({ kind: 'season' as const }, { kind: 'life' as const }),
          ),
          { nil: undefined },
        ),
        filters: fc.array(fc.record({ name: fc.tuple(name, name).map((both) => both.join('.')), args: words }), { maxLength: 2 }),
        ranker: fc.option(name, { nil: undefined }),
        personal: fc.array(name, { maxLength: 2 }),
      }),
      fc.record({ kind: fc.constant('ref' as const), id: name }),
      fc.record({ kind: fc.constant('then' as const), parts: fc.array(tie('strategy'), { minLength: 2, maxLength: 3 }) }),
      fc.record({
        kind: fc.constant('mix' as const),
        parts: fc.array(fc.record({ weight: fc.integer({ min: 1, max: 100 }).map((n) => n / 100), strategy: tie('strategy') }), {
          minLength: 1,
          maxLength: 3,
        }),
      }),
    ) as fc.Arbitrary<Strategy>,
  }));

  it('round-trips every AST', () => {
    fc.assert(
      fc.property(strategy, (ast) => {
        expect(parsed(serialiseStrategy(ast))).toEqual(ast);
      }),
    );
  });
});

describe('library', () => {
  const context = {
    storeId: 'st_hh',
    sku: 'AC-SW14',
    category: 'Technik/Laptops',
    brand: 'Acer',
    term: 'laptop',
    cart: [{ sku: 'AC-AS15' }],
    orderSkus: ['AC-SW14'],
    session: [{ sku: 'SA-GB4', event: 'view' }],
  };
  it('runs or says why not, for each strategy in each built-in placement', () => {
    for (const placement of PLACEMENTS.values()) {
      const situation = situationOf({ placements: [], channel: 'web', context }, schmidtWorld('2026-11-21T09:05:00Z'), placement);
      for (const { id, ast } of STRATEGIES.values()) {
        const found = retrieve(ast, situation);
        expect(found.length, id).toBeLessThanOrEqual(200);
        expect(new Set(found.map((one) => one.sku)).size, id).toBe(found.length);
        if (eligibility(ast, situation, () => undefined).verdict !== 'eligible') expect(found, id).toEqual([]);
      }
    }
  });

  it('offers placements only strategies made for their context', () => {
    for (const placement of PLACEMENTS.values()) {
      for (const id of [...placement.strategies, ...placement.fallback]) expect(STRATEGIES.has(id), `${placement.id}: ${id}`).toBe(true);
      for (const id of placement.strategies) {
        expect(
          STRATEGIES.get(id)!.contexts.some((code) => placement.contexts.includes(code)),
          `${placement.id}: ${id}`,
        ).toBe(true);
      }
    }
  });

  it('joins chains without repeats and drafts mixes by seed', () => {
    const situation = situationOf(
      { placements: [], channel: 'web', context },
      schmidtWorld('2026-11-21T09:05:00Z', schmidt()),
      PLACEMENTS.get('web.home.row1')!,
    );
    const chain = retrieve(parsed('pop(view)@site then pop(buy)@site'), situation).map((one) => one.sku);
    expect(chain.slice(0, 4)).toEqual(['AP-MBA', 'SA-GB4', 'AC-SW14', 'ACC-SLEEVE14']);
    expect(new Set(chain).size).toBe(chain.length);
    const mixed = parsed('mix(0.5 pop(view)@site, 0.5 pop(buy)@site)');
    expect(retrieve(mixed, situation)).toEqual(retrieve(mixed, situation));
    expect(leavesOf(mixed, () => undefined)).toHaveLength(2);
  });
});
