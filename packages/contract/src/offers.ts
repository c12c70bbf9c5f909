// Offers: a price or service advantage with its stores, channels and validity.
import { type Static, Type } from 'typebox';
import { Day, Id, Page, PositiveMoney, Text } from './common.ts';
import { endpoint } from './endpoint.ts';
import { Stored } from './places.ts';

const Names = Type.Array(Id, { maxItems: 5_000 });
export const OfferInput = Type.Object({
  id: Id,
  type: Type.Union([
    Type.Literal('percent'),
    Type.Literal('amount'),
    Type.Literal('price'),
    Type.Literal('bundle'),
    Type.Literal('points'),
    Type.Literal('service'),
  ]),
  skus: Type.Optional(Names),
  needGroup: Type.Optional(Id),
  /** New price, for type price and bundle. */
  price: Type.Optional(PositiveMoney),
  /** 0 to 100, for type percent. */
  percent: Type.Optional(Type.Number({ minimum: 0, maximum: 100 })),
  /** What comes off, for type amount. */
  amount: Type.Optional(PositiveMoney),
  /** Empty or missing = everywhere. */
  stores: Type.Optional(Names),
  channels: Type.Optional(Names),
  segments: Type.Optional(Names),
  /** First moment; a day starts at midnight of the zone. */
  from: Day,
  /** End; a day counts in full. */
  until: Day,
  /** Zone of `from` and `until` given as days; Europe/Berlin unless told. */
  timeZone: Type.Optional(Type.String({ maxLength: 60 })),
  budget: Type.Optional(PositiveMoney),
  perPersonCap: Type.Optional(Type.Integer({ minimum: 1 })),
  /** Merchant's weight L of LOGIC 1.9. */
  lever: Type.Optional(Type.Number({ minimum: 0, maximum: 100 })),
  ageGate: Type.Optional(Type.Integer({ minimum: 0, maximum: 99 })),
  memberOnly: Type.Optional(Type.Boolean()),
  text: Text,
});
export type OfferInput = Static<typeof OfferInput>;

export const putOffers = endpoint({
  method: 'PUT',
  path: '/api/v1/offers',
  tag: 'offers',
  summary: 'Create or replace offers',
  access: 'secret',
  body: Type.Array(OfferInput, { maxItems: 20_000 }),
  answer: Stored,
  limit: 10_000_000,
  example: [
    {
      id: 'off_acer_hh',
      type: 'price',
      skus: ['AC-SW14'],
      price: { amount: 89900, currency: 'EUR' },
      stores: ['st_hh'],
      channels: ['tablet', 'till', 'beacon', 'web'],
      from: '2026-11-16',
      until: '2026-11-28',
      text: { de: 'Aktionspreis', en: 'Special price' },
    },
  ],
});
export const getOffers = endpoint({
  method: 'GET',
  path: '/api/v1/offers',
  tag: 'offers',
  summary: 'All offers',
  access: 'secret',
  query: Type.Object({ store: Type.Optional(Id), sku: Type.Optional(Id), at: Type.Optional(Day), ...Page }),
  answer: Type.Object({ items: Type.Array(OfferInput) }),
});
export const getOffer = endpoint({
  method: 'GET',
  path: '/api/v1/offers/{id}',
  tag: 'offers',
  summary: 'One offer',
  access: 'secret',
  params: Type.Object({ id: Id }),
  answer: OfferInput,
});
