// What is kept of an interaction, and what of all of them a training run reads.
import type { Kind } from './kinds.ts';

export interface Row {
  kind: Kind;
  /** Absent for searches. */
  sku?: string | undefined;
  node: string;
  /** Epoch ms. */
  at: number;
  /** Store it happened in, for sales and scans there; where it is collected, for goods ordered to a store. */
  place: string | undefined;
  channel: string;
  /** Receipt or order it stands on. */
  basket: string | undefined;
  units: number;
  /** Paid or asked per unit. */
  cents?: number | undefined;
  /** Number of the visit, as the client counted it. */
  session?: number | undefined;
  /** Normalised search term, or the reason of a return. */
  word?: string | undefined;
  /** Of a review, 1 to 5. */
  stars?: number | undefined;
  /** Bits of `flags`. */
  flags?: number | undefined;
}

/** What a training run reads: `length` rows, times in seconds since the epoch, names by code. */
export interface Frame {
  length: number;
  kind: Uint8Array;
  /** −1 for searches. */
  sku: Int32Array;
  node: Int32Array;
  at: Int32Array;
  /** 0 = none. */
  place: Int16Array;
  channel: Int16Array;
  /** 0 = none. */
  basket: Int32Array;
  units: Int16Array;
  /** Unit price, 0 = unknown. */
  cents: Int32Array;
  /** 0 = none. */
  session: Int32Array;
  /** Term code of a search, reason code of a return (0 = none), tenths of stars of a review. */
  detail: Int32Array;
  flags: Uint8Array;
  skuCount: number;
  nodeCount: number;
  basketCount: number;
  placeCount: number;
  channelCount: number;
  termCount: number;
  regionCount: number;
  /** Region code per place code; 0 = none. */
  regionOf: Int16Array;
  /** Person number per node code, for those who know which nodes are one person; without it every node is one. */
  person?: Int32Array | undefined;
}

export interface Columns {
  add(row: Row): void;
  /** Takes the rows of a node out of everything that is learned from now on. */
  forget(node: string): void;
  /** Whether rows of this receipt or order are there already. */
  hasBasket(basket: string): boolean;
  /** Rows in memory. */
  length(): number;
  /** Rows ever taken in; more than `length` once old ones had to go. */
  taken(): number;
  frame(): Frame;
  /** Names by code. */
  skus(): readonly string[];
  skuCode(sku: string): number | undefined;
  /** Identity nodes by code; `sale …` for sales without a customer. */
  nodes(): readonly string[];
  places(): readonly string[];
  channels(): readonly string[];
  regions(): readonly string[];
  terms(): readonly string[];
}
