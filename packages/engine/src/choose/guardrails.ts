// When an arm is taken out, and when a cell forgets: quarantine and drift (LOGIC §1.6, §2.13).
import { pageHinkley } from '../maths/page-hinkley.ts';
import { type Beta, MATURE, probabilityAbove } from './posterior.ts';

export const QUARANTINE_DAYS = 14;

export type QuarantineReason = 'value' | 'annoying' | 'coverage' | 'slow';

export interface ArmHealth {
  posterior: Beta;
  matured: number;
  /** Dismissals, rejections, unsubscriptions and complaints, and of how many exposures. */
  unwelcome: number;
  exposures: number;
  /** Share of the wanted slots it filled, where known. */
  coverage?: number | undefined;
  /** 95th percentile of the answer time in ms, where known. */
  p95Ms?: number | undefined;
}

const SURE = 0.95;
const WORSE_BY = 0.1;
const LEAST_UNWELCOME = 10;
const LEAST_COVERAGE = 0.6;
const SLOWEST_MS = 100;

/**
 * Why an arm has to pause, if it has to. `fallback` is what the placement would show without choosing; `others` are the unwelcome
 * reactions to all other arms. Nothing is judged before it was shown 200 times.
 */
export function quarantineReason(
  arm: ArmHealth,
  fallback: Beta,
  others: { unwelcome: number; exposures: number },
): QuarantineReason | undefined {
  if (arm.exposures < MATURE) return undefined;
  if (arm.matured >= MATURE && 1 - probabilityAbove(arm.posterior, fallback, 1 - WORSE_BY) >= SURE) return 'value';
  const rate = arm.unwelcome / arm.exposures;
  const usual = (others.unwelcome + 1) / (others.exposures + 100);
  if (arm.unwelcome >= LEAST_UNWELCOME && others.exposures >= MATURE && rate >= 2 * usual) return 'annoying';
  if (arm.coverage !== undefined && arm.coverage < LEAST_COVERAGE) return 'coverage';
  if (arm.p95Ms !== undefined && arm.p95Ms > SLOWEST_MS) return 'slow';
  return undefined;
}

const LEAST_REWARDS = 25;
const USUAL_RATE = 0.1;
const MOST_TIMES = 10;

/**
 * The first index of `days` after a change of the reward rate of a cell, if there was one. Days with few rewards are taken
 * together, or chance would ring the bell; rates are scaled to the mean of .1 that δ and λ were chosen for. A rate can fall by no more
 * than itself, so a fall is looked for as a rise of exposures per reward.
 */
export function changeOf(days: readonly { exposures: number; reward: number }[]): number | undefined {
  const half = days.slice(0, Math.ceil(days.length / 2));
  const rewards = half.reduce((sum, day) => sum + day.reward, 0);
  const usual = rewards / half.reduce((sum, day) => sum + day.exposures, 0);
  if (!(rewards >= 2 * LEAST_REWARDS)) return undefined;
  const blocks: { rate: number; from: number }[] = [];
  let [exposures, reward, from] = [0, 0, 0];
  for (const [i, day] of days.entries()) {
    exposures += day.exposures;
    reward += day.reward;
    if (exposures * usual < LEAST_REWARDS) continue;
    blocks.push({ rate: reward / exposures / usual, from });
    [exposures, reward, from] = [0, 0, i + 1];
  }
  const rises = blocks.map((one) => USUAL_RATE * Math.min(MOST_TIMES, one.rate));
  const falls = blocks.map((one) => USUAL_RATE * Math.min(MOST_TIMES, 1 / one.rate));
  const alarm = pageHinkley(rises) ?? pageHinkley(falls);
  return alarm && blocks[alarm.since - 1]?.from;
}
