// What the shop as a whole knows of its items: how often lately, how often again, and what follows or belongs to what.

import { bestCodes } from '../matrix/best.ts';
import { type Rows, rowCount, transposed, writeRows } from '../matrix/rows.ts';
import { add, clear, emptyTally } from '../matrix/tally.ts';
import { type BasketLog, customerCount } from './log.ts';

export interface Habits {
  /** Share of customers with the item in one of their newest baskets, newest counting most. */
  popular: Float32Array;
  /** Chance that who bought it has it in the next basket again. */
  again: Float32Array;
  /** Item to items in the customer's next basket: P(next | item), shrunk. */
  next: Rows;
  /** Item to items of the same customers: cosine. */
  alike: Rows;
}

/** Popularity looks at this many of the newest baskets of every customer. */
const LATE = 3;
/** Items kept in a row of `next` and `alike`. */
const KEPT = 60;
/** Items read of one customer for `alike`: more would make pairs explode. */
const MOST_ITEMS = 250;

function popularity(log: BasketLog): Float32Array {
  const popular = new Float32Array(log.itemCount);
  const count = customerCount(log);
  for (let c = 0; c < count; c++) {
    const end = log.customers[c + 1]!;
    for (let b = Math.max(log.customers[c]!, end - LATE); b < end; b++) {
      for (let i = log.baskets[b]!; i < log.baskets[b + 1]!; i++) popular[log.items[i]!]! += 1 / (end - b) / count;
    }
  }
  return popular;
}

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

/** Baskets as rows of items with value 1, only those that have one after them, and beside each the basket after it. */
function steps(log: BasketLog): { before: Rows; after: Int32Array } {
  const writer = writeRows(log.items.length);
  const after: number[] = [];
  eachStep(log, (basket, next) => {
    for (let i = log.baskets[basket]!; i < log.baskets[basket + 1]!; i++) writer.push(log.items[i]!, 1);
    writer.endRow();
    after.push(next);
  });
  return { before: writer.done(), after: Int32Array.from(after) };
}

/** Steps read for one item at most: the newest say enough and a best seller must not cost minutes. */
const MOST_STEPS = 4000;

function following(log: BasketLog): Rows {
  const { before, after } = steps(log);
  const having = transposed(before, log.itemCount);
  const tally = emptyTally(log.itemCount);
  const out = writeRows(log.itemCount * 8);
  for (let item = 0; item < log.itemCount; item++) {
    const from = Math.max(having.starts[item]!, having.starts[item + 1]! - MOST_STEPS);
    for (let h = from; h < having.starts[item + 1]!; h++) {
      const basket = after[having.columns[h]!]!;
      for (let i = log.baskets[basket]!; i < log.baskets[basket + 1]!; i++) add(tally, log.items[i]!, 1);
    }
    const total = having.starts[item + 1]! - from;
    for (const other of bestCodes(tally.values, tally.codes, tally.count, KEPT)) out.push(other, tally.values[other]! / (total + 5));
    out.endRow();
    clear(tally);
  }
  return out.done();
}

/** Cosine of the columns of `vectors` (customers x items, already of row length about 1), the best of each item. */
function cosines(vectors: Rows, itemCount: number): Rows {
  const having = transposed(vectors, itemCount);
  const length = new Float32Array(itemCount);
  for (let i = 0; i < vectors.columns.length; i++) length[vectors.columns[i]!]! += vectors.values[i]! ** 2;
  for (let i = 0; i < itemCount; i++) length[i] = Math.sqrt(length[i]!) || 1;
  const tally = emptyTally(itemCount);
  const out = writeRows(itemCount * 8);
  for (let item = 0; item < itemCount; item++) {
    const from = Math.max(having.starts[item]!, having.starts[item + 1]! - MOST_STEPS);
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
  return {
    popular: popularity(log),
    again: repeatRate(log),
    next: following(log),
    alike: cosines(balanced(vectors), log.itemCount),
  };
}
