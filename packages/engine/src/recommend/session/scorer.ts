// One pass over everything that knows an item of the current session: neighbours' votes and transitions, in dense reusable arrays.
import type { ItemFacts } from './item-facts.ts';
import type { Sessions } from './log.ts';
import { createNeighbours, type NeighbourParameters, type Postings, type Votes } from './neighbours.ts';
import type { Weights } from './ridge.ts';
import { greatest } from './select.ts';
import { nothingTouched, type Touched, touch } from './touched.ts';
import type { Transitions } from './transitions.ts';

export interface MixParameters extends NeighbourParameters {
  /** Events after which an item of the session counts 1/e in the transitions. */
  ruleDecay: number;
  /** Added to a source's total, so that rare sources are believed less. */
  ruleShrink: number;
  /** Weight of what preceded an item against what followed it. */
  ruleBackward: number;
  /** Weight of the transitions against the neighbours, both scaled to a maximum of 1. */
  rules: number;
}

/** Everything learned from a log that a scorer reads. */
export interface Knowledge {
  sessions: Sessions;
  postings: Postings;
  recency: Float32Array;
  transitions: Transitions;
  ridge: Weights;
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
  touched: Touched;
  /** Greatest value of `around` and of the transitions' mix, for scaling. */
  mostAround: number;
  mostRules: number;
  mostWalk: number;
  mostLinear: number;
}

/** The current session as the scorer sees it: unique items, the most recent first. */
export interface Present {
  items: Int32Array;
  /** Events since each item was seen last; 0 is the last event. */
  ages: Int32Array;
  /** How often each was seen. */
  times: Int32Array;
  /** Unique known items. */
  length: number;
  /** Events, unknown items included. */
  events: number;
}

/** Best answers of the linear model that a second step starts from. */
const WALKED = Number(process.env.WALKED ?? 20);
const WMIX = Number(process.env.WMIX ?? 0);

/** Older events of a session say nothing that the newer do not. */
const MEMORY = 40;

export const nothingPresent = (): Present => ({
  items: new Int32Array(MEMORY),
  ages: new Int32Array(MEMORY),
  times: new Int32Array(MEMORY),
  length: 0,
  events: 0,
});

/** Reads the end of a prefix into `present`; codes outside the catalogue are passed over but keep their place in time. */
export function readPresent(prefix: ArrayLike<number>, to: number, itemCount: number, present: Present, from = 0): void {
  present.length = 0;
  present.events = to - from;
  for (let at = to - 1; at >= Math.max(from, to - MEMORY); at--) {
    const item = prefix[at]!;
    if (!(item >= 0 && item < itemCount)) continue;
    let known = 0;
    while (known < present.length && present.items[known] !== item) known++;
    if (known === present.length) {
      present.items[known] = item;
      present.ages[known] = to - 1 - at;
      present.times[known] = 0;
      present.length++;
    }
    present.times[known]! += 1;
  }
}

export interface Scorer {
  scores: Scores;
  score: (present: Present) => void;
  /** The linear mix of neighbours and transitions for a touched item. */
  mixed: (item: number) => number;
  clear: () => void;
}

export function createScorer(knowledge: Knowledge, parameters: MixParameters): Scorer {
  const n = knowledge.sessions.itemCount;
  const make = (): Float32Array => new Float32Array(n);
  const scores: Scores = {
    around: make(),
    after: make(),
    voters: make(),
    forward: make(),
    backward: make(),
    next: make(),
    lastForward: make(),
    lastBackward: make(),
    linear: make(),
    walk: make(),
    touched: nothingTouched(n),
    mostAround: 0,
    mostRules: 0,
    mostWalk: 0,
    mostLinear: 0,
  };
  const neighbours = createNeighbours({ ...knowledge, parameters });
  const { transitions } = knowledge;
  const { touched } = scores;

  const follow = (source: number, age: number, last: boolean): void => {
    const weight = Math.exp(-age / parameters.ruleDecay) / (transitions.forwardTotal[source]! + parameters.ruleShrink);
    for (let p = transitions.offsets[source]!; p < transitions.offsets[source + 1]!; p++) {
      const item = transitions.items[p]!;
      touch(touched, item);
      const forward = transitions.forward[p]! * weight;
      const backward = transitions.backward[p]! * weight;
      scores.forward[item]! += forward;
      scores.backward[item]! += backward;
      if (!last) continue;
      scores.next[item] = transitions.next[p]! / (transitions.nextTotal[source]! + parameters.ruleShrink);
      scores.lastForward[item] = forward;
      scores.lastBackward[item] = backward;
    }
  };
  const { ridge } = knowledge;
  const values = make();
  const spread = (source: number, weight: number, into: Float32Array): void => {
    for (let p = ridge.offsets[source]!; p < ridge.offsets[source + 1]!; p++) {
      const item = ridge.items[p]!;
      touch(touched, item);
      into[item]! += weight * ridge.values[p]!;
    }
  };
  const walk = (): void => {
    const count = touched.count;
    for (let t = 0; t < count; t++) values[t] = scores.linear[touched.items[t]!]!;
    const least = Math.max(1e-9, greatest(values, count, WALKED));
    for (let t = 0; t < count; t++) {
      const item = touched.items[t]!;
      if (scores.linear[item]! >= least) spread(item, scores.linear[item]!, scores.walk);
    }
  };
  const rules = (item: number): number => scores.forward[item]! + parameters.ruleBackward * scores.backward[item]!;

  return {
    scores,
    score: (present) => {
      touched.round++;
      touched.count = 0;
      for (let i = 0; i < present.length; i++) touch(touched, present.items[i]!);
      neighbours(present.items, present.ages, present.length, scores, touched);
      for (let i = 0; i < present.length; i++) follow(present.items[i]!, present.ages[i]!, i === 0);
      for (let i = 0; i < present.length; i++) spread(present.items[i]!, Math.exp(-present.ages[i]! / parameters.ruleDecay), scores.linear);
      walk();
      scores.mostAround = scores.mostRules = scores.mostWalk = scores.mostLinear = 1e-12;
      for (let t = 0; t < touched.count; t++) {
        const item = touched.items[t]!;
        scores.mostAround = Math.max(scores.mostAround, scores.around[item]!);
        scores.mostRules = Math.max(scores.mostRules, rules(item));
        scores.mostWalk = Math.max(scores.mostWalk, scores.walk[item]!);
        scores.mostLinear = Math.max(scores.mostLinear, scores.linear[item]!);
      }
    },
    mixed: (item) =>
      (WMIX * scores.walk[item]!) / scores.mostWalk + scores.around[item]! / scores.mostAround + (parameters.rules * rules(item)) / scores.mostRules,
    clear: () => {
      const { around, after, voters, forward, backward, next, lastForward, lastBackward, linear, walk } = scores;
      for (let t = 0; t < touched.count; t++) {
        const item = touched.items[t]!;
        around[item] = after[item] = voters[item] = forward[item] = backward[item] = next[item] = 0;
        lastForward[item] = lastBackward[item] = linear[item] = walk[item] = 0;
      }
    },
  };
}
