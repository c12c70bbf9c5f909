// What merchants write by hand: lists, content and what fits a situation.
import { type Static, Type } from 'typebox';
import { Day, Id, Text } from './common.ts';
import { endpoint } from './endpoint.ts';
import { Stored } from './places.ts';

const tag = 'editorial';
const Skus = Type.Array(Id, { maxItems: 5_000 });
/** First moment and end; a day starts at midnight of the zone and counts in full. */
const Validity = {
  from: Type.Optional(Day),
  until: Type.Optional(Day),
  /** Zone of `from` and `until` given as days; Europe/Berlin unless told. */
  timeZone: Type.Optional(Type.String({ maxLength: 60 })),
};
/** An http address or a path of the shop; nothing that could run script. */
const Address = Type.String({ maxLength: 2_000, pattern: '^(https?://|/(?!/))[^\\u0000-\\u0020<>"\\\\]+$' });

export const ListInput = Type.Object({
  id: Id,
  kind: Type.Union([Type.Literal('editor'), Type.Literal('campaign'), Type.Literal('sponsor')]),
  skus: Skus,
  /** Only on pages of this category. */
  category: Type.Optional(Id),
  /** Name of the campaign a landing page carries. */
  campaign: Type.Optional(Id),
  ...Validity,
});
export type ListInput = Static<typeof ListInput>;

export const ContentInput = Type.Object({
  id: Id,
  kind: Type.Union([
    Type.Literal('brandbanner'),
    Type.Literal('cattile'),
    Type.Literal('guide'),
    Type.Literal('howto'),
    Type.Literal('review'),
    Type.Literal('event'),
    Type.Literal('appointment'),
    Type.Literal('collect'),
    Type.Literal('storereturn'),
    Type.Literal('ticket'),
    Type.Literal('login'),
  ]),
  title: Text,
  text: Type.Optional(Text),
  url: Type.Optional(Address),
  image: Type.Optional(Address),
  brand: Type.Optional(Id),
  category: Type.Optional(Id),
  needGroup: Type.Optional(Id),
  /** Articles it is about. */
  skus: Type.Optional(Skus),
  /** Stores it is for; everywhere when empty or missing. */
  stores: Type.Optional(Type.Array(Id, { maxItems: 5_000 })),
  /** Value in EUR for arbitration (LOGIC 1.9). */
  value: Type.Optional(Type.Number({ minimum: 0, maximum: 100_000 })),
  ...Validity,
});
export type ContentInput = Static<typeof ContentInput>;

const SituationKind = Type.Union([Type.Literal('weather'), Type.Literal('daypart'), Type.Literal('occasion')]);
const Names = Type.Optional(Type.Array(Id, { maxItems: 500 }));
export const SituationInput = Type.Object({
  kind: SituationKind,
  /** `rain`, `hot`, `morning`, `christmas` … */
  key: Id,
  needGroups: Names,
  categories: Names,
  tags: Names,
  /** Months (1–12) in which an occasion holds without being named by the page. */
  months: Type.Optional(Type.Array(Type.Integer({ minimum: 1, maximum: 12 }), { maxItems: 12 })),
});
export type SituationInput = Static<typeof SituationInput>;

const many = { method: 'PUT', tag, access: 'secret', answer: Stored, limit: 5_000_000 } as const;
const all = { method: 'GET', tag, access: 'secret' } as const;
const gone = { method: 'DELETE', tag, access: 'secret', status: 204 } as const;
const one = Type.Object({ id: Id });

export const putLists = endpoint({
  ...many,
  path: '/api/v1/lists',
  summary: 'Create or replace lists: editors’ picks, campaigns, paid places',
  body: Type.Array(ListInput, { maxItems: 2_000 }),
  example: [{ id: 'autumn', kind: 'editor', skus: ['AC-SW14'], from: '2026-11-16', until: '2026-11-28' }],
});
export const getLists = endpoint({
  ...all,
  path: '/api/v1/lists',
  summary: 'All lists',
  answer: Type.Object({ items: Type.Array(ListInput) }),
});
export const deleteList = endpoint({ ...gone, path: '/api/v1/lists/{id}', summary: 'Remove a list', params: one });

export const putContents = endpoint({
  ...many,
  path: '/api/v1/contents',
  summary: 'Create or replace content: banners, guides, events, services',
  body: Type.Array(ContentInput, { maxItems: 5_000 }),
  example: [
    {
      id: 'guide_laptops',
      kind: 'guide',
      title: { de: 'Kaufberatung Laptops', en: 'Laptop buying guide' },
      url: '/ratgeber/laptops',
      needGroup: 'laptops',
    },
  ],
});
export const getContents = endpoint({
  ...all,
  path: '/api/v1/contents',
  summary: 'All content',
  answer: Type.Object({ items: Type.Array(ContentInput) }),
});
export const deleteContent = endpoint({ ...gone, path: '/api/v1/contents/{id}', summary: 'Remove content', params: one });

export const putSituations = endpoint({
  ...many,
  path: '/api/v1/situations',
  summary: 'Say what fits a weather, a time of day or an occasion',
  body: Type.Array(SituationInput, { maxItems: 500 }),
  example: [{ kind: 'weather', key: 'rain', needGroups: ['umbrellas'] }],
});
export const getSituations = endpoint({
  ...all,
  path: '/api/v1/situations',
  summary: 'What fits which situation',
  answer: Type.Object({ items: Type.Array(SituationInput) }),
});
export const deleteSituation = endpoint({
  ...gone,
  path: '/api/v1/situations/{kind}/{key}',
  summary: 'Forget what fits a situation',
  params: Type.Object({ kind: Id, key: Id }),
});
