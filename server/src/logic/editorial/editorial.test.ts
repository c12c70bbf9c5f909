// Lists, content and situations: what is refused, how they are read, and that a change is seen.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBus } from '../../platform/bus/index.ts';
import { adjustableClock } from '../../platform/clock.ts';
import { type Database, migrate, openDatabase } from '../../platform/database/index.ts';
import { createLog } from '../../platform/log.ts';
import { createEditorial, type Editorial } from './index.ts';

const folders = ['../../platform/bus/sql', './sql'].map((path) => new URL(path, import.meta.url).pathname);
const clock = adjustableClock({ now: () => Date.parse('2026-11-21T12:00:00Z') });
const log = createLog('silent');
let database: Database;
let bus: ReturnType<typeof createBus>;
let editorial: Editorial;

beforeAll(async () => {
  database = await openDatabase({ directory: 'memory:', log });
  await migrate(database, folders);
  bus = createBus({ database, clock, log });
  editorial = createEditorial({ database, bus, clock });
  await editorial.load();
});
afterAll(async () => {
  await bus.stop();
  await database.close();
});

test('a list holds from midnight of its zone to the end of its last day; twice named articles stand once', async () => {
  const list = { id: 'autumn', kind: 'editor' as const, skus: ['A', 'B', 'A'], from: '2026-11-16', until: '2026-11-28' };
  await database.transaction((tx) => editorial.putLists(tx, [list]));
  await bus.settled();
  const [kept] = editorial.view().lists;
  expect(kept).toMatchObject({ id: 'autumn', kind: 'editor', skus: ['A', 'B'] });
  expect(new Date(kept?.from ?? 0).toISOString()).toBe('2026-11-15T23:00:00.000Z');
  expect(new Date(kept?.until ?? 0).toISOString()).toBe('2026-11-28T23:00:00.000Z');
  expect(editorial.given('list')).toEqual([list]);
});

test('refused: an end before the beginning, an unknown zone, a day that is none', async () => {
  const put = (more: object) =>
    database.transaction((tx) => editorial.putContents(tx, [{ id: 'x', kind: 'guide', title: { de: 'x', en: 'x' }, ...more }]));
  await expect(put({ from: '2026-11-20', until: '2026-11-19' })).rejects.toThrow(/0\.until/);
  await expect(put({ timeZone: 'Mars' })).rejects.toThrow(/0\.timeZone/);
  await expect(put({ from: '2026-02-30' })).rejects.toThrow(/0\.from/);
  expect(editorial.view().contents).toEqual([]);
});

test('a situation is known by kind and key; the version changes with the content and comes back with it', async () => {
  const before = editorial.view().version;
  const rain = { kind: 'weather' as const, key: 'rain', needGroups: ['umbrellas'], months: [11, 2, 11] };
  await database.transaction((tx) => editorial.putSituations(tx, [rain, { ...rain, categories: ['Regen'] }]));
  await editorial.refresh();
  expect(editorial.view().situations).toEqual([
    { kind: 'weather', key: 'rain', needGroups: ['umbrellas'], categories: ['Regen'], tags: [], months: [2, 11] },
  ]);
  expect(editorial.view().version).not.toBe(before);
  expect(await database.transaction((tx) => editorial.remove(tx, 'situation', 'weather:rain'))).toBe(true);
  expect(await database.transaction((tx) => editorial.remove(tx, 'situation', 'weather:rain'))).toBe(false);
  await bus.settled();
  expect(editorial.view().version).toBe(before);
});
