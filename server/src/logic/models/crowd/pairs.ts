// All pair tables of a training: which events of whom are put together for each, over which time.
import { columnKinds, type Frame, type Sessions, sessionsOf } from '../../evidence/index.ts';
import { type RowTest, rowTest } from './events.ts';
import { countFollowed, coursesOf } from './followed.ts';
import type { PairTable } from './pair-table.ts';
import { livesOf, type People } from './people.ts';
import { countTogether, filledGroups, type Look, listsOf } from './together.ts';
import { daySeconds } from './weights.ts';

/** What all pair tables of one training read. */
export interface Ground {
  frame: Frame;
  people: People;
  reference: number;
  firstBuys: () => Uint8Array;
}

const bySession: ReadonlySet<string> = new Set(['view', 'cart', 'compare', 'scan']);
/** Somebody who comes back to buy has looked at it within this time. */
const buyAfterDays = 30;

/** Rows of the events a pair names, within its window. */
function sidesOf({ frame, reference, firstBuys }: Ground, pair: string, days: number) {
  const [from = '', rest = ''] = pair.split('>');
  const [to = '', how] = rest.split('.');
  const since = reference - days * daySeconds;
  const fresh = (test: RowTest | undefined): RowTest | undefined => test && ((r) => (frame.at[r] as number) >= since && test(r));
  return { from, to, how, left: fresh(rowTest(frame, from, firstBuys)), right: fresh(rowTest(frame, to, firstBuys)) };
}

/** The groups in which a pair is looked for: visits, receipts or lives. */
export function groupsFor(ground: Ground, pair: string, days: number): Sessions | undefined {
  const { frame, people } = ground;
  const { from, to, how, left, right } = sidesOf(ground, pair, days);
  if (!left || !right) return undefined;
  const wanted: RowTest = from === to ? left : (r) => left(r) || right(r);
  if (how === 'basket') return receiptsOf(frame, wanted);
  if (from === to && bySession.has(from)) {
    const visits = sessionsOf(frame, [columnKinds[from as keyof typeof columnKinds]]);
    return filledGroups(onlyRows(visits, wanted));
  }
  return filledGroups(livesOf(frame, people, wanted));
}

/** A table of `co`: `view>buy` and its kin mean bought after, all others know no order. */
export function togetherTable(ground: Ground, pair: string, days: number, groups?: Sessions, look?: Look): PairTable | undefined {
  const { from, to, left, right } = sidesOf(ground, pair, days);
  const found = groups ?? groupsFor(ground, pair, days);
  if (!left || !right || !found) return undefined;
  const { frame } = ground;
  if (from === 'view' && to !== from) return after(ground, found, left, right, 0, buyAfterDays * daySeconds);
  const lefts = listsOf(frame, found, left);
  const rights = from === to ? lefts : listsOf(frame, found, right);
  return countTogether(frame.skuCount, lefts, rights, found.offsets.length - 1, look);
}

/** A table of `seq`: `a>b.30d` within thirty days, `a>b.next` the very next other article of the visit, `a>b` at any time after. */
export function followedTable(ground: Ground, pair: string, days: number): PairTable | undefined {
  const { from, to, how, left, right } = sidesOf(ground, pair, days);
  if (!left || !right) return undefined;
  if (how === 'next') return nextTable(ground, pair, days, left);
  const groups = filledGroups(livesOf(ground.frame, ground.people, (r) => left(r) || right(r)));
  const within = /^\d+d$/.test(how ?? '')
    ? Number.parseInt(how as string, 10) * daySeconds
    : from === 'viewoos'
      ? buyAfterDays * daySeconds
      : Number.POSITIVE_INFINITY;
  // What stands on the same receipt did not follow; what was taken for a return did.
  const least = from !== 'return' && from.endsWith('buy') && to.endsWith('buy') ? 1 : 0;
  return after(ground, groups, left, right, least, within);
}

function after({ frame }: Ground, groups: Sessions, left: RowTest, right: RowTest, least: number, most: number): PairTable {
  const courses = coursesOf(
    groups,
    (i) => {
      const row = groups.rows[i] as number;
      const at = frame.at[row] as number;
      return left(row) ? { code: frame.sku[row] as number, from: at + least, until: at + most } : undefined;
    },
    (i) => {
      const row = groups.rows[i] as number;
      return right(row) ? { code: frame.sku[row] as number, at: frame.at[row] as number } : undefined;
    },
  );
  return countFollowed(courses, frame.skuCount, frame.skuCount, true);
}

function nextTable(ground: Ground, pair: string, days: number, test: RowTest): PairTable {
  const { frame } = ground;
  const groups = groupsFor(ground, pair.replace('.next', ''), days) as Sessions;
  const skuAt = (i: number) => frame.sku[groups.rows[i] as number] as number;
  const courses = coursesOf(
    groups,
    (i, end) => {
      if (!test(groups.rows[i] as number)) return undefined;
      let next = i + 1;
      while (next < end && skuAt(next) === skuAt(i)) next++;
      // Position stands for time: exactly the next other one follows.
      return { code: skuAt(i), from: next, until: next < end ? next : Number.NEGATIVE_INFINITY };
    },
    (i) => ({ code: skuAt(i), at: i }),
  );
  return countFollowed(courses, frame.skuCount, frame.skuCount, true);
}

function receiptsOf(frame: Frame, wanted: RowTest): Sessions {
  const keyed: Frame = { ...frame, person: undefined };
  const byBasket: People = {
    of: (r) => frame.basket[r] as number,
    count: frame.basketCount,
    groups: { names: [], offsets: new Int32Array(1), codes: new Int32Array(0) },
  };
  return filledGroups(livesOf(keyed, byBasket, (r) => frame.basket[r] !== 0 && wanted(r)));
}

/** The same groups with some rows left out. */
function onlyRows(groups: Sessions, wanted: RowTest): Sessions {
  const offsets = new Int32Array(groups.offsets.length);
  const rows = new Int32Array(groups.rows.length);
  let n = 0;
  for (let g = 0; g + 1 < groups.offsets.length; g++) {
    for (let i = groups.offsets[g] as number; i < (groups.offsets[g + 1] as number); i++) {
      const row = groups.rows[i] as number;
      if (wanted(row)) rows[n++] = row;
    }
    offsets[g + 1] = n;
  }
  return { offsets, rows: rows.subarray(0, n) };
}
