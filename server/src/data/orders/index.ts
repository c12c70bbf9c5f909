// What was bought, on every channel, and what came back.
import type { OrderAnswer, OrderInput, ReceiptAnswer, ReceiptInput, ReturnAnswer, ReturnInput } from '@faden/contract';
import type { Custodian, Sql } from '../../platform/database/index.ts';
import { notFound } from '../../platform/http/index.ts';
import { forgetArchive, ordersCustodian } from './custodian.ts';
import type { OrdersNeeds } from './needs.ts';
import type { OrderStep } from './order-state.ts';
import { findOrder, orderAnswer, placeOrder, type StepInput, stepOrder } from './orders.ts';
import { acceptReceipt, findReceipt, type ImportReport, importReceipts, receiptAnswer } from './receipts.ts';
import { returnBy, returnLinesOf } from './return-store.ts';
import { acceptReturn, returnAnswer } from './returns.ts';
import { type AnonymousLine, anonymousLinesAfter, anonymousLinesOf, linesOf } from './store.ts';

export { ordersTags } from './data-tags.ts';
export type { OrdersNeeds } from './needs.ts';
export type { OrderStep } from './order-state.ts';
export type { StepInput } from './orders.ts';
export type { ImportReport } from './receipts.ts';
export { mountOrders } from './routes.ts';
export type { AnonymousLine } from './store.ts';

export interface Orders {
  /** The same receipt again answers the same; other content under its number 409, unknown store or wrong payments 422. */
  acceptReceipt(tx: Sql, input: ReceiptInput): Promise<ReceiptAnswer>;
  /** Set-based; about 500 receipts a transaction. Publishes one `receipts.imported`, no `receipt.accepted`: history earns no points. */
  importReceipts(tx: Sql, inputs: readonly ReceiptInput[]): Promise<ImportReport>;
  /** Like receipts, by number; 409 `out_of_stock` with alternatives when goods to collect are not there. */
  place(tx: Sql, input: OrderInput): Promise<OrderAnswer>;
  step(tx: Sql, idOrNumber: string, step: OrderStep, input?: StepInput): Promise<OrderAnswer>;
  acceptReturn(tx: Sql, input: ReturnInput): Promise<ReturnAnswer>;
  /** By Faden's id or `store:number`; 404. */
  receipt(id: string): Promise<ReceiptAnswer>;
  order(id: string): Promise<OrderAnswer>;
  return(id: string): Promise<ReturnAnswer>;
  /** Lines sold to nobody known: of the next sales after a position, or of given sales; for learning. */
  anonymousAfter(after: { at: string; id: string }, sales: number): Promise<AnonymousLine[]>;
  anonymousOf(saleIds: readonly string[]): Promise<AnonymousLine[]>;
  /** Deletes archived names whose time is over. */
  forgetArchive(tx: Sql): Promise<number>;
  custodian: Custodian;
}

export function createOrders(needs: OrdersNeeds): Orders {
  const { database, clock } = needs;
  return {
    acceptReceipt: (tx, input) => acceptReceipt(tx, needs, input),
    importReceipts: (tx, inputs) => importReceipts(tx, needs, inputs),
    place: (tx, input) => placeOrder(tx, needs, input),
    step: (tx, id, step, input = {}) => stepOrder(tx, needs, id, step, input),
    acceptReturn: (tx, input) => acceptReturn(tx, needs, input),
    async receipt(id) {
      const sale = await findReceipt(database, id);
      if (!sale) throw notFound(`receipt ${id}`);
      return receiptAnswer(sale, await linesOf(database, [sale.id]));
    },
    async order(id) {
      const sale = await findOrder(database, id);
      return orderAnswer(sale, await linesOf(database, [sale.id]));
    },
    async return(id) {
      const row = await returnBy(database, id);
      if (!row) throw notFound(`return ${id}`);
      return returnAnswer(row, await returnLinesOf(database, [row.id]));
    },
    anonymousAfter: (after, sales) => anonymousLinesAfter(database, after, sales),
    anonymousOf: (saleIds) => anonymousLinesOf(database, saleIds),
    forgetArchive: (tx) => forgetArchive(tx, clock.now()),
    custodian: ordersCustodian,
  };
}
