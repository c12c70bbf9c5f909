// SQL of levels and movements.
import type { Sql } from '../../platform/database/index.ts';
import type { Level } from './movement.ts';

export interface Key {
  sku: string;
  place: string;
}
/** `[sku, place, onHand, allocated, quarantine, countedAt, asOf, shelf]`, instants in epoch ms. */
export type LevelTuple = [string, string, number, number, number, number, number, string | null];
/** `[sku, place, quantity, expiresAt]` */
export type HoldTuple = [string, string, number, number];

const iso = (instant: number) => new Date(instant).toISOString();
const epochMs = (column: string) => `floor(extract(epoch from ${column}) * 1000)::bigint`;
const levelJson = `jsonb_build_array(sku, place, on_hand, allocated, quarantine, ${epochMs('counted_at')}, ${epochMs('as_of')}, shelf)::text`;
const parsed = <T>(json: string | null | undefined) => JSON.parse(`[${json ?? ''}]`) as T[];

export async function upsertLevels(
  tx: Sql,
  rows: readonly { sku: string; place: string; on_hand: number; quarantine: number | null; shelf: string | null; counted_at: string }[],
): Promise<void> {
  await tx.query(
    `insert into stock (sku, place, on_hand, quarantine, shelf, counted_at, as_of)
     select t.sku, t.place, t.on_hand, coalesce(t.quarantine, 0), t.shelf, t.counted_at, t.counted_at
     from jsonb_to_recordset($1::text::jsonb) as t(sku text, place text, on_hand int, quarantine int, shelf text, counted_at timestamptz)
     order by t.sku, t.place
     on conflict (sku, place) do update set on_hand = excluded.on_hand, shelf = coalesce(excluded.shelf, stock.shelf),
       quarantine = case when excluded.quarantine > 0 then excluded.quarantine else least(stock.quarantine, excluded.on_hand) end,
       counted_at = excluded.counted_at, as_of = excluded.as_of`,
    [JSON.stringify(rows)],
  );
}

/** Rows of these keys, locked in the order of the key until the transaction ends. */
export async function lockLevels(tx: Sql, keys: readonly Key[]): Promise<Level[]> {
  return tx.query<Level>(
    `select s.sku, s.place, s.on_hand as "onHand", s.quarantine, s.counted_at as "countedAt" from stock s
     where (s.sku, s.place) in (select t.sku, t.place from jsonb_to_recordset($1::text::jsonb) as t(sku text, place text))
     order by s.sku, s.place for update`,
    [JSON.stringify(keys)],
  );
}

/** Opens an empty row for goods that are counted somewhere but not here. */
export async function openLevels(tx: Sql, keys: readonly Key[], evenUncounted: boolean, now: number): Promise<void> {
  await tx.query(
    `insert into stock (sku, place, on_hand, counted_at, as_of)
     select distinct t.sku, t.place, 0, to_timestamp(0), $3::timestamptz from jsonb_to_recordset($1::text::jsonb) as t(sku text, place text)
     where $2::boolean or exists (select 1 from stock s where s.sku = t.sku) order by 1, 2
     on conflict (sku, place) do nothing`,
    [JSON.stringify(keys), evenUncounted, iso(now)],
  );
}

export async function knownMovements(
  tx: Sql,
  references: readonly string[],
): Promise<{ reference: string; sku: string; place: string; kind: string }[]> {
  return tx.query(
    'select reference, sku, place, kind from stock_movement where reference = any(array(select jsonb_array_elements_text($1::text::jsonb)))',
    [JSON.stringify(references)],
  );
}

/** What a reference took away or brought, after shortfalls. */
export async function movedBy(tx: Sql, reference: string): Promise<{ sku: string; place: string; quantity: number; at: number }[]> {
  return tx.query('select sku, place, quantity + shortfall as quantity, at from stock_movement where reference = $1 order by sku, place', [
    reference,
  ]);
}

export async function writeLevels(tx: Sql, levels: readonly Level[], now: number): Promise<void> {
  await tx.query(
    `update stock s set on_hand = t.on_hand, quarantine = t.quarantine, as_of = greatest(s.as_of, $2::timestamptz)
     from jsonb_to_recordset($1::text::jsonb) as t(sku text, place text, on_hand int, quarantine int) where s.sku = t.sku and s.place = t.place`,
    [JSON.stringify(levels.map((l) => ({ sku: l.sku, place: l.place, on_hand: l.onHand, quarantine: l.quarantine }))), iso(now)],
  );
}

export interface MovementRow {
  id: string;
  sku: string;
  place: string;
  kind: string;
  quantity: number;
  reference: string | null;
  at: string;
  accepted_at: string;
  shortfall: number;
}

export async function insertMovements(tx: Sql, rows: readonly MovementRow[]): Promise<void> {
  await tx.query(
    `insert into stock_movement (id, sku, place, kind, quantity, reference, at, accepted_at, shortfall)
     select id, sku, place, kind, quantity, reference, at, accepted_at, shortfall from jsonb_to_recordset($1::text::jsonb)
       as t(id text, sku text, place text, kind text, quantity int, reference text, at timestamptz, accepted_at timestamptz, shortfall int)
     on conflict (reference, sku, place, kind) where reference is not null do nothing`,
    [JSON.stringify(rows)],
  );
}

export async function shortfalls(
  sql: Sql,
  limit: number,
): Promise<{ sku: string; place: string; kind: string; missing: number; reference: string | null; at: number }[]> {
  return sql.query(
    'select sku, place, kind, shortfall as missing, reference, at from stock_movement where shortfall > 0 order by accepted_at desc, id desc limit $1::int',
    [limit],
  );
}

/** Levels after a key in the order of the database, for reading everything page by page. */
export async function pageOfLevels(sql: Sql, after: Key, limit: number): Promise<LevelTuple[]> {
  const [found] = await sql.query<{ json: string | null }>(
    `select string_agg(${levelJson}, ',' order by sku, place) as json
     from (select * from stock where (sku, place) > ($1::text, $2::text) order by sku, place limit $3::int) t`,
    [after.sku, after.place, limit],
  );
  return parsed<LevelTuple>(found?.json);
}

export async function levelsOf(sql: Sql, skus: readonly string[]): Promise<LevelTuple[]> {
  const [found] = await sql.query<{ json: string | null }>(
    `select string_agg(${levelJson}, ',' order by sku, place) as json from stock where sku = any(array(select jsonb_array_elements_text($1::text::jsonb)))`,
    [JSON.stringify(skus)],
  );
  return parsed<LevelTuple>(found?.json);
}

/** Live reservations that count, of all skus or of those named. */
export async function holdsOf(sql: Sql, now: number, skus?: readonly string[]): Promise<HoldTuple[]> {
  const [found] = await sql.query<{ json: string | null }>(
    `select string_agg(jsonb_build_array(sku, place, quantity, ${epochMs('expires_at')})::text, ',') as json from reservation
     where state = 'live' and counted and expires_at > $1 ${skus ? 'and sku = any(array(select jsonb_array_elements_text($2::text::jsonb)))' : ''}`,
    skus ? [iso(now), JSON.stringify(skus)] : [iso(now)],
  );
  return parsed<HoldTuple>(found?.json);
}
