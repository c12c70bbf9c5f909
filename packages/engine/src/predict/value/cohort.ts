// What the purchase models see of customers: repeats, last purchase and age, counted in days and grouped where they are alike.

/** One customer at a moment: repeat purchase days, and days from the first purchase to the last one and to the moment. */
export interface Summary {
  repeats: number;
  lastDays: number;
  ageDays: number;
}

/** Customers alike in (x, t_x, T), column by column; times in whole days since each one's first purchase. */
export interface Cohort {
  /** x: repeat purchase days. */
  repeats: Int32Array;
  /** t_x: day of the last purchase, 0 without repeats. */
  lastDays: Int32Array;
  /** T: days from first purchase to now. */
  ageDays: Int32Array;
  /** How many customers are like that. */
  customers: Float64Array;
}

export const DAYS_PER_WEEK = 7;
/** Above so many customers every k-th is enough: the error of the fit is far below that of the model. */
const MOST_CUSTOMERS = 60_000;

/** Groups equal customers; of more than `most` only every k-th is taken, in an order that does not depend on how they arrived. */
export function cohortOf(summaries: readonly Summary[], most = MOST_CUSTOMERS): Cohort {
  const stride = Math.max(1, Math.ceil(summaries.length / most));
  const groups = new Map<string, { of: Summary; customers: number }>();
  const ordered = stride === 1 ? summaries : [...summaries].sort(byBehaviour);
  for (let i = 0; i < ordered.length; i += stride) {
    const of = ordered[i]!;
    const key = `${of.repeats} ${of.lastDays} ${of.ageDays}`;
    const known = groups.get(key);
    if (known) known.customers += 1;
    else groups.set(key, { of, customers: 1 });
  }
  const all = [...groups.values()];
  return {
    repeats: Int32Array.from(all, ({ of }) => of.repeats),
    lastDays: Int32Array.from(all, ({ of }) => of.lastDays),
    ageDays: Int32Array.from(all, ({ of }) => of.ageDays),
    customers: Float64Array.from(all, ({ customers }) => customers),
  };
}

const byBehaviour = (a: Summary, b: Summary): number => a.repeats - b.repeats || a.lastDays - b.lastDays || a.ageDays - b.ageDays;

/** A cohort from columns, e.g. as stored; `customers` 1 each unless told. */
export function cohortFrom(columns: {
  repeats: readonly number[];
  lastDays: readonly number[];
  ageDays: readonly number[];
  customers?: readonly number[];
}): Cohort {
  return {
    repeats: Int32Array.from(columns.repeats),
    lastDays: Int32Array.from(columns.lastDays),
    ageDays: Int32Array.from(columns.ageDays),
    customers: columns.customers ? Float64Array.from(columns.customers) : new Float64Array(columns.repeats.length).fill(1),
  };
}

/** `ln(shift + d/7)` for whole days 0 … `maxDays`; the likelihoods look their logarithms up here. */
export function logTable(shift: number, maxDays: number): Float64Array {
  const table = new Float64Array(maxDays + 1);
  for (let day = 0; day <= maxDays; day++) table[day] = Math.log(shift + day / DAYS_PER_WEEK);
  return table;
}

export function largest(values: Int32Array): number {
  let most = 0;
  for (const value of values) if (value > most) most = value;
  return most;
}
