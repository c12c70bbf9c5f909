// Decisions: what fits now, for any channel; trace and reactions.
import { Type } from 'typebox';
import { Id } from './common.ts';
import { endpoint } from './endpoint.ts';

const tag = 'Decisions';
const Nullable = <T extends Parameters<typeof Type.Optional>[0]>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]));
const Word = Type.String({ maxLength: 400 });
const Cart = Type.Array(
  Type.Object({ sku: Id, qty: Type.Optional(Type.Number({ minimum: 0 })), unitCents: Type.Optional(Type.Integer()) }),
  { maxItems: 500 },
);
const Context = Type.Object({
  page: Nullable(Word),
  storeId: Nullable(Word),
  zoneId: Nullable(Word),
  sku: Nullable(Type.Union([Id, Type.Array(Id, { maxItems: 100 })])),
  category: Nullable(Word),
  brand: Nullable(Word),
  term: Nullable(Word),
  cart: Nullable(Cart),
  orderId: Nullable(Word),
  need: Nullable(Word),
  occasion: Nullable(Word),
  weather: Nullable(Word),
  campaign: Nullable(Word),
  at: Nullable(Word),
  tz: Nullable(Word),
  locale: Nullable(Word),
  geo: Nullable(Type.Object({ lat: Type.Number(), lon: Type.Number() })),
  visibility: Nullable(Type.Union([Type.Literal('customer'), Type.Literal('associate'), Type.Literal('internal')])),
  session: Nullable(
    Type.Array(
      Type.Object({ sku: Id, event: Type.Optional(Word), at: Type.Optional(Type.Union([Type.String({ maxLength: 40 }), Type.Number()])) }),
      { maxItems: 1000 },
    ),
  ),
});
const Subject = Type.Object({
  customerId: Nullable(Word),
  userId: Nullable(Word),
  cardNo: Nullable(Word),
  card: Nullable(Word),
  email: Nullable(Word),
  phone: Nullable(Word),
  anonymousId: Nullable(Word),
  deviceId: Nullable(Word),
  identityToken: Nullable(Type.String({ maxLength: 4096 })),
});
const Options = Type.Object({
  explain: Nullable(Type.Union([Word, Type.Boolean()])),
  seed: Nullable(Type.Union([Type.String({ maxLength: 200 }), Type.Number()])),
  mode: Type.Optional(Type.Union([Type.Literal('live'), Type.Literal('preview'), Type.Literal('deterministic')])),
  timeoutMs: Type.Optional(Type.Number({ minimum: 1, maximum: 10_000 })),
  evaluation: Type.Optional(Type.Boolean()),
});
export const DecisionRequestShape = Type.Object({
  placements: Type.Array(Type.Object({ id: Id, limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })) }), {
    minItems: 1,
    maxItems: 20,
  }),
  subject: Nullable(Subject),
  actor: Nullable(Type.Object({ role: Word, id: Type.Optional(Word) })),
  channel: Type.Optional(Type.String({ maxLength: 40 })),
  context: Nullable(Context),
  exclude: Nullable(Type.Array(Id, { maxItems: 1000 })),
  options: Nullable(Options),
});
export const decide = endpoint({
  method: 'POST',
  path: '/v1/decisions',
  tag,
  summary: 'What fits now for this person on this surface, with reasons',
  access: 'write',
  body: DecisionRequestShape,
  example: {
    placements: [{ id: 'tablet.next_best', limit: 3 }],
    subject: { cardNo: 'KK-100234' },
    channel: 'tablet',
    context: { storeId: 'st_hh', locale: 'de-DE' },
    options: { explain: 'trace' },
  },
});
export const decideBatch = endpoint({
  method: 'POST',
  path: '/v1/decisions/batch',
  tag,
  summary: 'Many decisions at once',
  access: 'secret',
  limit: 5_000_000,
  body: Type.Object({ requests: Type.Array(DecisionRequestShape, { minItems: 1, maxItems: 200 }) }),
});
const Params = Type.Object({ id: Type.String() });
export const getTrace = endpoint({
  method: 'GET',
  path: '/v1/decisions/{id}/trace',
  tag,
  summary: 'Why: what was considered, what was dropped and by what',
  access: 'secret',
  params: Params,
});
export const replayDecision = endpoint({
  method: 'POST',
  path: '/v1/decisions/{id}/replay',
  tag,
  summary: 'Makes a logged decision once more and says whether the answer is the same, and what changed if not',
  access: 'secret',
  params: Params,
});
export const postReaction = endpoint({
  method: 'POST',
  path: '/v1/decisions/{id}/reactions',
  tag,
  summary: 'Accepted, rejected, not now; by customer or associate',
  access: 'write',
  status: 201,
  params: Params,
  body: Type.Object({
    token: Type.Optional(Type.String({ maxLength: 200 })),
    reaction: Type.Union([
      Type.Literal('accepted'),
      Type.Literal('rejected'),
      Type.Literal('not_now'),
      Type.Literal('shown'),
      Type.Literal('clicked'),
      Type.Literal('dismissed'),
    ]),
    actor: Type.Optional(Type.Union([Word, Type.Object({ role: Word, id: Type.Optional(Word) })])),
  }),
});
export const lookup = endpoint({
  method: 'POST',
  path: '/api/v1/clienteling/lookup',
  tag: 'Clienteling',
  summary: 'Card, QR, code or name with reason: presence token and the tablet’s card in one answer',
  access: 'secret',
  body: Type.Object({
    card: Type.Optional(Id),
    qr: Type.Optional(Id),
    code: Type.Optional(Id),
    name: Type.Optional(Id),
    reason: Type.Optional(Word),
    store: Id,
    actor: Type.Optional(Type.Union([Id, Type.Object({ role: Type.Optional(Word), id: Id })])),
    at: Type.Optional(Type.String({ maxLength: 40 })),
    mode: Type.Optional(Type.Union([Type.Literal('live'), Type.Literal('preview'), Type.Literal('deterministic')])),
  }),
});
export const getAudit = endpoint({
  method: 'GET',
  path: '/api/v1/audit',
  tag: 'Clienteling',
  summary: 'Who looked at whom, when and for which purpose',
  access: 'secret',
  query: Type.Object({
    profile: Type.Optional(Type.String({ maxLength: 400 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  }),
});
