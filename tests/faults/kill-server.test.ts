// F-01: kill -9 of the server while it takes events, on both databases. What was acked is stored, once; the profile is what its log says.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { havePostgres } from '../machine.ts';
import { createDatabase } from '../postgres.ts';
import { client, type Faden, freePort, startFaden } from '../start-faden.ts';
import { dropDerived, judge, startLoad } from './load.ts';
import { pictureOf } from './picture.ts';
import { cpuSeconds } from './resident.ts';

/** CPU a restart may cost; the clock alone says little on a machine that others use too. */
const restartCpuSeconds = 10;
const kills = process.env['FADEN_FULL'] === '1' ? 15 : 5;

describe.each([
  ['pglite', true],
  ['postgres', havePostgres()],
] as const)('kill -9 of the server on %s', (database, possible) => {
  it.skipIf(!possible)(`loses nothing that was acked in ${kills} kills`, async () => {
    const directory = mkdtempSync(join(tmpdir(), 'faden-kill-'));
    const databaseUrl = database === 'postgres' ? await createDatabase() : undefined;
    const at = { directory: join(directory), ...(databaseUrl ? { databaseUrl } : {}) };
    const port = await freePort();
    const start = () => startFaden({ directory, port, ...(databaseUrl ? { databaseUrl } : {}) });
    let faden: Faden = await start();
    const load = startLoad({ url: () => faden.url, secretKey: faden.secretKey });
    const ready: number[] = [];
    const cpu: number[] = [];
    for (let i = 0; i < kills; i++) {
      await sleep(400 + ((i * 7_919) % 1_100));
      await faden.kill();
      const begun = performance.now();
      faden = await start();
      ready.push(Math.round(performance.now() - begun));
      cpu.push(cpuSeconds(faden.process.pid as number) ?? 0);
    }
    await sleep(500);
    await load.finish();
    const person = load.people[3] as string;
    const live = await pictureOf(client(faden), person);
    await faden.stop();
    const verdict = await judge(load, at);
    console.log(
      `kill -9 on ${database}: ${kills} kills, ready again after ${ready.join(', ')} ms (${cpu.join(', ')} s CPU), ${JSON.stringify(verdict)}, answers ${JSON.stringify(load.answers)}`,
    );
    expect(verdict.lost).toBe(0);
    expect(verdict.twice).toBe(0);
    expect(verdict.stored).toBe(load.sent.size);
    expect(load.answers['lost'] ?? 0).toBeGreaterThan(0);
    expect(Math.max(...cpu)).toBeLessThan(restartCpuSeconds);

    await dropDerived(at);
    faden = await start();
    expect(await pictureOf(client(faden), person)).toEqual(live);
    await faden.stop();
    rmSync(directory, { recursive: true, force: true });
  });
});
