// SQL of nodes, edges and tombstones.
import type { Sql } from '../../platform/database/index.ts';
import type { EdgeState, SettleEdge, SettleNode } from './settle.ts';
import type { Identifier, Link, PersonNode } from './types.ts';

export interface NodeRow extends Identifier {
  /** Id to take if the node is new. */
  id: string;
  attested: boolean;
}

/** Makes the nodes that are missing; rows must come sorted by (type, value), or concurrent batches deadlock. */
export async function putNodes(
  sql: Sql,
  nodes: readonly NodeRow[],
  now: number,
): Promise<(Identifier & { id: string; attested: boolean })[]> {
  return sql.query(
    `insert into identity_node as i (id, type, value, root_id, attested, created_at)
     select id, type, value, id, attested, $2::text::timestamptz
     from jsonb_to_recordset($1::text::jsonb) as t(id uuid, type text, value text, attested boolean)
     on conflict (type, value) do update set attested = i.attested or excluded.attested
     returning id, type, value, attested`,
    [JSON.stringify(nodes), new Date(now).toISOString()],
  );
}

/** One at a time changes who belongs to whom; taken before any node is touched, so that nobody waits in a circle. */
export async function lockIdentity(tx: Sql): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(4200417)');
}

/** Takes the rows in the order in which batches take them. */
export async function holdNodes(tx: Sql, nodeIds: readonly string[]): Promise<void> {
  await tx.query(
    `select id from identity_node where id in (select jsonb_array_elements_text($1::text::jsonb)::uuid)
     order by (type || ' ' || value) collate "C" for update`,
    [JSON.stringify(nodeIds)],
  );
}

export interface EdgeRow {
  id: string;
  a: string;
  b: string;
  cause: Link['cause'];
  trust: Link['trust'];
  at: string;
  evidence: string;
}

/** Adds edges; the same tie seen again keeps its earliest time, so arrival order does not matter. */
export async function putEdges(tx: Sql, edges: readonly EdgeRow[]): Promise<void> {
  await tx.query(
    `insert into identity_edge as e (id, a, b, cause, trust, at, evidence, state)
     select id, a, b, cause, trust, at, evidence, 'pending'
     from jsonb_to_recordset($1::text::jsonb) as t(id uuid, a uuid, b uuid, cause text, trust text, at timestamptz, evidence text)
     on conflict (a, b, cause) do update set
       evidence = case when excluded.at < e.at then excluded.evidence else e.evidence end, at = least(e.at, excluded.at)`,
    [JSON.stringify(edges)],
  );
}

export interface StoredEdge extends SettleEdge {
  state: EdgeState;
  evidence: string;
}
export interface StoredNode extends SettleNode {
  rootId: string;
  contested: boolean;
}

const edgeColumns = `e.id, e.a, e.b, e.cause, e.trust, e.at, e.evidence, e.state, (e.state = 'cut') as cut`;

export async function edgesOf(sql: Sql, nodeIds: readonly string[]): Promise<StoredEdge[]> {
  return sql.query<StoredEdge>(
    `select ${edgeColumns} from identity_edge e where e.a = any(array(select jsonb_array_elements_text($1::text::jsonb)::uuid))
     union select ${edgeColumns} from identity_edge e where e.b = any(array(select jsonb_array_elements_text($1::text::jsonb)::uuid))`,
    [JSON.stringify(nodeIds)],
  );
}

export async function nodesById(sql: Sql, ids: readonly string[]): Promise<StoredNode[]> {
  return sql.query<StoredNode>(
    `select id, type, value, attested, contested, root_id as "rootId" from identity_node
     where id = any(array(select jsonb_array_elements_text($1::text::jsonb)::uuid))`,
    [JSON.stringify(ids)],
  );
}

export async function setRoots(tx: Sql, rows: readonly { id: string; root: string }[]): Promise<void> {
  await tx.query(
    `update identity_node n set root_id = t.root from jsonb_to_recordset($1::text::jsonb) as t(id uuid, root uuid) where n.id = t.id`,
    [JSON.stringify(rows)],
  );
}

export async function setContested(tx: Sql, rows: readonly { id: string; contested: boolean }[]): Promise<void> {
  await tx.query(
    `update identity_node n set contested = t.contested from jsonb_to_recordset($1::text::jsonb) as t(id uuid, contested boolean) where n.id = t.id`,
    [JSON.stringify(rows)],
  );
}

export async function setStates(tx: Sql, rows: readonly { id: string; state: EdgeState }[]): Promise<void> {
  await tx.query(
    `update identity_edge e set state = t.state from jsonb_to_recordset($1::text::jsonb) as t(id uuid, state text) where e.id = t.id`,
    [JSON.stringify(rows)],
  );
}

export async function cutEdge(tx: Sql, id: string, by: string, at: number): Promise<void> {
  await tx.query(`update identity_edge set state = 'cut', cut_at = $2, cut_by = $3 where id = $1`, [id, new Date(at).toISOString(), by]);
}

export type FoundNode = PersonNode & { key: string; rootId: string; attested: boolean };

/** Every node of the persons behind the asked identifiers, in one round trip; `key` is the asked one. */
export async function nodesOfPersons(sql: Sql, asked: readonly (Identifier & { key: string })[]): Promise<FoundNode[]> {
  return sql.query<FoundNode>(
    `select t.key, n.id, n.type, n.value, n.version, n.root_id as "rootId", n.attested, n.contested
     from jsonb_to_recordset($1::text::jsonb) as t(key text, type text, value text)
     cross join lateral (select root_id from identity_node where type = t.type and value = t.value offset 0) s
     cross join lateral (select * from identity_node where root_id = s.root_id offset 0) n`,
    [JSON.stringify(asked)],
  );
}

export async function nodesOfIds(sql: Sql, asked: readonly { key: string; id: string }[]): Promise<FoundNode[]> {
  return sql.query<FoundNode>(
    `select t.key, n.id, n.type, n.value, n.version, n.root_id as "rootId", n.attested, n.contested
     from jsonb_to_recordset($1::text::jsonb) as t(key text, id uuid)
     cross join lateral (select root_id from identity_node where id = t.id offset 0) s
     cross join lateral (select * from identity_node where root_id = s.root_id offset 0) n`,
    [JSON.stringify(asked)],
  );
}

export async function bumpNodes(tx: Sql, nodeIds: readonly string[]): Promise<void> {
  await tx.query(
    'update identity_node set version = version + 1 where id = any(array(select jsonb_array_elements_text($1::text::jsonb)::uuid))',
    [JSON.stringify(nodeIds)],
  );
}

export interface ReviewRow extends StoredEdge {
  aType: string;
  aValue: string;
  bType: string;
  bValue: string;
  aRoot: string;
  bRoot: string;
}

export async function edgesToReview(sql: Sql, limit: number): Promise<ReviewRow[]> {
  return sql.query<ReviewRow>(
    `select ${edgeColumns}, x.type as "aType", x.value as "aValue", x.root_id as "aRoot", y.type as "bType", y.value as "bValue", y.root_id as "bRoot"
     from identity_edge e join identity_node x on x.id = e.a join identity_node y on y.id = e.b
     where e.state = 'blocked' order by e.at desc limit $1::int`,
    [limit],
  );
}

export async function rootsAfter(sql: Sql, after: string, limit: number): Promise<string[]> {
  const rows = await sql.query<{ id: string }>('select id from identity_node where id = root_id and id > $1 order by id limit $2::int', [
    after,
    limit,
  ]);
  return rows.map((r) => r.id);
}

export function rootsOf(sql: Sql, ids: readonly string[]): Promise<{ id: string; root: string }[]> {
  return sql.query(
    'select id, root_id as root from identity_node where id = any(array(select jsonb_array_elements_text($1::text::jsonb)::uuid))',
    [JSON.stringify(ids)],
  );
}

export async function findNodes(sql: Sql, text: string, limit: number): Promise<{ rootId: string }[]> {
  return sql.query('select distinct root_id as "rootId" from identity_node where value = $1 or value = lower($1) limit $2::int', [
    text,
    limit,
  ]);
}

export async function deleteNodes(tx: Sql, nodeIds: readonly string[], hashes: readonly string[], now: number): Promise<number> {
  await tx.query(
    'insert into identity_tombstone (hash, at) select h, $2 from jsonb_array_elements_text($1::text::jsonb) as h on conflict (hash) do nothing',
    [JSON.stringify(hashes), new Date(now).toISOString()],
  );
  const rows = await tx.query(
    'delete from identity_node where id = any(array(select jsonb_array_elements_text($1::text::jsonb)::uuid)) returning id',
    [JSON.stringify(nodeIds)],
  );
  return rows.length;
}

export async function allTombstones(sql: Sql): Promise<string[]> {
  return (await sql.query<{ hash: string }>('select hash from identity_tombstone')).map((r) => r.hash);
}

/** Nodes made last, for a picture of the newest people when nothing happened lately. */
export async function newestNodes(sql: Sql, limit: number): Promise<string[]> {
  return (await sql.query<{ id: string }>('select id from identity_node order by id desc limit $1::int', [limit])).map((r) => r.id);
}
