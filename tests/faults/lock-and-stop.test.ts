// One server per data directory, and a stop that loses nothing: SIGTERM under load ends with 0 and keeps every acked event.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { havePostgres } from '../machine.ts';
import { createDatabase } from '../postgres.ts';
import { client, type Faden, freePort, startFaden } from '../start-faden.ts';
import { judge, startLoad } from './load.ts';

const stopWithinMs = 8_000;
const folders: string[] = [];
const folder = () => {
  const path = mkdtempSync(join(tmpdir(), 'faden-stop-'));
  folders.push(path);
  return path;
};
afterAll(() => {
  for (const path of folders) rmSync(path, { recursive: true, force: true });
});

describe('the lock of the data directory', () => {
  it('refuses a second server with a clear word, and leaves the first one working', async () => {
    const directory = folder();
    const first = await startFaden({ directory });
    const second = await startFaden({ directory }).then(
      () => 'started',
      (error: Error) => error.message,
    );
    expect(second).toContain('is in use by another Faden process');
    expect(second).toContain(directory);
    expect(second).toMatch(/ended with 1/);
    await client(first).post('/v1/track', { anonymousId: 'a', event: 'Product Viewed', messageId: 'still-works' });
    await first.stop();
  });
  it('takes over the lock of a process that is gone', async () => {
    const directory = folder();
    writeFileSync(join(directory, 'faden.lock'), '999999999 1');
    await (await startFaden({ directory })).stop();
  });
});

describe.each([
  ['pglite', true],
  ['postgres', havePostgres()],
] as const)('SIGTERM under load on %s', (database, possible) => {
  it.skipIf(!possible)('finishes what was accepted and ends with 0', async () => {
    const directory = folder();
    const databaseUrl = database === 'postgres' ? await createDatabase() : undefined;
    const port = await freePort();
    const start = () => startFaden({ directory, port, ...(databaseUrl ? { databaseUrl } : {}) });
    let faden: Faden = await start();
    const load = startLoad({ url: () => faden.url, secretKey: faden.secretKey });
    const took: number[] = [];
    for (let i = 0; i < 2; i++) {
      await sleep(1_500);
      const begun = performance.now();
      await faden.stop();
      took.push(Math.round(performance.now() - begun));
      expect(faden.process.exitCode, faden.output()).toBe(0);
      faden = await start();
    }
    await load.finish();
    await faden.stop();
    const verdict = await judge(load, { directory, ...(databaseUrl ? { databaseUrl } : {}) });
    console.log(
      `SIGTERM on ${database}: ended after ${took.join(', ')} ms, ${JSON.stringify(verdict)}, answers ${JSON.stringify(load.answers)}`,
    );
    expect(verdict).toMatchObject({ lost: 0, twice: 0, stored: load.sent.size });
    expect(load.answers['500'] ?? 0).toBe(0);
    expect(load.rude).toBe(0);
    expect(Math.max(...took)).toBeLessThan(stopWithinMs);
  });
});
