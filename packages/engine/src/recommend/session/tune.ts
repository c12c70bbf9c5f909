// Chooses the settings of the mix on held back predictions: one setting after the other, each from a few values.
import { createFinder } from './candidates.ts';
import type { Sessions } from './log.ts';
import { recencyOf } from './neighbours.ts';
import { findAnswer, measured, type Prediction } from './predictions.ts';
import type { Knowledge, MixParameters } from './scorer.ts';

/** Between the values published for four data sets (see the sources in `neighbours.ts`). */
export const START: MixParameters = {
  positionDecay: 2.5,
  recencyDecay: 1,
  gapDecay: 1.5,
  backward: 1,
  idf: 1,
  lengthPower: 0.5,
  neighbours: 500,
  sampled: 2000,
  ruleDecay: 1.5,
  ruleShrink: 3,
  ruleBackward: 0.5,
  rules: 0.5,
  walk: 0.4,
};

/** In the order of what they change, measured. */
const CHOICES: readonly [keyof MixParameters, readonly number[]][] = [
  ['recencyDecay', [0.05, 0.25, 20]],
  ['positionDecay', [1, 5]],
  ['rules', [0.2, 1]],
  ['walk', [0.15, 0.8]],
  ['ruleDecay', [0.8, 3]],
  ['gapDecay', [5]],
  ['lengthPower', [0.2]],
  ['backward', [0.6]],
];

export function tuned(knowledge: Knowledge, all: Sessions, trial: readonly Prediction[]): MixParameters {
  const value = (parameters: MixParameters): number => {
    const recency = recencyOf(knowledge.sessions.endsAt, parameters.recencyDecay);
    const finder = createFinder({ ...knowledge, recency }, parameters, 20);
    const { hr20, mrr20 } = measured(trial, (prediction) => findAnswer(finder, all, prediction, false));
    return hr20 + mrr20;
  };
  let best = START;
  let most = value(best);
  for (const [name, options] of CHOICES) {
    for (const option of options) {
      const parameters = { ...best, [name]: option };
      const reached = value(parameters);
      if (reached <= most) continue;
      most = reached;
      best = parameters;
    }
  }
  return best;
}
