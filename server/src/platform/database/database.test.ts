// Both engines behind one face: the same values, no lie about a commit, no deadlock by mistake, one owner of a directory.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { havePostgres } from '../../../../tests/machine.ts';
import { createDatabase } from '../../../../tests/postgres.ts';
import { createLog } from '../log.ts';
import { type Database, isUnavailable, migrate, openDatabase } from './index.ts';
import { lockDirectory } from './lock-file.ts';

const log = createLog('silent');

describe.each([
  ['pglite', true],
  ['postgres', havePostgres()],
] as const)('%s', (kind, possible) => {
  let database: Database;
  beforeAll(async () => {
    if (!possible) return;
    database = await openDatabase({ url: kind === 'postgres' ? await createDatabase() : undefined, directory: 'memory:', log });
    await database.script('create table thing (id int primary key, n bigint, at timestamptz, data jsonb)');
  });
  afterAll(() => database?.close());
  const count = async () => (await database.query<{ n: number }>('select count(*) as n from thing'))[0]?.n;

  it.skipIf(!possible)('gives numbers, instants and JSON as the same values', async () => {
    await database.query('insert into thing values (0, 12345678901, $1, $2::text::jsonb)', [
      '2026-11-21T10:00:00.123+01:00',
      '{"b":[1,"ü"]}',
    ]);
    expect(await database.query('select n, at, data from thing where id = 0')).toEqual([
      { n: 12_345_678_901, at: Date.parse('2026-11-21T09:00:00.123Z'), data: { b: [1, 'ü'] } },
    ]);
  });
  it.skipIf(!possible)('rolls back what throws', async () => {
    const before = await count();
    await expect(
      database.transaction(async (tx) => {
        await tx.query('insert into thing (id) values (1)');
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await count()).toBe(before);
  });
  it.skipIf(!possible)('does not report success when a failed statement was swallowed', async () => {
    const before = await count();
    const swallowed = database.transaction(async (tx) => {
      await tx.query('insert into thing (id) values (2)');
      await tx.query('insert into thing (id) values (2)').catch(() => {});
      return 'stored';
    });
    await expect(swallowed).rejects.toMatchObject({ code: '23505' });
    expect(await count()).toBe(before);
  });
  it.skipIf(!possible)('refuses the two mistakes that would wait for themselves', async () => {
    await expect(database.transaction(() => database.query('select 1'))).rejects.toThrow('root query inside a transaction');
    await expect(database.transaction(() => database.transaction(async () => 1))).rejects.toThrow(
      'nested transaction inside a transaction',
    );
  });
  it.skipIf(!possible)('runs a migration once, also when two start together', async () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'faden-sql-')), 'sql');
    mkdirSync(folder);
    writeFileSync(join(folder, '0001-a.sql'), 'create table made (id int); insert into made values (1)');
    const applied = await Promise.all([migrate(database, [folder]), migrate(database, [folder])]);
    expect(applied.flat().length).toBe(1);
    expect(await migrate(database, [folder])).toEqual([]);
    expect((await database.query('select * from made')).length).toBe(1);
    rmSync(join(folder, '..'), { recursive: true });
  });
});

it.skipIf(!havePostgres())('an unreachable PostgreSQL is unavailable, not an error of ours', async () => {
  const url = (await createDatabase()).replace(/:\d+\//, ':1/');
  const database = await openDatabase({ url, directory: 'memory:', log });
  const failures = await Promise.allSettled([database.query('select 1'), database.transaction(async (tx) => tx.query('select 1'))]);
  expect(failures.map((f) => f.status === 'rejected' && isUnavailable(f.reason))).toEqual([true, true]);
  await database.close();
});

describe('the lock of a directory', () => {
  const directory = mkdtempSync(join(tmpdir(), 'faden-lock-'));
  const path = join(directory, 'faden.lock');
  afterAll(() => rmSync(directory, { recursive: true }));
  it('is held by one and given back', () => {
    const unlock = lockDirectory(directory);
    expect(() => lockDirectory(directory)).toThrow('in use by another Faden process');
    unlock();
    expect(readdirSync(directory)).toEqual([]);
  });
  it.each([
    ['an empty file', ''],
    ['a pid that is gone', '999999999 1'],
    ['a pid that was reused', `${process.ppid} 1`],
  ])('is taken over from %s', (_what, content) => {
    writeFileSync(path, content);
    const unlock = lockDirectory(directory);
    expect(readFileSync(path, 'utf8')).toMatch(new RegExp(`^${process.pid} `));
    unlock();
    expect(existsSync(path)).toBe(false);
  });
});
