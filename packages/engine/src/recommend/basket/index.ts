// The next basket of a customer: own habits faded over time, customers alike and the shop's habits, weighed by what baskets held back taught.

import { type Random, seededRandom } from '../../maths/random.ts';
import { bestCodes, nothingRanked, type Ranked } from '../matrix/best.ts';
import { learnWeighing, type Quality, type Weighing, weigh } from '../matrix/lessons.ts';
import { bytesIn } from '../memory.ts';
import { gatherCrowd } from './crowd.ts';
import type { Fading } from './decay.ts';
import { learnHabits } from './habits.ts';
import { MIXES, readLessons, SHARES } from './learn.ts';
import { type BasketLog, customerCount, customersWithin, heldBack, NEWEST_BASKETS, tidy } from './log.ts';
import { gather, MOST_CANDIDATES, type Shop, setDesk } from './signals.ts';

export type { Ranked } from '../matrix/best.ts';
export type { BasketLog } from './log.ts';

/** Flat typed arrays and plain values only: it can be cloned or handed to another thread. */
export interface BasketModel {
  parameters: Record<string, number | string>;
  /** Measured on baskets held back of customers the weights were not learned from. */
  validation: { recall10: number; ndcg10: number; customers: number };
  bytes: number;
  shop: Shop;
  weighing: Weighing;
}

export interface BasketRanker {
  /** `history`: baskets oldest first, unknown items -1. Items already bought may be answered. */
  next(history: readonly ArrayLike<number>[], limit: number): Ranked;
}

/** What the model keeps at most, so that 100,000 customers with 50,000 items stay within about 150 MB and 3 ms. */
const BOUNDS = { customers: 30_000, items: 4_000_000, reads: 150_000 };
const QUESTIONS = 3000;
const FADING: Fading = { group: 17, within: 0.95, between: 0.9 };

function openShop(log: BasketLog, fading: Fading): Shop {
  const crowd = gatherCrowd(log, fading, 1);
  const habits = learnHabits(log, crowd.vectors);
  const all = Int32Array.from({ length: log.itemCount }, (_, item) => item);
  const sold = all.filter((item) => habits.popular[item]! > 0);
  const top = bestCodes(habits.popular, sold, sold.length, MOST_CANDIDATES);
  return { crowd, habits, fading, top, itemCount: log.itemCount, customers: customerCount(log), neighbours: 600, sharpness: 2 };
}

const worth = (quality: Quality): number => quality.recall + quality.ndcg;

export function trainBaskets(log: BasketLog, { random = seededRandom(1) }: { random?: Random } = {}): BasketModel {
  const bounded = tidy(log, BOUNDS, random);
  const clean = tidy(bounded, { ...BOUNDS, customers: customersWithin(bounded, BOUNDS.reads) }, random);
  const { known, held } = heldBack(clean);
  const lessons = readLessons(openShop(known, FADING), known, clean, held, QUESTIONS, random);
  const { weighing, plain, quality } = learnWeighing(lessons, MIXES, 10, worth, random);
  const shop = openShop(clean, FADING);
  const model: BasketModel = {
    parameters: {
      method: weighing.trees ? 'trees' : 'mix',
      share: SHARES[plain]!,
      neighbours: shop.neighbours,
      sharpness: shop.sharpness,
      ...FADING,
    },
    validation: { recall10: quality.recall, ndcg10: quality.ndcg, customers: quality.questions },
    bytes: 0,
    shop,
    weighing,
  };
  model.bytes = bytesIn(model);
  return model;
}

/** For each answered item the own item that spoke most for it: itself, or the one bought by the same customers. */
function reasons(shop: Shop, desk: ReturnType<typeof setDesk>, items: Int32Array): Int32Array {
  const because = new Int32Array(items.length).fill(-1);
  const place = new Map<number, number>();
  const strongest = new Float32Array(items.length);
  for (const [i, item] of items.entries()) {
    if (desk.own.values[item]! > 0) because[i] = item;
    else place.set(item, i);
  }
  const { starts, columns, values } = shop.habits.alike;
  for (let o = 0; o < desk.own.count && place.size > 0; o++) {
    const own = desk.own.codes[o]!;
    for (let p = starts[own]!; p < starts[own + 1]!; p++) {
      const i = place.get(columns[p]!);
      const says = values[p]! * desk.own.values[own]!;
      if (i === undefined || says <= strongest[i]!) continue;
      strongest[i] = says;
      because[i] = own;
    }
  }
  return because;
}

export function createBasketRanker(model: BasketModel): BasketRanker {
  const { shop, weighing } = model;
  const desk = setDesk(shop);
  return {
    next(history, limit) {
      if (shop.itemCount === 0 || limit <= 0) return nothingRanked();
      gather(shop, desk, history.slice(-NEWEST_BASKETS));
      weigh(weighing, desk.rows, desk.count, desk.scores);
      for (let r = 0; r < desk.count; r++) desk.byCode[desk.codes[r]!] = desk.scores[r]!;
      const items = bestCodes(desk.byCode, desk.codes, desk.count, limit);
      const scores = Float32Array.from(items, (item) => desk.byCode[item]!);
      return { items, scores, because: reasons(shop, desk, items), length: items.length };
    },
  };
}
