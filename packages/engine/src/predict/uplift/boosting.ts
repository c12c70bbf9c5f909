// Gradient boosting on histograms (Friedman 2001; binned splits with second-order gains): small trees for response, value and uplift.
import { type Binned, binned } from './bins.ts';
import { sigmoid } from './linear.ts';
import type { Features } from './table.ts';

export type Loss = 'logistic' | 'squared';

/** All trees in one set of flat columns; a node with feature −1 is a leaf. */
export interface BoostedTrees {
  loss: Loss;
  base: number;
  roots: Int32Array;
  feature: Int16Array;
  /** Values up to the threshold go left. */
  threshold: Float64Array;
  left: Int32Array;
  right: Int32Array;
  value: Float64Array;
}

export interface BoostOptions {
  rounds?: number;
  depth?: number;
  rate?: number;
  /** Fewest rows in a leaf. */
  leaf?: number;
  /** L2 penalty of a leaf, in rows. */
  ridge?: number;
  bins?: number;
}

export function predictBoosted(model: BoostedTrees, row: ArrayLike<number>): number {
  let sum = model.base;
  for (const root of model.roots) {
    let node = root;
    while (model.feature[node]! >= 0) node = row[model.feature[node]!]! <= model.threshold[node]! ? model.left[node]! : model.right[node]!;
    sum += model.value[node]!;
  }
  return model.loss === 'logistic' ? sigmoid(sum) : sum;
}

interface Growing {
  data: Binned;
  gradient: Float64Array;
  curvature: Float64Array;
  options: Required<BoostOptions>;
  feature: number[];
  threshold: number[];
  left: number[];
  right: number[];
  value: number[];
}

export function fitBoosted(features: Features, outcome: ArrayLike<number>, loss: Loss, given: BoostOptions = {}): BoostedTrees {
  const options = { rounds: 60, depth: 3, rate: 0.08, leaf: 150, ridge: 10, bins: 24, ...given };
  const data = binned(features, options.bins);
  const { rows } = data;
  let mean = 0;
  for (let i = 0; i < rows; i++) mean += outcome[i]! / rows;
  const clipped = Math.min(1 - 1e-6, Math.max(1e-6, mean));
  const base = loss === 'logistic' ? Math.log(clipped / (1 - clipped)) : mean;
  const score = new Float64Array(rows).fill(base);
  const gradient = new Float64Array(rows);
  const curvature = new Float64Array(rows).fill(1);
  const growing: Growing = { data, gradient, curvature, options, feature: [], threshold: [], left: [], right: [], value: [] };
  const roots: number[] = [];
  const all = Int32Array.from({ length: rows }, (_, i) => i);
  for (let round = 0; round < options.rounds; round++) {
    for (let i = 0; i < rows; i++) {
      const mu = loss === 'logistic' ? sigmoid(score[i]!) : score[i]!;
      gradient[i] = outcome[i]! - mu;
      if (loss === 'logistic') curvature[i] = Math.max(1e-6, mu * (1 - mu));
    }
    roots.push(grow(growing, all, options.depth, score));
  }
  return {
    loss,
    base,
    roots: Int32Array.from(roots),
    feature: Int16Array.from(growing.feature),
    threshold: Float64Array.from(growing.threshold),
    left: Int32Array.from(growing.left),
    right: Int32Array.from(growing.right),
    value: Float64Array.from(growing.value),
  };
}

/** Grows one node over `rows`, adds its leaves to their scores, and answers its number. */
function grow(tree: Growing, rows: Int32Array, depth: number, score: Float64Array): number {
  const { data, gradient, curvature, options } = tree;
  let [g, h] = [0, 0];
  for (let i = 0; i < rows.length; i++) {
    g += gradient[rows[i]!]!;
    h += curvature[rows[i]!]!;
  }
  const node = tree.feature.length;
  const split = depth > 0 ? bestSplit(tree, rows, g, h) : undefined;
  tree.feature.push(split ? split.feature : -1);
  tree.threshold.push(split ? data.edges[split.feature]![split.bin]! : 0);
  tree.left.push(-1);
  tree.right.push(-1);
  tree.value.push(split ? 0 : (options.rate * g) / (h + options.ridge * (h / Math.max(1, rows.length))));
  if (!split) {
    const added = tree.value[node]!;
    for (let i = 0; i < rows.length; i++) score[rows[i]!]! += added;
    return node;
  }
  const middle = partition(rows, data.codes.subarray(split.feature * data.rows), split.bin);
  tree.left[node] = grow(tree, rows.subarray(0, middle), depth - 1, score);
  tree.right[node] = grow(tree, rows.subarray(middle), depth - 1, score);
  return node;
}

/** Moves the rows whose code is up to `bin` to the front, in place; answers how many they are. */
function partition(rows: Int32Array, codes: Uint8Array, bin: number): number {
  let front = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (codes[row]! > bin) continue;
    rows[i] = rows[front]!;
    rows[front++] = row;
  }
  return front;
}

/** The split with the largest gain `G²/H` over both sides, if any gains. */
function bestSplit(tree: Growing, rows: Int32Array, g: number, h: number): { feature: number; bin: number } | undefined {
  const { data, gradient, curvature, options } = tree;
  const ridge = options.ridge * (h / Math.max(1, rows.length));
  let best: { feature: number; bin: number; gain: number } | undefined;
  for (let feature = 0; feature < data.edges.length; feature++) {
    const bins = data.edges[feature]!.length + 1;
    if (bins < 2) continue;
    const gs = new Float64Array(bins);
    const hs = new Float64Array(bins);
    const ns = new Int32Array(bins);
    const codes = data.codes.subarray(feature * data.rows);
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      const code = codes[row]!;
      gs[code]! += gradient[row]!;
      hs[code]! += curvature[row]!;
      ns[code]! += 1;
    }
    let [lg, lh, ln] = [0, 0, 0];
    for (let bin = 0; bin + 1 < bins; bin++) {
      lg += gs[bin]!;
      lh += hs[bin]!;
      ln += ns[bin]!;
      if (ln < options.leaf || rows.length - ln < options.leaf) continue;
      const gain = lg ** 2 / (lh + ridge) + (g - lg) ** 2 / (h - lh + ridge) - g ** 2 / (h + ridge);
      if (gain > (best?.gain ?? 1e-9)) best = { feature, bin, gain };
    }
  }
  return best;
}
