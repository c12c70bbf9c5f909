// Who did something: rows by person, over all devices, cards and logins of theirs; and the segments and tiers people are in.
import { bucketRows, type Frame, flags, inTime, type Sessions } from '../../evidence/index.ts';

/** Groups persons may belong to, such as `segment:regulars` or `tier:gold`. */
export interface Memberships {
  names: readonly string[];
  /** Group codes of person p stand at codes[offsets[p]] … codes[offsets[p+1]−1]. */
  offsets: Int32Array;
  codes: Int32Array;
}

export interface People {
  of(row: number): number;
  count: number;
  groups: Memberships;
}

const nobody: Memberships = { names: [], offsets: new Int32Array(1), codes: new Int32Array(0) };

export function peopleOf(frame: Frame, groups: Memberships = nobody): People {
  const { person, node } = frame;
  if (!person) return { of: (row) => node[row] as number, count: frame.nodeCount, groups };
  let count = 0;
  for (const number of person) if (number >= count) count = number + 1;
  return { of: (row) => person[node[row] as number] as number, count, groups };
}

/** Rows per person in order of time. */
export function livesOf(frame: Frame, people: People, wanted: (row: number) => boolean): Sessions {
  const lives = bucketRows(frame.length, people.count, (r) => (wanted(r) ? people.of(r) : -1));
  for (let p = 0; p < people.count; p++) inTime(frame, lives.rows, lives.offsets[p] as number, lives.offsets[p + 1] as number);
  return lives;
}

/** Rows of every person's first sale: 1 at their positions. Sales to nobody known are nobody's first. */
export function firstBuysOf(frame: Frame, people: People, isBuy: (row: number) => boolean): Uint8Array {
  const known = (r: number) => isBuy(r) && ((frame.flags[r] as number) & flags.anonymous) === 0;
  const first = new Float64Array(people.count).fill(Number.POSITIVE_INFINITY);
  for (let r = 0; r < frame.length; r++) {
    if (!known(r)) continue;
    const p = people.of(r);
    first[p] = Math.min(first[p] as number, frame.at[r] as number);
  }
  const marks = new Uint8Array(frame.length);
  for (let r = 0; r < frame.length; r++) if (known(r) && frame.at[r] === first[people.of(r)]) marks[r] = 1;
  return marks;
}
