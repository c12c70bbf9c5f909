// Receipts: what tills sold. A till is never blocked: unknown goods are kept as named, missing stock is written down.
import type { ReceiptAnswer, ReceiptInput } from '@faden/contract';
import type { Sql } from '../../platform/database/index.ts';
import { conflict, invalid, Problem } from '../../platform/http/index.ts';
import { parseInstant } from '../../platform/zone.ts';
import type { Movement } from '../stock/index.ts';
import { lineAnswer, moneyOf, paymentsOf } from './answers.ts';
import { ereceiptLink } from './buyer.ts';
import { type Draft, factOf, fileSales, lineRowsOf } from './filing.ts';
import { refOf } from './log-entries.ts';
import type { OrdersNeeds } from './needs.ts';
import { contentHash, pricedSale } from './sale.ts';
import { type LineRow, linesOf, type SaleRow, saleById, salesByNumber } from './store.ts';

export interface ImportReport {
  stored: number;
  duplicates: number;
  refused: { index: number; path: string; message: string }[];
}
const receiptKey = (store: string, number: string) => `${store}\n${number}`;

/** Judges and prices a receipt; 422 naming the field. */
async function draftOf(tx: Sql, needs: OrdersNeeds, input: ReceiptInput): Promise<Draft> {
  const place = await needs.places.find(tx, input.store);
  if (!place) throw invalid('store', `${input.store} is not known`);
  const acceptedAt = needs.clock.now();
  const at = input.at === undefined ? acceptedAt : parseInstant(input.at, place.timeZone);
  if (at === undefined) throw invalid('at', 'is not an ISO 8601 instant with zone');
  const priced = pricedSale(input);
  const id = needs.ids.next();
  const { store, number, card, email, profile } = input;
  const named = card !== undefined || email !== undefined || profile !== undefined;
  const sale: SaleRow = {
    id,
    kind: 'receipt',
    scope: store,
    number,
    channel: 'store',
    store,
    at,
    acceptedAt,
    nodeId: null,
    currency: priced.currency,
    totalCents: priced.totalCents,
    shippingCents: 0,
    state: 'sold',
    deliveryType: null,
    deliveryPlace: null,
    payments: priced.tenders,
    discounts: priced.discounts.length ? priced.discounts : null,
    fiscal: input.fiscal ?? null,
    pickupCode: null,
    given: named ? { card, email, profile } : null,
    bodyHash: contentHash(input),
  };
  return { sale, lines: lineRowsOf(id, priced), named: { card, email, profile }, link: ereceiptLink({ card, email }, at, refOf(sale)) };
}

function movementsOf(drafts: readonly Draft[]): Movement[] {
  return drafts.flatMap(({ sale, lines }) =>
    lines.map((line) => ({
      sku: line.sku,
      place: sale.scope,
      kind: 'sale',
      quantity: -line.quantity,
      reference: refOf(sale),
      at: sale.at,
    })),
  );
}

/** Files one receipt. The same again answers the same and changes nothing; another one under its number is a 409. */
export async function acceptReceipt(tx: Sql, needs: OrdersNeeds, input: ReceiptInput): Promise<ReceiptAnswer> {
  const known = (await salesByNumber(tx, 'receipt', [{ scope: input.store, number: input.number }]))[0];
  if (known) return repeated(tx, known, input);
  const draft = await draftOf(tx, needs, input);
  const [filed] = await fileSales(tx, needs, [draft]);
  if (!filed) {
    const winner = (await salesByNumber(tx, 'receipt', [{ scope: input.store, number: input.number }]))[0];
    return repeated(tx, winner as SaleRow, input);
  }
  await needs.stock.move(tx, movementsOf([filed]));
  await needs.bus.publish(tx, 'receipt.accepted', factOf(filed.sale, filed.lines));
  return receiptAnswer(filed.sale, filed.lines);
}

async function repeated(tx: Sql, known: SaleRow, input: ReceiptInput): Promise<ReceiptAnswer> {
  if (known.bodyHash !== contentHash(input))
    throw conflict('receipt_number_used', `Receipt ${input.number} of ${input.store} is known with other content`, { id: known.id });
  return receiptAnswer(known, await linesOf(tx, [known.id]));
}

/** Files many at once (about 500 a transaction); what is wrong is reported, not thrown. One fact `receipts.imported` for all. */
export async function importReceipts(tx: Sql, needs: OrdersNeeds, inputs: readonly ReceiptInput[]): Promise<ImportReport> {
  const keys = inputs.map(({ store, number }) => ({ scope: store, number }));
  const known = new Map((await salesByNumber(tx, 'receipt', keys)).map((sale) => [receiptKey(sale.scope, sale.number), sale.bodyHash]));
  const report: ImportReport = { stored: 0, duplicates: 0, refused: [] };
  const drafts: Draft[] = [];
  for (const [index, input] of inputs.entries()) {
    const key = receiptKey(input.store, input.number);
    const hash = known.get(key);
    if (hash !== undefined) {
      if (hash === contentHash(input)) report.duplicates += 1;
      else report.refused.push({ index, path: 'number', message: 'is known with other content' });
      continue;
    }
    try {
      const draft = await draftOf(tx, needs, input);
      known.set(key, draft.sale.bodyHash);
      drafts.push(draft);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      report.refused.push({ index, path: error.errors[0]?.path ?? '', message: error.errors[0]?.message ?? error.message });
    }
  }
  const filed = await fileSales(tx, needs, drafts);
  report.stored = filed.length;
  report.duplicates += drafts.length - filed.length;
  if (filed.length === 0) return report;
  await needs.stock.move(tx, movementsOf(filed));
  await needs.bus.publish(tx, 'receipts.imported', { count: filed.length, ids: filed.map((draft) => draft.sale.id) });
  return report;
}

/** By Faden's id or `store:number`. */
export async function findReceipt(sql: Sql, idOrNumber: string): Promise<SaleRow | undefined> {
  const keys: { scope: string; number: string }[] = [];
  for (let colon = idOrNumber.indexOf(':'); colon > 0; colon = idOrNumber.indexOf(':', colon + 1))
    keys.push({ scope: idOrNumber.slice(0, colon), number: idOrNumber.slice(colon + 1) });
  if (keys.length) return (await salesByNumber(sql, 'receipt', keys))[0];
  return saleById(sql, 'receipt', idOrNumber);
}

export function receiptAnswer(sale: SaleRow, lines: readonly LineRow[]): ReceiptAnswer {
  return {
    id: sale.id,
    store: sale.scope,
    number: sale.number,
    at: new Date(sale.at).toISOString(),
    acceptedAt: new Date(sale.acceptedAt).toISOString(),
    total: moneyOf(sale.totalCents, sale.currency),
    lines: lines.map((line) => lineAnswer(line, sale.currency)),
    ...(sale.payments === null ? {} : { payments: paymentsOf(sale.payments) }),
    ...(sale.fiscal === null ? {} : { fiscal: sale.fiscal }),
  };
}
