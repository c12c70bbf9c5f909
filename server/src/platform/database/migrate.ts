// Plain SQL migrations, forward only, each file once, in the order of the storeys that bring them.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Database } from './index.ts';

const lockTimeout = '300ms';
const attempts = 20;
const pauseMs = 250;

/** Folders of `*.sql` in the order in which they are to run; a file is known by folder and name, e.g. `identity/0001-nodes.sql`. */
export async function migrate(
  database: Database,
  folders: readonly string[],
  progress: (name: string) => void = () => {},
): Promise<string[]> {
  const table = 'create table if not exists schema_migration (name text primary key, applied_at timestamptz not null default now())';
  // Two nodes that start together may both find it missing; when the second one's attempt fails, it is there.
  await database.script(table).catch(() => database.script(table));
  const rows = await database.query<{ name: string }>('select name from schema_migration');
  const done = new Set(rows.map((r) => r.name));
  const applied: string[] = [];
  for (const folder of folders) {
    for (const file of readdirSync(folder)
      .filter((f) => f.endsWith('.sql'))
      .sort()) {
      const name = `${basename(join(folder, '..'))}/${file}`;
      if (done.has(name)) continue;
      progress(name);
      if (await applyOnce(database, name, readFileSync(join(folder, file), 'utf8'))) applied.push(name);
    }
  }
  return applied;
}

/** A long reader must not stall the whole shop behind our DDL: wait briefly, let go, try again. */
async function applyOnce(database: Database, name: string, sql: string): Promise<boolean> {
  const quoted = name.replaceAll("'", "''");
  for (let attempt = 1; ; attempt++) {
    try {
      // One simple-protocol message is one transaction; the primary key makes a second node's attempt fail as a whole.
      await database.script(
        `begin; set local lock_timeout = '${lockTimeout}'; insert into schema_migration (name) values ('${quoted}'); ${sql}; commit;`,
      );
      return true;
    } catch (error) {
      await database.script('rollback').catch(() => {});
      const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
      if (code === '23505') return false;
      if (code !== '55P03' || attempt >= attempts)
        throw new Error(`migration ${name}: ${error instanceof Error ? error.message : error}`, { cause: error });
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}
