// Baskets as the packs have them: histories with a hidden next basket, and baskets one article was taken out of.
import { LAST_DAY, type Question, type RankingPack, type Sale } from './pack.ts';
import { jsonRows } from './read-text.ts';

const day = 86_400_000;

/** Without a clock everybody's newest basket lies on the same day, the ones before it a day apart each. */
const dayBefore = (count: number, index: number): number => LAST_DAY - (count - index) * day;

/** The hidden baskets of the customers marked `test` where any are, else of all. */
export async function readNextBasket(name: string, files: { history: string; future: string }): Promise<RankingPack> {
  const sales: Sale[] = [];
  for await (const { user, baskets } of jsonRows<{ user: string; baskets: (string | number)[][] }>(files.history)) {
    for (const [i, items] of baskets.entries())
      sales.push({ number: `${user}-${i}`, customer: String(user), at: dayBefore(baskets.length, i), items: items.map(String) });
  }
  const questions: (Question & { fold?: string })[] = [];
  for await (const { user, basket, fold } of jsonRows<{ user: string; basket: (string | number)[]; fold?: string }>(files.future))
    questions.push({ given: [], customer: String(user), wanted: basket.map(String), fold });
  const test = questions.filter((one) => one.fold === 'test');
  const asked = (test.length > 0 ? test : questions).map(({ fold, ...question }) => question);
  return { task: 'basket', name, visits: [], sales, questions: asked };
}

interface TrainBasket {
  basket: string;
  customer?: string;
  /** Unix seconds or ISO. */
  ts?: string | number;
  items: (string | number)[];
}

const instantOf = (ts: string | number): number => (typeof ts === 'number' ? ts * 1000 : Date.parse(ts));

export async function readCompletion(name: string, files: { train: string; test: string }): Promise<RankingPack> {
  const rows: TrainBasket[] = [];
  const counts = new Map<string, number>();
  for await (const row of jsonRows<TrainBasket>(files.train)) {
    rows.push(row);
    const who = String(row.customer ?? row.basket);
    counts.set(who, (counts.get(who) ?? 0) + 1);
  }
  const seen = new Map<string, number>();
  const sales = rows.map(({ basket, customer = basket, ts, items }): Sale => {
    const who = String(customer);
    const index = seen.get(who) ?? 0;
    seen.set(who, index + 1);
    const at = ts === undefined ? dayBefore(counts.get(who) as number, index) : instantOf(ts);
    return { number: String(basket), customer: who, at, items: items.map(String) };
  });
  const questions: Question[] = [];
  for await (const { context, target } of jsonRows<{ context: (string | number)[]; target: string | number }>(files.test))
    questions.push({ given: context.map(String), wanted: [String(target)] });
  return { task: 'completion', name, visits: [], sales, questions };
}
