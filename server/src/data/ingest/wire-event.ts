// The one form of an event behind the intake, and what the intake must know to build it.

import type { Json } from '../../platform/json/index.ts';
import type { WireProduct } from './commerce.ts';
import type { ConsentStamp, Trust } from './context.ts';

export type EventType = 'identify' | 'track' | 'page' | 'screen' | 'group' | 'alias';

export interface WireEvent {
  type: EventType;
  messageId: string;
  event?: string;
  /** The event name as sent, when tidying changed it. */
  rawEvent?: string;
  name?: string;
  userId?: string;
  anonymousId?: string;
  previousId?: string;
  groupId?: string;
  timestamp: number;
  receivedAt: number;
  sentAt?: number;
  originalTimestamp?: string;
  channel: string;
  properties: Json;
  traits: Json;
  context: Json;
  integrations?: Json;
  quality: string[];
  email?: string;
  phone?: string;
  card?: string;
  storeId?: string;
  sku?: string;
  /** Minor units of the event's own `currency` (EUR when none was sent). */
  priceCents?: number;
  totalCents?: number;
  currency?: string;
  quantity?: number;
  products?: WireProduct[];
  consent: ConsentStamp;
  identityToken?: string;
  shared?: boolean;
}

export interface EventContext {
  /** Type by the path of the call; absent for batches. */
  typeFromPath?: EventType;
  receivedAt: number;
  /** When the client says it sent the batch. */
  sentAt?: number;
  trust: Trust;
  /** Fresh ids for events without a messageId. */
  ids: () => string;
  /** Channel of the key, when it has one. */
  channel?: string;
  /** Country of phone numbers written without one; DE when absent. */
  country?: string;
  /** Bytes of the whole body: at or below the event limit the event need not be measured. */
  bodyBytes?: number;
}

/** `status` is set when a single call must not be answered 422: 413 for an event above the size limit. */
export type Normalised = { ok: true; event: WireEvent } | { ok: false; path: string; message: string; status?: 413 };

export const EVENT_TYPES: readonly EventType[] = ['identify', 'track', 'page', 'screen', 'group', 'alias'];
