// SQL of the access log and the presence tokens.
import type { Sql } from '../../platform/database/index.ts';

export interface AccessRow {
  id: string;
  at: string;
  actor: string;
  role: string;
  store: string;
  purpose: string;
  way: string;
  nodeId: string;
  fields: readonly string[];
}

export async function insertAccess(tx: Sql, r: AccessRow): Promise<void> {
  await tx.query(
    'insert into access_log (id, at, actor, role, store, purpose, way, node_id, fields) values ($1, $2, $3, $4, $5, $6, $7, $8, $9::text::jsonb)',
    [r.id, r.at, r.actor, r.role, r.store, r.purpose, r.way, r.nodeId, JSON.stringify(r.fields)],
  );
}

export async function readAccess(sql: Sql, nodeIds: readonly string[] | undefined, limit: number): Promise<Record<string, unknown>[]> {
  return sql.query(
    `select id, at, actor, role, store, purpose, way, node_id as "profileNode", fields from access_log
     where ($1::text is null or node_id = any(array(select jsonb_array_elements_text($1::text::jsonb)::uuid))) order by at desc limit $2::int`,
    [nodeIds ? JSON.stringify(nodeIds) : null, limit],
  );
}

export async function insertPresence(tx: Sql, r: { hash: string; nodeId: string; store: string; expiresAt: string }): Promise<void> {
  await tx.query('insert into presence_token (token_hash, node_id, store, expires_at) values ($1, $2, $3, $4)', [
    r.hash,
    r.nodeId,
    r.store,
    r.expiresAt,
  ]);
}

export async function deletePresence(tx: Sql, nodeIds: readonly string[]): Promise<number> {
  const rows = await tx.query(
    'delete from presence_token where node_id = any(array(select jsonb_array_elements_text($1::text::jsonb)::uuid)) returning 1',
    [JSON.stringify(nodeIds)],
  );
  return rows.length;
}
