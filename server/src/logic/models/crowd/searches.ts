// What people choose and buy after searching: articles by normalised term.
import { columnKinds, type Sessions } from '../../evidence/index.ts';
import { countFollowed, coursesOf } from './followed.ts';
import type { PairTable } from './pair-table.ts';
import type { Ground } from './pairs.ts';
import { livesOf } from './people.ts';
import { filledGroups } from './together.ts';
import { daySeconds } from './weights.ts';

/** A look belongs to the last search within half an hour, a purchase to all searches of the day. */
const viewWithin = 1_800;
const buyWithin = daySeconds;

export function searchTables(ground: Ground, days: number): { view: PairTable; buy: PairTable } {
  const { frame, people, reference } = ground;
  const since = reference - days * daySeconds;
  const isSearch = (r: number) => frame.kind[r] === columnKinds.search && frame.detail[r] !== 0;
  const fresh = (r: number) => (frame.at[r] as number) >= since;
  const table = (kind: number, within: number, untilNext: boolean): PairTable => {
    const groups = filledGroups(livesOf(frame, people, (r) => (frame.kind[r] === kind || isSearch(r)) && fresh(r)));
    const nextSearch = untilNext ? nextSearches(groups, frame.at, isSearch) : undefined;
    const courses = coursesOf(
      groups,
      (i) => {
        const row = groups.rows[i] as number;
        const at = frame.at[row] as number;
        if (!isSearch(row)) return undefined;
        return { code: frame.detail[row] as number, from: at, until: Math.min(at + within, nextSearch?.[i] ?? Number.POSITIVE_INFINITY) };
      },
      (i) => {
        const row = groups.rows[i] as number;
        return frame.kind[row] === kind ? { code: frame.sku[row] as number, at: frame.at[row] as number } : undefined;
      },
    );
    return countFollowed(courses, frame.termCount, frame.skuCount, false);
  };
  return { view: table(columnKinds.view, viewWithin, true), buy: table(columnKinds.buy, buyWithin, false) };
}

/** When the same person searched next, by position; infinite after the last. */
function nextSearches(groups: Sessions, at: Int32Array, isSearch: (row: number) => boolean): Float64Array {
  const next = new Float64Array(groups.rows.length).fill(Number.POSITIVE_INFINITY);
  for (let g = 0; g + 1 < groups.offsets.length; g++) {
    let coming = Number.POSITIVE_INFINITY;
    for (let i = (groups.offsets[g + 1] as number) - 1; i >= (groups.offsets[g] as number); i--) {
      next[i] = coming;
      const row = groups.rows[i] as number;
      if (isSearch(row)) coming = at[row] as number;
    }
  }
  return next;
}
