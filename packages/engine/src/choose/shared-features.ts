// The features cells share in linear Thompson sampling: what an arm is worth in general, for whom, and what a page is worth.

import type { Sampler } from '../maths/random.ts';
import { type CellParts, parentKey, partsOf } from './cells.ts';
import type { CellState, Tally } from './learn.ts';
import { emptyLinear, fitLinear, type Linear, observe } from './linear.ts';
import { type DelayCurve, freshness } from './posterior.ts';
import { type Ranks, rankDraws } from './ranks.ts';

const CUSTOMERS = ['anonymous', 'new', 'active', 'lapsed'];
const PER_ARM = 1 + CUSTOMERS.length + 2;
const MOST_PAGES = 20;

export interface LinearState {
  arms: string[];
  pages: string[];
  /** Standard deviation of one reward around the fit. */
  v: number;
  /** A row by row and b, as lists that survive JSON. */
  a: number[];
  b: number[];
}

const pageOf = (parts: CellParts) => parentKey({ ...parts, customer: 'new', explore: true });
const dimsOf = (arms: readonly string[], pages: readonly string[]) => arms.length * PER_ARM + pages.length;

/** Indices of the features that are 1; an arm the fit never saw has only its page. */
export function featuresOf(cell: string, arm: string, arms: readonly string[], pages: readonly string[]): number[] {
  const parts = partsOf(cell);
  const found: number[] = [];
  const at = arms.indexOf(arm);
  if (at >= 0) {
    const base = at * PER_ARM;
    found.push(base);
    const customer = CUSTOMERS.indexOf(parts.customer);
    if (customer >= 0) found.push(base + 1 + customer);
    if (parts.interest) found.push(base + 1 + CUSTOMERS.length);
    if (parts.ownedRelated) found.push(base + 2 + CUSTOMERS.length);
  }
  const page = pages.indexOf(pageOf(parts));
  if (page >= 0) found.push(arms.length * PER_ARM + page);
  return found;
}

/** Fits the shared model to the same tallies the cells are made of. */
export function fitShared(tallies: readonly Tally[], options: { now: number; delay: DelayCurve; arms: readonly string[] }): LinearState {
  const pages = [...new Set(tallies.map((one) => pageOf(partsOf(one.cell))))].sort().slice(0, MOST_PAGES);
  const arms = [...options.arms];
  const model = emptyLinear(dimsOf(arms, pages));
  const x = new Float64Array(model.dims);
  let [matured, reward] = [0, 0];
  for (const [{ cell, arm }, sum] of perCell(tallies, options)) {
    const on = featuresOf(cell, arm, arms, pages);
    for (const i of on) x[i] = 1;
    observe(model, x, sum.reward, sum.matured);
    for (const i of on) x[i] = 0;
    matured += sum.matured;
    reward += sum.reward;
  }
  const mean = matured > 0 ? Math.min(1, reward / matured) : 0;
  return { arms, pages, v: Math.sqrt(Math.max(1e-4, mean * (1 - mean))), a: [...model.a], b: [...model.b] };
}

/** Tallies of one cell and arm together: their features are the same, so they enter the fit at once. */
function perCell(tallies: readonly Tally[], { now, delay }: { now: number; delay: DelayCurve }) {
  const sums = new Map<string, [Tally, { matured: number; reward: number }]>();
  for (const one of tallies) {
    const weight = freshness(now - one.at);
    const key = `${one.cell}\n${one.arm}`;
    const known = sums.get(key)?.[1];
    const matured = one.exposures * delay(now - one.at) * weight;
    if (known) {
      known.matured += matured;
      known.reward += one.reward * weight;
    } else sums.set(key, [one, { matured, reward: one.reward * weight }]);
  }
  return sums.values();
}

const modelOf = ({ arms, pages, a, b }: LinearState): Linear => ({
  dims: dimsOf(arms, pages),
  a: Float64Array.from(a),
  b: Float64Array.from(b),
});

export function drawShared(state: LinearState, sampler: Sampler, draws: number): Float64Array[] {
  const fitted = fitLinear(modelOf(state));
  return Array.from({ length: draws }, () => fitted.draw(sampler, state.v));
}

/** Ranks the arms of a cell under each drawn θ. */
export function rankShared(cell: Pick<CellState, 'key' | 'arms'>, state: LinearState, thetas: readonly Float64Array[]): Ranks {
  const arms = cell.arms.map((one) => one.arm);
  const features = arms.map((arm) => featuresOf(cell.key, arm, state.arms, state.pages));
  return rankDraws(
    arms,
    (values, d) => {
      const theta = thetas[d]!;
      for (let i = 0; i < features.length; i++) {
        let score = 0;
        for (const f of features[i]!) score += theta[f]!;
        values[i] = score;
      }
    },
    thetas.length,
  );
}
