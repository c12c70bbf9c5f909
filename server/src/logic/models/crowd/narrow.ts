// Pairs within one store, region or segment: the largest of them, each with a table of its own.
import type { Sessions } from '../../evidence/index.ts';
import { growing } from '../growing.ts';
import type { PairTable } from './pair-table.ts';
import { type Ground, groupsFor, togetherTable } from './pairs.ts';

/** So many stores, regions or segments at most, and none with fewer rows than this. */
const mostCells = 64;
const leastRows = 50;

/** Tables by `place:3`, `region:1` or `group:2`. */
export function narrowTables(ground: Ground, pair: string, by: 'store' | 'region' | 'segment', days: number): Record<string, PairTable> {
  const groups = groupsFor(ground, pair, days);
  if (!groups) return {};
  const { frame, people } = ground;
  const single = (key: number): readonly number[] => (key === 0 ? [] : [key]);
  const cellsOf = (row: number): readonly number[] => {
    const place = frame.place[row] as number;
    if (by === 'store') return single(place);
    if (by === 'region') return single(frame.regionOf[place] as number);
    const person = people.of(row);
    return [...people.groups.codes.subarray(people.groups.offsets[person] ?? 0, people.groups.offsets[person + 1] ?? 0)];
  };
  const name = by === 'store' ? 'place' : by === 'region' ? 'region' : 'group';
  const tables: Record<string, PairTable> = {};
  for (const [cell, part] of partsOf(groups, cellsOf)) {
    const table = togetherTable(ground, pair, days, part);
    if (table && table.keys.length > 0) tables[`${name}:${cell}`] = table;
  }
  return tables;
}

/** The groups once more for every cell, with the rows that lie in it. */
function partsOf(groups: Sessions, cellsOf: (row: number) => readonly number[]): Map<number, Sessions> {
  const sizes = new Map<number, number>();
  for (const row of groups.rows) for (const cell of cellsOf(row)) sizes.set(cell, (sizes.get(cell) ?? 0) + 1);
  const largest = [...sizes].filter(([, n]) => n >= leastRows).sort((x, y) => y[1] - x[1] || x[0] - y[0]);
  const parts = new Map(largest.slice(0, mostCells).map(([cell]) => [cell, { offsets: growing(Int32Array), rows: growing(Int32Array) }]));
  for (const part of parts.values()) part.offsets.push(0);
  for (let g = 0; g + 1 < groups.offsets.length; g++) {
    const touched = new Set<number>();
    for (let i = groups.offsets[g] as number; i < (groups.offsets[g + 1] as number); i++) {
      const row = groups.rows[i] as number;
      for (const cell of cellsOf(row)) {
        parts.get(cell)?.rows.push(row);
        touched.add(cell);
      }
    }
    for (const cell of touched) {
      const part = parts.get(cell);
      if (part) part.offsets.push(part.rows.length);
    }
  }
  return new Map([...parts].map(([cell, { offsets, rows }]) => [cell, { offsets: offsets.done(), rows: rows.done() }]));
}
