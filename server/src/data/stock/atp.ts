// Available to promise, safety stock and what the customer is told (LOGIC §5.1).
import type { StockState } from '@faden/engine';

/** All in units. */
export interface AtpInput {
  onHand: number;
  allocated: number;
  reserved: number;
  quarantine: number;
  safety: number;
  inboundDue?: number;
  backorders?: number;
}

/** `max(0, onHand − allocated − live reservations − quarantine − safety + inbound due − backorders)`. */
export function atpOf(input: AtpInput): number {
  const { onHand, allocated, reserved, quarantine, safety, inboundDue = 0, backorders = 0 } = input;
  return Math.max(0, onHand - allocated - reserved - quarantine - safety + inboundDue - backorders);
}

const standingThere = new Set(['store', 'tablet', 'till', 'pos', 'kiosk', 'beacon']);
const freshCountMs = 24 * 3_600_000;

/**
 * Units kept back: nothing for who stands in the store, nothing in warehouses; store stock sold from afar keeps max(1, 10 %),
 * click & collect nothing when counted within 24 h.
 * @param channel undefined = the figure in that store
 */
export function safetyOf(
  channel: string | undefined,
  kind: 'store' | 'warehouse' | 'web',
  onHand: number,
  countedAt: number,
  now: number,
): number {
  if (kind !== 'store' || channel === undefined || standingThere.has(channel)) return 0;
  if (channel === 'collect' && now - countedAt <= freshCountMs) return 0;
  return Math.max(1, Math.floor(onHand / 10));
}

const plentyFrom = 4;

/** @param elsewhere some other place can promise a unit */
export function stateOf(atp: number, elsewhere: boolean): StockState {
  if (atp >= plentyFrom) return 'in_stock';
  if (atp >= 1) return 'low';
  return elsewhere ? 'orderable' : 'out';
}

const earthRadiusKm = 6_371;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Great-circle distance in km (haversine). */
export function distanceKm(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  const dLat = radians(b.lat - a.lat) / 2;
  const dLon = radians(b.lon - a.lon) / 2;
  const h = Math.sin(dLat) ** 2 + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(dLon) ** 2;
  return 2 * earthRadiusKm * Math.asin(Math.min(1, Math.sqrt(h)));
}
