// Merchandising rules as plain data (LOGIC §1.7): what the parser yields, a form edits, the server stores and the compiler reads.
import type { Instant } from '../world.ts';

export type Scalar = string | number | boolean;

export type Operator =
  | '='
  | '!='
  | 'in'
  | 'notIn'
  | '<'
  | '<='
  | '>'
  | '>='
  | 'between'
  | 'contains'
  | 'begins'
  | 'under'
  | 'near'
  | 'within'
  | 'exists';

export interface Comparison {
  kind: 'compare';
  /** Key of a declared field, e.g. `item.brand` or `item.attributes.colour`. */
  field: string;
  operator: Operator;
  /** One value; two for `between`; any number for `in`, `notIn` and `under`; none for `exists`. */
  values: Scalar[];
}

export type Condition =
  | Comparison
  /** A bare word as target: at or below a category, or a need group, or a tag of one of these names. */
  | { kind: 'name'; names: string[] }
  | { kind: 'all'; parts: Condition[] }
  | { kind: 'any'; parts: Condition[] }
  | { kind: 'not'; part: Condition };

export type ActionKey =
  | 'only'
  | 'exclude'
  | 'ban'
  | 'boost'
  | 'bury'
  | 'pin'
  | 'cap'
  | 'require'
  | 'spread'
  | 'priceband'
  | 'stock'
  | 'margin'
  | 'rating'
  | 'age'
  | 'sensitive'
  | 'strategy'
  | 'label';

export type ParamValue = number | string | string[] | Condition;

export interface Effect {
  action: ActionKey;
  params: Record<string, ParamValue>;
  target?: Condition;
}

export interface RuleAst {
  name: string;
  /** The higher, the more important; 0 unless told. */
  importance: number;
  /** Where it holds: about the context. */
  where?: Condition;
  /** For whom it holds: about the person. */
  when?: Condition;
  effects: Effect[];
  /** First day (Europe/Berlin) or instant. */
  from?: string;
  /** Last day, inclusive, or the instant at which it ends. */
  until?: string;
  state: 'live' | 'draft';
}

export interface Rule extends RuleAst {
  id: string;
  /** When it was last changed: of two alike the younger wins. */
  since: Instant;
}

/** Limits on what anybody may hand in. */
export const LIMITS = {
  text: 4_000,
  depth: 12,
  conditions: 200,
  values: 200,
  value: 200,
  name: 80,
  effects: 10,
  rules: 2_000,
  importance: 1_000,
} as const;
