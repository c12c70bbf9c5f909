// The data catalogue: what each column holds, for which purpose, how long, and what export and erasure do with it.
// Every module tags its own tables; a test compares the tags with the live schema and fails on an untagged column.
import type { Sql } from './index.ts';

export interface ColumnTag {
  personal: 'no' | 'pseudonymous' | 'yes';
  purpose: 'operation' | 'service' | 'analytics' | 'personalisation' | 'legal';
  /** For people; the retention jobs carry it out. */
  retention: string;
  onErase: 'keep' | 'delete' | 'mask' | 'archive';
  inExport: boolean;
}
export type TableTags = Record<string, Record<string, ColumnTag>>;

/** Columns that name no person. */
export function technical(...columns: string[]): Record<string, ColumnTag> {
  return tagged({ personal: 'no', purpose: 'operation', retention: 'with the row', onErase: 'keep', inExport: false }, columns);
}

export function tagged(tag: ColumnTag, columns: string[]): Record<string, ColumnTag> {
  return Object.fromEntries(columns.map((column) => [column, tag]));
}

/** What was done in one place when a person was erased. */
export interface ErasureReceipt {
  place: string;
  rows: number;
  what: 'deleted' | 'masked' | 'archived';
  /** Of rows whose ids stand in answers that were kept. */
  ids?: string[];
}

/**
 * Keeper of the personal rows of one module. All personal rows hang on identity nodes, which never change owner:
 * a merge or split moves edges between nodes, so `merge` and `split` only drop what a module derived per person.
 */
export interface Custodian {
  name: string;
  tables: readonly string[];
  exportOf(sql: Sql, nodeIds: readonly string[]): Promise<Record<string, unknown>>;
  /** `ids`: what the keepers before this one named in their receipts. */
  erase(tx: Sql, nodeIds: readonly string[], now: number, ids?: readonly string[]): Promise<ErasureReceipt[]>;
  merge(tx: Sql, nodeIds: readonly string[]): Promise<void>;
  split(tx: Sql, nodeIds: readonly string[]): Promise<void>;
}
