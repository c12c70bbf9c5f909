// Products and need groups: what is sold, and what replaces what.
import { type Static, Type } from 'typebox';
import { Id, Money, Page, PositiveMoney, Text } from './common.ts';
import { endpoint } from './endpoint.ts';
import { Stored } from './places.ts';

const Word = Type.String({ minLength: 1, maxLength: 200 });
/** A name in both languages, or one that stands for both. */
const Name = Type.Union([Text, Type.String({ minLength: 1, maxLength: 2000 })]);

export const RelationInput = Type.Object({
  type: Word,
  sku: Id,
  /** Days after the purchase within which it makes sense, e.g. a warranty. */
  withinDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 36_500 })),
});

export const ProductInput = Type.Object({
  sku: Id,
  gtin: Type.Optional(Type.String({ maxLength: 20 })),
  name: Name,
  brand: Type.Optional(Word),
  category: Type.Optional(Type.Array(Word, { maxItems: 12 })),
  needGroup: Type.Optional(Id),
  price: Type.Optional(PositiveMoney),
  listPrice: Type.Optional(PositiveMoney),
  margin: Type.Optional(Money),
  attributes: Type.Optional(Type.Record(Type.String(), Type.Union([Type.String({ maxLength: 2000 }), Type.Number(), Type.Boolean()]))),
  images: Type.Optional(Type.Array(Type.String({ maxLength: 2000 }), { maxItems: 50 })),
  tags: Type.Optional(Type.Array(Word, { maxItems: 100 })),
  ageGate: Type.Optional(Type.Integer({ minimum: 0, maximum: 99 })),
  special: Type.Optional(Type.String({ maxLength: 60 })),
  model: Type.Optional(Word),
  active: Type.Optional(Type.Boolean()),
  relations: Type.Optional(Type.Array(RelationInput, { maxItems: 500 })),
});
export type ProductInput = Static<typeof ProductInput>;

export const NeedKind = Type.Union([
  Type.Literal('durable'),
  Type.Literal('variety'),
  Type.Literal('consumable'),
  Type.Literal('perishable'),
  Type.Literal('service'),
]);
const Days = Type.Number({ exclusiveMinimum: 0, maximum: 36_500 });
export const NeedGroupInput = Type.Object({
  id: Id,
  name: Type.Optional(Name),
  kind: Type.Optional(NeedKind),
  lifetimeDays: Type.Optional(Days),
  interestHalfLifeDays: Type.Optional(Days),
  vtcWindowDays: Type.Optional(Days),
  /** Weibull repurchase hazard. */
  hazard: Type.Optional(Type.Object({ k: Type.Number({ exclusiveMinimum: 0, maximum: 100 }), lambdaDays: Days })),
  family: Type.Optional(Word),
  /** Market shares per attribute that win over measured ones, e.g. `{"brand":{"Acer":0.2}}`. */
  priors: Type.Optional(Type.Record(Type.String(), Type.Record(Type.String(), Type.Number({ minimum: 0, maximum: 1 })))),
});
export type NeedGroupInput = Static<typeof NeedGroupInput>;

export const putProducts = endpoint({
  method: 'PUT',
  path: '/api/v1/products',
  tag: 'catalogue',
  summary: 'Create or replace products',
  access: 'secret',
  body: Type.Array(ProductInput, { maxItems: 200_000 }),
  answer: Stored,
  limit: 20_000_000,
  example: [
    {
      sku: 'AC-SW14',
      name: { de: 'Acer Swift 14', en: 'Acer Swift 14' },
      brand: 'Acer',
      category: ['Technik', 'Laptops'],
      needGroup: 'laptops',
      price: { amount: 99900, currency: 'EUR' },
      relations: [{ type: 'accessory', sku: 'ACC-SLEEVE14' }],
    },
  ],
});
export const getProduct = endpoint({
  method: 'GET',
  path: '/api/v1/products/{sku}',
  tag: 'catalogue',
  summary: 'One product',
  access: 'write',
  params: Type.Object({ sku: Id }),
  answer: ProductInput,
});
export const getProducts = endpoint({
  method: 'GET',
  path: '/api/v1/products',
  tag: 'catalogue',
  summary: 'Products, all or those that match a search',
  access: 'write',
  query: Type.Object({ query: Type.Optional(Type.String({ maxLength: 200 })), ...Page }),
  answer: Type.Object({ items: Type.Array(ProductInput), cursor: Type.Optional(Type.String()) }),
});
export const putNeedGroups = endpoint({
  method: 'PUT',
  path: '/api/v1/need-groups',
  tag: 'catalogue',
  summary: 'Create or replace need groups; what is left out follows from the kind',
  access: 'secret',
  body: Type.Array(NeedGroupInput, { maxItems: 20_000 }),
  answer: Stored,
  limit: 5_000_000,
  example: [{ id: 'laptops', name: { de: 'Laptops', en: 'Laptops' }, kind: 'durable', lifetimeDays: 1460, family: 'electronics' }],
});
export const getNeedGroups = endpoint({
  method: 'GET',
  path: '/api/v1/need-groups',
  tag: 'catalogue',
  summary: 'Declared need groups with their defaults filled in',
  access: 'write',
  query: Type.Object(Page),
  answer: Type.Object({ items: Type.Array(NeedGroupInput) }),
});
