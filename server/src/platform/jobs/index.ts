// Queued and timed work, at least once; the effect on our data and the done mark share one transaction.
import type { Clock } from '../clock.ts';
import type { Database, Sql } from '../database/index.ts';
import type { Ids } from '../ids.ts';
import type { Log } from '../log.ts';
import { claimDue, insertJob, markDone, markFailed } from './store.ts';

export interface Job {
  id: string;
  kind: string;
  payload: Record<string, unknown>;
  attempts: number;
}
export type JobHandler = (tx: Sql, job: Job) => Promise<void>;

export interface Jobs {
  handle(kind: string, handler: JobHandler): void;
  /** Queues within `tx`. With `key`, a job of the same kind and key that is still open is kept and the new one dropped. */
  queue(tx: Sql, kind: string, payload: Record<string, unknown>, options?: { runAt?: number; key?: string }): Promise<void>;
  /** Runs `work` every `everyMs` in this process; for upkeep whose loss of one run does not matter. */
  every(everyMs: number, name: string, work: () => Promise<void>): void;
  start(): void;
  stop(): Promise<void>;
}

const pollMs = 1_000;
const maxAttempts = 8;
const firstBackoffMs = 2_000;

export function createJobs(needs: { database: Database; clock: Clock; ids: Ids; log: Log }): Jobs {
  const { database, clock, ids, log } = needs;
  const handlers = new Map<string, JobHandler>();
  const timers: NodeJS.Timeout[] = [];
  let stopped = false;
  let running: Promise<void> = Promise.resolve();

  /** @returns whether there was a job to run */
  const runOne = async (): Promise<boolean> => {
    let failed: { job: Job; message: string } | undefined;
    const found = await database
      .transaction(async (tx) => {
        const job = await claimDue(tx, [...handlers.keys()], clock.now());
        if (!job) return false;
        try {
          await (handlers.get(job.kind) as JobHandler)(tx, job);
        } catch (error) {
          failed = { job, message: error instanceof Error ? error.message : String(error) };
          throw error;
        }
        await markDone(tx, job.id, clock.now());
        return true;
      })
      .catch((error) => {
        if (!failed) throw error;
        return true;
      });
    if (failed) {
      const { job, message } = failed;
      const dead = job.attempts + 1 >= maxAttempts;
      log.warn({ job: job.kind, attempt: job.attempts + 1, dead, err: message }, 'job failed');
      await markFailed(database, job.id, message, dead ? null : clock.now() + firstBackoffMs * 2 ** job.attempts);
    }
    return found;
  };

  const drain = async () => {
    while (!stopped && handlers.size > 0 && (await runOne()));
  };
  return {
    handle: (kind, handler) => void handlers.set(kind, handler),
    queue: (tx, kind, payload, options = {}) =>
      insertJob(tx, { id: ids.next(), kind, payload, runAt: options.runAt ?? clock.now(), key: options.key ?? null }),
    every(everyMs, name, work) {
      let busy = false;
      const timer = setInterval(() => {
        if (busy) return;
        busy = true;
        work()
          .catch((error) => log.warn({ upkeep: name, err: error instanceof Error ? error.message : String(error) }, 'upkeep failed'))
          .finally(() => {
            busy = false;
          });
      }, everyMs);
      timer.unref();
      timers.push(timer);
    },
    start() {
      let busy = false;
      const timer = setInterval(() => {
        if (busy) return;
        busy = true;
        running = drain()
          .catch((error) => log.warn({ err: error instanceof Error ? error.message : String(error) }, 'job runner paused'))
          .finally(() => {
            busy = false;
          });
      }, pollMs);
      timer.unref();
      timers.push(timer);
    },
    async stop() {
      stopped = true;
      for (const timer of timers) clearInterval(timer);
      await running;
    },
  };
}
