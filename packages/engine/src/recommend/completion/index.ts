// What completes a basket: items that lie together, weighed by what baskets held back taught. Chooses its method per shop.

import { bestCodes, nothingRanked, type Ranked } from '../matrix/best.ts';
import { type Lessons, learnWeighing, noteLessons, type Quality, type Weighing, weigh } from '../matrix/lessons.ts';
import { sampleOf, seededRandom } from '../matrix/random.ts';
import { bytesOf } from '../matrix/rows.ts';
import { heldOut, subset, tidy } from './log.ts';
import { contextOf, gather, MOST_CANDIDATES, SIGNALS, setDesk, WIDTH } from './signals.ts';
import { type Baskets, learnTables, type Tables } from './tables.ts';

export type { Ranked } from '../matrix/best.ts';
export type { Baskets } from './tables.ts';

export interface CompletionOptions {
  random?: () => number;
  progress?: (share: number, what: string) => void;
  /** 1 by default; more asks more questions while learning and lets more items take part in the linear weights. */
  effort?: number;
}

/** Flat typed arrays and plain values only: it can be cloned or handed to another thread. */
export interface CompletionModel {
  parameters: Record<string, number | string>;
  /** Measured on held-back baskets that the weights were not learned from: one item each taken out, up to four given. */
  validation: { hr20: number; mrr20: number; queries: number };
  bytes: number;
  tables: Tables;
  weighing: Weighing;
}

export interface CompletionRanker {
  /** `cart`: item codes, unknown ones -1. Never answers what lies in the cart. */
  complete(cart: ArrayLike<number>, limit: number): Ranked;
}

const BOUNDS = { items: 6_000_000 };
const QUESTIONS = 4000;
const MEMBERS = 1500;
const LAMBDA = 10;
const GIVEN = 4;

/** One question a held-out basket: a random item is the answer, up to four of the others are given. */
function ask(tables: Tables, log: Baskets, chosen: Int32Array, random: () => number): Lessons {
  const desk = setDesk(tables);
  const notes = noteLessons(WIDTH);
  for (const basket of chosen) {
    const items = log.items.slice(log.baskets[basket], log.baskets[basket + 1]);
    for (let i = items.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      const moved = items[i]!;
      items[i] = items[j]!;
      items[j] = moved;
    }
    gather(tables, desk, contextOf(items.subarray(1, 1 + GIVEN), log.itemCount));
    notes.add(desk.rows, desk.codes, desk.count, new Set([items[0]!]));
  }
  return notes.done();
}

/** The plain methods: each signal alone, with a breath of popularity for what it does not know. */
const PLAIN = ['share', 'cosine', 'ease', 'baskets', 'popular'] as const;
const MIXES = PLAIN.map((name) => {
  const mix = new Float32Array(WIDTH);
  mix[SIGNALS.indexOf('popular')] = 1e-4;
  mix[SIGNALS.indexOf(name)] = 1;
  return mix;
});
const worth = (q: Quality): number => q.recall + q.reciprocal;

export function trainCompletion(log: Baskets, options: CompletionOptions = {}): CompletionModel {
  const random = options.random ?? seededRandom(1);
  const effort = options.effort ?? 1;
  const progress = options.progress ?? (() => {});
  const clean = tidy(log, BOUNDS.items);
  const members = Math.round(MEMBERS * effort);
  const { kept, out } = heldOut(clean, random);
  progress(0.02, 'pairs');
  const before = learnTables(subset(clean, kept), members, LAMBDA);
  progress(0.3, 'questions');
  const able = out.filter((b) => clean.baskets[b + 1]! - clean.baskets[b]! >= 2);
  const asked = sampleOf(able.length, Math.round(QUESTIONS * effort), random).map((i) => able[i]!);
  const learned = learnWeighing(ask(before, clean, asked, random), MIXES, 20, worth, random);
  progress(0.7, 'all baskets');
  const model: CompletionModel = {
    parameters: { method: learned.weighing.trees ? 'trees' : PLAIN[learned.plain]!, plain: PLAIN[learned.plain]!, members, lambda: LAMBDA },
    validation: { hr20: learned.quality.recall, mrr20: learned.quality.reciprocal, queries: learned.quality.questions },
    bytes: 0,
    tables: learnTables(clean, members, LAMBDA),
    weighing: learned.weighing,
  };
  model.bytes = bytesOf(viewsOf(model));
  progress(1, 'done');
  return model;
}

function viewsOf({ tables, weighing }: CompletionModel): ArrayBufferView[] {
  const { popular, share, cosine, ease, baskets, index } = tables;
  const rows = [share, ease, baskets, index].flatMap((r) => [r.starts, r.columns, r.values]);
  return [popular, cosine, weighing.mix, ...rows, ...(weighing.trees ? Object.values(weighing.trees) : [])];
}

/** The buffers of a model, for handing it to another thread without a copy. */
export const completionBuffers = (model: CompletionModel): ArrayBuffer[] => [
  ...new Set(viewsOf(model).map((view) => view.buffer as ArrayBuffer)),
];

export function createCompletionRanker({ tables, weighing }: CompletionModel): CompletionRanker {
  const desk = setDesk(tables);
  return {
    complete(cart, limit) {
      if (tables.popular.length === 0 || limit <= 0) return nothingRanked();
      gather(tables, desk, contextOf(cart, tables.popular.length));
      weigh(weighing, desk.rows, desk.count, desk.scores);
      for (let r = 0; r < desk.count; r++) desk.byCode[desk.codes[r]!] = desk.scores[r]!;
      const items = bestCodes(desk.byCode, desk.codes, desk.count, Math.min(limit, MOST_CANDIDATES));
      return {
        items,
        scores: Float32Array.from(items, (item) => desk.byCode[item]!),
        because: items.map((item) => (desk.sums.links[item]! > 0 ? desk.sums.because[item]! : -1)),
        length: items.length,
      };
    },
  };
}
