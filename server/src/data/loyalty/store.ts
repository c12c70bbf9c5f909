// SQL of the points ledger.
import type { Sql } from '../../platform/database/index.ts';

export interface EntryRow {
  id: string;
  nodeId: string;
  kind: 'earn' | 'reverse' | 'adjust' | 'redeem';
  points: number;
  at: number;
  availableAt: number;
  reference: string | null;
  about: string | null;
  reason: string | null;
  factor: number | null;
}
export interface Balance {
  pending: number;
  available: number;
  redeemed: number;
  reversed: number;
}

const iso = (instant: number) => new Date(instant).toISOString();
const columns = `id, node_id as "nodeId", kind, points, at, available_at as "availableAt", reference, about, reason, factor`;
const ofNodes = 'node_id = any(array(select jsonb_array_elements_text($1::text::jsonb)))';

/** @returns ids of the entries that were new */
export async function insertEntries(tx: Sql, rows: readonly EntryRow[]): Promise<Set<string>> {
  const inserted = await tx.query<{ id: string }>(
    `insert into loyalty_entry (id, node_id, kind, points, at, available_at, reference, about, reason, factor)
     select id, "nodeId", kind, points, at, "availableAt", reference, about, reason, factor from jsonb_to_recordset($1::text::jsonb)
       as t(id text, "nodeId" text, kind text, points int, at timestamptz, "availableAt" timestamptz, reference text, about text, reason text,
         factor double precision)
     order by kind, reference
     on conflict (kind, reference) where reference is not null do nothing returning id`,
    [JSON.stringify(rows.map((row) => ({ ...row, at: iso(row.at), availableAt: iso(row.availableAt) })))],
  );
  return new Set(inserted.map((row) => row.id));
}

export async function balanceOf(sql: Sql, nodeIds: readonly string[], now: number): Promise<Balance> {
  const [row] = await sql.query<Balance>(
    `select coalesce(sum(points) filter (where available_at > $2), 0)::int as pending,
       coalesce(sum(points) filter (where available_at <= $2), 0)::int as available,
       coalesce(-sum(points) filter (where kind = 'redeem'), 0)::int as redeemed,
       coalesce(-sum(points) filter (where kind = 'reverse' and points < 0), 0)::int as reversed
     from loyalty_entry where ${ofNodes}`,
    [JSON.stringify(nodeIds), iso(now)],
  );
  return row ?? { pending: 0, available: 0, redeemed: 0, reversed: 0 };
}

export async function entriesOf(sql: Sql, nodeIds: readonly string[], limit: number): Promise<EntryRow[]> {
  return sql.query<EntryRow>(`select ${columns} from loyalty_entry where ${ofNodes} order by at desc, id desc limit $2::int`, [
    JSON.stringify(nodeIds),
    limit,
  ]);
}

/** Entries about these purchases or burns, oldest first. */
export async function entriesAbout(sql: Sql, abouts: readonly string[]): Promise<EntryRow[]> {
  return sql.query<EntryRow>(
    `select ${columns} from loyalty_entry where about = any(array(select jsonb_array_elements_text($1::text::jsonb))) order by id`,
    [JSON.stringify(abouts)],
  );
}

export async function entryBy(sql: Sql, kind: EntryRow['kind'], reference: string): Promise<EntryRow | undefined> {
  return (await sql.query<EntryRow>(`select ${columns} from loyalty_entry where kind = $1 and reference = $2`, [kind, reference]))[0];
}

/** Holds the gates of these nodes until the transaction ends: burns of one person happen one after the other. */
export async function lockNodes(tx: Sql, nodeIds: readonly string[]): Promise<void> {
  const json = JSON.stringify(nodeIds);
  await tx.query(
    'insert into loyalty_gate (node_id) select n from jsonb_array_elements_text($1::text::jsonb) n order by n on conflict do nothing',
    [json],
  );
  await tx.query(`select 1 from loyalty_gate where ${ofNodes} order by node_id for update`, [json]);
}

export async function deleteOf(tx: Sql, nodeIds: readonly string[]): Promise<number> {
  const json = JSON.stringify(nodeIds);
  await tx.query(`delete from loyalty_gate where ${ofNodes}`, [json]);
  return (await tx.query(`delete from loyalty_entry where ${ofNodes} returning id`, [json])).length;
}
