// Strategies and placements: what may be suggested and where, the built-in ones and the merchant's own.
import { type Static, Type } from 'typebox';
import { Id, Text } from './common.ts';
import { endpoint } from './endpoint.ts';
import { Stored } from './places.ts';

const StrategyId = Type.String({ pattern: '^[a-z][a-z0-9_]{0,59}$' });
const PlacementId = Type.String({ pattern: '^[a-z][a-z0-9_]*(\\.[a-z0-9_]+){0,4}$', maxLength: 80 });
/** Context codes: home, category, product, basket, order done, search, nothing found, e-mail, app, tablet, till, beacon, service, account. */
const Context = Type.Union([
  Type.Literal('H'),
  Type.Literal('C'),
  Type.Literal('P'),
  Type.Literal('K'),
  Type.Literal('O'),
  Type.Literal('S'),
  Type.Literal('0'),
  Type.Literal('E'),
  Type.Literal('A'),
  Type.Literal('T'),
  Type.Literal('R'),
  Type.Literal('B'),
  Type.Literal('V'),
  Type.Literal('M'),
]);
const Contexts = Type.Array(Context, { minItems: 1, maxItems: 14 });
const Expression = Type.String({ minLength: 1, maxLength: 1_000 });

export const StrategyInput = Type.Object({
  id: StrategyId,
  /** Expression of the algebra (LOGIC 1.4), e.g. `pop(buy)@cat~h28`. */
  expr: Expression,
  contexts: Contexts,
  family: Type.Optional(Type.String({ minLength: 1, maxLength: 20 })),
  familyName: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
  /** What the customer reads over the items; a strategy without one cannot run. */
  message: Type.Optional(Text),
});
export type StrategyInput = Static<typeof StrategyInput>;

const Anything = Type.Object({}, { additionalProperties: true });
const Version = Type.Object({ version: Type.Integer(), at: Type.String(), body: Type.Union([Anything, Type.Null()]) });
const StrategyAnswer = Type.Object({
  id: Type.String(),
  expr: Type.String(),
  ast: Anything,
  contexts: Type.Array(Type.String()),
  family: Type.String(),
  familyName: Type.String(),
  message: Text,
  /** What it does, in words. */
  sentence: Text,
  own: Type.Boolean(),
  /** The part that cannot run yet, if any. */
  unready: Type.Union([Type.String(), Type.Null()]),
  version: Type.Optional(Type.Integer()),
  versions: Type.Optional(Type.Array(Version)),
});
export type StrategyAnswer = Static<typeof StrategyAnswer>;

export const PlacementInput = Type.Object({
  id: PlacementId,
  text: Type.Optional(Text),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
  /** Fewer items than this are not worth showing: rule sets warn before a publication that would leave fewer. */
  minimum: Type.Optional(Type.Integer({ minimum: 0, maximum: 50 })),
  layout: Type.Optional(Type.Union([Type.Literal('hero'), Type.Literal('list'), Type.Literal('grid')])),
  columns: Type.Optional(Type.Integer({ minimum: 1, maximum: 12 })),
  contexts: Type.Optional(Contexts),
  visibility: Type.Optional(Type.Union([Type.Literal('customer'), Type.Literal('associate'), Type.Literal('internal')])),
  proactive: Type.Optional(Type.Boolean()),
  inStore: Type.Optional(Type.Boolean()),
  fulfilment: Type.Optional(Type.Union([Type.Literal('online'), Type.Literal('store'), Type.Literal('any')])),
  diverse: Type.Optional(Type.Boolean()),
  actions: Type.Optional(Type.Array(Type.String({ pattern: '^[a-zA-Z][a-zA-Z0-9_]{0,39}$' }), { maxItems: 10 })),
  validMinutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 43_200 })),
  /** In the order in which they are tried. */
  strategies: Type.Optional(Type.Array(StrategyId, { minItems: 1, maxItems: 60 })),
  fallback: Type.Optional(Type.Array(StrategyId, { maxItems: 20 })),
});
export type PlacementInput = Static<typeof PlacementInput>;

const PlacementAnswer = Type.Object({ id: Type.String(), own: Type.Boolean() }, { additionalProperties: true });
const tag = 'strategies';
const read = { method: 'GET', tag, access: 'secret' } as const;
const write = { method: 'PUT', tag, access: 'secret', answer: Stored } as const;
const gone = { method: 'DELETE', tag, access: 'secret', status: 204 } as const;
const byId = Type.Object({ id: Id });

export const getStrategies = endpoint({
  ...read,
  path: '/api/v1/strategies',
  summary: 'All strategies: the catalogue and the merchant’s own, each in words',
  query: Type.Object({ context: Type.Optional(Context), own: Type.Optional(Type.Boolean()) }),
  answer: Type.Object({ items: Type.Array(StrategyAnswer) }),
});
export const getStrategy = endpoint({
  ...read,
  path: '/api/v1/strategies/{id}',
  summary: 'One strategy with its versions',
  params: byId,
  answer: StrategyAnswer,
});
export const putStrategies = endpoint({
  ...write,
  path: '/api/v1/strategies',
  summary: 'Create or replace own strategies; a wrong expression is refused with its position',
  body: Type.Array(StrategyInput, { maxItems: 500 }),
  example: [
    {
      id: 'quiet_bestsellers',
      expr: 'pop(buy)@cat~h56?rating(4)',
      contexts: ['C', 'P'],
      message: { de: 'Beliebt und gut bewertet', en: 'Popular and well rated' },
    },
  ],
});
export const deleteStrategy = endpoint({ ...gone, path: '/api/v1/strategies/{id}', summary: 'Remove an own strategy', params: byId });
export const previewStrategy = endpoint({
  method: 'POST',
  tag,
  access: 'secret',
  path: '/api/v1/strategies/preview',
  summary: 'What a strategy would show here, for nobody or for somebody; nothing is logged',
  body: Type.Object({
    id: Type.Optional(StrategyId),
    expr: Type.Optional(Expression),
    context: Type.Optional(Anything),
    subject: Type.Optional(Type.Union([Anything, Type.Null()])),
    channel: Type.Optional(Type.String({ maxLength: 40 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
  }),
  answer: Anything,
  example: { expr: 'pop(buy)@cat~h28', context: { page: 'category', category: 'Laptops' } },
});

export const getPlacements = endpoint({
  ...read,
  path: '/api/v1/placements',
  summary: 'All placements: built-in, changed and own',
  answer: Type.Object({ items: Type.Array(PlacementAnswer) }),
});
export const getPlacement = endpoint({
  ...read,
  path: '/api/v1/placements/{id}',
  summary: 'One placement with its versions',
  params: byId,
  answer: PlacementAnswer,
});
export const putPlacements = endpoint({
  ...write,
  path: '/api/v1/placements',
  summary: 'Create own placements or change built-in ones; what is left out stays as it is built in',
  body: Type.Array(PlacementInput, { maxItems: 200 }),
  example: [{ id: 'web.product.row2', limit: 6, contexts: ['P'], strategies: ['compl', 'buy_buy'] }],
});
export const deletePlacement = endpoint({
  ...gone,
  path: '/api/v1/placements/{id}',
  summary: 'Remove an own placement, or bring a changed one back to what is built in',
  params: byId,
});
