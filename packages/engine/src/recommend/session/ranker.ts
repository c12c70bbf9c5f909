// Answers "what comes next" from a trained model: candidates of the linear mix, put in order by the trees.
import type { Ranked } from '../matrix/best.ts';
import { createFinder, FEATURES } from './candidates.ts';
import { forestScores } from './forest.ts';
import { forestOf, knowledgeOf, mixOf, type SessionModel } from './model.ts';
import { heldAt, nothingPresent, type Present, readPresent } from './present.ts';
import type { Transitions } from './transitions.ts';

export interface SessionRanker {
  /** `prefix` oldest first, unknown items as -1; scores are shares of one among the candidates. */
  next: (prefix: ArrayLike<number>, limit: number) => Ranked;
}

export function createSessionRanker(model: SessionModel): SessionRanker {
  const knowledge = knowledgeOf(model);
  const most = Number(model.parameters['candidates'] ?? 0);
  const finder = createFinder(knowledge, mixOf(model.parameters), most);
  const forest = forestOf(model, FEATURES);
  const hasTrees = forest.roots.length > 1;
  const present = nothingPresent();
  const { candidates } = finder;
  const scores = new Float32Array(most);
  const order = Int32Array.from({ length: most }, (_, c) => c);

  /** Fills `scores` with shares of one and puts `order` into descending order of them. */
  const rank = (): void => {
    const { count, mix, values } = candidates;
    if (hasTrees) forestScores(forest, values, count, scores);
    let sum = 0;
    for (let c = 0; c < count; c++) {
      scores[c] = hasTrees ? Math.exp(scores[c]!) : mix[c]!;
      order[c] = c;
      sum += scores[c]!;
    }
    for (let c = 0; c < count; c++) scores[c] = sum > 0 ? scores[c]! / sum : 0;
    if (hasTrees) order.subarray(0, count).sort((a, b) => scores[b]! - scores[a]! || a - b);
  };

  return {
    next: (prefix, limit) => {
      readPresent(prefix, 0, prefix.length, model.itemCount, present);
      finder.find(present, hasTrees);
      rank();
      // Without any event in the log even the items of the session are no answer.
      const room =
        prefix.length > 0 && model.popular.length > 0 ? Math.max(0, Math.min(Math.floor(limit), most + model.popular.length)) : 0;
      const out = { items: new Int32Array(room), scores: new Float32Array(room), because: new Int32Array(room).fill(-1), length: 0 };
      for (; out.length < Math.min(room, candidates.count); out.length++) {
        const c = order[out.length]!;
        out.items[out.length] = candidates.items[c]!;
        out.scores[out.length] = scores[c]!;
        out.because[out.length] = strongestSource(knowledge.transitions, present, candidates.items[c]!);
      }
      fillUp(out, room, model.popular);
      return {
        items: out.items.subarray(0, out.length),
        scores: out.scores.subarray(0, out.length),
        because: out.because.subarray(0, out.length),
        length: out.length,
      };
    },
  };
}

/** Popular items at a score of 0 where the session leads to too few. */
function fillUp(out: Ranked, length: number, popular: Int32Array): void {
  for (let p = 0; out.length < length && p < popular.length; p++) {
    if (out.items.subarray(0, out.length).includes(popular[p]!)) continue;
    out.items[out.length++] = popular[p]!;
  }
}

/** Which item of the session leads to `item` most often; a visit that is repeated explains itself. */
function strongestSource({ offsets, items, forward, backward }: Transitions, present: Present, item: number): number {
  if (heldAt(present, item) >= 0) return item;
  let best = present.length > 0 ? present.items[0]! : -1;
  let most = 0;
  for (let i = 0; i < present.length; i++) {
    const source = present.items[i]!;
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
  return best;
}
