// Requests that arrive while a commit is in flight share the next one: natural batching, no timer. Pressure is refused, not stored in memory.
import type { Log } from '../../platform/log.ts';

interface Waiting<Item, Result> {
  items: Item[];
  resolve(result: Result): void;
  reject(error: unknown): void;
}

export interface GroupCommit<Item, Result> {
  /** Resolves after the items were committed. @throws `Overloaded` at once when too much is waiting already. */
  submit(items: Item[], options?: { patient?: boolean }): Promise<Result>;
  waiting(): number;
  /** Resolves when nothing is waiting or in flight any more. */
  drained(): Promise<void>;
}

export class Overloaded extends Error {}

interface Options<Item, Result> {
  /** Commits that may be in flight at once. */
  writers: number;
  /** Items in one transaction. */
  largest: number;
  /** Items that may wait before calls are refused; patient callers get four times as much. */
  queueLimit: number;
  /** Commits the items of several calls together and gives each call its result. */
  commit(calls: Item[][]): Promise<Result[]>;
  /** True for errors another try may cure (deadlock, serialisation). */
  retry(error: unknown): boolean;
  /** True when the database is away: no use in trying the calls one by one. */
  away(error: unknown): boolean;
  log: Log;
}

const tries = 4;

export function createGroupCommit<Item, Result>(options: Options<Item, Result>): GroupCommit<Item, Result> {
  let queue: Waiting<Item, Result>[] = [];
  let queued = 0;
  let inFlight = 0;
  let idle: (() => void)[] = [];

  const takeBatch = (): Waiting<Item, Result>[] => {
    let size = 0;
    let count = 0;
    for (const call of queue) {
      if (count > 0 && size + call.items.length > options.largest) break;
      size += call.items.length;
      count++;
    }
    const batch = queue.slice(0, count);
    queue = queue.slice(count);
    queued -= size;
    return batch;
  };

  const commitWithRetry = async (calls: Item[][]): Promise<Result[]> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await options.commit(calls);
      } catch (error) {
        if (attempt >= tries || !options.retry(error)) throw error;
      }
    }
  };

  /** One poisonous call must not take the others down: when the batch fails, each call is committed for itself. */
  const commitBatch = async (batch: Waiting<Item, Result>[]) => {
    try {
      const results = await commitWithRetry(batch.map((call) => call.items));
      for (const [i, call] of batch.entries()) call.resolve(results[i] as Result);
    } catch (error) {
      if (batch.length === 1 || options.away(error)) {
        for (const call of batch) call.reject(error);
        return;
      }
      options.log.warn(
        { calls: batch.length, err: error instanceof Error ? error.message : String(error) },
        'a shared commit failed; trying its calls one by one',
      );
      for (const call of batch) await commitBatch([call]);
    }
  };

  const pump = () => {
    while (inFlight < options.writers && queue.length > 0) {
      inFlight++;
      void commitBatch(takeBatch()).finally(() => {
        inFlight--;
        pump();
      });
    }
    if (inFlight === 0 && queue.length === 0) {
      for (const resolve of idle) resolve();
      idle = [];
    }
  };

  return {
    submit(items, { patient = false } = {}) {
      if (queued >= options.queueLimit * (patient ? 4 : 1)) return Promise.reject(new Overloaded('too many events are waiting'));
      return new Promise<Result>((resolve, reject) => {
        queue.push({ items, resolve, reject });
        queued += items.length;
        pump();
      });
    },
    waiting: () => queued,
    drained: () => (inFlight === 0 && queue.length === 0 ? Promise.resolve() : new Promise((resolve) => void idle.push(resolve))),
  };
}
