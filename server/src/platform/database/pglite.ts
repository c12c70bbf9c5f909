// The embedded engine seen from the main thread: messages to the worker that owns it.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Log } from '../log.ts';
import type { Engine, Param, Sql } from './index.ts';
import { lockDirectory } from './lock-file.ts';
import type { WorkerReply, WorkerRequest } from './pglite-worker.ts';

interface Waiting {
  resolve(rows: unknown[]): void;
  reject(error: Error): void;
}

export async function openPglite(directory: string, log: Log): Promise<Engine> {
  let unlock = () => {};
  let path = directory;
  if (directory !== 'memory:') {
    path = join(directory, 'database');
    mkdirSync(path, { recursive: true });
    unlock = lockDirectory(directory);
  }
  const worker = new Worker(new URL('./pglite-worker.ts', import.meta.url), { workerData: { directory: path } });
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let gone: Error | undefined;

  const lost = (why: string) => {
    gone ??= Object.assign(new Error(`embedded database ${why}`), { code: 'FADEN_DB_GONE' });
    for (const { reject } of waiting.values()) reject(gone);
    waiting.clear();
  };
  const ready = new Promise<void>((resolve, reject) => {
    worker.on('message', (reply: WorkerReply) => {
      if (reply.id === 0) return resolve();
      const call = waiting.get(reply.id);
      waiting.delete(reply.id);
      if (reply.error) call?.reject(Object.assign(new Error(reply.error.message), reply.error));
      else call?.resolve(reply.rows ?? []);
    });
    worker.on('error', (error) => {
      log.error({ err: error.message }, 'embedded database failed');
      reject(error);
      lost('failed');
    });
    worker.on('exit', () => lost('is closed'));
  });
  try {
    await ready;
  } catch (error) {
    unlock();
    throw error;
  }

  const ask = (op: WorkerRequest['op'], sql = '', params: readonly Param[] = []) =>
    new Promise<unknown[]>((resolve, reject) => {
      if (gone) return reject(gone);
      const id = ++lastId;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, op, sql, params: [...params] } satisfies WorkerRequest);
    });
  return engineOver(ask, async () => {
    await ask('close').catch(() => {});
    await worker.terminate();
    unlock();
  });
}

/** One connection: a transaction holds the gate, everything else waits in line behind it. */
function engineOver(
  ask: (op: WorkerRequest['op'], sql?: string, params?: readonly Param[]) => Promise<unknown[]>,
  close: () => Promise<void>,
): Engine {
  let gate: Promise<unknown> = Promise.resolve();
  let open = 0;
  const inLine = <T>(work: () => Promise<T>): Promise<T> => {
    const result = gate.then(work);
    gate = result.catch(() => {});
    return result;
  };
  const query = async <Row>(sql: string, params?: readonly Param[]) => (await ask('query', sql, params)) as Row[];
  return {
    kind: 'pglite',
    // Without a transaction open or waiting the worker's own queue keeps order, so single statements may be sent ahead.
    query: (sql, params) => (open === 0 ? query(sql, params) : inLine(() => query(sql, params))),
    async transaction(work) {
      open++;
      const tx: Sql = { query };
      try {
        return await inLine(async () => {
          await query('begin');
          try {
            const result = await work(tx);
            await query('commit');
            return result;
          } catch (error) {
            await query('rollback').catch(() => {});
            throw error;
          }
        });
      } finally {
        open--;
      }
    },
    script: (sql) => inLine(async () => void (await ask('script', sql))),
    close,
  };
}
