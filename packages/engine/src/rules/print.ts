// Writes a rule as text, German or English; reading it again yields the same rule.
import { ACTIONS } from './actions.ts';
import type { Comparison, Condition, Effect, ParamValue, RuleAst, Scalar } from './ast.ts';
import { fieldOf } from './fields.ts';
import { isReserved, PRINTED } from './words.ts';

export type Language = 'de' | 'en';
type Words = (typeof PRINTED)[Language];

export function printRule(rule: RuleAst, language: Language): string {
  const words = PRINTED[language];
  const parts = [words.rule, word(rule.name)];
  if (rule.importance !== 0) parts.push(words.importance, String(rule.importance));
  if (rule.where) parts.push(words.where, printCondition(rule.where, language));
  if (rule.when) parts.push(words.if, printCondition(rule.when, language));
  parts.push(words.do, rule.effects.map((effect) => printEffect(effect, language)).join('; '));
  if (rule.from !== undefined) parts.push(words.from, rule.from);
  if (rule.until !== undefined) parts.push(words.until, rule.until);
  parts.push(rule.state === 'live' ? words.live : words.draft);
  return parts.join(' ');
}

function printEffect({ action, params, target }: Effect, language: Language): string {
  const declared = ACTIONS.get(action)!;
  const given = declared.params.filter((param) => params[param.key] !== undefined);
  const values = given.map((param) => printParam(params[param.key]!, param.type, language));
  const brackets = values.length > 0 ? `(${values.join(', ')})` : '';
  const about = target ? ` ${PRINTED[language].for} ${printCondition(target, language)}` : '';
  return `${declared.names[language][0]}${brackets}${about}`;
}

function printParam(value: ParamValue, type: string, language: Language): string {
  if (typeof value === 'number') return number(value);
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'object') return printCondition(value, language);
  return type === 'text' ? quote(value) : value;
}

/** `und` binds closer than `oder`. */
function printCondition(condition: Condition, language: Language, inside: 'any' | 'all' | 'not' = 'any'): string {
  const words = PRINTED[language];
  switch (condition.kind) {
    case 'compare':
      return printComparison(condition, words);
    case 'name':
      return printNames(condition.names);
    case 'not':
      return `${words.not} ${printCondition(condition.part, language, 'not')}`;
    case 'all': {
      const text = condition.parts.map((part) => printCondition(part, language, 'all')).join(` ${words.and} `);
      return inside === 'not' ? `(${text})` : text;
    }
    case 'any': {
      const text = condition.parts.map((part) => printCondition(part, language, 'any')).join(` ${words.or} `);
      return inside === 'any' ? text : `(${text})`;
    }
  }
}

const SIGNS = new Set(['=', '!=', '<', '<=', '>', '>=']);

function printComparison({ field, operator, values }: Comparison, words: Words): string {
  const type = fieldOf(field)?.type;
  const written = values.map((value) => scalar(value, words));
  if (operator === 'exists') return `${field} ${words.exists}`;
  if (operator === '=' && type === 'flag' && values[0] === true) return field;
  const name = SIGNS.has(operator) ? operator : words[operator as keyof Words];
  if (operator === 'between') return `${field} ${name} ${written[0]} ${words.and} ${written[1]}`;
  if (operator === 'within') return `${field} ${name}(${written[0]})`;
  const list = operator === 'in' || operator === 'notIn' || written.length > 1;
  return `${field} ${name} ${list ? `(${written.join(', ')})` : written[0]}`;
}

function printNames(names: readonly string[]): string {
  if (names.every(isBare)) return names.join('/');
  return names.map(quote).join('/');
}

function scalar(value: Scalar, words: Words): string {
  if (typeof value === 'boolean') return value ? words.true : words.false;
  return typeof value === 'number' ? number(value) : word(value);
}

/** Never with an exponent. */
function number(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 }) : text;
}

const BARE = /^\p{L}[\p{L}\p{N}_-]*$/u;
const isBare = (text: string): boolean => BARE.test(text) && !isReserved(text);
const word = (text: string): string => (isBare(text) ? text : quote(text));
const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;
