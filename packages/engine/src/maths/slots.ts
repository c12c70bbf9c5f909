// Slots under constraints: beam search for the fullest, then best placing in which nothing forbidden is close, nothing is too many, and what is fixed stays.

import { type Board, type Kind, search, slotDistance, straight } from './slot-search.ts';

/** What constraints see of an item; items that are alike in it are interchangeable. */
export interface Trait {
  /** Equal for items that are alike. */
  kind: string;
  /** What is counted, each with the most there may be. */
  caps: readonly { key: string; max: number }[];
  /** Numbers of the requirements this kind helps to meet. */
  meets: readonly number[];
}

export interface SlotProblem<T> {
  /** One entry per slot; what already stands there, if anything. */
  fixed: readonly (T | undefined)[];
  /** Candidates for the free slots. */
  items: readonly T[];
  score(item: T): number;
  trait(item: T): Trait;
  /** The greatest distance at which two may not stand; 0 where they may always. Symmetric, and the same for all items of a kind. */
  apart(a: T, b: T): number;
  /** At least so many, per requirement. */
  least?: readonly number[];
  /** So many of the last free slots stay free. */
  leave?: number;
  /** 1 for lists. */
  columns: number;
  width?: number;
}

export interface Placing<T> {
  /** Free slots are filled from the first on; where nothing fits the rest stays free. */
  slots: (T | undefined)[];
  filled: number;
  /** How many the requirements still lack. */
  short: number;
  /** Σ score/log₂(slot+1) over the newly filled slots, counted from 1. */
  dcg: number;
}

export { slotDistance };

const WIDE = 512;
/** Kinds tried for a slot, by the score of their next item. */
const TRIED = 12;

export function fillSlots<T>(problem: SlotProblem<T>): Placing<T> {
  const board = boardOf(problem);
  const width = problem.width ?? 32;
  const possible = Math.min(board.free.length, board.order.length);
  let best = straight(board) ?? search(board, width, TRIED);
  // A narrow beam may have thrown away the one placing that fills all.
  if (best.picks.length < possible && width < WIDE) {
    const wider = search(board, WIDE, board.kinds.length);
    if (wider.picks.length > best.picks.length) best = wider;
  }
  const slots = [...problem.fixed];
  const taken = board.kinds.map(() => 0);
  for (const [i, kind] of best.picks.entries()) slots[board.free[i]!] = board.kinds[kind]!.items[taken[kind]!++];
  return { slots, filled: best.picks.length, short: best.short, dcg: best.dcg };
}

function boardOf<T>({ fixed, items, score, trait, apart, least = [], leave = 0, columns }: SlotProblem<T>): Board<T> {
  const byKind = new Map<string, Kind<T>>();
  const counted = new Map<string, number>();
  const most: number[] = [];
  const capOf = ({ key, max }: Trait['caps'][number]): number => {
    let cap = counted.get(key);
    if (cap === undefined) {
      cap = most.push(max) - 1;
      counted.set(key, cap);
    }
    return cap;
  };
  const kindOf = (item: T): Kind<T> => {
    const { kind: name, caps, meets } = trait(item);
    let kind = byKind.get(name);
    if (!kind) {
      kind = { items: [], scores: [], caps: caps.map(capOf), meets };
      byKind.set(name, kind);
    }
    return kind;
  };
  const examples = new Map<Kind<T>, T>();
  const standing = fixed.map((item) => {
    if (item === undefined) return undefined;
    const kind = kindOf(item);
    examples.set(kind, item);
    return kind;
  });
  const sorted = items.map((item) => ({ item, kind: kindOf(item), score: score(item) })).sort((a, b) => b.score - a.score);
  for (const { item, kind, score: value } of sorted) {
    kind.items.push(item);
    kind.scores.push(value);
    if (!examples.has(kind)) examples.set(kind, item);
  }
  const kinds = [...byKind.values()];
  const number = new Map(kinds.map((kind, i) => [kind, i]));
  const matrix = kinds.map((a) => kinds.map((b) => apart(examples.get(a)!, examples.get(b)!)));
  const counts = new Uint8Array(most.length);
  const met = least.map(() => 0);
  for (const kind of standing) {
    for (const cap of kind?.caps ?? []) counts[cap]! += 1;
    for (const i of kind?.meets ?? []) met[i]! += 1;
  }
  const seen = kinds.map(() => 0);
  const free = fixed.flatMap((item, slot) => (item === undefined ? [slot] : []));
  return {
    kinds,
    apart: matrix,
    fixed: standing.map((kind) => (kind ? number.get(kind)! : -1)),
    free: free.slice(0, Math.max(0, free.length - leave)),
    reach: matrix.reduce((most, row) => Math.max(most, ...row), 0),
    columns,
    order: sorted.map(({ kind, score: value }) => ({ kind: number.get(kind)!, nth: seen[number.get(kind)!]!++, score: value })),
    most,
    counts,
    lacking: least.map((n, i) => Math.max(0, n - met[i]!)),
  };
}
