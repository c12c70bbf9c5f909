// Returns: any channel's purchase in any store, refunded to what paid for it.
import { type Static, Type } from 'typebox';
import { Id, Instant, Money, ProfileRef } from './common.ts';
import { endpoint } from './endpoint.ts';

/** A resale · B open box · C repair or supplier · D scrap · Q quarantine. */
export const Grade = Type.Union([Type.Literal('A'), Type.Literal('B'), Type.Literal('C'), Type.Literal('D'), Type.Literal('Q')]);
export const ReturnInput = Type.Object({
  /** Caller's own number; the same number again changes nothing. */
  number: Type.Optional(Id),
  /** What is returned: an order by number or id … */
  order: Type.Optional(Id),
  /** … or a receipt … */
  receipt: Type.Optional(Type.Union([Type.Object({ store: Id, number: Id }), Id])),
  /** … or whatever this card or person bought. */
  card: Type.Optional(Id),
  profile: Type.Optional(ProfileRef),
  /** Where the goods came back. */
  store: Id,
  at: Type.Optional(Instant),
  lines: Type.Array(
    Type.Object({
      sku: Id,
      quantity: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
      grade: Type.Optional(Grade),
      reason: Type.Optional(Type.String({ maxLength: 500 })),
    }),
    { minItems: 1, maxItems: 1_000 },
  ),
  /** A manager's leave to take it back outside the window. */
  exception: Type.Optional(Type.Object({ by: Id, reason: Type.String({ minLength: 1, maxLength: 500 }) })),
});
export type ReturnInput = Static<typeof ReturnInput>;

export const Refund = Type.Object({ type: Type.String(), amount: Type.Integer({ minimum: 0 }), reference: Type.Optional(Type.String()) });
export type Refund = Static<typeof Refund>;
export const ReturnAnswer = Type.Object({
  id: Id,
  number: Type.Optional(Id),
  store: Id,
  at: Instant,
  /** `order:o1` or `receipt:st_hh:R-1`; the first where several were touched. */
  ref: Type.String(),
  refunds: Type.Array(Refund),
  total: Money,
  lines: Type.Array(Type.Object({ sku: Id, quantity: Type.Integer(), grade: Grade, refund: Money, reason: Type.Optional(Type.String()) })),
});
export type ReturnAnswer = Static<typeof ReturnAnswer>;

export const postReturn = endpoint({
  method: 'POST',
  path: '/api/v1/returns',
  tag: 'returns',
  summary: 'Take goods back; refunds go to the original payments in proportion',
  access: 'secret',
  body: ReturnInput,
  status: 201,
  answer: ReturnAnswer,
  example: { order: 'o1', store: 'st_b', lines: [{ sku: 'SKU-30', quantity: 1, grade: 'A', reason: 'too big' }] },
});
export const getReturn = endpoint({
  method: 'GET',
  path: '/api/v1/returns/{id}',
  tag: 'returns',
  summary: 'One return by its id or number',
  access: 'secret',
  params: Type.Object({ id: Id }),
  answer: ReturnAnswer,
});
