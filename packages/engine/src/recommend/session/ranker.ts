// Answers "what comes next" from a trained model: candidates of the linear mix, put in order by the trees.
import { createFinder, FEATURES } from './candidates.ts';
import { forestOf, knowledgeOf, mixOf, type SessionModel } from './model.ts';
import { nothingPresent, type Present, readPresent } from './scorer.ts';
import type { Transitions } from './transitions.ts';
import { forestScores } from './trees.ts';

export interface NextItems {
  items: Int32Array;
  /** Shares of one among the candidates, descending. */
  scores: Float32Array;
  /** The prefix item that contributed most, or -1. */
  because: Int32Array;
  length: number;
}

export interface SessionRanker {
  /** `prefix` oldest first, unknown items as -1. `now` is free: all decays are relative to each other, so the hour of asking cancels. */
  next: (prefix: ArrayLike<number>, limit: number, now?: number) => NextItems;
}

export function createSessionRanker(model: SessionModel): SessionRanker {
  const knowledge = knowledgeOf(model);
  const most = Number(model.parameters['candidates'] ?? 0);
  const finder = createFinder(knowledge, mixOf(model.parameters), most);
  const forest = forestOf(model, FEATURES.length);
  const hasTrees = forest.roots.length > 1;
  const present = nothingPresent();
  const { candidates } = finder;
  const scores = new Float32Array(most);
  const order = Int32Array.from({ length: most }, (_, c) => c);

  const rank = (): Int32Array => {
    if (!hasTrees) {
      for (let c = 0; c < candidates.count; c++) scores[c] = candidates.mix[c]!;
      return toShares(scores, candidates.count, order);
    }
    forestScores(forest, candidates.values, candidates.count, scores);
    for (let c = 0; c < candidates.count; c++) scores[c] = Math.exp(scores[c]!);
    for (let c = 0; c < candidates.count; c++) order[c] = c;
    order.subarray(0, candidates.count).sort((a, b) => scores[b]! - scores[a]! || a - b);
    return toShares(scores, candidates.count, order);
  };

  return {
    next: (prefix, limit) => {
      readPresent(prefix, prefix.length, model.itemCount, present);
      finder.find(present, hasTrees);
      const ranked = rank();
      const length = Math.min(Math.max(0, limit), model.popular.length);
      const out = { items: new Int32Array(length), scores: new Float32Array(length), because: new Int32Array(length).fill(-1), length: 0 };
      for (; out.length < Math.min(length, candidates.count); out.length++) {
        const c = ranked[out.length]!;
        out.items[out.length] = candidates.items[c]!;
        out.scores[out.length] = scores[c]!;
        out.because[out.length] = strongestSource(knowledge.transitions, present, candidates.items[c]!);
      }
      if (prefix.length > 0) fillUp(out, length, model.popular);
      return out;
    },
  };
}

function toShares(scores: Float32Array, count: number, order: Int32Array): Int32Array {
  let sum = 0;
  for (let c = 0; c < count; c++) sum += scores[c]!;
  if (sum > 0) for (let c = 0; c < count; c++) scores[c] = scores[c]! / sum;
  return order;
}

/** Popular items at a score of 0 where the session leads to too few. */
function fillUp(out: NextItems, length: number, popular: Int32Array): void {
  for (let p = 0; out.length < length && p < popular.length; p++) {
    if (out.items.subarray(0, out.length).includes(popular[p]!)) continue;
    out.items[out.length++] = popular[p]!;
  }
}

/** Which item of the session leads to `item` most often; a visit that is repeated explains itself. */
function strongestSource({ offsets, items, forward, backward }: Transitions, present: Present, item: number): number {
  let best = -1;
  let most = 0;
  for (let i = 0; i < present.length; i++) {
    const source = present.items[i]!;
    if (source === item) return item;
    for (let p = offsets[source]!; p < offsets[source + 1]!; p++) {
      if (items[p] !== item) continue;
      const weight = (forward[p]! + backward[p]!) / (1 + present.ages[i]!);
      if (weight > most) {
        most = weight;
        best = source;
      }
      break;
    }
  }
  return best < 0 && present.length > 0 ? present.items[0]! : best;
}
