// Every table against the plainest way to count it, on small worlds drawn at random.
import { coOccurrence, shrunkRate, trend } from '@faden/engine';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crowdOf, day, type Given, now } from '../../../../../tests/crowd-world.ts';
import { flags } from '../../evidence/index.ts';

const skus = ['A', 'B', 'C', 'D', 'E', 'F'];
const stores = ['st_a', 'st_b'];
type World = Given[];

/** People who lean to one of three pairs of articles, over three weeks, so that some pairs hold and others do not. */
function worldOf(seed: number): World {
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const rows: World = [];
  for (let p = 0; p < 150; p++) {
    const lean = Math.floor(random() * 3);
    let at = now - Math.floor(random() * 21 * day);
    for (let k = 0; k < 8; k++) {
      const what = random() < 0.8 ? skus[2 * lean + Math.floor(random() * 2)] : pick(skus);
      at += Math.floor(random() * (random() < 0.7 ? 10 * 60_000 : 4 * day));
      const kind = pick(['view', 'view', 'view', 'buy', 'buy', 'scan', 'return'] as const);
      const place = kind === 'buy' || kind === 'scan' ? pick([undefined, ...stores]) : undefined;
      const basket = kind === 'buy' ? `${p}.${Math.floor(at / day)}` : undefined;
      rows.push({
        who: `p${p}`,
        what,
        kind,
        at: Math.min(at, now),
        place,
        basket,
        units: 1 + Math.floor(random() * 2),
        flags: random() < 0.1 ? flags.gift : 0,
      });
    }
  }
  return rows;
}

const seconds = (row: Given) => Math.floor((row.at as number) / 1000);
const people = (rows: World) => [...Map.groupBy(rows, (row) => row.who).values()].map((own) => own.sort((x, y) => seconds(x) - seconds(y)));
const distinct = <T>(values: Iterable<T>) => new Set(values);

/** Visits the plain way: half an hour of pause ends one, a life within a day is one. */
function visits(rows: World): World[] {
  return people(rows).flatMap((own) => {
    if (seconds(own.at(-1) as Given) - seconds(own[0] as Given) <= 86_400) return [own];
    const found: World[] = [];
    for (const row of own) {
      const open = found.at(-1);
      if (open && seconds(row) - seconds(open.at(-1) as Given) <= 1_800) open.push(row);
      else found.push([row]);
    }
    return found;
  });
}

/** What the gate lets through when `follows(group, a, b)` tells whether a group has both. */
function pairsOf(
  groups: World[],
  from: (r: Given) => boolean,
  to: (r: Given) => boolean,
  follows: (group: World, a: string, b: string) => boolean,
) {
  const has = (group: World, sku: string, test: (r: Given) => boolean) => group.some((r) => test(r) && r.what === sku);
  const found: Record<string, Record<string, { n: number; score: number }>> = {};
  for (const a of skus) {
    const row: Record<string, { n: number; score: number }> = {};
    found[a] = row;
    for (const b of skus) {
      if (a === b) continue;
      const n = groups.filter((g) => follows(g, a, b)).length;
      const stats = coOccurrence(
        groups.filter((g) => has(g, a, from)).length,
        groups.filter((g) => has(g, b, to)).length,
        n,
        groups.length,
      );
      if (stats.passes && stats.lift > 1) row[b] = { n, score: stats.shrunk };
    }
  }
  return found;
}
const is = (kind: string) => (r: Given) => r.kind === kind;
const both = (from: string, to: string) => (group: World, a: string, b: string) =>
  group.some((r) => r.kind === from && r.what === a) && group.some((r) => r.kind === to && r.what === b);
const after = (from: string, to: string, least: number, most: number) => (group: World, a: string, b: string) =>
  group.some(
    (x) =>
      x.kind === from &&
      x.what === a &&
      group.some((y) => y.kind === to && y.what === b && seconds(y) - seconds(x) >= least && seconds(y) - seconds(x) <= most),
  );

type Ask = (sku: string) => readonly { sku: string; n: number; score: number }[];
function sameTable(ask: Ask, expected: ReturnType<typeof pairsOf>): number {
  let pairs = 0;
  for (const a of skus) {
    const got = Object.fromEntries(ask(a).map(({ sku, n, score }) => [sku, { n, score: expect.closeTo(score, 5) }]));
    expect(expected[a] ?? {}, a).toEqual(got);
    pairs += Object.keys(got).length;
  }
  return pairs;
}

test('pairs in visits, lives and receipts, in no order and in order', () => {
  let held = 0;
  fc.assert(
    fc.property(fc.nat(1_000_000), (seed) => {
      const rows = worldOf(seed);
      const crowd = crowdOf(rows, { skus });
      const only = (...kinds: string[]) => rows.filter((r) => kinds.includes(r.kind ?? ''));
      const ask =
        (pair: string): Ask =>
        (sku) =>
          crowd.together(pair, sku, 50);
      const follow =
        (pair: string): Ask =>
        (sku) =>
          crowd.followed(pair, sku, 50);
      const receipts = [...Map.groupBy(only('buy'), (r) => r.basket).values()];
      held += sameTable(ask('view>view'), pairsOf(visits(only('view')), is('view'), is('view'), both('view', 'view')));
      held += sameTable(ask('buy>buy'), pairsOf(people(only('buy')), is('buy'), is('buy'), both('buy', 'buy')));
      held += sameTable(ask('buy>buy.basket'), pairsOf(receipts, is('buy'), is('buy'), both('buy', 'buy')));
      held += sameTable(ask('view>buy'), pairsOf(people(only('view', 'buy')), is('view'), is('buy'), after('view', 'buy', 0, 30 * 86_400)));
      held += sameTable(follow('buy>buy.30d'), pairsOf(people(only('buy')), is('buy'), is('buy'), after('buy', 'buy', 1, 30 * 86_400)));
      held += sameTable(
        follow('return>buy.14d'),
        pairsOf(people(only('return', 'buy')), is('return'), is('buy'), after('return', 'buy', 0, 14 * 86_400)),
      );
      const next = (group: World, a: string, b: string) =>
        group.some((x, i) => x.what === a && group.slice(i + 1).find((y) => y.what !== a)?.what === b);
      held += sameTable(follow('view>view.next'), pairsOf(visits(only('view')), is('view'), is('view'), next));
      const inStore = (r: Given) => r.kind === 'buy' && r.place !== undefined;
      const storeLives = people(rows.filter(inStore));
      held += sameTable(ask('storebuy>storebuy'), pairsOf(storeLives, inStore, inStore, both('buy', 'buy')));
    }),
    { numRuns: 25 },
  );
  expect(held).toBeGreaterThan(100);
});

test('popularity, rates and trends, with cells of fewer than five buyers empty', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.integer({ min: 1, max: 480 }), (seed, length) => {
      const rows = worldOf(seed).slice(0, length);
      const crowd = crowdOf(rows, { skus, regionOf: (place) => (place === 'st_a' ? 'north' : 'south') });
      const end = Math.max(...rows.map(seconds));
      const counted = (test: (r: Given) => boolean, weight: (r: Given) => number) =>
        skus
          .map((sku) => [sku, rows.filter((r) => r.what === sku && test(r)).reduce((n, r) => n + weight(r), 0)] as const)
          .filter(([, n]) => n > 0);
      const same = (got: readonly { sku: string; score: number }[], expected: (readonly [string, number])[]) => {
        expect(got.map((one) => one.sku).sort()).toEqual(expected.map(([sku]) => sku).sort());
        for (const [sku, n] of expected) expect(got.find((one) => one.sku === sku)?.score, sku).toBeCloseTo(n, 3);
        for (let i = 1; i < got.length; i++) expect(got[i]?.score).toBeLessThanOrEqual(got[i - 1]?.score as number);
      };
      const faded = (r: Given) => (r.units ?? 1) * 2 ** (-(end - seconds(r)) / (28 * 86_400));
      const cell = (test: (r: Given) => boolean) => (distinct(rows.filter(test).map((r) => r.who)).size < 5 ? [] : counted(test, faded));
      same(crowd.popular('buy', 'site', 50), counted(is('buy'), faded));
      same(
        crowd.popular('buy', 'store:st_a', 50),
        cell((r) => r.kind === 'buy' && r.place === 'st_a'),
      );
      same(
        crowd.popular('buy', 'region:south', 50),
        cell((r) => r.kind === 'buy' && r.place === 'st_b'),
      );
      const early = cell((r) => r.kind === 'buy' && (r.what as string) < 'C');
      same(crowd.popular('buy', 'brand:early', 50), early);
      same(
        crowd.popular('scan', 'store:st_b', 50),
        counted(
          (r) => r.kind === 'scan' && r.place === 'st_b',
          (r) => 2 ** (-(end - seconds(r)) / (14 * 86_400)),
        ),
      );
      const rise = (test: (r: Given) => boolean) =>
        skus.flatMap((sku) => {
          const own = rows.filter((r) => test(r) && r.what === sku && seconds(r) >= end - 42 * 86_400);
          const score = trend(own.filter((r) => seconds(r) >= end - 3 * 86_400).length, own.length, 3, 42);
          return score >= 2 ? [[sku, score] as const] : [];
        });
      same(
        crowd.trending('view+cart+buy', 'site', 3, 50),
        rise((r) => r.kind === 'view' || r.kind === 'buy'),
      );
      const weigh = (test: (r: Given) => boolean) => new Map(counted(test, (r) => 2 ** (-(end - seconds(r)) / (28 * 86_400))));
      const [views, buys] = [weigh(is('view')), weigh((r) => r.kind === 'buy' && r.place === undefined)];
      const all = (m: Map<string, number>) => [...m.values()].reduce((n, x) => n + x, 0);
      const rates = skus.flatMap((sku) => {
        const [a, b] = [buys.get(sku) ?? 0, views.get(sku) ?? 0];
        return a > 0 && b > 0 ? [[sku, Math.min(1, shrunkRate(a, b, all(buys), all(views)))] as const] : [];
      });
      same(crowd.rates('buy/view', 'site', 50), rates);
    }),
    { numRuns: 60 },
  );
});
