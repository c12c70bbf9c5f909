// Erasure of sales: figures stay, names move to the legal archive and go at the end of their time (AO 147, HGB 257).
import type { Custodian, Sql } from '../../platform/database/index.ts';
import { refOf } from './log-entries.ts';
import type { SaleRow } from './store.ts';
import { linesOf } from './store.ts';

const keepYears = 8;
const ofNodes = 'node_id = any(array(select jsonb_array_elements_text($1::text::jsonb)))';

/** Moves what names the buyer to the archive; the sale keeps articles, store, amounts and date. */
async function archiveSales(tx: Sql, nodeIds: string): Promise<string[]> {
  await tx.query(
    `insert into order_archive (id, kind, ref, data, delete_after)
     select id, kind, case kind when 'receipt' then 'receipt:' || scope || ':' || number else 'order:' || number end, given,
       make_date(extract(year from at)::int + ${keepYears}, 12, 31)
     from sale where ${ofNodes} and given is not null on conflict (id) do nothing`,
    [nodeIds],
  );
  return (await tx.query<{ id: string }>(`update sale set node_id = null, given = null where ${ofNodes} returning id`, [nodeIds])).map(
    (row) => row.id,
  );
}

async function archiveReturns(tx: Sql, nodeIds: string): Promise<string[]> {
  await tx.query(
    `insert into order_archive (id, kind, ref, data, delete_after)
     select id, 'return', ref, given, make_date(extract(year from at)::int + ${keepYears}, 12, 31)
     from sale_return where ${ofNodes} and given is not null on conflict (id) do nothing`,
    [nodeIds],
  );
  await tx.query(
    `update sale_return_line set reason = null where return_id in (select id from sale_return where ${ofNodes}) and reason is not null`,
    [nodeIds],
  );
  return (
    await tx.query<{ id: string }>(`update sale_return set node_id = null, given = null where ${ofNodes} returning id`, [nodeIds])
  ).map((row) => row.id);
}

/** Deletes archive rows whose time is over. @returns how many */
export async function forgetArchive(tx: Sql, now: number): Promise<number> {
  return (
    await tx.query('delete from order_archive where delete_after < $1::date returning id', [new Date(now).toISOString().slice(0, 10)])
  ).length;
}

export const ordersCustodian: Custodian = {
  name: 'orders',
  tables: ['sale', 'sale_line', 'sale_return', 'sale_return_line', 'order_archive'],
  async exportOf(sql, nodeIds) {
    const json = JSON.stringify(nodeIds);
    const sales = await sql.query<SaleRow>(
      `select id, kind, scope, number, channel, store, at, accepted_at as "acceptedAt", currency, total_cents as "totalCents", state,
         delivery_type as "deliveryType", delivery_place as "deliveryPlace", payments, discounts, fiscal, given from sale where ${ofNodes} order by at, id`,
      [json],
    );
    const lines = await linesOf(
      sql,
      sales.map((sale) => sale.id),
    );
    const returns = await sql.query<{
      id: string;
      ref: string;
      store: string;
      at: number;
      totalCents: number;
      refunds: unknown;
      given: unknown;
    }>(`select id, ref, store, at, total_cents as "totalCents", refunds, given from sale_return where ${ofNodes} order by at, id`, [json]);
    return {
      purchases: sales.map((sale) => ({
        ...sale,
        ref: refOf(sale),
        at: new Date(sale.at).toISOString(),
        acceptedAt: new Date(sale.acceptedAt).toISOString(),
        lines: lines.filter((line) => line.saleId === sale.id).map(({ saleId: _, ...line }) => line),
      })),
      returns: returns.map((row) => ({ ...row, at: new Date(row.at).toISOString() })),
    };
  },
  async erase(tx, nodeIds) {
    const json = JSON.stringify(nodeIds);
    const ids = [...(await archiveReturns(tx, json)), ...(await archiveSales(tx, json))];
    return [{ place: 'orders', rows: ids.length, what: 'archived', ids }];
  },
  merge: async () => {},
  split: async () => {},
};
