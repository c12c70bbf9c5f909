// Facts in an outbox: published inside the transaction that made them true, read by cursors that never skip a late commit.
import type { Clock } from '../clock.ts';
import type { Database, Sql } from '../database/index.ts';
import type { Log } from '../log.ts';
import {
  advanceCursor,
  type Cursor,
  deleteBefore,
  insertFact,
  lookAtCursor,
  newestCursor,
  peekAfter,
  readAfter,
  readCursor,
  readLatest,
  writeCursor,
} from './store.ts';

export { publishSql } from './store.ts';

/** Something that has happened, past tense, e.g. `order.placed`. `payload` is plain JSON. */
export interface Fact {
  seq: number;
  topic: string;
  payload: Record<string, unknown>;
  at: number;
}

export interface Bus {
  /** Publishes within `tx`; readers see it once the transaction has committed. */
  publish(tx: Sql, topic: string, payload: Record<string, unknown>): Promise<void>;
  /** Tells the readers of this process that something was committed; others find it within `pollMs`. */
  poke(): void;
  /** Pokes and waits until the followers of this process have looked once, at most a moment. */
  settled(): Promise<void>;
  /** Durable reader of some topics: `handle` runs in the transaction that moves the cursor, so each fact takes effect exactly once. */
  subscribe(name: string, topics: readonly string[], handle: (tx: Sql, facts: Fact[]) => Promise<void>): void;
  /** Reader that starts at now and keeps its cursor in memory: caches, live screens. `handle` must not throw. */
  follow(handle: (facts: Fact[]) => void | Promise<void>): Promise<() => void>;
  /** The newest facts of a topic, newest first. */
  latest(topic: string, limit: number): Promise<Fact[]>;
  /** Facts not yet handled by the slowest durable reader. */
  lag(): Promise<number>;
  forgetBefore(instant: number): Promise<void>;
  stop(): Promise<void>;
}

const pollMs = 500;
const batchSize = 500;
const retryMs = 1_000;
const settleMs = 250;
/** Durable readers look at most so often; what they do may be a moment late. */
const subscriberPauseMs = 50;
const keepEveryMs = 10_000;
/** A burst of commits wakes the readers once. */
const pokeMs = 10;

export function createBus(needs: { database: Database; clock: Clock; log: Log }): Bus {
  const { database, clock, log } = needs;
  const readers = new Set<() => void>();
  const handlers = new Set<(facts: Fact[]) => void | Promise<void>>();
  let following: Promise<void> | undefined;
  /** Calls of `settled` so far, and how many of them the last finished look came after. */
  let settling = 0;
  let seen = 0;
  const waiting = new Set<() => void>();
  let stopped = false;
  let _poking: NodeJS.Timeout | undefined;
  const running: Promise<void>[] = [];

  /** Runs `step` until it finds nothing, then sleeps until poked or `pollMs` later. */
  const loop = (name: string, step: () => Promise<number>, pauseMs = 0): (() => void) => {
    let wake = () => {};
    let poked = false;
    let ended = false;
    const poke = () => {
      poked = true;
      wake();
    };
    readers.add(poke);
    const sleep = (ms: number) =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        timer.unref();
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    const run = async () => {
      while (!stopped && !ended) {
        poked = false;
        try {
          const count = await step();
          if (count < batchSize && pauseMs > 0 && !stopped && !ended) await new Promise((resolve) => setTimeout(resolve, pauseMs));
          if (count < batchSize && !poked && !stopped && !ended) await sleep(pollMs);
        } catch (error) {
          if (stopped) return;
          log.warn({ reader: name, err: error instanceof Error ? error.message : String(error) }, 'reader of facts failed, will retry');
          await sleep(retryMs);
        }
      }
    };
    running.push(run());
    return () => {
      ended = true;
      readers.delete(poke);
      wake();
    };
  };

  /** One reader for all followers: each fact is read once per process. */
  const startFollowing = async () => {
    let cursor: Cursor = await newestCursor(database);
    loop('followers', async () => {
      const begun = settling;
      const facts = await readAfter(database, cursor, batchSize);
      const last = facts.at(-1);
      if (last) {
        for (const handle of handlers) await handle(facts);
        cursor = last;
      }
      seen = begun;
      for (const check of [...waiting]) check();
      return facts.length;
    });
  };

  return {
    publish: (tx, topic, payload) => insertFact(tx, topic, payload, clock.now()),
    poke() {
      _poking ??= setTimeout(() => {
        _poking = undefined;
        for (const wake of readers) wake();
      }, pokeMs);
    },
    async settled() {
      if (!following) return;
      const mine = ++settling;
      await new Promise<void>((resolve) => {
        const check = () => {
          if (seen >= mine) done();
        };
        const done = () => {
          waiting.delete(check);
          clearTimeout(timer);
          resolve();
        };
        const timer = setTimeout(done, settleMs);
        waiting.add(check);
        for (const wake of readers) wake();
        check();
      });
    },
    subscribe(name, topics, handle) {
      let from: Cursor | undefined;
      let keptAt = clock.now();
      loop(
        name,
        async () => {
          from ??= await lookAtCursor(database, name);
          const { news, next } = await peekAfter(database, from, topics);
          if (!news) {
            from = next;
            // Now and then in writing, so that old facts that were none of its business can go.
            if (Math.abs(clock.now() - keptAt) > keepEveryMs) await advanceCursor(database, name, from);
            if (Math.abs(clock.now() - keptAt) > keepEveryMs) keptAt = clock.now();
            return 0;
          }
          return database
            .transaction(async (tx) => {
              const cursor = await readCursor(tx, name);
              const facts = await readAfter(tx, cursor, batchSize, topics);
              const last = facts.at(-1);
              from = last ?? cursor;
              if (!last) return 0;
              await handle(tx, facts);
              await writeCursor(tx, name, last);
              return facts.length;
            })
            .catch((error) => {
              from = undefined;
              throw error;
            });
        },
        subscriberPauseMs,
      );
    },
    async follow(handle) {
      handlers.add(handle);
      following ??= startFollowing();
      await following;
      return () => void handlers.delete(handle);
    },
    latest: (topic, limit) => readLatest(database, topic, limit),
    async lag() {
      const [row] = await database.query<{ n: number }>(
        'select count(*)::int as n from outbox o where exists (select 1 from subscription s where (o.xid, o.seq) > (s.xid, s.seq))',
      );
      return row?.n ?? 0;
    },
    forgetBefore: (instant) => deleteBefore(database, instant),
    async stop() {
      stopped = true;
      for (const wake of readers) wake();
      await Promise.allSettled(running);
    },
  };
}
