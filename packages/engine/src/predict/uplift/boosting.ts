// Gradient boosting on histograms (Friedman 2001; binned splits with second-order gains): small trees for response, value and uplift.
import { type Features, rowCount } from './table.ts';

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

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

export function predictBoosted(model: BoostedTrees, row: ArrayLike<number>): number {
  let sum = model.base;
  for (const root of model.roots) {
    let node = root;
    while (model.feature[node]! >= 0) node = row[model.feature[node]!]! <= model.threshold[node]! ? model.left[node]! : model.right[node]!;
    sum += model.value[node]!;
  }
  return model.loss === 'logistic' ? sigmoid(sum) : sum;
}

interface Binned {
  /** Column by column: `codes[column·rows + row]`. */
  codes: Uint8Array;
  /** Upper edge of each bin but the last, per column. */
  edges: Float64Array[];
  rows: number;
}

/** Quantile bins, at most `bins` a column; columns with few values get one bin each. */
function binned(features: Features, bins: number): Binned {
  const { columns, values } = features;
  const rows = rowCount(features);
  const codes = new Uint8Array(columns * rows);
  const edges: Float64Array[] = [];
  for (let j = 0; j < columns; j++) {
    const sorted = new Float64Array(rows);
    for (let i = 0; i < rows; i++) sorted[i] = values[i * columns + j]!;
    sorted.sort();
    const cuts = new Set<number>();
    for (let b = 1; b < bins; b++) cuts.add(sorted[Math.min(rows - 1, Math.floor((b * rows) / bins))]!);
    const different = [...cuts].filter((cut) => cut < sorted[rows - 1]!).sort((a, b) => a - b);
    edges.push(Float64Array.from(different));
    for (let i = 0; i < rows; i++) {
      let code = 0;
      while (code < different.length && values[i * columns + j]! > different[code]!) code++;
      codes[j * rows + i] = code;
    }
  }
  return { codes, edges, rows };
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
  for (let round = 0; round < options.rounds; round++) {
    for (let i = 0; i < rows; i++) {
      const mu = loss === 'logistic' ? sigmoid(score[i]!) : score[i]!;
      gradient[i] = outcome[i]! - mu;
      if (loss === 'logistic') curvature[i] = Math.max(1e-6, mu * (1 - mu));
    }
    const all = Int32Array.from({ length: rows }, (_, i) => i);
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
  for (const row of rows) {
    g += gradient[row]!;
    h += curvature[row]!;
  }
  const node = tree.feature.length;
  const split = depth > 0 ? bestSplit(tree, rows, g, h) : undefined;
  tree.feature.push(split ? split.feature : -1);
  tree.threshold.push(split ? data.edges[split.feature]![split.bin]! : 0);
  tree.left.push(-1);
  tree.right.push(-1);
  tree.value.push(split ? 0 : (options.rate * g) / (h + options.ridge * (h / Math.max(1, rows.length))));
  if (!split) {
    for (const row of rows) score[row]! += tree.value[node]!;
    return node;
  }
  const at = split.feature * data.rows;
  const goesLeft = (row: number): boolean => data.codes[at + row]! <= split.bin;
  tree.left[node] = grow(tree, rows.filter(goesLeft), depth - 1, score);
  tree.right[node] = grow(
    tree,
    rows.filter((row) => !goesLeft(row)),
    depth - 1,
    score,
  );
  return node;
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
    for (const row of rows) {
      const code = data.codes[feature * data.rows + row]!;
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
