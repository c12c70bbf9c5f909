// The same Idempotency-Key with the same body gives the same answer; with another body it is refused. Effect and answer commit together.
import type { Custodian, Sql } from '../database/index.ts';
import { Problem } from './problem.ts';

interface Asked {
  key: string | undefined;
  /** Who asks what: keys of different callers or endpoints never meet. */
  scope: string;
  bodyHash: string;
  now: number;
}

export async function remembered(tx: Sql, asked: Asked, work: () => Promise<unknown>): Promise<unknown> {
  if (asked.key === undefined) return work();
  // A second request with the key waits here for the first one's commit.
  const fresh = await tx.query(
    'insert into idempotency (scope, key, body_hash, at) values ($1, $2, $3, $4) on conflict (scope, key) do nothing returning key',
    [asked.scope, asked.key, asked.bodyHash, new Date(asked.now).toISOString()],
  );
  if (fresh.length === 0) {
    const [kept] = await tx.query<{ bodyHash: string; answer: unknown }>(
      'select body_hash as "bodyHash", answer from idempotency where scope = $1 and key = $2',
      [asked.scope, asked.key],
    );
    if (kept?.bodyHash !== asked.bodyHash)
      throw new Problem(409, 'idempotency_key_reused', 'This Idempotency-Key was used with another body');
    return kept.answer ?? undefined;
  }
  // The first answer is what was kept, so that the repeated one is the same to the byte.
  const [kept] = await tx.query<{ answer: unknown }>(
    'update idempotency set answer = $3::text::jsonb where scope = $1 and key = $2 returning answer',
    [asked.scope, asked.key, JSON.stringify((await work()) ?? null)],
  );
  return kept?.answer ?? undefined;
}

/** Answers are kept 30 days. */
export async function forgetAnswers(sql: Sql, before: number): Promise<void> {
  await sql.query('delete from idempotency where at < $1', [new Date(before).toISOString()]);
}

/** A kept answer may show the person it was about: at an erasure it is emptied, the key stays taken. */
export const keptAnswers: Custodian = {
  name: 'kept answers',
  tables: ['idempotency'],
  exportOf: async () => ({}),
  async erase(tx, nodeIds, _now, ids = []) {
    const rows = await tx.query(
      `update idempotency i set answer = '{"erased": true}'
       where exists (select 1 from jsonb_array_elements_text($1::text::jsonb) as n where strpos(i.answer::text, n) > 0) returning 1`,
      [JSON.stringify([...nodeIds, ...ids])],
    );
    return [{ place: 'kept answers', rows: rows.length, what: 'masked' }];
  },
  merge: async () => {},
  split: async () => {},
};
