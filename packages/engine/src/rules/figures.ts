// Counts and rates of articles from the learned tables, kept for a while: rules ask one article after the other.
import type { Instant, Models } from '../world.ts';

const KEPT_MS = 600_000;
const ALL = 1_000_000;
const known = new WeakMap<Models, { version: string; at: Instant; tables: Map<string, ReadonlyMap<string, number>> }>();

function tablesOf(models: Models, now: Instant): Map<string, ReadonlyMap<string, number>> {
  const kept = known.get(models);
  if (kept && kept.version === models.version && Math.abs(now - kept.at) < KEPT_MS) return kept.tables;
  const tables = new Map<string, ReadonlyMap<string, number>>();
  known.set(models, { version: models.version, at: now, tables });
  return tables;
}

function table(
  models: Models,
  now: Instant,
  key: string,
  list: () => readonly { sku: string; score: number }[],
): ReadonlyMap<string, number> {
  const tables = tablesOf(models, now);
  let found = tables.get(key);
  if (!found) {
    found = new Map(list().map((row) => [row.sku, row.score]));
    tables.set(key, found);
  }
  return found;
}

/** Faded count of an event within 28 days; undefined for articles the table does not know. */
export function countOf(models: Models, now: Instant, event: string, scope: string, sku: string): number | undefined {
  const key = `${event} ${scope}`;
  return table(models, now, key, () => models.popular(event, scope, ALL, { kind: 'window', days: 28 })).get(sku);
}

export function rateOf(models: Models, now: Instant, rate: string, sku: string): number | undefined {
  return table(models, now, `rate ${rate}`, () => models.rates(rate, 'site', ALL)).get(sku);
}
