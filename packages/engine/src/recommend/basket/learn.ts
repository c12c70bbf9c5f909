// Learning from baskets held back: how to weigh the signals, and whether the learned weighing beats the plain mix.

import { bestCodes } from '../matrix/best.ts';
import { type Boosted, type BoostOptions, fitBoosted, scoreBoosted } from '../matrix/boost.ts';
import { sampleOf } from '../matrix/random.ts';
import type { BasketLog } from './log.ts';
import { historyOf } from './log.ts';
import { type Desk, gather, setDesk, type Shop, SIGNALS, WIDTH } from './signals.ts';

/** How an answer is scored: `trees` where they won, else `share` of the own history against the neighbours. */
export interface Weighing {
  share: number;
  trees?: Boosted;
}

/** Rows of several customers; those of the i-th are `starts[i] .. starts[i+1]`. */
export interface Lessons {
  rows: Float32Array;
  codes: Int32Array;
  chosen: Uint8Array;
  starts: Int32Array;
  /** Items in each customer's held-back basket. */
  sizes: Int32Array;
}

export interface Score {
  recall10: number;
  ndcg10: number;
  customers: number;
}

export const NO_SCORE: Score = { recall10: 0, ndcg10: 0, customers: 0 };

/** Candidates of up to `size` customers with their held-back basket as the truth; `shop` must know only what came before. */
export function readLessons(
  shop: Shop,
  known: BasketLog,
  full: BasketLog,
  held: Int32Array,
  size: number,
  random: () => number,
): Lessons {
  const able = [...held.keys()].filter((c) => held[c]! >= 0);
  const sample = sampleOf(able.length, size, random);
  const desk = setDesk(shop);
  const parts: Float32Array[] = [];
  const codes: number[] = [];
  const chosen: number[] = [];
  const starts = new Int32Array(sample.length + 1);
  const sizes = new Int32Array(sample.length);
  for (const [i, s] of sample.entries()) {
    const basket = held[able[s]!]!;
    const truth = new Set(full.items.subarray(full.baskets[basket]!, full.baskets[basket + 1]!));
    gather(shop, desk, historyOf(known, able[s]!));
    parts.push(desk.rows.slice(0, desk.count * WIDTH));
    for (let r = 0; r < desk.count; r++) {
      codes.push(desk.codes[r]!);
      chosen.push(truth.has(desk.codes[r]!) ? 1 : 0);
    }
    starts[i + 1] = codes.length;
    sizes[i] = truth.size;
  }
  const rows = new Float32Array(codes.length * WIDTH);
  for (const [i, part] of parts.entries()) rows.set(part, starts[i]! * WIDTH);
  return { rows, codes: Int32Array.from(codes), chosen: Uint8Array.from(chosen), starts, sizes };
}

const OWN = SIGNALS.indexOf('own');
const WIDE = SIGNALS.indexOf('wide');
const POPULAR = SIGNALS.indexOf('popular');

/** One score a row into `into`. The plain mix adds a breath of popularity so that an empty history still has an order. */
export function weigh(weighing: Weighing, rows: Float32Array, count: number, into: Float32Array): void {
  into.fill(0, 0, count);
  if (weighing.trees) return scoreBoosted(weighing.trees, rows, WIDTH, count, into);
  for (let r = 0; r < count; r++) {
    const at = r * WIDTH;
    into[r] = weighing.share * rows[at + OWN]! + (1 - weighing.share) * rows[at + WIDE]! + 1e-3 * rows[at + POPULAR]!;
  }
}

/** Recall and NDCG at 10 (ideal over the whole basket), mean over the customers `from .. to` of the lessons. */
export function measure(weighing: Weighing, lessons: Lessons, from: number, to: number): Score {
  let recall = 0;
  let ndcg = 0;
  for (let c = from; c < to; c++) {
    const start = lessons.starts[c]!;
    const count = lessons.starts[c + 1]! - start;
    const scores = new Float32Array(count);
    weigh(weighing, lessons.rows.subarray(start * WIDTH, (start + count) * WIDTH), count, scores);
    const best = bestCodes(scores, Int32Array.from({ length: count }, (_, i) => i), count, 10);
    let hits = 0;
    let gain = 0;
    for (const [rank, r] of best.entries()) {
      if (lessons.chosen[start + r] !== 1) continue;
      hits += 1;
      gain += 1 / Math.log2(rank + 2);
    }
    let ideal = 0;
    for (let rank = 0; rank < lessons.sizes[c]!; rank++) ideal += 1 / Math.log2(rank + 2);
    recall += hits / lessons.sizes[c]!;
    ndcg += gain / ideal;
  }
  const customers = to - from;
  return customers > 0 ? { recall10: recall / customers, ndcg10: ndcg / customers, customers } : NO_SCORE;
}

/** Of what was not chosen this many rows a customer are read; they stand for all of theirs. */
const UNCHOSEN = 30;

function growFrom(lessons: Lessons, to: number, random: () => number, options: BoostOptions): Boosted {
  const picked: number[] = [];
  const weights: number[] = [];
  for (let c = 0; c < to; c++) {
    const rows = lessons.starts[c + 1]! - lessons.starts[c]!;
    const keep = Math.min(1, UNCHOSEN / rows);
    const worth = 1 / Math.sqrt(lessons.sizes[c]!);
    for (let r = lessons.starts[c]!; r < lessons.starts[c + 1]!; r++) {
      const chosen = lessons.chosen[r] === 1;
      if (!chosen && random() >= keep) continue;
      picked.push(r);
      weights.push(chosen ? worth : worth / keep);
    }
  }
  const rows = new Float32Array(picked.length * WIDTH);
  for (const [i, r] of picked.entries()) rows.set(lessons.rows.subarray(r * WIDTH, (r + 1) * WIDTH), i * WIDTH);
  const chosen = Uint8Array.from(picked, (r) => lessons.chosen[r]!);
  return fitBoosted({ rows, width: WIDTH, count: picked.length, chosen, weights: Float32Array.from(weights) }, options);
}

const SHARES = [0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9];
const worthOf = (score: Score): number => score.recall10 + score.ndcg10;

/** Below this many customers trees would learn noise. */
const ENOUGH = 150;
const GROWING: BoostOptions = { trees: 80, leaves: 12, rate: 0.1, least: 8, ridge: 8 };

export interface Learned {
  weighing: Weighing;
  score: Score;
  method: 'trees' | 'mix';
}

/** Trees are judged on a third of the customers they have not seen; if they win there they are grown again from all. */
export function learnWeighing(lessons: Lessons, random: () => number): Learned {
  const customers = lessons.sizes.length;
  let mix: Weighing = { share: 0.3 };
  let best = Number.NEGATIVE_INFINITY;
  for (const share of SHARES) {
    const worth = worthOf(measure({ share }, lessons, 0, customers));
    if (worth > best) mix = { share };
    best = Math.max(best, worth);
  }
  if (customers < ENOUGH) return { weighing: mix, score: measure(mix, lessons, 0, customers), method: 'mix' };
  const cut = Math.floor((customers * 2) / 3);
  const trial = measure({ ...mix, trees: growFrom(lessons, cut, random, GROWING) }, lessons, cut, customers);
  const plain = measure(mix, lessons, cut, customers);
  if (worthOf(trial) <= worthOf(plain)) return { weighing: mix, score: plain, method: 'mix' };
  return { weighing: { ...mix, trees: growFrom(lessons, customers, random, GROWING) }, score: trial, method: 'trees' };
}

export type { Desk };
