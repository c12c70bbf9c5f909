// What rises: the last days against fourteen times as many, per article and scope; places won; search terms asked for more than usual.
import { trend } from '@faden/engine';
import { bucketRows, columnKinds, type Frame } from '../../evidence/index.ts';
import { buyTypes, leastBuyers, type RowTest, rowTest } from './events.ts';
import type { People } from './people.ts';
import { type Cell, createCounter, descending, hasBuyers, type Scoped, scopedRows } from './popularity.ts';
import { daySeconds } from './weights.ts';

export interface TrendTable {
  events: string;
  days: number;
  site: Cell;
  /** By `place:3`, `region:1`, `channel:0`. */
  cells: Record<string, Cell>;
}

/** Places by articles in the short window and in the time before it, 0 = first. */
export interface RankTable {
  days: number;
  now: Int32Array;
  before: Int32Array;
  /** Articles with enough happening in the short window to speak of places won. */
  busy: Int32Array;
}

export interface TermTrend {
  days: number;
  terms: Int32Array;
  scores: Float32Array;
}

/** Long windows are so many short ones. */
const longWindows = 14;
const shownFrom = 2;
const perCell = 1_000;
const rankEvents = 'view+cart+buy';
const leastHappening = 5;

export function trendTable(frame: Frame, people: People, events: string, days: number, reference: number): TrendTable {
  const wanted = anyOf(frame, events);
  const [short, long] = [reference - days * daySeconds, reference - longWindows * days * daySeconds];
  const inLong: RowTest = (r) => (frame.at[r] as number) >= long && wanted(r);
  const scoped = scopedRows(frame, people, events, inLong);
  const rise = createRise(frame, short, days);
  const site = rise(scoped.rows, scoped.rows.length, (i) => i);
  const bought = events.split('+').some((event) => buyTypes.has(event));
  return { events, days, site, cells: risesIn(scoped, rise, (at) => !bought || hasBuyers(at, (i) => people.of(scoped.rows[i] as number))) };
}

type Rise = (rows: Int32Array, length: number, at: (i: number) => number) => Cell;

function risesIn(scoped: Scoped, rise: Rise, allowed: (positions: Int32Array) => boolean): Record<string, Cell> {
  const cells: Record<string, Cell> = {};
  for (const { name, offsets, rows } of scoped.scopes) {
    for (let key = 0; key + 1 < offsets.length; key++) {
      const mine = rows.subarray(offsets[key], offsets[key + 1]);
      if (mine.length === 0 || !allowed(mine)) continue;
      const cell = rise(scoped.rows, mine.length, (i) => mine[i] as number);
      if (cell.items.length > 0) cells[`${name}:${key}`] = cell;
    }
  }
  return cells;
}

function createRise(frame: Frame, short: number, days: number): Rise {
  const [recent, whole] = [new Int32Array(frame.skuCount), new Int32Array(frame.skuCount)];
  const counter = createCounter(frame.skuCount);
  return (rows, length, at) => {
    const touched: number[] = [];
    for (let i = 0; i < length; i++) {
      const row = rows[at(i)] as number;
      const sku = frame.sku[row] as number;
      if (whole[sku]!++ === 0) touched.push(sku);
      if ((frame.at[row] as number) >= short) recent[sku]!++;
    }
    for (const sku of touched) {
      const score = trend(recent[sku] as number, whole[sku] as number, days, longWindows * days);
      if (score >= shownFrom) counter.add(sku, score);
      recent[sku] = 0;
      whole[sku] = 0;
    }
    return counter.best(perCell);
  };
}

function anyOf(frame: Frame, events: string): RowTest {
  const tests = events.split('+').flatMap((event) => rowTest(frame, event, () => new Uint8Array(0)) ?? []);
  return (r) => tests.some((test) => test(r));
}

export function rankTable(frame: Frame, days: number, reference: number): RankTable {
  const wanted = anyOf(frame, rankEvents);
  const [short, long] = [reference - days * daySeconds, reference - longWindows * days * daySeconds];
  const [recent, earlier] = [new Float32Array(frame.skuCount), new Float32Array(frame.skuCount)];
  for (let r = 0; r < frame.length; r++) {
    const at = frame.at[r] as number;
    if (at >= long && wanted(r)) (at >= short ? recent : earlier)[frame.sku[r] as number]!++;
  }
  return {
    days,
    now: placesOf(recent),
    before: placesOf(earlier),
    busy: descending(recent).filter((sku) => (recent[sku] as number) >= leastHappening),
  };
}

/** The place of each article; all without a count share the one after the last. */
function placesOf(counts: Float32Array): Int32Array {
  const order = descending(counts);
  const places = new Int32Array(counts.length).fill(order.length);
  for (let place = 0; place < order.length; place++) places[order[place] as number] = place;
  return places;
}

/** Terms asked for more than usual, by at least five people lately: what one person typed is nobody else's business. */
export function termTrend(frame: Frame, people: People, days: number, reference: number): TermTrend {
  const [short, long] = [reference - days * daySeconds, reference - longWindows * days * daySeconds];
  const searched: RowTest = (r) => frame.kind[r] === columnKinds.search && (frame.at[r] as number) >= long && frame.detail[r] !== 0;
  const { offsets, rows } = bucketRows(frame.length, frame.termCount, (r) => (searched(r) ? (frame.detail[r] as number) : -1));
  const scores = new Float64Array(frame.termCount);
  for (let term = 0; term < frame.termCount; term++) {
    const mine = rows.subarray(offsets[term], offsets[term + 1]);
    if (mine.length < leastBuyers) continue;
    const recent = mine.filter((r) => (frame.at[r] as number) >= short);
    const score = trend(recent.length, mine.length, days, longWindows * days);
    if (score >= shownFrom && hasBuyers(recent, people.of)) scores[term] = score;
  }
  const terms = descending(scores).slice(0, perCell);
  return { days, terms, scores: Float32Array.from(terms, (term) => scores[term] as number) };
}
