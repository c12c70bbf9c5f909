// The loop that trains, judges and serves: every kind learns from the same log, and going back is one call.
import { STRATEGIES } from '@faden/engine';
import { memoryCatalogue } from '@faden/engine/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { createLog } from '../../platform/log.ts';
import { createColumns } from '../evidence/columns.ts';
import { neededBy } from './crowd/index.ts';
import { type Generation, isWorse } from './generation.ts';
import { createModels } from './index.ts';
import { session } from './kinds/session.ts';
import { watch } from './kinds/watch.ts';

const hour = 3_600_000;
const day = 24 * hour;
const now = Date.parse('2026-11-20T12:00:00Z');
const catalogue = memoryCatalogue({ products: Array.from({ length: 30 }, (_, i) => ({ sku: `s${i}`, needGroup: `n${i % 5}` })) });

/** Visitors who always go from article i to i + 1, and customers who buy 0, then 1, then 2. */
function shop() {
  const columns = createColumns();
  const row = { place: undefined, channel: 'web', basket: undefined, units: 1 };
  for (let v = 0; v < 300; v++)
    for (let i = 0; i < 4; i++)
      columns.add({ ...row, kind: 'view', sku: `s${(v + i) % 30}`, node: `d${v}`, at: now - v * hour + i * 60_000 });
  for (let c = 0; c < 40; c++)
    for (let b = 0; b < 3; b++)
      columns.add({ ...row, kind: 'buy', sku: `s${b}`, node: `c${c}`, at: now - (30 - 7 * b) * day, basket: `r${c}-${b}`, cents: 500 });
  return columns;
}
const columns = shop();
const house = createModels({
  clock: { now: () => now },
  log: createLog('silent'),
  catalogue: () => catalogue,
  evidence: () => ({ start: async () => {}, read: async () => {}, columns: () => columns, rows: () => columns.taken() }),
  personsOf: async (nodes) => new Map(nodes.map((node) => [node, node])),
  strategies: () => STRATEGIES,
  caughtUp: async () => {},
});
afterAll(() => house.stop());

describe('the house of models', () => {
  test('trains every kind and serves what it learned', async () => {
    expect(house.ready()).toBe(false);
    const training = house.train();
    expect(house.ready()).toBe(false);
    await training;
    expect(house.ready()).toBe(true);
    expect(house.states().filter((state) => !state.ready)).toEqual([]);
    for (const { bytes, seconds, trainedAt } of house.states())
      expect([bytes >= 0, seconds > 0, trainedAt !== null]).toEqual([true, true, true]);
    const models = house.current();
    expect(models.nextItems([{ sku: 's7' }], 3)[0]?.sku).toBe('s8');
    expect(models.nextBasket([['s0'], ['s1']], 3).length).toBeGreaterThan(0);
    expect(models.popular('view', 'site', 5)).toHaveLength(5);
    expect(models.nextItems([{ sku: 'never heard of' }], 3)).toBeInstanceOf(Array);
  });

  test('goes back to the generation before, and forward again', async () => {
    expect(() => house.rollback('session')).toThrow(/no earlier/);
    await house.train();
    const [first, second] = [house.states().find((s) => s.id === 'session')!.before!.version, house.current().version];
    expect(second).not.toContain(first);
    expect(house.rollback('session').version).toBe(first);
    expect(house.current().version).toContain(first);
    await house.train();
    expect(house.states().find((s) => s.id === 'session')).toMatchObject({ version: first, held: true });
    const promoted = house.promote('session');
    expect(promoted).toMatchObject({ held: false, waiting: null });
    expect(promoted.version).not.toBe(first);
    expect(() => house.rollback('nothing')).toThrow();
  });
});

describe('a new model', () => {
  const scored = (hr20: number, predictions: number) => ({ validation: { hr20, predictions } }) as unknown as Generation;
  test('may be worse by chance, never by two fifths', () => {
    expect(isWorse(session, scored(0.5, 1000), scored(0.45, 1000))).toBe(false);
    expect(isWorse(session, scored(0.5, 1000), scored(0.29, 1000))).toBe(true);
    expect(isWorse(session, scored(0.5, 1000), scored(0.1, 50))).toBe(false);
  });
});

describe('the watch', () => {
  const lesson = (log: ReturnType<typeof createColumns>) => ({
    frame: log.frame(),
    nowSeconds: now / 1000,
    clockSeconds: now / 1000,
    needOf: Int32Array.from({ length: 30 }, (_, i) => i % 5),
    needCount: 5,
    needNames: ['n0', 'n1', 'n2', 'n3', 'n4'],
    needed: neededBy([], () => undefined),
    sensitive: new Uint8Array(30),
    personOf: new Int32Array(log.frame().nodeCount),
  });
  const filled = (skuOf: (age: number, i: number) => number, until = 0) => {
    const log = createColumns();
    // Codes are given in order of first sight.
    for (let i = 0; i < 30; i++)
      log.add({ kind: 'wish', sku: `s${i}`, node: 'd', at: now - 19 * day, place: undefined, channel: 'web', basket: undefined, units: 1 });
    for (let age = until; age < 20 * 24; age++)
      for (let i = 0; i < 30; i++)
        log.add({
          kind: 'view',
          sku: `s${skuOf(age, i)}`,
          node: 'd',
          at: now - age * hour - 60_000,
          place: undefined,
          channel: 'web',
          basket: undefined,
          units: 1,
        });
    return log;
  };

  test('is calm while shares stay what they were', () => {
    const { tables } = watch.learn(lesson(filled((_, i) => i)), () => 0)!;
    expect(tables.drift).toMatchObject({ level: 'steady' });
    expect(tables.silent).toEqual([]);
  });
  test('raises an alarm when the last day is about something else', () => {
    const { tables } = watch.learn(lesson(filled((age, i) => (age < 24 ? 5 * (i % 6) : i))), () => 0)!;
    expect(tables.drift?.level).toBe('alarm');
  });
  test('names a channel that fell silent', () => {
    expect(watch.learn(lesson(filled((_, i) => i, 3)), () => 0)!.tables.silent).toHaveLength(1);
  });
});
