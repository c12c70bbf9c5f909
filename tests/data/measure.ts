// What the test on real data measures itself: sessions of Diginetica asked position by position, against plain popularity.
import { client, type Faden } from '../start-faden.ts';
import { digineticaSessions, linesOf, type Session } from './convert.ts';

export interface Position {
  before: string[];
  label: string;
}

/** Positions of test sessions, spread evenly over the file. */
export async function testPositions(file: string, wanted: number): Promise<Position[]> {
  const sessions: Session[] = [];
  for await (const session of digineticaSessions(file)) sessions.push(session);
  const all = sessions.flatMap(({ items }) => items.slice(1).map((label, i) => ({ before: items.slice(0, i + 1), label })));
  const step = all.length / wanted;
  return Array.from({ length: wanted }, (_none, i) => all[Math.floor(i * step)] as Position);
}

/** The twenty items seen most often. */
export function mostPopular(counts: ReadonlyMap<string, number>): Set<string> {
  return new Set(
    [...counts]
      .sort((a, b) => b[1] - a[1])
      .slice(0, 20)
      .map(([item]) => item),
  );
}

/** The share of positions whose next item is among the twenty answered. */
export async function sessionHits(
  faden: Faden,
  positions: readonly Position[],
): Promise<{ hitRate: number; fullAnswers: number; msEach: number }> {
  const api = client(faden);
  let [hits, full] = [0, 0];
  const started = performance.now();
  for (const { before, label } of positions) {
    const session = before.map((item) => ({ sku: `d${item}`, event: 'Product Viewed' }));
    const answer = await api.post('/v1/decisions', {
      placements: [{ id: 'session.next', limit: 20 }],
      context: { session },
      options: { evaluation: true },
    });
    const skus: string[] = answer.placements[0].items.map((item: { sku: string }) => item.sku);
    if (skus.length === 20) full++;
    if (skus.includes(`d${label}`)) hits++;
  }
  return {
    hitRate: hits / positions.length,
    fullAnswers: full / positions.length,
    msEach: (performance.now() - started) / positions.length,
  };
}

export interface Bought {
  sku: string;
  store: string;
  quantity: number;
  cents: number;
}

/** Lines of the households in a file of Complete Journey; lines on which nothing was sold are none. */
export async function purchasesOf(file: string, wanted: (household: string) => boolean): Promise<Map<string, Bought[]>> {
  const found = new Map<string, Bought[]>();
  let head = true;
  for await (const line of linesOf(file)) {
    const [household = '', store = '', , sku = '', quantity, value] = line.replaceAll('"', '').split(',');
    if (!head && wanted(household) && Number(quantity) > 0) {
      found.set(household, [
        ...(found.get(household) ?? []),
        { sku, store, quantity: Number(quantity), cents: Math.round(Number(value) * 100) },
      ]);
    }
    head = false;
  }
  return found;
}
