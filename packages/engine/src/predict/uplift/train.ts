// Uplift from randomised sends: several learners compete on rows they have not seen, and none serves that does not beat the baselines.
import { type Calibration, calibrated, crossValidated, type Learner } from './folds.ts';
import {
  cellRules,
  crossedModels,
  type Learned,
  meanOf,
  predictRegression,
  type Regression,
  responseModel,
  twoModels,
} from './learners.ts';
import { type UpliftScore, upliftOf } from './qini.ts';
import { armOf, rowCount, rowOf, type Trial } from './table.ts';

export interface CandidateScore extends UpliftScore {
  name: string;
  /** Standard error of the Qini over the folds. */
  error: number;
  baseline: boolean;
}

export interface UpliftModel {
  /** Whether to use it for choosing whom to contact. */
  ready: boolean;
  /** Too few rows: only the mean effect is known. */
  prior: boolean;
  /** Why it is not ready. */
  reason: string | undefined;
  chosen: string;
  learned: Learned;
  /** What follows without contact. */
  untreated: Regression;
  /** Middle of what follows without contact; above it someone counts as buying anyway. */
  usual: number;
  /** Mean effect of a contact over all rows, with its standard error. */
  effect: { mean: number; error: number };
  /** Measured on unseen rows: real differences per predicted one, with its standard error. */
  calibration: Calibration;
  /** Cross-validated, best first. */
  candidates: CandidateScore[];
  rows: { treated: number; control: number };
}

export interface UpliftOptions {
  seed?: number;
  folds?: number;
  /** 1,000 unless told (LOGIC §2.12). */
  fewestPerArm?: number;
  /** Names of the columns, for the names of the rules. */
  names?: readonly string[];
}

/** One-sided 95 %. */
const SURE = 1.645;

/** Ways that compete, simple ones first: where two are equal the simpler one is chosen. */
function learnersFor(columns: number, names: readonly string[]): [string, Learner][] {
  const all = Array.from({ length: columns }, (_, j) => j);
  return [
    ...all.map((j): [string, Learner] => [`rule on ${names[j] ?? `column ${j}`}`, (trial) => cellRules(trial, [j])]),
    ['rules added up', (trial) => cellRules(trial, all)],
    ['two logistic models', (trial) => twoModels(trial, 'linear')],
    ['crossed logistic models', (trial) => crossedModels(trial, 'linear')],
    ['two boosted models', (trial) => twoModels(trial, 'trees')],
    ['crossed boosted models', (trial) => crossedModels(trial, 'trees')],
    ['mean of logistic models and rules', (trial) => meanOf([twoModels(trial, 'linear'), cellRules(trial, all)], trial)],
  ];
}

const baselines: [string, Learner][] = [['response model', (trial) => responseModel(trial, 'linear')]];

/** Learns from a randomised trial; chooses by the mean Qini over the folds. */
export function trainUplift(trial: Trial, options: UpliftOptions = {}): UpliftModel {
  const { seed = 1, folds = 4, fewestPerArm = 1_000, names = [] } = options;
  const treated = trial.treated.reduce((a, b) => a + b, 0);
  const rows = { treated, control: rowCount(trial) - treated };
  const effect = effectOf(trial);
  const untreated = responseModel({ ...trial, treated: trial.treated.map((arm) => 1 - arm) }, 'linear');
  const always = { untreated: (untreated as Extract<Learned, { kind: 'response' }>).response, effect, rows };
  const usual = medianOf(trial, always.untreated);
  if (Math.min(rows.treated, rows.control) < fewestPerArm) {
    const learned: Learned = { kind: 'cells', mean: effect.mean, rules: [] };
    const calibration = { centre: effect.mean, slope: 0, error: 0 };
    const reason = `fewer than ${fewestPerArm} in each arm`;
    return { ...always, usual, ready: false, prior: true, reason, chosen: 'mean effect', learned, calibration, candidates: [] };
  }
  const learners = learnersFor(trial.columns, names);
  const judged = [...learners, ...baselines].map(([name, learn]) => ({ name, learn, ...crossValidated(trial, learn, folds, seed) }));
  const own = judged.slice(0, learners.length);
  const best = own.reduce((a, b) => (b.score.qini > a.score.qini + 1e-12 ? b : a));
  const beaten = judged.slice(learners.length).find((one) => one.score.qini >= best.score.qini);
  const calibration = calibrated(trial, best.unseen, effect.mean);
  // The best of many looks good by chance now and then: it must stand clear of its own noise in both measures.
  const chance = best.score.qini <= 2 * best.error || calibration.slope <= SURE * calibration.error;
  const reason = beaten ? `${beaten.name} ranks as well` : chance ? 'no better than a random choice' : undefined;
  return {
    ...always,
    usual,
    ready: reason === undefined,
    prior: false,
    reason,
    chosen: best.name,
    learned: best.learn(trial),
    calibration,
    candidates: judged
      .map(({ name, score, error }, i) => ({ name, ...score, error, baseline: i >= learners.length }))
      .sort((a, b) => b.qini - a.qini),
  };
}

function effectOf(trial: Trial): { mean: number; error: number } {
  const moments = ([0, 1] as const).map((arm) => {
    const { outcome } = armOf(trial, arm);
    const n = Math.max(1, outcome.length);
    const mean = outcome.reduce((a, b) => a + b, 0) / n;
    return { mean, n, variance: outcome.reduce((sum, y) => sum + (y - mean) ** 2, 0) / n };
  });
  const [control, treated] = [moments[0]!, moments[1]!];
  return {
    mean: upliftOf(treated.mean * treated.n, treated.n, control.mean * control.n, control.n),
    error: Math.sqrt(treated.variance / treated.n + control.variance / control.n),
  };
}

function medianOf(trial: Trial, untreated: Regression): number {
  const all = Float64Array.from({ length: rowCount(trial) }, (_, i) => predictRegression(untreated, rowOf(trial, i))).sort();
  return all.length > 0 ? all[all.length >> 1]! : 0;
}
