// Orders of any channel and their way to the customer.
import { type Static, Type } from 'typebox';
import { Id, Instant, Money, ProfileRef } from './common.ts';
import { endpoint } from './endpoint.ts';
import { Amount, Discount, Payment, SaleLine, SaleLineAnswer } from './receipts.ts';

export const DeliveryType = Type.Union([Type.Literal('collect'), Type.Literal('ship'), Type.Literal('shipToStore')]);
export const Delivery = Type.Object({
  type: DeliveryType,
  /** Store of collection, for collect and shipToStore. */
  place: Type.Optional(Id),
  address: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
});

export const OrderInput = Type.Object({
  /** The caller's own number, unique; a fresh one is made when missing. */
  number: Type.Optional(Id),
  channel: Type.String({ minLength: 1, maxLength: 60 }),
  /** Store that sold it, for orders taken at a tablet or till. */
  store: Type.Optional(Id),
  at: Type.Optional(Instant),
  profile: Type.Optional(ProfileRef),
  card: Type.Optional(Id),
  email: Type.Optional(Type.String({ maxLength: 320 })),
  lines: Type.Array(SaleLine, { minItems: 1, maxItems: 1_000 }),
  discounts: Type.Optional(Type.Array(Discount, { maxItems: 50 })),
  shipping: Type.Optional(Amount),
  delivery: Type.Optional(Delivery),
  payments: Type.Optional(Type.Array(Payment, { maxItems: 50 })),
  /** Reservations this order confirms. */
  reservations: Type.Optional(Type.Array(Id, { maxItems: 1_000 })),
});
export type OrderInput = Static<typeof OrderInput>;

export const OrderState = Type.Union([
  Type.Literal('placed'),
  Type.Literal('accepted'),
  Type.Literal('picking'),
  Type.Literal('ready'),
  Type.Literal('handed_over'),
  Type.Literal('in_transit'),
  Type.Literal('delivered'),
  Type.Literal('cancelled'),
]);
export type OrderState = Static<typeof OrderState>;
export const OrderAnswer = Type.Object({
  id: Id,
  number: Id,
  channel: Type.String(),
  store: Type.Optional(Id),
  state: OrderState,
  at: Instant,
  acceptedAt: Instant,
  total: Money,
  shipping: Type.Optional(Money),
  lines: Type.Array(SaleLineAnswer),
  discounts: Type.Optional(Type.Array(Discount)),
  delivery: Type.Optional(Type.Object({ type: DeliveryType, place: Type.Optional(Id) })),
  payments: Type.Optional(Type.Array(Payment)),
  pickupCode: Type.Optional(Type.String()),
  /** Of a cancelled order. */
  refunds: Type.Optional(Type.Array(Type.Object({ type: Type.String(), amount: Type.Integer(), reference: Type.Optional(Type.String()) }))),
});
export type OrderAnswer = Static<typeof OrderAnswer>;

export const postOrder = endpoint({
  method: 'POST',
  path: '/api/v1/orders',
  tag: 'orders',
  summary: 'An order of any channel; collecting reserves the goods in the store',
  access: 'secret',
  body: OrderInput,
  status: 201,
  answer: OrderAnswer,
  limit: 2_000_000,
  example: {
    number: 'o1',
    channel: 'app',
    profile: { userId: 'u1' },
    lines: [{ sku: 'AC-SW14', quantity: 1, unitPrice: { amount: 10000, currency: 'EUR' } }],
    discounts: [{ code: 'WELCOME10', amount: 1000 }],
    delivery: { type: 'collect', place: 'st_hh' },
    payments: [
      { type: 'giftcard', amount: 2000 },
      { type: 'card', amount: 7000 },
    ],
  },
});
export const getOrder = endpoint({
  method: 'GET',
  path: '/api/v1/orders/{id}',
  tag: 'orders',
  summary: 'One order by its id or number',
  access: 'secret',
  params: Type.Object({ id: Id }),
  answer: OrderAnswer,
});
const step = <const P extends string>(name: P, summary: string) =>
  ({
    method: 'POST',
    path: `/api/v1/orders/{id}/${name}`,
    tag: 'orders',
    summary,
    access: 'secret',
    params: Type.Object({ id: Id }),
    status: 200,
    answer: OrderAnswer,
  }) as const;
export const acceptOrder = endpoint(step('accept', 'The store takes the order on'));
export const pickOrder = endpoint({
  ...step('pick', 'Goods were taken from the shelf; without lines all of them'),
  body: Type.Object({
    lines: Type.Optional(
      Type.Array(Type.Object({ sku: Id, quantity: Type.Integer({ minimum: 0, maximum: 1_000_000 }) }), { maxItems: 1_000 }),
    ),
  }),
});
export const readyOrder = endpoint(step('ready', 'Ready to be collected'));
export const pickupOrder = endpoint({
  ...step('pickup', 'Handed over'),
  body: Type.Object({ code: Type.Optional(Type.String({ maxLength: 60 })) }),
});
export const shipOrder = endpoint(step('ship', 'On its way'));
export const deliverOrder = endpoint(step('deliver', 'Arrived at the customer'));
export const cancelOrder = endpoint({
  ...step('cancel', 'Cancelled; goods go back, payments are refunded'),
  body: Type.Object({ reason: Type.Optional(Type.String({ maxLength: 500 })) }),
});
