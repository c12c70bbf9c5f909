// Actions of rules: a declared name, typed parameters in brackets, and what they are about.
import { ACTIONS, type Action, inRange, type Param, rangeText } from './actions.ts';
import { type Effect, LIMITS, type ParamValue } from './ast.ts';
import { isCountable } from './check.ts';
import { fieldOf } from './fields.ts';
import { readCondition } from './parse-condition.ts';
import type { Reader } from './reader.ts';
import { actionOf, plain, SCOPE_WORDS } from './words.ts';

export function readEffect(reader: Reader): Effect {
  const token = reader.next();
  const key = token.kind === 'word' ? actionOf(token.raw) : undefined;
  if (!key) {
    const names = (language: 'de' | 'en'): string => [...ACTIONS.values()].map((one) => one.names[language][0]).join(', ');
    return reader.failAt(token, `eine Aktion: ${names('de')}`, `an action: ${names('en')}`);
  }
  const action = ACTIONS.get(key)!;
  const effect: Effect = { action: key, params: readParams(reader, action) };
  const has = reader.keyword() === 'for';
  if (has && action.target === 'none') reader.fail(`kein FÜR bei ${action.names.de[0]}`, `no FOR with ${action.names.en[0]}`);
  if (!has && action.target === 'needed') reader.fail('FÜR und was gemeint ist', 'FOR and what is meant');
  if (has) {
    reader.next();
    effect.target = readCondition(reader, 'item');
  }
  return effect;
}

function readParams(reader: Reader, action: Action): Record<string, ParamValue> {
  const params: Record<string, ParamValue> = {};
  const needed = action.params.filter((param) => !param.optional);
  if (!reader.skip('(')) {
    if (needed.length > 0) reader.fail(`„(“ und ${words(action.params, 'de')}`, `“(” and ${words(action.params, 'en')}`);
    return params;
  }
  for (const [i, param] of action.params.entries()) {
    if (reader.peek().raw === ')' && reader.peek().kind === 'sign' && param.optional) break;
    if (i > 0) reader.expect(',');
    const range = rangeText(param);
    const comma = action.params.length === 1 && param.type === 'number' ? decimalComma(reader) : undefined;
    if (comma !== undefined && !inRange(comma, param)) reader.failBefore(range.de, range.en);
    params[param.key] = comma ?? readParam(reader, param);
  }
  reader.expect(')');
  return params;
}

/** `1,5`, as Germans write it, where nothing else can follow. */
function decimalComma(reader: Reader): number | undefined {
  const [whole, comma, part] = [reader.peek(), reader.peek(1), reader.peek(2)];
  if (whole.kind !== 'number' || comma.raw !== ',' || part.kind !== 'number' || !/^\d+$/.test(part.raw)) return undefined;
  for (let i = 0; i < 3; i++) reader.next();
  return Number(`${whole.raw}.${part.raw}`);
}

const words = (params: readonly Param[], language: 'de' | 'en'): string => params.map((param) => param.text[language]).join(', ');

function readParam(reader: Reader, param: Param): ParamValue {
  const range = rangeText(param);
  switch (param.type) {
    case 'number':
      return reader.number(range.de, range.en, (value) => inRange(value, param));
    case 'integer':
      return reader.number(range.de, range.en, (value) => Number.isInteger(value) && inRange(value, param));
    case 'percent':
      return readPercent(reader, param);
    case 'text':
      return reader.name();
    case 'condition':
      return readCondition(reader, 'item', 1);
    case 'scope':
      return readScope(reader);
    case 'field':
      return readField(reader);
    case 'strategies':
      return readStrategies(reader);
  }
}

/** `500` cents or `20%`; a sign ≥ in front says what is meant anyway. */
function readPercent(reader: Reader, param: Param): ParamValue {
  if (!reader.skip('>=')) reader.skip('≥');
  const token = reader.next();
  const range = rangeText(param);
  const max = token.percent ? 100 : param.max!;
  if (token.kind !== 'number' || !inRange(token.value!, param) || token.value! > max)
    reader.failAt(token, `${range.de}, in Cent oder mit %`, `${range.en}, in cents or with %`);
  return token.percent ? `${token.value}%` : token.value!;
}

function readScope(reader: Reader): string {
  const token = reader.next();
  return SCOPE_WORDS.get(plain(token.raw)) ?? reader.failAt(token, 'store, online oder any', 'store, online or any');
}

function readField(reader: Reader): string {
  const token = reader.next();
  const field = token.kind === 'word' ? (fieldOf(token.raw) ?? fieldOf(`item.${token.raw}`)) : undefined;
  if (!field || !isCountable(field))
    return reader.failAt(token, 'ein Merkmal item.*, z. B. item.brand', 'an attribute item.*, e.g. item.brand');
  return field.key;
}

const STRATEGY = /^[\w.-]{1,80}$/;

function readStrategies(reader: Reader): string[] {
  const ids: string[] = [];
  do {
    const token = reader.next();
    if (!STRATEGY.test(token.raw) || ids.length >= LIMITS.values)
      reader.failAt(token, 'den Namen einer Strategie', 'the name of a strategy');
    ids.push(token.raw);
  } while (reader.skip(','));
  return ids;
}
