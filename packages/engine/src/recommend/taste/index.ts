// What a person may like: items related by everybody's taste, or people of the same taste. Chooses method and settings on hidden items.

import { bestCodes, nothingRanked, type Ranked } from '../matrix/best.ts';
import { sampleOf, seededRandom } from '../matrix/random.ts';
import { bytesOf, type Rows, rowCount } from '../matrix/rows.ts';
import { add, clear, emptyTally } from '../matrix/tally.ts';
import { cosineRows, linearRows } from './items.ts';
import { distinct, hidden, scaled, type TasteLog, tidy } from './log.ts';
import { gatherPeople, hearPeople, type People } from './people.ts';

export type { Ranked } from '../matrix/best.ts';
export type { TasteLog } from './log.ts';

export interface TasteOptions {
  random?: () => number;
  progress?: (share: number, what: string) => void;
  /** 1 by default; more asks more people while tuning and lets more items take part in the linear weights. */
  effort?: number;
}

/** Flat typed arrays and plain values only: it can be cloned or handed to another thread. */
export interface TasteModel {
  parameters: Record<string, number | string>;
  /** Measured on hidden items: NDCG at 20 of `liked`. */
  validation: { ndcg20: number; people: number };
  bytes: number;
  itemCount: number;
  damping: number;
  sharpness: number;
  nearest: number;
  /** Item to items; 0 for what a person knows already counts as it is. */
  relations: Rows;
  people: People;
  popular: Float32Array;
  top: Int32Array;
}

export interface TasteRanker {
  /** Items by all item-to-item relations of what the person knows. */
  liked(items: ArrayLike<number>, weights: ArrayLike<number>, limit: number, options?: { repeat?: boolean }): Ranked;
  /** Items that people of the same taste know. */
  neighbours(items: ArrayLike<number>, weights: ArrayLike<number>, limit: number, options?: { repeat?: boolean }): Ranked;
}

const ENTRIES = 3_000_000;
/** Pairs of people and items kept for people alike. */
const PEOPLE_ENTRIES = 500_000;
const MEMBERS = 2000;
const ASKED = 600;
const TOP = 500;

interface Settings {
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

function assemble(rows: Rows, itemCount: number, settings: Settings, members: number, crowd: Rows, near: [number, number]): TasteModel {
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

const NEAR: [number, number][] = [
  [50, 1],
  [150, 1],
  [150, 2],
  [400, 2],
];

export function trainTaste(log: TasteLog, options: TasteOptions = {}): TasteModel {
  const random = options.random ?? seededRandom(1);
  const effort = options.effort ?? 1;
  const progress = options.progress ?? (() => {});
  const rows = tidy(log, ENTRIES, random);
  const crowd = crowdOf(rows, random);
  const { known, asked, truth } = hidden(rows, Math.round(ASKED * effort), random);
  const few = Math.min(1000, MEMBERS * effort);
  let best = { settings: TRIED[1]!, gain: -1 };
  for (const [i, settings] of TRIED.entries()) {
    progress((0.5 * i) / TRIED.length, settings.method);
    const ranker = createTasteRanker(assemble(known, log.itemCount, settings, few, emptyRows(), [1, 1]));
    const gain = judge(known, asked, truth, (items, weights) => ranker.liked(items, weights, 20).items);
    if (gain > best.gain) best = { settings, gain };
  }
  const near = tuneNeighbours(known, crowdOf(known, random), asked, truth, log.itemCount);
  progress(0.7, 'everything');
  const model = assemble(rows, log.itemCount, best.settings, Math.round(MEMBERS * effort), crowd, near);
  model.validation = { ndcg20: Math.max(0, best.gain), people: asked.length };
  model.bytes = bytesOf(viewsOf(model));
  progress(1, 'done');
  return model;
}

const emptyRows = (): Rows => ({ starts: new Int32Array(1), columns: new Int32Array(0), values: new Float32Array(0) });

function crowdOf(rows: Rows, random: () => number): Rows {
  const entries = rows.columns.length;
  if (entries <= PEOPLE_ENTRIES) return rows;
  const people = sampleOf(rowCount(rows), Math.floor((rowCount(rows) * PEOPLE_ENTRIES) / entries), random);
  const starts = new Int32Array(people.length + 1);
  for (const [i, p] of people.entries()) starts[i + 1] = starts[i]! + rows.starts[p + 1]! - rows.starts[p]!;
  const columns = new Int32Array(starts[people.length]!);
  const values = new Float32Array(columns.length);
  for (const [i, p] of people.entries()) {
    columns.set(rows.columns.subarray(rows.starts[p]!, rows.starts[p + 1]!), starts[i]!);
    values.set(rows.values.subarray(rows.starts[p]!, rows.starts[p + 1]!), starts[i]!);
  }
  return { starts, columns, values };
}

function tuneNeighbours(known: Rows, crowd: Rows, asked: Int32Array, truth: readonly Set<number>[], itemCount: number): [number, number] {
  let best = { near: NEAR[1]!, gain: -1 };
  const base = assemble(known, itemCount, TRIED[1]!, 0, crowd, [1, 1]);
  for (const near of NEAR) {
    const ranker = createTasteRanker({ ...base, nearest: near[0], sharpness: near[1] });
    const gain = judge(known, asked, truth, (items, weights) => ranker.neighbours(items, weights, 20).items);
    if (gain > best.gain) best = { near, gain };
  }
  return best.near;
}

function viewsOf({ relations, people, popular, top }: TasteModel): ArrayBufferView[] {
  const rows = [relations, people.vectors, people.index].flatMap((r) => [r.starts, r.columns, r.values]);
  return [...rows, people.telling, popular, top];
}

/** The buffers of a model, for handing it to another thread without a copy. */
export const tasteBuffers = (model: TasteModel): ArrayBuffer[] => [...new Set(viewsOf(model).map((view) => view.buffer as ArrayBuffer))];

export function createTasteRanker(model: TasteModel): TasteRanker {
  const { relations, people, itemCount } = model;
  const sums = emptyTally(itemCount);
  const near = emptyTally(rowCount(people.vectors));
  const strongest = new Float32Array(itemCount);
  const because = new Int32Array(itemCount);

  /** The best of the sums, filled up with what is popular; what the person knows is left out unless it may repeat. */
  function answer(known: readonly [number, number][], limit: number, repeat: boolean): Ranked {
    const own = new Set(repeat ? [] : known.map(([item]) => item));
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < sums.count; i++) least = Math.min(least, sums.values[sums.codes[i]!]!);
    const floor = sums.count > 0 ? least / 2 : 1;
    const found = sums.count;
    for (const item of model.top) if (sums.values[item] === 0) add(sums, item, floor * model.popular[item]!);
    const open = sums.codes.subarray(0, sums.count).filter((item) => !own.has(item));
    const items = bestCodes(sums.values, open, open.length, limit);
    const isFound = new Set(found > 0 ? items : []);
    const ranked: Ranked = {
      items,
      scores: Float32Array.from(items, (item) => sums.values[item]!),
      because: items.map((item) => (isFound.has(item) && strongest[item]! > 0 ? because[item]! : -1)),
      length: items.length,
    };
    for (let i = 0; i < sums.count; i++) strongest[sums.codes[i]!] = 0;
    clear(sums);
    return ranked;
  }

  function relate(known: readonly [number, number][], intoSums: boolean): void {
    for (const [item, weight] of known) {
      const x = weight ** model.damping;
      for (let p = relations.starts[item]!; p < relations.starts[item + 1]!; p++) {
        const other = relations.columns[p]!;
        const says = x * relations.values[p]!;
        if (intoSums) add(sums, other, says);
        if (says <= strongest[other]! || sums.values[other] === 0) continue;
        strongest[other] = says;
        because[other] = item;
      }
    }
  }

  return {
    liked(items, weights, limit, { repeat = false } = {}) {
      if (itemCount === 0 || limit <= 0) return nothingRanked();
      const known = distinct(items, weights, itemCount);
      relate(known, true);
      return answer(known, limit, repeat);
    },
    neighbours(items, weights, limit, { repeat = false } = {}) {
      if (itemCount === 0 || limit <= 0) return nothingRanked();
      const known = distinct(items, weights, itemCount);
      hearPeople(
        people,
        known.map(([item, weight]) => [item, Math.sqrt(weight)]),
        model.nearest,
        model.sharpness,
        near,
        sums,
      );
      relate(known, false);
      return answer(known, limit, repeat);
    },
  };
}
