// SQL of the job table. A job whose `run_at` is null has given up and waits for a person.
import type { Sql } from '../database/index.ts';
import type { Job } from './index.ts';

export async function insertJob(
  tx: Sql,
  job: { id: string; kind: string; payload: Record<string, unknown>; runAt: number; key: string | null },
): Promise<void> {
  await tx.query(
    `insert into job (id, kind, key, payload, run_at) values ($1, $2, $3, $4::text::jsonb, $5)
     on conflict (kind, key) where done_at is null and key is not null do nothing`,
    [job.id, job.kind, job.key, JSON.stringify(job.payload), new Date(job.runAt).toISOString()],
  );
}

export async function claimDue(tx: Sql, kinds: string[], now: number): Promise<Job | undefined> {
  const [job] = await tx.query<Job>(
    `select id, kind, payload, attempts from job
     where done_at is null and run_at <= $1 and kind = any(array(select jsonb_array_elements_text($2::text::jsonb)))
     order by run_at limit 1 for update skip locked`,
    [new Date(now).toISOString(), JSON.stringify(kinds)],
  );
  return job;
}

export async function markDone(tx: Sql, id: string, now: number): Promise<void> {
  await tx.query('update job set done_at = $2, attempts = attempts + 1 where id = $1', [id, new Date(now).toISOString()]);
}

export async function markFailed(sql: Sql, id: string, message: string, runAt: number | null): Promise<void> {
  await sql.query('update job set attempts = attempts + 1, last_error = $2, run_at = $3 where id = $1', [
    id,
    message.slice(0, 500),
    runAt === null ? null : new Date(runAt).toISOString(),
  ]);
}
