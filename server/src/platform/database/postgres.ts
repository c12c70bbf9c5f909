// PostgreSQL >= 15 through a pool; the same row shapes as the embedded engine.
import pg from 'pg';
import type { Log } from '../log.ts';
import type { Engine, Param, Sql } from './index.ts';

const poolSize = 10;
const connectTimeoutMs = 2_000;
const queryTimeoutMs = 30_000;
// enable_seqscan=off: a plan made while a table was empty must not scan it when it is large.

const types = new pg.TypeOverrides();
types.setTypeParser(20, (text) => Number(text));
types.setTypeParser(1184, (text) => Date.parse(text));
types.setTypeParser(1114, (text) => Date.parse(`${text}Z`));

export async function openPostgres(url: string, log: Log): Promise<Engine> {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    types,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: queryTimeoutMs,
    options: '-c timezone=UTC -c statement_timeout=30000 -c idle_in_transaction_session_timeout=60000 -c enable_seqscan=off',
    application_name: 'faden',
  });
  // An idle or checked-out client without a listener would take the process down when the server restarts.
  pool.on('error', (error) => log.warn({ code: 'code' in error ? error.code : undefined }, 'idle database connection lost'));
  pool.on('connect', (client) => client.on('error', (error) => log.warn({ err: error.message }, 'database connection lost')));

  // Every statement is prepared under a name of its own: planning the larger ones costs more than running them.
  const names = new Map<string, string>();
  const nameOf = (text: string) => {
    let name = names.get(text);
    if (name === undefined) {
      name = `faden_${names.size}`;
      names.set(text, name);
    }
    return name;
  };
  const run = async <Row>(client: pg.Pool | pg.PoolClient, text: string, params: readonly Param[] = []) =>
    (await client.query({ name: nameOf(text), text, values: params as Param[] }).catch(named)).rows as Row[];
  const connect = () => pool.connect().catch(named);

  return {
    kind: 'postgres',
    query: (text, params) => run(pool, text, params),
    async transaction(work) {
      const client = await connect();
      const tx: Sql = { query: (text, params) => run(client, text, params) };
      let broken: Error | undefined;
      try {
        await client.query('begin').catch(named);
        const result = await work(tx);
        await client.query('commit').catch(named);
        return result;
      } catch (error) {
        await client.query('rollback').catch((e: Error) => {
          broken = e;
        });
        throw error;
      } finally {
        client.release(broken);
      }
    },
    async script(text) {
      const client = await connect();
      try {
        await client.query(text);
      } catch (error) {
        await client.query('rollback').catch(() => {});
        throw error;
      } finally {
        client.release();
      }
    },
    close: () => pool.end(),
  };
}

/** The driver's own errors (lost connection, no connection in time) carry no code; all of them mean that the database is away. */
function named(error: Error & { code?: string }): never {
  if (error.code === undefined) error.code = 'FADEN_DB_GONE';
  throw error;
}
