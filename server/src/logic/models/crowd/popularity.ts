// Faded counts per event: for the whole site by article, and the best of every store, channel, region and group.
import type { Fading } from '@faden/engine';
import { bucketRows, columnKinds, type Frame } from '../../evidence/index.ts';
import { buyTypes, leastBuyers, placeFor, type RowTest } from './events.ts';
import type { People } from './people.ts';
import { weigh } from './weights.ts';

/** The best of one scope, best first. */
export interface Cell {
  items: Int32Array;
  scores: Float32Array;
}

export interface PopularTable {
  event: string;
  fading: Fading;
  /** By sku code. */
  scores: Float64Array;
  /** Sku codes with a count, the highest first. */
  order: Int32Array;
  /** By `place:3`, `channel:0`, `region:1`, `group:2`. */
  cells: Record<string, Cell>;
  /** Of buy-type events: up to five different buyers per sku code as person + 1, 0 = none. */
  buyers?: Int32Array;
}

const perCell = 1_000;

/** Rows of one event, sorted into the scopes they count in. */
export interface Scoped {
  rows: Int32Array;
  /** Positions in `rows` per key. */
  scopes: { name: string; offsets: Int32Array; rows: Int32Array }[];
}

export function scopedRows(frame: Frame, people: People, event: string, wanted: RowTest): Scoped {
  const all = bucketRows(frame.length, 1, (r) => (wanted(r) ? 0 : -1)).rows;
  const placeOf = placeFor(frame, event);
  const by = (name: string, keys: number, keyOf: (row: number) => number) => ({
    name,
    ...bucketRows(all.length, keys, (i) => keyOf(all[i] as number)),
  });
  const place = (r: number) => placeOf(r) || -1;
  const region = (r: number) => frame.regionOf[placeOf(r)] || -1;
  const scopes = [
    by('place', frame.placeCount, place),
    by('region', frame.regionCount, region),
    by('channel', frame.channelCount, (r) => frame.channel[r] as number),
  ];
  if (people.groups.names.length > 0) scopes.push({ name: 'group', ...byGroup(all, people) });
  return { rows: all, scopes };
}

/** A person may be in several groups, so their rows stand in each of them. */
function byGroup(rows: Int32Array, { of, groups }: People) {
  const pairs: [group: number, position: number][] = [];
  for (let i = 0; i < rows.length; i++) {
    const p = of(rows[i] as number);
    for (let g = groups.offsets[p] ?? 0; g < (groups.offsets[p + 1] ?? 0); g++) pairs.push([groups.codes[g] as number, i]);
  }
  const { offsets, rows: order } = bucketRows(pairs.length, groups.names.length, (k) => (pairs[k] as [number, number])[0]);
  return { offsets, rows: order.map((k) => (pairs[k] as [number, number])[1]) };
}

export function popularTable(frame: Frame, people: People, event: string, fading: Fading, scoped: Scoped, reference: number): PopularTable {
  const weightAt = weigh(fading, reference);
  const bought = buyTypes.has(event);
  const { rows } = scoped;
  const weights = Float64Array.from(rows, (r) => {
    const units = frame.kind[r] === columnKinds.buy ? (frame.units[r] as number) : 1;
    return units * weightAt(frame.at[r] as number);
  });
  const scores = new Float64Array(frame.skuCount);
  for (let i = 0; i < rows.length; i++) scores[frame.sku[rows[i] as number] as number]! += weights[i] as number;
  const cells: Record<string, Cell> = {};
  const count = createCounter(frame.skuCount);
  for (const { name, offsets, rows: positions } of scoped.scopes) {
    for (let key = 0; key + 1 < offsets.length; key++) {
      const mine = positions.subarray(offsets[key], offsets[key + 1]);
      const alive = mine.filter((i) => (weights[i] as number) > 0);
      if (alive.length === 0 || (bought && !hasBuyers(alive, (i) => people.of(rows[i] as number)))) continue;
      for (const i of alive) count.add(frame.sku[rows[i] as number] as number, weights[i] as number);
      cells[`${name}:${key}`] = count.best(perCell);
    }
  }
  const table = { event, fading, scores, order: descending(scores), cells };
  return bought ? { ...table, buyers: buyersOf(frame, people, rows, weights) } : table;
}

/** Whether at least five different people are among these. */
export function hasBuyers(positions: ArrayLike<number>, personOf: (position: number) => number): boolean {
  const seen = new Set<number>();
  for (let i = 0; i < positions.length; i++) {
    seen.add(personOf(positions[i] as number));
    if (seen.size >= leastBuyers) return true;
  }
  return false;
}

function buyersOf(frame: Frame, people: People, rows: Int32Array, weights: Float64Array): Int32Array {
  const buyers = new Int32Array(leastBuyers * frame.skuCount);
  for (let i = 0; i < rows.length; i++) {
    if ((weights[i] as number) <= 0) continue;
    const row = rows[i] as number;
    const start = leastBuyers * (frame.sku[row] as number);
    const person = people.of(row) + 1;
    for (let k = start; k < start + leastBuyers && buyers[k] !== person; k++) {
      if (buyers[k] !== 0) continue;
      buyers[k] = person;
      break;
    }
  }
  return buyers;
}

/** Positions of what is above zero, the highest first. */
export function descending(values: ArrayLike<number>): Int32Array {
  const above = new Int32Array(values.length);
  let n = 0;
  for (let i = 0; i < values.length; i++) if ((values[i] as number) > 0) above[n++] = i;
  return above.slice(0, n).sort((x, y) => (values[y] as number) - (values[x] as number) || x - y);
}

/** Sums by article that forgets only what it touched. */
export function createCounter(size: number) {
  const sums = new Float64Array(size);
  const touched: number[] = [];
  return {
    add(item: number, weight: number): void {
      if (sums[item] === 0) touched.push(item);
      sums[item]! += weight;
    },
    /** The highest first; empties the counter. */
    best(most: number): Cell {
      const items = touched.sort((x, y) => (sums[y] as number) - (sums[x] as number) || x - y).slice(0, most);
      const cell = { items: Int32Array.from(items), scores: Float32Array.from(items, (item) => sums[item] as number) };
      for (const item of touched) sums[item] = 0;
      touched.length = 0;
      return cell;
    },
  };
}
