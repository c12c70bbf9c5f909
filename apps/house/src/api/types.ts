// The shapes the server answers with, as far as the first page reads them. Everything that may be missing is optional.

import type { RawTrace } from '../decisions/trace.ts';

/** A text in both languages. */
export interface Words {
  de: string;
  en: string;
}
/** Money in minor units. */
export interface Money {
  amount: number;
  currency: string;
}
/** One way by which a person is recognised. */
export interface Identifier {
  type: string;
  value: string;
  cause?: string;
  trust?: string;
  at?: string;
  state?: string;
}
/** A row of the list of recently active people. */
export interface PersonRow {
  id: string;
  externalId?: string | null;
  displayName?: string | null;
  lastSeen?: string | null;
  lastChannel?: string | null;
  identifiers?: Identifier[];
}
/** A product a person bought, owns, wishes or has in the cart. */
export interface Thing {
  sku: string;
  name?: string | Words;
  quantity?: number;
  unitPrice?: Money;
  at?: string;
  channel?: string;
  placeName?: string | Words;
}
/** How strongly a person is interested in a need group. */
export interface Interest {
  needGroup: string;
  name?: Words;
  value: number;
  share?: number;
  active: boolean;
}
/** A learnt preference; shown in words only when `label` says the proof suffices. */
export interface Affinity {
  needGroup?: string;
  family?: string;
  value: string;
  theta: number;
  lift?: number;
  p?: number;
  label: boolean;
  basis?: Words;
}
/** One purpose and whether it may be used. */
export interface Consent {
  purpose: string;
  contactPoint?: string | null;
  state: string;
  at?: string;
  source?: string;
}
/** One person as all channels see them. */
export interface Person {
  id: string;
  externalId?: string | null;
  displayName?: string | null;
  attested?: boolean;
  identifiers?: Identifier[];
  traits?: Record<string, { value: unknown; source?: string; at?: string }>;
  purchases?: Thing[];
  carts?: Thing[];
  wishlist?: Thing[];
  owned?: Thing[];
  interests?: Interest[];
  affinities?: { brand?: Affinity[] };
  stages?: { needGroup: string; stage: string; since?: string; confidence?: number }[];
  consents?: Consent[];
  lastChannels?: { channel: string; at: string }[];
  loyalty?: { pending?: number; available?: number };
}
/** One line of the timeline. */
export interface TimelineItem {
  at: string;
  channel: string;
  kind: string;
  title: Words;
  sku?: string;
  placeName?: string | Words;
  trust?: string;
}
/** A store, warehouse or web place. */
export interface Place {
  id: string;
  kind: string;
  name: string | Words;
}
/** A product of the catalogue. */
export interface Product {
  sku: string;
  name: Words | string;
  brand?: string;
  needGroup?: string;
  price?: Money;
  images?: string[];
}
/** A reason in both languages. */
export interface Reason extends Words {
  code: string;
}
/** One proposal. */
export interface Item {
  slot: number;
  token?: string;
  type?: string;
  id: string;
  sku?: string;
  score?: number;
  name?: Words | null;
  price?: { nowCents?: number; wasCents?: number | null; lowest30dCents?: number | null; currency?: string } | null;
  availability?: { storeId?: string | null; atp?: number | null; state?: string; text?: Words } | null;
  reasons?: Reason[];
}
/** The answer for one placement. */
export interface Placement {
  id: string;
  strategy?: { id?: string; by?: string; message?: Words } | null;
  holdout?: boolean;
  fallback?: { used?: boolean };
  items: Item[];
}
/** The answer of POST /v1/decisions. */
export interface Decision {
  decisionId: string;
  subject?: { id?: string; basis?: string; purposes?: string[] } | null;
  placements: Placement[];
  trace?: RawTrace;
}
/** What the house says about itself. */
export interface House {
  writeKey: string;
  version: string;
  demo: boolean;
}
