// Conditions compiled to closures over three truth values: what is missing is unknown, and unknown stays unknown through und, oder, nicht.
import type { Comparison, Condition } from './ast.ts';
import { fold, isUnder, pathOf, testOf } from './compare.ts';
import type { Facts } from './facts.ts';
import { type Field, fieldOf } from './fields.ts';

export type Truth = 0 | 1 | 2;
export const FALSE = 0;
export const TRUE = 1;
export const UNKNOWN = 2;

export type Judge = (facts: Facts) => Truth;

/** `absence`: what it counts as that there is nothing to compare with, as on a page without a category. */
export function judgeOf(condition: Condition, absence: Truth = UNKNOWN): Judge {
  switch (condition.kind) {
    case 'compare':
      return comparison(condition, absence);
    case 'name':
      return named(condition.names);
    case 'not':
      return negated(judgeOf(condition.part, absence));
    case 'all':
      return every(condition.parts.map((part) => judgeOf(part, absence)));
    case 'any':
      return some(condition.parts.map((part) => judgeOf(part, absence)));
  }
}

const negated =
  (judge: Judge): Judge =>
  (facts) => {
    const truth = judge(facts);
    return truth === UNKNOWN ? UNKNOWN : truth === TRUE ? FALSE : TRUE;
  };

function every(judges: readonly Judge[]): Judge {
  return (facts) => {
    let least: Truth = TRUE;
    for (const judge of judges) {
      const truth = judge(facts);
      if (truth === FALSE) return FALSE;
      if (truth === UNKNOWN) least = UNKNOWN;
    }
    return least;
  };
}

function some(judges: readonly Judge[]): Judge {
  return (facts) => {
    let most: Truth = FALSE;
    for (const judge of judges) {
      const truth = judge(facts);
      if (truth === TRUE) return TRUE;
      if (truth === UNKNOWN) most = UNKNOWN;
    }
    return most;
  };
}

function comparison(node: Comparison, absence: Truth): Judge {
  const field = fieldOf(node.field);
  if (!field) return () => UNKNOWN;
  if (node.operator === 'exists') return exists(field);
  const positive = valueJudge(field, node, absence);
  return node.operator === '!=' || node.operator === 'notIn' ? negated(positive) : positive;
}

/** The one question that is never unknown. */
function exists(field: Field): Judge {
  return (facts) => {
    const value = field.read(facts);
    return value === undefined || value === null || (Array.isArray(value) && value.length === 0) ? FALSE : TRUE;
  };
}

function valueJudge(field: Field, node: Comparison, absence: Truth): Judge {
  const test = testOf(field, node);
  const { read } = field;
  if (!field.many)
    return (facts) => {
      const value = read(facts);
      if (value === undefined) return UNKNOWN;
      if (value === null) return absence;
      return test(value, facts) ? TRUE : FALSE;
    };
  return (facts) => {
    const values = read(facts) as readonly unknown[] | undefined | null;
    if (values === undefined) return UNKNOWN;
    if (values === null) return absence;
    for (const value of values) if (test(value, facts)) return TRUE;
    return FALSE;
  };
}

/** At or below a category, or of a need group, or with a tag of that name; unknown where the category is and nothing else fits. */
function named(names: readonly string[]): Judge {
  const paths = names.map(pathOf);
  const whole = new Set(names.map(fold));
  const joined = fold(names.join('/'));
  const is = (text: string): boolean => whole.has(fold(text)) || fold(text) === joined;
  return ({ product, moment }) => {
    if (!product) return UNKNOWN;
    const { category, needGroup, tags } = product;
    if (category?.some(is) || tags?.some(is) || (needGroup && is(needGroup))) return TRUE;
    if (category && paths.some((path) => path.length > 1 && isUnder(category, path))) return TRUE;
    if (needGroup) {
      const { name } = moment.situation.catalogue.needGroup(needGroup);
      if (is(name.de) || is(name.en)) return TRUE;
    }
    return category && category.length > 0 ? FALSE : UNKNOWN;
  };
}

/** Whether the answer depends on the product alone. */
export function isFixed(condition: Condition): boolean {
  switch (condition.kind) {
    case 'compare': {
      const field = fieldOf(condition.field);
      return field?.fixed === true && (field.type !== 'instant' || condition.operator !== 'within');
    }
    case 'name':
      return true;
    case 'not':
      return isFixed(condition.part);
    default:
      return condition.parts.every(isFixed);
  }
}

/** How many comparisons must hold at least: the more, the narrower. */
export function narrowness(condition: Condition | undefined): number {
  if (!condition) return 0;
  switch (condition.kind) {
    case 'all':
      return condition.parts.reduce((sum, part) => sum + narrowness(part), 0);
    case 'any':
      return Math.min(...condition.parts.map(narrowness));
    default:
      return 1;
  }
}
