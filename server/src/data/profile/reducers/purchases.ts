// What was bought on any channel, once per receipt or order line, and what of it came back.
import type { Purchase } from '@faden/engine';
import { type Entry, placeOf, productsOf, text } from '../entry.ts';
import { believed } from './signals.ts';

/** The order's own number, however the sender wrote it: `order:o1` of our modules and `o1` of a shop are the same. */
const refOf = (entry: Entry): string =>
  (text(entry.body.properties?.['ref']) ?? text(entry.body.properties?.['order_id']) ?? entry.id).replace(/^order:/, '');
const channelOf = (entry: Entry): string => text(entry.body.properties?.['channel']) ?? entry.channel;

export const purchases = {
  start: (): Purchase[] => [],
  add(state: Purchase[], entry: Entry): void {
    if (entry.type !== 'track' || !believed(entry)) return;
    if (entry.event === 'Order Completed') bought(state, entry);
    else if (entry.event === 'Order Refunded' || entry.event === 'Order Cancelled') cameBack(state, entry);
  },
};

function bought(state: Purchase[], entry: Entry): void {
  const ref = refOf(entry);
  // The shop's own event and the order that came through the API are one purchase.
  if (state.some((p) => p.ref === ref)) return;
  const placeId = placeOf(entry);
  const gift = entry.body.properties?.['gift'] === true;
  for (const product of productsOf(entry)) {
    state.push({
      sku: product.sku,
      quantity: product.quantity ?? 1,
      unitPriceCents: product.unitPriceCents ?? product.priceCents ?? 0,
      channel: channelOf(entry),
      ...(placeId ? { placeId } : {}),
      at: entry.at,
      acceptedAt: entry.receivedAt,
      ref,
      ...(gift || product.gift ? { gift: true } : {}),
    });
  }
}

function cameBack(state: Purchase[], entry: Entry): void {
  const ref = refOf(entry);
  const cancelled = entry.event === 'Order Cancelled';
  const lines = productsOf(entry);
  const whole = lines.length === 0;
  for (const purchase of state) {
    if (purchase.ref !== ref) continue;
    const line = lines.find((l) => l.sku === purchase.sku);
    if (!whole && !line) continue;
    const quantity = (purchase.returned?.quantity ?? 0) + (line?.quantity ?? purchase.quantity);
    purchase.returned = {
      quantity: Math.min(quantity, purchase.quantity),
      at: entry.at,
      ...(line?.reason ? { reason: line.reason } : {}),
      ...(cancelled ? { cancelled: true } : {}),
    };
  }
}
