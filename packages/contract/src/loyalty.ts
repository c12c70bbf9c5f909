// Loyalty points: an append-only ledger and the balances it sums to.
import { type Static, Type } from 'typebox';
import { Id, Instant } from './common.ts';
import { endpoint } from './endpoint.ts';

const Points = Type.Integer({ minimum: 1, maximum: 100_000_000 });
export const LoyaltyEntry = Type.Object({
  id: Id,
  kind: Type.Union([Type.Literal('earn'), Type.Literal('reverse'), Type.Literal('adjust'), Type.Literal('redeem')]),
  /** Signed. */
  points: Type.Integer(),
  at: Instant,
  /** Pending until then. */
  availableAt: Instant,
  reference: Type.Optional(Type.String()),
  reason: Type.Optional(Type.String()),
});
export type LoyaltyEntry = Static<typeof LoyaltyEntry>;
export const LoyaltyAnswer = Type.Object({
  profile: Id,
  pending: Type.Integer(),
  /** What can be burnt now; below zero after a reversal, which blocks burning. */
  available: Type.Integer(),
  redeemed: Type.Integer(),
  reversed: Type.Integer(),
  entries: Type.Array(LoyaltyEntry),
});
export type LoyaltyAnswer = Static<typeof LoyaltyAnswer>;
const BalanceAnswer = Type.Object({ id: Id, profile: Id, points: Type.Integer(), pending: Type.Integer(), available: Type.Integer() });

const params = Type.Object({ profile: Id });
export const getLoyalty = endpoint({
  method: 'GET',
  path: '/api/v1/loyalty/{profile}',
  tag: 'loyalty',
  summary: 'Balances and entries of a person',
  access: 'secret',
  params,
  answer: LoyaltyAnswer,
});
export const adjustLoyalty = endpoint({
  method: 'POST',
  path: '/api/v1/loyalty/{profile}/adjust',
  tag: 'loyalty',
  summary: 'Correct by hand; available at once',
  access: 'secret',
  params,
  body: Type.Object({
    points: Type.Integer({ minimum: -100_000_000, maximum: 100_000_000 }),
    reason: Type.String({ minLength: 1, maxLength: 500 }),
    reference: Type.Optional(Id),
  }),
  status: 201,
  answer: BalanceAnswer,
  example: { points: 500, reason: 'goodwill' },
});
export const redeemLoyalty = endpoint({
  method: 'POST',
  path: '/api/v1/loyalty/{profile}/redeem',
  tag: 'loyalty',
  summary: 'Burn points; 409 with the balance when there are too few',
  access: 'secret',
  params,
  body: Type.Object({ points: Points, reason: Type.Optional(Type.String({ maxLength: 500 })), reference: Type.Optional(Id) }),
  status: 201,
  answer: BalanceAnswer,
  example: { points: 500 },
});
export const earnLoyalty = endpoint({
  method: 'POST',
  path: '/api/v1/loyalty/{profile}/earn',
  tag: 'loyalty',
  summary: 'Points for something other than a purchase',
  access: 'secret',
  params,
  body: Type.Object({
    points: Points,
    reason: Type.String({ minLength: 1, maxLength: 500 }),
    reference: Type.Optional(Id),
    availableAt: Type.Optional(Instant),
  }),
  status: 201,
  answer: BalanceAnswer,
  example: { points: 6, reason: 'visit', reference: 'visit:2026-11-21' },
});
export const reverseLoyalty = endpoint({
  method: 'POST',
  path: '/api/v1/loyalty/{profile}/reverse',
  tag: 'loyalty',
  summary: 'Take an entry back by its reference',
  access: 'secret',
  params,
  body: Type.Object({ reference: Id, reason: Type.Optional(Type.String({ maxLength: 500 })) }),
  status: 201,
  answer: BalanceAnswer,
});
