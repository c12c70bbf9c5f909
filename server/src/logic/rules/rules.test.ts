// The rule set on a database: versions, drafts, other nodes, previews, "why not", refusals that name the place.
import { decide } from '@faden/engine';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, NOW, PRODUCTS, ruledWorld } from '../../../../packages/engine/src/testing/ruled-world.ts';
import { createBus } from '../../platform/bus/index.ts';
import { adjustableClock } from '../../platform/clock.ts';
import { type Database, migrate, openDatabase, type Sql } from '../../platform/database/index.ts';
import { Problem } from '../../platform/http/index.ts';
import { createLog } from '../../platform/log.ts';
import { createRules, type Rules } from './index.ts';
import type { Explain } from './preview.ts';

const log = createLog('silent');
const clock = adjustableClock({ now: () => NOW });
const BAN = 'REGEL babyschutz WO ctx.category unter Baby DANN verbot FÜR item.category unter Alkohol';
const baby = ask('web.product.row1', 8, { page: 'C', category: 'Baby/Flaschen' });
let database: Database;
let bus: ReturnType<typeof createBus>;
let rules: Rules;
let other: Rules;

beforeAll(async () => {
  database = await openDatabase({ directory: 'memory:', log });
  await migrate(
    database,
    ['../../platform/bus/sql', './sql'].map((path) => new URL(path, import.meta.url).pathname),
  );
  bus = createBus({ database, clock, log });
  const make = (): Rules => {
    const { catalogue, stock, models } = ruledWorld({});
    const explain: Explain = async (request, set) => decide(request, ruledWorld({ rules: set ?? made.view() }));
    const ground = { catalogue: () => catalogue, stock: () => stock, models: () => models, offers: () => [] };
    const made = createRules({ database, bus, clock, explain, recent: async () => [baby, ask('web.home.row1', 8)], ...ground });
    return made;
  };
  rules = make();
  other = make();
  await rules.load();
  await other.load();
});
afterAll(async () => {
  await bus.stop();
  await database.close();
});

const write = async <T>(make: (tx: Sql) => Promise<T>): Promise<T> => {
  const answer = await database.transaction(make);
  await rules.refresh();
  bus.poke();
  return answer;
};
const put = (...inputs: Parameters<Rules['put']>[1]) => write((tx) => rules.put(tx, inputs));
const ids = (of: Rules) => of.view().rules.map((rule) => rule.id);
const soon = async (check: () => void) => {
  for (let left = 100; ; left--) {
    try {
      check();
      return;
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
};

test('live rules hold at once, drafts wait, other nodes follow', async () => {
  const answer = await put({ id: 'r1', text: BAN, state: 'live' }, { id: 'r2', text: 'nie FÜR item.brand = X' });
  expect(answer).toMatchObject({ stored: 2, version: 1 });
  expect(answer.items[0]).toMatchObject({
    id: 'r1',
    state: 'live',
    ast: { name: 'babyschutz', effects: [{ action: 'ban' }] },
    text: { en: 'RULE babyschutz WHERE ctx.category under Baby THEN ban FOR item.category under Alkohol LIVE' },
  });
  expect(answer.items[1]).toMatchObject({ id: 'r2', state: 'draft' });
  expect(ids(rules)).toEqual(['r1']);
  await soon(() => expect(ids(other)).toEqual(['r1']));
  expect(rules.one('r2').state).toBe('draft');
  expect(() => rules.one('r9')).toThrow(/r9/);
  expect(decide(baby, ruledWorld({ rules: rules.view() })).answer.placements[0]!.items.map((item) => item.sku)).not.toContain('BEER-6');
});

test('the same again makes no version', async () => {
  const again = await put({ id: 'r1', text: BAN, state: 'live' }, { id: 'r2', text: 'nie FÜR item.brand = X' });
  expect(again).toMatchObject({
    stored: 2,
    version: 1,
    items: [
      { id: 'r1', state: 'live' },
      { id: 'r2', state: 'draft' },
    ],
  });
});

test('a bad rule is named with its place, and nothing is stored', async () => {
  const before = rules.list();
  const refused = await put(
    { id: 'r3', text: 'nie FÜR A', state: 'live' },
    { id: 'r4', text: 'DANN nie FÜR item.foo = 1' },
    { id: 'r5', ast: { effects: [] } },
  ).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Problem);
  expect(refused).toMatchObject({ status: 422, errors: [{ path: '[1].text' }, { path: '[2].ast.effects' }] });
  expect((refused as Problem).errors[0]!.message).toMatch(/Position 13.*Stelle 13/);
  expect((refused as Problem).extra['rules']).toMatchObject([{ index: 1, position: 13 }, { index: 2 }]);
  expect(rules.list()).toEqual(before);
  await expect(put({ id: 'x', text: "nie FÜR 'a\u0000b'" })).rejects.toThrow(/characters/);
  await expect(put({ id: 'x', text: "nie FÜR '\ud800'" })).rejects.toThrow(/characters/);
  await expect(put({ id: 'x' })).rejects.toThrow(/text or ast/);
  await expect(put({ id: 'x', text: 'nie FÜR A', from: 'gestern' })).rejects.toThrow(/\[0\]\.from/);
});

test('drafts are published, a version is gone back to, a rule is removed', async () => {
  expect(await rules.versions()).toMatchObject([{ version: 1, live: 1, drafts: 1 }]);
  await write((tx) => rules.publish(tx));
  expect(ids(rules)).toEqual(['r2', 'r1'].sort((a, b) => (a === 'r1' ? -1 : b === 'r1' ? 1 : 0)));
  await write((tx) => rules.publish(tx, 1));
  expect(ids(rules)).toEqual(['r1']);
  expect(rules.one('r2').state).toBe('draft');
  await write((tx) => rules.remove(tx, 'r2'));
  await expect(write((tx) => rules.remove(tx, 'r2'))).rejects.toThrow(/r2/);
  expect(rules.list().items.map((rule) => rule.id)).toEqual(['r1']);
  expect((await rules.viewOf(2))!.rules.map((rule) => rule.id).sort()).toEqual(['r1', 'r2']);
  expect(await rules.viewOf(99)).toBeUndefined();
  await expect(write((tx) => rules.publish(tx, 99))).rejects.toThrow(/99/);
});

test('a changed draft leaves the live form in force; the same as a draft takes it out', async () => {
  await put({ id: 'r1', text: BAN.replace('Alkohol', 'Tabak'), state: 'draft' });
  expect(rules.one('r1')).toMatchObject({ state: 'live', draft: { ast: { state: 'draft' } } });
  expect(ids(rules)).toEqual(['r1']);
  await put({ id: 'r1', text: BAN, state: 'draft' });
  expect(ids(rules)).toEqual([]);
  await put({ id: 'r1', text: BAN, state: 'live', importance: 7 });
  expect(rules.view().rules[0]).toMatchObject({ id: 'r1', importance: 7 });
});

test('a preview counts articles, decisions and placements, and warns of empty ones', async () => {
  const seen = await rules.preview({
    rules: [
      { id: 'd1', text: 'WO category unter Baby DANN nur FÜR item.category unter Baby' },
      { id: 'd2', text: 'WO placement = web.cart.row1 DANN lager(99)' },
      { id: 'd3', text: 'fördern(2) FÜR item.brand = Niemand; strategie(gibtsnicht)' },
    ],
    at: NOW,
  });
  expect(seen.rules[0]).toMatchObject({ id: 'd1', products: 2, unknown: 1, of: PRODUCTS.length, exact: true, decisions: 1 });
  expect(seen.rules[0]!.placements).toContain('web.product.row1');
  expect(seen.rules[1]!.samples).toBeGreaterThan(0);
  expect(seen.rules[2]!.warnings.map((one) => one.code)).toEqual(['UNKNOWN_STRATEGY', 'NO_PRODUCT']);
  expect(seen.warnings.some((one) => one.code === 'EMPTY' && one.placement === 'web.cart.row1')).toBe(true);
  expect(seen.warnings.some((one) => one.code === 'BELOW_MINIMUM' && one.placement === 'web.product.row1')).toBe(true);
  expect(ids(rules)).toEqual(['r1']);
  const changes = await rules.simulate({ rules: [{ id: 'd1', text: 'nie FÜR item.brand = X' }], at: NOW });
  expect(changes).toMatchObject({ requests: 2, changed: 2, touched: 2 });
  expect(
    changes.placements
      .find((one) => one.placement === 'web.home.row1')!
      .left.map((one) => one.sku)
      .sort(),
  ).toEqual(['X1', 'X2']);
});

test('why not: banned, too far down, never found, shown', async () => {
  const why = (sku: string, limit: number, context: object = { page: 'C', category: 'Baby/Flaschen' }) =>
    rules.whyNot({ sku, placement: 'web.product.row1', limit, context });
  const banned = await why('WINE-1', 8);
  expect(banned.shown).toBe(false);
  expect(banned.steps[0]).toMatchObject({ code: 'BAN', rules: ['r1'] });
  expect(banned.answer.de).toMatch(/durch eine Regel verboten \[r1\]/);
  expect((await why('X2', 1, { page: 'H' })).answer.en).toMatch(/too far down: rank \d/);
  expect((await why('OUT', 8)).answer.de).toMatch(/nicht vorrätig/);
  expect((await why('X1', 8)).answer.en).toMatch(/Is shown: slot/);
  expect((await why('NIX', 8)).answer.de).toMatch(/gibt es im Katalog nicht/);
  const elsewhere = await why('X1', 8, { page: 'C', category: 'Baby/Flaschen', sku: 'X1' });
  expect(elsewhere.shown).toBe(false);
  const unknown = await why('NIX', 8);
  expect(unknown.steps.some((step) => step.step === 'strategy')).toBe(true);
});

test('reading alone stores nothing', () => {
  expect(rules.check({ text: 'dämpfen(0.5) FÜR stock.coverDays < 3' })).toMatchObject({
    ok: true,
    text: { en: 'RULE r THEN bury(0.5) FOR stock.coverDays < 3 DRAFT' },
  });
  expect(rules.check({ text: 'WO' })).toMatchObject({ ok: false, position: 2 });
  expect(JSON.stringify(rules.form())).toMatch(/item.category.*abstand/s);
});
