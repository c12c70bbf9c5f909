// The candidates of a prediction, best of the mix first, each described by the features that the trees read.
import { heldAt, type Present } from './present.ts';
import { createScorer, type Knowledge, type MixParameters, type Scorer } from './scorer.ts';
import { greatest } from './select.ts';

export interface Candidates {
  items: Int32Array;
  /** The mix of each, descending. */
  mix: Float32Array;
  /** `count` rows of FEATURES values. */
  values: Float32Array;
  count: number;
}

export interface Finder {
  candidates: Candidates;
  /** Fills `candidates` for a session; `values` only when asked for. */
  find: (present: Present, described: boolean) => void;
}

/** How many numbers `describe` writes. */
export const FEATURES = 31;

export function createFinder(knowledge: Knowledge, parameters: MixParameters, most: number): Finder {
  const scorer = createScorer(knowledge, parameters);
  const mixes = new Float32Array(knowledge.sessions.itemCount);
  const ordered = new Float32Array(knowledge.sessions.itemCount);
  const candidates: Candidates = {
    items: new Int32Array(most),
    mix: new Float32Array(most),
    values: new Float32Array(most * FEATURES),
    count: 0,
  };
  return {
    candidates,
    find: (present, described) => {
      scorer.score(present);
      const { items, count } = scorer.touched;
      for (let t = 0; t < count; t++) ordered[t] = mixes[t] = scorer.mixed(items[t]!);
      const least = greatest(ordered, count, most);
      candidates.count = 0;
      for (let t = 0; t < count; t++) if (mixes[t]! >= least) insert(candidates, items[t]!, mixes[t]!);
      if (described) for (let c = 0; c < candidates.count; c++) describe(candidates, c, scorer, knowledge, present);
      scorer.clear();
    },
  };
}

/** Inserts by descending mix, ties by ascending code; what is last in a full list falls out. */
function insert(candidates: Candidates, item: number, mix: number): void {
  const { items, mix: mixes } = candidates;
  const worse = (at: number): boolean => mixes[at]! < mix || (mixes[at] === mix && items[at]! > item);
  if (candidates.count === items.length) {
    if (items.length === 0 || !worse(items.length - 1)) return;
    candidates.count--;
  }
  let at = candidates.count++;
  while (at > 0 && worse(at - 1)) {
    items[at] = items[at - 1]!;
    mixes[at] = mixes[at - 1]!;
    at--;
  }
  items[at] = item;
  mixes[at] = mix;
}

/** Writes one row: what each part says, absolutely and against the best candidate, what the item is, and what the session is like. */
function describe(candidates: Candidates, c: number, { scores, most, touched }: Scorer, { facts }: Knowledge, present: Present): void {
  const item = candidates.items[c]!;
  const last = present.items[0]!;
  const held = heldAt(present, item);
  // Dividing by the root of an item's count turns co-occurrence into a cosine, up to a factor that all candidates share.
  const root = Math.exp(facts.popularity[item]! / 2);
  const out = candidates.values;
  let at = c * FEATURES;
  out[at++] = candidates.mix[c]!;
  out[at++] = c;
  out[at++] = scores.around[item]!;
  out[at++] = scores.around[item]! / most.around;
  out[at++] = scores.after[item]! / most.around;
  out[at++] = scores.voters[item]!;
  out[at++] = scores.forward[item]!;
  out[at++] = scores.forward[item]! / most.rules;
  out[at++] = scores.backward[item]!;
  out[at++] = scores.backward[item]! / most.rules;
  out[at++] = scores.next[item]!;
  out[at++] = scores.lastForward[item]!;
  out[at++] = scores.lastBackward[item]!;
  out[at++] = (scores.forward[item]! + scores.backward[item]!) / root;
  out[at++] = scores.linear[item]!;
  out[at++] = scores.linear[item]! / most.linear;
  out[at++] = scores.walk[item]!;
  out[at++] = scores.walk[item]! / most.walk;
  out[at++] = scores.walk[item]! / root;
  out[at++] = facts.popularity[item]!;
  out[at++] = facts.trend[item]!;
  out[at++] = facts.revisit[item]!;
  out[at++] = facts.age[item]!;
  out[at++] = facts.silence[item]!;
  out[at++] = held < 0 ? 99 : present.ages[held]!;
  out[at++] = held < 0 ? 0 : present.times[held]!;
  out[at++] = present.events;
  out[at++] = present.length / present.events;
  out[at++] = facts.popularity[last]!;
  out[at++] = facts.revisit[last]!;
  out[at++] = touched.count;
}
