// SQL of what merchants write by hand.
import type { ContentInput, ListInput, SituationInput } from '@faden/contract';
import type { Sql } from '../../platform/database/index.ts';

export interface Bodies {
  list: ListInput;
  content: ContentInput;
  situation: SituationInput;
}
export type Sort = keyof Bodies;

export interface EditorialRow {
  sort: Sort;
  id: string;
  body: Bodies[Sort];
}

export async function upsertEditorial(tx: Sql, rows: readonly EditorialRow[], now: number): Promise<void> {
  await tx.query(
    `insert into editorial (sort, id, body, updated_at)
     select t.sort, t.id, t.body, $2::timestamptz from jsonb_to_recordset($1::text::jsonb) as t(sort text, id text, body jsonb) order by 1, 2
     on conflict (sort, id) do update set body = excluded.body, updated_at = excluded.updated_at`,
    [JSON.stringify(rows), new Date(now).toISOString()],
  );
}

/** Whether there was such a row. */
export async function deleteEditorial(tx: Sql, sort: Sort, id: string): Promise<boolean> {
  return (await tx.query('delete from editorial where sort = $1 and id = $2 returning 1', [sort, id])).length > 0;
}

export async function allEditorial(sql: Sql): Promise<EditorialRow[]> {
  return sql.query<EditorialRow>('select sort, id, body from editorial order by sort, id');
}
