// Learners judged on rows they have not seen, and how much of what they promise comes true.
import { type Learned, upliftFor } from './learners.ts';
import { type UpliftScore, upliftScore } from './qini.ts';
import { rowCount, rowOf, rowsOf, type Trial } from './table.ts';

export type Learner = (trial: Trial) => Learned;

/** Every row scored by a learner that has not seen it; the Qini is the mean over the folds. */
export function crossValidated(trial: Trial, learn: Learner, folds: number, seed: number) {
  const draw = foldDraws(seed);
  const fold = Uint8Array.from({ length: rowCount(trial) }, () => Math.floor(draw() * folds));
  const unseen = new Float64Array(fold.length);
  const scores: UpliftScore[] = [];
  for (let f = 0; f < folds; f++) {
    const rows = Array.from(fold, (_, i) => i);
    const held = rows.filter((i) => fold[i] === f);
    const learned = learn(
      rowsOf(
        trial,
        rows.filter((i) => fold[i] !== f),
      ),
    );
    for (const i of held) unseen[i] = upliftFor(learned, rowOf(trial, i));
    scores.push(
      upliftScore(
        held.map((i) => unseen[i]!),
        rowsOf(trial, held),
      ),
    );
  }
  const mean = (of: (score: UpliftScore) => number): number => scores.reduce((sum, score) => sum + of(score), 0) / folds;
  const qini = mean((score) => score.qini);
  const variance = mean((score) => (score.qini - qini) ** 2) / Math.max(1, folds - 1);
  const score: UpliftScore = { qini, auuc: mean((s) => s.auuc), upliftAt30: mean((s) => s.upliftAt30), rows: unseen.length };
  return { unseen, score, error: Math.sqrt(variance) };
}

/** Marsaglia's xorshift (2003). Other draws cut other folds, which move the published figures by their noise. */
function foldDraws(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4_294_967_296;
  };
}

/** Real differences per predicted one. */
export interface Calibration {
  /** Mean of the predictions. */
  centre: number;
  slope: number;
  error: number;
}

/** Regression of `(y − ȳ)/(w − g)`, whose mean is the uplift of a row, on what was predicted for rows unseen. */
export function calibrated(trial: Trial, unseen: Float64Array, effect: number): Calibration {
  const n = unseen.length;
  const share = trial.treated.reduce((a, b) => a + b, 0) / n;
  const base = trial.outcome.reduce((a, b) => a + b, 0) / n;
  const centre = unseen.reduce((a, b) => a + b, 0) / n;
  let [xx, xz, zz] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const x = unseen[i]! - centre;
    const z = (trial.outcome[i]! - base) / (trial.treated[i]! - share) - effect;
    xx += x * x;
    xz += x * z;
    zz += z * z;
  }
  if (xx < 1e-12) return { centre, slope: 0, error: 0 };
  return { centre, slope: Math.min(1.5, Math.max(0, xz / xx)), error: Math.sqrt(zz / n / xx) };
}
