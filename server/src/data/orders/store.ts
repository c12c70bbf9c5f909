// SQL of sales and their lines.
import type { Sql } from '../../platform/database/index.ts';
import type { Tender } from './sale.ts';

export interface SaleRow {
  id: string;
  kind: 'receipt' | 'order';
  scope: string;
  number: string;
  channel: string;
  store: string | null;
  at: number;
  acceptedAt: number;
  nodeId: string | null;
  currency: string;
  totalCents: number;
  shippingCents: number;
  state: string;
  deliveryType: string | null;
  deliveryPlace: string | null;
  payments: Tender[] | null;
  discounts: { code?: string; amount: number }[] | null;
  fiscal: Record<string, unknown> | null;
  pickupCode: string | null;
  /** What names the buyer, as given; null for anonymous sales and after erasure. */
  given: Record<string, unknown> | null;
  bodyHash: string;
}
export interface LineRow {
  saleId: string;
  line: number;
  sku: string;
  quantity: number;
  unitCents: number;
  discountCents: number;
  netCents: number;
  offer: string | null;
  gift: boolean;
  returned: number;
  picked: number | null;
  allocated: number;
}

const iso = (instant: number) => new Date(instant).toISOString();
const saleColumns = `id, kind, scope, number, channel, store, at, accepted_at as "acceptedAt", node_id as "nodeId", currency, total_cents as "totalCents",
  shipping_cents as "shippingCents", state, delivery_type as "deliveryType", delivery_place as "deliveryPlace", payments, discounts, fiscal,
  pickup_code as "pickupCode", given, body_hash as "bodyHash"`;
const lineColumns = `sale_id as "saleId", line, sku, quantity, unit_cents as "unitCents", discount_cents as "discountCents", net_cents as "netCents",
  offer, gift, returned, picked, allocated`;

/** Inserts the sales whose number is new; answers the ids that were. */
export async function insertSales(tx: Sql, rows: readonly SaleRow[]): Promise<Set<string>> {
  const inserted = await tx.query<{ id: string }>(
    `insert into sale (id, kind, scope, number, channel, store, at, accepted_at, node_id, currency, total_cents, shipping_cents, state, delivery_type,
       delivery_place, payments, discounts, fiscal, pickup_code, given, body_hash)
     select id, kind, scope, number, channel, store, at, "acceptedAt", "nodeId", currency, "totalCents", "shippingCents", state, "deliveryType",
       "deliveryPlace", payments, discounts, fiscal, "pickupCode", given, "bodyHash"
     from jsonb_to_recordset($1::text::jsonb) as t(id text, kind text, scope text, number text, channel text, store text, at timestamptz,
       "acceptedAt" timestamptz, "nodeId" text, currency text, "totalCents" bigint, "shippingCents" bigint, state text, "deliveryType" text,
       "deliveryPlace" text, payments jsonb, discounts jsonb, fiscal jsonb, "pickupCode" text, given jsonb, "bodyHash" text)
     order by kind, scope, number
     on conflict (kind, scope, number) do nothing returning id`,
    [JSON.stringify(rows.map((row) => ({ ...row, at: iso(row.at), acceptedAt: iso(row.acceptedAt) })))],
  );
  return new Set(inserted.map((row) => row.id));
}

export async function insertLines(tx: Sql, rows: readonly LineRow[]): Promise<void> {
  await tx.query(
    `insert into sale_line (sale_id, line, sku, quantity, unit_cents, discount_cents, net_cents, offer, gift, allocated)
     select "saleId", line, sku, quantity, "unitCents", "discountCents", "netCents", offer, gift, allocated
     from jsonb_to_recordset($1::text::jsonb) as t("saleId" text, line int, sku text, quantity int, "unitCents" bigint, "discountCents" bigint,
       "netCents" bigint, offer text, gift boolean, allocated int)`,
    [JSON.stringify(rows)],
  );
}

/** Sales that hold these numbers already. */
export async function salesByNumber(
  sql: Sql,
  kind: 'receipt' | 'order',
  keys: readonly { scope: string; number: string }[],
): Promise<SaleRow[]> {
  return sql.query<SaleRow>(
    `select ${saleColumns} from sale where kind = $1 and (scope, number) in
       (select t.scope, t.number from jsonb_to_recordset($2::text::jsonb) as t(scope text, number text))`,
    [kind, JSON.stringify(keys)],
  );
}

export async function saleById(sql: Sql, kind: 'receipt' | 'order', id: string): Promise<SaleRow | undefined> {
  return (await sql.query<SaleRow>(`select ${saleColumns} from sale where id = $1 and kind = $2`, [id, kind]))[0];
}

/** Locks sales in the order of their ids until the transaction ends. */
export async function lockSales(tx: Sql, ids: readonly string[]): Promise<SaleRow[]> {
  return tx.query<SaleRow>(
    `select ${saleColumns} from sale where id = any(array(select jsonb_array_elements_text($1::text::jsonb))) order by id for update`,
    [JSON.stringify(ids)],
  );
}

export async function linesOf(sql: Sql, saleIds: readonly string[]): Promise<LineRow[]> {
  return sql.query<LineRow>(
    `select ${lineColumns} from sale_line where sale_id = any(array(select jsonb_array_elements_text($1::text::jsonb))) order by sale_id, line`,
    [JSON.stringify(saleIds)],
  );
}

/** Guarded step: undefined when the order is in none of the states it may be taken from. */
export async function moveOrder(tx: Sql, id: string, from: readonly string[], to: string): Promise<SaleRow | undefined> {
  const [row] = await tx.query<SaleRow>(
    `update sale set state = $3 where id = $1 and state = any(array(select jsonb_array_elements_text($2::text::jsonb))) returning ${saleColumns}`,
    [id, JSON.stringify(from), to],
  );
  return row;
}

export async function setPickupCode(tx: Sql, id: string, code: string): Promise<void> {
  await tx.query('update sale set pickup_code = $2 where id = $1', [id, code]);
}

export async function setPicked(tx: Sql, saleId: string, rows: readonly { line: number; picked: number }[]): Promise<void> {
  await tx.query(
    `update sale_line l set picked = t.picked from jsonb_to_recordset($2::text::jsonb) as t(line int, picked int)
     where l.sale_id = $1 and l.line = t.line`,
    [saleId, JSON.stringify(rows)],
  );
}

export async function clearAllocations(tx: Sql, saleId: string): Promise<void> {
  await tx.query('update sale_line set allocated = 0 where sale_id = $1', [saleId]);
}

export async function setTenders(tx: Sql, id: string, tenders: readonly Tender[]): Promise<void> {
  await tx.query('update sale set payments = $2::text::jsonb where id = $1', [id, JSON.stringify(tenders)]);
}

/** Sales of these nodes that hold any of these skus, newest first. */
export async function salesOfNodes(sql: Sql, nodeIds: readonly string[], skus: readonly string[]): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `select s.id from sale s where s.node_id = any(array(select jsonb_array_elements_text($1::text::jsonb))) and s.state <> 'cancelled'
       and exists (select 1 from sale_line l where l.sale_id = s.id and l.returned < l.quantity and l.sku = any(array(select jsonb_array_elements_text($2::text::jsonb))))
     order by s.at desc, s.id desc limit 100`,
    [JSON.stringify(nodeIds), JSON.stringify(skus)],
  );
  return rows.map((row) => row.id);
}

/** A line sold to nobody known. `at` in epoch ms. */
export interface AnonymousLine {
  sale: string;
  at: number;
  store: string | null;
  channel: string;
  sku: string;
  quantity: number;
}

const anonymousColumns = 's.id as sale, s.at, s.store, s.channel, l.sku, l.quantity';

/** Lines of the next `limit` anonymous sales after a position, in order of (at, id). */
export async function anonymousLinesAfter(sql: Sql, after: { at: string; id: string }, limit: number): Promise<AnonymousLine[]> {
  return sql.query<AnonymousLine>(
    `select ${anonymousColumns} from (
       select * from sale where node_id is null and (at, id) > ($1::text::timestamptz, $2::text) order by at, id limit $3::int) s
     join sale_line l on l.sale_id = s.id order by s.at, s.id, l.line`,
    [after.at, after.id, limit],
  );
}

/** Lines of those of the given sales that were sold to nobody known. */
export async function anonymousLinesOf(sql: Sql, saleIds: readonly string[]): Promise<AnonymousLine[]> {
  return sql.query<AnonymousLine>(
    `select ${anonymousColumns} from sale s join sale_line l on l.sale_id = s.id
     where s.node_id is null and s.id = any(array(select jsonb_array_elements_text($1::text::jsonb))) order by s.at, s.id, l.line`,
    [JSON.stringify(saleIds)],
  );
}
