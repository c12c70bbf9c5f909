// Parts of answers that receipts and orders share.
import type { Payment, SaleLineAnswer } from '@faden/contract';
import type { Tender } from './sale.ts';
import type { LineRow } from './store.ts';

export const moneyOf = (amount: number, currency: string) => ({ amount, currency });

export function lineAnswer(line: LineRow, currency: string): SaleLineAnswer {
  return {
    sku: line.sku,
    quantity: line.quantity,
    unitPrice: moneyOf(line.unitCents, currency),
    ...(line.discountCents === 0 ? {} : { discount: moneyOf(line.discountCents, currency) }),
    net: moneyOf(line.netCents, currency),
    ...(line.offer === null ? {} : { offer: line.offer }),
    ...(line.gift ? { gift: true } : {}),
    returned: line.returned,
    ...(line.picked === null ? {} : { picked: line.picked }),
  };
}

export const paymentsOf = (tenders: readonly Tender[]): Payment[] =>
  tenders.map(({ type, amount, reference }) => ({ type, amount, ...(reference === undefined ? {} : { reference }) }));
