// F-03: kill -9 of PostgreSQL with all its backends under load. The server stays up, says 503 with Retry-After, comes back by itself, and no acked event is lost.
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { havePostgres } from '../machine.ts';
import { type Cluster, startCluster } from '../postgres.ts';
import { client, type Faden, startFaden } from '../start-faden.ts';
import { judge, startLoad } from './load.ts';

const crashes = process.env['FADEN_FULL'] === '1' ? 8 : 3;
const downMs = 1_500;

let cluster: Cluster | undefined;
let faden: Faden | undefined;
let databaseUrl = '';

beforeAll(async () => {
  if (!havePostgres()) return;
  cluster = await startCluster();
  const admin = new pg.Client({ connectionString: cluster.url });
  await admin.connect();
  await admin.query('create database crash');
  await admin.end();
  databaseUrl = cluster.url.replace(/\/postgres$/, '/crash');
  faden = await startFaden({ databaseUrl });
});
afterAll(async () => {
  await faden?.stop();
  await cluster?.stop();
});

/** Milliseconds until the server is ready again. */
async function untilReady(url: string): Promise<number> {
  const begun = performance.now();
  while (performance.now() - begun < 30_000) {
    if (
      await fetch(`${url}/readyz`).then(
        (r) => r.ok,
        () => false,
      )
    )
      return Math.round(performance.now() - begun);
    await sleep(20);
  }
  throw new Error('the server did not find its database again');
}

it.skipIf(!havePostgres())(`survives ${crashes} crashes of PostgreSQL`, async () => {
  const { crash, restart } = cluster as Cluster;
  const { url, secretKey, process: server } = faden as Faden;
  const api = client(faden as Faden);
  const load = startLoad({ url: () => url, secretKey });
  const back: number[] = [];
  for (let i = 0; i < crashes; i++) {
    await sleep(1_000);
    await crash();
    await sleep(300);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    for (const [method, path, body] of [
      ['POST', '/v1/track', { anonymousId: 'down', event: 'Product Viewed', messageId: `down-${i}` }],
      ['PUT', '/api/v1/profiles', [{ externalId: 'c_down' }]],
      ['GET', '/api/v1/profiles/by/anonymousId/load-p1', undefined],
    ] as const) {
      const answer = await api.call(method, path, body);
      expect(`${method} ${path} ${answer.status}`).toBe(`${method} ${path} 503`);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(answer.body.code).toBe('database_unavailable');
    }
    await sleep(downMs);
    await restart();
    back.push(await untilReady(url));
  }
  await sleep(500);
  await load.finish();
  expect(server.exitCode).toBe(null);
  const verdict = await judge(load, { databaseUrl });
  console.log(
    `kill -9 of PostgreSQL: ${crashes} crashes, reconnected after ${back.join(', ')} ms, ${JSON.stringify(verdict)}, answers ${JSON.stringify(load.answers)}`,
  );
  expect(verdict.lost).toBe(0);
  expect(verdict.twice).toBe(0);
  expect(load.answers['500'] ?? 0).toBe(0);
  expect(load.answers['503']).toBeGreaterThan(0);
  expect(load.rude).toBe(0);
  expect(Math.max(...back)).toBeLessThan(3_000);
  expect((faden as Faden).output()).not.toMatch(/unhandled/i);
});
