// Prepared statements for PGlite, whose query() parses and plans every time: PREPARE once, then EXECUTE with literals.
import type { PGlite } from '@electric-sql/pglite';

type Value = string | number | boolean | null;

const plannable = /^\s*(select|insert|update|delete|with)\b/i;
const limit = 500;

/** Literals are quoted and of unknown type, so that they take the type the statement wants. */
function literal(value: Value): string {
  return value === null ? 'null' : `'${String(value).replaceAll("'", "''")}'`;
}

/** Runs a statement with its parameters, planned once per text. */
export function createPrepared(database: PGlite): (sql: string, params: readonly Value[]) => Promise<unknown[]> {
  const names = new Map<string, string>();
  let made = 0;
  const nameOf = async (sql: string): Promise<string> => {
    const known = names.get(sql);
    if (known) return known;
    if (names.size >= limit) {
      const [oldest, name] = names.entries().next().value as [string, string];
      names.delete(oldest);
      await database.query(`deallocate ${name}`);
    }
    const name = `faden_${made++}`;
    await database.query(`prepare ${name} as ${sql}`);
    names.set(sql, name);
    return name;
  };
  return async (sql, params) => {
    if (!plannable.test(sql)) return (await database.query(sql, [...params])).rows;
    const name = await nameOf(sql);
    const given = params.length > 0 ? `(${params.map(literal).join(',')})` : '';
    return (await database.query(`execute ${name}${given}`)).rows;
  };
}
