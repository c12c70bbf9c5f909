// Price history: what was asked when; the current price stands in the product.
import { type Static, Type } from 'typebox';
import { Id, Instant } from './common.ts';
import { endpoint } from './endpoint.ts';
import { Stored } from './places.ts';

export const PriceInput = Type.Object({
  sku: Id,
  /** Gross price in cents from `at` on. */
  amount: Type.Integer({ minimum: 0, maximum: 9_000_000_000_000 }),
  currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
  at: Instant,
});
export type PriceInput = Static<typeof PriceInput>;

export const putPrices = endpoint({
  method: 'PUT',
  path: '/api/v1/prices',
  tag: 'catalogue',
  summary: 'Price history, for the lowest price of the last 30 days',
  access: 'secret',
  body: Type.Array(PriceInput, { maxItems: 200_000 }),
  answer: Stored,
  limit: 20_000_000,
  example: [{ sku: 'AC-SW14', amount: 95900, currency: 'EUR', at: '2026-11-01T00:00:00Z' }],
});
export const getPrices = endpoint({
  method: 'GET',
  path: '/api/v1/prices',
  tag: 'catalogue',
  summary: 'Price history of a product and its lowest price of the last 30 days',
  access: 'write',
  query: Type.Object({ sku: Id, at: Type.Optional(Instant) }),
  answer: Type.Object({
    items: Type.Array(PriceInput),
    lowest30d: Type.Optional(Type.Object({ amount: Type.Integer(), currency: Type.String() })),
  }),
});
