// What the evidence of a placement says: states for all nodes, with quarantine, drift and the gate for the linear model.
import {
  beatsDefault,
  type CellState,
  type ChoiceContext,
  type Chooser,
  changeOf,
  createChooser,
  delayCurve,
  fitShared,
  type LoggedReward,
  learn,
  lineageOf,
  MATURE,
  meanOf,
  type PlacementState,
  partsOf,
  posterior,
  prepare,
  QUARANTINE_DAYS,
  type Quarantine,
  quarantineReason,
  rewardOf,
  type Tally,
  type Yardstick,
  yardstick,
} from '@faden/engine';
import type { ArmFigures, JudgedRow, OutcomeGroup, RewardEvidence } from './learning-store.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Evidence older than this weighs less than a thirtieth. */
export const memoryMs = 70 * dayMs;
/** Matured exposures from which the linear model is tried. */
export const linearFrom = 50_000;
/** The newest week judges what was fitted on the time before. */
export const judgingMs = 7 * dayMs;

export interface Evidence {
  placement: string;
  outcomes: readonly OutcomeGroup[];
  rewards: RewardEvidence;
  arms: readonly ArmFigures[];
  resets: readonly { cell: string; at: number }[];
  previous: PlacementState | undefined;
}
export interface Learned {
  state: PlacementState;
  /** Cells whose rate changed, and since when: to be remembered as resets. */
  resets: { cell: string; at: number }[];
}

export const stickOf = (rewards: RewardEvidence): Yardstick => yardstick(rewards);

/** Groups of outcomes as tallies; an hour or a day is dated to its middle. */
export function talliesOf(outcomes: readonly OutcomeGroup[], stick: Yardstick): Tally[] {
  return outcomes.map((one) => ({
    cell: one.cell,
    arm: one.arm,
    at: one.at + (one.fromDay ? dayMs : hourMs) / 2,
    exposures: one.exposures,
    reward: one.exposures * rewardOf(one, stick).reward,
  }));
}

/** `judged`: rows of the newest week, read only when the placement has enough evidence for the linear model. */
export async function learnPlacement(
  evidence: Evidence,
  options: { now: number; version: string; familyOf: (arm: string) => string; judged: () => Promise<JudgedRow[]> },
): Promise<Learned> {
  const { placement, outcomes, rewards } = evidence;
  const { now, version, familyOf } = options;
  const stick = stickOf(rewards);
  const all = talliesOf(outcomes, stick);
  const chosen = talliesOf(
    outcomes.filter((one) => one.chosenBy !== 'fallback'),
    stick,
  );
  const delay = delayCurve(rewards.delays);
  const found = changesIn(chosen, evidence.resets, placement, now, delay);
  const resets = [...evidence.resets.filter((one) => !found.some((other) => other.cell === one.cell)), ...found];
  const base = { placement, version, delay, familyOf, resets };
  const state = learn(chosen, { ...base, now });
  state.quarantine = quarantined(state, all, evidence, delay, now);
  if (state.seen >= linearFrom) {
    const linear = await linearIfBetter(chosen, await options.judged(), stick, base, now);
    if (linear) state.linear = linear;
  }
  return { state, resets: found };
}

/** Cells whose reward rate changed since they were last reset; the evidence before the change is to be forgotten. */
function changesIn(
  tallies: readonly Tally[],
  resets: readonly { cell: string; at: number }[],
  placement: string,
  now: number,
  delay: (age: number) => number,
): { cell: string; at: number }[] {
  const since = (cell: string) => Math.max(0, ...resets.filter((one) => one.cell === cell || one.cell === placement).map((one) => one.at));
  // Arm by arm: the rate of a whole cell rises by itself as more of its traffic goes to the best.
  const series = new Map<string, { cell: string; days: Map<number, { exposures: number; reward: number }> }>();
  for (const { cell, arm, at, exposures, reward } of tallies) {
    // Days whose rewards are still on their way would look like a fall.
    if (at < since(cell) || delay(now - at - dayMs) < 0.95) continue;
    const key = `${cell}\n${arm}`;
    const { days } = series.get(key) ?? { days: new Map<number, { exposures: number; reward: number }>() };
    series.set(key, { cell, days });
    const day = Math.floor(at / dayMs);
    const sum = days.get(day) ?? { exposures: 0, reward: 0 };
    days.set(day, { exposures: sum.exposures + exposures, reward: sum.reward + reward });
  }
  const found = new Map<string, number>();
  for (const { cell, days } of series.values()) {
    const ordered = [...days].sort(([a], [b]) => a - b);
    const index = changeOf(ordered.map(([, sum]) => sum));
    const day = index === undefined || index === 0 ? undefined : ordered[index]?.[0];
    if (day !== undefined) found.set(cell, Math.max(day * dayMs, found.get(cell) ?? 0));
  }
  return [...found].map(([cell, at]) => ({ cell, at }));
}

function quarantined(
  state: PlacementState,
  all: readonly Tally[],
  evidence: Evidence,
  delay: (age: number) => number,
  now: number,
): Quarantine[] {
  const kept = (evidence.previous?.quarantine ?? []).filter((one) => one.until > now);
  const root = state.cells[0];
  if (!root) return kept;
  const fallbacks = sum(
    all.filter((one) => !root.arms.some((arm) => arm.arm === one.arm)),
    delay,
    now,
  );
  const total = evidence.arms.reduce((n, one) => ({ exposures: n.exposures + one.exposures, unwelcome: n.unwelcome + one.unwelcome }), {
    exposures: 0,
    unwelcome: 0,
  });
  for (const figures of evidence.arms) {
    const arm = root.arms.find((one) => one.arm === figures.arm);
    if (!arm || kept.some((one) => one.arm === figures.arm)) continue;
    const reason = quarantineReason(
      {
        posterior: arm,
        matured: arm.matured,
        unwelcome: figures.unwelcome,
        exposures: figures.exposures,
        coverage: figures.coverage ?? undefined,
        p95Ms: figures.p95Ms ?? undefined,
      },
      fallbackOf(root, figures.arm, fallbacks),
      { unwelcome: total.unwelcome - figures.unwelcome, exposures: total.exposures - figures.exposures },
    );
    if (reason) kept.push({ arm: figures.arm, until: now + QUARANTINE_DAYS * dayMs, reason });
  }
  return kept;
}

/** What would be there without choosing: the fallback chain where it was seen enough, else the other arms together. */
function fallbackOf(root: CellState, arm: string, fallbacks: { matured: number; reward: number }) {
  const others = root.arms.filter((one) => one.arm !== arm);
  const pooled =
    fallbacks.matured >= MATURE
      ? fallbacks
      : others.reduce((n, one) => ({ matured: n.matured + one.matured, reward: n.reward + one.reward }), { matured: 0, reward: 0 });
  return posterior(1, 0.03, pooled.matured, pooled.reward);
}

function sum(tallies: readonly Tally[], delay: (age: number) => number, now: number): { matured: number; reward: number } {
  return tallies.reduce((n, one) => ({ matured: n.matured + one.exposures * delay(now - one.at), reward: n.reward + one.reward }), {
    matured: 0,
    reward: 0,
  });
}

/** Lets decisions in between two steps. */
const breath = () => new Promise((resolve) => setImmediate(resolve));

/** Fits both models on all but the newest week and lets that week decide; the linear one serves only when it surely earns more. */
async function linearIfBetter(
  tallies: readonly Tally[],
  judged: readonly JudgedRow[],
  stick: Yardstick,
  base: Omit<Parameters<typeof learn>[1], 'now'>,
  now: number,
): Promise<PlacementState['linear']> {
  const cut = now - judgingMs;
  const before = tallies.filter((one) => one.at < cut);
  const standard = learn(before, { ...base, now: cut });
  const arms = standard.cells[0]?.arms.map((one) => one.arm) ?? [];
  if (arms.length < 2 || judged.length === 0) return undefined;
  const challenger: PlacementState = { ...standard, linear: fitShared(before, { now: cut, delay: base.delay, arms }) };
  const rowsOf = (state: PlacementState) =>
    loggedRewards(judged, createChooser({ version: '', placements: [prepare(state)], now }), standard, stick);
  await breath();
  const challenging = rowsOf(challenger);
  await breath();
  const standing = rowsOf(standard);
  await breath();
  if (!beatsDefault(challenging, standing).beats) return undefined;
  return fitShared(tallies, { now, delay: base.delay, arms });
}

const contextOf = (cell: string): ChoiceContext => {
  const { placement, channel, page, customer, interest, ownedRelated } = partsOf(cell);
  return { placement, channel, page, customer: customer as ChoiceContext['customer'], interest, ownedRelated, explore: true };
};

/** Logged rows with the probability a chooser would have shown the same, and the modelled rewards of a state. */
export function loggedRewards(rows: readonly JudgedRow[], chooser: Chooser, state: PlacementState, stick: Yardstick): LoggedReward[] {
  const means = new Map(state.cells.map((cell) => [cell.key, new Map(cell.arms.map((arm) => [arm.arm, meanOf(arm)]))]));
  const usual = state.cells[0]?.arms.map((one) => one.arm).slice(0, 12) ?? [];
  const known = new Map<string, Judgement | undefined>();
  const judge = (cell: string, arms: readonly string[]): Judgement | undefined => {
    const weights = chooser.choose(arms, contextOf(cell), 0, false)?.weights;
    if (!weights) return undefined;
    const nearest = lineageOf(cell)
      .reverse()
      .find((key) => means.has(key));
    const model = (nearest === undefined ? undefined : means.get(nearest)) ?? new Map<string, number>();
    const mean = weights.reduce((total, one) => total + one.weight * (model.get(one.arm) ?? 0), 0);
    return { weights: new Map(weights.map((one) => [one.arm, one.weight])), model, mean };
  };
  return rows.flatMap((row) => {
    const arms = row.arms ?? (usual.includes(row.arm) ? usual : [row.arm]);
    const key = `${row.cell} ${arms.join(' ')}`;
    if (!known.has(key)) known.set(key, judge(row.cell, arms));
    const found = known.get(key);
    if (!found) return [];
    return [
      {
        logged: row.propensity,
        judged: found.weights.get(row.arm) ?? 0,
        reward: rewardOf(row, stick).reward,
        modelShown: found.model.get(row.arm) ?? 0,
        modelJudged: found.mean,
      },
    ];
  });
}

interface Judgement {
  weights: ReadonlyMap<string, number>;
  /** Modelled reward of each arm, and of the policy. */
  model: ReadonlyMap<string, number>;
  mean: number;
}
