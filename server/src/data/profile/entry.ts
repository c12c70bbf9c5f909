// One entry of the log as the reducers read it back.
import type { Trust } from '../../platform/access/index.ts';

export interface Entry {
  node: string;
  ord: number;
  source: number;
  id: string;
  type: string;
  event: string;
  at: number;
  receivedAt: number;
  channel: string;
  trust: Trust;
  body: EntryBody;
}

export interface EntryProduct {
  sku: string;
  quantity?: number;
  /** Cents per unit. */
  priceCents?: number;
  unitPriceCents?: number;
  gift?: boolean;
  reason?: string;
}

export interface EntryBody {
  userId?: string;
  anonymousId?: string;
  groupId?: string;
  name?: string;
  properties?: Record<string, unknown>;
  traits?: Record<string, unknown>;
  context?: Record<string, unknown>;
  quality?: string[];
  /** A correction by service or the customer: wins over later automatic values. */
  correction?: boolean;
  /** What the intake read out of the properties: exact cents, normalised sku and products. */
  read?: {
    sku?: string;
    priceCents?: number;
    quantity?: number;
    totalCents?: number;
    currency?: string;
    storeId?: string;
    products?: EntryProduct[];
  };
  [more: string]: unknown;
}

/** The order of a person's life: event time, then message id, then source. */
export function inOrder(x: Pick<Entry, 'at' | 'id' | 'source'>, y: Pick<Entry, 'at' | 'id' | 'source'>): number {
  return x.at - y.at || (x.id < y.id ? -1 : x.id > y.id ? 1 : x.source - y.source);
}

export const skuOf = (entry: Entry): string | undefined => entry.body.read?.sku;
export const placeOf = (entry: Entry): string | undefined => entry.body.read?.storeId ?? text(entry.body.properties?.['store_id']);
export const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
export const number = (value: unknown): number | undefined => (typeof value === 'number' && Number.isFinite(value) ? value : undefined);

/** Products an order-like entry names: as read by the intake, or as Faden's own modules wrote them. */
export function productsOf(entry: Entry): EntryProduct[] {
  const own = entry.body.properties?.['products'];
  if (entry.body.read?.products) return entry.body.read.products;
  if (entry.source === 0 && Array.isArray(own)) return own as EntryProduct[];
  const sku = skuOf(entry);
  return sku
    ? [
        {
          sku,
          quantity: entry.body.read?.quantity ?? 1,
          ...(entry.body.read?.priceCents === undefined ? {} : { priceCents: entry.body.read.priceCents }),
        },
      ]
    : [];
}
