// Gradient boosted trees over a handful of signals: they learn how much each signal counts, and when, from what was really chosen.

import { sampleOf } from './random.ts';

/** Trees as flat arrays: an inner node goes to `left` if `row[feature] <= threshold`, else to `left + 1`; a leaf has feature -1. */
export interface Boosted {
  feature: Int16Array;
  threshold: Float32Array;
  left: Int32Array;
  value: Float32Array;
  roots: Int32Array;
}

export interface BoostOptions {
  trees: number;
  leaves: number;
  rate: number;
  /** Least sum of second derivatives in a leaf: keeps leaves from resting on a few rows. */
  least: number;
  /** Pulls leaf values towards 0. */
  ridge: number;
  /** Share of the rows, and of the signals, that each tree sees: trees that err differently err less together. */
  rowShare: number;
  signalShare: number;
}

/** `rows` is count x width, row by row; `chosen` 1 or 0; `weights` how much a row counts. */
export interface BoostData {
  rows: Float32Array;
  width: number;
  count: number;
  chosen: Uint8Array;
  weights: Float32Array;
}

const BINS = 64;

/** Up to 63 edges at equal shares of the distinct-ordered values; a value belongs to the first bin whose edge it does not exceed. */
function edgesOf(data: BoostData, feature: number): Float32Array {
  const step = Math.max(1, Math.floor(data.count / 20_000));
  const sample = new Float32Array(Math.ceil(data.count / step));
  for (let i = 0, r = 0; r < data.count; r += step) sample[i++] = data.rows[r * data.width + feature]!;
  sample.sort();
  const distinct = new Float32Array(new Set(sample));
  const source = distinct.length < 4 * BINS ? distinct : sample;
  const edges = new Set<number>();
  for (let b = 1; b < BINS; b++) edges.add(source[Math.min(source.length - 1, Math.floor((b * source.length) / BINS))]!);
  return Float32Array.from(edges).sort();
}

function binOf(edges: Float32Array, value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= edges[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}

interface Leaf {
  node: number;
  from: number;
  to: number;
  /** Sums of gradient and curvature per feature and bin. */
  sums: Float64Array;
  gain: number;
  feature: number;
  bin: number;
}

interface Grower {
  bins: Uint8Array[];
  gradient: Float32Array;
  curvature: Float32Array;
  /** Rows the tree sees, leaf after leaf. */
  order: Int32Array;
  spare: Int32Array;
  /** Signals the tree sees. */
  signals: Int32Array;
  options: BoostOptions;
}

function sumUp(g: Grower, from: number, to: number): Float64Array {
  const sums = new Float64Array(g.bins.length * BINS * 2);
  for (const f of g.signals) {
    const bins = g.bins[f]!;
    const base = f * BINS * 2;
    for (let i = from; i < to; i++) {
      const row = g.order[i]!;
      const at = base + 2 * bins[row]!;
      sums[at]! += g.gradient[row]!;
      sums[at + 1]! += g.curvature[row]!;
    }
  }
  return sums;
}

/** Finds the split with the largest gain `G_l²/(H_l+r) + G_r²/(H_r+r) - G²/(H+r)` (Chen, Guestrin 2016) and notes it in the leaf. */
function findSplit(g: Grower, leaf: Leaf): void {
  let total = 0;
  let weight = 0;
  const first = 2 * BINS * g.signals[0]!;
  for (let b = 0; b < BINS; b++) {
    total += leaf.sums[first + 2 * b]!;
    weight += leaf.sums[first + 2 * b + 1]!;
  }
  const { ridge, least } = g.options;
  const whole = total ** 2 / (weight + ridge);
  for (const f of g.signals) {
    let left = 0;
    let leftWeight = 0;
    for (let b = 0; b < BINS - 1; b++) {
      left += leaf.sums[(f * BINS + b) * 2]!;
      leftWeight += leaf.sums[(f * BINS + b) * 2 + 1]!;
      if (leftWeight < least || weight - leftWeight < least) continue;
      const gain = left ** 2 / (leftWeight + ridge) + (total - left) ** 2 / (weight - leftWeight + ridge) - whole;
      if (gain > leaf.gain + 1e-9) {
        leaf.gain = gain;
        leaf.feature = f;
        leaf.bin = b;
      }
    }
  }
}

/** Stable two-way partition of the leaf's rows; returns where the right part begins. */
function divide(g: Grower, leaf: Leaf): number {
  const bins = g.bins[leaf.feature]!;
  let left = leaf.from;
  let right = 0;
  for (let i = leaf.from; i < leaf.to; i++) {
    const row = g.order[i]!;
    if (bins[row]! <= leaf.bin) g.order[left++] = row;
    else g.spare[right++] = row;
  }
  g.order.set(g.spare.subarray(0, right), left);
  return left;
}

function childrenOf(g: Grower, leaf: Leaf, node: number): [Leaf, Leaf] {
  const middle = divide(g, leaf);
  const leftSmaller = middle - leaf.from < leaf.to - middle;
  const small = leftSmaller ? sumUp(g, leaf.from, middle) : sumUp(g, middle, leaf.to);
  const large = leaf.sums;
  for (let i = 0; i < large.length; i++) large[i]! -= small[i]!;
  const fresh = { gain: 0, feature: -1, bin: 0 };
  const left: Leaf = { ...fresh, node, from: leaf.from, to: middle, sums: leftSmaller ? small : large };
  const right: Leaf = { ...fresh, node: node + 1, from: middle, to: leaf.to, sums: leftSmaller ? large : small };
  findSplit(g, left);
  findSplit(g, right);
  return [left, right];
}

interface Nodes {
  feature: number[];
  threshold: number[];
  left: number[];
  value: number[];
}

function addNode(nodes: Nodes): number {
  nodes.feature.push(-1);
  nodes.threshold.push(0);
  nodes.left.push(0);
  return nodes.value.push(0) - 1;
}

/** One tree, the most gainful leaf split first, written into `nodes`. */
function growTree(g: Grower, edges: Float32Array[], nodes: Nodes): void {
  const count = g.order.length;
  const root: Leaf = { node: addNode(nodes), from: 0, to: count, sums: sumUp(g, 0, count), gain: 0, feature: -1, bin: 0 };
  findSplit(g, root);
  const leaves = [root];
  while (leaves.length < g.options.leaves) {
    let best = leaves[0]!;
    for (const leaf of leaves) if (leaf.gain > best.gain) best = leaf;
    if (best.feature < 0 || best.gain <= 0) break;
    const first = addNode(nodes);
    addNode(nodes);
    nodes.feature[best.node] = best.feature;
    nodes.threshold[best.node] = edges[best.feature]![best.bin] ?? Number.POSITIVE_INFINITY;
    nodes.left[best.node] = first;
    leaves.splice(leaves.indexOf(best), 1, ...childrenOf(g, best, first));
  }
  for (const leaf of leaves) {
    let gradient = 0;
    let curvature = 0;
    for (let i = leaf.from; i < leaf.to; i++) {
      gradient += g.gradient[g.order[i]!]!;
      curvature += g.curvature[g.order[i]!]!;
    }
    nodes.value[leaf.node] = (-g.options.rate * gradient) / (curvature + g.options.ridge);
  }
}

function steepen(g: Grower, { chosen, weights }: BoostData, scores: Float32Array): void {
  for (let r = 0; r < scores.length; r++) {
    const p = 1 / (1 + Math.exp(-scores[r]!));
    g.gradient[r] = weights[r]! * (p - chosen[r]!);
    g.curvature[r] = weights[r]! * p * (1 - p);
  }
}

/** Boosting of the logistic loss; `random` draws what each tree sees. The base rate is left out: only the order of scores is used. */
export function fitBoosted(data: BoostData, options: BoostOptions, random: () => number): Boosted {
  const { count, width, rows, chosen } = data;
  const edges = Array.from({ length: width }, (_, f) => edgesOf(data, f));
  const g: Grower = {
    bins: edges.map((cuts, f) => Uint8Array.from({ length: count }, (_, r) => binOf(cuts, rows[r * width + f]!))),
    gradient: new Float32Array(count),
    curvature: new Float32Array(count),
    order: new Int32Array(0),
    spare: new Int32Array(count),
    signals: new Int32Array(0),
    options,
  };
  const positive = chosen.reduce((sum, c) => sum + c, 0);
  const scores = new Float32Array(count).fill(Math.log((positive + 1) / (count - positive + 1)));
  const nodes: Nodes = { feature: [], threshold: [], left: [], value: [] };
  const roots: number[] = [];
  for (let t = 0; t < options.trees && count > 0; t++) {
    steepen(g, data, scores);
    g.order = sampleOf(count, Math.ceil(count * options.rowShare), random);
    g.signals = sampleOf(width, Math.ceil(width * options.signalShare), random);
    const root = roots.push(nodes.value.length);
    growTree(g, edges, nodes);
    addTree(nodes, roots[root - 1]!, rows, width, count, scores);
  }
  return {
    feature: Int16Array.from(nodes.feature),
    threshold: Float32Array.from(nodes.threshold),
    left: Int32Array.from(nodes.left),
    value: Float32Array.from(nodes.value),
    roots: Int32Array.from(roots),
  };
}

function addTree(nodes: Nodes, root: number, rows: Float32Array, width: number, count: number, scores: Float32Array): void {
  const { feature, left, value } = nodes;
  const threshold = nodes.threshold.map(Math.fround);
  for (let r = 0; r < count; r++) {
    let node = root;
    for (let f = feature[node]!; f >= 0; f = feature[node]!) node = left[node]! + (rows[r * width + f]! <= threshold[node]! ? 0 : 1);
    scores[r]! += value[node]!;
  }
}

/** Adds the sum of leaf values of each of `count` rows to `into`. */
export function scoreBoosted(model: Boosted, rows: Float32Array, width: number, count: number, into: Float32Array): void {
  const { feature, threshold, left, value, roots } = model;
  for (let r = 0; r < count; r++) {
    const base = r * width;
    let sum = 0;
    for (let t = 0; t < roots.length; t++) {
      let node = roots[t]!;
      for (let f = feature[node]!; f >= 0; f = feature[node]!) node = left[node]! + (rows[base + f]! <= threshold[node]! ? 0 : 1);
      sum += value[node]!;
    }
    into[r]! += sum;
  }
}
