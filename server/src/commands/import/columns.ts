// The one interpreter of the column table: finds the columns of a file by their names and reads its rows.
import type { Column, Kind, Row } from './kind.ts';
import { BadCell, type Reading, text } from './values.ts';

/** `g:Image Link` -> `imagelink`: what a column is called, whoever wrote it. */
export function plainName(name: string): string {
  let plain = plainNames.get(name);
  if (plain === undefined) {
    plain = name
      .trim()
      .replace(/^g:/i, '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, '');
    plainNames.set(name, plain);
  }
  return plain;
}
const plainNames = new Map<string, string>();

/** A row of the file by plain column names. */
export type Cells = Record<string, unknown>;
export interface BadField {
  field: string;
  reason: string;
}
/** `bad` where a cell could not be read; `row` then holds what was read before it. */
export interface ReadRow {
  row: Row;
  bad?: BadField;
}

export interface Interpreter {
  read(cells: Cells, reading: Reading): ReadRow;
  /** Which of these plain column names are not used. */
  unused(names: readonly string[]): string[];
}

interface Wanted extends Column {
  sources: string[];
  further: string[][];
}

/** @throws Error naming a `--map` target that does not exist. */
export function interpreterOf(kind: Kind, maps: ReadonlyMap<string, string>): Interpreter {
  const columns = [...kind.columns];
  for (const target of maps.keys()) {
    if (columns.some((column) => isTarget(column, target))) continue;
    if (!/^(attributes|traits)\.\w+$/.test(target))
      throw new Error(`--map ${target}=…: there is no such field; known are ${columns.map((c) => c.to).join(', ')}`);
    columns.push({ to: target, read: text, names: [] });
  }
  const wanted = columns.map((column): Wanted => {
    const mapped = [...maps].find(([target]) => isTarget(column, target))?.[1];
    const sources = mapped === undefined ? column.names.map(plainName) : [plainName(mapped)];
    return { ...column, sources, further: mapped === undefined ? (column.levels ?? []).map((names) => names.map(plainName)) : [] };
  });
  const used = new Set(wanted.flatMap((column) => [...column.sources, ...column.further.flat()]));
  return {
    read: (cells, reading) => readRow(wanted, cells, reading),
    unused: (names) => names.filter((name) => name !== '' && !used.has(name)),
  };
}

const isTarget = (column: Column, target: string) => column.to === target || column.to.split('.').at(-1) === target;
const isFilled = (cell: unknown) => cell !== undefined && cell !== null && (typeof cell !== 'string' || cell.trim() !== '');
const firstFilled = (cells: Cells, names: readonly string[]) => names.find((name) => isFilled(cells[name]));

function readRow(columns: readonly Wanted[], cells: Cells, reading: Reading): ReadRow {
  const row: Row = {};
  for (const column of columns) {
    for (const name of [firstFilled(cells, column.sources), ...column.further.map((names) => firstFilled(cells, names))]) {
      if (name === undefined) continue;
      try {
        put(row, column.to, column.read(cells[name], reading), column.levels !== undefined);
      } catch (error) {
        if (!(error instanceof BadCell)) throw error;
        return { row, bad: { field: column.to.replace(/^line\./, ''), reason: error.message } };
      }
    }
  }
  return { row };
}

/** Sets a dotted field; levels of a path are added behind those that are there. */
function put(row: Row, to: string, value: unknown, add: boolean): void {
  const steps = to.split('.');
  let place = row;
  for (const step of steps.slice(0, -1)) {
    place[step] ??= {};
    place = place[step] as Row;
  }
  const last = steps.at(-1) as string;
  place[last] = add && Array.isArray(place[last]) ? [...(place[last] as unknown[]), ...(value as unknown[])] : value;
}
