// Learning to order candidates: questions whose answer is known, signals of every candidate, and a weighing judged on unseen questions.

import { bestCodes } from './best.ts';
import { type Boosted, type BoostOptions, fitBoosted, scoreBoosted } from './boost.ts';

/** How signals (none negative) become one score: a plain sum of signals times `mix`, and where they won, trees first of all. */
export interface Weighing {
  mix: Float32Array;
  trees?: Boosted;
}

/** Candidates of several questions, one row each of `width` signals; those of question q are `starts[q] .. starts[q+1]`. */
export interface Lessons {
  width: number;
  rows: Float32Array;
  chosen: Uint8Array;
  starts: Int32Array;
  /** True answers of each question, also those that were no candidates. */
  sizes: Int32Array;
}

export const questions = (lessons: Lessons): number => lessons.sizes.length;

/** Collects lessons question by question. */
export function noteLessons(width: number) {
  const parts: Float32Array[] = [];
  const chosen: number[] = [];
  const starts: number[] = [0];
  const sizes: number[] = [];
  return {
    /** `rows` may be reused by the caller: its first `count` rows are copied. */
    add(rows: Float32Array, codes: ArrayLike<number>, count: number, truth: ReadonlySet<number>) {
      parts.push(rows.slice(0, count * width));
      for (let r = 0; r < count; r++) chosen.push(truth.has(codes[r]!) ? 1 : 0);
      starts.push(chosen.length);
      sizes.push(truth.size);
    },
    done(): Lessons {
      const rows = new Float32Array(chosen.length * width);
      for (const [i, part] of parts.entries()) rows.set(part, starts[i]! * width);
      return { width, rows, chosen: Uint8Array.from(chosen), starts: Int32Array.from(starts), sizes: Int32Array.from(sizes) };
    },
  };
}

/** What the plain mix still says beside the trees, on their scale of log odds: it steadies them where lessons were few. */
const STEADY = 0.5;
/** Keeps the logarithm finite where no signal speaks. */
const SILENCE = 1e-5;

/** One score for each of the first `count` rows into `into`. */
export function weigh({ mix, trees }: Weighing, rows: Float32Array, count: number, into: Float32Array): void {
  const width = mix.length;
  for (let r = 0; r < count; r++) {
    let sum = 0;
    for (let f = 0; f < width; f++) if (mix[f] !== 0) sum += mix[f]! * rows[r * width + f]!;
    into[r] = trees ? STEADY * Math.log(sum + SILENCE) : sum;
  }
  if (trees) scoreBoosted(trees, rows, width, count, into);
}

export interface Quality {
  /** Share of the true answers among the first `depth`. */
  recall: number;
  /** Discounted gain, the ideal taken over all true answers. */
  ndcg: number;
  /** One over the rank of the first true answer. */
  reciprocal: number;
  questions: number;
}

function judge(best: Int32Array, lessons: Lessons, question: number, sum: Quality): void {
  const start = lessons.starts[question]!;
  let hits = 0;
  let gain = 0;
  let ideal = 0;
  for (const [rank, r] of best.entries()) {
    if (lessons.chosen[start + r] !== 1) continue;
    if (hits === 0) sum.reciprocal += 1 / (rank + 1);
    hits += 1;
    gain += 1 / Math.log2(rank + 2);
  }
  for (let rank = 0; rank < lessons.sizes[question]!; rank++) ideal += 1 / Math.log2(rank + 2);
  sum.recall += hits / (lessons.sizes[question]! || 1);
  sum.ndcg += gain / (ideal || 1);
}

/** Mean quality of the first `depth` answers over the questions `from .. to`. */
export function measure(weighing: Weighing, lessons: Lessons, depth: number, from: number, to: number): Quality {
  const sum: Quality = { recall: 0, ndcg: 0, reciprocal: 0, questions: Math.max(0, to - from) };
  for (let q = from; q < to; q++) {
    const start = lessons.starts[q]!;
    const count = lessons.starts[q + 1]! - start;
    const scores = new Float32Array(count);
    weigh(weighing, lessons.rows.subarray(start * lessons.width, (start + count) * lessons.width), count, scores);
    const numbers = Int32Array.from({ length: count }, (_, i) => i);
    judge(bestCodes(scores, numbers, count, depth), lessons, q, sum);
  }
  const n = sum.questions || 1;
  return { recall: sum.recall / n, ndcg: sum.ndcg / n, reciprocal: sum.reciprocal / n, questions: sum.questions };
}

/** Of what was not chosen this many rows a question are read; they stand for all of its. */
const UNCHOSEN = 40;

function growFrom(lessons: Lessons, to: number, random: () => number, options: BoostOptions): Boosted {
  const { width } = lessons;
  const picked: number[] = [];
  const weights: number[] = [];
  for (let q = 0; q < to; q++) {
    const keep = Math.min(1, UNCHOSEN / (lessons.starts[q + 1]! - lessons.starts[q]!));
    const worth = 1 / Math.sqrt(lessons.sizes[q]! || 1);
    for (let r = lessons.starts[q]!; r < lessons.starts[q + 1]!; r++) {
      const chosen = lessons.chosen[r] === 1;
      if (!chosen && random() >= keep) continue;
      picked.push(r);
      weights.push(chosen ? worth : worth / keep);
    }
  }
  const rows = new Float32Array(picked.length * width);
  for (const [i, r] of picked.entries()) rows.set(lessons.rows.subarray(r * width, (r + 1) * width), i * width);
  const chosen = Uint8Array.from(picked, (r) => lessons.chosen[r]!);
  return fitBoosted({ rows, width, count: picked.length, chosen, weights: Float32Array.from(weights) }, options, random);
}

/** Below this many questions trees would learn noise. */
const ENOUGH = 150;
/** Two ways to grow: freely, and carefully where few answers are known. */
const GROWING: readonly BoostOptions[] = [
  { trees: 70, leaves: 16, rate: 0.12, least: 4, ridge: 4, rowShare: 0.5, signalShare: 0.6 },
  { trees: 60, leaves: 6, rate: 0.1, least: 12, ridge: 12, rowShare: 0.5, signalShare: 0.6 },
];

export interface Learned {
  weighing: Weighing;
  /** Number of the best plain mix among those offered. */
  plain: number;
  quality: Quality;
}

/**
 * The best of the plain `mixes`, or trees if they order the last third of the questions better, which they have not seen; then they are
 * grown again from all. `worth` says what counts.
 */
export function learnWeighing(
  lessons: Lessons,
  mixes: readonly Float32Array[],
  depth: number,
  worth: (quality: Quality) => number,
  random: () => number,
): Learned {
  const count = questions(lessons);
  const values = mixes.map((mix) => worth(measure({ mix }, lessons, depth, 0, count)));
  const plain = values.indexOf(Math.max(...values));
  // A copy: a model's memory is handed to another thread, and what was offered must stay.
  const mix = mixes[plain]!.slice();
  if (count < ENOUGH) return { weighing: { mix }, plain, quality: measure({ mix }, lessons, depth, 0, count) };
  const cut = Math.floor((count * 2) / 3);
  let quality = measure({ mix }, lessons, depth, cut, count);
  let growing: BoostOptions | undefined;
  for (const options of GROWING) {
    const grown = measure({ mix, trees: growFrom(lessons, cut, random, options) }, lessons, depth, cut, count);
    if (worth(grown) <= worth(quality)) continue;
    quality = grown;
    growing = options;
  }
  return { weighing: growing ? { mix, trees: growFrom(lessons, count, random, growing) } : { mix }, plain, quality };
}
