// One SQL dialect over two engines: PGlite (embedded, one worker thread) and PostgreSQL (DATABASE_URL).
// Instants come back as epoch milliseconds, bigints as numbers, json as parsed values, on both engines alike.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Log } from '../log.ts';
import { openPglite } from './pglite.ts';
import { openPostgres } from './postgres.ts';

/** What may be bound to $1, $2 …; lists and objects travel as JSON text (`$1::text::jsonb`). */
export type Param = string | number | boolean | null;

export interface Sql {
  query<Row>(text: string, params?: readonly Param[]): Promise<Row[]>;
}

export interface Database extends Sql {
  kind: 'pglite' | 'postgres';
  /** Runs `work` in one transaction; throws what it throws after rolling back. Nesting is refused. */
  transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T>;
  /** Several statements at once, without parameters (migrations only). */
  script(text: string): Promise<void>;
  /** Throws when the calling chain has a transaction open: for reads that are batched and would wait for it forever. */
  mustBeOutside(what: string): void;
  /** What memory learned inside a transaction that was rolled back has to be forgotten. */
  onRollback(listener: (tx: Sql) => void): void;
  close(): Promise<void>;
}

/** What an engine has to offer; `guarded` turns it into a Database. */
export type Engine = Omit<Database, 'mustBeOutside' | 'onRollback'>;

const insideTransaction = new AsyncLocalStorage<true>();

/**
 * Refuses the two mistakes that deadlock the embedded engine, on both engines, so that tests on either find them:
 * asking the root handle, or opening a second transaction, while a transaction of the same call chain is open.
 */
function guarded(engine: Engine): Database {
  const refuse = (what: string) => {
    if (insideTransaction.getStore()) throw new Error(`${what} inside a transaction: use the transaction's own handle`);
  };
  const forgetters: ((tx: Sql) => void)[] = [];
  return {
    kind: engine.kind,
    query: (text, params) => {
      refuse('root query');
      return engine.query(text, params);
    },
    async transaction(work) {
      refuse('nested transaction');
      let handle: Sql | undefined;
      try {
        return await engine.transaction((tx) =>
          insideTransaction.run(true, () =>
            unlessFailed(tx, (watched) => {
              handle = watched;
              return work(watched);
            }),
          ),
        );
      } catch (error) {
        if (handle) for (const forget of forgetters) forget(handle);
        throw error;
      }
    },
    onRollback: (listener) => void forgetters.push(listener),
    script: (text) => engine.script(text),
    mustBeOutside: refuse,
    close: () => engine.close(),
  };
}

/** COMMIT after a failed statement rolls back without a word; whoever swallowed the statement's error must not believe it was stored. */
async function unlessFailed<T>(tx: Sql, work: (tx: Sql) => Promise<T>): Promise<T> {
  let failed: Error | undefined;
  const watched: Sql = {
    query: (text, params) =>
      tx.query<never>(text, params).catch((error: Error) => {
        failed ??= error;
        throw error;
      }),
  };
  const result = await work(watched);
  if (failed) throw failed;
  return result;
}

export interface DatabaseOptions {
  /** PostgreSQL connection string; absent = embedded. */
  url?: string | undefined;
  /** Directory of the embedded database, or `memory:`. */
  directory: string;
  log: Log;
}

export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const engine = options.url ? await openPostgres(options.url, options.log) : await openPglite(options.directory, options.log);
  return guarded(engine);
}

/** True for the error a unique constraint raises, on both engines. */
export function isUniqueViolation(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === '23505';
}

/** True when the database could not be reached or was going down: worth a 503 and a retry, never a 500. */
export function isUnavailable(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('code' in error)) return false;
  const code = String(error.code);
  return (
    /^(08|57P0|53|57014)/.test(code) ||
    /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|FADEN_DB_GONE)$/.test(code)
  );
}

export { batched } from './batched.ts';
export { type ColumnTag, type Custodian, type ErasureReceipt, type TableTags, tagged, technical } from './data-catalogue.ts';
export { migrate } from './migrate.ts';
export { platformTags } from './platform-tags.ts';
