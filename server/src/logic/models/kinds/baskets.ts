// Receipts and orders out of the columns: whole baskets, and baskets one after the other for each customer.
import { bucketRows, columnKinds, type Frame, flags } from '../../evidence/index.ts';

export interface Baskets {
  /** Distinct articles of basket i: items[offsets[i]] … items[offsets[i+1]−1]. */
  items: Int32Array;
  offsets: Int32Array;
  /** Unix seconds, person (−1 for sales to nobody known). */
  at: Float64Array;
  person: Int32Array;
}

/** All receipts and orders with at least one article. */
export function basketsOf(frame: Frame, personOf: Int32Array): Baskets {
  const isBuy = (r: number) => frame.kind[r] === columnKinds.buy && frame.basket[r] !== 0 && (frame.sku[r] as number) >= 0;
  const { offsets, rows } = bucketRows(frame.length, frame.basketCount, (r) => (isBuy(r) ? (frame.basket[r] as number) : -1));
  const items = new Int32Array(rows.length);
  const starts: number[] = [0];
  const at: number[] = [];
  const person: number[] = [];
  const seen = new Set<number>();
  let filled = 0;
  for (let b = 0; b + 1 < offsets.length; b++) {
    const [from, to] = [offsets[b] as number, offsets[b + 1] as number];
    if (from === to) continue;
    seen.clear();
    for (let i = from; i < to; i++) seen.add(frame.sku[rows[i] as number] as number);
    for (const item of seen) items[filled++] = item;
    const first = rows[from] as number;
    starts.push(filled);
    at.push(frame.at[first] as number);
    person.push(((frame.flags[first] as number) & flags.anonymous) !== 0 ? -1 : (personOf[frame.node[first] as number] as number));
  }
  return { items: items.slice(0, filled), offsets: Int32Array.from(starts), at: Float64Array.from(at), person: Int32Array.from(person) };
}

export interface Histories {
  items: Int32Array;
  /** Offsets of baskets into items, customer after customer, oldest first. */
  baskets: Int32Array;
  /** Offsets of customers into baskets. */
  customers: Int32Array;
  at: Float64Array;
  /** Person number per customer. */
  persons: Int32Array;
}

/** The baskets of everybody known, in the order in which they were bought. */
export function historiesOf(all: Baskets): Histories {
  const order = Array.from(all.person.keys())
    .filter((b) => (all.person[b] as number) >= 0)
    .sort((a, b) => (all.person[a] as number) - (all.person[b] as number) || (all.at[a] as number) - (all.at[b] as number) || a - b);
  const items = new Int32Array(all.items.length);
  const baskets = new Int32Array(order.length + 1);
  const customers: number[] = [];
  const persons: number[] = [];
  let filled = 0;
  for (const [i, b] of order.entries()) {
    const who = all.person[b] as number;
    if (who !== persons.at(-1)) {
      customers.push(i);
      persons.push(who);
    }
    const own = all.items.subarray(all.offsets[b], all.offsets[b + 1]);
    items.set(own, filled);
    filled += own.length;
    baskets[i + 1] = filled;
  }
  customers.push(order.length);
  return {
    items: items.slice(0, filled),
    baskets,
    customers: Int32Array.from(customers),
    at: Float64Array.from(order, (b) => all.at[b] as number),
    persons: Int32Array.from(persons),
  };
}
