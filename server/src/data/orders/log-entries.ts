// What sales, returns and cancellations say in the log of a person.
import type { Trust } from '../../platform/access/index.ts';
import type { Identifier } from '../identity/index.ts';
import type { LogEntry } from '../profile/index.ts';
import type { LineRow, SaleRow } from './store.ts';

/** Name of a sale outside: `receipt:st_hh:R-1` or `order:o1`; also the message id of its log entry. */
export const refOf = (sale: Pick<SaleRow, 'kind' | 'scope' | 'number'>): string =>
  sale.kind === 'receipt' ? `receipt:${sale.scope}:${sale.number}` : `order:${sale.number}`;

/** The identifier a sale was filed under; gone after erasure. */
export const homeOf = (sale: Pick<SaleRow, 'given'>): Identifier | undefined => sale.given?.['home'] as Identifier | undefined;

const trustOf = (sale: SaleRow): Trust => (sale.kind === 'receipt' ? 'till' : 'server');
const unitOf = (line: LineRow) => Math.round(line.netCents / line.quantity);
const base = { source: 0, type: 'track' as const };

export function completedEntry(sale: SaleRow, lines: readonly LineRow[], home: Identifier): LogEntry {
  const ref = refOf(sale);
  const products = lines.map((line) => ({
    sku: line.sku,
    quantity: line.quantity,
    /** Paid per unit, after discounts. */
    unitPriceCents: unitOf(line),
    ...(line.offer === null ? {} : { offer: line.offer }),
    ...(line.gift ? { gift: true } : {}),
  }));
  const properties = {
    ref,
    channel: sale.channel,
    ...(sale.store === null ? {} : { store_id: sale.store }),
    ...(sale.deliveryType === null ? {} : { delivery: sale.deliveryType }),
    ...(sale.deliveryPlace === null ? {} : { delivery_place: sale.deliveryPlace }),
    products,
    totalCents: sale.totalCents,
    currency: sale.currency,
    acceptedAt: new Date(sale.acceptedAt).toISOString(),
  };
  return {
    ...base,
    home,
    messageId: ref,
    event: 'Order Completed',
    at: sale.at,
    channel: sale.channel,
    trust: trustOf(sale),
    body: { properties },
  };
}

export interface ReturnedUnits {
  sku: string;
  quantity: number;
  reason: string | undefined;
}

/** @param messageId `return:<id>`, with `:<n>` for the second and further sales of one return */
export function refundedEntry(
  sale: SaleRow,
  home: Identifier,
  what: {
    messageId: string;
    returnId: string;
    store: string;
    at: number;
    acceptedAt: number;
    cents: number;
    units: readonly ReturnedUnits[];
  },
): LogEntry {
  const properties = {
    ref: refOf(sale),
    channel: 'store',
    store_id: what.store,
    products: what.units.map(({ sku, quantity, reason }) => ({ sku, quantity, ...(reason === undefined ? {} : { reason }) })),
    returnId: what.returnId,
    totalCents: what.cents,
    currency: sale.currency,
    acceptedAt: new Date(what.acceptedAt).toISOString(),
  };
  return {
    ...base,
    home,
    messageId: what.messageId,
    event: 'Order Refunded',
    at: what.at,
    channel: 'store',
    trust: 'till',
    body: { properties },
  };
}

export function cancelledEntry(
  sale: SaleRow,
  lines: readonly LineRow[],
  home: Identifier,
  at: number,
  reason: string | undefined,
): LogEntry {
  const properties = {
    ref: refOf(sale),
    channel: sale.channel,
    products: lines.map((line) => ({ sku: line.sku, quantity: line.quantity - line.returned, reason: reason ?? 'cancelled' })),
    cancelled: true,
    currency: sale.currency,
    acceptedAt: new Date(at).toISOString(),
  };
  const messageId = `${refOf(sale)}:cancelled`;
  return { ...base, home, messageId, event: 'Order Cancelled', at, channel: sale.channel, trust: 'server', body: { properties } };
}
