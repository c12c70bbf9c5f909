// CPU time of decide() alone: 100,000 products, persons with about 450 signals and 50 purchases, and the first call after a change.
// node bench/decide-engine.ts [path of another engine's index.ts, to compare]
import type { Catalogue, DecisionRequest, DecisionWorld, Models, Offer, Person, Stock } from '@faden/engine';
import { makeModels, makeOffers, makePerson, makeRange, makeStock, NOW, type Range, randomOf, WORDS } from './decide-world.ts';

export type Decide = typeof import('@faden/engine').decide;
const PRODUCTS = 100_000;

export interface BenchWorld {
  range: Range;
  stock: Stock;
  models: Models;
  offers: Offer[];
  persons: Person[];
}

export function makeWorld(persons = 200, rows = 400_000): BenchWorld {
  const range = makeRange(PRODUCTS);
  return {
    range,
    stock: makeStock(),
    models: makeModels(range, PRODUCTS, rows),
    offers: makeOffers(300, PRODUCTS, randomOf(5)),
    persons: Array.from({ length: persons }, (_, i) => makePerson(i, PRODUCTS)),
  };
}

const PLACEMENTS = [
  'web.home.hero',
  'web.home.row1',
  'web.product.row1',
  'web.cart.row1',
  'web.search.row1',
  'mail.newsletter',
  'push.store',
  'tablet.next_best',
  'till.one',
  'app.home',
  'session.next',
  'basket.next',
];

export function requestOf(placement: string, i: number): DecisionRequest {
  const sku = `SKU-${(i * 7919) % PRODUCTS}`;
  const context = placement.startsWith('web.product')
    ? { sku }
    : placement.startsWith('web.search')
      ? { term: `${WORDS[i % 97]} ${WORDS[(i * 5) % 89]}` }
      : /^(tablet|till|push)/.test(placement)
        ? { storeId: 'st_hh' }
        : {};
  return { placements: [{ id: placement }], channel: placement.split('.')[0]!, context };
}

export function worldFor(bench: BenchWorld, person: Person, i: number, catalogue: Catalogue = bench.range.catalogue()): DecisionWorld {
  return {
    person,
    catalogue,
    stock: bench.stock,
    offers: bench.offers,
    models: bench.models,
    now: NOW,
    decisionId: `dec_${i}`,
    seed: `dec_${i}`,
    token: (slot) => `tok_${i}_${slot}`,
    holdout: { share: 0.05, seed: 'h' },
    trace: 'compact',
  };
}

const at = (sorted: readonly number[], share: number): string =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!.toFixed(2);

/** Percentiles by the clock, the mean by CPU time, for the machine may be busy with something else as well. */
function report(name: string, measure: () => number[]): void {
  const before = process.threadCpuUsage();
  const times = measure();
  const used = process.threadCpuUsage(before);
  const cpu = (used.user + used.system) / 1000 / times.length;
  const sorted = times.sort((a, b) => a - b);
  console.log(
    `${name.padEnd(34)} CPU ${cpu.toFixed(2)}  p50 ${at(sorted, 0.5)}  p95 ${at(sorted, 0.95)}  p99 ${at(sorted, 0.99)}  max ${at(sorted, 1)} ms`,
  );
}

function timed(run: () => unknown): number {
  const started = performance.now();
  run();
  return performance.now() - started;
}

function measure(decide: Decide, bench: BenchWorld, rounds: number): void {
  let serial = 0;
  const one = (placement: string): number => {
    const i = serial++;
    const request = requestOf(placement, i);
    const world = worldFor(bench, bench.persons[i % bench.persons.length]!, i);
    return timed(() => decide(request, world));
  };
  for (const placement of PLACEMENTS) for (let i = 0; i < 100; i++) one(placement);
  for (const placement of PLACEMENTS) report(placement, () => Array.from({ length: rounds }, () => one(placement)));
  const mixed = ['web.home.row1', 'web.product.row1', 'tablet.next_best', 'session.next'];
  report('mix', () => Array.from({ length: rounds * 4 }, (_, i) => one(mixed[i % 4]!)));
  const changed = (name: string, placement: string, change: () => void): void =>
    report(`${placement} ${name}`, () =>
      Array.from({ length: 100 }, () => {
        change();
        return one(placement);
      }),
    );
  for (const placement of mixed) changed('after a change', placement, () => bench.range.reprice((serial * 31) % PRODUCTS, 999));
  changed('after new offers', 'web.home.row1', () => {
    bench.offers = [...bench.offers];
  });
}

if (import.meta.main) {
  const other = process.argv[2];
  const { decide } = (other ? await import(other) : await import('@faden/engine')) as { decide: Decide };
  const bench = makeWorld();
  measure(decide, bench, 400);
}
