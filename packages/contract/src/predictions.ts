// Predictions: expected orders, P(alive) and value of many people at once, and everything predicted about one.
import { Type } from 'typebox';
import { Id, Instant, Money, ProfileRef } from './common.ts';
import { endpoint } from './endpoint.ts';

const tag = 'Predictions';
const Range = Type.Object({ low: Type.Number(), high: Type.Number() });
const Prediction = Type.Object(
  {
    profile: Type.Union([Id, ProfileRef], { description: 'As asked' }),
    id: Type.Optional(Id),
    expectedOrders: Type.Optional(Type.Number({ description: 'Expected purchase days within the horizon' })),
    pAlive: Type.Optional(Type.Number()),
    recencyDays: Type.Optional(Type.Number({ description: 'Days since the last purchase; to be read beside pAlive' })),
    expectedValue: Type.Optional(Money),
    clv: Type.Optional(Money),
    uncertainty: Type.Optional(Range),
    prior: Type.Optional(Type.Boolean({ description: 'Rests on assumptions: too little was learned' })),
    asOf: Type.Optional(Instant),
    error: Type.Optional(Type.Object({ code: Type.String(), detail: Type.String(), purpose: Type.Optional(Type.String()) })),
  },
  { additionalProperties: true },
);

export const predict = endpoint({
  method: 'POST',
  path: '/api/v1/predictions',
  tag,
  summary: 'Expected orders, P(alive) and value of up to 1,000 people; only what was bought by `at` counts',
  access: 'secret',
  body: Type.Object({
    at: Type.Optional(Type.String({ maxLength: 40, description: 'ISO 8601 with zone, or a day (its end, UTC); now unless given' })),
    horizonDays: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 3_650, description: '90 unless given' })),
    margin: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    discount: Type.Optional(Type.Number({ minimum: 0, maximum: 1, description: 'Per month' })),
    profiles: Type.Array(Type.Union([Id, ProfileRef]), { maxItems: 1_000 }),
  }),
  answer: Type.Object({
    at: Instant,
    horizonDays: Type.Number(),
    model: Type.Object({}, { additionalProperties: true }),
    predictions: Type.Array(Prediction),
  }),
  example: { at: '1997-09-30', horizonDays: 273, profiles: ['c_schmidt', { card: 'KK-100234' }] },
});

const Query = Type.Object({
  at: Type.Optional(Type.String({ maxLength: 40 })),
  horizonDays: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 3_650 })),
});
const Everything = Type.Object({}, { additionalProperties: true });
export const getPredictions = endpoint({
  method: 'GET',
  path: '/api/v1/profiles/{id}/predictions',
  tag,
  summary: 'What is predicted about one person, with uncertainty, model and as of; needs the purpose personalisation',
  access: 'secret',
  params: Type.Object({ id: Type.String() }),
  query: Query,
  answer: Everything,
});
export const getPredictionsBy = endpoint({
  method: 'GET',
  path: '/api/v1/profiles/by/{type}/{value}/predictions',
  tag,
  summary: 'The same by any identifier',
  access: 'secret',
  params: Type.Object({ type: Type.String(), value: Type.String() }),
  query: Query,
  answer: Everything,
});
