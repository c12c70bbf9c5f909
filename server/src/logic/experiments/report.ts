// Reports for people: what a placement has learned, and what came of an experiment.
import type { ExperimentResult, PlacementLearning } from '@faden/contract';
import {
  type ArmState,
  type Chooser,
  chanceToBeBest,
  delayCurve,
  EXPLORATION,
  FLOOR,
  MATURE,
  meanOf,
  NEW_CAP,
  offPolicy,
  type PlacementState,
  posterior,
  rankPosteriors,
  samplerFrom,
  seeded,
  sharesOf,
} from '@faden/engine';
import type { ExperimentRow } from './experiment.ts';
import { loggedRewards, stickOf, talliesOf } from './learning.ts';
import type { ArmFigures, JudgedRow, OutcomeGroup, PlacementSetting, RewardEvidence, VariantFigures } from './learning-store.ts';
import { assistedNote, cellText, checkText, learningText, quarantineTexts, verdictText } from './words.ts';

const iso = (instant: number) => new Date(instant).toISOString();
const shownCells = 30;

/** Mean with a 95 % interval by the normal approximation, inside 0 to 1. */
function interval(arm: { alpha: number; beta: number }): { mean: number; low: number; high: number } {
  const mean = meanOf(arm);
  const half = 1.96 * Math.sqrt((mean * (1 - mean)) / (arm.alpha + arm.beta + 1));
  return { mean, low: Math.max(0, mean - half), high: Math.min(1, mean + half) };
}

export interface LearningParts {
  placement: string;
  now: number;
  state: PlacementState | undefined;
  computedAt: number | undefined;
  setting: PlacementSetting | undefined;
  exposures: number;
  arms: readonly ArmFigures[];
  rewards: RewardEvidence;
  judged: readonly JudgedRow[];
  chooser: Chooser;
}

export function learningReport(parts: LearningParts): PlacementLearning {
  const { placement, now, state, setting } = parts;
  const exploration = setting?.exploration ?? EXPLORATION;
  const seen = state?.seen ?? 0;
  const root = state?.cells[0];
  const shown = state && root ? sharesWithin(state, root.arms, exploration, now) : [];
  const exposures = new Map(parts.arms.map((one) => [one.arm, one.exposures]));
  const arms = shown
    .map(({ arm, weight, share }) => {
      const quarantine = state?.quarantine.find((one) => one.arm === arm.arm && one.until > now);
      return {
        id: arm.arm,
        exposures: exposures.get(arm.arm) ?? 0,
        matured: state?.seenByArm[arm.arm] ?? 0,
        ...interval(arm),
        weight,
        share,
        isNew: (state?.seenByArm[arm.arm] ?? 0) < MATURE,
        ...(quarantine
          ? { quarantine: { until: iso(quarantine.until), reason: quarantine.reason, text: quarantineTexts[quarantine.reason] } }
          : {}),
      };
    })
    .sort((a, b) => b.share - a.share);
  const best = arms[0] && { id: arms[0].id, share: arms[0].share };
  return {
    placement,
    model: seen < MATURE ? 'waiting' : state?.linear ? 'linear' : 'cells',
    version: state?.version ?? null,
    asOf: iso(parts.computedAt ?? now),
    exposures: parts.exposures,
    matured: seen,
    exploration,
    reportsSince: setting?.reportsSince == null ? null : iso(setting.reportsSince),
    arms,
    cells: (state?.cells ?? []).slice(1, 1 + shownCells).map((cell) => ({
      key: cell.key,
      text: cellText(cell.key),
      matured: cell.matured,
      arms: state
        ? sharesWithin(state, cell.arms, exploration, now).map(({ arm, share }) => ({ id: arm.arm, mean: meanOf(arm), share }))
        : [],
    })),
    check: checkOf(parts),
    text: learningText(seen, MATURE, best, exploration),
  };
}

/** Shares if all arms of a cell were eligible, in the order of what they have been shown. */
function sharesWithin(state: PlacementState, arms: readonly ArmState[], exploration: number, now: number) {
  const names = arms.map((one) => one.arm);
  const ranks = rankPosteriors(names, arms, samplerFrom(seeded(`report ${state.version}`)), 1_000);
  const chances = chanceToBeBest(ranks, names);
  const standings = arms.map((arm, i) => ({
    weight: chances[i] as number,
    isNew: (state.seenByArm[arm.arm] ?? 0) < MATURE,
    quarantined: state.quarantine.some((one) => one.arm === arm.arm && one.until > now),
  }));
  const shares = sharesOf(standings, { floor: FLOOR, newCap: NEW_CAP, exploration });
  return arms.map((arm, i) => ({ arm, weight: chances[i] as number, share: shares[i] as number }));
}

function checkOf({ state, judged, chooser, rewards }: LearningParts): PlacementLearning['check'] {
  const rows = state ? loggedRewards(judged, chooser, state, stickOf(rewards)) : [];
  const found = offPolicy(rows);
  const earned = rows.length > 0 ? rows.reduce((sum, row) => sum + row.reward, 0) / rows.length : 0;
  return {
    rows: rows.length,
    earned,
    ips: found.ips,
    snips: found.snips,
    doublyRobust: found.dr,
    ess: found.ess,
    reliable: found.reliable,
    text: checkText(found, earned),
  };
}

export interface ResultParts {
  row: ExperimentRow;
  now: number;
  currency: string;
  figures: readonly VariantFigures[];
  outcomes: readonly OutcomeGroup[];
  rewards: RewardEvidence;
}

/** Variants are equal people by chance, so they are compared as a whole: no cells, no borrowing. */
export function experimentReport({ row, now, currency, figures, outcomes, rewards }: ResultParts): ExperimentResult {
  const { body } = row;
  const delay = delayCurve(rewards.delays);
  const stick = stickOf(rewards);
  const sums = body.variants.map(({ id }) =>
    talliesOf(
      outcomes.filter((one) => one.variant === id),
      stick,
    ).reduce((n, one) => ({ matured: n.matured + one.exposures * delay(now - one.at), reward: n.reward + one.reward }), {
      matured: 0,
      reward: 0,
    }),
  );
  const posteriors = sums.map((one) => posterior(1, 0.03, one.matured, one.reward));
  const names = body.variants.map((one) => one.id);
  const chances = chanceToBeBest(rankPosteriors(names, posteriors, samplerFrom(seeded(`experiment ${body.id}`)), 4_000), names);
  const variants = names.map((id, i) => {
    const own = figures.find((one) => one.variant === id);
    return {
      id,
      exposures: own?.exposures ?? 0,
      people: own?.people ?? 0,
      clicks: own?.clicks ?? 0,
      purchases: own?.purchases ?? 0,
      assistedRevenue: { amount: own?.netCents ?? 0, currency },
      reward: interval(posteriors[i] as { alpha: number; beta: number }),
      probabilityBest: chances[i] as number,
    };
  });
  const matured = sums.reduce((n, one) => n + one.matured, 0);
  const leader = [...variants].sort((a, b) => b.probabilityBest - a.probabilityBest)[0];
  const least = Math.min(...sums.map((one) => one.matured));
  return {
    ...body,
    result: { asOf: iso(now), matured, variants, note: assistedNote, verdict: verdictText(leader, least, MATURE) },
  };
}
