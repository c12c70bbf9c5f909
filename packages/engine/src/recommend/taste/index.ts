// What a person may like: items related by everybody's taste, or people of the same taste. Chooses method and settings on hidden items.

import { type Random, sampleOf, seededRandom } from '../../maths/random.ts';
import { type Rows, rowCount } from '../matrix/rows.ts';
import { bytesIn } from '../memory.ts';
import { hidden, type TasteLog, tidy } from './log.ts';
import type { TasteModel } from './ranker.ts';
import { assemble, tuneNeighbours, tuneRelations } from './tune.ts';

export type { Ranked } from '../matrix/best.ts';
export type { TasteLog } from './log.ts';
export { createTasteRanker, type TasteModel, type TasteRanker } from './ranker.ts';

const ENTRIES = 3_000_000;
/** Pairs of people and items kept for people alike. */
const PEOPLE_ENTRIES = 500_000;
/** Items that take part in the linear weights, and in their trials. */
const MEMBERS = 2000;
const TRIAL_MEMBERS = 1000;
const ASKED = 600;

export function trainTaste(log: TasteLog, { random = seededRandom(1) }: { random?: Random } = {}): TasteModel {
  const rows = tidy(log, ENTRIES, random);
  const crowd = crowdOf(rows, random);
  const question = hidden(rows, ASKED, random);
  const best = tuneRelations(question, log.itemCount, TRIAL_MEMBERS);
  const near = tuneNeighbours(question, crowdOf(question.known, random), log.itemCount);
  const model = assemble(rows, log.itemCount, best.settings, MEMBERS, crowd, near);
  model.validation = { ndcg20: Math.max(0, best.gain), people: question.asked.length };
  model.bytes = bytesIn(model);
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
