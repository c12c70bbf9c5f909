// Learns a session model from a log: tunes the mix on the last part of the log, lets trees learn on the same part how to order its
// candidates, and then counts everything again on the whole log. Nothing outside the log is looked at.
import { seededRandom } from '../../maths/random.ts';
import { FEATURES } from './candidates.ts';
import { noForest } from './forest.ts';
import { knowledgeFrom } from './knowledge.ts';
import { inTimeOrder, type SessionLog, sessionRange } from './log.ts';
import { packModel, type SessionModel } from './model.ts';
import { recencyOf } from './neighbours.ts';
import { CANDIDATES, type LearnedOrder, learnedOrder } from './order.ts';
import { heldBackFrom, predictionsOf, spaced } from './predictions.ts';
import { START, tuned } from './tune.ts';

export interface TrainOptions {
  /** Uniform in [0, 1); the same draws give the same model. */
  random?: () => number;
  /** Held back predictions per trial of a setting. */
  effort?: number;
}

/** Held back predictions that are wanted: for the trees, and a fifth for the check. */
const HELD_BACK = 22_000;

export function trainSessions(log: SessionLog, options: TrainOptions = {}): SessionModel {
  const random = options.random ?? seededRandom(1);
  const all = inTimeOrder(log);
  const cut = heldBackFrom(all, HELD_BACK);
  const later = predictionsOf(all, cut);
  let parameters = START;
  let order: LearnedOrder = { forest: noForest(FEATURES), validation: { hr20: 0, mrr20: 0, predictions: 0 } };
  if (cut > 0 && later.length > 0) {
    const earlier = knowledgeFrom(sessionRange(all, 0, cut), START.recencyDecay);
    parameters = tuned(earlier, all, spaced(later, options.effort ?? 1000));
    earlier.recency = recencyOf(earlier.sessions.endsAt, parameters.recencyDecay);
    order = learnedOrder(earlier, parameters, all, later, random);
  }
  const knowledge = knowledgeFrom(all, parameters.recencyDecay);
  const trees = order.forest.roots.length - 1;
  return packModel(knowledge, order.forest, { ...parameters, candidates: CANDIDATES, trees }, order.validation);
}
