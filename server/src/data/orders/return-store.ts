// SQL of returns.
import type { Refund } from '@faden/contract';
import type { Sql } from '../../platform/database/index.ts';

export interface ReturnRow {
  id: string;
  number: string | null;
  ref: string;
  store: string;
  at: number;
  acceptedAt: number;
  nodeId: string | null;
  currency: string;
  totalCents: number;
  refunds: Refund[];
  given: Record<string, unknown> | null;
  bodyHash: string;
}
export interface ReturnLineRow {
  returnId: string;
  line: number;
  saleId: string;
  saleLine: number;
  sku: string;
  quantity: number;
  grade: 'A' | 'B' | 'C' | 'D' | 'Q';
  reason: string | null;
  refundCents: number;
}

const columns = `id, number, ref, store, at, accepted_at as "acceptedAt", node_id as "nodeId", currency, total_cents as "totalCents", refunds, given,
  body_hash as "bodyHash"`;

/** @returns whether the number was new */
export async function insertReturn(tx: Sql, row: ReturnRow): Promise<boolean> {
  const rows = await tx.query(
    `insert into sale_return (id, number, ref, store, at, accepted_at, node_id, currency, total_cents, refunds, given, body_hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9::bigint, $10::text::jsonb, $11::text::jsonb, $12) on conflict (number) do nothing returning id`,
    [
      row.id,
      row.number,
      row.ref,
      row.store,
      new Date(row.at).toISOString(),
      new Date(row.acceptedAt).toISOString(),
      row.nodeId,
      row.currency,
      row.totalCents,
      JSON.stringify(row.refunds),
      row.given === null ? null : JSON.stringify(row.given),
      row.bodyHash,
    ],
  );
  return rows.length > 0;
}

export async function insertReturnLines(tx: Sql, rows: readonly ReturnLineRow[]): Promise<void> {
  await tx.query(
    `insert into sale_return_line (return_id, line, sale_id, sale_line, sku, quantity, grade, reason, refund_cents)
     select "returnId", line, "saleId", "saleLine", sku, quantity, grade, reason, "refundCents" from jsonb_to_recordset($1::text::jsonb)
       as t("returnId" text, line int, "saleId" text, "saleLine" int, sku text, quantity int, grade text, reason text, "refundCents" bigint)`,
    [JSON.stringify(rows)],
  );
}

/** Counts units as returned; the table refuses more than were bought. */
export async function addReturned(tx: Sql, rows: readonly { saleId: string; line: number; quantity: number }[]): Promise<void> {
  await tx.query(
    `update sale_line l set returned = l.returned + t.quantity
     from (select "saleId", line, sum(quantity)::int as quantity
           from jsonb_to_recordset($1::text::jsonb) as r("saleId" text, line int, quantity int) group by 1, 2) t
     where l.sale_id = t."saleId" and l.line = t.line`,
    [JSON.stringify(rows)],
  );
}

/** By Faden's id or the caller's number. */
export async function returnBy(sql: Sql, idOrNumber: string): Promise<ReturnRow | undefined> {
  return (
    await sql.query<ReturnRow>(`select ${columns} from sale_return where id = $1 or number = $1 order by id = $1 desc limit 1`, [
      idOrNumber,
    ])
  )[0];
}

export async function returnLinesOf(sql: Sql, returnIds: readonly string[]): Promise<ReturnLineRow[]> {
  return sql.query<ReturnLineRow>(
    `select return_id as "returnId", line, sale_id as "saleId", sale_line as "saleLine", sku, quantity, grade, reason, refund_cents as "refundCents"
     from sale_return_line where return_id = any(array(select jsonb_array_elements_text($1::text::jsonb))) order by return_id, line`,
    [JSON.stringify(returnIds)],
  );
}
