// Returns: any channel's purchase in any store; each unit once, refunded to what paid for it, goods booked by grade at once.
import type { Refund, ReturnAnswer, ReturnInput } from '@faden/contract';
import type { Sql } from '../../platform/database/index.ts';
import { conflict, invalid, notFound } from '../../platform/http/index.ts';
import { parseInstant } from '../../platform/zone.ts';
import type { Movement } from '../stock/index.ts';
import { moneyOf } from './answers.ts';
import { homeOf, refOf, refundedEntry } from './log-entries.ts';
import type { OrdersNeeds } from './needs.ts';
import { isFulfilled } from './order-state.ts';
import { findOrder, handOver } from './orders.ts';
import { findReceipt } from './receipts.ts';
import { lineRefundCents, mergedRefunds, splitRefund } from './refund.ts';
import { type Match, matchLines } from './return-match.ts';
import {
  addReturned,
  insertReturn,
  insertReturnLines,
  type ReturnLineRow,
  type ReturnRow,
  returnBy,
  returnLinesOf,
} from './return-store.ts';
import { contentHash } from './sale.ts';
import { type LineRow, linesOf, lockSales, type SaleRow, salesOfNodes, setTenders } from './store.ts';

const dayMs = 86_400_000;
const defaultWindowDays = 30;
/** Days of the legal withdrawal, which also refunds shipping when everything goes back. */
const withdrawalDays = 14;

/** Ids of the sales a return is about, in the order in which units are looked for. */
async function salesMeant(tx: Sql, needs: OrdersNeeds, input: ReturnInput): Promise<string[]> {
  if (input.order !== undefined) return [(await findOrder(tx, input.order)).id];
  if (input.receipt !== undefined) {
    const name = typeof input.receipt === 'string' ? input.receipt : `${input.receipt.store}:${input.receipt.number}`;
    const receipt = await findReceipt(tx, name);
    if (!receipt) throw notFound(`receipt ${name}`);
    return [receipt.id];
  }
  if (input.card === undefined && input.profile === undefined)
    throw invalid('order', 'order, receipt, card or profile must say what is returned');
  const { nodeIds } = await needs.nodesOf(tx, input.card === undefined ? (input.profile ?? {}) : { card: input.card });
  return salesOfNodes(
    tx,
    nodeIds,
    input.lines.map((line) => line.sku),
  );
}

function judgeSales(sales: readonly SaleRow[], needs: OrdersNeeds, input: ReturnInput, at: number): void {
  for (const sale of sales) {
    if (sale.state === 'cancelled') throw conflict('order_cancelled', `Order ${sale.number} was cancelled`);
    const window = needs.returnWindowDays ?? defaultWindowDays;
    if (input.exception === undefined && at - sale.at > window * dayMs)
      throw conflict('outside_window', `${refOf(sale)} was bought more than ${window} days ago`, {
        boughtAt: new Date(sale.at).toISOString(),
        exception: 'manager',
      });
  }
}

/** Takes goods back. The same `number` again answers the same; with other content 409. */
export async function acceptReturn(tx: Sql, needs: OrdersNeeds, input: ReturnInput): Promise<ReturnAnswer> {
  const known = input.number === undefined ? undefined : await returnBy(tx, input.number);
  if (known) return repeated(tx, known, input);
  const place = await needs.places.find(tx, input.store);
  if (!place) throw invalid('store', `${input.store} is not known`);
  const acceptedAt = needs.clock.now();
  const at = input.at === undefined ? acceptedAt : parseInstant(input.at, place.timeZone);
  if (at === undefined) throw invalid('at', 'is not an ISO 8601 instant with zone');
  const meant = await salesMeant(tx, needs, input);
  const sales = new Map((await lockSales(tx, meant)).map((sale) => [sale.id, sale]));
  const lines = await linesOf(tx, meant);
  const matches = matchLines(input.lines, meant, lines);
  const touched = meant.filter((id) => matches.some((match) => match.line.saleId === id)).map((id) => sales.get(id) as SaleRow);
  judgeSales(touched, needs, input, at);
  const id = needs.ids.next();
  const rows = rowsOf(id, matches);
  const refunds: Refund[] = [];
  for (const sale of touched) refunds.push(...(await refundSale(tx, needs, sale, lines, rows, at)));
  const first = touched[0] as SaleRow;
  const given =
    input.exception || input.card !== undefined || input.profile
      ? { card: input.card, profile: input.profile, exception: input.exception }
      : null;
  const row: ReturnRow = {
    id,
    number: input.number ?? null,
    ref: refOf(first),
    store: input.store,
    at,
    acceptedAt,
    nodeId: first.nodeId,
    currency: first.currency,
    totalCents: refunds.reduce((sum, refund) => sum + refund.amount, 0),
    refunds: mergedRefunds(refunds),
    given,
    bodyHash: contentHash(input),
  };
  if (!(await insertReturn(tx, row))) throw conflict('return_in_progress', `Return ${input.number} is being taken by another call`);
  await insertReturnLines(tx, rows);
  await addReturned(
    tx,
    rows.map((r) => ({ saleId: r.saleId, line: r.saleLine, quantity: r.quantity })),
  );
  await needs.stock.move(tx, restocked(row, rows));
  await tellLogs(tx, needs, row, rows, touched);
  await needs.bus.publish(tx, 'return.accepted', factOf(row, rows, touched, lines));
  return returnAnswer(row, rows);
}

async function repeated(tx: Sql, known: ReturnRow, input: ReturnInput): Promise<ReturnAnswer> {
  if (known.bodyHash !== contentHash(input))
    throw conflict('return_number_used', `Return ${input.number} is known with other content`, { id: known.id });
  return returnAnswer(known, await returnLinesOf(tx, [known.id]));
}

function rowsOf(returnId: string, matches: readonly Match[]): ReturnLineRow[] {
  const before = new Map<LineRow, number>();
  return matches.map(({ line, quantity, grade, reason }, index) => {
    const returned = line.returned + (before.get(line) ?? 0);
    before.set(line, (before.get(line) ?? 0) + quantity);
    const refundCents = lineRefundCents({ ...line, returned }, quantity);
    return {
      returnId,
      line: index,
      saleId: line.saleId,
      saleLine: line.line,
      sku: line.sku,
      quantity,
      grade,
      reason: reason ?? null,
      refundCents,
    };
  });
}

/** Refunds of one sale; what was put aside for its collection counts as handed over. */
async function refundSale(
  tx: Sql,
  needs: OrdersNeeds,
  sale: SaleRow,
  all: readonly LineRow[],
  rows: readonly ReturnLineRow[],
  at: number,
): Promise<Refund[]> {
  const lines = all.filter((line) => line.saleId === sale.id);
  const ours = rows.filter((row) => row.saleId === sale.id);
  if (!isFulfilled(sale.state)) await handOver(tx, needs, sale, lines);
  const bought = lines.reduce((sum, line) => sum + line.quantity, 0);
  const back = lines.reduce((sum, line) => sum + line.returned, 0) + ours.reduce((sum, row) => sum + row.quantity, 0);
  const withdrawn = back === bought && at - sale.at <= withdrawalDays * dayMs;
  const cents = ours.reduce((sum, row) => sum + row.refundCents, 0) + (withdrawn ? sale.shippingCents : 0);
  const { refunds, tenders } = splitRefund(cents, sale.payments);
  if (tenders) await setTenders(tx, sale.id, tenders);
  return refunds;
}

/** Grade A goes on sale at once, B, C and Q wait in quarantine, D is gone. */
function restocked(row: ReturnRow, rows: readonly ReturnLineRow[]): Movement[] {
  return rows
    .filter((r) => r.grade !== 'D')
    .map(({ sku, quantity, grade }) => ({
      sku,
      place: row.store,
      kind: 'return',
      quantity,
      quarantine: grade === 'A' ? 0 : quantity,
      reference: `return:${row.id}`,
      at: row.at,
      opens: true,
    }));
}

async function tellLogs(
  tx: Sql,
  needs: OrdersNeeds,
  row: ReturnRow,
  rows: readonly ReturnLineRow[],
  sales: readonly SaleRow[],
): Promise<void> {
  const entries = sales.flatMap((sale, index) => {
    const home = homeOf(sale);
    if (!home) return [];
    const ours = rows.filter((r) => r.saleId === sale.id);
    const units = ours.map(({ sku, quantity, reason }) => ({ sku, quantity, reason: reason ?? undefined }));
    const cents = ours.reduce((sum, r) => sum + r.refundCents, 0);
    const messageId = `return:${row.id}${index === 0 ? '' : `:${index + 1}`}`;
    return [
      refundedEntry(sale, home, { messageId, returnId: row.id, store: row.store, at: row.at, acceptedAt: row.acceptedAt, cents, units }),
    ];
  });
  if (entries.length) await needs.record(tx, entries);
}

/** `sales[].kept` is what remains of each sale, for points and figures that have to be computed again. */
function factOf(
  row: ReturnRow,
  rows: readonly ReturnLineRow[],
  sales: readonly SaleRow[],
  lines: readonly LineRow[],
): Record<string, unknown> {
  const lineOf = (r: ReturnLineRow) => lines.find((line) => line.saleId === r.saleId && line.line === r.saleLine);
  const refunded = (line: LineRow) =>
    lineRefundCents({ ...line, returned: 0 }, line.returned) +
    rows.filter((r) => r.saleId === line.saleId && r.saleLine === line.line).reduce((sum, r) => sum + r.refundCents, 0);
  return {
    id: row.id,
    ref: row.ref,
    store: row.store,
    channel: sales[0]?.channel,
    nodeId: row.nodeId,
    at: row.at,
    acceptedAt: row.acceptedAt,
    currency: row.currency,
    totalCents: row.totalCents,
    skus: [...new Set(rows.map((r) => r.sku))],
    offers: [...new Set(rows.flatMap((r) => lineOf(r)?.offer ?? []))],
    lines: rows.map(({ sku, quantity, refundCents, grade }) => ({ sku, quantity, refundCents, grade })),
    sales: sales.map((sale) => ({
      ref: refOf(sale),
      kind: sale.kind,
      store: sale.store,
      channel: sale.channel,
      nodeId: sale.nodeId,
      at: sale.at,
      kept: lines.filter((line) => line.saleId === sale.id).map((line) => ({ sku: line.sku, netCents: line.netCents - refunded(line) })),
    })),
  };
}

export function returnAnswer(row: ReturnRow, rows: readonly ReturnLineRow[]): ReturnAnswer {
  return {
    id: row.id,
    ...(row.number === null ? {} : { number: row.number }),
    store: row.store,
    at: new Date(row.at).toISOString(),
    ref: row.ref,
    refunds: row.refunds,
    total: moneyOf(row.totalCents, row.currency),
    lines: rows.map(({ sku, quantity, grade, refundCents, reason }) => ({
      sku,
      quantity,
      grade,
      refund: moneyOf(refundCents, row.currency),
      ...(reason === null ? {} : { reason }),
    })),
  };
}
