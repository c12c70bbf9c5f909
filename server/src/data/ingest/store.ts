// SQL of the aggregate counts.
import type { Sql } from '../../platform/database/index.ts';

export interface CountRow {
  day: string;
  source: number;
  event: string;
  n: number;
}

export async function addCounts(tx: Sql, rows: readonly CountRow[]): Promise<void> {
  await tx.query(
    `insert into ingest_count as c (day, source, event, n)
     select day, source, event, n from jsonb_to_recordset($1::text::jsonb) as t(day date, source int, event text, n bigint)
     on conflict (day, source, event) do update set n = c.n + excluded.n`,
    [JSON.stringify(rows)],
  );
}

export async function readCounts(sql: Sql, limit: number): Promise<{ day: string; source: number; event: string; count: number }[]> {
  return sql.query(`select day::text as day, source, event, n as count from ingest_count order by day desc, source, event limit $1::int`, [
    limit,
  ]);
}
