// Who belongs to which group: control group and experiments, by hash, so that no list of members has to be kept.
import { drawOf } from '../maths/hash.ts';
import type { Instant } from '../world.ts';

/** Seed of the half-year, e.g. `global-holdout-2026H2`: the control group is drawn anew on 1 January and 1 July (UTC). */
export function holdoutSeed(base: string, at: Instant): string {
  const date = new Date(at);
  return `${base}-${date.getUTCFullYear()}H${date.getUTCMonth() < 6 ? 1 : 2}`;
}

/**
 * Whether a person belongs to a control group of that share. `keys` are the names of the person, oldest profile first: after a
 * merge the older profile's group holds.
 */
export function inHoldout(holdout: { base: string; share: number }, keys: readonly string[], at: Instant): boolean {
  const key = keys[0];
  return key !== undefined && drawOf(holdoutSeed(holdout.base, at), key) < holdout.share;
}

export interface Variant {
  id: string;
  /** Part of the experiment's traffic. */
  share: number;
  /** Strategy that leads the placement; none = as without the experiment. */
  strategy?: string;
}

export interface Experiment {
  id: string;
  placement: string;
  /** Share of people who take part, 0 to 1. */
  traffic: number;
  from: Instant;
  /** Open end when absent. */
  until?: Instant;
  variants: readonly Variant[];
}

export interface Assignment {
  id: string;
  variant: string;
  strategy?: string;
  /** Chance of the variant among those who take part. */
  propensity: number;
}

/**
 * The variant of a person at an instant; undefined for those who do not take part. Two independent draws, one for taking part and
 * one for the variant, so that more traffic moves nobody from one variant to another.
 */
export function assignmentOf(experiment: Experiment, keys: readonly string[], at: Instant): Assignment | undefined {
  const key = keys[0];
  if (key === undefined || at < experiment.from || (experiment.until !== undefined && at >= experiment.until)) return undefined;
  if (drawOf(`experiment-${experiment.id}-traffic`, key) >= experiment.traffic) return undefined;
  const total = experiment.variants.reduce((sum, one) => sum + one.share, 0);
  const draw = drawOf(`experiment-${experiment.id}`, key) * total;
  let sum = 0;
  for (const { id, share, strategy } of experiment.variants) {
    sum += share;
    if (draw >= sum || share <= 0) continue;
    return {
      id: experiment.id,
      variant: id,
      propensity: share / total,
      ...(strategy ? { strategy } : {}),
    };
  }
  return undefined;
}
