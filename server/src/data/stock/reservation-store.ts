// SQL of reservations and allocations. Every claim first locks the row of its sku and place, so claims are serialised.
import type { Sql } from '../../platform/database/index.ts';

export interface ReservationRow {
  id: string;
  sku: string;
  place: string;
  quantity: number;
  kind: 'cart' | 'checkout' | 'store' | 'quote';
  state: 'live' | 'confirmed' | 'released' | 'expired';
  counted: boolean;
  nodeId: string | null;
  expiresAt: number;
}

const iso = (instant: number) => new Date(instant).toISOString();
const columns = 'id, sku, place, quantity, kind, state, counted, node_id as "nodeId", expires_at as "expiresAt"';

/** Reservations of a locked row that are over: they leave `held`. */
export async function expireDue(tx: Sql, sku: string, place: string, now: number): Promise<void> {
  await tx.query(
    `with over as (
       update reservation set state = 'expired' where sku = $1 and place = $2 and state = 'live' and expires_at <= $3 returning quantity, counted)
     update stock set held = held - (select coalesce(sum(quantity), 0) from over where counted)
     where sku = $1 and place = $2 and exists (select 1 from over)`,
    [sku, place, iso(now)],
  );
}

/** Takes units only if so many are free; answers whether it did. */
export async function claim(
  tx: Sql,
  column: 'held' | 'allocated',
  sku: string,
  place: string,
  quantity: number,
  safety: number,
): Promise<boolean> {
  const rows = await tx.query(
    `update stock set ${column} = ${column} + $3::int
     where sku = $1 and place = $2 and on_hand - allocated - held - quarantine - $4::int >= $3::int returning sku`,
    [sku, place, quantity, safety],
  );
  return rows.length > 0;
}

export async function unclaim(tx: Sql, column: 'held' | 'allocated', sku: string, place: string, quantity: number): Promise<void> {
  await tx.query(`update stock set ${column} = greatest(0, ${column} - $3::int) where sku = $1 and place = $2`, [sku, place, quantity]);
}

export async function isCounted(tx: Sql, sku: string): Promise<boolean> {
  return (await tx.query('select 1 from stock where sku = $1 limit 1', [sku])).length > 0;
}

export async function insertReservation(tx: Sql, row: ReservationRow, now: number): Promise<void> {
  await tx.query(
    `insert into reservation (id, sku, place, quantity, kind, state, counted, node_id, created_at, expires_at)
     values ($1, $2, $3, $4::int, $5, $6, $7, $8, $9, $10)`,
    [row.id, row.sku, row.place, row.quantity, row.kind, row.state, row.counted, row.nodeId, iso(now), iso(row.expiresAt)],
  );
}

export async function reservationById(sql: Sql, id: string): Promise<ReservationRow | undefined> {
  return (await sql.query<ReservationRow>(`select ${columns} from reservation where id = $1`, [id]))[0];
}

/** Ends a live reservation; undefined when it was not live any more. */
export async function endReservation(
  tx: Sql,
  id: string,
  state: 'released' | 'confirmed',
  now: number,
): Promise<ReservationRow | undefined> {
  const [row] = await tx.query<ReservationRow>(
    `update reservation set state = $2 where id = $1 and state = 'live' and expires_at > $3 returning ${columns}`,
    [id, state, iso(now)],
  );
  return row;
}

export async function overdue(sql: Sql, now: number, limit: number): Promise<{ sku: string; place: string }[]> {
  return sql.query(
    `select distinct sku, place from reservation where state = 'live' and expires_at <= $1 order by sku, place limit $2::int`,
    [iso(now), limit],
  );
}

export async function reservationsOfNodes(sql: Sql, nodeIds: readonly string[]): Promise<ReservationRow[]> {
  return sql.query(
    `select ${columns} from reservation where node_id = any(array(select jsonb_array_elements_text($1::text::jsonb))) order by id`,
    [JSON.stringify(nodeIds)],
  );
}

export async function forgetHolders(tx: Sql, nodeIds: readonly string[]): Promise<number> {
  const rows = await tx.query(
    'update reservation set node_id = null where node_id = any(array(select jsonb_array_elements_text($1::text::jsonb))) returning id',
    [JSON.stringify(nodeIds)],
  );
  return rows.length;
}
