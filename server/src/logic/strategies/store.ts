// SQL of the declared strategies and placements.
import type { PlacementInput, StrategyInput } from '@faden/contract';
import type { Sql } from '../../platform/database/index.ts';

export interface Bodies {
  strategy: StrategyInput;
  placement: PlacementInput;
}
export type Sort = keyof Bodies;

export interface Declared<S extends Sort = Sort> {
  sort: S;
  id: string;
  version: number;
  body: Bodies[S];
}
export interface Version {
  version: number;
  /** Epoch ms. */
  at: number;
  /** Null: removed. */
  body: Bodies[Sort] | null;
}

/** Makes a new version of each row that says something new (`body` null removes it); answers the ids that changed. */
export async function declare(
  tx: Sql,
  sort: Sort,
  rows: readonly { id: string; body: Bodies[Sort] | null }[],
  now: number,
): Promise<string[]> {
  const changed = await tx.query<{ id: string }>(
    `with made as (
       insert into declaration (sort, id, version, body, updated_at)
       select $1::text, t.id, 1, case jsonb_typeof(t.body) when 'null' then null else t.body end, $3::timestamptz
       from jsonb_to_recordset($2::text::jsonb) as t(id text, body jsonb) order by t.id
       on conflict (sort, id) do update set version = declaration.version + 1, body = excluded.body, updated_at = excluded.updated_at
         where declaration.body is distinct from excluded.body
       returning sort, id, version, body, updated_at)
     insert into declaration_version (sort, id, version, body, at) select sort, id, version, body, updated_at from made returning id`,
    [sort, JSON.stringify(rows), new Date(now).toISOString()],
  );
  return changed.map((row) => row.id);
}

/** What holds now. */
export async function allDeclared(sql: Sql): Promise<Declared[]> {
  return sql.query<Declared>('select sort, id, version, body from declaration where body is not null order by sort, id');
}

/** Newest first. */
export async function versionsOf(sql: Sql, sort: Sort, id: string): Promise<Version[]> {
  return sql.query<Version>(
    'select version, at, body from declaration_version where sort = $1 and id = $2 order by version desc limit 100',
    [sort, id],
  );
}

/** Writers wait for each other: what one refers to, another must not take away meanwhile. */
export async function lockDeclarations(tx: Sql): Promise<void> {
  await tx.query('lock table declaration in share row exclusive mode');
}
