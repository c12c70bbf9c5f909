// SQL of the offers.
import type { OfferInput } from '@faden/contract';
import type { Sql } from '../../platform/database/index.ts';

export interface OfferRow {
  body: OfferInput;
  fromAt: number;
  untilAt: number;
}

export async function upsertOffers(tx: Sql, rows: readonly OfferRow[], now: number): Promise<void> {
  await tx.query(
    `insert into offer (id, body, from_at, until_at, updated_at)
     select t.body->>'id', t.body, t.from_at, t.until_at, $2::timestamptz
     from jsonb_to_recordset($1::text::jsonb) as t(body jsonb, from_at timestamptz, until_at timestamptz) order by 1
     on conflict (id) do update set body = excluded.body, from_at = excluded.from_at, until_at = excluded.until_at, updated_at = excluded.updated_at`,
    [
      JSON.stringify(
        rows.map((row) => ({ body: row.body, from_at: new Date(row.fromAt).toISOString(), until_at: new Date(row.untilAt).toISOString() })),
      ),
      new Date(now).toISOString(),
    ],
  );
}

export async function allOffers(sql: Sql): Promise<OfferRow[]> {
  return sql.query<OfferRow>('select body, from_at as "fromAt", until_at as "untilAt" from offer order by id');
}
