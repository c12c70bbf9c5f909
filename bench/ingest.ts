// Ingest against the bare INSERT: batches of 15 events over 8 connections through HTTP, durable and folded, beside the batched INSERT of the same rows into the same database.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '../server/src/platform/database/index.ts';
import { createLog } from '../server/src/platform/log.ts';
import { createDatabase } from '../tests/postgres.ts';
import { client, type Faden, node, startFaden } from '../tests/start-faden.ts';
import type { Row } from './bench.ts';

const connections = 8;
const eventsPerRequest = 15;
const visitors = 20_000;
const seconds = 10;

export interface LoadResult {
  events: number;
  seconds: number;
  latencies: number[];
}

/** One visitor's event as a shop's SDK sends it, about 650 bytes. */
export function eventOf(visitor: number, n: number, now: number): Record<string, unknown> {
  const sku = `SKU-${(visitor * 7 + n * 13) % 5_000}`;
  return {
    type: 'track',
    messageId: `ajs-next-${now}-${visitor}-${n}`,
    anonymousId: `visitor-${visitor}-5f0e7d3c`,
    event: n % 7 === 3 ? 'Product Added' : 'Product Viewed',
    timestamp: new Date(now).toISOString(),
    properties: {
      product_id: sku,
      name: `Product ${sku}`,
      brand: 'Acme',
      category: 'Shoes',
      price: 59.9,
      quantity: 1,
      currency: 'EUR',
      url: `https://shop.example/p/${sku}`,
    },
    context: {
      library: { name: 'analytics.js', version: 'next-1.84.3' },
      page: { path: `/p/${sku}`, referrer: '', search: '', title: sku, url: `https://shop.example/p/${sku}` },
      locale: 'de-DE',
      timezone: 'Europe/Berlin',
      userAgent: 'Mozilla/5.0 (X11; Linux x64)',
    },
  };
}

/** Closed loop: every connection sends the next batch as soon as the last one was acknowledged. Runs in its own process. */
export async function load(url: string, key: string, forMs: number): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const target = new URL('/v1/batch', url);
  const authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
  const latencies: number[] = [];
  let [events, n] = [0, 0];
  const end = performance.now() + forMs;
  const send = (body: string) =>
    new Promise<number>((resolve, reject) => {
      const call = request(
        target,
        {
          method: 'POST',
          agent,
          headers: { authorization, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
        },
        (answer) => {
          answer.resume();
          answer.on('end', () => resolve(answer.statusCode ?? 0));
        },
      );
      call.on('error', reject);
      call.end(body);
    });
  const one = async () => {
    while (performance.now() < end) {
      const now = Date.now();
      const batch = Array.from({ length: eventsPerRequest }, () => eventOf(Math.floor(Math.random() * visitors), n++, now));
      const started = performance.now();
      const status = await send(JSON.stringify({ batch, sentAt: new Date(now).toISOString() }));
      if (status === 200) {
        latencies.push(performance.now() - started);
        events += eventsPerRequest;
      } else await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: connections }, one));
  agent.destroy();
  return { events, seconds: (performance.now() - started) / 1000, latencies };
}

const quantile = (sorted: number[], q: number) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;

/** CPU milliseconds a process has used so far, its threads included. */
export function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

async function inOwnProcess(faden: Faden): Promise<LoadResult> {
  const self = fileURLToPath(import.meta.url);
  const child = spawn(node, [self, faden.url, faden.secretKey, String(seconds * 1000)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  for await (const chunk of child.stdout) text += chunk;
  return JSON.parse(text) as LoadResult;
}

/** Batched INSERT of rows like ours into the same table of the same database, one writer, nothing else. */
async function bareInsert(url: string | undefined, directory: string): Promise<number> {
  const database = await openDatabase({ url, directory, log: createLog('silent') });
  const rows = (n: number) =>
    Array.from({ length: 120 }, (_, i) => {
      const { messageId, type, event, timestamp, ...body } = eventOf(i, n * 120 + i, Date.now());
      return {
        source: 99,
        message_id: `bare-${messageId}`,
        node_id: '01900000-0000-7000-8000-000000000000',
        ord: n * 120 + i,
        type,
        event,
        at: timestamp,
        received_at: timestamp,
        channel: 'web',
        trust: 'server',
        body,
      };
    });
  const started = performance.now();
  let inserted = 0;
  for (let n = 0; performance.now() - started < seconds * 500; n++) {
    const list = rows(n);
    await database.query(
      `insert into event_log (source, message_id, node_id, ord, type, event, at, received_at, channel, trust, body)
       select * from jsonb_to_recordset($1::text::jsonb) as t(source int, message_id text, node_id uuid, ord bigint, type text, event text, at timestamptz, received_at timestamptz, channel text, trust text, body jsonb)`,
      [JSON.stringify(list)],
    );
    inserted += list.length;
  }
  const rate = inserted / ((performance.now() - started) / 1000);
  await database.close();
  return rate;
}

/** Time from an accepted event to a decision of another channel that knows it, under the load of others. */
async function freshness(faden: Faden, running: Promise<unknown>): Promise<number[]> {
  const api = client(faden);
  const times: number[] = [];
  let done = false;
  void running.finally(() => {
    done = true;
  });
  for (let i = 0; !done && i < 400; i++) {
    const anonymousId = `fresh-${i}-6b1f0c`;
    const started = performance.now();
    await api.post('/v1/track', { anonymousId, event: 'Product Viewed', properties: { product_id: `SKU-${i % 5_000}` } });
    const accepted = performance.now();
    for (;;) {
      const profile = await api.call('GET', `/api/v1/profiles/by/anonymousId/${anonymousId}/events`);
      if (profile.body?.items?.length > 0) break;
    }
    times.push(performance.now() - accepted);
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, 25 - (performance.now() - started))));
  }
  return times.sort((a, b) => a - b);
}

/** Compiled code and known visitors: what a shop that has been open for a while looks like. */
async function warmUp(faden: Faden): Promise<void> {
  await load(faden.url, faden.secretKey, 4_000);
}

export async function benchIngest(): Promise<Row[]> {
  const out: Row[] = [];
  for (const database of ['pglite', 'postgres'] as const) {
    const directory = mkdtempSync(join(tmpdir(), 'faden-bench-'));
    const databaseUrl = database === 'postgres' ? await createDatabase() : undefined;
    const faden = await startFaden({ directory, ...(databaseUrl ? { databaseUrl } : {}), env: { FADEN_TEST_CLOCK: '0' } });
    await warmUp(faden);
    const cpu = cpuMs(faden.process.pid as number);
    const { events, seconds: took, latencies } = await inOwnProcess(faden);
    const used = cpuMs(faden.process.pid as number) - cpu;
    // Freshness is asked for under a second, equal load: asking is work of its own.
    const fresh = await freshness(faden, inOwnProcess(faden));
    await faden.stop();
    const bare = await bareInsert(databaseUrl, directory);
    rmSync(directory, { recursive: true, force: true });
    const rate = events / took;
    latencies.sort((a, b) => a - b);
    out.push(
      {
        name: `${database}: events accepted and folded`,
        value: rate,
        unit: '/s',
        baseline: bare,
        ratio: rate / bare,
        goal: database === 'pglite' ? '>= 50 % of the bare INSERT' : '>= 60 % of the bare INSERT',
      },
      { name: `${database}: server CPU per event`, value: (used * 1000) / events, unit: 'µs' },
      { name: `${database}: acknowledged p50`, value: quantile(latencies, 0.5), unit: 'ms' },
      { name: `${database}: acknowledged p99`, value: quantile(latencies, 0.99), unit: 'ms' },
      { name: `${database}: accepted -> visible elsewhere p99`, value: quantile(fresh, 0.99), unit: 'ms', goal: '<= 250 ms' },
    );
  }
  return out;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , url = '', key = '', ms = '1000'] = process.argv;
  process.stdout.write(JSON.stringify(await load(url, key, Number(ms))));
}
