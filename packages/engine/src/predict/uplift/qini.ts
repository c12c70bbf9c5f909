// How well a ranking finds those whom a contact moves: Qini, area under the uplift curve, uplift of the best share (LOGIC §2.12).
import type { Trial } from './table.ts';

export interface UpliftScore {
  /** Mean over the ranking of (treated successes − control successes · n_t/n_c − the random line)/n. */
  qini: number;
  /** Mean over the ranking of (difference of the success rates so far)·(share of rows so far). */
  auuc: number;
  /** Difference of the success rates in the best 30 %. */
  upliftAt30: number;
  rows: number;
}

const BEST_SHARE = 0.3;

/** Ranks by score, highest first; ties keep the order of `tieBreak` (row number unless told), which must not know the outcome. */
export function upliftScore(
  scores: ArrayLike<number>,
  trial: Pick<Trial, 'treated' | 'outcome'>,
  tieBreak?: ArrayLike<number>,
): UpliftScore {
  const n = scores.length;
  const order = Array.from({ length: n }, (_, i) => i).sort(
    (a, b) => scores[b]! - scores[a]! || (tieBreak ? tieBreak[a]! - tieBreak[b]! : a - b),
  );
  const gains = new Float64Array(n);
  let [nt, nc, yt, yc] = [0, 0, 0, 0];
  const top = Math.max(1, Math.floor(n * BEST_SHARE));
  let [upliftAt30, auuc] = [0, 0];
  for (let k = 0; k < n; k++) {
    const i = order[k]!;
    if (trial.treated[i] === 1) {
      nt += 1;
      yt += trial.outcome[i]!;
    } else {
      nc += 1;
      yc += trial.outcome[i]!;
    }
    gains[k] = qiniPoint(yt, nt, yc, nc);
    auuc += (upliftOf(yt, nt, yc, nc) * (k + 1)) / n / n;
    if (k + 1 === top) upliftAt30 = upliftOf(yt, nt, yc, nc);
  }
  const total = n > 0 ? gains[n - 1]! : 0;
  let qini = 0;
  for (let k = 0; k < n; k++) qini += (gains[k]! - (total * (k + 1)) / n) / n / n;
  return { qini, auuc, upliftAt30, rows: n };
}

/** Difference of success rates. */
export function upliftOf(treatedSuccesses: number, treated: number, controlSuccesses: number, control: number): number {
  return (treated > 0 ? treatedSuccesses / treated : 0) - (control > 0 ? controlSuccesses / control : 0);
}

/** One point of the Qini curve: treated successes less the control's scaled to as many rows. */
export function qiniPoint(treatedSuccesses: number, treated: number, controlSuccesses: number, control: number): number {
  return treatedSuccesses - (control > 0 ? (controlSuccesses * treated) / control : 0);
}
