// The candidates of a prediction, best of the linear mix first, each described by the features that the trees read.
import { createScorer, type Knowledge, type MixParameters, type Present, type Scores } from './scorer.ts';
import { greatest } from './select.ts';

export const FEATURES = [
  'mix',
  'rank',
  'around',
  'aroundShare',
  'after',
  'voters',
  'forward',
  'forwardShare',
  'backward',
  'backwardShare',
  'next',
  'lastForward',
  'lastBackward',
  'cosine',
  'popularity',
  'trend',
  'revisit',
  'age',
  'silence',
  'heldAge',
  'heldTimes',
  'events',
  'unique',
  'lastPopularity',
  'lastRevisit',
  'width',
  'linear',
  'walk',
  'walkShare',
  'linearShare',
  'walkCosine',
] as const;

export interface Candidates {
  items: Int32Array;
  /** The linear mix of each. */
  mix: Float32Array;
  /** `count` rows of FEATURES.length values. */
  values: Float32Array;
  count: number;
}

export interface Finder {
  candidates: Candidates;
  /** Fills `candidates` for a session; features only when asked for. */
  find: (present: Present, described: boolean) => void;
}

export function createFinder(knowledge: Knowledge, parameters: MixParameters, most: number): Finder {
  const scorer = createScorer(knowledge, parameters);
  const { scores } = scorer;
  const n = knowledge.sessions.itemCount;
  const all = new Float32Array(n);
  const candidates: Candidates = {
    items: new Int32Array(most),
    mix: new Float32Array(most),
    values: new Float32Array(most * FEATURES.length),
    count: 0,
  };

  const choose = (): void => {
    const { touched } = scores;
    for (let t = 0; t < touched.count; t++) all[t] = scorer.mixed(touched.items[t]!);
    const least = greatest(all, touched.count, most);
    candidates.count = 0;
    for (let t = 0; t < touched.count && candidates.count < most; t++) {
      const item = touched.items[t]!;
      const mix = scorer.mixed(item);
      if (mix >= least) insert(candidates, item, mix);
    }
  };

  return {
    candidates,
    find: (present, described) => {
      scorer.score(present);
      choose();
      if (described) for (let c = 0; c < candidates.count; c++) describe(candidates, c, scores, knowledge, present);
      scorer.clear();
    },
  };
}

/** Inserts by descending mix, ties by ascending code. */
function insert(candidates: Candidates, item: number, mix: number): void {
  const { items, mix: mixes } = candidates;
  let at = candidates.count++;
  while (at > 0 && (mixes[at - 1]! < mix || (mixes[at - 1] === mix && items[at - 1]! > item))) {
    items[at] = items[at - 1]!;
    mixes[at] = mixes[at - 1]!;
    at--;
  }
  items[at] = item;
  mixes[at] = mix;
}

function describe(candidates: Candidates, c: number, scores: Scores, { facts }: Knowledge, present: Present): void {
  const item = candidates.items[c]!;
  const last = present.items[0]!;
  const out = candidates.values;
  let at = c * FEATURES.length;
  let held = 0;
  while (held < present.length && present.items[held] !== item) held++;
  const isHeld = held < present.length;
  out[at++] = candidates.mix[c]!;
  out[at++] = c;
  out[at++] = scores.around[item]!;
  out[at++] = scores.around[item]! / scores.mostAround;
  out[at++] = scores.after[item]! / scores.mostAround;
  out[at++] = scores.voters[item]!;
  out[at++] = scores.forward[item]!;
  out[at++] = scores.forward[item]! / scores.mostRules;
  out[at++] = scores.backward[item]!;
  out[at++] = scores.backward[item]! / scores.mostRules;
  out[at++] = scores.next[item]!;
  out[at++] = scores.lastForward[item]!;
  out[at++] = scores.lastBackward[item]!;
  out[at++] = (scores.forward[item]! + scores.backward[item]!) / Math.exp(facts.popularity[item]! / 2);
  out[at++] = facts.popularity[item]!;
  out[at++] = facts.trend[item]!;
  out[at++] = facts.revisit[item]!;
  out[at++] = facts.age[item]!;
  out[at++] = facts.silence[item]!;
  out[at++] = isHeld ? present.ages[held]! : 99;
  out[at++] = isHeld ? present.times[held]! : 0;
  out[at++] = present.events;
  out[at++] = present.length / present.events;
  out[at++] = facts.popularity[last]!;
  out[at++] = facts.revisit[last]!;
  out[at++] = scores.touched.count;
  out[at++] = scores.linear[item]!;
  out[at++] = scores.walk[item]!;
  out[at++] = scores.walk[item]! / scores.mostWalk;
  out[at++] = scores.linear[item]! / scores.mostLinear;
  out[at++] = scores.walk[item]! / Math.exp(facts.popularity[item]! / 2);
}
