// For one history: which items come into question for the next basket, and what each signal says of them.

import { bestCodes } from '../matrix/best.ts';
import { add, clear, emptyTally, type Tally } from '../matrix/tally.ts';
import { type Crowd, nearest } from './crowd.ts';
import { type Fading, fade } from './decay.ts';
import type { Habits } from './habits.ts';

/** Everything an answer reads. */
export interface Shop {
  crowd: Crowd;
  habits: Habits;
  fading: Fading;
  /** Items by popularity, most popular first, as many as are ever asked. */
  top: Int32Array;
  itemCount: number;
  customers: number;
  neighbours: number;
  /** Exponent of the similarity as weight of a neighbour. */
  sharpness: number;
}

export const SIGNALS = [
  'own',
  'share',
  'times',
  'since',
  'due',
  'pace',
  'near',
  'wide',
  'nearRank',
  'popular',
  'late',
  'trend',
  'again',
  'loyal',
  'alike',
  'baskets',
  'breadth',
] as const;
/** `since` of what was never bought: further back than any history kept. */
const NEVER = 999;
export const WIDTH = SIGNALS.length;

/** Room for one question, reused; the arrays hold one row per candidate. */
export interface Desk {
  own: Tally;
  near: Tally;
  customers: Tally;
  wide: Tally;
  alike: Tally;
  times: Float32Array;
  first: Int32Array;
  last: Int32Array;
  picked: Tally;
  codes: Int32Array;
  rows: Float32Array;
  scores: Float32Array;
  byCode: Float32Array;
  count: number;
}

const FROM_OWN = 120;
const FROM_NEAR = 100;
const FROM_OTHERS = 40;
export const MOST_CANDIDATES = FROM_OWN + FROM_NEAR + 2 * FROM_OTHERS;
/** The nearest of the neighbours, whose voice is a signal of its own. */
const NEAREST = 60;

export function setDesk(shop: Shop): Desk {
  const tally = (): Tally => emptyTally(shop.itemCount);
  return {
    own: tally(),
    near: tally(),
    customers: emptyTally(shop.customers),
    wide: tally(),
    alike: tally(),
    picked: tally(),
    times: new Float32Array(shop.itemCount),
    first: new Int32Array(shop.itemCount),
    last: new Int32Array(shop.itemCount),
    codes: new Int32Array(MOST_CANDIDATES),
    rows: new Float32Array(MOST_CANDIDATES * WIDTH),
    scores: new Float32Array(MOST_CANDIDATES),
    byCode: new Float32Array(shop.itemCount),
    count: 0,
  };
}

function readOwn(shop: Shop, desk: Desk, history: readonly ArrayLike<number>[]): void {
  fade(history, shop.fading, desk.own);
  for (let i = 0; i < desk.own.count; i++) desk.times[desk.own.codes[i]!] = 0;
  for (let b = 0; b < history.length; b++) {
    const basket = history[b]!;
    for (let i = 0; i < basket.length; i++) {
      const code = basket[i]!;
      if (!(desk.own.values[code]! > 0)) continue;
      if (desk.times[code] === 0) desk.first[code] = b;
      desk.times[code]! += 1;
      desk.last[code] = b;
    }
  }
}

function readNeighbours(shop: Shop, desk: Desk): void {
  const { customers, similarity } = nearest(shop.crowd, desk.own, shop.neighbours, desk.customers);
  const { starts, columns, values } = shop.crowd.vectors;
  let closeSum = 0;
  let wideSum = 0;
  for (let n = 0; n < customers.length; n++) {
    const weight = similarity[n]! ** shop.sharpness;
    wideSum += weight;
    if (n < NEAREST) closeSum += 1;
    for (let p = starts[customers[n]!]!; p < starts[customers[n]! + 1]!; p++) {
      add(desk.wide, columns[p]!, weight * values[p]!);
      if (n < NEAREST) add(desk.near, columns[p]!, values[p]!);
    }
  }
  for (let i = 0; i < desk.wide.count; i++) desk.wide.values[desk.wide.codes[i]!]! /= wideSum;
  for (let i = 0; i < desk.near.count; i++) desk.near.values[desk.near.codes[i]!]! /= closeSum;
}

function readRelations({ habits: { alike } }: Shop, desk: Desk): void {
  for (let i = 0; i < desk.own.count; i++) {
    const item = desk.own.codes[i]!;
    const weight = desk.own.values[item]!;
    for (let p = alike.starts[item]!; p < alike.starts[item + 1]!; p++) add(desk.alike, alike.columns[p]!, weight * alike.values[p]!);
  }
}

function pick(desk: Desk, codes: ArrayLike<number>): void {
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    if (desk.picked.values[code] !== 0 || desk.count >= MOST_CANDIDATES) continue;
    add(desk.picked, code, 1);
    desk.codes[desk.count++] = code;
  }
}

const bestOf = (tally: Tally, limit: number): Int32Array => bestCodes(tally.values, tally.codes, tally.count, limit);

function writeRow({ habits }: Shop, desk: Desk, r: number, baskets: number, highest: number): void {
  const code = desk.codes[r]!;
  const own = desk.own.values[code]!;
  const times = own > 0 ? desk.times[code]! : 0;
  const since = own > 0 ? baskets - desk.last[code]! : NEVER;
  const gap = times > 1 ? (desk.last[code]! - desk.first[code]!) / (times - 1) : 0;
  const { rows } = desk;
  let at = r * WIDTH;
  rows[at++] = own;
  rows[at++] = times / (baskets || 1);
  rows[at++] = times;
  rows[at++] = since;
  rows[at++] = gap > 0 ? since / gap : -1;
  rows[at++] = own > 0 ? since / habits.gap[code]! : -1;
  rows[at++] = desk.near.values[code]!;
  rows[at++] = desk.wide.values[code]!;
  rows[at++] = highest > 0 ? desk.wide.values[code]! / highest : 0;
  rows[at++] = habits.popular[code]!;
  rows[at++] = habits.late[code]!;
  rows[at++] = habits.trend[code]!;
  rows[at++] = habits.again[code]!;
  rows[at++] = habits.loyal[code]!;
  rows[at++] = desk.alike.values[code]!;
  rows[at++] = baskets;
  rows[at] = desk.own.count / (baskets || 1);
}

/** Fills `desk.codes` and `desk.rows` (`desk.count` of them) for a history, oldest basket first. */
export function gather(shop: Shop, desk: Desk, history: readonly ArrayLike<number>[]): void {
  for (const tally of [desk.own, desk.near, desk.wide, desk.alike, desk.picked]) clear(tally);
  desk.count = 0;
  readOwn(shop, desk, history);
  readNeighbours(shop, desk);
  readRelations(shop, desk);
  pick(desk, bestOf(desk.own, FROM_OWN));
  const wide = bestOf(desk.wide, FROM_NEAR);
  pick(desk, wide);
  pick(desk, bestOf(desk.alike, FROM_OTHERS));
  pick(desk, shop.top.subarray(0, FROM_OTHERS));
  const highest = wide.length > 0 ? desk.wide.values[wide[0]!]! : 0;
  for (let r = 0; r < desk.count; r++) writeRow(shop, desk, r, history.length, highest);
}
