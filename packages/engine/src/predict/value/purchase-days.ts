// The purchase log, customer by customer and day by day: several purchases of one day are one, their amounts added.
import { localDay } from '../../maths/calendar.ts';
import type { Summary } from './cohort.ts';

export interface PurchaseLog {
  /** Code of the customer, one per purchase row; rows in any order. */
  customers: Int32Array;
  /** Unix seconds. */
  at: Float64Array;
  cents: Float64Array;
  /** Margin of the row, where known. */
  marginCents?: Float64Array;
  customerCount: number;
  /** Unix seconds; later rows are left out. */
  now: number;
}

export interface PurchaseDays {
  /** Where each customer's days begin; one more than customers. */
  starts: Int32Array;
  /** Day numbers since 1970, ascending within a customer. */
  days: Int32Array;
  /** Amount of that day. */
  cents: Float64Array;
}

const DAY_SECONDS = 86_400;

/** The number of the day an instant (unix seconds) falls on, in UTC or a given zone. */
export function dayOf(seconds: number, zone?: string): number {
  return zone === undefined
    ? Math.floor(seconds / DAY_SECONDS)
    : Math.round(Date.parse(`${localDay(seconds * 1000, zone)}T00:00:00Z`) / (DAY_SECONDS * 1000));
}

/** The last full view of a moment: an instant at midnight still belongs to the day before. */
export function lastDayBefore(seconds: number, zone?: string): number {
  return dayOf(seconds - 0.001, zone);
}

export function purchaseDays(log: PurchaseLog, zone?: string): PurchaseDays {
  const { customers, at, now } = log;
  const counts = new Int32Array(log.customerCount + 1);
  for (let i = 0; i < customers.length; i++) if (at[i]! <= now) counts[customers[i]! + 1]! += 1;
  for (let c = 0; c < log.customerCount; c++) counts[c + 1]! += counts[c]!;
  const rows = new Int32Array(counts[log.customerCount]!);
  const next = counts.slice();
  for (let i = 0; i < customers.length; i++) if (at[i]! <= now) rows[next[customers[i]!]!++] = i;
  const starts = new Int32Array(log.customerCount + 1);
  const days = new Int32Array(rows.length);
  const cents = new Float64Array(rows.length);
  let end = 0;
  for (let c = 0; c < log.customerCount; c++) {
    starts[c] = end;
    const mine = rows.subarray(counts[c]!, counts[c + 1]!).sort((a, b) => at[a]! - at[b]!);
    for (const row of mine) {
      const day = dayOf(at[row]!, zone);
      if (end === starts[c]! || days[end - 1] !== day) days[end++] = day;
      cents[end - 1]! += log.cents[row]!;
    }
  }
  starts[log.customerCount] = end;
  return { starts, days: days.slice(0, end), cents: cents.slice(0, end) };
}

export interface Customer extends Summary {
  /** Mean amount of the repeat purchase days in cents; 0 without. */
  meanCents: number;
  /** Purchase days after the summary's end. */
  later: number;
}

/** Every customer who had bought by the end of `lastDay`, as the models see them then; `later` counts the days up to `untilDay`. */
export function customersAt(log: PurchaseDays, lastDay: number, untilDay = lastDay): Customer[] {
  const found: Customer[] = [];
  for (let c = 0; c + 1 < log.starts.length; c++) {
    const from = log.starts[c]!;
    let end = from;
    while (end < log.starts[c + 1]! && log.days[end]! <= lastDay) end++;
    if (end === from) continue;
    let later = end;
    while (later < log.starts[c + 1]! && log.days[later]! <= untilDay) later++;
    const first = log.days[from]!;
    let spent = 0;
    for (let i = from + 1; i < end; i++) spent += log.cents[i]!;
    const repeats = end - from - 1;
    found.push({
      repeats,
      lastDays: log.days[end - 1]! - first,
      ageDays: lastDay - first,
      meanCents: repeats > 0 ? spent / repeats : 0,
      later: later - end,
    });
  }
  return found;
}
