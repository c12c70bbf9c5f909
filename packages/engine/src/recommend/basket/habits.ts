// What the shop as a whole knows of its items: how often lately, how often again, and what follows or belongs to what.

import { bestCodes } from '../matrix/best.ts';
import { type Rows, rowCount, transposed, writeRows } from '../matrix/rows.ts';
import { add, clear, emptyTally } from '../matrix/tally.ts';
import { type BasketLog, customerCount } from './log.ts';

export interface Habits {
  /** Share of customers with the item in one of their newest baskets, newest counting most. */
  popular: Float32Array;
  /** Share of customers with the item in their newest basket. */
  late: Float32Array;
  /** `late` against the share of all baskets, shrunk to 1: above 1 the item is on the rise. */
  trend: Float32Array;
  /** Chance that who bought it has it in the next basket again. */
  again: Float32Array;
  /** Share of its customers who bought it in more than one basket. */
  loyal: Float32Array;
  /** Baskets from one purchase of it to the next, mean. */
  gap: Float32Array;
  /** Item to items of the same customers: cosine. */
  alike: Rows;
}

/** Popularity looks at this many of the newest baskets of every customer. */
const LATE = 3;
/** Items kept in a row of `next` and `alike`. */
const KEPT = 60;
/** Items read of one customer for `alike`: more would make pairs explode. */
const MOST_ITEMS = 250;

/** Share of customers with the item in one of their newest `depth` baskets, the k-th newest counting 1/k. */
function popularity(log: BasketLog, depth: number): Float32Array {
  const popular = new Float32Array(log.itemCount);
  const count = customerCount(log);
  for (let c = 0; c < count; c++) {
    const end = log.customers[c + 1]!;
    for (let b = Math.max(log.customers[c]!, end - depth); b < end; b++) {
      for (let i = log.baskets[b]!; i < log.baskets[b + 1]!; i++) popular[log.items[i]!]! += 1 / (end - b) / count;
    }
  }
  return popular;
}

/** Baskets an item must have before its trend is believed by half. */
const TREND_PRIOR = 5;

function trendOf(log: BasketLog, late: Float32Array): Float32Array {
  const times = new Float32Array(log.itemCount);
  for (const item of log.items) times[item]! += 1;
  const customers = customerCount(log);
  const share = customers / Math.max(1, log.baskets.length - 1);
  return times.map((n, item) => (late[item]! * customers + TREND_PRIOR) / (n * share + TREND_PRIOR));
}

/** Customers and baskets an item must have before its own loyalty and gap are believed by half. */
const PRIOR = 10;

function loyaltyOf(log: BasketLog): { loyal: Float32Array; gap: Float32Array } {
  const { itemCount } = log;
  const [buyers, returning, gaps, gapSum] = [0, 1, 2, 3].map(() => new Float32Array(itemCount)) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const last = new Int32Array(itemCount).fill(-1);
  const counted = new Int32Array(itemCount).fill(-1);
  for (let c = 0; c < customerCount(log); c++) {
    const from = log.customers[c]!;
    for (let b = from; b < log.customers[c + 1]!; b++) {
      for (let i = log.baskets[b]!; i < log.baskets[b + 1]!; i++) {
        const item = log.items[i]!;
        if (last[item]! < from) buyers[item]! += 1;
        else {
          if (counted[item] !== c) returning[item]! += 1;
          counted[item] = c;
          gaps[item]! += 1;
          gapSum[item]! += b - last[item]!;
        }
        last[item] = b;
      }
    }
  }
  const meanLoyal = shareOf(returning, buyers);
  const meanGap = shareOf(gapSum, gaps) || 1;
  return {
    loyal: buyers.map((n, item) => (returning[item]! + PRIOR * meanLoyal) / (n + PRIOR)),
    gap: gaps.map((n, item) => (gapSum[item]! + PRIOR * meanGap) / (n + PRIOR)),
  };
}

const totalOf = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0);
const shareOf = (part: Float32Array, whole: Float32Array): number => totalOf(part) / (totalOf(whole) || 1);

/** Calls `see` for every basket with the number of the basket after it by the same customer. */
function eachStep(log: BasketLog, see: (basket: number, after: number) => void): void {
  for (let c = 0; c < customerCount(log); c++) {
    for (let b = log.customers[c]!; b < log.customers[c + 1]! - 1; b++) see(b, b + 1);
  }
}

function repeatRate(log: BasketLog): Float32Array {
  const bought = new Float32Array(log.itemCount);
  const repeated = new Float32Array(log.itemCount);
  const seenIn = new Int32Array(log.itemCount).fill(-1);
  let all = 0;
  let again = 0;
  eachStep(log, (basket, after) => {
    for (let i = log.baskets[after]!; i < log.baskets[after + 1]!; i++) seenIn[log.items[i]!] = basket;
    for (let i = log.baskets[basket]!; i < log.baskets[basket + 1]!; i++) {
      const item = log.items[i]!;
      const hit = seenIn[item] === basket ? 1 : 0;
      bought[item]! += 1;
      repeated[item]! += hit;
      all += 1;
      again += hit;
    }
  });
  const mean = all > 0 ? again / all : 0;
  return bought.map((n, item) => (repeated[item]! + 10 * mean) / (n + 10));
}

/** Customers read for one item at most: they say enough, and a best seller must not cost minutes. */
const MOST_CUSTOMERS = 4000;

/** Cosine of the columns of `vectors` (customers x items, already of row length about 1), the best of each item. */
function cosines(vectors: Rows, itemCount: number): Rows {
  const having = transposed(vectors, itemCount);
  const length = new Float32Array(itemCount);
  for (let i = 0; i < vectors.columns.length; i++) length[vectors.columns[i]!]! += vectors.values[i]! ** 2;
  for (let i = 0; i < itemCount; i++) length[i] = Math.sqrt(length[i]!) || 1;
  const tally = emptyTally(itemCount);
  const out = writeRows(itemCount * 8);
  for (let item = 0; item < itemCount; item++) {
    const from = Math.max(having.starts[item]!, having.starts[item + 1]! - MOST_CUSTOMERS);
    for (let h = from; h < having.starts[item + 1]!; h++) {
      const customer = having.columns[h]!;
      const end = Math.min(vectors.starts[customer + 1]!, vectors.starts[customer]! + MOST_ITEMS);
      for (let i = vectors.starts[customer]!; i < end; i++) {
        const other = vectors.columns[i]!;
        if (other !== item) add(tally, other, (having.values[h]! * vectors.values[i]!) / (length[item]! * length[other]!));
      }
    }
    for (const other of bestCodes(tally.values, tally.codes, tally.count, KEPT)) out.push(other, tally.values[other]!);
    out.endRow();
    clear(tally);
  }
  return out.done();
}

/** `vectors` are customers x items; rows are scaled so that a customer with many items does not outvote the others. */
function balanced(vectors: Rows): Rows {
  const values = new Float32Array(vectors.values.length);
  for (let r = 0; r < rowCount(vectors); r++) {
    const size = vectors.starts[r + 1]! - vectors.starts[r]!;
    values.fill(1 / Math.sqrt(size || 1), vectors.starts[r], vectors.starts[r + 1]);
  }
  return { ...vectors, values };
}

export function learnHabits(log: BasketLog, vectors: Rows): Habits {
  const late = popularity(log, 1);
  return {
    popular: popularity(log, LATE),
    late,
    trend: trendOf(log, late),
    again: repeatRate(log),
    ...loyaltyOf(log),
    alike: cosines(balanced(vectors), log.itemCount),
  };
}
