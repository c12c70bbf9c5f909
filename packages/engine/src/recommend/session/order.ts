// Lets trees learn on held back predictions how to put the candidates of the mix in order, and checks that they are better at it.
import { createFinder, FEATURES, type Finder } from './candidates.ts';
import { type Forest, forestScores, noForest } from './forest.ts';
import type { Sessions } from './log.ts';
import type { SessionModel } from './model.ts';
import { findAnswer, measured, type Prediction, spaced } from './predictions.ts';
import type { Knowledge, MixParameters } from './scorer.ts';
import { growForest, type Lists } from './trees.ts';

/** Candidates that are put in order; the right answer is rarely further down. */
export const CANDIDATES = 120;

/** Predictions that trees learn from; more did not measure better. */
const MOST_LISTS = 16_000;
/** Fewer teach the trees nothing. */
const LEAST_LISTS = 150;
const MOST_CHECKS = 3000;

/** The first candidates all stand in a list; of the rest every fifth, for five. */
const SURE = 20;
const SAMPLED = 0.2;

export interface LearnedOrder {
  forest: Forest;
  validation: SessionModel['validation'];
}

export function learnedOrder(
  knowledge: Knowledge,
  parameters: MixParameters,
  all: Sessions,
  later: readonly Prediction[],
  random: () => number,
): LearnedOrder {
  const finder = createFinder(knowledge, parameters, CANDIDATES);
  // Whole sessions are kept apart for the check.
  const isCheck = ({ session }: Prediction): boolean => session % 5 === 0;
  const taught = later.filter((prediction) => !isCheck(prediction));
  const check = spaced(later.filter(isCheck), MOST_CHECKS);
  const learn = (predictions: readonly Prediction[]): Forest => {
    const lists = listsOf(finder, all, spaced(predictions, MOST_LISTS), random);
    if (lists.answers.length < LEAST_LISTS) return noForest(FEATURES);
    const leaves = Math.max(4, Math.min(16, Math.floor(lists.answers.length / 200)));
    return growForest(lists, { trees: 100, leaves, rate: 0.1, leastHessian: 5, ridge: 5, sample: 0.3, random });
  };
  const byMix = measured(check, (prediction) => findAnswer(finder, all, prediction, false));
  const few = taught.length < MOST_LISTS;
  const forest = learn(taught);
  const byTrees = measured(check, (prediction) => placeByTrees(finder, forest, findAnswer(finder, all, prediction, true)));
  if (byTrees.hr20 + byTrees.mrr20 <= byMix.hr20 + byMix.mrr20) return { forest: noForest(FEATURES), validation: byMix };
  // Where predictions are few, the ones of the check are worth learning from once they have done their duty.
  return { forest: few ? learn(later) : forest, validation: byTrees };
}

const scores = new Float32Array(CANDIDATES);

function placeByTrees({ candidates }: Finder, forest: Forest, answer: number): number {
  if (answer < 0) return answer;
  forestScores(forest, candidates.values, candidates.count, scores);
  let before = 0;
  for (let c = 0; c < candidates.count; c++) {
    if (scores[c]! > scores[answer]! || (scores[c] === scores[answer] && c < answer)) before++;
  }
  return before;
}

/** The described candidates of every prediction whose answer is among them. */
function listsOf(finder: Finder, all: Sessions, predictions: readonly Prediction[], random: () => number): Lists {
  const { candidates } = finder;
  const weights: number[] = [];
  const offsets = [0];
  const answers: number[] = [];
  let values = new Float32Array(1 << 16);
  for (const prediction of predictions) {
    const answer = findAnswer(finder, all, prediction, true);
    if (answer < 0) continue;
    if ((weights.length + candidates.count) * FEATURES > values.length) {
      const wider = new Float32Array(values.length * 2);
      wider.set(values);
      values = wider;
    }
    for (let c = 0; c < candidates.count; c++) {
      const sure = c === answer || c < SURE;
      if (!sure && random() >= SAMPLED) continue;
      if (c === answer) answers.push(weights.length);
      values.set(candidates.values.subarray(c * FEATURES, (c + 1) * FEATURES), weights.length * FEATURES);
      weights.push(sure ? 1 : 1 / SAMPLED);
    }
    offsets.push(weights.length);
  }
  return {
    values: values.subarray(0, weights.length * FEATURES),
    width: FEATURES,
    offsets: Int32Array.from(offsets),
    answers: Int32Array.from(answers),
    weights: Float32Array.from(weights),
  };
}
