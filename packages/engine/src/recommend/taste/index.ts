// What a person may like: items related by everybody's taste, or people of the same taste. Chooses method and settings on hidden items.

import { sampleOf, seededRandom } from '../matrix/random.ts';
import { bytesOf, type Rows, rowCount } from '../matrix/rows.ts';
import { hidden, type TasteLog, tidy } from './log.ts';
import type { TasteModel } from './ranker.ts';
import { assemble, tuneNeighbours, tuneRelations } from './tune.ts';

export type { Ranked } from '../matrix/best.ts';
export type { TasteLog } from './log.ts';
export { createTasteRanker, type TasteModel, type TasteRanker } from './ranker.ts';

export interface TasteOptions {
  random?: () => number;
  progress?: (share: number, what: string) => void;
  /** 1 by default; more asks more people while tuning and lets more items take part in the linear weights. */
  effort?: number;
}

const ENTRIES = 3_000_000;
/** Pairs of people and items kept for people alike. */
const PEOPLE_ENTRIES = 500_000;
const MEMBERS = 2000;
const ASKED = 600;

export function trainTaste(log: TasteLog, options: TasteOptions = {}): TasteModel {
  const random = options.random ?? seededRandom(1);
  const effort = options.effort ?? 1;
  const progress = options.progress ?? (() => {});
  const rows = tidy(log, ENTRIES, random);
  const crowd = crowdOf(rows, random);
  const question = hidden(rows, Math.round(ASKED * effort), random);
  const few = Math.round(Math.min(1000, MEMBERS * effort));
  const best = tuneRelations(question, log.itemCount, few, (share, what) => progress(share / 2, what));
  const near = tuneNeighbours(question, crowdOf(question.known, random), log.itemCount);
  progress(0.7, 'everything');
  const model = assemble(rows, log.itemCount, best.settings, Math.round(MEMBERS * effort), crowd, near);
  model.validation = { ndcg20: Math.max(0, best.gain), people: question.asked.length };
  model.bytes = bytesOf(viewsOf(model));
  progress(1, 'done');
  return model;
}

/** A draw of people with at most `PEOPLE_ENTRIES` pairs together. */
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

function viewsOf({ relations, people, popular, top }: TasteModel): ArrayBufferView[] {
  const rows = [relations, people.vectors, people.index].flatMap((r) => [r.starts, r.columns, r.values]);
  return [...rows, people.telling, popular, top];
}

/** The buffers of a model, for handing it to another thread without a copy. */
export const tasteBuffers = (model: TasteModel): ArrayBuffer[] => [...new Set(viewsOf(model).map((view) => view.buffer as ArrayBuffer))];
