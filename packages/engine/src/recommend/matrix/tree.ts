// One regression tree over binned signals: rows are sorted into bins once, and the split that gains most is found from sums per bin.

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

const BINS = 64;

/** Up to 63 edges at equal shares of the distinct-ordered values; a value belongs to the first bin whose edge it does not exceed. */
export function edgesOf(rows: Float32Array, width: number, count: number, feature: number): Float32Array {
  const step = Math.max(1, Math.floor(count / 20_000));
  const sample = new Float32Array(Math.ceil(count / step));
  for (let i = 0, r = 0; r < count; r += step) sample[i++] = rows[r * width + feature]!;
  sample.sort();
  const distinct = new Float32Array(new Set(sample));
  const source = distinct.length < 4 * BINS ? distinct : sample;
  const edges = new Set<number>();
  for (let b = 1; b < BINS; b++) edges.add(source[Math.min(source.length - 1, Math.floor((b * source.length) / BINS))]!);
  return Float32Array.from(edges).sort();
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

export interface Grower {
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

export interface Nodes {
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
export function growTree(g: Grower, edges: Float32Array[], nodes: Nodes): void {
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
