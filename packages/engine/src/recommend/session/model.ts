// What training leaves behind: flat typed arrays that pass between threads and to disk as they are.
import { bytesIn } from '../memory.ts';
import type { Forest } from './forest.ts';
import type { ItemFacts } from './item-facts.ts';
import type { Sessions } from './log.ts';
import type { Knowledge, MixParameters } from './scorer.ts';

export interface SessionModel {
  /** The tuned numbers by name, for people and for the ranker. */
  parameters: Record<string, number | string>;
  /** Measured on the last part of the log with a model of the part before. */
  validation: { hr20: number; mrr20: number; predictions: number };
  /** Memory of all arrays. */
  bytes: number;
  itemCount: number;
  sessionItems: Int32Array;
  sessionOffsets: Int32Array;
  sessionEnds: Float64Array;
  postingOffsets: Int32Array;
  postingSessions: Int32Array;
  recency: Float32Array;
  pairOffsets: Int32Array;
  pairItems: Int32Array;
  pairForward: Float32Array;
  pairBackward: Float32Array;
  pairNext: Float32Array;
  pairNextTotal: Float32Array;
  pairForwardTotal: Float32Array;
  linearOffsets: Int32Array;
  linearItems: Int32Array;
  linearValues: Float32Array;
  itemPopularity: Float32Array;
  itemTrend: Float32Array;
  itemRevisit: Float32Array;
  itemAge: Float32Array;
  itemSilence: Float32Array;
  /** Items to fall back on, best first. */
  popular: Int32Array;
  treeRoots: Int32Array;
  treeFeature: Int8Array;
  treeThreshold: Float32Array;
  treeLeft: Int32Array;
  treeRight: Int32Array;
  treeValue: Float32Array;
}

/** Exactly its own memory: a view would drag its whole buffer along. */
const own = <T extends Int32Array | Float32Array | Float64Array>(view: T): T =>
  view.byteLength === view.buffer.byteLength ? view : (view.slice() as T);

export function packModel(
  knowledge: Knowledge,
  forest: Forest,
  parameters: Record<string, number | string>,
  validation: SessionModel['validation'],
): SessionModel {
  const { sessions, postings, transitions, facts } = knowledge;
  const model: SessionModel = {
    parameters,
    validation,
    bytes: 0,
    itemCount: sessions.itemCount,
    sessionItems: own(sessions.items),
    sessionOffsets: own(sessions.offsets),
    sessionEnds: own(sessions.endsAt),
    postingOffsets: postings.offsets,
    postingSessions: postings.sessions,
    recency: knowledge.recency,
    pairOffsets: transitions.offsets,
    pairItems: transitions.items,
    pairForward: transitions.forward,
    pairBackward: transitions.backward,
    pairNext: transitions.next,
    pairNextTotal: transitions.nextTotal,
    pairForwardTotal: transitions.forwardTotal,
    linearOffsets: knowledge.ridge.starts,
    linearItems: knowledge.ridge.columns,
    linearValues: knowledge.ridge.values,
    itemPopularity: facts.popularity,
    itemTrend: facts.trend,
    itemRevisit: facts.revisit,
    itemAge: facts.age,
    itemSilence: facts.silence,
    popular: popularItems(facts, 100),
    treeRoots: forest.roots,
    treeFeature: forest.feature,
    treeThreshold: forest.threshold,
    treeLeft: forest.left,
    treeRight: forest.right,
    treeValue: forest.value,
  };
  model.bytes = bytesIn(model);
  return model;
}

export const knowledgeOf = (model: SessionModel): Knowledge => ({
  sessions: sessionsOf(model),
  postings: { offsets: model.postingOffsets, sessions: model.postingSessions },
  recency: model.recency,
  transitions: {
    offsets: model.pairOffsets,
    items: model.pairItems,
    forward: model.pairForward,
    backward: model.pairBackward,
    next: model.pairNext,
    nextTotal: model.pairNextTotal,
    forwardTotal: model.pairForwardTotal,
  },
  ridge: { starts: model.linearOffsets, columns: model.linearItems, values: model.linearValues },
  facts: {
    popularity: model.itemPopularity,
    trend: model.itemTrend,
    revisit: model.itemRevisit,
    age: model.itemAge,
    silence: model.itemSilence,
  },
});

const sessionsOf = (model: SessionModel): Sessions => ({
  items: model.sessionItems,
  offsets: model.sessionOffsets,
  endsAt: model.sessionEnds,
  weights: new Uint8Array(0),
  itemCount: model.itemCount,
});

export const forestOf = (model: SessionModel, width: number): Forest => ({
  roots: model.treeRoots,
  feature: model.treeFeature,
  threshold: model.treeThreshold,
  left: model.treeLeft,
  right: model.treeRight,
  value: model.treeValue,
  width,
});

export function mixOf(parameters: Record<string, number | string>): MixParameters {
  const number = (name: keyof MixParameters): number => Number(parameters[name]);
  return {
    positionDecay: number('positionDecay'),
    recencyDecay: number('recencyDecay'),
    gapDecay: number('gapDecay'),
    backward: number('backward'),
    idf: number('idf'),
    lengthPower: number('lengthPower'),
    neighbours: number('neighbours'),
    sampled: number('sampled'),
    ruleDecay: number('ruleDecay'),
    ruleShrink: number('ruleShrink'),
    ruleBackward: number('ruleBackward'),
    rules: number('rules'),
    walk: number('walk'),
  };
}

/** Items by what they were lately: popularity with its trend; only those that were seen at all. */
function popularItems(facts: ItemFacts, most: number): Int32Array {
  const value = (item: number): number => facts.popularity[item]! + facts.trend[item]!;
  const seen = Int32Array.from({ length: facts.popularity.length }, (_, item) => item).filter((item) => facts.popularity[item]! > 0);
  return seen.sort((a, b) => value(b) - value(a) || a - b).slice(0, most);
}
