// From counted exposures to what is believed of every arm in every cell; run hourly over all evidence, so nothing has to be kept in step.
import type { Instant } from '../world.ts';
import { lineageOf } from './cells.ts';
import type { QuarantineReason } from './guardrails.ts';
import { borrowed, type DelayCurve, freshness, KAPPA, meanOf, posterior } from './posterior.ts';
import type { LinearState } from './shared-features.ts';

/** Exposures of one arm in one cell at about one time, with their rewards summed. */
export interface Tally {
  cell: string;
  arm: string;
  at: Instant;
  exposures: number;
  reward: number;
}

export interface ArmState {
  arm: string;
  alpha: number;
  beta: number;
  /** Exposures and rewards as far as they have matured and not been forgotten. */
  matured: number;
  reward: number;
}

export interface CellState {
  key: string;
  matured: number;
  arms: ArmState[];
}

export interface Quarantine {
  arm: string;
  until: Instant;
  reason: QuarantineReason;
}

/** What is known of one placement; plain data, so that it can be stored and read by every node. */
export interface PlacementState {
  placement: string;
  /** e.g. `2026-11-21T09` */
  version: string;
  /** Matured exposures without forgetting: how far the placement has come. */
  seen: number;
  /** The same per arm; below 200 an arm is new. */
  seenByArm: Record<string, number>;
  /** Coarsest first, then by evidence. */
  cells: CellState[];
  quarantine: Quarantine[];
  /** Set where linear Thompson sampling has passed its gate. */
  linear?: LinearState;
}

export interface LearnOptions {
  placement: string;
  version: string;
  now: Instant;
  delay: DelayCurve;
  /** Strategies of one family start from what the family earned. */
  familyOf(arm: string): string;
  /** Days after which evidence counts half, 14 unless told; Infinity for a world that never changes. */
  halfLifeDays?: number;
  /** Evidence of a cell (or, by the placement's id, of all of it) before that instant is forgotten. */
  resets?: readonly { cell: string; at: Instant }[];
  quarantine?: readonly Quarantine[];
}

/** Mean reward before anything is known. */
const FIRST_MEAN = 0.03;
const MOST_CELLS = 100;
const MOST_ARMS = 30;
/** Below this a cell says nothing its parent does not. */
const LEAST_MATURED = 1;

interface Sum {
  matured: number;
  reward: number;
}
type Sums = Map<string, Map<string, Sum>>;

export function learn(tallies: readonly Tally[], options: LearnOptions): PlacementState {
  const { sums, seenByArm } = addUp(tallies, options);
  const top = sums.get(options.placement) ?? new Map<string, Sum>();
  const arms = [...top.keys()].sort((a, b) => seenByArm[b]! - seenByArm[a]! || (a < b ? -1 : 1)).slice(0, MOST_ARMS);
  const means = priorMeans(arms, top, options.familyOf);
  const root = cellState(options.placement, arms, top, (arm) => means.get(arm)!);
  const cells = [root];
  const known = new Map([[root.key, root]]);
  const finer = [...sums]
    .filter(([key]) => key !== options.placement)
    .map(([key, sum]) => ({ key, sum, matured: totalOf(sum), depth: lineageOf(key).length }))
    .filter(({ matured }) => matured >= LEAST_MATURED)
    .sort((a, b) => a.depth - b.depth || b.matured - a.matured);
  for (const { key, sum, matured } of finer.slice(0, MOST_CELLS)) {
    const parent =
      lineageOf(key)
        .slice(0, -1)
        .reverse()
        .find((one) => known.has(one)) ?? root.key;
    const above = new Map(known.get(parent)!.arms.map((one) => [one.arm, meanOf(one)]));
    const part = borrowed(matured);
    const state = cellState(key, arms, sum, (arm) => part * above.get(arm)! + (1 - part) * means.get(arm)!);
    known.set(key, state);
    cells.push(state);
  }
  return {
    placement: options.placement,
    version: options.version,
    seen: Object.values(seenByArm).reduce((sum, n) => sum + n, 0),
    seenByArm,
    cells,
    quarantine: [...(options.quarantine ?? [])],
  };
}

function addUp(tallies: readonly Tally[], options: LearnOptions): { sums: Sums; seenByArm: Record<string, number> } {
  const sums: Sums = new Map();
  const seenByArm: Record<string, number> = {};
  const resets = new Map((options.resets ?? []).map((one) => [one.cell, one.at]));
  const since = (key: string) => resets.get(key) ?? Number.NEGATIVE_INFINITY;
  const lineages = new Map<string, { since: Instant; arms: Map<string, Sum> }[]>();
  const lineage = (cell: string) =>
    lineageOf(cell).map((key) => {
      const arms = sums.get(key) ?? new Map<string, Sum>();
      sums.set(key, arms);
      return { since: Math.max(since(key), since(options.placement)), arms };
    });
  for (const { cell, arm, at, exposures, reward } of tallies) {
    if (at < since(options.placement)) continue;
    const known = lineages.get(cell) ?? lineage(cell);
    lineages.set(cell, known);
    const matured = exposures * options.delay(options.now - at);
    const fresh = freshness(options.now - at, options.halfLifeDays);
    seenByArm[arm] = (seenByArm[arm] ?? 0) + matured;
    for (const { since: from, arms } of known) {
      if (at < from) continue;
      const sum = arms.get(arm);
      if (sum) {
        sum.matured += matured * fresh;
        sum.reward += reward * fresh;
      } else arms.set(arm, { matured: matured * fresh, reward: reward * fresh });
    }
  }
  return { sums, seenByArm };
}

const totalOf = (arms: ReadonlyMap<string, Sum>) => [...arms.values()].reduce((sum, one) => sum + one.matured, 0);

/**
 * Prior mean per arm: the rates of the other arms of its family, and the mean rate of the placement. Each arm counts once, however
 * often it was shown: the rate of what is shown most is the best one's, and would promise too much for all others.
 */
function priorMeans(arms: readonly string[], top: ReadonlyMap<string, Sum>, familyOf: (arm: string) => string): Map<string, number> {
  const rates = new Map(arms.map((arm) => [arm, shrunk(top.get(arm)!, FIRST_MEAN)]));
  const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const all = average([...rates.values()]);
  return new Map(
    arms.map((arm) => {
      const family = arms.filter((one) => one !== arm && familyOf(one) === familyOf(arm));
      return [arm, average([all, ...family.map((one) => rates.get(one)!)])];
    }),
  );
}

const shrunk = ({ matured, reward }: Sum, mean: number): number =>
  Math.min(0.999, Math.max(1e-4, (reward + KAPPA * mean) / (Math.max(matured, reward) + KAPPA)));

function cellState(key: string, arms: readonly string[], sums: ReadonlyMap<string, Sum>, priorMean: (arm: string) => number): CellState {
  return {
    key,
    matured: totalOf(sums),
    arms: arms.map((arm) => {
      const { matured, reward } = sums.get(arm) ?? { matured: 0, reward: 0 };
      return { arm, ...posterior(KAPPA, priorMean(arm), matured, reward), matured, reward };
    }),
  };
}
