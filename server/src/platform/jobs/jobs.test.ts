// Queued work: effect and done mark share a transaction, a failure waits and is tried again, one open job a key.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { adjustableClock } from '../clock.ts';
import { type Database, migrate, openDatabase } from '../database/index.ts';
import { createIds } from '../ids.ts';
import { createLog } from '../log.ts';
import { createJobs, type Jobs } from './index.ts';

const log = createLog('silent');
const clock = adjustableClock();
let database: Database;
let jobs: Jobs;
let failures = 0;
const done: unknown[] = [];

beforeAll(async () => {
  database = await openDatabase({ directory: 'memory:', log });
  await migrate(database, [new URL('./sql', import.meta.url).pathname]);
  await database.script('create table effect (n int)');
  jobs = createJobs({ database, clock, ids: createIds(clock), log });
  jobs.handle('count', async (tx, job) => {
    await tx.query('insert into effect values ($1)', [job.payload['n'] as number]);
    if (failures-- > 0) throw new Error('not this time');
    done.push(job.payload['n']);
  });
  jobs.start();
});
afterAll(async () => {
  await jobs.stop();
  await database.close();
});
const queue = (n: number, options?: { runAt?: number; key?: string }) =>
  database.transaction((tx) => jobs.queue(tx, 'count', { n }, options));
const effects = async () => (await database.query<{ n: number }>('select n from effect order by n')).map((row) => row.n);

it('runs each job once, keeps one open job a key, and waits until it is due', async () => {
  await queue(1);
  await queue(2, { key: 'k', runAt: clock.now() + 500 });
  await queue(99, { key: 'k', runAt: clock.now() + 500 });
  await queue(98, { runAt: clock.now() + 3_600_000 });
  await expect.poll(effects, { timeout: 8_000 }).toEqual([1, 2]);
});

it('leaves nothing of a failed attempt behind and tries again later', async () => {
  failures = 1;
  await queue(3);
  await expect
    .poll(async () => (await database.query<{ attempts: number }>('select attempts from job where last_error is not null'))[0]?.attempts, {
      timeout: 8_000,
    })
    .toBe(1);
  expect(await effects()).toEqual([1, 2]);
  clock.set(clock.now() + 60_000);
  await expect.poll(effects, { timeout: 8_000 }).toEqual([1, 2, 3]);
});
