// Choosing how to relate items and people: every way is tried on hidden items of a few people.

import { bestCodes } from '../matrix/best.ts';
import { type Rows, rowCount } from '../matrix/rows.ts';
import { cosineRows, linearRows } from './items.ts';
import { scaled } from './log.ts';
import { gatherPeople } from './people.ts';
import { createTasteRanker, type TasteModel } from './ranker.ts';

/** Most popular items kept for filling up. */
const TOP = 500;

export interface Settings {
  method: 'cosine' | 'linear';
  damping: number;
  /** Evenness of people (see `scaled`). */
  even: number;
  /** Cosine: power of the item lengths. Linear: ridge. */
  strength: number;
}

const TRIED: Settings[] = [
  { method: 'cosine', damping: 0.5, even: 1, strength: 0.7 },
  { method: 'cosine', damping: 0.5, even: 1, strength: 1 },
  { method: 'cosine', damping: 0, even: 1, strength: 0.7 },
  { method: 'linear', damping: 0.5, even: 1, strength: 3 },
  { method: 'linear', damping: 0.5, even: 1, strength: 10 },
  { method: 'linear', damping: 0.5, even: 1, strength: 40 },
  { method: 'linear', damping: 0, even: 0, strength: 300 },
];

function relationsOf(rows: Rows, itemCount: number, s: Settings, members: number): Rows {
  const vectors = scaled(rows, s.damping, s.even);
  return s.method === 'cosine' ? cosineRows(vectors, itemCount, s.strength) : linearRows(vectors, itemCount, members, s.strength);
}

function gainOf(found: Int32Array, truth: ReadonlySet<number>): number {
  let gain = 0;
  let ideal = 0;
  for (const [rank, item] of found.entries()) if (truth.has(item)) gain += 1 / Math.log2(rank + 2);
  for (let rank = 0; rank < Math.min(20, truth.size); rank++) ideal += 1 / Math.log2(rank + 2);
  return ideal > 0 ? gain / ideal : 0;
}

function popularity(rows: Rows, itemCount: number): Float32Array {
  const popular = new Float32Array(itemCount);
  for (const item of rows.columns) popular[item]! += 1 / rowCount(rows);
  return popular;
}

type Answer = (asked: readonly number[], weights: readonly number[]) => Int32Array;

function judge(known: Rows, asked: Int32Array, truth: readonly Set<number>[], answer: Answer): number {
  let sum = 0;
  for (const [i, person] of asked.entries()) {
    const [from, to] = [known.starts[person]!, known.starts[person + 1]!];
    sum += gainOf(answer([...known.columns.subarray(from, to)], [...known.values.subarray(from, to)]), truth[i]!);
  }
  return asked.length > 0 ? sum / asked.length : 0;
}

export function assemble(
  rows: Rows,
  itemCount: number,
  settings: Settings,
  members: number,
  crowd: Rows,
  near: [number, number],
): TasteModel {
  const popular = popularity(rows, itemCount);
  const sold = Int32Array.from({ length: itemCount }, (_, i) => i).filter((i) => popular[i]! > 0);
  return {
    parameters: { ...settings, neighbours: near[0], sharpness: near[1] },
    validation: { ndcg20: 0, people: 0 },
    bytes: 0,
    itemCount,
    damping: settings.damping,
    nearest: near[0],
    sharpness: near[1],
    relations: relationsOf(rows, itemCount, settings, members),
    people: gatherPeople(crowd, itemCount, 0.5),
    popular,
    top: bestCodes(popular, sold, sold.length, TOP),
  };
}

/** People whose known rows are asked about, and what was hidden from each. */
export interface Hidden {
  known: Rows;
  asked: Int32Array;
  truth: readonly Set<number>[];
}

const emptyRows = (): Rows => ({ starts: new Int32Array(1), columns: new Int32Array(0), values: new Float32Array(0) });

/** The settings whose `liked` finds the hidden items best. */
export function tuneRelations({ known, asked, truth }: Hidden, itemCount: number, members: number): { settings: Settings; gain: number } {
  let best = { settings: TRIED[1]!, gain: -1 };
  for (const settings of TRIED) {
    const ranker = createTasteRanker(assemble(known, itemCount, settings, members, emptyRows(), [1, 1]));
    const gain = judge(known, asked, truth, (items, weights) => ranker.liked(items, weights, 20).items);
    if (gain > best.gain) best = { settings, gain };
  }
  return best;
}

/** Numbers of neighbours and sharpness that are tried. */
const NEAR: [number, number][] = [
  [50, 1],
  [150, 1],
  [150, 2],
  [400, 2],
];

/** Number of neighbours and sharpness whose `neighbours` find the hidden items best; `crowd` are the people who may be neighbours. */
export function tuneNeighbours({ known, asked, truth }: Hidden, crowd: Rows, itemCount: number): [number, number] {
  let best = { near: NEAR[1]!, gain: -1 };
  const base = assemble(known, itemCount, TRIED[1]!, 0, crowd, [1, 1]);
  for (const near of NEAR) {
    const ranker = createTasteRanker({ ...base, nearest: near[0], sharpness: near[1] });
    const gain = judge(known, asked, truth, (items, weights) => ranker.neighbours(items, weights, 20).items);
    if (gain > best.gain) best = { near, gain };
  }
  return best.near;
}
