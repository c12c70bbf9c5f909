// SQL of the event log and the snapshots.
import type { Sql } from '../../platform/database/index.ts';
import type { Entry } from './entry.ts';

export interface LogRow {
  source: number;
  message_id: string;
  node_id: string;
  ord: number;
  type: string;
  event: string;
  at: string;
  received_at: string;
  channel: string;
  trust: string;
  body: unknown;
}

/** Appends; known (source, message id) pairs are left alone. Rows must come sorted by them. Returns what was new. */
export async function insertEntries(tx: Sql, rows: readonly LogRow[]): Promise<{ source: number; messageId: string }[]> {
  return tx.query(
    `insert into event_log (source, message_id, node_id, ord, type, event, at, received_at, channel, trust, body)
     select source, message_id, node_id, ord, type, event, at, received_at, channel, trust, body
     from jsonb_to_recordset($1::text::jsonb) as t(source int, message_id text, node_id uuid, ord bigint, type text, event text,
       at timestamptz, received_at timestamptz, channel text, trust text, body jsonb)
     on conflict (source, message_id) do nothing returning source, message_id as "messageId"`,
    [JSON.stringify(rows)],
  );
}

const columns = 'l.node_id as node, l.ord, l.source, l.message_id as id, l.type, l.event, l.at, l.received_at as "receivedAt", l.channel, l.trust, l.body';

/** Entries of these nodes beyond what was folded (`ord` 0 = all). */
export async function entriesAfter(sql: Sql, nodes: readonly { id: string; ord: number }[]): Promise<Entry[]> {
  return sql.query<Entry>(
    `select ${columns} from jsonb_to_recordset($1::text::jsonb) as t(id uuid, ord bigint) join event_log l on l.node_id = t.id and l.ord > t.ord`,
    [JSON.stringify(nodes)],
  );
}

export async function pageOfEntries(sql: Sql, nodes: readonly string[], before: { at: string; id: string } | undefined, limit: number): Promise<Entry[]> {
  return sql.query<Entry>(
    `select ${columns} from event_log l where l.node_id in (select jsonb_array_elements_text($1::text::jsonb)::uuid)
       and ($2::text is null or (l.at, l.message_id) < ($2::text::timestamptz, $3::text))
     order by l.at desc, l.message_id desc limit $4::int`,
    [JSON.stringify(nodes), before?.at ?? null, before?.id ?? '', limit],
  );
}

export async function entriesByMessage(sql: Sql, messageId: string): Promise<Entry[]> {
  return sql.query<Entry>(`select ${columns} from event_log l where l.message_id = $1 order by l.source`, [messageId]);
}

export interface Snapshot {
  nodes: Record<string, number>;
  state: unknown;
}

export async function readSnapshot(sql: Sql, rootId: string, version: number): Promise<Snapshot | undefined> {
  const [row] = await sql.query<Snapshot>('select nodes, state from profile_snapshot where root_id = $1 and fold_version = $2::int', [rootId, version]);
  return row;
}

export async function writeSnapshot(sql: Sql, rootId: string, version: number, snapshot: Snapshot, now: number): Promise<void> {
  await sql.query(
    `insert into profile_snapshot (root_id, nodes, fold_version, state, updated_at) values ($1, $2::text::jsonb, $3::int, $4::text::jsonb, $5)
     on conflict (root_id) do update set nodes = excluded.nodes, fold_version = excluded.fold_version, state = excluded.state, updated_at = excluded.updated_at`,
    [rootId, JSON.stringify(snapshot.nodes), version, JSON.stringify(snapshot.state), new Date(now).toISOString()],
  );
}

export async function dropSnapshots(sql: Sql, rootIds?: readonly string[]): Promise<void> {
  if (rootIds) await sql.query('delete from profile_snapshot where root_id in (select jsonb_array_elements_text($1::text::jsonb)::uuid)', [JSON.stringify(rootIds)]);
  else await sql.query('delete from profile_snapshot');
}

export async function deleteEntries(tx: Sql, nodeIds: readonly string[]): Promise<number> {
  const rows = await tx.query('delete from event_log where node_id in (select jsonb_array_elements_text($1::text::jsonb)::uuid) returning 1', [JSON.stringify(nodeIds)]);
  return rows.length;
}

/** A window of the log in storage order of (at), for learning; pages by (at, message id). */
export async function windowOfLog(sql: Sql, after: { at: string; id: string }, limit: number): Promise<Entry[]> {
  return sql.query<Entry>(
    `select ${columns} from event_log l where (l.at, l.message_id) > ($1::text::timestamptz, $2::text) order by l.at, l.message_id limit $3::int`,
    [after.at, after.id, limit],
  );
}
