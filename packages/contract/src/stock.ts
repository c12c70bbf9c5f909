// Stock: levels, movements, what can be promised, reservations.
import { type Static, Type } from 'typebox';
import { Id, Instant, ProfileRef } from './common.ts';
import { endpoint } from './endpoint.ts';
import { Stored } from './places.ts';

const Units = Type.Integer({ minimum: 0, maximum: 1_000_000_000 });

export const StockInput = Type.Object({
  sku: Id,
  place: Id,
  onHand: Units,
  quarantine: Type.Optional(Units),
  shelf: Type.Optional(Type.String({ maxLength: 200 })),
  /** When it was counted; now unless told. Sales older than this move no stock. */
  countedAt: Type.Optional(Instant),
});
export type StockInput = Static<typeof StockInput>;

export const MovementKind = Type.Union([
  Type.Literal('sale'),
  Type.Literal('return'),
  Type.Literal('receipt'),
  Type.Literal('adjustment'),
  Type.Literal('transfer'),
  Type.Literal('loss'),
]);
export const MovementInput = Type.Object({
  sku: Id,
  place: Id,
  kind: MovementKind,
  /** Units, signed; a sale or loss always takes away, a return or goods receipt always adds. */
  quantity: Type.Integer({ minimum: -1_000_000_000, maximum: 1_000_000_000 }),
  /** The same reference moves a sku in a place once. */
  reference: Type.Optional(Id),
  at: Type.Optional(Instant),
  /** Where a transfer goes. */
  to: Type.Optional(Id),
});
export type MovementInput = Static<typeof MovementInput>;

export const ReservationKind = Type.Union([Type.Literal('cart'), Type.Literal('checkout'), Type.Literal('store'), Type.Literal('quote')]);
export const ReservationInput = Type.Object({
  sku: Id,
  place: Id,
  quantity: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  kind: ReservationKind,
  /** Asked through this channel; without it the figure in the store counts (no safety stock). */
  channel: Type.Optional(Type.String({ maxLength: 60 })),
  profile: Type.Optional(ProfileRef),
});
export type ReservationInput = Static<typeof ReservationInput>;

export const StockState = Type.Union([
  Type.Literal('in_stock'),
  Type.Literal('low'),
  Type.Literal('orderable'),
  Type.Literal('out'),
  Type.Literal('untracked'),
]);
export type StockState = Static<typeof StockState>;
export const AvailabilityRow = Type.Object({
  place: Id,
  atp: Type.Integer(),
  state: StockState,
  asOf: Instant,
  shelf: Type.Optional(Type.String()),
  /** The figure is older than 30 minutes. */
  uncertain: Type.Optional(Type.Boolean()),
  distanceKm: Type.Optional(Type.Number()),
});
export type AvailabilityRow = Static<typeof AvailabilityRow>;

export const ReservationAnswer = Type.Object({
  id: Id,
  sku: Id,
  place: Id,
  quantity: Type.Integer(),
  kind: ReservationKind,
  state: Type.Union([Type.Literal('live'), Type.Literal('confirmed'), Type.Literal('released'), Type.Literal('expired')]),
  expiresAt: Instant,
});
export type ReservationAnswer = Static<typeof ReservationAnswer>;
export const ShortfallRow = Type.Object({
  sku: Id,
  place: Id,
  missing: Type.Integer(),
  reference: Type.Optional(Type.String()),
  kind: Type.String(),
  at: Instant,
});

export const putStock = endpoint({
  method: 'PUT',
  path: '/api/v1/stock',
  tag: 'stock',
  summary: 'Levels as counted',
  access: 'secret',
  body: Type.Array(StockInput, { maxItems: 200_000 }),
  answer: Stored,
  limit: 20_000_000,
  example: [{ sku: 'AC-SW14', place: 'st_hh', onHand: 3, shelf: 'Gang C Regal 12' }],
});
export const postMovements = endpoint({
  method: 'POST',
  path: '/api/v1/stock/movements',
  tag: 'stock',
  summary: 'Units that came or went; one or many',
  access: 'secret',
  body: Type.Union([Type.Array(MovementInput, { minItems: 1, maxItems: 100_000 }), MovementInput]),
  status: 201,
  limit: 20_000_000,
  answer: Type.Object({ stored: Type.Integer(), shortfalls: Type.Array(ShortfallRow) }),
  example: [{ sku: 'AC-SW14', place: 'st_hh', kind: 'adjustment', quantity: -1, reference: 'inv-17' }],
});
export const getShortfalls = endpoint({
  method: 'GET',
  path: '/api/v1/stock/shortfalls',
  tag: 'stock',
  summary: 'Sales that took more than was there, newest first',
  access: 'secret',
  query: Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })) }),
  answer: Type.Object({ items: Type.Array(ShortfallRow) }),
});
export const getAvailability = endpoint({
  method: 'GET',
  path: '/api/v1/stock/availability',
  tag: 'stock',
  summary: 'What can be promised where, nearest place first',
  access: 'write',
  query: Type.Object({
    sku: Id,
    near: Type.Optional(Type.String({ maxLength: 200, description: 'a place, or lat,lon' })),
    channel: Type.Optional(Type.String({ maxLength: 60 })),
  }),
  answer: Type.Array(AvailabilityRow),
});
export const postReservation = endpoint({
  method: 'POST',
  path: '/api/v1/stock/reservations',
  tag: 'stock',
  summary: 'Hold units for a while; 409 with alternatives when they are not there',
  access: 'secret',
  body: ReservationInput,
  status: 201,
  answer: ReservationAnswer,
  example: { sku: 'AC-SW14', place: 'st_hh', quantity: 1, kind: 'store' },
});
export const getReservation = endpoint({
  method: 'GET',
  path: '/api/v1/stock/reservations/{id}',
  tag: 'stock',
  summary: 'One reservation',
  access: 'secret',
  params: Type.Object({ id: Id }),
  answer: ReservationAnswer,
});
export const deleteReservation = endpoint({
  method: 'DELETE',
  path: '/api/v1/stock/reservations/{id}',
  tag: 'stock',
  summary: 'Let held units go',
  access: 'secret',
  params: Type.Object({ id: Id }),
  answer: ReservationAnswer,
});
