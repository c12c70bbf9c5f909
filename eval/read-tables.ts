// Tables of a pack: purchases of a cohort for customer value, and a randomised mailing for uplift.
import { fnv1a32 } from '@faden/engine';
import type { Arm, Sale, UpliftPack, ValuePack } from './pack.ts';
import { tableRows } from './read-text.ts';

const dayMs = 86_400_000;

/**
 * customer,date,(units,)amount. The first half of the days may be learned from; the purchase days of the second half are asked for.
 * Everything bought on one day is one sale, at noon.
 */
export async function readPurchases(name: string, file: string): Promise<ValuePack> {
  const byDay = new Map<string, { customer: string; day: number; cents: number }>();
  for await (const row of tableRows(file)) {
    const [customer = '', date = ''] = [row['customer'], row['date']];
    const day = Math.floor(Date.parse(date) / dayMs);
    const key = `${customer} ${day}`;
    const cents = Math.round(Number(row['amount']) * 100);
    const known = byDay.get(key);
    if (known) known.cents += cents;
    else byDay.set(key, { customer, day, cents });
  }
  const rows = [...byDay.values()].sort((a, b) => a.day - b.day);
  const [first, last] = [rows[0]?.day ?? 0, rows.at(-1)?.day ?? 0];
  const horizonDays = Math.floor((last - first + 1) / 2);
  const until = last - horizonDays;
  const sales: Sale[] = [];
  const later = new Map<string, number>();
  for (const { customer, day, cents } of rows) {
    if (day <= until) {
      sales.push({ number: `${customer}-${day}`, customer, at: day * dayMs + dayMs / 2, items: ['goods'], cents: [cents] });
      later.set(customer, 0);
    } else if (later.has(customer)) later.set(customer, (later.get(customer) as number) + 1);
  }
  return { task: 'value', name, sales, until: (until + 1) * dayMs, horizonDays, later };
}

const NUMBERS = ['recency', 'history', 'mens', 'womens', 'newbie'];
const WORDS = ['zip_code', 'channel'];

/** A row per customer with the mail they were sent (`segment`, one of which says "No") and whether they came (`visit`). */
export async function readTrial(name: string, file: string): Promise<UpliftPack> {
  const rows: Record<string, string>[] = [];
  for await (const row of tableRows(file)) rows.push(row);
  const numbers = NUMBERS.filter((column) => rows[0]?.[column] !== undefined);
  // One value of each is left out: it is what the others are compared with.
  const words = WORDS.flatMap((column) =>
    [...new Set(rows.map((row) => row[column] ?? ''))]
      .sort()
      .slice(1)
      .map((value) => ({ column, value })),
  );
  const segments = [...new Set(rows.map((row) => row['segment'] ?? ''))].sort();
  const control = segments.find((segment) => segment.startsWith('No')) ?? '';
  const columns = [...numbers, ...words.map(({ value }) => value)];
  const arms = segments
    .filter((segment) => segment !== control)
    .map((segment): Arm => {
      const own = rows.filter((row) => row['segment'] === segment || row['segment'] === control);
      const values = own.flatMap((row) => [
        ...numbers.map((column) => Number(row[column])),
        ...words.map(({ column, value }) => (row[column] === value ? 1 : 0)),
      ]);
      return {
        name: segment,
        values: Float64Array.from(values),
        treated: Uint8Array.from(own, (row) => (row['segment'] === segment ? 1 : 0)),
        outcome: Float64Array.from(own, (row) => Number(row['visit'])),
        half: Uint8Array.from(own, (row) => fnv1a32(`half:${row['id']}`) % 2),
      };
    });
  return { task: 'uplift', name, columns, arms };
}
