// What comes back for what comes back: proportional, in whole cents, to the payments it was bought with (LOGIC §5.1).
import type { Refund } from '@faden/contract';
import { splitCents } from '@faden/engine';
import type { Tender } from './sale.ts';

/** Cents for `units` of a line of which `returned` came back before; all units together give exactly the line's net. */
export function lineRefundCents(line: { netCents: number; quantity: number; returned: number }, units: number): number {
  const upTo = (count: number) => Math.round((line.netCents * count) / line.quantity);
  return upTo(line.returned + units) - upTo(line.returned);
}

/**
 * Splits a refund over the payments in proportion to what is left of them, so that no payment ever gets back more than it gave
 * and cash is paid out only where cash was paid in. A sale without named payments is refunded to `original`.
 */
export function splitRefund(cents: number, tenders: readonly Tender[] | null): { refunds: Refund[]; tenders: Tender[] | null } {
  if (tenders === null) return { refunds: cents === 0 ? [] : [{ type: 'original', amount: cents }], tenders };
  const parts = splitCents(
    cents,
    tenders.map((tender) => tender.amount - tender.refunded),
  );
  const after = tenders.map((tender, index) => ({ ...tender, refunded: tender.refunded + (parts[index] as number) }));
  const refunds = tenders.flatMap(({ type, reference }, index) => {
    const amount = parts[index] as number;
    return amount === 0 ? [] : [{ type, amount, ...(reference === undefined ? {} : { reference }) }];
  });
  return { refunds, tenders: after };
}

/** One entry per payment, whatever sales it came from. */
export function mergedRefunds(refunds: readonly Refund[]): Refund[] {
  const byTender = new Map<string, Refund>();
  for (const refund of refunds) {
    const key = `${refund.type}\n${refund.reference ?? ''}`;
    const before = byTender.get(key);
    byTender.set(key, before ? { ...before, amount: before.amount + refund.amount } : refund);
  }
  return [...byTender.values()];
}
