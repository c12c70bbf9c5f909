// Consents: evidence in, the one answer out.
import { Type } from 'typebox';
import { Id, Instant, ProfileRef } from './common.ts';
import { endpoint } from './endpoint.ts';

const tag = 'Consents';
export const Purpose = Type.String({
  maxLength: 60,
  description: 'service, analytics, personalisation, instore, location, marketing.email|push|sms|phone|post, health',
});
export const postConsent = endpoint({
  method: 'POST',
  path: '/api/v1/consents',
  tag,
  summary: 'Records a grant or a withdrawal as evidence',
  access: 'secret',
  status: 201,
  body: Type.Object({
    profile: Type.Union([Id, ProfileRef]),
    purpose: Purpose,
    contactPoint: Type.Optional(Type.String({ maxLength: 320 })),
    action: Type.Union([Type.Literal('grant'), Type.Literal('withdraw')]),
    source: Type.Optional(Type.String({ maxLength: 100 })),
    text: Type.Optional(
      Type.Object({
        version: Type.String({ maxLength: 100 }),
        language: Type.String({ maxLength: 10 }),
        body: Type.String({ maxLength: 20_000 }),
      }),
    ),
    actor: Type.Optional(Id),
    evidence: Type.Optional(Type.Unknown()),
    at: Type.Optional(Instant),
  }),
  example: {
    profile: { card: 'KK-100234' },
    purpose: 'marketing.email',
    contactPoint: 't@example.de',
    action: 'grant',
    source: 'till',
    text: { version: '2026-11', language: 'de', body: '…' },
  },
});
const Who = { profile: Type.String({ maxLength: 400 }) };
export const getConsents = endpoint({
  method: 'GET',
  path: '/api/v1/consents',
  tag,
  summary: 'Every act of a person, with its proof',
  access: 'secret',
  query: Type.Object(Who),
});
export const checkConsent = endpoint({
  method: 'GET',
  path: '/api/v1/consents/check',
  tag,
  summary: 'May we? yes or no, because, proof',
  access: 'secret',
  query: Type.Object({
    ...Who,
    purpose: Purpose,
    contactPoint: Type.Optional(Type.String({ maxLength: 320 })),
    channel: Type.Optional(Type.String({ maxLength: 40 })),
  }),
});
