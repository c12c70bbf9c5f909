// Places: stores, warehouses and the web shop, with opening hours.
import { type Static, Type } from 'typebox';
import { Id, Page } from './common.ts';
import { endpoint } from './endpoint.ts';

const Hours = Type.Array(Type.Array(Type.String({ pattern: '^\\d{2}:\\d{2}$' }), { minItems: 2, maxItems: 2 }), { maxItems: 6 });

export const PlaceInput = Type.Object({
  id: Id,
  kind: Type.Union([Type.Literal('store'), Type.Literal('warehouse'), Type.Literal('web')]),
  name: Type.String({ minLength: 1, maxLength: 200 }),
  address: Type.Optional(
    Type.Object({
      street: Type.Optional(Type.String({ maxLength: 200 })),
      postcode: Type.Optional(Type.String({ maxLength: 20 })),
      city: Type.Optional(Type.String({ maxLength: 100 })),
      country: Type.Optional(Type.String({ maxLength: 2 })),
    }),
  ),
  geo: Type.Optional(Type.Object({ lat: Type.Number({ minimum: -90, maximum: 90 }), lon: Type.Number({ minimum: -180, maximum: 180 }) })),
  /** IANA zone; Europe/Berlin unless told. */
  timeZone: Type.Optional(Type.String({ maxLength: 60 })),
  /** Per weekday mon … sun; a missing day is closed, missing altogether = unknown. */
  opening: Type.Optional(
    Type.Record(
      Type.Union([
        Type.Literal('mon'),
        Type.Literal('tue'),
        Type.Literal('wed'),
        Type.Literal('thu'),
        Type.Literal('fri'),
        Type.Literal('sat'),
        Type.Literal('sun'),
      ]),
      Type.Optional(Hours),
    ),
  ),
  region: Type.Optional(Type.String({ maxLength: 60 })),
});
export type PlaceInput = Static<typeof PlaceInput>;

/** Answer of every upsert of many rows. */
export const Stored = Type.Object({ stored: Type.Integer() });
export type Stored = Static<typeof Stored>;

export const putPlaces = endpoint({
  method: 'PUT',
  path: '/api/v1/places',
  tag: 'places',
  summary: 'Create or replace stores, warehouses and the web shop',
  access: 'secret',
  body: Type.Array(PlaceInput, { maxItems: 5_000 }),
  answer: Stored,
  limit: 5_000_000,
  example: [
    {
      id: 'st_hh',
      kind: 'store',
      name: 'Hamburg',
      geo: { lat: 53.55, lon: 10 },
      timeZone: 'Europe/Berlin',
      opening: { mon: [['10:00', '20:00']] },
      region: 'HH',
    },
  ],
});
export const getPlaces = endpoint({
  method: 'GET',
  path: '/api/v1/places',
  tag: 'places',
  summary: 'All places',
  access: 'write',
  query: Type.Object(Page),
  answer: Type.Object({ items: Type.Array(PlaceInput) }),
});
export const getPlace = endpoint({
  method: 'GET',
  path: '/api/v1/places/{id}',
  tag: 'places',
  summary: 'One place',
  access: 'write',
  params: Type.Object({ id: Id }),
  answer: PlaceInput,
});
