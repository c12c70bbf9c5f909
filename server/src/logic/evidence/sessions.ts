// Visits: rows cut into sessions by the client's own session where it sent one, else by pauses.
import type { Frame } from './columns.ts';

/** Row numbers per session: session i is rows[offsets[i]] … rows[offsets[i+1]−1], in order of time; sessions in order of their ends. */
export interface Sessions {
  offsets: Int32Array;
  rows: Int32Array;
}

const pauseSeconds = 1_800;
/** A node that lived no longer than this came once: shops that number visitors per visit send nodes like that. */
const oneVisitSeconds = 86_400;

/**
 * Sessions over the rows whose kind is among `kinds` (codes). A client's session holds together whatever node its rows hang on;
 * of the other rows those of one node are cut where more than half an hour passes, unless the node's whole life fits into a day.
 */
export function sessionsOf(frame: Frame, kinds: readonly number[]): Sessions {
  const wanted = new Uint8Array(256);
  for (const kind of kinds) wanted[kind] = 1;
  const numbered = numberedSessions(frame, wanted);
  const keyOf = (r: number) => {
    if (wanted[frame.kind[r] as number] === 0) return -1;
    const session = frame.session[r] as number;
    return session === 0 ? (frame.node[r] as number) : frame.nodeCount + (numbered.get(session) as number);
  };
  const { offsets, rows } = bucketRows(frame.length, frame.nodeCount + numbered.size, keyOf);
  const cuts: number[] = [0];
  for (let key = 0; key + 1 < offsets.length; key++) {
    const [from, to] = [offsets[key] as number, offsets[key + 1] as number];
    if (from === to) continue;
    inTime(frame, rows, from, to);
    if (key < frame.nodeCount) cutAtPauses(frame, rows, from, to, cuts);
    cuts.push(to);
  }
  return byEnd(frame, rows, cuts);
}

function numberedSessions(frame: Frame, wanted: Uint8Array): Map<number, number> {
  const found = new Map<number, number>();
  for (let r = 0; r < frame.length; r++) {
    const session = frame.session[r] as number;
    if (session !== 0 && wanted[frame.kind[r] as number] === 1 && !found.has(session)) found.set(session, found.size);
  }
  return found;
}

function cutAtPauses(frame: Frame, rows: Int32Array, from: number, to: number, cuts: number[]): void {
  const at = (i: number) => frame.at[rows[i] as number] as number;
  if (at(to - 1) - at(from) <= oneVisitSeconds) return;
  for (let i = from + 1; i < to; i++) if (at(i) - at(i - 1) > pauseSeconds) cuts.push(i);
}

/** The sessions between the cuts, those that ended first first. */
function byEnd(frame: Frame, rows: Int32Array, cuts: readonly number[]): Sessions {
  const count = cuts.length - 1;
  const endOf = (i: number) => frame.at[rows[(cuts[i + 1] as number) - 1] as number] as number;
  let first = Number.POSITIVE_INFINITY;
  for (let i = 0; i < count; i++) first = Math.min(first, endOf(i));
  // End and number share one exact double: 30 bits of seconds (34 years) and 23 bits of number.
  const ends = Float64Array.from({ length: count }, (_, i) => Math.min(endOf(i) - first, 2 ** 30 - 1) * 2 ** 23 + i).sort();
  const offsets = new Int32Array(count + 1);
  const sorted = new Int32Array(rows.length);
  for (let s = 0; s < count; s++) {
    const i = (ends[s] as number) % 2 ** 23;
    const part = rows.subarray(cuts[i] as number, cuts[i + 1] as number);
    sorted.set(part, offsets[s] as number);
    offsets[s + 1] = (offsets[s] as number) + part.length;
  }
  return { offsets, rows: sorted };
}

/** Puts rows[from…to−1] in order of time; rows of the same second keep the order in which they came. */
export function inTime(frame: Frame, rows: Int32Array, from: number, to: number): void {
  for (let i = from + 1; i < to; i++) {
    if ((frame.at[rows[i] as number] as number) >= (frame.at[rows[i - 1] as number] as number)) continue;
    rows.subarray(from, to).sort((x, y) => (frame.at[x] as number) - (frame.at[y] as number) || x - y);
    return;
  }
}

/** Counting sort of rows by key; −1 leaves a row out. Rows of a key keep their order. */
export function bucketRows(length: number, keys: number, keyOf: (row: number) => number): Sessions {
  const offsets = new Int32Array(keys + 1);
  const keyed = new Int32Array(length);
  let kept = 0;
  for (let r = 0; r < length; r++) {
    const key = keyOf(r);
    keyed[r] = key;
    if (key < 0) continue;
    offsets[key + 1]!++;
    kept++;
  }
  for (let k = 0; k < keys; k++) offsets[k + 1]! += offsets[k] as number;
  const rows = new Int32Array(kept);
  const next = offsets.slice(0, keys);
  for (let r = 0; r < length; r++) {
    const key = keyed[r] as number;
    if (key >= 0) rows[next[key]!++] = r;
  }
  return { offsets, rows };
}
