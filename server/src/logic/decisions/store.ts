// SQL of the decision log.
import type { Trace } from '@faden/engine';
import type { Sql } from '../../platform/database/index.ts';
import { type PackedTrace, unpackTrace } from './packed.ts';

export interface DecisionRow {
  id: string;
  node_id: string | null;
  at: string;
  channel: string;
  told: Told;
}

/** What was asked, what was answered, and why. */
interface Told {
  request: unknown;
  answer: unknown;
  trace: PackedTrace;
  /** Epoch ms on the server's clock; `at` may be another moment that was asked about. */
  askedAt: number;
}

export async function insertDecisions(sql: Sql, rows: readonly DecisionRow[]): Promise<void> {
  await sql.query(
    `insert into decision (id, node_id, at, channel, told)
     select id, node_id, at, channel, told
     from json_to_recordset($1::text::json) as t(id text, node_id uuid, at timestamptz, channel text, told json)
     on conflict (id) do nothing`,
    [JSON.stringify(rows)],
  );
}

export interface KeptDecision {
  id: string;
  nodeId: string | null;
  at: number;
  channel: string;
  request: Record<string, unknown>;
  answer: Record<string, unknown>;
  trace: Trace;
  askedAt: number;
}
interface Stored {
  id: string;
  nodeId: string | null;
  at: number;
  channel: string;
  told: Told;
}
const columns = 'id, node_id as "nodeId", at, channel, told';

export function keptOf({ id, nodeId, at, channel, told }: Stored): KeptDecision {
  return {
    id,
    nodeId,
    at,
    channel,
    request: told.request as KeptDecision['request'],
    answer: told.answer as KeptDecision['answer'],
    trace: unpackTrace(told.trace),
    askedAt: told.askedAt,
  };
}

export async function readDecision(sql: Sql, id: string): Promise<KeptDecision | undefined> {
  const [row] = await sql.query<Stored>(`select ${columns} from decision where id = $1`, [id]);
  return row && keptOf(row);
}

export async function decisionsOf(sql: Sql, nodeIds: readonly string[], limit: number): Promise<KeptDecision[]> {
  const rows = await sql.query<Stored>(
    `select ${columns} from decision where node_id = any(array(select jsonb_array_elements_text($1::text::jsonb)::uuid)) order by at desc limit $2::int`,
    [JSON.stringify(nodeIds), limit],
  );
  return rows.map(keptOf);
}

/** Newest decisions in a time, for trying out rules on what was really asked. */
export async function recentDecisions(sql: Sql, since: string, limit: number): Promise<KeptDecision[]> {
  const rows = await sql.query<Stored>(`select ${columns} from decision where at >= $1::text::timestamptz order by at desc limit $2::int`, [
    since,
    limit,
  ]);
  return rows.map(keptOf);
}

export interface ReactionRow {
  id: string;
  decisionId: string;
  token: string | null;
  reaction: string;
  actor: string;
  sku: string | null;
  at: string;
}

export async function insertReaction(tx: Sql, r: ReactionRow): Promise<void> {
  await tx.query('insert into decision_reaction (id, decision_id, token, reaction, actor, sku, at) values ($1, $2, $3, $4, $5, $6, $7)', [
    r.id,
    r.decisionId,
    r.token,
    r.reaction,
    r.actor,
    r.sku,
    r.at,
  ]);
}

export async function reactionsTo(sql: Sql, decisionId: string): Promise<Record<string, unknown>[]> {
  return sql.query('select token, reaction, actor, sku, at from decision_reaction where decision_id = $1 order by at', [decisionId]);
}

export async function deleteDecisions(tx: Sql, nodeIds: readonly string[]): Promise<number> {
  await tx.query(
    'delete from decision_reaction r using decision d where r.decision_id = d.id and d.node_id = any(array(select jsonb_array_elements_text($1::text::jsonb)::uuid))',
    [JSON.stringify(nodeIds)],
  );
  const rows = await tx.query(
    'delete from decision where node_id = any(array(select jsonb_array_elements_text($1::text::jsonb)::uuid)) returning 1',
    [JSON.stringify(nodeIds)],
  );
  return rows.length;
}
