// The worker thread that owns the embedded database: nobody else touches the files.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { DurableNodeFS, fsyncTree } from './durable-fs.ts';
import { createPrepared } from './pglite-prepared.ts';
import { createUpkeep, lookEveryMs } from './pglite-upkeep.ts';

export interface WorkerRequest {
  id: number;
  op: 'query' | 'script' | 'close';
  sql: string;
  params: (string | number | boolean | null)[];
}
export interface WorkerReply {
  id: number;
  rows?: unknown[];
  error?: { message: string; code?: string | undefined; constraint?: string | undefined };
}

const parsers = {
  20: (text: string) => Number(text),
  1184: (text: string) => Date.parse(text),
  1114: (text: string) => Date.parse(`${text}Z`),
};

async function open(directory: string): Promise<PGlite> {
  if (directory === 'memory:') return PGlite.create({ parsers });
  const fresh = !existsSync(join(directory, 'PG_VERSION'));
  const database = await PGlite.create({
    fs: new DurableNodeFS(directory),
    parsers,
    // -F would switch fsync off; wal_sync_method=fsync is the one call the file system above makes real.
    startParams: [...PGlite.defaultStartParams.filter((p) => p !== '-F'), '-c', 'wal_sync_method=fsync'],
  });
  if (fresh) {
    await database.exec('checkpoint');
    fsyncTree(directory);
  }
  return database;
}

const port = parentPort;
if (!port) throw new Error('pglite-worker runs as a worker thread only');
const { directory } = workerData as { directory: string };
const database = await open(directory);
// enable_seqscan: a plan made while a table was empty must not scan it when it is large.
await database.exec("set timezone to 'UTC'; set enable_seqscan to off");
const prepared = createPrepared(database);
const upkeep = createUpkeep(database);
let inTransaction = false;

async function answer(request: WorkerRequest): Promise<unknown[]> {
  if (request.op === 'script') {
    await database.exec(request.sql);
    return [];
  }
  if (request.op === 'close') {
    clearInterval(timer);
    await database.close();
    return [];
  }
  const rows = await prepared(request.sql, request.params);
  if (request.sql === 'begin') inTransaction = true;
  if (request.sql === 'commit' || request.sql === 'rollback') inTransaction = false;
  return rows;
}

// One at a time and in order: transactions are plain begin/commit messages, so nothing may slip in between.
let queue: Promise<unknown> = Promise.resolve();
port.on('message', (request: WorkerRequest) => {
  queue = queue.then(async () => {
    const reply: WorkerReply = { id: request.id };
    try {
      reply.rows = await answer(request);
    } catch (error) {
      const e = error as Error & { code?: string; constraint?: string };
      reply.error = { message: e.message, code: e.code, constraint: e.constraint };
    }
    port.postMessage(reply);
    if (request.op === 'close') port.close();
  });
});
const timer = setInterval(() => {
  if (directory !== 'memory:') queue = queue.then(() => (inTransaction ? undefined : upkeep())).catch(() => {});
}, lookEveryMs);
port.postMessage({ id: 0 } satisfies WorkerReply);
