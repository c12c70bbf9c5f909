// Gradient boosted trees over a handful of signals: they learn how much each signal counts, and when, from what was really chosen.
import { sampleOf } from '../../maths/random.ts';
import { countBelow } from '../../maths/search.ts';
import { type BoostOptions, edgesOf, type Grower, growTree, type Nodes } from './tree.ts';

export type { BoostOptions } from './tree.ts';

/** Trees as flat arrays: an inner node goes to `left` if `row[feature] <= threshold`, else to `left + 1`; a leaf has feature -1. */
export interface Boosted {
  feature: Int16Array;
  threshold: Float32Array;
  left: Int32Array;
  value: Float32Array;
  roots: Int32Array;
}

/** `rows` is count x width, row by row; `chosen` 1 or 0; `weights` how much a row counts. */
export interface BoostData {
  rows: Float32Array;
  width: number;
  count: number;
  chosen: Uint8Array;
  weights: Float32Array;
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
  const edges = Array.from({ length: width }, (_, f) => edgesOf(rows, width, count, f));
  const g: Grower = {
    bins: edges.map((cuts, f) => Uint8Array.from({ length: count }, (_, r) => countBelow(cuts, rows[r * width + f]!))),
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
