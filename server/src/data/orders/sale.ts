// A sale in whole cents: discounts spread over the lines, payments checked against what was owed.
import { createHash } from 'node:crypto';
import type { Amount, Discount, Payment, SaleLine } from '@faden/contract';
import { splitCents } from '@faden/engine';
import { invalid } from '../../platform/http/index.ts';

export interface PricedLine {
  sku: string;
  quantity: number;
  unitCents: number;
  /** The line's own and its share of those on the whole sale. */
  discountCents: number;
  netCents: number;
  offer: string | undefined;
  gift: boolean;
}
export interface Tender {
  type: string;
  amount: number;
  reference?: string;
  refunded: number;
}
export interface PricedSale {
  currency: string;
  lines: PricedLine[];
  shippingCents: number;
  /** Lines net of discounts plus shipping. */
  totalCents: number;
  /** Null when the caller named no payments. */
  tenders: Tender[] | null;
  discounts: { code?: string; amount: number }[];
}
interface Given {
  lines: readonly SaleLine[];
  discounts?: readonly Discount[] | undefined;
  shipping?: Amount | undefined;
  payments?: readonly Payment[] | undefined;
}

function centsOf(amount: Amount | undefined, currency: string, path: string): number {
  if (amount === undefined || typeof amount === 'number') return amount ?? 0;
  if (amount.currency !== currency) throw invalid(`${path}.currency`, `is not ${currency} like the rest of the sale`);
  return amount.amount;
}

/**
 * Prices a sale. Discounts on the whole are spread in proportion to the lines, largest remainder first (LOGIC §5.1).
 * Refuses (422) mixed currencies, discounts above the goods, and payments that do not sum to the total exactly.
 */
export function pricedSale(given: Given, prefix = ''): PricedSale {
  const currency = given.lines[0]?.unitPrice.currency ?? 'EUR';
  const lines = given.lines.map((line, index) => pricedLine(line, currency, `${prefix}lines.${index}`));
  const discounts = (given.discounts ?? []).map((discount, index) => ({
    ...(discount.code === undefined ? {} : { code: discount.code }),
    amount: centsOf(discount.amount, currency, `${prefix}discounts.${index}.amount`),
  }));
  const goods = lines.reduce((sum, line) => sum + line.netCents, 0);
  const off = discounts.reduce((sum, discount) => sum + discount.amount, 0);
  if (off > goods) throw invalid(`${prefix}discounts`, `take off ${off} cents of goods worth ${goods}`);
  splitCents(
    off,
    lines.map((line) => line.netCents),
  ).forEach((share, index) => {
    const line = lines[index] as PricedLine;
    line.discountCents += share;
    line.netCents -= share;
  });
  const shippingCents = centsOf(given.shipping, currency, `${prefix}shipping`);
  const totalCents = goods - off + shippingCents;
  const tenders = given.payments?.map((payment, index) => tenderOf(payment, currency, `${prefix}payments.${index}.amount`)) ?? null;
  const paid = tenders?.reduce((sum, tender) => sum + tender.amount, 0) ?? totalCents;
  if (paid !== totalCents) throw invalid(`${prefix}payments`, `sum to ${paid} cents, the sale to ${totalCents}`);
  return { currency, lines, shippingCents, totalCents, tenders, discounts };
}

function tenderOf(payment: Payment, currency: string, path: string): Tender {
  const amount = centsOf(payment.amount, currency, path);
  return { type: payment.type, amount, refunded: 0, ...(payment.reference === undefined ? {} : { reference: payment.reference }) };
}

function pricedLine(line: SaleLine, currency: string, path: string): PricedLine {
  const unitCents = centsOf(line.unitPrice, currency, `${path}.unitPrice`);
  const discountCents = centsOf(line.discount, currency, `${path}.discount`);
  const netCents = unitCents * line.quantity - discountCents;
  if (netCents < 0) throw invalid(`${path}.discount`, 'is more than the line is worth');
  if (!Number.isSafeInteger(netCents)) throw invalid(`${path}.quantity`, 'makes the line too large');
  return { sku: line.sku, quantity: line.quantity, unitCents, discountCents, netCents, offer: line.offer, gift: line.gift ?? false };
}

/** Hash of a body in which the order of keys does not matter: tells a repetition from a different sale under the same number. */
export function contentHash(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('base64url');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value)
    .filter(([, v]) => v !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, v]) => `${JSON.stringify(key)}:${canonical(v)}`).join(',')}}`;
}
