// SQL of the outbox.
import type { Sql } from '../database/index.ts';
import type { Fact } from './index.ts';

export interface Cursor {
  xid: string;
  seq: number;
}

/** For statements that publish in the same breath: `${publishSql} select topic, payload, at …`. */
export const publishSql = 'insert into outbox (topic, payload, at)';

export async function insertFact(tx: Sql, topic: string, payload: Record<string, unknown>, at: number): Promise<void> {
  await tx.query(`${publishSql} values ($1, $2::text::json, $3)`, [topic, JSON.stringify(payload), new Date(at).toISOString()]);
}

/** Only rows of transactions older than every open one: a row that commits late is never overtaken by the cursor. */
export async function readAfter(sql: Sql, cursor: Cursor, limit: number, topics?: readonly string[]): Promise<(Fact & Cursor)[]> {
  // As text, read once in this thread: the embedded engine would build the objects in its own thread and copy them over.
  const rows = await sql.query<Omit<Fact, 'payload'> & Cursor & { payload: string }>(
    `select seq, xid::text as xid, topic, payload::text as payload, at from outbox
     where (xid, seq) > ($1::text::xid8, $2::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot())
       and ($4::text is null or topic = any(array(select jsonb_array_elements_text($4::text::jsonb))))
     order by xid, seq limit $3::int`,
    [cursor.xid, cursor.seq, limit, topics ? JSON.stringify(topics) : null],
  );
  return rows.map(withPayload);
}

function withPayload<Row extends { payload: string }>(row: Row): Omit<Row, 'payload'> & Pick<Fact, 'payload'> {
  return { ...row, payload: JSON.parse(row.payload) as Fact['payload'] };
}

/** Whether there is anything of these topics after the cursor, and the cursor from which to ask again if there is not. */
export async function peekAfter(sql: Sql, cursor: Cursor, topics: readonly string[]): Promise<{ news: boolean; next: Cursor }> {
  const [row] = await sql.query<{ xmin: string; news: boolean }>(
    `select pg_snapshot_xmin(pg_current_snapshot())::text as xmin, exists (
       select 1 from outbox where (xid, seq) > ($1::text::xid8, $2::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot())
         and topic = any(array(select jsonb_array_elements_text($3::text::jsonb)))) as news`,
    [cursor.xid, cursor.seq, JSON.stringify(topics)],
  );
  return { news: row?.news ?? false, next: { xid: row?.xmin ?? cursor.xid, seq: 0 } };
}

export async function newestCursor(sql: Sql): Promise<Cursor> {
  const [row] = await sql.query<{ xid: string }>('select pg_snapshot_xmin(pg_current_snapshot())::text as xid');
  return { xid: row?.xid ?? '0', seq: 0 };
}

/** Locks the cursor, so that of several nodes one works at a time; a new subscription starts at the beginning. */
export async function readCursor(tx: Sql, name: string): Promise<Cursor> {
  await tx.query(`insert into subscription (name, xid, seq) values ($1, '0'::xid8, 0) on conflict (name) do nothing`, [name]);
  const [row] = await tx.query<Cursor>('select xid::text as xid, seq from subscription where name = $1 for update', [name]);
  return row ?? { xid: '0', seq: 0 };
}

/** Where a reader stands, without the lock. */
export async function lookAtCursor(sql: Sql, name: string): Promise<Cursor> {
  const [row] = await sql.query<Cursor>('select xid::text as xid, seq from subscription where name = $1', [name]);
  return row ?? { xid: '0', seq: 0 };
}

/** Moves a reader on over facts that are not for it, never back. */
export async function advanceCursor(sql: Sql, name: string, cursor: Cursor): Promise<void> {
  await sql.query(
    'update subscription set xid = $2::text::xid8, seq = $3::bigint where name = $1 and (xid, seq) < ($2::text::xid8, $3::bigint)',
    [name, cursor.xid, cursor.seq],
  );
}

export async function writeCursor(tx: Sql, name: string, cursor: Cursor): Promise<void> {
  await tx.query('update subscription set xid = $2::text::xid8, seq = $3::bigint where name = $1', [name, cursor.xid, cursor.seq]);
}

/** Old facts, but none that a durable reader still has to handle. */
export async function deleteBefore(sql: Sql, instant: number): Promise<void> {
  await sql.query(
    'delete from outbox o where o.at < $1 and not exists (select 1 from subscription s where (o.xid, o.seq) > (s.xid, s.seq))',
    [new Date(instant).toISOString()],
  );
}

export async function readLatest(sql: Sql, topic: string, limit: number): Promise<Fact[]> {
  const rows = await sql.query<Omit<Fact, 'payload'> & { payload: string }>(
    `select seq, topic, payload::text as payload, at from (select * from outbox order by xid desc, seq desc limit $2::int * 4) o where topic = $1 order by xid desc, seq desc limit $2::int`,
    [topic, limit],
  );
  return rows.map(withPayload);
}
