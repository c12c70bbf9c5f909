// SQL of the event log and the snapshots.
import { publishSql } from '../../platform/bus/index.ts';
import type { Sql } from '../../platform/database/index.ts';
import type { Entry } from './entry.ts';

export interface LogRow {
  source: number;
  message_id: string;
  node_id: string;
  type: string;
  event: string;
  at: string;
  received_at: string;
  channel: string;
  trust: string;
  body: unknown;
}

const appendSql = `with given as materialized (
    select * from rows from (jsonb_to_recordset($1::text::jsonb) as (source int, message_id text, node_id uuid, type text, event text,
      at timestamptz, received_at timestamptz, channel text, trust text, body jsonb)) with ordinality
    as t(source, message_id, node_id, type, event, at, received_at, channel, trust, body, i)),
  entry as (
    insert into event_log (source, message_id, node_id, type, event, at, received_at, channel, trust, body)
    select source, message_id, node_id, type, event, at, received_at, channel, trust, body from given
    on conflict (source, message_id) do nothing returning source, message_id),
  stored as (
    select count(*)::int as n, case when count(*) < $4::int then jsonb_agg(jsonb_build_object('source', source, 'messageId', message_id)) end as fresh from entry),
  fact as (
    ${publishSql}
    select 'events.accepted', case when fresh is null then $2::text::json else (
      select json_build_object('beats', json_agg(b.value)) from json_array_elements($2::text::json -> 'beats') with ordinality b(value, i)
      join given g on g.i = b.i join entry e on e.source = g.source and e.message_id = g.message_id) end, $3::text::timestamptz
    from stored where n > 0)
  select n, fresh from stored`;

export interface Appended {
  /** How many were new. */
  n: number;
  /** Which, when it was not all of them. */
  fresh: { source: number; messageId: string }[] | null;
}

/**
 * Appends entries and tells the followers their `beats`, in one statement: one round trip, one commit. Known (source, message id)
 * pairs are left out. Rows must come sorted by (source, message id).
 */
export async function appendEntries(sql: Sql, rows: readonly LogRow[], beats: readonly unknown[], now: number): Promise<Appended> {
  const [row] = await sql.query<Appended>(appendSql, [
    JSON.stringify(rows),
    JSON.stringify({ beats }),
    new Date(now).toISOString(),
    rows.length,
  ]);
  return row ?? { n: 0, fresh: [] };
}

/** The highest number given out so far. */
export async function newestOrd(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ ord: number }>('select case when is_called then last_value else 0 end as ord from event_ord');
  return row?.ord ?? 0;
}

/** Numbers of the entries of these nodes above a horizon each; `key` is the asker's. */
export async function ordsAbove(
  sql: Sql,
  asked: readonly { key: string; node: string; horizon: number }[],
): Promise<{ key: string; ord: number }[]> {
  return sql.query(
    `select t.key, l.ord from jsonb_to_recordset($1::text::jsonb) as t(key text, node uuid, horizon bigint)
     cross join lateral (select ord from event_log where node_id = t.node and ord > t.horizon offset 0) l`,
    [JSON.stringify(asked)],
  );
}

const columns =
  'l.node_id as node, l.ord, l.source, l.message_id as id, l.type, l.event, l.at, l.received_at as "receivedAt", l.channel, l.trust, l.body';

/** Entries of these nodes beyond what was folded (`ord` 0 = all). */
export async function entriesAfter(sql: Sql, nodes: readonly { id: string; ord: number }[]): Promise<Entry[]> {
  return sql.query<Entry>(
    // `offset 0` keeps it a look-up per node whatever the planner (without statistics) thinks of the log.
    `select ${columns} from jsonb_to_recordset($1::text::jsonb) as t(id uuid, ord bigint)
     cross join lateral (select * from event_log where node_id = t.id and ord > t.ord offset 0) l`,
    [JSON.stringify(nodes)],
  );
}

export async function pageOfEntries(
  sql: Sql,
  nodes: readonly string[],
  before: { at: string; id: string } | undefined,
  limit: number,
): Promise<Entry[]> {
  return sql.query<Entry>(
    `select ${columns} from event_log l where l.node_id = any(array(select jsonb_array_elements_text($1::text::jsonb)::uuid))
       and ($2::text is null or (l.at, l.message_id) < ($2::text::timestamptz, $3::text))
     order by l.at desc, l.message_id desc limit $4::int`,
    [JSON.stringify(nodes), before?.at ?? null, before?.id ?? '', limit],
  );
}

export async function entriesByMessage(sql: Sql, messageId: string): Promise<Entry[]> {
  return sql.query<Entry>(`select ${columns} from event_log l where l.message_id = $1 order by l.source`, [messageId]);
}

export async function entriesByKey(sql: Sql, keys: readonly { source: number; id: string }[]): Promise<Entry[]> {
  return sql.query<Entry>(
    `select ${columns} from jsonb_to_recordset($1::text::jsonb) as t(source int, id text)
     cross join lateral (select * from event_log where source = t.source and message_id = t.id offset 0) l`,
    [JSON.stringify(keys)],
  );
}

export interface Snapshot {
  /** Node ids it was folded from. */
  nodes: string[];
  /** Everything of these nodes up to this number is in it, and of what came later `above`. */
  horizon: number;
  above: number[];
  state: unknown;
}

/** Who has a snapshot. */
export async function snapshotRoots(sql: Sql): Promise<Set<string>> {
  return new Set((await sql.query<{ id: string }>('select root_id as id from profile_snapshot')).map((r) => r.id));
}

export async function readSnapshot(sql: Sql, rootId: string, version: number): Promise<Snapshot | undefined> {
  const [row] = await sql.query<Snapshot>(
    'select nodes, horizon, above, state from profile_snapshot where root_id = $1 and fold_version = $2::int',
    [rootId, version],
  );
  return row;
}

export async function writeSnapshot(sql: Sql, rootId: string, version: number, snapshot: Snapshot, now: number): Promise<void> {
  await sql.query(
    `insert into profile_snapshot (root_id, nodes, fold_version, horizon, above, state, updated_at)
     values ($1, $2::text::jsonb, $3::int, $4::bigint, $5::text::jsonb, $6::text::jsonb, $7)
     on conflict (root_id) do update set nodes = excluded.nodes, fold_version = excluded.fold_version, horizon = excluded.horizon,
       above = excluded.above, state = excluded.state, updated_at = excluded.updated_at`,
    [
      rootId,
      JSON.stringify(snapshot.nodes),
      version,
      snapshot.horizon,
      JSON.stringify(snapshot.above),
      JSON.stringify(snapshot.state),
      new Date(now).toISOString(),
    ],
  );
}

export async function dropSnapshots(sql: Sql, rootIds?: readonly string[]): Promise<void> {
  if (rootIds)
    await sql.query('delete from profile_snapshot where root_id = any(array(select jsonb_array_elements_text($1::text::jsonb)::uuid))', [
      JSON.stringify(rootIds),
    ]);
  else await sql.query('delete from profile_snapshot');
}

export async function deleteEntries(tx: Sql, nodeIds: readonly string[]): Promise<number> {
  const rows = await tx.query(
    'delete from event_log where node_id = any(array(select jsonb_array_elements_text($1::text::jsonb)::uuid)) returning 1',
    [JSON.stringify(nodeIds)],
  );
  return rows.length;
}

/** The log page by page in order of its key (source, message id): for learning, which sorts by itself. */
export async function windowOfLog(sql: Sql, after: { source: number; id: string }, limit: number): Promise<Entry[]> {
  return sql.query<Entry>(
    `select ${columns} from event_log l where (l.source, l.message_id) > ($1::int, $2::text) order by l.source, l.message_id limit $3::int`,
    [after.source, after.id, limit],
  );
}

/** Nodes with an entry whose first or last name begins with `text`. */
export async function nodesByName(sql: Sql, text: string, limit: number): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `select node_id as id from event_log where type = 'identify' and lower(body -> 'traits' ->> 'lastName') like lower($1) escape '\\'
     union select node_id from event_log where type = 'identify' and lower(body -> 'traits' ->> 'firstName') like lower($1) escape '\\' limit $2::int`,
    [`${text.replace(/[\\%_]/g, '\\$&')}%`, limit],
  );
  return rows.map((r) => r.id);
}
