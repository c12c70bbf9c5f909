// Orders of any channel: placed once per number, collected goods put aside, shipped goods taken from the largest source.
import type { OrderAnswer, OrderInput, Refund } from '@faden/contract';
import type { Sql } from '../../platform/database/index.ts';
import { conflict, invalid, notFound } from '../../platform/http/index.ts';
import { parseInstant } from '../../platform/zone.ts';
import { lineAnswer, moneyOf, paymentsOf } from './answers.ts';
import { type Draft, factOf, fileSales, lineRowsOf } from './filing.ts';
import { cancelledEntry, homeOf, refOf } from './log-entries.ts';
import type { OrdersNeeds } from './needs.ts';
import { isFulfilled, type OrderStep, orderSteps } from './order-state.ts';
import { splitRefund } from './refund.ts';
import { contentHash, pricedSale } from './sale.ts';
import type { LineRow, SaleRow } from './store.ts';
import * as store from './store.ts';

const codeLength = 8;
/** Without letters and digits that look alike. */
const codeAlphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

async function draftOf(tx: Sql, needs: OrdersNeeds, input: OrderInput): Promise<Draft> {
  const { delivery, store: soldIn } = input;
  if (soldIn !== undefined && !(await needs.places.find(tx, soldIn))) throw invalid('store', `${soldIn} is not known`);
  const toPlace = delivery?.type === 'collect' || delivery?.type === 'shipToStore';
  if (toPlace && delivery.place === undefined) throw invalid('delivery.place', `is needed for delivery type ${delivery.type}`);
  if (delivery?.place !== undefined && !(await needs.places.find(tx, delivery.place)))
    throw invalid('delivery.place', `${delivery.place} is not known`);
  const acceptedAt = needs.clock.now();
  const at = input.at === undefined ? acceptedAt : parseInstant(input.at, 'Europe/Berlin');
  if (at === undefined) throw invalid('at', 'is not an ISO 8601 instant with zone');
  const priced = pricedSale(input);
  const id = needs.ids.next();
  const { card, email, profile } = input;
  const personal = { card, email, profile, address: delivery?.address };
  const sale: SaleRow = {
    id,
    kind: 'order',
    scope: '',
    number: input.number ?? id,
    channel: input.channel,
    store: soldIn ?? null,
    at,
    acceptedAt,
    nodeId: null,
    currency: priced.currency,
    totalCents: priced.totalCents,
    shippingCents: priced.shippingCents,
    state: 'placed',
    deliveryType: delivery?.type ?? null,
    deliveryPlace: delivery?.place ?? null,
    payments: priced.tenders,
    discounts: priced.discounts.length ? priced.discounts : null,
    fiscal: null,
    pickupCode: toPlace ? pickupCode(needs) : null,
    given: Object.values(personal).some((value) => value !== undefined) ? personal : null,
    bodyHash: contentHash(input),
  };
  return { sale, lines: lineRowsOf(id, priced), named: { card, email, profile } };
}

function pickupCode(needs: OrdersNeeds): string {
  const bytes = Buffer.from(needs.ids.token(codeLength * 8), 'base64url');
  return [...bytes.subarray(0, codeLength)].map((byte) => codeAlphabet[byte % codeAlphabet.length]).join('');
}

/** Files an order. The same again answers the same; another one under its number is a 409, as are goods to collect that are not there. */
export async function placeOrder(tx: Sql, needs: OrdersNeeds, input: OrderInput): Promise<OrderAnswer> {
  const key = input.number === undefined ? undefined : { scope: '', number: input.number };
  const known = key && (await store.salesByNumber(tx, 'order', [key]))[0];
  if (known) return repeated(tx, known, input);
  const draft = await draftOf(tx, needs, input);
  if (input.reservations?.length) await needs.stock.confirm(tx, input.reservations);
  await setAside(tx, needs, draft);
  const [filed] = await fileSales(tx, needs, [draft]);
  if (!filed) return lostRace(tx, needs, draft, input);
  if (draft.sale.deliveryType !== 'collect') await takeForShipping(tx, needs, draft);
  await needs.bus.publish(tx, 'order.placed', factOf(filed.sale, filed.lines));
  return orderAnswer(filed.sale, filed.lines);
}

async function repeated(tx: Sql, known: SaleRow, input: OrderInput): Promise<OrderAnswer> {
  if (known.bodyHash !== contentHash(input))
    throw conflict('order_number_used', `Order ${known.number} is known with other content`, { id: known.id });
  return orderAnswer(known, await store.linesOf(tx, [known.id]));
}

/** Another call has filed the number meanwhile: give back what was put aside and answer like that call. */
async function lostRace(tx: Sql, needs: OrdersNeeds, { sale, lines }: Draft, input: OrderInput): Promise<OrderAnswer> {
  const place = sale.deliveryPlace ?? '';
  const aside = lines.filter((line) => line.allocated > 0).map((line) => ({ sku: line.sku, place, quantity: line.allocated }));
  await needs.stock.unallocate(tx, aside);
  const [winner] = await store.salesByNumber(tx, 'order', [{ scope: '', number: sale.number }]);
  return repeated(tx, winner as SaleRow, input);
}

async function setAside(tx: Sql, needs: OrdersNeeds, { sale, lines }: Draft): Promise<void> {
  if (sale.deliveryType !== 'collect' || sale.deliveryPlace === null) return;
  const place = sale.deliveryPlace;
  const wants = lines.map((line) => ({ sku: line.sku, place, quantity: line.quantity, line }));
  const made = await needs.stock.allocate(tx, wants, sale.at, 'collect');
  for (const want of wants) if (made.includes(want)) want.line.allocated = want.quantity;
}

async function takeForShipping(tx: Sql, needs: OrdersNeeds, { sale, lines }: Draft): Promise<void> {
  const movements = lines.flatMap((line) => {
    const place = needs.stock.source(line.sku);
    return place === undefined
      ? []
      : [{ sku: line.sku, place, kind: 'sale', quantity: -line.quantity, reference: refOf(sale), at: sale.at }];
  });
  await needs.stock.move(tx, movements);
}

/** By Faden's id or the caller's number; 404. */
export async function findOrder(sql: Sql, idOrNumber: string): Promise<SaleRow> {
  const found =
    (await store.salesByNumber(sql, 'order', [{ scope: '', number: idOrNumber }]))[0] ?? (await store.saleById(sql, 'order', idOrNumber));
  if (!found) throw notFound(`order ${idOrNumber}`);
  return found;
}

export interface StepInput {
  lines?: readonly { sku: string; quantity: number }[] | undefined;
  code?: string | undefined;
  reason?: string | undefined;
}

/** Takes an order one step on. Already there: answers it unchanged; from a wrong state: 409 naming the state. */
export async function stepOrder(tx: Sql, needs: OrdersNeeds, idOrNumber: string, step: OrderStep, input: StepInput): Promise<OrderAnswer> {
  const { id } = await findOrder(tx, idOrNumber);
  const sale = (await store.lockSales(tx, [id]))[0] as SaleRow;
  const lines = await store.linesOf(tx, [id]);
  const { from, to, fact } = orderSteps[step];
  if (sale.state === to && step !== 'pick') return orderAnswer(sale, lines);
  if (step === 'pickup' && input.code !== undefined && input.code.toUpperCase() !== sale.pickupCode)
    throw invalid('code', 'does not belong to this order');
  if (step === 'cancel' && lines.some((line) => line.returned > 0))
    throw conflict('order_state', 'Part of the order was returned', { state: sale.state });
  const moved = await store.moveOrder(tx, id, from, to);
  if (!moved) throw conflict('order_state', `Order ${sale.number} is ${sale.state}, ${step} is not possible`, { state: sale.state });
  if (step === 'pick') await pick(tx, lines, input.lines);
  if (step === 'pickup') await handOver(tx, needs, moved, lines);
  const refunds = step === 'cancel' ? await cancel(tx, needs, moved, lines, input.reason) : undefined;
  await needs.bus.publish(tx, fact, { ...factOf(moved, lines), ...(refunds ? { refunds } : {}) });
  return { ...orderAnswer(moved, lines), ...(refunds ? { refunds } : {}) };
}

async function pick(tx: Sql, lines: LineRow[], asked: StepInput['lines']): Promise<void> {
  const left = new Map<string, number>();
  for (const { sku, quantity } of asked ?? []) left.set(sku, (left.get(sku) ?? 0) + quantity);
  for (const sku of left.keys()) if (!lines.some((line) => line.sku === sku)) throw invalid('lines', `${sku} is not in the order`);
  for (const line of lines) {
    if (!asked) line.picked = line.quantity;
    else if (left.has(line.sku)) {
      const units = Math.min(line.quantity, left.get(line.sku) ?? 0);
      left.set(line.sku, (left.get(line.sku) ?? 0) - units);
      line.picked = units;
    }
  }
  const over = [...left].find(([, units]) => units > 0);
  if (over) throw invalid('lines', `more of ${over[0]} than was ordered`);
  const picked = lines.flatMap((line) => (line.picked === null ? [] : [{ line: line.line, picked: line.picked }]));
  if (lines[0]) await store.setPicked(tx, lines[0].saleId, picked);
}

/** Goods that were put aside leave the store. */
export async function handOver(tx: Sql, needs: OrdersNeeds, sale: SaleRow, lines: LineRow[]): Promise<void> {
  const aside = lines.filter((line) => line.allocated > 0);
  if (aside.length === 0 || sale.deliveryPlace === null) return;
  const place = sale.deliveryPlace;
  await needs.stock.unallocate(
    tx,
    aside.map((line) => ({ sku: line.sku, place, quantity: line.allocated })),
  );
  const reference = `${refOf(sale)}:pickup`;
  const at = needs.clock.now();
  await needs.stock.move(
    tx,
    aside.map((line) => ({ sku: line.sku, place, kind: 'sale', quantity: -line.allocated, reference, at })),
  );
  await store.clearAllocations(tx, sale.id);
  for (const line of aside) line.allocated = 0;
}

async function cancel(tx: Sql, needs: OrdersNeeds, sale: SaleRow, lines: LineRow[], reason: string | undefined): Promise<Refund[]> {
  const aside = lines.filter((line) => line.allocated > 0);
  if (aside.length && sale.deliveryPlace !== null) {
    const place = sale.deliveryPlace;
    await needs.stock.unallocate(
      tx,
      aside.map((line) => ({ sku: line.sku, place, quantity: line.allocated })),
    );
    await store.clearAllocations(tx, sale.id);
  }
  await needs.stock.undo(tx, refOf(sale));
  const { refunds, tenders } = splitRefund(sale.totalCents, sale.payments);
  if (tenders) await store.setTenders(tx, sale.id, tenders);
  const home = homeOf(sale);
  if (home) await needs.record(tx, [cancelledEntry(sale, lines, home, needs.clock.now(), reason)]);
  return refunds;
}

/** What a cancelled order paid back; recomputed so that a repeated call answers the same. */
function refundsOf(sale: SaleRow): Refund[] {
  if (sale.payments === null) return sale.totalCents === 0 ? [] : [{ type: 'original', amount: sale.totalCents }];
  return sale.payments.flatMap(({ type, refunded, reference }) =>
    refunded === 0 ? [] : [{ type, amount: refunded, ...(reference === undefined ? {} : { reference }) }],
  );
}

export function orderAnswer(sale: SaleRow, lines: readonly LineRow[]): OrderAnswer {
  const open = !isFulfilled(sale.state) && sale.state !== 'cancelled';
  return {
    id: sale.id,
    number: sale.number,
    channel: sale.channel,
    ...(sale.store === null ? {} : { store: sale.store }),
    state: sale.state as OrderAnswer['state'],
    at: new Date(sale.at).toISOString(),
    acceptedAt: new Date(sale.acceptedAt).toISOString(),
    total: moneyOf(sale.totalCents, sale.currency),
    ...(sale.shippingCents === 0 ? {} : { shipping: moneyOf(sale.shippingCents, sale.currency) }),
    lines: lines.map((line) => lineAnswer(line, sale.currency)),
    ...(sale.discounts === null ? {} : { discounts: sale.discounts }),
    ...(sale.deliveryType === null
      ? {}
      : {
          delivery: {
            type: sale.deliveryType as 'collect' | 'ship' | 'shipToStore',
            ...(sale.deliveryPlace === null ? {} : { place: sale.deliveryPlace }),
          },
        }),
    ...(sale.payments === null ? {} : { payments: paymentsOf(sale.payments) }),
    ...(open && sale.pickupCode !== null ? { pickupCode: sale.pickupCode } : {}),
    ...(sale.state === 'cancelled' ? { refunds: refundsOf(sale) } : {}),
  };
}
