// Which comparisons and values a field allows.
import type { Text } from '../world.ts';
import { type Comparison, LIMITS, type Operator, type Scalar } from './ast.ts';
import { isDay } from './days.ts';
import type { Field } from './fields.ts';

const EQUAL: readonly Operator[] = ['=', '!=', 'in', 'notIn', 'exists'];
const ORDER: readonly Operator[] = ['<', '<=', '>', '>=', 'between'];
const OPERATORS_OF: Readonly<Record<Field['type'], readonly Operator[]>> = {
  text: [...EQUAL, 'contains', 'begins'],
  number: [...EQUAL, ...ORDER, 'near'],
  flag: ['=', '!=', 'exists'],
  path: [...EQUAL, 'under', 'contains', 'begins'],
  instant: ['=', '!=', ...ORDER, 'within', 'exists'],
  geo: ['near', 'exists'],
  any: [...EQUAL, ...ORDER, 'contains', 'begins'],
};

/** The comparisons a field allows. */
export const operatorsOf = (field: Field): readonly Operator[] => OPERATORS_OF[field.type];
/** Whether values of a field can be counted against a cap. */
export const isCountable = (field: Field): boolean =>
  field.scope === 'item' && ['text', 'path', 'any', 'number', 'flag'].includes(field.type);

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What is wrong with the values of a comparison, if anything. */
export function valueProblem(field: Field, { operator, values }: Comparison): Text | undefined {
  const [least, most] = bounds(field, operator);
  if (values.length < least || values.length > most)
    return {
      de: least === most ? `${least} Werte` : `${least} bis ${most} Werte`,
      en: least === most ? `${least} values` : `${least} to ${most} values`,
    };
  if (!values.every((value, i) => isFit(field, operator, value, i)))
    return {
      de: `einen passenden Wert für ${field.key} (${TYPE_WORDS[field.type].de})`,
      en: `a fitting value for ${field.key} (${TYPE_WORDS[field.type].en})`,
    };
  if (operator === 'between' && values[0]! > values[1]!) return { de: 'den kleineren Wert zuerst', en: 'the smaller value first' };
  return undefined;
}

const TYPE_WORDS: Readonly<Record<Field['type'], Text>> = {
  text: { de: 'Text', en: 'text' },
  number: { de: 'Zahl', en: 'number' },
  flag: { de: 'ja oder nein', en: 'yes or no' },
  path: { de: 'Warengruppe', en: 'category' },
  instant: { de: 'Tag JJJJ-MM-TT', en: 'day YYYY-MM-DD' },
  geo: { de: 'Filiale und km', en: 'store and km' },
  any: { de: 'Text oder Zahl', en: 'text or number' },
};

function bounds(field: Field, operator: Operator): [number, number] {
  if (operator === 'exists') return [0, 0];
  if (operator === 'between') return [2, 2];
  if (operator === 'in' || operator === 'notIn' || operator === 'under') return [1, LIMITS.values];
  return field.type === 'geo' ? [1, 2] : [1, 1];
}

function isFit(field: Field, operator: Operator, value: Scalar, index: number): boolean {
  const isNumber = typeof value === 'number' && Number.isFinite(value);
  if (operator === 'within') return isNumber && value >= 0;
  if (typeof value === 'string' && (value.trim() === '' || value.length > LIMITS.value)) return false;
  switch (field.type) {
    case 'number':
      return isNumber;
    case 'flag':
      return typeof value === 'boolean';
    case 'instant':
      return typeof value === 'string' && DAY.test(value) && isDay(value);
    case 'geo':
      return index === 0 ? typeof value === 'string' : isNumber && value > 0;
    case 'any':
      return typeof value === 'string' || typeof value === 'boolean' || isNumber;
    default:
      return typeof value === 'string';
  }
}
