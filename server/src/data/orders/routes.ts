// Receipts, orders and returns over HTTP.
import {
  acceptOrder,
  cancelOrder,
  deliverOrder,
  getOrder,
  getReceipt,
  getReturn,
  pickOrder,
  pickupOrder,
  postOrder,
  postReceipt,
  postReceipts,
  postReturn,
  readyOrder,
  shipOrder,
} from '@faden/contract';
import type { Http } from '../../platform/http/index.ts';
import { judgeReceipts } from './bulk.ts';
import type { Orders } from './index.ts';

export function mountOrders(http: Http, orders: Orders): void {
  http.create(postReceipt, (tx, { body }) => orders.acceptReceipt(tx, body));
  http.create(postReceipts, async (tx, { body }) => {
    const { good, places, refused } = judgeReceipts(body.receipts);
    const report = await orders.importReceipts(tx, good);
    const late = report.refused.map((r) => ({ ...r, index: places[r.index] as number }));
    return { accepted: report.stored, duplicates: report.duplicates, refused: [...refused, ...late].sort((a, b) => a.index - b.index) };
  });
  http.on(getReceipt, ({ params }) => orders.receipt(params.id));
  http.create(postOrder, (tx, { body }) => orders.place(tx, body));
  http.on(getOrder, ({ params }) => orders.order(params.id));
  http.create(acceptOrder, (tx, { params }) => orders.step(tx, params.id, 'accept'));
  http.create(pickOrder, (tx, { params, body }) => orders.step(tx, params.id, 'pick', { lines: body?.lines }));
  http.create(readyOrder, (tx, { params }) => orders.step(tx, params.id, 'ready'));
  http.create(pickupOrder, (tx, { params, body }) => orders.step(tx, params.id, 'pickup', { code: body?.code }));
  http.create(shipOrder, (tx, { params }) => orders.step(tx, params.id, 'ship'));
  http.create(deliverOrder, (tx, { params }) => orders.step(tx, params.id, 'deliver'));
  http.create(cancelOrder, (tx, { params, body }) => orders.step(tx, params.id, 'cancel', { reason: body?.reason }));
  http.create(postReturn, (tx, { body }) => orders.acceptReturn(tx, body));
  http.on(getReturn, ({ params }) => orders.return(params.id));
}
