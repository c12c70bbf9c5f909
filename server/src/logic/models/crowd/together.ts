// Which articles occur together in a visit, on a receipt or in a life, in no order.
import { MIN_TOGETHER } from '@faden/engine';
import type { Frame, Sessions } from '../../evidence/index.ts';
import { growing } from '../growing.ts';
import type { RowTest } from './events.ts';
import { groupsWith, type Lists, neighboursIn, type PairTable, pairWriter, type Tally } from './pair-table.ts';

/** Of a group only the last so many articles count, of an article only the newest so many groups: work stays bounded. */
const longestGroup = 50;
const groupsPerItem = 3_000;

/** The distinct articles of one event per group. */
export function listsOf(frame: Frame, groups: Sessions, wanted: RowTest): Lists {
  const count = groups.offsets.length - 1;
  const offsets = new Int32Array(count + 1);
  const items = growing(Int32Array);
  const seen = new Set<number>();
  for (let g = 0; g < count; g++) {
    seen.clear();
    for (let i = (groups.offsets[g + 1] as number) - 1; i >= (groups.offsets[g] as number) && seen.size < longestGroup; i--) {
      const row = groups.rows[i] as number;
      if (wanted(row)) seen.add(frame.sku[row] as number);
    }
    for (const item of seen) items.push(item);
    offsets[g + 1] = items.length;
  }
  return { offsets, items: items.done() };
}

/** Called for every article with what was met beside it, before that is forgotten. */
export type Look = (item: number, nA: number, tally: Tally, right: Float64Array, total: number) => void;

/**
 * For every a on the left: in how many groups b of the right occurs with it. `total` is the number of groups, those without
 * any of the two included. Where an article has too many groups, its newest stand for all.
 */
export function countTogether(skuCount: number, left: Lists, right: Lists, total: number, look?: Look): PairTable {
  const inverted = invert(left, skuCount);
  const rights = groupsWith(right, skuCount);
  const tally: Tally = { counts: new Float64Array(skuCount), touched: [] };
  const writer = pairWriter();
  for (let a = 0; a < skuCount; a++) {
    const end = inverted.offsets[a + 1] as number;
    const start = Math.max(inverted.offsets[a] as number, end - groupsPerItem);
    for (let g = start; g < end; g++) meet(tally, a, right, inverted.items[g] as number);
    look?.(a, end - start, tally, rights, total);
    writer.row(a, neighboursIn(tally, end - start, rights, total, MIN_TOGETHER));
    forget(tally);
  }
  return writer.done();
}

function meet({ counts, touched }: Tally, a: number, right: Lists, group: number): void {
  for (let i = right.offsets[group] as number; i < (right.offsets[group + 1] as number); i++) {
    const b = right.items[i] as number;
    if (b === a) continue;
    if (counts[b] === 0) touched.push(b);
    counts[b]!++;
  }
}

export function forget({ counts, touched }: Tally): void {
  for (const b of touched) counts[b] = 0;
  touched.length = 0;
}

/** Groups per code, ascending. */
function invert(lists: Lists, codes: number): Lists {
  const offsets = new Int32Array(codes + 1);
  for (const item of lists.items) offsets[item + 1]!++;
  for (let i = 0; i < codes; i++) offsets[i + 1]! += offsets[i] as number;
  const items = new Int32Array(lists.items.length);
  const next = offsets.slice(0, codes);
  for (let g = 0; g + 1 < lists.offsets.length; g++) {
    for (let i = lists.offsets[g] as number; i < (lists.offsets[g + 1] as number); i++) items[next[lists.items[i] as number]!++] = g;
  }
  return { offsets, items };
}

/** The groups with at least one row, without those that have none. */
export function filledGroups(groups: Sessions): Sessions {
  const offsets = growing(Int32Array);
  offsets.push(0);
  for (let g = 0; g + 1 < groups.offsets.length; g++) {
    const end = groups.offsets[g + 1] as number;
    if (end > (groups.offsets[g] as number)) offsets.push(end);
  }
  return { offsets: offsets.done(), rows: groups.rows };
}
