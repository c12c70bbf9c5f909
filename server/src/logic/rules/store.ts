// SQL of the rule sets.
import type { RuleAst } from '@faden/engine';
import type { Sql } from '../../platform/database/index.ts';

/** One form of a rule and since when it is so (epoch ms). */
export interface Form {
  ast: RuleAst;
  since: number;
}

/** A rule as kept: what holds, and what waits to be published. */
export interface KeptRule {
  id: string;
  live?: Form;
  draft?: Form;
}

export interface Version {
  version: number;
  at: number;
  note: string;
  rules: KeptRule[];
}

/** Two writers one after the other, or one's changes would be lost in the other's version. */
export async function lockRules(tx: Sql): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(4200431)');
}

export async function newestVersion(sql: Sql): Promise<Version | undefined> {
  const [row] = await sql.query<Version>('select version, at, note, rules from rule_version order by version desc limit 1');
  return row;
}

export async function versionNumbered(sql: Sql, version: number): Promise<Version | undefined> {
  const [row] = await sql.query<Version>('select version, at, note, rules from rule_version where version = $1::int', [version]);
  return row;
}

export async function insertVersion(tx: Sql, { version, at, note, rules }: Version): Promise<void> {
  await tx.query('insert into rule_version (version, at, note, rules) values ($1::int, $2::timestamptz, $3, $4::text::jsonb)', [
    version,
    new Date(at).toISOString(),
    note,
    JSON.stringify(rules),
  ]);
}

export async function listVersions(sql: Sql, limit: number): Promise<Version[]> {
  return sql.query<Version>('select version, at, note, rules from rule_version order by version desc limit $1::int', [limit]);
}

export async function deleteVersionsBefore(tx: Sql, version: number): Promise<void> {
  await tx.query('delete from rule_version where version < $1::int', [version]);
}
