// The beam search behind placing items into slots: states are the kinds picked so far, alike ones are told apart by what they leave open.

export interface Kind<T> {
  items: T[];
  scores: number[];
  /** Numbers of what is counted. */
  caps: number[];
  meets: readonly number[];
}

export interface State {
  /** Kind per free slot, in order. */
  picks: readonly number[];
  used: Uint8Array;
  counts: Uint8Array;
  /** Tells apart what was used, whatever its order. */
  hash: number;
  dcg: number;
  rank: number;
  short: number;
}

export interface Board<T> {
  kinds: Kind<T>[];
  /** By kind and kind. */
  apart: number[][];
  /** Kind of what is fixed per slot, or -1. */
  fixed: number[];
  free: number[];
  reach: number;
  columns: number;
  /** All items, best first. */
  order: { kind: number; nth: number; score: number }[];
  most: number[];
  counts: Uint8Array;
  lacking: readonly number[];
}

/** Steps between two slots: along a list, or the larger of rows and columns in a grid. */
export function slotDistance(a: number, b: number, columns: number): number {
  if (columns <= 1) return Math.abs(a - b);
  return Math.max(Math.abs(Math.floor(a / columns) - Math.floor(b / columns)), Math.abs((a % columns) - (b % columns)));
}

const startOf = <T>(board: Board<T>): State => ({
  picks: [],
  used: new Uint8Array(board.kinds.length),
  counts: board.counts,
  hash: 0,
  dcg: 0,
  rank: 0,
  short: shortOf(board, undefined),
});

/** The items in their order where that breaks nothing: it is the best there can be. Undefined where it would. */
export function straight<T>(board: Board<T>): State | undefined {
  // Leaving out what is too many keeps the best only where each item is counted once.
  const simple = board.kinds.every((kind) => kind.caps.length <= 1);
  let state = startOf(board);
  for (const { kind } of board.order) {
    if (state.picks.length === board.free.length) break;
    const slot = board.free[state.picks.length]!;
    if (simple && isFull(board, state, kind)) continue;
    if (!fits(board, state, kind, slot, standingAt(board, state.picks))) return undefined;
    state = after(board, state, kind, state.dcg + board.kinds[kind]!.scores[state.used[kind]!]! / Math.log2(slot + 2));
  }
  const short = shortOf(board, state.used);
  return short > 0 ? undefined : { ...state, short };
}

export function search<T>(board: Board<T>, width: number, tried: number): State {
  let beam = [startOf(board)];
  for (let depth = 0; depth < board.free.length; depth++) {
    const next = new Map<number, State>();
    for (const state of beam) expand(board, state, depth, next, tried);
    if (next.size === 0) break;
    beam = [...next.values()].sort((a, b) => a.short - b.short || b.rank - a.rank).slice(0, width);
  }
  // Where the slots ran out of what fits, the free ones help nobody.
  const ended = beam.map((state) => ({ ...state, short: shortOf(board, state.used) }));
  return ended.reduce((best, state) => (state.short < best.short || (state.short === best.short && state.dcg > best.dcg) ? state : best));
}

function expand<T>(board: Board<T>, state: State, depth: number, next: Map<number, State>, tried: number): void {
  const slot = board.free[depth]!;
  const here = standingAt(board, state.picks);
  const discount = Math.log2(slot + 2);
  let left = tried;
  for (const { kind, nth, score } of board.order) {
    if (left <= 0 && state.short === 0) break;
    if (nth !== state.used[kind] || (left <= 0 && !helps(board, state, kind)) || !fits(board, state, kind, slot, here)) continue;
    left -= 1;
    const dcg = state.dcg + score / discount;
    const hash = state.hash ^ mixed(kind * 256 + nth);
    // Of placings that leave the same choices open the better one is enough.
    const key = (hash >>> 0) * 0x200000 + (edgeHash(board, state.picks, kind, slot) & 0x1fffff);
    const known = next.get(key);
    if (known && known.dcg >= dcg) continue;
    const found = after(board, state, kind, dcg);
    found.rank = dcg + promise(board, found.used, depth + 1);
    next.set(key, found);
  }
}

function after<T>(board: Board<T>, state: State, kind: number, dcg: number): State {
  const used = state.used.slice();
  const hash = state.hash ^ mixed(kind * 256 + used[kind]!);
  used[kind]! += 1;
  const counts = board.most.length === 0 ? state.counts : state.counts.slice();
  for (const cap of board.kinds[kind]!.caps) counts[cap]! += 1;
  const picks = [...state.picks, kind];
  const short = board.lacking.length === 0 ? 0 : Math.max(0, shortOf(board, used) - (board.free.length - picks.length));
  return { picks, used, counts, hash, dcg, rank: dcg, short };
}

function mixed(n: number): number {
  let x = Math.imul(n + 1, 0x9e3779b1);
  x = Math.imul(x ^ (x >>> 15), 0x85ebca77);
  return x ^ (x >>> 13);
}

/** Kind per slot of the whole placement, -1 where it is free. */
function standingAt<T>(board: Board<T>, picks: readonly number[]): number[] {
  const here = board.fixed.slice();
  for (let i = 0; i < picks.length; i++) here[board.free[i]!] = picks[i]!;
  return here;
}

const isFull = <T>(board: Board<T>, state: State, kind: number): boolean =>
  board.kinds[kind]!.caps.some((cap) => state.counts[cap]! >= board.most[cap]!);
const helps = <T>(board: Board<T>, state: State, kind: number): boolean => state.short > 0 && board.kinds[kind]!.meets.length > 0;

function fits<T>(board: Board<T>, state: State, kind: number, slot: number, here: readonly number[]): boolean {
  if (isFull(board, state, kind)) return false;
  if (board.reach === 0) return true;
  const forbidden = board.apart[kind]!;
  for (let other = 0; other < here.length; other++) {
    const standing = here[other]!;
    if (standing < 0) continue;
    const far = forbidden[standing]!;
    if (far > 0 && slotDistance(other, slot, board.columns) <= far) return false;
  }
  return true;
}

/** Kinds at the slots that later slots can still touch. */
function edgeHash<T>(board: Board<T>, picks: readonly number[], kind: number, slot: number): number {
  if (board.reach === 0) return 0;
  const back = board.columns <= 1 ? board.reach : board.reach * board.columns + board.reach;
  let hash = mixed(kind);
  for (let i = picks.length - 1; i >= 0 && slot - board.free[i]! <= back; i--) hash = mixed(Math.imul(hash, 31) + picks[i]!);
  return hash;
}

/** What the rest could bring at best, were nothing forbidden. */
function promise<T>(board: Board<T>, used: Uint8Array, depth: number): number {
  let sum = 0;
  let at = depth;
  for (const { kind, nth, score } of board.order) {
    if (at >= board.free.length) break;
    if (nth < used[kind]!) continue;
    sum += score / Math.log2(board.free[at]! + 2);
    at += 1;
  }
  return sum;
}

function shortOf<T>(board: Board<T>, used: Uint8Array | undefined): number {
  let short = 0;
  for (const [i, lacking] of board.lacking.entries()) {
    let met = 0;
    if (used) for (const [k, n] of used.entries()) if (n > 0 && board.kinds[k]!.meets.includes(i)) met += n;
    short += Math.max(0, lacking - met);
  }
  return short;
}
