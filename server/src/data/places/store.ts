// SQL of the places.
import type { PlaceInput } from '@faden/contract';
import type { Sql } from '../../platform/database/index.ts';

export async function upsertPlaces(tx: Sql, rows: readonly PlaceInput[], now: number): Promise<void> {
  await tx.query(
    `insert into place (id, kind, body, updated_at)
     select t.body->>'id', t.body->>'kind', t.body, $2 from jsonb_array_elements($1::text::jsonb) as t(body) order by 1
     on conflict (id) do update set kind = excluded.kind, body = excluded.body, updated_at = excluded.updated_at`,
    [JSON.stringify(rows), new Date(now).toISOString()],
  );
}

export async function allPlaces(sql: Sql): Promise<PlaceInput[]> {
  return (await sql.query<{ body: PlaceInput }>('select body from place order by id')).map((row) => row.body);
}

export async function placeById(sql: Sql, id: string): Promise<PlaceInput | undefined> {
  return (await sql.query<{ body: PlaceInput }>('select body from place where id = $1', [id]))[0]?.body;
}
