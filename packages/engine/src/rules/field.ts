// One field a rule may ask for: key, words, type and how to read it. Undefined = unknown, null = there is nothing.
import type { Text } from '../world.ts';
import type { Facts } from './facts.ts';

export type FieldScope = 'item' | 'seed' | 'stock' | 'offer' | 'perf' | 'ctx' | 'cust';
export type FieldType = 'text' | 'number' | 'flag' | 'path' | 'instant' | 'geo' | 'any';

export interface Field {
  key: string;
  scope: FieldScope;
  type: FieldType;
  text: Text;
  /** Has several values: one that fits is enough. */
  many: boolean;
  /** Depends on the product alone, so that an answer holds as long as the product is the same. */
  fixed: boolean;
  read(facts: Facts): unknown;
}

export type Read = (facts: Facts) => unknown;

/** Declares a field. */
export function field(
  key: string,
  type: FieldType,
  de: string,
  en: string,
  read: Read,
  more: { many?: boolean; fixed?: boolean } = {},
): Field {
  const scope = key.slice(0, key.indexOf('.')) as FieldScope;
  return { key, scope, type, text: { de, en }, many: more.many === true, fixed: more.fixed === true, read };
}
