// Shapes every noun uses: money, text in two languages, instants, places in the world, problems.
import { Type } from 'typebox';

export const Id = Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\u0000-\\u001f\\u007f]+$' });
export const Instant = Type.String({ description: 'ISO 8601 with zone', maxLength: 40 });
export const Day = Type.String({ description: 'YYYY-MM-DD, or an instant', maxLength: 40 });
export const Text = Type.Object({ de: Type.String({ maxLength: 2000 }), en: Type.String({ maxLength: 2000 }) });
/** Money in minor units (cents). */
export const Money = Type.Object({
  amount: Type.Integer({ minimum: -9_000_000_000_000, maximum: 9_000_000_000_000 }),
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
});
export const PositiveMoney = Type.Object({
  amount: Type.Integer({ minimum: 0, maximum: 9_000_000_000_000 }),
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
});
/** One way to say who is meant; at least one field. */
export const ProfileRef = Type.Object(
  {
    id: Type.Optional(Id),
    externalId: Type.Optional(Id),
    userId: Type.Optional(Id),
    email: Type.Optional(Type.String({ maxLength: 320 })),
    card: Type.Optional(Id),
    phone: Type.Optional(Type.String({ maxLength: 40 })),
    anonymousId: Type.Optional(Id),
  },
  { minProperties: 1, additionalProperties: false },
);
export const Problem = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String(),
  detail: Type.String(),
  errors: Type.Optional(Type.Array(Type.Object({ path: Type.String(), message: Type.String() }))),
});
export const Page = {
  cursor: Type.Optional(Type.String({ maxLength: 400 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
};
