// Choosing among the eligible strategies of a placement: an experiment's say first, then what was learned; a look-up and a draw.

import { samplerFrom, seeded } from '../maths/random.ts';
import type { Instant } from '../world.ts';
import { type Assignment, assignmentOf, type Experiment } from './assign.ts';
import { type ChoiceContext, cellKey, lineageOf, parentKey } from './cells.ts';
import type { PlacementState } from './learn.ts';
import { KAPPA, MATURE, meanOf, posterior } from './posterior.ts';
import { chanceToBeBest, DRAWS, type Ranks, rankPosteriors } from './ranks.ts';
import { drawShared, rankShared } from './shared-features.ts';
import { argmaxOf, pick, RULES, type ShareRules, type Standing, sharesOf } from './shares.ts';

export interface Choice {
  arm: string;
  by: 'bandit' | 'experiment';
  /** Probability with which this arm was drawn. */
  propensity: number;
  /** Shares of the eligible arms, in their order; they sum to 1. */
  weights: readonly { arm: string; weight: number }[];
  model: string;
  experiment?: { id: string; variant: string };
  /** Another arm than the one thought best: at most one such choice in a response. */
  exploratory?: true;
}

export interface Chooser {
  version: string;
  /**
   * Picks among the eligible arms, in the merchant's order; beyond 12 the rest stays in that order. `draw` is in [0, 1); `argmax` takes
   * the best instead. `keys` name the person, oldest profile first, for experiments. Undefined: nothing learned yet and no say of an
   * experiment, the merchant's order holds.
   */
  choose(arms: readonly string[], context: ChoiceContext, draw: number, argmax: boolean, keys?: readonly string[]): Choice | undefined;
  /** The running experiment of a placement and the variant for a person, known before anything is chosen. */
  assign(placement: string, keys: readonly string[]): Assignment | undefined;
}

interface Shares {
  shares: number[];
  weights: readonly { arm: string; weight: number }[];
  best: number;
}
interface PreparedCell {
  ranks: Ranks;
  /** By the arms asked about, in their order. */
  kept: Map<string, Shares>;
}

/** The draws of a placement, made ahead of the decisions. */
export interface PreparedPlacement {
  state: PlacementState;
  cells: Map<string, PreparedCell>;
  model: string;
  /** Draws of the linear model, which knows something of cells nobody was in yet. */
  thetas?: readonly Float64Array[];
}

const MOST_ARMS = 12;
const MOST_KEPT = 500;
const MOST_CELLS = 400;
/** What stands for every cell below a key that has none of its own. */
const UNSEEN = '|?';

/** Makes the draws cell by cell, so that the caller can let others work in between. The same state gives the same draws everywhere. */
export function* preparing(state: PlacementState): Generator<void, PreparedPlacement> {
  const cells = new Map<string, PreparedCell>();
  const thetas = state.linear && drawShared(state.linear, samplerFrom(seeded(`${state.version} ${state.placement}`)), DRAWS);
  for (const cell of state.cells) {
    const sampler = samplerFrom(seeded(`${state.version} ${cell.key}`));
    const arms = cell.arms.map((one) => one.arm);
    const ranks = state.linear && thetas ? rankShared(cell, state.linear, thetas) : rankPosteriors(arms, cell.arms, sampler);
    cells.set(cell.key, { ranks, kept: new Map() });
    if (!thetas && lineageOf(cell.key).length < 3) {
      const wide = cell.arms.map((one) => posterior(KAPPA, meanOf(one), 0, 0));
      cells.set(cell.key + UNSEEN, { ranks: rankPosteriors(arms, wide, sampler), kept: new Map() });
    }
    yield;
  }
  return { state, cells, model: `${state.linear ? 'lints' : 'ts'}-${state.version}`, ...(thetas ? { thetas } : {}) };
}

/** `preparing` in one go. */
export function prepare(state: PlacementState): PreparedPlacement {
  const steps = preparing(state);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

export interface ChooserParts {
  version: string;
  placements: readonly PreparedPlacement[];
  experiments?: readonly Experiment[];
  /** Exploration a merchant allows per placement; 20 % unless told, 0 = none. */
  exploration?: ReadonlyMap<string, number>;
  /** When it serves: experiments run from and until, quarantines end. Make a new one from the same parts as time goes on. */
  now: Instant;
}

/**
 * Until a placement has 200 matured exposures there is nothing to choose by: the answer is undefined, the merchant's order decides
 * with propensity 1 and its exposures are what is learned from first.
 */
export function createChooser({ version, placements, experiments = [], exploration = new Map(), now }: ChooserParts): Chooser {
  const byPlacement = new Map(placements.map((one) => [one.state.placement, one]));
  const running = new Map<string, Experiment[]>();
  for (const one of experiments) running.set(one.placement, [...(running.get(one.placement) ?? []), one]);

  const learned = (arms: readonly string[], context: ChoiceContext, draw: number, argmax: boolean): Choice | undefined => {
    const placement = byPlacement.get(context.placement);
    if (!placement || placement.state.seen < MATURE) return undefined;
    const cell = cellFor(placement, context);
    const allowed = context.explore && !argmax ? (exploration.get(context.placement) ?? RULES.exploration) : 0;
    const { shares, weights, best } = sharesIn(cell, placement.state, arms, { ...RULES, exploration: allowed }, now);
    const at = allowed > 0 ? pick(shares, draw) : best;
    const choice: Choice = { arm: arms[at]!, by: 'bandit', propensity: shares[at]!, weights, model: placement.model };
    if (at !== best) choice.exploratory = true;
    return choice;
  };

  const assign: Chooser['assign'] = (placement, keys) => {
    for (const one of running.get(placement) ?? []) {
      const found = assignmentOf(one, keys, now);
      if (found) return found;
    }
    return undefined;
  };
  return {
    version,
    assign,
    choose(eligible, context, draw, argmax, keys = []) {
      if (eligible.length === 0) return undefined;
      const arms = eligible.length > MOST_ARMS ? eligible.slice(0, MOST_ARMS) : eligible;
      const assigned = running.size > 0 ? assign(context.placement, keys) : undefined;
      if (assigned?.strategy !== undefined && arms.includes(assigned.strategy)) return dictated(arms, assigned.strategy, assigned);
      const choice = learned(arms, context, draw, argmax);
      if (!assigned) return choice;
      // A variant without a strategy is what would be without the experiment; as long as nothing is learned, the merchant's order.
      return choice ? { ...choice, experiment: { id: assigned.id, variant: assigned.variant } } : dictated(arms, arms[0]!, assigned);
    },
  };
}

/** What an experiment's variant says, whatever was learned. For this person it is certain; chance lies in who got which variant. */
function dictated(arms: readonly string[], strategy: string, { id, variant, propensity }: Assignment): Choice {
  return {
    arm: strategy,
    by: 'experiment',
    propensity,
    weights: arms.map((arm) => ({ arm, weight: arm === strategy ? 1 : 0 })),
    model: `experiment-${id}`,
    experiment: { id, variant },
  };
}

function cellFor({ cells, state, thetas }: PreparedPlacement, context: ChoiceContext): PreparedCell {
  const key = cellKey(context);
  const known = cells.get(key);
  if (known) return known;
  if (!thetas || !state.linear) return cells.get(parentKey(context) + UNSEEN) ?? cells.get(state.placement + UNSEEN)!;
  const made: PreparedCell = { ranks: rankShared({ key, arms: state.cells[0]!.arms }, state.linear, thetas), kept: new Map() };
  if (cells.size < MOST_CELLS) cells.set(key, made);
  return made;
}

function sharesIn(cell: PreparedCell, state: PlacementState, arms: readonly string[], rules: ShareRules, now: Instant): Shares {
  const key = `${rules.exploration} ${arms.join(' ')}`;
  const kept = cell.kept.get(key);
  if (kept) return kept;
  const chances = chanceToBeBest(cell.ranks, arms);
  const standings = arms.map(
    (arm, i): Standing => ({
      weight: chances[i]!,
      isNew: (state.seenByArm[arm] ?? 0) < MATURE,
      quarantined: state.quarantine.some((one) => one.arm === arm && one.until > now),
    }),
  );
  const shares = sharesOf(standings, rules);
  const found = { shares, weights: arms.map((arm, i) => ({ arm, weight: shares[i]! })), best: argmaxOf(shares) };
  if (cell.kept.size >= MOST_KEPT) cell.kept.clear();
  cell.kept.set(key, found);
  return found;
}
