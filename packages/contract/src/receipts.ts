// Receipts: what a till sold, to whom if they said so.
import { type Static, Type } from 'typebox';
import { Id, Instant, Money, PositiveMoney, ProfileRef } from './common.ts';
import { endpoint } from './endpoint.ts';

const Cents = Type.Integer({ minimum: 0, maximum: 9_000_000_000_000 });
/** Money, or plain cents in the currency of the sale. */
export const Amount = Type.Union([PositiveMoney, Cents]);
export type Amount = Static<typeof Amount>;

export const SaleLine = Type.Object({
  sku: Id,
  quantity: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  /** Gross price of one unit before `discount`. */
  unitPrice: PositiveMoney,
  /** Off the whole line. */
  discount: Type.Optional(Amount),
  offer: Type.Optional(Id),
  gift: Type.Optional(Type.Boolean()),
  name: Type.Optional(Type.String({ maxLength: 2000 })),
});
export type SaleLine = Static<typeof SaleLine>;
export const Payment = Type.Object({
  /** card, cash, giftcard, invoice, points … as the till or shop calls it. */
  type: Type.String({ minLength: 1, maxLength: 60 }),
  amount: Amount,
  reference: Type.Optional(Type.String({ maxLength: 200 })),
});
export type Payment = Static<typeof Payment>;
/** Off the whole sale; spread over the lines in whole cents. */
export const Discount = Type.Object({ code: Type.Optional(Type.String({ maxLength: 200 })), amount: Amount });

export type Discount = Static<typeof Discount>;

export const ReceiptInput = Type.Object({
  store: Id,
  number: Id,
  at: Type.Optional(Instant),
  till: Type.Optional(Id),
  associate: Type.Optional(Id),
  card: Type.Optional(Id),
  /** Where the electronic receipt went. */
  email: Type.Optional(Type.String({ maxLength: 320 })),
  profile: Type.Optional(ProfileRef),
  lines: Type.Array(SaleLine, { minItems: 1, maxItems: 1_000 }),
  discounts: Type.Optional(Type.Array(Discount, { maxItems: 50 })),
  payments: Type.Optional(Type.Array(Payment, { maxItems: 50 })),
  /** Of the fiscal unit (TSE), kept as given. */
  fiscal: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
});
export type ReceiptInput = Static<typeof ReceiptInput>;

export const SaleLineAnswer = Type.Object({
  sku: Id,
  quantity: Type.Integer(),
  unitPrice: Money,
  discount: Type.Optional(Money),
  /** After all discounts. */
  net: Money,
  offer: Type.Optional(Id),
  gift: Type.Optional(Type.Boolean()),
  returned: Type.Integer(),
  picked: Type.Optional(Type.Integer()),
});
export type SaleLineAnswer = Static<typeof SaleLineAnswer>;
export const ReceiptAnswer = Type.Object({
  id: Id,
  store: Id,
  number: Id,
  at: Instant,
  acceptedAt: Instant,
  total: Money,
  lines: Type.Array(SaleLineAnswer),
  payments: Type.Optional(Type.Array(Payment)),
  fiscal: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
});
export type ReceiptAnswer = Static<typeof ReceiptAnswer>;

export const postReceipt = endpoint({
  method: 'POST',
  path: '/api/v1/receipts',
  tag: 'receipts',
  summary: 'A sale at a till; the same receipt again changes nothing',
  access: 'secret',
  body: ReceiptInput,
  status: 201,
  answer: ReceiptAnswer,
  limit: 2_000_000,
  example: {
    store: 'st_hh',
    number: 'R-1',
    at: '2026-11-21T09:40:00Z',
    card: 'KK-100234',
    lines: [{ sku: 'AC-SW14', quantity: 1, unitPrice: { amount: 89900, currency: 'EUR' }, offer: 'off_acer_hh' }],
    payments: [{ type: 'card', amount: 89900 }],
  },
});
export const getReceipt = endpoint({
  method: 'GET',
  path: '/api/v1/receipts/{id}',
  tag: 'receipts',
  summary: 'One receipt by its id or store:number',
  access: 'secret',
  params: Type.Object({ id: Id }),
  answer: ReceiptAnswer,
});
/** Bulk filing: each receipt is judged on its own, so the list itself only says how many. */
export const postReceipts = endpoint({
  method: 'POST',
  path: '/api/v1/receipts/batch',
  tag: 'receipts',
  summary: 'History of tills: up to 1,000 receipts at once, each refused on its own; earns no points',
  access: 'secret',
  body: Type.Object({ receipts: Type.Array(Type.Unknown(), { minItems: 1, maxItems: 1_000 }) }),
  status: 200,
  answer: Type.Object({
    accepted: Type.Integer(),
    duplicates: Type.Integer(),
    refused: Type.Array(Type.Object({ index: Type.Integer(), path: Type.String(), message: Type.String() })),
  }),
  limit: 20_000_000,
});
