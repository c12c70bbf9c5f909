// The installation itself: keys, what the first page needs.
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';

export const putKeys = endpoint({
  method: 'PUT',
  path: '/api/v1/keys',
  tag: 'System',
  summary: 'Adds write and secret keys',
  access: 'secret',
  body: Type.Array(
    Type.Object({
      key: Type.String({ minLength: 6, maxLength: 200, pattern: '^[\\x21-\\x39\\x3b-\\x7e]+$' }),
      kind: Type.Union([Type.Literal('write'), Type.Literal('secret')]),
      channel: Type.Optional(Type.String({ maxLength: 40 })),
      origins: Type.Optional(Type.Array(Type.String({ maxLength: 300 }), { maxItems: 100 })),
      label: Type.Optional(Type.String({ maxLength: 100 })),
    }),
    { minItems: 1, maxItems: 100 },
  ),
});
export const getHouse = endpoint({
  method: 'GET',
  path: '/api/v1/house',
  tag: 'System',
  summary: 'What the first page needs to know',
  access: 'secret',
});
