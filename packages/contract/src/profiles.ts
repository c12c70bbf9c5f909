// Profiles: import, reading by any identifier, history, merge, split, erasure.
import { Type } from 'typebox';
import { Id, Page, ProfileRef } from './common.ts';
import { endpoint } from './endpoint.ts';

const Identifiers = Type.Object({
  userId: Type.Optional(Id),
  card: Type.Optional(Id),
  email: Type.Optional(Type.String({ maxLength: 320 })),
  phone: Type.Optional(Type.String({ maxLength: 40 })),
  anonymousId: Type.Optional(Id),
});
const Traits = Type.Record(Type.String({ maxLength: 200 }), Type.Unknown());
export const ProfileImport = Type.Object({
  externalId: Id,
  identifiers: Type.Optional(Identifiers),
  traits: Type.Optional(Traits),
  consents: Type.Optional(Type.Array(Type.String())),
  consentEvidence: Type.Optional(Type.Unknown()),
});
const tag = 'Profiles';
const Params = Type.Object({ id: Type.String() });
const By = Type.Object({ type: Type.String(), value: Type.String() });
const Anything = Type.Object({}, { additionalProperties: true });

export const putProfiles = endpoint({
  method: 'PUT',
  path: '/api/v1/profiles',
  tag,
  summary: 'Imports customers: identifiers, traits, consents',
  access: 'secret',
  limit: 20_000_000,
  body: Type.Array(ProfileImport, { maxItems: 20_000 }),
  example: [
    {
      externalId: 'c_schmidt',
      identifiers: { userId: 'u1', card: 'KK-100234', email: 't@example.de' },
      traits: { firstName: 'Thomas' },
      consents: ['personalisation'],
    },
  ],
});
const ListQuery = Type.Object({ query: Type.Optional(Type.String({ maxLength: 200 })), ...Page });
const PageQuery = Type.Object({ ...Page, at: Type.Optional(Type.String({ maxLength: 40 })) });
export const listProfiles = endpoint({
  method: 'GET',
  path: '/api/v1/profiles',
  tag,
  summary: 'Recently active people, or those who match the query',
  access: 'secret',
  query: ListQuery,
});
export const getProfile = endpoint({
  method: 'GET',
  path: '/api/v1/profiles/{id}',
  tag,
  summary: 'One live picture of a customer',
  access: 'secret',
  params: Params,
  query: PageQuery,
});
export const getProfileBy = endpoint({
  method: 'GET',
  path: '/api/v1/profiles/by/{type}/{value}',
  tag,
  summary: 'The same by userId, email, card, phone or anonymousId',
  access: 'secret',
  params: By,
  query: PageQuery,
});
/** events, timeline, identifiers, decisions, export */
export const getProfilePart = endpoint({
  method: 'GET',
  path: '/api/v1/profiles/{id}/{part}',
  tag,
  summary: 'events, timeline, identifiers, decisions or export',
  access: 'secret',
  params: Type.Object({ id: Type.String(), part: Type.String() }),
  query: PageQuery,
});
export const getProfilePartBy = endpoint({
  method: 'GET',
  path: '/api/v1/profiles/by/{type}/{value}/{part}',
  tag,
  summary: 'The same by any identifier',
  access: 'secret',
  params: Type.Object({ type: Type.String(), value: Type.String(), part: Type.String() }),
  query: PageQuery,
});
export const patchProfile = endpoint({
  method: 'PATCH',
  path: '/api/v1/profiles/{id}',
  tag,
  summary: 'Corrects traits; wins over later automatic values',
  access: 'secret',
  params: Params,
  body: Type.Object({ traits: Traits }),
  answer: Anything,
});
export const deleteProfile = endpoint({
  method: 'DELETE',
  path: '/api/v1/profiles/{id}',
  tag,
  summary: 'Erases a person everywhere; answers a receipt per place',
  access: 'secret',
  params: Params,
  answer: Anything,
});
export const mergeProfiles = endpoint({
  method: 'POST',
  path: '/api/v1/profiles/merge',
  tag,
  summary: 'Joins two persons by a decision of staff',
  access: 'secret',
  body: Type.Object({ a: Type.Union([Id, ProfileRef]), b: Type.Union([Id, ProfileRef]), by: Type.Optional(Id) }),
  answer: Anything,
});
export const splitProfile = endpoint({
  method: 'POST',
  path: '/api/v1/profiles/{id}/split',
  tag,
  summary: 'Cuts one edge; events, traits, consents and points go back with their side',
  access: 'secret',
  params: Params,
  body: Type.Object({ edge: Id, by: Type.Optional(Id) }),
  answer: Anything,
});
export const reviewIdentity = endpoint({
  method: 'GET',
  path: '/api/v1/identity/review',
  tag,
  summary: 'Ties that were blocked because they would make two people one',
  access: 'secret',
  query: Type.Object({ ...Page }),
  answer: Anything,
});
export const findEvents = endpoint({
  method: 'GET',
  path: '/api/v1/events',
  tag,
  summary: 'Stored events by message id',
  access: 'secret',
  query: Type.Object({ messageId: Type.String({ maxLength: 10_000 }) }),
  answer: Anything,
});
export const ingestCounts = endpoint({
  method: 'GET',
  path: '/api/v1/ingest/counts',
  tag,
  summary: 'What was only counted, without any id',
  access: 'secret',
  query: Type.Object({ ...Page }),
  answer: Anything,
});
