// SQL of the experiments.
import type { Sql } from '../../platform/database/index.ts';
import type { ExperimentRow } from './experiment.ts';

const iso = (instant: number) => new Date(instant).toISOString();

export async function upsertExperiments(tx: Sql, rows: readonly ExperimentRow[], now: number): Promise<void> {
  await tx.query(
    `insert into experiment (id, body, placement, state, from_at, until_at, updated_at)
     select t.body->>'id', t.body, t.body->>'placement', t.body->>'state', t.from_at, t.until_at, $2::timestamptz
     from jsonb_to_recordset($1::text::jsonb) as t(body jsonb, from_at timestamptz, until_at timestamptz) order by 1
     on conflict (id) do update set body = excluded.body, placement = excluded.placement, state = excluded.state, from_at = excluded.from_at,
       until_at = excluded.until_at, updated_at = excluded.updated_at`,
    [
      JSON.stringify(
        rows.map(({ body, fromAt, untilAt }) => ({ body, from_at: iso(fromAt), until_at: untilAt === null ? null : iso(untilAt) })),
      ),
      iso(now),
    ],
  );
}

export async function allExperiments(sql: Sql): Promise<ExperimentRow[]> {
  return sql.query('select body, from_at as "fromAt", until_at as "untilAt" from experiment order by id');
}
