// SQL of the catalogue. Whole catalogues come back as one JSON text a page, the quickest way out of either engine.
import type { NeedGroupInput, ProductInput } from '@faden/contract';
import type { Sql } from '../../platform/database/index.ts';

export interface ProductRow {
  body: ProductInput;
  createdAt: number;
  /** Version of the row: changes with every write. */
  stamp: string;
}
export interface PriceRow {
  sku: string;
  /** ISO instant. */
  at: string;
  cents: number;
  currency: string;
}

const iso = (instant: number) => new Date(instant).toISOString();
const epochMs = (column: string) => `floor(extract(epoch from ${column}) * 1000)::bigint`;
const asJson = `coalesce(string_agg('{"createdAt":' || ${epochMs('created_at')}::text || ',"stamp":"' || xmin::text || '","body":' || body::text || '}', ','), '')`;

export async function upsertProducts(tx: Sql, rows: readonly ProductInput[], now: number): Promise<void> {
  await tx.query(
    `insert into product (sku, body, created_at, updated_at)
     select t.body->>'sku', t.body, $2::timestamptz, $2::timestamptz from json_array_elements($1::text::json) as t(body) order by 1
     on conflict (sku) do update set body = excluded.body, updated_at = excluded.updated_at`,
    [JSON.stringify(rows), iso(now)],
  );
}

/** Writes the prices that differ from the one last asked. */
export async function recordCurrentPrices(
  tx: Sql,
  rows: readonly { sku: string; cents: number; currency: string }[],
  now: number,
): Promise<void> {
  await tx.query(
    `insert into price_history (sku, at, cents, currency)
     select t.sku, $2::timestamptz, t.cents, t.currency
     from jsonb_to_recordset($1::text::jsonb) as t(sku text, cents bigint, currency text)
     where t.cents is distinct from
       (select h.cents from price_history h where h.sku = t.sku and h.at <= $2::timestamptz order by h.at desc limit 1)
     order by t.sku
     on conflict (sku, at) do update set cents = excluded.cents, currency = excluded.currency`,
    [JSON.stringify(rows), iso(now)],
  );
}

export async function upsertPrices(tx: Sql, rows: readonly PriceRow[]): Promise<void> {
  await tx.query(
    `insert into price_history (sku, at, cents, currency)
     select t.sku, t.at, t.cents, t.currency
     from jsonb_to_recordset($1::text::jsonb) as t(sku text, at timestamptz, cents bigint, currency text) order by t.sku, t.at
     on conflict (sku, at) do update set cents = excluded.cents, currency = excluded.currency`,
    [JSON.stringify(rows)],
  );
}

export async function upsertNeedGroups(tx: Sql, rows: readonly NeedGroupInput[], now: number): Promise<void> {
  await tx.query(
    `insert into need_group (id, body, updated_at)
     select t.body->>'id', t.body, $2::timestamptz from jsonb_array_elements($1::text::jsonb) as t(body) order by 1
     on conflict (id) do update set body = excluded.body, updated_at = excluded.updated_at`,
    [JSON.stringify(rows), iso(now)],
  );
}

export async function allNeedGroups(sql: Sql): Promise<NeedGroupInput[]> {
  return (await sql.query<{ body: NeedGroupInput }>('select body from need_group order by id')).map((row) => row.body);
}

/** A page of products that is not parsed yet: the next one can be on its way meanwhile. */
export interface ProductPage {
  json: string;
  count: number;
  /** Largest sku in the order of the database; null when there are none. */
  last: string | null;
}

/** Products after `after` in the order of the database, at most `limit`. */
export async function pageOfProducts(sql: Sql, after: string, limit: number): Promise<ProductPage> {
  const [found] = await sql.query<ProductPage>(
    `select ${asJson} as json, count(*)::int as count, max(sku) as last
     from (select sku, body, created_at, xmin from product where sku > $1 order by sku limit $2::int) t`,
    [after, limit],
  );
  return found ?? { json: '', count: 0, last: null };
}

export const productsIn = (page: { json: string }): ProductRow[] => JSON.parse(`[${page.json}]`) as ProductRow[];

export async function productsBySku(sql: Sql, skus: readonly string[]): Promise<ProductRow[]> {
  const [found] = await sql.query<{ json: string }>(
    `select ${asJson} as json from product where sku = any(array(select jsonb_array_elements_text($1::text::jsonb)))`,
    [JSON.stringify(skus)],
  );
  return productsIn({ json: found?.json ?? '' });
}

/** History as `sku → [at, cents, at, cents …]`, oldest first; of all products or of those named. */
export async function priceHistory(sql: Sql, skus?: readonly string[]): Promise<Map<string, number[]>> {
  const [found] = await sql.query<{ lines: string | null }>(
    `select string_agg(sku || e'\\t' || ${epochMs('at')}::text || e'\\t' || cents::text, e'\\n' order by sku, at) as lines from price_history
     ${skus ? 'where sku = any(array(select jsonb_array_elements_text($1::text::jsonb)))' : ''}`,
    skus ? [JSON.stringify(skus)] : [],
  );
  const history = new Map<string, number[]>();
  for (const line of found?.lines?.split('\n') ?? []) {
    const [sku, at, cents] = line.split('\t') as [string, string, string];
    const points = history.get(sku);
    if (points) points.push(Number(at), Number(cents));
    else history.set(sku, [Number(at), Number(cents)]);
  }
  return history;
}

export async function pricesOf(sql: Sql, sku: string): Promise<{ at: number; cents: number; currency: string }[]> {
  return sql.query('select at, cents, currency from price_history where sku = $1 order by at', [sku]);
}
