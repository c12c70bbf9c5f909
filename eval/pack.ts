// What an evaluation reads from a folder of public data: what the shop saw before, and questions whose answers it never sees.

/** What a visitor looked at, oldest first. */
export interface Visit {
  id: string;
  items: readonly string[];
  /** Epoch ms of each look. */
  at: readonly number[];
}

/** What a customer bought at once. */
export interface Sale {
  number: string;
  customer: string;
  /** Epoch ms. */
  at: number;
  items: readonly string[];
  /** Amount of each article, where known. */
  cents?: readonly number[];
}

/** One question with the articles that count as right. */
export interface Question {
  /** The visit so far or the basket so far, oldest first; nothing for the next basket of a customer. */
  given: readonly string[];
  /** Epoch ms of each of `given`, where there is a clock. */
  at?: readonly number[];
  customer?: string;
  wanted: readonly string[];
}

export type RankingTask = 'session' | 'basket' | 'completion';

/** Answered with a list of twenty articles. */
export interface RankingPack {
  task: RankingTask;
  name: string;
  visits: readonly Visit[];
  sales: readonly Sale[];
  questions: readonly Question[];
}

/** Answered with the purchase days expected of each customer after `until`. */
export interface ValuePack {
  task: 'value';
  name: string;
  sales: readonly Sale[];
  /** Epoch ms of the end of the last day that may be learned from. */
  until: number;
  horizonDays: number;
  /** Purchase days there were, of everybody who had bought before. */
  later: ReadonlyMap<string, number>;
}

/** A randomised contact: rows of features, which arm, what followed. */
export interface Arm {
  name: string;
  values: Float64Array;
  treated: Uint8Array;
  outcome: Float64Array;
  /** Which half of the customers the row belongs to: 0 or 1. */
  half: Uint8Array;
}

export interface UpliftPack {
  task: 'uplift';
  name: string;
  columns: readonly string[];
  arms: readonly Arm[];
}

export type Pack = RankingPack | ValuePack | UpliftPack;
export type Task = Pack['task'];

/** The shop's newest day where a pack has no clock of its own. */
export const LAST_DAY = Date.UTC(2025, 0, 1);

/** At most `most` of a list, spread evenly over it. */
export function spread<T>(list: readonly T[], most: number | undefined): readonly T[] {
  if (most === undefined || most >= list.length) return list;
  const step = list.length / most;
  return Array.from({ length: most }, (_, i) => list[Math.floor(i * step)] as T);
}
