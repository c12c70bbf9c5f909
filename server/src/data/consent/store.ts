// SQL of the consent register.
import type { Sql } from '../../platform/database/index.ts';
import type { ConsentAct } from './may.ts';

export interface ConsentRow {
  id: string;
  node_id: string;
  purpose: string;
  contact_point: string;
  action: string;
  at: string;
  recorded_at: string;
  source: string;
  actor: string;
  text_version: string | null;
  text_language: string | null;
  text_body: string | null;
  evidence: unknown;
}

export async function insertActs(tx: Sql, rows: readonly ConsentRow[]): Promise<void> {
  await tx.query(
    `insert into consent_record select * from jsonb_to_recordset($1::text::jsonb) as t(id uuid, node_id uuid, purpose text, contact_point text,
       action text, at timestamptz, recorded_at timestamptz, source text, actor text, text_version text, text_language text, text_body text, evidence jsonb)`,
    [JSON.stringify(rows)],
  );
}

const columns = `id, node_id as "nodeId", purpose, contact_point as "contactPoint", action, at, recorded_at as "recordedAt", source`;

export async function actsOf(sql: Sql, nodeIds: readonly string[]): Promise<ConsentAct[]> {
  return sql.query<ConsentAct>(
    `select ${columns} from consent_record where node_id = any(array(select jsonb_array_elements_text($1::text::jsonb)::uuid)) order by at, id`,
    [JSON.stringify(nodeIds)],
  );
}

export type ConsentProof = ConsentAct & {
  actor: string;
  textVersion: string | null;
  textLanguage: string | null;
  textBody: string | null;
  evidence: unknown;
};

export async function proofsOf(sql: Sql, nodeIds: readonly string[]): Promise<ConsentProof[]> {
  return sql.query<ConsentProof>(
    `select ${columns}, actor, text_version as "textVersion", text_language as "textLanguage", text_body as "textBody", evidence
     from consent_record where node_id = any(array(select jsonb_array_elements_text($1::text::jsonb)::uuid)) order by at, id`,
    [JSON.stringify(nodeIds)],
  );
}

/** Proof that consent was given must outlive the person's data; who it was becomes a node nobody can resolve any more. */
export async function maskActs(tx: Sql, nodeIds: readonly string[]): Promise<number> {
  const rows = await tx.query(
    `update consent_record set contact_point = '', actor = '', evidence = null
     where node_id = any(array(select jsonb_array_elements_text($1::text::jsonb)::uuid)) returning id`,
    [JSON.stringify(nodeIds)],
  );
  return rows.length;
}
