// 500 decisions a second over HTTP among 100,000 products, beside GET /healthz at the same rate: node bench/decide.ts [pglite|postgres] [--full]
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createDatabase } from '../tests/postgres.ts';
import { client, type Faden, node, startFaden } from '../tests/start-faden.ts';
import type { Row } from './bench.ts';
import { PRODUCTS, seedPersons, seedRange } from './decide-seed.ts';
import { cpuMs } from './ingest.ts';

const connections = 16;
/** `BENCH_RATE=200` finds out what a smaller machine sustains. */
const perSecond = Number(process.env['BENCH_RATE'] ?? 500);
const seconds = 20;

interface Load {
  latencies: number[];
  failed: number;
  /** What could not even be sent in time, because all connections were busy. */
  late: number;
}

const bodies: ((i: number, user: string) => Record<string, unknown>)[] = [
  (_i, userId) => ({ placements: [{ id: 'web.home.hero' }, { id: 'web.home.row1' }], subject: { userId }, channel: 'web' }),
  (i, userId) => ({
    placements: [{ id: 'web.product.row1' }],
    subject: { userId },
    channel: 'web',
    context: { sku: `SKU-${(i * 7919) % PRODUCTS}` },
  }),
  (i, userId) => ({
    placements: [{ id: 'tablet.next_best' }],
    subject: { userId },
    channel: 'tablet',
    context: { storeId: 'st_hh' },
    options: { explain: i % 8 === 2 ? 'trace' : 'none' },
  }),
  (i) => ({
    placements: [{ id: 'session.next' }],
    channel: 'web',
    context: { session: [{ sku: `SKU-${(i * 31) % PRODUCTS}`, event: 'view' }] },
  }),
];

/** Every hundredth person is a regular with a long history: one call in ten is theirs. */
const userOf = (i: number, persons: number): string => {
  const drawn = Math.floor(Math.random() * persons);
  return `u${i % 10 === 0 ? drawn - (drawn % 100) : drawn}`;
};

/** Open loop: calls start when they are due, not when the last one was answered, and count from when they were due. */
async function load(url: string, key: string, persons: number, kind: string): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latencies: number[] = [];
  let failed = 0;
  let late = 0;
  let open = 0;
  const call = (i: number, due: number) => {
    const body = kind === 'healthz' ? '' : JSON.stringify((bodies[i % bodies.length] as (typeof bodies)[0])(i, userOf(i, persons)));
    const target = new URL(kind === 'healthz' ? '/healthz' : '/v1/decisions', url);
    const headers = body
      ? { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
      : {};
    open += 1;
    const done = (ok: boolean) => {
      open -= 1;
      latencies.push(performance.now() - due);
      if (!ok) failed += 1;
    };
    const sent = request(target, { method: body ? 'POST' : 'GET', agent, headers }, (answer) => {
      answer.resume();
      answer.on('end', () => done(answer.statusCode === 200));
    });
    sent.on('error', () => done(false));
    sent.end(body);
  };
  const started = performance.now();
  const total = perSecond * (kind === 'warm' ? 5 : seconds);
  for (let i = 0; i < total; ) {
    const now = performance.now() - started;
    for (; i < total && (i * 1000) / perSecond <= now; i++) {
      if (open >= connections) late += 1;
      call(i, started + (i * 1000) / perSecond);
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  while (open > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  agent.destroy();
  return { latencies, failed, late };
}

async function inOwnProcess(faden: Faden, persons: number, kind: string): Promise<Load & { cpu: number }> {
  const before = cpuMs(faden.process.pid as number);
  const child = spawn(node, [fileURLToPath(import.meta.url), '--load', faden.url, faden.secretKey, String(persons), kind], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  for await (const chunk of child.stdout) text += chunk;
  return { ...(JSON.parse(text) as Load), cpu: cpuMs(faden.process.pid as number) - before };
}

/** The figures of one run: percentiles and server CPU per call. */
function figures({ latencies, cpu }: Load & { cpu: number }) {
  const sorted = latencies.sort((a, b) => a - b);
  const quantile = (q: number) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;
  return { p50: quantile(0.5), p95: quantile(0.95), p99: quantile(0.99), cpu: cpu / sorted.length };
}

async function trained(faden: Faden): Promise<void> {
  const api = client(faden);
  // The log is read in the background after the start; what was accepted by then is learned.
  await new Promise((resolve) => setTimeout(resolve, 15_000));
  await api.call('POST', '/api/v1/models/train', {});
  for (let i = 0; i < 600; i++) {
    const models = (await api.get('/api/v1/models')) as { ready?: boolean };
    if (models.ready) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function benchOn(database: 'pglite' | 'postgres', persons: number): Promise<Row[]> {
  const directory = mkdtempSync(join(tmpdir(), 'faden-bench-'));
  const databaseUrl = database === 'postgres' ? await createDatabase() : undefined;
  const options = { directory, ...(databaseUrl ? { databaseUrl } : {}), env: { FADEN_TEST_CLOCK: '0' } };
  const seeding = await startFaden(options);
  await seedRange(seeding);
  await seeding.stop();
  await seedPersons(persons, { url: databaseUrl, directory });
  // For looking into it: BENCH_NODE_OPTIONS='--cpu-prof --cpu-prof-dir=/tmp/profile'.
  const node = process.env['BENCH_NODE_OPTIONS'];
  const faden = await startFaden({ ...options, env: { ...options.env, ...(node ? { NODE_OPTIONS: node } : {}) } });
  await trained(faden);
  await inOwnProcess(faden, persons, 'warm');
  const barely = figures(await inOwnProcess(faden, persons, 'healthz'));
  const run = await inOwnProcess(faden, persons, 'decide');
  const decided = figures(run);
  await faden.stop();
  rmSync(directory, { recursive: true, force: true });
  const row = (name: string, key: keyof typeof decided, goal?: string): Row => ({
    name: `${database}: ${name}`,
    value: decided[key],
    unit: 'ms',
    baseline: barely[key],
    ratio: decided[key] / barely[key],
    ...(goal ? { goal } : {}),
  });
  return [
    row('decision p50', 'p50'),
    row('decision p95', 'p95'),
    row('decision p99', 'p99', database === 'postgres' ? '<= 10 ms' : undefined),
    row('server CPU per decision', 'cpu'),
    { name: `${database}: failed`, value: run.failed, unit: 'calls', goal: '0' },
    { name: `${database}: found all connections busy`, value: run.late, unit: 'calls' },
  ];
}

export async function benchDecide(): Promise<Row[]> {
  const persons = process.argv.includes('--full') ? 200_000 : 20_000;
  const only = process.argv.find((word) => word === 'pglite' || word === 'postgres');
  const rows: Row[] = [];
  for (const database of ['pglite', 'postgres'] as const) if (!only || only === database) rows.push(...(await benchOn(database, persons)));
  return rows;
}

if (process.argv[2] === '--load') {
  const [, , , url = '', key = '', persons = '1', kind = ''] = process.argv;
  process.stdout.write(JSON.stringify(await load(url, key, Number(persons), kind)));
} else if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.table(await benchDecide());
  process.exit(0);
}
