// The vectors of the specification and cases made by hand.

import { buffersIn, bytesIn, STRATEGIES } from '@faden/engine';
import { expect, test } from 'vitest';
import { crowdOf, type Given, now } from '../../../../../tests/crowd-world.ts';
import { flags } from '../../evidence/index.ts';
import { neededBy } from './needed.ts';
import { editDistance } from './spelling.ts';
import { emptyCrowd } from './train.ts';
import { seasonOf } from './weights.ts';

const times = (n: number, make: (i: number) => Given | Given[]): Given[] => Array.from({ length: n }, (_, i) => make(i)).flat();
const near = (list: readonly { sku: string; score: number }[], sku: string) => list.find((one) => one.sku === sku);

test('co: P .1409, lift 3.0 and LLR 28.97 of the vector n_a 200, n_b 500, n_ab 30, N 10 000', () => {
  const rows = times(10_000, (i) => {
    const made: Given[] = [{ who: `s${i}`, what: 'Z', kind: 'buy', basket: `r${i}` }];
    if (i < 200) made.push({ who: `s${i}`, what: 'A', kind: 'buy', basket: `r${i}` });
    if (i >= 170 && i < 670) made.push({ who: `s${i}`, what: 'B', kind: 'buy', basket: `r${i}` });
    return made;
  });
  const [b] = crowdOf(rows).together('buy>buy.basket', 'A', 10);
  expect(b).toMatchObject({ sku: 'B', n: 30 });
  expect(b?.score).toBeCloseTo(0.1409, 4);
  expect(b?.lift).toBeCloseTo(3, 5);
  expect(b?.llr).toBeCloseTo(28.97, 2);
});

test('trend: 24 today against 60 in 14 days is 8.57; 2.0 is the least that is shown', () => {
  const rows = [
    ...times(24, (i) => ({ who: `a${i}`, what: 'A', ago: 0.2 })),
    ...times(36, (i) => ({ who: `b${i}`, what: 'A', ago: 1.5 + i / 3 })),
    ...times(60, (i) => ({ who: `c${i}`, what: 'B', ago: 0.1 + i / 4.5 })),
  ];
  const crowd = crowdOf(rows);
  expect(crowd.trending('view+cart+buy', 'site', 1, 10)).toEqual([{ sku: 'A', score: expect.closeTo(8.57, 2) }]);
  expect(crowd.trending('view+cart+buy', 'brand:early', 1, 10).map((one) => one.sku)).toEqual(['A']);
  expect(crowd.trending('view+cart+buy', 'brand:late', 1, 10)).toEqual([]);
});

test('rate: one of two looked at and bought, ten of a hundred in the house, is .1078', () => {
  const rows = [
    ...times(2, (i) => ({ who: `v${i}`, what: 'A' })),
    { who: 'v0', what: 'A', kind: 'buy' as const, basket: 'x' },
    ...times(98, (i) => ({ who: `w${i}`, what: 'B' })),
    ...times(9, (i) => ({ who: `w${i}`, what: 'B', kind: 'buy' as const, basket: `y${i}` })),
  ];
  const crowd = crowdOf(rows);
  expect(near(crowd.rates('buy/view', 'site', 10), 'A')?.score).toBeCloseTo(0.1078, 4);
  expect(crowd.rates('buy/view', 'cat:Letters', 10)).toHaveLength(2);
});

test('kept and stars: what comes back sinks, a single five does not beat many', () => {
  const rows = [
    ...times(10, (i) => ({ who: `a${i}`, what: 'A', kind: 'buy' as const, basket: `a${i}` })),
    ...times(10, (i) => ({ who: `b${i}`, what: 'B', kind: 'buy' as const, basket: `b${i}` })),
    ...times(6, (i) => ({ who: `b${i}`, what: 'B', kind: 'return' as const })),
    { who: 'x', what: 'A', kind: 'review' as const, stars: 5 },
    ...times(30, (i) => ({ who: `y${i}`, what: 'B', kind: 'review' as const, stars: i < 24 ? 5 : 4 })),
    ...times(30, (i) => ({ who: `z${i}`, what: 'C', kind: 'review' as const, stars: 1 })),
  ];
  const crowd = crowdOf(rows);
  expect(crowd.rates('keep/buy', 'site', 10).map((one) => one.sku)).toEqual(['A', 'B']);
  const stars = crowd.rates('stars', 'site', 10);
  expect(stars.map((one) => one.sku)).toEqual(['B', 'A', 'C']);
  const mean = (5 + 24 * 5 + 6 * 4 + 30) / 61;
  expect(near(stars, 'A')?.score).toBeCloseTo((5 + 10 * mean) / 11, 4);
});

test('a half-life halves, a window cuts, and each strategy has its own', () => {
  const rows = [
    ...times(5, (i) => ({ who: `a${i}`, what: 'A', kind: 'buy' as const, basket: `a${i}` })),
    ...times(8, (i) => ({ who: `b${i}`, what: 'B', kind: 'buy' as const, basket: `b${i}`, ago: 28 })),
  ];
  const crowd = crowdOf(rows);
  expect(crowd.popular('buy', 'site', 10, { kind: 'halfLife', days: 28 })).toEqual([
    { sku: 'A', score: 5 },
    { sku: 'B', score: 4 },
  ]);
  expect(crowd.popular('buy', 'site', 10, { kind: 'window', days: 7 }).map((one) => one.sku)).toEqual(['A']);
  expect(crowd.popular('buy', 'site', 10, { kind: 'halfLife', days: 56 }).map((one) => one.sku)).toEqual(['B', 'A']);
  // Nobody declared a half-life of 60 days: the most alike one answers until the next training.
  expect(crowd.popular('buy', 'site', 10, { kind: 'halfLife', days: 60 })).toEqual(
    crowd.popular('buy', 'site', 10, { kind: 'halfLife', days: 56 }),
  );
  expect(crowd.popular('buy', 'site', 10)).toEqual(crowd.popular('buy', 'site', 10, { kind: 'halfLife', days: 28 }));
});

test('last season is the same week of last year with two around it, also for presents', () => {
  const [from, to] = seasonOf(now / 1000);
  // 21 November 2026 lies in week 47; week 47 of 2025 begins on 17 November.
  expect(new Date(from * 1000).toISOString()).toBe('2025-11-03T00:00:00.000Z');
  expect(new Date(to * 1000).toISOString()).toBe('2025-12-08T00:00:00.000Z');
  const last = (now / 1000 - from) / 86_400;
  const rows = [
    ...times(6, (i) => ({ who: `a${i}`, what: 'A', kind: 'buy' as const, basket: `a${i}`, ago: last - 1, flags: flags.gift })),
    ...times(6, (i) => ({ who: `b${i}`, what: 'B', kind: 'buy' as const, basket: `b${i}`, ago: last + 1, flags: flags.gift })),
    { who: 'today', what: 'C' },
  ];
  expect(
    crowdOf(rows)
      .popular('giftbuy', 'site', 10, { kind: 'season' })
      .map((one) => one.sku),
  ).toEqual(['A']);
});

test('a cell that four people bought in stays empty, one of five does not; looking needs no five', () => {
  const bought = (n: number, place: string, what: string) =>
    times(n, (i) => ({ who: `${place}${i}`, what, kind: 'buy' as const, place, basket: `${place}${i}`, channel: place }));
  const rows = [
    ...bought(4, 'st_a', 'A'),
    ...bought(4, 'st_a', 'A'),
    ...bought(5, 'st_b', 'D'),
    { who: 'one', what: 'A', kind: 'scan' as const, place: 'st_a' },
  ];
  const crowd = crowdOf(rows, { regionOf: () => 'north' });
  expect(crowd.popular('buy', 'store:st_a', 10)).toEqual([]);
  expect(crowd.popular('buy', 'store:st_b', 10).map((one) => one.sku)).toEqual(['D']);
  expect(crowd.popular('buy', 'region:north', 10).map((one) => one.sku)).toEqual(['A', 'D']);
  expect(crowd.popular('buy', 'channel:st_a', 10)).toEqual([]);
  expect(crowd.popular('buy', 'brand:early', 10)).toEqual([]);
  expect(crowd.popular('buy', 'brand:late', 10).map((one) => one.sku)).toEqual(['D']);
  expect(crowd.popular('buy', 'need:n', 10).map((one) => one.sku)).toEqual(['A', 'D']);
  expect(crowd.popular('scan', 'store:st_a', 10).map((one) => one.sku)).toEqual(['A']);
});

test('first purchases are those of the first sale; what is collected was not sold in the store', () => {
  const rows = times(6, (i) => [
    { who: `p${i}`, what: 'A', kind: 'buy' as const, basket: `1${i}`, ago: 10 },
    { who: `p${i}`, what: 'B', kind: 'buy' as const, basket: `2${i}`, ago: 5, place: 'st_a', flags: flags.collect },
    { who: `sale ${i}`, what: 'C', kind: 'buy' as const, basket: `3${i}`, ago: 5, flags: flags.anonymous },
  ]);
  const crowd = crowdOf(rows);
  expect(crowd.popular('firstbuy', 'site', 10).map((one) => one.sku)).toEqual(['A']);
  expect(crowd.popular('collect', 'store:st_a', 10).map((one) => one.sku)).toEqual(['B']);
  expect(crowd.popular('buy', 'store:st_a', 10)).toEqual([]);
});

test('people, not devices: two nodes of one person are one buyer and one life', () => {
  const rows = times(6, (i) => [
    { who: `phone${i}`, what: 'A', kind: 'buy' as const, basket: `a${i}`, ago: 20 },
    { who: `card${i}`, what: 'B', kind: 'buy' as const, basket: `b${i}`, ago: 10 },
    ...times(8, (k) => ({ who: `other${i}.${k}`, what: 'C', kind: 'buy' as const, basket: `c${i}.${k}` })),
  ]);
  expect(crowdOf(rows).together('buy>buy', 'A', 5)).toEqual([]);
  const codes = [...new Set(rows.map((row) => row.who))];
  const person = Int32Array.from(codes, (who) => codes.indexOf(who.replace('card', 'phone')));
  const together = crowdOf(rows, { person });
  expect(together.together('anybuy>anybuy', 'A', 5)[0]).toMatchObject({ sku: 'B', n: 6 });
  expect(together.followed('buy>buy.30d', 'A', 5)[0]).toMatchObject({ sku: 'B', n: 6 });
  expect(together.followed('buy>buy.30d', 'B', 5)).toEqual([]);
  expect(together.followed('firstbuy>buy', 'A', 5)[0]).toMatchObject({ sku: 'B' });
});

test('substitutes are looked at together and not bought together; complements the other way round', () => {
  const rows = times(60, (i) => {
    const made: Given[] = [
      { who: `v${i}`, what: i % 3 === 0 ? 'E' : 'A' },
      { who: `v${i}`, what: i % 3 === 0 ? 'F' : 'B' },
    ];
    if (i % 3 === 1)
      made.push(
        { who: `v${i}`, what: i % 2 ? 'A' : 'B', kind: 'buy', basket: `r${i}` },
        { who: `v${i}`, what: 'C', kind: 'buy', basket: `r${i}` },
      );
    if (i % 3 === 0) made.push({ who: `v${i}`, what: 'G', kind: 'buy', basket: `r${i}` });
    return made;
  });
  const crowd = crowdOf(rows);
  expect(crowd.substitutes('A', 5).map((one) => one.sku)).toEqual(['B']);
  expect(crowd.complements('A', 5).map((one) => one.sku)).toEqual(['C']);
  expect(crowd.complements('A', 5)[0]?.lift).toBeGreaterThan(1.5);
  expect(crowd.substitutes('C', 5)).toEqual([]);
});

test('what is chosen after a search, near terms too, and terms on the rise', () => {
  const rows = times(40, (i) => {
    const [word, what] = i % 2 ? ['laptop', 'A'] : ['kaffee', 'B'];
    const at = now - (i % 5) * 3_600_000 - 7_200_000;
    const search: Given = { who: `s${i}`, kind: 'search', word, at };
    return [
      search,
      { who: `s${i}`, what, at: at + 60_000 },
      { who: `s${i}`, what, kind: 'buy' as const, basket: `r${i}`, at: at + 120_000 },
    ];
  });
  const crowd = crowdOf(rows);
  expect(crowd.searched(' LAPTOP ', 'view', false, 5)).toMatchObject([{ sku: 'A', n: 20 }]);
  expect(crowd.searched('labtop', 'buy', false, 5)).toEqual([]);
  expect(crowd.searched('labtop', 'buy', true, 5)).toMatchObject([{ sku: 'A' }]);
  expect(crowd.searched('kaffe', 'buy', true, 5)).toMatchObject([{ sku: 'B' }]);
  expect(crowd.searched('regenschirm', 'buy', true, 5)).toEqual([]);
  expect(
    crowd
      .trendingTerms(3, 5)
      .map((one) => one.term)
      .sort(),
  ).toEqual(['kaffee', 'laptop']);
});

test('narrow tables stand beside the wide one, and only where enough happened', () => {
  const rows = times(120, (i) => {
    const place = i % 2 ? 'st_a' : 'st_b';
    const pair = i % 2 ? ['A', 'B'] : ['A', 'C'];
    const others = ['D', 'E'];
    return [...(i % 4 < 2 ? pair : others)].map((what) => ({ who: `s${i}`, what, kind: 'scan' as const, place }));
  });
  const crowd = crowdOf(rows);
  expect(
    crowd
      .together('scan>scan', 'A', 5)
      .map((one) => one.sku)
      .sort(),
  ).toEqual(['B', 'C']);
  expect(crowd.together('scan>scan', 'A', 5, 'store:st_a').map((one) => one.sku)).toEqual(['B']);
  expect(crowd.together('scan>scan', 'A', 5, 'store:st_b').map((one) => one.sku)).toEqual(['C']);
  expect(crowd.together('scan>scan', 'A', 5, 'store:st_none')).toEqual([]);
});

test('segments and tiers are cells of their own', () => {
  const rows = times(12, (i) => ({ who: `p${i}`, what: i < 6 ? 'A' : 'B', kind: 'buy' as const, basket: `b${i}` }));
  const groups = {
    names: ['segment:vip', 'tier:gold'],
    offsets: Int32Array.from({ length: 13 }, (_, p) => Math.min(p, 6) + Math.max(0, Math.min(p - 2, 4))),
    codes: new Int32Array(0),
  };
  const codes: number[] = [];
  for (let p = 0; p < 12; p++) for (const [g, has] of [p < 6, p >= 2 && p < 6].entries()) if (has) codes.push(g);
  const crowd = crowdOf(rows, { groups: { ...groups, codes: Int32Array.from(codes) } });
  expect(crowd.popular('buy', 'segment:vip', 5).map((one) => one.sku)).toEqual(['A']);
  expect(crowd.popular('buy', 'tier:gold', 5)).toEqual([]);
});

test('places won count inside the scope', () => {
  const rows = [
    ...times(30, (i) => ({ who: `a${i}`, what: 'A', ago: 20 })),
    ...times(20, (i) => ({ who: `b${i}`, what: 'B', ago: 20 })),
    ...times(10, (i) => ({ who: `c${i}`, what: 'C', ago: 20 })),
    ...times(9, (i) => ({ who: `d${i}`, what: 'C', ago: 1 })),
    ...times(2, (i) => ({ who: `e${i}`, what: 'A', ago: 1 })),
  ];
  const crowd = crowdOf(rows);
  expect(crowd.trending('rank', 'cat:Letters', 7, 5)).toEqual([{ sku: 'C', score: 2 }]);
  expect(crowd.trending('rank', 'brand:late', 7, 5)).toEqual([]);
});

test('a past that was only imported has its tables as well; stray rows after it do not end it', () => {
  const rows = times(3_000, (i) => ({
    who: `p${i}`,
    what: i % 2 ? 'A' : 'B',
    kind: 'buy' as const,
    basket: `b${i}`,
    ago: 4_000 - i / 100,
  }));
  const crowd = crowdOf([...rows, { who: 'visitor', what: 'A' }]);
  expect(crowd.popular('buy', 'site', 5, { kind: 'window', days: 7 }).length).toBe(2);
});

test('every table the catalogue asks for is counted, and a merchant adds to it', () => {
  const needed = neededBy(STRATEGIES.values(), (id) => STRATEGIES.get(id)?.ast);
  expect(needed.together['view>storebuy']).toBe(90);
  expect(needed.together['cart>cart']).toBeGreaterThanOrEqual(60);
  expect(needed.followed).toMatchObject({ 'buy>buy.30d': 365, 'return>buy.14d': 365, 'viewoos>buy': 90 });
  expect(needed.narrow).toEqual(
    expect.arrayContaining([
      { pair: 'scan>scan', by: 'store' },
      { pair: 'buy>buy', by: 'region' },
    ]),
  );
  expect(needed.termTrends).toEqual([3]);
});

test('single changes between words', () => {
  expect(editDistance('laptop', 'labtop', 2)).toBe(1);
  expect(editDistance('ab', 'ba', 2)).toBe(1);
  expect(editDistance('kitten', 'sitting', 2)).toBe(3);
  expect(editDistance('', 'ab', 2)).toBe(2);
});

test('an empty crowd answers nothing and holds nothing', () => {
  expect(bytesIn(emptyCrowd())).toBe(0);
  expect(buffersIn(emptyCrowd()).length).toBe(1);
  expect(crowdOf([]).popular('buy', 'site', 5)).toEqual([]);
});
