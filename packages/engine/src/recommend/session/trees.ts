// Gradient boosted trees that put one answer of a list first: histogram splits, softmax over the list as the loss.
// Sources: Friedman, "Greedy function approximation" (2001); histograms with the sibling by subtraction as in LightGBM (Ke et al. 2017);
// the listwise softmax loss of ListNet (Cao et al. 2007) with one relevant item a list.
import { BINS, binned, thresholdsOf } from './bins.ts';
import { addTree, type Forest } from './forest.ts';

/** Lists of candidates, one right answer each. Features are stored row by row. */
export interface Lists {
  /** rows × width feature values. */
  values: Float32Array;
  width: number;
  /** n+1 row offsets, list after list. */
  offsets: Int32Array;
  /** Row of the right answer of each list. */
  answers: Int32Array;
  /** How many rows a row stands for, where the rest of a list was sampled. */
  weights: Float32Array;
}

export interface GrowParameters {
  trees: number;
  leaves: number;
  /** Share of a tree's step that is taken. */
  rate: number;
  /** Least sum of second derivatives on each side of a split. */
  leastHessian: number;
  /** Ridge on leaf values. */
  ridge: number;
  /** Share of the lists each tree sees. */
  sample: number;
  random: () => number;
}

interface Leaf {
  from: number;
  to: number;
  /** width × BINS packed sums. */
  histogram: Float64Array;
  gradient: number;
  hessian: number;
  gain: number;
  feature: number;
  bin: number;
  node: number;
}

interface Growth {
  bins: Uint8Array;
  width: number;
  /** Gradient and second derivative of each row in one number, see `pack`. */
  packed: Float64Array;
  /** Steps per unit of gradient. */
  scale: number;
  rows: Int32Array;
  parameters: GrowParameters;
}

/**
 * Gradient and second derivative are counted in whole steps and share one double: the gradient above 2^27, the derivative below.
 * One addition then sums both. Both sums are at most 2 a list, so with 2^25/lists steps per unit nothing overflows into its neighbour.
 */
const ABOVE = 2 ** 27;

const pack = (gradient: number, hessian: number, scale: number): number =>
  Math.round(gradient * scale) * ABOVE + Math.max(1, Math.round(hessian * scale));

function fillHistogram(growth: Growth, from: number, to: number, histogram: Float64Array): void {
  const { bins, width, packed, rows } = growth;
  for (let i = from; i < to; i++) {
    const row = rows[i]!;
    const both = packed[row]!;
    const start = row * width;
    for (let f = 0; f < width; f++) {
      const at = f * BINS + bins[start + f]!;
      histogram[at] = histogram[at]! + both;
    }
  }
}

function bestSplit(leaf: Leaf, width: number, scale: number, { ridge, leastHessian }: GrowParameters): void {
  leaf.gain = 0;
  const whole = (leaf.gradient * leaf.gradient) / (leaf.hessian + ridge);
  for (let f = 0; f < width; f++) {
    let sum = 0;
    for (let at = f * BINS, b = 0; b < BINS - 1; b++, at++) {
      if (leaf.histogram[at] === 0) continue;
      sum += leaf.histogram[at]!;
      const steps = Math.floor(sum / ABOVE);
      const h = (sum - steps * ABOVE) / scale;
      const rest = leaf.hessian - h;
      if (h < leastHessian) continue;
      if (rest < leastHessian) break;
      const g = steps / scale;
      const other = leaf.gradient - g;
      const gain = (g * g) / (h + ridge) + (other * other) / (rest + ridge) - whole;
      if (gain > leaf.gain + 1e-9) {
        leaf.gain = gain;
        leaf.feature = f;
        leaf.bin = b;
      }
    }
  }
}

/** Moves rows with `bin <= split` to the front; returns where the back begins. */
function parted(growth: Growth, leaf: Leaf): number {
  const { bins, width, rows } = growth;
  let low = leaf.from;
  let high = leaf.to - 1;
  while (low <= high) {
    const row = rows[low]!;
    if (bins[row * width + leaf.feature]! <= leaf.bin) low++;
    else {
      rows[low] = rows[high]!;
      rows[high--] = row;
    }
  }
  return low;
}

/** Nodes of all trees so far, in arrays of the same kinds that the forest keeps: one kind of array keeps `addTree` fast. */
type Nodes = Omit<Forest, 'roots' | 'width'> & { count: number };

const roomForNodes = (most: number): Nodes => ({
  feature: new Int8Array(most),
  threshold: new Float32Array(most),
  left: new Int32Array(most),
  right: new Int32Array(most),
  value: new Float32Array(most),
  count: 0,
});

function addNode(nodes: Nodes): number {
  nodes.feature[nodes.count] = -1;
  return nodes.count++;
}

function leafOf(growth: Growth, from: number, to: number, histogram: Float64Array, node: number): Leaf {
  let sum = 0;
  for (let at = 0; at < BINS; at++) sum += histogram[at]!;
  const steps = Math.floor(sum / ABOVE);
  const { scale } = growth;
  const leaf = { from, to, histogram, gradient: steps / scale, hessian: (sum - steps * ABOVE) / scale, gain: 0, feature: -1, bin: 0, node };
  bestSplit(leaf, growth.width, scale, growth.parameters);
  return leaf;
}

/** Splits the leaf of the greatest gain until there are enough leaves; returns the leaves. */
function growTree(growth: Growth, count: number, cuts: readonly Float32Array[], nodes: Nodes): Leaf[] {
  const size = growth.width * BINS;
  const first = new Float64Array(size);
  fillHistogram(growth, 0, count, first);
  const leaves = [leafOf(growth, 0, count, first, addNode(nodes))];
  while (leaves.length < growth.parameters.leaves) {
    let best = 0;
    for (let i = 1; i < leaves.length; i++) if (leaves[i]!.gain > leaves[best]!.gain) best = i;
    const leaf = leaves[best]!;
    if (leaf.gain <= 0) break;
    const middle = parted(growth, leaf);
    const leftSmaller = middle - leaf.from < leaf.to - middle;
    const small = new Float64Array(size);
    fillHistogram(growth, leftSmaller ? leaf.from : middle, leftSmaller ? middle : leaf.to, small);
    const large = leaf.histogram;
    for (let i = 0; i < size; i++) large[i]! -= small[i]!;
    const left = addNode(nodes);
    const right = addNode(nodes);
    nodes.feature[leaf.node] = leaf.feature;
    nodes.threshold[leaf.node] = cuts[leaf.feature]![leaf.bin]!;
    nodes.left[leaf.node] = left;
    nodes.right[leaf.node] = right;
    leaves[best] = leafOf(growth, leaf.from, middle, leftSmaller ? small : large, left);
    leaves.push(leafOf(growth, middle, leaf.to, leftSmaller ? large : small, right));
  }
  return leaves;
}

/** Softmax over every list: packs gradient `p - y` and second derivative `p(1-p)` of the cross entropy. */
function packGradients(lists: Lists, scores: Float32Array, packed: Float64Array, scale: number): void {
  for (let q = 0; q < lists.answers.length; q++) {
    const from = lists.offsets[q]!;
    const to = lists.offsets[q + 1]!;
    let top = Number.NEGATIVE_INFINITY;
    for (let r = from; r < to; r++) if (scores[r]! > top) top = scores[r]!;
    let sum = 0;
    for (let r = from; r < to; r++) {
      packed[r] = lists.weights[r]! * Math.exp(scores[r]! - top);
      sum += packed[r]!;
    }
    const answer = lists.answers[q]!;
    for (let r = from; r < to; r++) {
      const p = packed[r]! / sum;
      packed[r] = pack(r === answer ? p - 1 : p, p * (1 - p), scale);
    }
  }
}

export function growForest(lists: Lists, parameters: GrowParameters): Forest {
  const rows = lists.weights.length;
  const cuts = Array.from({ length: lists.width }, (_, f) => thresholdsOf(lists, f));
  const growth: Growth = {
    bins: binned(lists, cuts),
    width: lists.width,
    packed: new Float64Array(rows),
    scale: 2 ** 25 / Math.max(1, lists.answers.length),
    rows: new Int32Array(rows),
    parameters,
  };
  const scores = new Float32Array(rows);
  const nodes = roomForNodes(parameters.trees * 2 * parameters.leaves);
  const roots = [0];
  for (let tree = 0; tree < parameters.trees && rows > 0; tree++) {
    packGradients(lists, scores, growth.packed, growth.scale);
    let count = 0;
    for (let q = 0; q < lists.answers.length; q++) {
      if (parameters.sample < 1 && parameters.random() >= parameters.sample) continue;
      for (let r = lists.offsets[q]!; r < lists.offsets[q + 1]!; r++) growth.rows[count++] = r;
    }
    for (const leaf of growTree(growth, count, cuts, nodes)) {
      nodes.value[leaf.node] = (-parameters.rate * leaf.gradient) / (leaf.hessian + parameters.ridge);
    }
    roots.push(nodes.count);
    addTree(nodes, roots[tree]!, lists.values, lists.width, rows, scores);
  }
  return {
    roots: Int32Array.from(roots),
    feature: nodes.feature.slice(0, nodes.count),
    threshold: nodes.threshold.slice(0, nodes.count),
    left: nodes.left.slice(0, nodes.count),
    right: nodes.right.slice(0, nodes.count),
    value: nodes.value.slice(0, nodes.count),
    width: lists.width,
  };
}
