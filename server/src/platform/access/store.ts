// SQL of the keys.
import type { Sql } from '../database/index.ts';
import type { KeySetup } from './index.ts';

export interface KeyRow {
  id: string;
  hash: string;
  kind: 'write' | 'secret';
  channel: string;
  origins: string[];
  source: number;
}

export async function allKeys(sql: Sql): Promise<KeyRow[]> {
  return sql.query<KeyRow>('select id, hash, kind, channel, origins, source_no as source from api_key where revoked_at is null');
}

export async function insertKey(tx: Sql, id: string, hash: string, setup: KeySetup, now: number): Promise<void> {
  await tx.query(
    `insert into api_key (id, hash, kind, channel, origins, label, created_at) values ($1, $2, $3, $4, $5::text::jsonb, $6, $7)
     on conflict (hash) do update set channel = excluded.channel, origins = excluded.origins, revoked_at = null`,
    [id, hash, setup.kind, setup.channel ?? 'web', JSON.stringify(setup.origins ?? []), setup.label ?? '', new Date(now).toISOString()],
  );
}
