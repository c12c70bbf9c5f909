// Histories of baskets as flat arrays: cleaning what comes in, and holding the last basket of each customer back to learn from.

/** Histories of all customers. Nothing here tells who they are. */
export interface BasketLog {
  /** Item codes of all baskets, customer after customer, oldest basket first; items inside a basket distinct. */
  items: Int32Array;
  /** Offsets of baskets into `items`, one more than baskets. */
  baskets: Int32Array;
  /** Offsets of customers into `baskets`, one more than customers. */
  customers: Int32Array;
  /** Codes run from 0 to itemCount - 1. */
  itemCount: number;
  /** Unix seconds of each basket, where known. */
  at?: Float64Array;
}

/** How much is kept: customers beyond this are left out, the latest stay (or a draw, where no times are known). */
export interface Bounds {
  customers: number;
  items: number;
}

export const customerCount = (log: BasketLog): number => Math.max(0, log.customers.length - 1);

/** Newest baskets of one customer beyond which older ones say nothing any more. */
export const NEWEST_BASKETS = 200;

function chosenCustomers(log: BasketLog, bounds: Bounds, random: () => number): Int32Array {
  const count = customerCount(log);
  const last = new Float64Array(count);
  for (let c = 0; c < count; c++) {
    const end = log.customers[c + 1]!;
    last[c] = log.at && end > log.customers[c]! ? log.at[end - 1]! : random();
  }
  const order = Int32Array.from({ length: count }, (_, c) => c);
  if (count > bounds.customers || log.items.length > bounds.items) order.sort((a, b) => last[b]! - last[a]! || a - b);
  let items = 0;
  let kept = 0;
  for (; kept < Math.min(count, bounds.customers) && items <= bounds.items; kept++) {
    const customer = order[kept]!;
    items += log.baskets[log.customers[customer + 1]!]! - log.baskets[log.customers[customer]!]!;
  }
  return order.slice(0, kept).sort();
}

/** A copy without codes outside the catalogue, repeated codes, empty baskets and customers without any, within the bounds. */
export function tidy(log: BasketLog, bounds: Bounds, random: () => number): BasketLog {
  const chosen = chosenCustomers(log, bounds, random);
  const items: number[] = [];
  const baskets: number[] = [0];
  const customers: number[] = [0];
  const at: number[] = [];
  const seenIn = new Int32Array(log.itemCount).fill(-1);
  for (const customer of chosen) {
    const end = log.customers[customer + 1]!;
    for (let b = Math.max(log.customers[customer]!, end - NEWEST_BASKETS); b < end; b++) {
      const before = items.length;
      for (let i = log.baskets[b]!; i < log.baskets[b + 1]!; i++) {
        const item = log.items[i]!;
        if (item < 0 || item >= log.itemCount || seenIn[item] === b) continue;
        seenIn[item] = b;
        items.push(item);
      }
      if (items.length === before) continue;
      baskets.push(items.length);
      at.push(log.at?.[b] ?? 0);
    }
    if (baskets.length - 1 > customers[customers.length - 1]!) customers.push(baskets.length - 1);
  }
  return {
    items: Int32Array.from(items),
    baskets: Int32Array.from(baskets),
    customers: Int32Array.from(customers),
    itemCount: log.itemCount,
    ...(log.at ? { at: Float64Array.from(at) } : {}),
  };
}

/**
 * How many customers may be searched so that a question reads about `reads` entries of the inverted index. A question of a customer reads
 * the customers of each of its items, so the mean over all is the sum of squared item customers over customers, which grows with both.
 */
export function customersWithin(log: BasketLog, reads: number): number {
  const having = new Float64Array(log.itemCount);
  const last = new Int32Array(log.itemCount).fill(-1);
  const count = customerCount(log);
  for (let c = 0; c < count; c++) {
    for (let i = log.baskets[log.customers[c]!]!; i < log.baskets[log.customers[c + 1]!]!; i++) {
      const item = log.items[i]!;
      if (last[item] !== c) having[item]! += 1;
      last[item] = c;
    }
  }
  const mean = having.reduce((sum, n) => sum + n * n, 0) / (count || 1);
  return mean <= reads ? count : Math.ceil((count * reads) / mean);
}

/** Every customer with at least two baskets loses the last one; `held[c]` is its number in the full log, or -1. */
export function heldBack(log: BasketLog): { known: BasketLog; held: Int32Array } {
  const count = customerCount(log);
  const held = new Int32Array(count).fill(-1);
  const keep: number[] = [];
  const customers = new Int32Array(count + 1);
  for (let c = 0; c < count; c++) {
    const end = log.customers[c + 1]!;
    const several = end - log.customers[c]! > 1;
    if (several) held[c] = end - 1;
    for (let b = log.customers[c]!; b < (several ? end - 1 : end); b++) keep.push(b);
    customers[c + 1] = keep.length;
  }
  const baskets = new Int32Array(keep.length + 1);
  for (const [i, b] of keep.entries()) baskets[i + 1] = baskets[i]! + log.baskets[b + 1]! - log.baskets[b]!;
  const items = new Int32Array(baskets[keep.length]!);
  for (const [i, b] of keep.entries()) items.set(log.items.subarray(log.baskets[b]!, log.baskets[b + 1]!), baskets[i]!);
  return { known: { items, baskets, customers, itemCount: log.itemCount }, held };
}

/** The baskets of one customer as views into the log, oldest first. */
export function historyOf(log: BasketLog, customer: number): Int32Array[] {
  const out: Int32Array[] = [];
  for (let b = log.customers[customer]!; b < log.customers[customer + 1]!; b++) {
    out.push(log.items.subarray(log.baskets[b]!, log.baskets[b + 1]!));
  }
  return out;
}
