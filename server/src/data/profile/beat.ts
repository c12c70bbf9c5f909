// The short form of an accepted entry that followers read from the bus: live screens, counters, learning.
import type { EntryBody, EntryProduct } from './entry.ts';
import type { LogRow } from './store.ts';

export interface Beat {
  node: string;
  type: string;
  event: string;
  /** Event time and acceptance, ISO. */
  at: string;
  got: string;
  channel: string;
  trust: string;
  skus?: string[];
  quantities?: number[];
  place?: string;
  ref?: string;
  cents?: number;
}

export function beatOf(row: LogRow): Beat {
  const body = row.body as EntryBody;
  const properties = body.properties ?? {};
  const own = row.source === 0 ? (properties['products'] as EntryProduct[] | undefined) : undefined;
  const products = own ?? body.read?.products;
  const place = body.read?.storeId ?? properties['store_id'];
  const ref = properties['ref'] ?? properties['order_id'];
  const cents = body.read?.totalCents ?? properties['totalCents'];
  return {
    node: row.node_id,
    type: row.type,
    event: row.event || (body.name ?? ''),
    at: row.at,
    got: row.received_at,
    channel: row.channel,
    trust: row.trust,
    ...(products
      ? { skus: products.map((p) => p.sku), quantities: products.map((p) => p.quantity ?? 1) }
      : body.read?.sku
        ? { skus: [body.read.sku] }
        : {}),
    ...(typeof place === 'string' ? { place } : {}),
    ...(typeof ref === 'string' ? { ref } : {}),
    ...(typeof cents === 'number' ? { cents } : {}),
  };
}
