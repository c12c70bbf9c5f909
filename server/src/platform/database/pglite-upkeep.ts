// What a PostgreSQL server does by itself and PGlite does not: checkpoints and vacuum.
import type { PGlite } from '@electric-sql/pglite';

const walLimitBytes = 32 * 1024 * 1024;
const checkpointEveryMs = 60_000;
const vacuumEveryMs = 10 * 60_000;

export const lookEveryMs = 5_000;

/**
 * Returns the look that decides whether a checkpoint (32 MB of log, or 60 s with writes) or a vacuum (10 minutes with writes) is due.
 * To be called every `lookEveryMs`, never while a transaction is open: VACUUM inside one would abort it.
 */
export function createUpkeep(database: PGlite): () => Promise<void> {
  let sinceCheckpoint = 0;
  let sinceVacuum = 0;
  let lastLsn = '0/0';
  return async () => {
    sinceCheckpoint += lookEveryMs;
    sinceVacuum += lookEveryMs;
    const { rows } = await database.query<{ grown: number; lsn: string }>(
      'select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), $1::text::pg_lsn)::float8 as grown, pg_current_wal_insert_lsn()::text as lsn',
      [lastLsn],
    );
    const grown = rows[0]?.grown ?? 0;
    if (grown === 0) return;
    if (grown > walLimitBytes || sinceCheckpoint >= checkpointEveryMs) {
      await database.exec('checkpoint');
      lastLsn = rows[0]?.lsn ?? lastLsn;
      sinceCheckpoint = 0;
    }
    if (sinceVacuum >= vacuumEveryMs) {
      await database.exec('vacuum (analyze)');
      sinceVacuum = 0;
    }
  };
}
