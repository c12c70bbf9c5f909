// What completes a basket: items that lie together, weighed by what baskets held back taught. Chooses its method per shop.

import { type Random, sampleOf, seededRandom } from '../../maths/random.ts';
import { bestCodes, nothingRanked, type Ranked } from '../matrix/best.ts';
import { type Lessons, learnWeighing, noteLessons, type Quality, type Weighing, weigh } from '../matrix/lessons.ts';
import { bytesIn } from '../memory.ts';
import { heldOut, subset, tidy } from './log.ts';
import { contextOf, gather, MOST_CANDIDATES, SIGNALS, setDesk, WIDTH } from './signals.ts';
import { type Baskets, learnTables, type Tables } from './tables.ts';

export type { Ranked } from '../matrix/best.ts';
export type { Baskets } from './tables.ts';

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

export function trainCompletion(log: Baskets, { random = seededRandom(1) }: { random?: Random } = {}): CompletionModel {
  const clean = tidy(log, BOUNDS.items);
  const { kept, out } = heldOut(clean, random);
  const before = learnTables(subset(clean, kept), MEMBERS, LAMBDA);
  const able = out.filter((b) => clean.baskets[b + 1]! - clean.baskets[b]! >= 2);
  const asked = sampleOf(able.length, QUESTIONS, random).map((i) => able[i]!);
  const learned = learnWeighing(ask(before, clean, asked, random), MIXES, 20, worth, random);
  const model: CompletionModel = {
    parameters: {
      method: learned.weighing.trees ? 'trees' : PLAIN[learned.plain]!,
      plain: PLAIN[learned.plain]!,
      members: MEMBERS,
      lambda: LAMBDA,
    },
    validation: { hr20: learned.quality.recall, mrr20: learned.quality.reciprocal, queries: learned.quality.questions },
    bytes: 0,
    tables: learnTables(clean, MEMBERS, LAMBDA),
    weighing: learned.weighing,
  };
  model.bytes = bytesIn(model);
  return model;
}

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
