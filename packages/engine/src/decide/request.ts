// What a decision is asked with: the request of LOGIC §1.3 and the world it is answered from.

import type { Chooser } from '../choose/chooser.ts';
import type { RuleSet } from '../rules/compile.ts';
import type { NamedStrategy } from '../strategies/library.ts';
import type { Catalogue, Editorial, Instant, Models, Offer, Person, Stock } from '../world.ts';
import type { Placement } from './placements.ts';

export interface SessionEvent {
  sku: string;
  event: string;
  at?: string | number;
}

export interface CartEntry {
  sku: string;
  qty?: number;
  unitCents?: number;
}

export interface DecisionContext {
  page?: string | null;
  storeId?: string | null;
  zoneId?: string | null;
  sku?: string | string[] | null;
  category?: string | null;
  brand?: string | null;
  term?: string | null;
  cart?: CartEntry[] | null;
  orderId?: string | null;
  /** Skus of the order named by `orderId`, looked up by the caller. */
  orderSkus?: string[] | null;
  need?: string | null;
  occasion?: string | null;
  weather?: string | null;
  campaign?: string | null;
  geo?: { lat: number; lon: number } | null;
  at?: string | null;
  tz?: string | null;
  locale?: string | null;
  visibility?: 'customer' | 'associate' | 'internal' | null;
  session?: SessionEvent[] | null;
}

export interface DecisionOptions {
  explain?: string | null;
  mode?: 'live' | 'preview' | 'deterministic';
  seed?: string | number | null;
  timeoutMs?: number;
  /** Measuring from outside: no stock, suppression, rules, seed or repeat exclusion, reasons, purposes, holdout or logging. */
  evaluation?: boolean;
}

export interface DecisionRequest {
  placements: { id: string; limit?: number }[];
  subject?: { customerId?: string; userId?: string; cardNo?: string; anonymousId?: string; deviceId?: string } | null;
  actor?: { role: string; id?: string } | null;
  channel: string;
  context?: DecisionContext | null;
  exclude?: string[] | null;
  options?: DecisionOptions | null;
}

export interface DecisionWorld {
  person: Person;
  catalogue: Catalogue;
  stock: Stock;
  offers: readonly Offer[];
  models: Models;
  /** Lists, content and situations merchants wrote; none when absent. */
  editorial?: Editorial;
  now: Instant;
  decisionId: string;
  seed: string;
  /** A token for the n-th answered item of this decision, counted from 0 over all placements. */
  token(slotIndex: number): string;
  /** Merchandising rules; none when absent. */
  rules?: RuleSet | undefined;
  /** Merchant's own strategies; the built-in library when absent. */
  strategies?: ReadonlyMap<string, NamedStrategy>;
  /** Merchant's own placements beside the built-in ones. */
  placements?: ReadonlyMap<string, Placement>;
  /** `compact`: the counts of every stage, but only the best candidates and what was kept back as owned or bought. */
  trace?: 'full' | 'compact';
  /** What was learned about strategies; the merchant's order when absent. */
  chooser?: Chooser;
  /** Keys of the person for experiments, oldest profile first; the person's own id when absent. */
  personKeys?: readonly string[];
  /** Control group by hash; none when absent. */
  holdout?: { share: number; seed: string };
}
