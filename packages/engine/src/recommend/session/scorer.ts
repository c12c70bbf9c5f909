// One pass over everything that knows an item of the current session: neighbours' votes, transitions and the linear model with a
// second step, all in dense arrays that are reused. The second step follows S-Walk (Choi, Kim, Lee, Shim, Lee, WSDM 2022).

import type { Rows } from '../matrix/rows.ts';
import type { ItemFacts } from './item-facts.ts';
import type { Sessions } from './log.ts';
import { createNeighbours, type NeighbourParameters, type Postings, type Votes } from './neighbours.ts';
import type { Present } from './present.ts';

import { greatest } from './select.ts';
import { nothingTouched, startRound, type Touched, touch } from './touched.ts';
import type { Transitions } from './transitions.ts';

export interface MixParameters extends NeighbourParameters {
  /** Events after which an item of the session counts 1/e in the transitions and the linear model. */
  ruleDecay: number;
  /** Added to a source's total, so that rare sources are believed less. */
  ruleShrink: number;
  /** Weight of what preceded an item against what followed it. */
  ruleBackward: number;
  /** Weight of the transitions against the neighbours, both scaled to a maximum of 1. */
  rules: number;
  /** Weight of the second step of the linear model, scaled likewise. */
  walk: number;
}

/** Everything learned from a log that a scorer reads. */
export interface Knowledge {
  sessions: Sessions;
  postings: Postings;
  recency: Float32Array;
  transitions: Transitions;
  ridge: Rows;
  facts: ItemFacts;
}

/** Scores of one prediction; dense over items and only valid for those in `touched`. */
export interface Scores extends Votes {
  /** Weight of following any item of the session. */
  forward: Float32Array;
  /** Weight of preceding any item of the session. */
  backward: Float32Array;
  /** Share of direct successors of the last item. */
  next: Float32Array;
  /** Share of later items after the last item. */
  lastForward: Float32Array;
  lastBackward: Float32Array;
  /** The linear model's score. */
  linear: Float32Array;
  /** The linear model applied to its own best answers. */
  walk: Float32Array;
}

/** Greatest value of each part among the touched items, for scaling. */
export interface Greatest {
  around: number;
  rules: number;
  linear: number;
  walk: number;
}

export interface Scorer {
  scores: Scores;
  touched: Touched;
  most: Greatest;
  score: (present: Present) => void;
  /** The mix of neighbours, transitions and second step for a touched item. */
  mixed: (item: number) => number;
  clear: () => void;
}

/** Best answers of the linear model that its second step starts from. */
const WALKED = 20;

function noScores(n: number): Scores {
  const make = (): Float32Array => new Float32Array(n);
  const votes: Votes = { around: make(), after: make(), voters: make() };
  return {
    ...votes,
    forward: make(),
    backward: make(),
    next: make(),
    lastForward: make(),
    lastBackward: make(),
    linear: make(),
    walk: make(),
  };
}

export function createScorer(knowledge: Knowledge, parameters: MixParameters): Scorer {
  const n = knowledge.sessions.itemCount;
  const scores = noScores(n);
  const touched = nothingTouched(n);
  const most: Greatest = { around: 0, rules: 0, linear: 0, walk: 0 };
  const neighbours = createNeighbours(knowledge, parameters);
  const follow = createFollower(knowledge.transitions, parameters, scores, touched);
  const linear = createLinear(knowledge.ridge, parameters.ruleDecay, scores, touched);
  const rules = (item: number): number => scores.forward[item]! + parameters.ruleBackward * scores.backward[item]!;

  return {
    scores,
    touched,
    most,
    score: (present) => {
      startRound(touched);
      for (let i = 0; i < present.length; i++) touch(touched, present.items[i]!);
      neighbours(present, scores, touched);
      for (let i = 0; i < present.length; i++) follow(present.items[i]!, present.ages[i]!, i === 0);
      linear(present);
      most.around = most.rules = most.linear = most.walk = 1e-12;
      for (let t = 0; t < touched.count; t++) {
        const item = touched.items[t]!;
        most.around = Math.max(most.around, scores.around[item]!);
        most.rules = Math.max(most.rules, rules(item));
        most.linear = Math.max(most.linear, scores.linear[item]!);
        most.walk = Math.max(most.walk, scores.walk[item]!);
      }
    },
    mixed: (item) =>
      scores.around[item]! / most.around +
      (parameters.rules * rules(item)) / most.rules +
      (parameters.walk * scores.walk[item]!) / most.walk,
    clear: () => {
      const { around, after, voters, forward, backward, next, lastForward, lastBackward, linear, walk } = scores;
      for (let t = 0; t < touched.count; t++) {
        const item = touched.items[t]!;
        around[item] = after[item] = voters[item] = forward[item] = backward[item] = 0;
        next[item] = lastForward[item] = lastBackward[item] = linear[item] = walk[item] = 0;
      }
    },
  };
}

/** Adds what follows and precedes one item of the session. */
function createFollower(
  transitions: Transitions,
  { ruleDecay, ruleShrink }: MixParameters,
  scores: Scores,
  touched: Touched,
): (source: number, age: number, last: boolean) => void {
  return (source, age, last) => {
    const weight = Math.exp(-age / ruleDecay) / (transitions.forwardTotal[source]! + ruleShrink);
    const direct = 1 / (transitions.nextTotal[source]! + ruleShrink);
    for (let p = transitions.offsets[source]!; p < transitions.offsets[source + 1]!; p++) {
      const item = transitions.items[p]!;
      touch(touched, item);
      const forward = transitions.forward[p]! * weight;
      const backward = transitions.backward[p]! * weight;
      scores.forward[item]! += forward;
      scores.backward[item]! += backward;
      if (!last) continue;
      scores.next[item] = transitions.next[p]! * direct;
      scores.lastForward[item] = forward;
      scores.lastBackward[item] = backward;
    }
  };
}

/** Applies the linear model to the session, and once more to its own best answers. */
function createLinear(ridge: Rows, decay: number, scores: Scores, touched: Touched): (present: Present) => void {
  const values = new Float32Array(touched.items.length);
  const spread = (source: number, weight: number, into: Float32Array): void => {
    for (let p = ridge.starts[source]!; p < ridge.starts[source + 1]!; p++) {
      const item = ridge.columns[p]!;
      touch(touched, item);
      into[item]! += weight * ridge.values[p]!;
    }
  };
  return (present) => {
    for (let i = 0; i < present.length; i++) spread(present.items[i]!, Math.exp(-present.ages[i]! / decay), scores.linear);
    const count = touched.count;
    for (let t = 0; t < count; t++) values[t] = scores.linear[touched.items[t]!]!;
    const least = Math.max(1e-9, greatest(values, count, WALKED));
    for (let t = 0; t < count; t++) {
      const item = touched.items[t]!;
      if (scores.linear[item]! >= least) spread(item, scores.linear[item]!, scores.walk);
    }
  };
}
