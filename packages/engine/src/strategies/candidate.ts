// A candidate as sources yield it: a product (perhaps with an offer), a raw score, and why it was found.

import { firstBest } from '../maths/first-best.ts';
import type { Situation } from '../situation.ts';
import type { Instant, Offer, Product } from '../world.ts';
import type { SimpleStrategy } from './ast.ts';

/** Codes of LOGIC §1.10, plus the crowd's and offers' own. */
export type ReasonCode =
  | 'WARRANTY_WINDOW'
  | 'OFFER_STORE_INTEREST'
  | 'OFFER_INTEREST'
  | 'DUE'
  | 'PRICE_DROP_SEEN'
  | 'IN_CART_ONLINE'
  | 'ON_WISHLIST'
  | 'MATCHES_OWNED'
  | 'BECAUSE_VIEWED'
  | 'INTERESTED_IN'
  | 'BOUGHT_BEFORE'
  | 'BRAND_LIKED'
  | 'OFFER_STORE'
  | 'OFFER_NOW'
  | 'MATCHES_ITEM'
  | 'BOUGHT_TOGETHER'
  | 'VIEWED_TOGETHER'
  | 'VARIANT_OF'
  | 'SIMILAR_TO'
  | 'SEARCH_MATCH'
  | 'POPULAR_STORE'
  | 'POPULAR_CAT'
  | 'POPULAR_SITE'
  | 'MUCH_VIEWED'
  | 'BRAND_AFFINITY'
  | 'AVAILABLE_HERE'
  | 'FROM_RANGE';

export interface Why {
  code: ReasonCode;
  /** Sku or text the template names. */
  item?: string;
  need?: string;
  brand?: string;
  category?: string;
  /** Last day, as YYYY-MM-DD in the customer's or store's zone. */
  date?: string;
  cents?: number;
  /** Any figure worth keeping as evidence: interest, lift, confidence. */
  value?: number;
}

export interface Candidate {
  sku: string;
  score: number;
  why: Why[];
  offer?: Offer;
  /** Brought by something the person owns: follow-ups are not hit by the soft suppression of the need group. */
  ownedAt?: Instant;
  ownedSku?: string;
  llr?: number;
  lift?: number;
  count?: number;
  at?: Instant;
}

/** One kind of source: declared, so that merchants' forms and the interpreter share it. */
export interface Source {
  key: string;
  text: { de: string; en: string };
  /** Needs the person's history. */
  personal: boolean;
  /** Undefined when it can run; else the part that does not exist yet. */
  unready(node: SimpleStrategy): string | undefined;
  retrieve(node: SimpleStrategy, situation: Situation): Candidate[];
}

export const MAX_CANDIDATES = 200;

export function hasScope(node: SimpleStrategy, name: string): boolean {
  return node.scopes.some((scope) => scope.name === name);
}

/** Adds one source's evidence to a candidate map: scores add up, reasons collect. */
export function accumulate(into: Map<string, Candidate>, sku: string, score: number, why: Why, extra?: Partial<Candidate>): void {
  const known = into.get(sku);
  if (!known) into.set(sku, { sku, score, why: [why], ...extra });
  else {
    known.score += score;
    if (known.why.length < 3 && !known.why.some((one) => one.code === why.code)) known.why.push(why);
  }
}

/** Highest score first, ties by sku, at most `limit`. */
export function best(candidates: Iterable<Candidate>, limit = MAX_CANDIDATES): Candidate[] {
  return firstBest([...candidates], limit);
}

export const inCategory = (product: Product | undefined, category: string | undefined): boolean =>
  product !== undefined && category !== undefined && product.category.includes(category);
