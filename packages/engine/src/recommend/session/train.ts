// Learns a session model from a log: tunes the mix on the last part of the log, lets trees learn on the same part how to order its
// candidates, and then counts everything again on the whole log. Nothing outside the log is looked at.
import { createFinder, FEATURES, type Finder } from './candidates.ts';
import { itemFactsOf } from './item-facts.ts';
import { inTimeOrder, type SessionLog, type Sessions, sessionRange, splitPoint } from './log.ts';
import { packModel, type SessionModel } from './model.ts';
import { postingsOf, recencyOf } from './neighbours.ts';
import { type Knowledge, type MixParameters, nothingPresent, readPresent } from './scorer.ts';
import { ridgeOf } from './ridge.ts';
import { transitionsOf } from './transitions.ts';
import { type Forest, forestScores, growForest, type Lists, noForest } from './trees.ts';

export interface TrainOptions {
  /** Uniform in [0, 1); the same draws give the same model. */
  random?: () => number;
  progress?: (share: number, what: string) => void;
  /** Validation predictions per trial of a setting. */
  effort?: number;
}

const START: MixParameters = {
  positionDecay: 2.5,
  recencyDecay: 1,
  gapDecay: 4,
  backward: 0.8,
  idf: 1,
  lengthPower: 0.25,
  neighbours: 1000,
  sampled: 2000,
  ruleDecay: 1.5,
  ruleShrink: 3,
  ruleBackward: 0.5,
  rules: 0.5,
};

/** What each setting may be; searched one after the other from START. */
const CHOICES: readonly [keyof MixParameters, readonly number[]][] = [
  ['recencyDecay', [0.03, 0.1, 0.3, 100]],
  ['positionDecay', [1, 5]],
  ['rules', [0.15, 1.2]],
  ['gapDecay', [1.5, 12]],
  ['lengthPower', [0, 0.5]],
  ['idf', [0, 2]],
  ['backward', [0.5, 1]],
  ['ruleBackward', [0.2, 1]],
  ['ruleDecay', [0.7, 3]],
  ['neighbours', [300]],
];

const VALIDATION_SHARE = 0.1;
const CANDIDATES = 120;
const MOST_LISTS = 12_000;
const PAIR_WIDTH = 200;

const know = (sessions: Sessions, parameters: MixParameters): Knowledge => ({
  sessions,
  postings: postingsOf(sessions),
  recency: recencyOf(sessions.endsAt, parameters.recencyDecay),
  transitions: transitionsOf(sessions, recencyOf(sessions.endsAt, Math.max(0.3, parameters.recencyDecay)), PAIR_WIDTH),
  ridge: ridgeOf(sessions, recencyOf(sessions.endsAt, 1), { decay: 1.5, reach: 3, backward: 1, lambda: 100, sources: 60 }),
  facts: itemFactsOf(sessions),
});

/** A small generator for when none is handed in, so that training is repeatable by default (Lehmer, 48271 mod 2^31-1). */
function seeded(): () => number {
  let state = 20_231;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

export function trainSessions(log: SessionLog, options: TrainOptions = {}): SessionModel {
  const random = options.random ?? seeded();
  const progress = options.progress ?? (() => undefined);
  progress(0, 'sort');
  const all = inTimeOrder(log);
  const cut = splitPoint(all, VALIDATION_SHARE);
  const later = predictionsOf(all, cut);
  let parameters = START;
  let forest = noForest(FEATURES.length);
  let validation = { hr20: 0, mrr20: 0, predictions: 0 };
  let kind = 'mix';
  if (later.length > 0) {
    const earlier = know(sessionRange(all, 0, cut), parameters);
    parameters = tuned(earlier, all, later, options.effort ?? 2000, progress);
    const fitted = { ...earlier, recency: recencyOf(earlier.sessions.endsAt, parameters.recencyDecay) };
    progress(0.4, 'order');
    ({ forest, validation, kind } = learnedOrder(fitted, parameters, all, later, random));
  }
  progress(0.95, 'count');
  const model = packModel(know(all, parameters), forest, { ...parameters, candidates: CANDIDATES, kind }, validation);
  progress(1, 'done');
  return model;
}

/** Events from session `from` on that have an event before them in their session, as event index, with their session. */
interface Prediction {
  session: number;
  event: number;
}

function predictionsOf(all: Sessions, from: number): Prediction[] {
  const out: Prediction[] = [];
  for (let session = from; session < all.endsAt.length; session++) {
    for (let event = all.offsets[session]! + 1; event < all.offsets[session + 1]!; event++) out.push({ session, event });
  }
  return out;
}

/** Every k-th, at most `most`. */
const spaced = <T>(list: readonly T[], most: number): T[] => {
  const step = Math.max(1, list.length / most);
  return Array.from({ length: Math.min(list.length, most) }, (_, i) => list[Math.floor(i * step)]!);
};

function tuned(
  earlier: Knowledge,
  all: Sessions,
  later: readonly Prediction[],
  effort: number,
  progress: NonNullable<TrainOptions['progress']>,
): MixParameters {
  const trial = spaced(later, effort);
  const value = (parameters: MixParameters): number => {
    const finder = createFinder({ ...earlier, recency: recencyOf(earlier.sessions.endsAt, parameters.recencyDecay) }, parameters, 20);
    const { hr20, mrr20 } = measured(trial, (p) => placeInMix(finder, all, p));
    return hr20 + mrr20;
  };
  let best = START;
  let most = value(best);
  let tried = 0;
  for (const [name, options] of CHOICES) {
    for (const option of options) {
      const parameters = { ...best, [name]: option };
      const reached = value(parameters);
      if (reached > most) {
        most = reached;
        best = parameters;
      }
    }
    progress((0.4 * ++tried) / CHOICES.length, 'tune');
  }
  return best;
}

const present = nothingPresent();

function findFor(finder: Finder, all: Sessions, { session, event }: Prediction, described: boolean): number {
  readPresent(all.items, event, all.itemCount, present, all.offsets[session]!);
  finder.find(present, described);
  return finder.candidates.items.subarray(0, finder.candidates.count).indexOf(all.items[event]!);
}

const placeInMix = (finder: Finder, all: Sessions, p: Prediction): number => findFor(finder, all, p, false);

/** Hit rate and mean reciprocal rank among the first 20 of 0-based places; -1 is a miss. */
function measured<T>(list: readonly T[], place: (prediction: T) => number): SessionModel['validation'] {
  let hits = 0;
  let reciprocal = 0;
  for (const prediction of list) {
    const at = place(prediction);
    if (at < 0 || at >= 20) continue;
    hits++;
    reciprocal += 1 / (at + 1);
  }
  const n = Math.max(1, list.length);
  return { hr20: hits / n, mrr20: reciprocal / n, predictions: list.length };
}

function learnedOrder(
  earlier: Knowledge,
  parameters: MixParameters,
  all: Sessions,
  later: readonly Prediction[],
  random: () => number,
): { forest: Forest; validation: SessionModel['validation']; kind: string } {
  const finder = createFinder(earlier, parameters, CANDIDATES);
  // Whole sessions are kept apart for the check, every fifth one.
  const check = spaced(
    later.filter((p) => p.session % 5 === 0),
    3000,
  );
  const lists = listsOf(
    finder,
    all,
    spaced(
      later.filter((p) => p.session % 5 !== 0),
      MOST_LISTS,
    ),
    random,
  );
  const byMix = measured(check, (p) => placeInMix(finder, all, p));
  const leaves = Math.max(3, Math.min(31, Math.floor(lists.answers.length / 150)));
  const forest = growForest(lists, { trees: 100, leaves, rate: 0.1, leastHessian: 5, ridge: 5, sample: 0.7, random });
  const scores = new Float32Array(CANDIDATES);
  const byTrees = measured(check, (p) => {
    const at = findFor(finder, all, p, true);
    if (at < 0) return at;
    forestScores(forest, finder.candidates.values, finder.candidates.count, scores);
    let before = 0;
    for (let c = 0; c < finder.candidates.count; c++) if (scores[c]! > scores[at]! || (scores[c] === scores[at] && c < at)) before++;
    return before;
  });
  if (byTrees.hr20 + byTrees.mrr20 > byMix.hr20 + byMix.mrr20) return { forest, validation: byTrees, kind: 'mix and trees' };
  return { forest: noForest(FEATURES.length), validation: byMix, kind: 'mix' };
}

/** The first candidates all stand in a list, of the rest every third, for three. */
const SURE = 30;

function listsOf(finder: Finder, all: Sessions, predictions: readonly Prediction[], random: () => number): Lists {
  const width = FEATURES.length;
  let values = new Float32Array(1 << 16);
  const weights: number[] = [];
  const offsets = [0];
  const answers: number[] = [];
  const { candidates } = finder;
  for (const prediction of predictions) {
    const answer = findFor(finder, all, prediction, true);
    if (answer < 0) continue;
    if ((weights.length + candidates.count) * width > values.length) {
      const wider = new Float32Array(values.length * 2);
      wider.set(values);
      values = wider;
    }
    for (let c = 0; c < candidates.count; c++) {
      const sure = c === answer || c < SURE;
      if (!sure && random() >= 1 / 3) continue;
      if (c === answer) answers.push(weights.length);
      values.set(candidates.values.subarray(c * width, (c + 1) * width), weights.length * width);
      weights.push(sure ? 1 : 3);
    }
    offsets.push(weights.length);
  }
  return {
    values: values.subarray(0, weights.length * width),
    width,
    offsets: Int32Array.from(offsets),
    answers: Int32Array.from(answers),
    weights: Float32Array.from(weights),
  };
}
