// Own strategies and placements: judged before they are kept, versions, references, words and trials.
import { PLACEMENTS, STRATEGIES } from '@faden/engine';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBus } from '../../platform/bus/index.ts';
import { adjustableClock } from '../../platform/clock.ts';
import { type Database, migrate, openDatabase } from '../../platform/database/index.ts';
import { Problem } from '../../platform/http/index.ts';
import { createLog } from '../../platform/log.ts';
import { createStrategies, type Strategies } from './index.ts';
import { trialOf } from './preview.ts';

const text = (de: string, en: string) => ({ text: { de, en } });
const words = {
  sources: new Map([
    ['pop', text('Beliebt', 'Popular')],
    ['co', text('Zusammen', 'Together')],
  ]),
  scopes: new Map([
    ['site', text('ganzes Sortiment', 'whole range')],
    ['cat', text('diese Warengruppe', 'this category')],
    ['seed', text('Ausgangsartikel', 'seed item')],
  ]),
  filters: new Map([['rating', text('Mindestbewertung', 'minimum rating')]]),
};
const folders = ['../../platform/bus/sql', './sql'].map((path) => new URL(path, import.meta.url).pathname);
const clock = adjustableClock({ now: () => Date.parse('2026-11-21T12:00:00Z') });
const log = createLog('silent');
let database: Database;
let bus: ReturnType<typeof createBus>;
let strategies: Strategies;

beforeAll(async () => {
  database = await openDatabase({ directory: 'memory:', log });
  await migrate(database, folders);
  bus = createBus({ database, clock, log });
  strategies = createStrategies({ database, bus, clock, log, words });
  await strategies.load();
});
afterAll(async () => {
  await bus.stop();
  await database.close();
});

const message = { de: 'Probe', en: 'Trial' };
const own = (id: string, expr: string, more: object = {}) => ({ id, expr, contexts: ['H' as const], message, ...more });
const put = async (...inputs: Parameters<Strategies['putStrategies']>[1]) => {
  const stored = await database.transaction((tx) => strategies.putStrategies(tx, inputs));
  await bus.settled();
  return stored;
};
const place = async (...inputs: Parameters<Strategies['putPlacements']>[1]) => {
  const stored = await database.transaction((tx) => strategies.putPlacements(tx, inputs));
  await bus.settled();
  return stored;
};
const remove = async (sort: 'strategy' | 'placement', id: string) => {
  await database.transaction((tx) => strategies.remove(tx, sort, id));
  await bus.settled();
};
const refusal = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (caught) => caught as Problem,
  );
  expect(error).toBeInstanceOf(Problem);
  return { status: error?.status, path: error?.errors[0]?.path, position: error?.extra['position'] };
};

test('the catalogue is there before anybody declares anything', () => {
  expect(strategies.strategies().size).toBe(STRATEGIES.size);
  expect([...strategies.placements().keys()]).toEqual([...PLACEMENTS.keys()]);
});

test('a strategy of one’s own runs; the same again is no new version', async () => {
  await put(own('calm', 'pop(buy)@site~h56'));
  await put(own('calm', 'pop(buy)@site~h56'));
  await put(own('calm', 'pop(buy)@site~h28'));
  expect(strategies.strategies().get('calm')).toMatchObject({ expr: 'pop(buy)@site~h28', family: 'own', ast: { kind: 'simple' } });
  expect((await strategies.versions('strategy', 'calm')).map((one) => [one.version, (one.body as { expr: string }).expr])).toEqual([
    [2, 'pop(buy)@site~h28'],
    [1, 'pop(buy)@site~h56'],
  ]);
  expect(strategies.versionOf('strategy', 'calm')).toBe(2);
});

test('refused with field and position', async () => {
  expect(await refusal(put(own('fine', 'pop(buy)@site'), own('bad', 'pop(buy)@@site')))).toMatchObject({
    status: 422,
    path: '1.expr',
    position: 9,
  });
  expect(await refusal(put(own('bad', 'magic(buy)@site')))).toEqual({ status: 422, path: '0.expr', position: 0 });
  expect(await refusal(put(own('bad', 'pop(buy)@moon')))).toEqual({ status: 422, path: '0.expr', position: 9 - 1 });
  expect(await refusal(put(own('bad', 'pop(buy)@site*mood')))).toEqual({ status: 422, path: '0.expr', position: 14 });
  expect(await refusal(put(own('bad', 'best_site then nowhere')))).toEqual({ status: 422, path: '0.expr', position: 15 });
  expect(await refusal(put(own('mute', 'pop(buy)@site', { message: undefined })))).toMatchObject({ status: 422, path: '0.message' });
  expect(await refusal(put(own('mute', 'pop(buy)@site', { message: { de: ' ', en: 'x' } })))).toMatchObject({ path: '0.message' });
  expect(await refusal(put(own('best_site', 'pop(view)@site')))).toMatchObject({ status: 422, path: '0.id' });
  expect(strategies.strategies().has('fine')).toBe(false);
});

test('strategies may name others of the same call, but never themselves', async () => {
  await put(own('first', 'second then best_site'), own('second', 'pop(view)@site'));
  expect(strategies.strategies().has('first')).toBe(true);
  expect(await refusal(put(own('second', 'first then best_site')))).toMatchObject({ status: 422, path: '0.expr' });
  expect(await refusal(put(own('self', 'self then best_site')))).toMatchObject({ status: 422, path: '0.expr' });
  const wide = Array.from({ length: 9 }, (_, i) =>
    own(
      `w${i}`,
      i === 0
        ? 'pop(view)@site'
        : Array(4)
            .fill(`w${i - 1}`)
            .join(' then '),
    ),
  );
  expect(await refusal(put(...wide))).toMatchObject({ status: 422 });
});

test('what others use stays', async () => {
  await place({ id: 'web.home.row9', contexts: ['H'], strategies: ['first'] });
  expect(await refusal(remove('strategy', 'second'))).toMatchObject({ status: 409 });
  expect(await refusal(remove('strategy', 'first'))).toMatchObject({ status: 409 });
  await remove('placement', 'web.home.row9');
  await remove('strategy', 'first');
  await remove('strategy', 'second');
  expect(strategies.strategies().has('second')).toBe(false);
  expect(await refusal(remove('strategy', 'second'))).toMatchObject({ status: 404 });
  expect(await refusal(remove('strategy', 'best_site'))).toMatchObject({ status: 404 });
  await put(own('second', 'pop(view)@site'));
  expect((await strategies.versions('strategy', 'second')).map((one) => [one.version, one.body === null])).toEqual([
    [3, false],
    [2, true],
    [1, false],
  ]);
});

test('a built-in placement is changed in what is said and comes back when that is removed', async () => {
  await place({ id: 'web.home.row1', limit: 4, minimum: 2, strategies: ['calm', 'best_site'] });
  const built = PLACEMENTS.get('web.home.row1');
  expect(strategies.placements().get('web.home.row1')).toEqual({ ...built, limit: 4, minimum: 2, strategies: ['calm', 'best_site'] });
  await remove('placement', 'web.home.row1');
  expect(strategies.placements().get('web.home.row1')).toEqual(built);
});

test('placements are refused that name nothing, twice, or what is not there', async () => {
  expect(await refusal(place({ id: 'web.new', contexts: ['H'] }))).toMatchObject({ status: 422, path: '0.strategies' });
  expect(await refusal(place({ id: 'web.new', strategies: ['best_site'] }))).toMatchObject({ path: '0.contexts' });
  expect(await refusal(place({ id: 'web.home.row1', strategies: ['best_site', 'nowhere'] }))).toMatchObject({ path: '0.strategies.1' });
  expect(await refusal(place({ id: 'web.home.row1', fallback: ['best_site', 'best_site'] }))).toMatchObject({ path: '0.fallback' });
  expect(await refusal(place({ id: 'web.home.row1', limit: 3, minimum: 4 }))).toMatchObject({ path: '0.minimum' });
});

test('a strategy is told in words', () => {
  const sentence = (expr: string) => strategies.sentence(strategies.draft({ expr }));
  expect(sentence('pop(buy)@cat~h28?rating(4)^margin*brand+size')).toEqual({
    de: 'Beliebt: gekauft · diese Warengruppe · Halbwertszeit 28 Tage · nur: Mindestbewertung (4) · sortiert nach: Marge · angepasst an: Marken, Größe',
    en: 'Popular: bought · this category · half-life 28 days · only: minimum rating (4) · sorted by: margin · fitted to: brands, size',
  });
  expect(sentence('co(buy>buy.basket)@seed~w180').de).toBe(
    'Zusammen: gekauft → gekauft auf demselben Beleg · Ausgangsartikel · der letzten 180 Tage',
  );
  expect(sentence('mix(0.6 best_site, 0.2 pop(view)@site)').en).toBe('75% “Our bestsellers” + 25% Popular: viewed · whole range');
  expect(sentence('due(7d)@hist.buy^due').de).toBe('due: innerhalb von 7 Tagen · hist: gekauft · sortiert nach: Fälligkeit');
  expect(sentence('calm then best_week').de).toBe('„Probe“ → „Bestseller der Woche“');
});

test('every strategy of the catalogue has words', () => {
  for (const strategy of strategies.strategies().values()) {
    const { de, en } = strategies.sentence(strategy);
    expect(de.length, strategy.id).toBeGreaterThan(3);
    expect(en, strategy.id).not.toContain('undefined');
  }
});

test('a trial decides with the draft alone', () => {
  const draft = strategies.draft({ expr: 'pop(view)@site' });
  const trial = trialOf(draft, strategies.strategies(), { context: { storeId: 'st_hh' }, limit: 3 });
  expect(trial.placements.get(trial.placement)).toMatchObject({ strategies: ['draft'], fallback: [], inStore: true, proactive: false });
  expect(trial.strategies.get('draft')).toBe(draft);
  expect(() => strategies.draft({})).toThrow(/expr/);
  expect(() => strategies.draft({ id: 'nowhere' })).toThrow(/not known/);
  expect(() => strategies.draft({ expr: 'pop(' })).toThrow(/Position/);
});
