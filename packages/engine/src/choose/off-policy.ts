// What another policy would have earned, judged on logged decisions: IPS, SNIPS, doubly robust, with the effective sample size.

export interface LoggedReward {
  /** Probability with which the shown arm was drawn. */
  logged: number;
  /** Probability with which the judged policy would have drawn it. */
  judged: number;
  reward: number;
  /** Modelled reward of the shown arm, and the mean modelled reward under the judged policy; 0 without a model. */
  modelShown?: number;
  modelJudged?: number;
}

export interface OffPolicy {
  ips: number;
  snips: number;
  dr: number;
  /** Half-width of the 95 % interval of `dr`. */
  drHalf: number;
  ess: number;
  largestWeight: number;
  /** Below an effective sample of 100 no figure is to be relied on. */
  reliable: boolean;
}

const CLIP = 20;
const LEAST_ESS = 100;

const weightOf = ({ logged, judged }: LoggedReward): number => (logged > 0 ? Math.min(CLIP, judged / logged) : 0);

/** Doubly robust value of one row: model, corrected where the log can tell. */
export function doublyRobust(row: LoggedReward): number {
  return (row.modelJudged ?? 0) + weightOf(row) * (row.reward - (row.modelShown ?? 0));
}

/** IPS `mean(w·r)`, SNIPS `Σwr/Σw`, DR; `w = π_new/π_log` clipped at 20, `ESS = (Σw)²/Σw²` (Dudík 2011; Swaminathan, Joachims 2015). */
export function offPolicy(rows: readonly LoggedReward[]): OffPolicy {
  let sum = 0;
  let squares = 0;
  let rewards = 0;
  let largestWeight = 0;
  for (const row of rows) {
    const w = weightOf(row);
    sum += w;
    squares += w * w;
    rewards += w * row.reward;
    largestWeight = Math.max(largestWeight, w);
  }
  const { mean, half } = meanWithHalf(rows.map(doublyRobust));
  const ess = squares > 0 ? (sum * sum) / squares : 0;
  return {
    ips: rows.length > 0 ? rewards / rows.length : 0,
    snips: sum > 0 ? rewards / sum : 0,
    dr: mean,
    drHalf: half,
    ess,
    largestWeight,
    reliable: ess >= LEAST_ESS,
  };
}

function meanWithHalf(values: readonly number[]): { mean: number; half: number } {
  const n = values.length;
  if (n === 0) return { mean: 0, half: Number.POSITIVE_INFINITY };
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = n > 1 ? values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1) : Number.POSITIVE_INFINITY;
  return { mean, half: 1.96 * Math.sqrt(variance / n) };
}

/**
 * The gate a challenger has to pass: its doubly robust value beats the default's on the same rows with 95 % confidence, and both
 * can be relied on. The rows must be younger than what either was fitted on.
 */
export function beatsDefault(
  challenger: readonly LoggedReward[],
  standard: readonly LoggedReward[],
): { beats: boolean; gain: number; half: number } {
  const { mean, half } = meanWithHalf(challenger.map((row, i) => doublyRobust(row) - doublyRobust(standard[i]!)));
  const reliable = offPolicy(challenger).reliable && offPolicy(standard).reliable;
  return { beats: reliable && mean - half > 0, gain: mean, half };
}
