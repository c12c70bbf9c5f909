// A candidate as sources yield it: a product (perhaps with an offer), a raw score, and why it was found.

import type { ReasonCode } from '../decide/reason-templates.ts';
import { firstBest } from '../maths/first-best.ts';
import type { Situation } from '../situation.ts';
import type { ContentItem, Instant, Offer, Product } from '../world.ts';
import type { SimpleStrategy } from './ast.ts';

export type { ReasonCode };

export interface Why {
  code: ReasonCode;
  /** Sku or text the template names. */
  item?: string;
  /** Sku of what the person owns, where the item is something else. */
  owned?: string;
  need?: string;
  brand?: string;
  category?: string;
  /** Last day, as YYYY-MM-DD in the customer's or store's zone. */
  date?: string;
  cents?: number;
  /** Any figure worth keeping as evidence: interest, lift, confidence. */
  value?: number;
  size?: string;
  colour?: string;
  occasion?: string;
  tier?: string;
  /** Another store than the one of the request. */
  placeId?: string;
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
  /** Stars of the crowd, where the source knows them. */
  rating?: number;
  /** How well it fits the person where the strategy asks for it, 0.5–2; the score counts it once. */
  fit?: number;
  /** It cannot be bought yet, and says so. */
  announced?: boolean;
  /** No product but something to read or to do; `sku` is then only a key. */
  content?: ContentItem;
}

/** What the answer and the trace call a candidate. */
export function idOf(candidate: Candidate): string {
  return candidate.offer?.id ?? candidate.content?.id ?? candidate.sku;
}

/** One kind of source: declared, so that merchants' forms and the interpreter share it. */
export interface Source {
  key: string;
  text: { de: string; en: string };
  /** Needs the person's history: always, or with some scopes. */
  personal: boolean | ((node: SimpleStrategy) => boolean);
  /** Whether it needs no more of a scope than what the page gave. */
  brings?(scope: string, situation: Situation): boolean;
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
