// Conditions of rules: und, oder, nicht, brackets, comparisons of declared fields, and bare names as targets.
import { type Comparison, type Condition, LIMITS, type Operator, type Scalar } from './ast.ts';
import { operatorsOf, valueProblem } from './check.ts';
import { type Field, type FieldScope, fieldOf } from './fields.ts';
import { isPlainWord, type Reader } from './reader.ts';
import type { Token } from './tokens.ts';
import { FLAGS, JOINS, OPERATORS, plain, SIGNS } from './words.ts';

/** What a field without a prefix is about, and which fields make sense there. */
export type About = 'ctx' | 'cust' | 'item';

const ALLOWED: Readonly<Record<About, readonly FieldScope[]>> = {
  ctx: ['ctx', 'seed', 'cust'],
  cust: ['cust', 'ctx', 'seed'],
  item: ['item', 'seed', 'stock', 'offer', 'perf', 'ctx', 'cust'],
};

const isAllowed = (field: Field, about: About): boolean => ALLOWED[about].includes(field.scope);

export function readCondition(reader: Reader, about: About, depth = 0): Condition {
  reader.enter(depth);
  const parts = [readAll(reader, about, depth)];
  while (joins(reader, 'or')) parts.push(readAll(reader, about, depth));
  return parts.length === 1 ? parts[0]! : { kind: 'any', parts: parts.flatMap((part) => (part.kind === 'any' ? part.parts : [part])) };
}

function readAll(reader: Reader, about: About, depth: number): Condition {
  const parts = [readPart(reader, about, depth)];
  while (joins(reader, 'and')) parts.push(readPart(reader, about, depth));
  return parts.length === 1 ? parts[0]! : { kind: 'all', parts: parts.flatMap((part) => (part.kind === 'all' ? part.parts : [part])) };
}

const joinOf = (token: Token) => (token.kind === 'word' ? JOINS.get(plain(token.raw)) : undefined);

function joins(reader: Reader, join: 'and' | 'or'): boolean {
  if (joinOf(reader.peek()) !== join) return false;
  reader.next();
  return true;
}

function readPart(reader: Reader, about: About, depth: number): Condition {
  reader.enter(depth);
  if (joinOf(reader.peek()) === 'not') {
    reader.next();
    return { kind: 'not', part: readPart(reader, about, depth + 1) };
  }
  if (reader.skip('(')) {
    const inside = readCondition(reader, about, depth + 1);
    reader.expect(')');
    return inside;
  }
  return readComparison(reader, about);
}

function readComparison(reader: Reader, about: About): Condition {
  const token = reader.peek();
  const dotted = token.kind === 'word' && /^(item|seed|stock|offer|perf|ctx|cust)\./i.test(token.raw);
  const compared = token.kind === 'word' && operatorAt(reader, 1) !== undefined;
  const flag = token.kind === 'word' && about !== 'item' && fieldOf(`${about}.${token.raw}`)?.type === 'flag';
  if (dotted || compared || flag) return compareField(reader, about, reader.next());
  if (about !== 'item' || !(token.kind === 'text' || isPlainWord(token)))
    reader.fail('eine Bedingung, z. B. ctx.category unter Baby', 'a condition, e.g. ctx.category under Baby');
  return readJotted(reader) ?? readName(reader);
}

/** `brand X`, as people jot it down. */
function readJotted(reader: Reader): Condition | undefined {
  const field = reader.peek().kind === 'word' ? JOTTED.get(plain(reader.peek().raw)) : undefined;
  const value = reader.peek(1);
  if (!field || !(value.kind === 'text' || isPlainWord(value))) return undefined;
  reader.next();
  return { kind: 'compare', field, operator: '=', values: [reader.name()] };
}

const JOTTED: ReadonlyMap<string, string> = new Map([
  ['brand', 'item.brand'],
  ['marke', 'item.brand'],
  ['sku', 'item.sku'],
]);

/** A bare name; unquoted, a slash reads „oder“. */
function readName(reader: Reader): Condition {
  if (reader.peek().kind === 'text') return { kind: 'name', names: quotedNames(reader) };
  const names = reader
    .name()
    .split('/')
    .map((one) => one.trim())
    .filter(Boolean);
  if (names.length === 0) reader.failBefore('einen Namen', 'a name');
  return { kind: 'name', names };
}

/** `'Rote Bete'/'Bier'` */
function quotedNames(reader: Reader): string[] {
  const names = [reader.name()];
  while (reader.peek().raw === '/' && reader.peek(1).kind === 'text') {
    reader.next();
    names.push(reader.name());
  }
  return names;
}

function compareField(reader: Reader, about: About, token: Token): Condition {
  const field = fieldOf(token.raw) ?? fieldOf(`${about}.${token.raw}`);
  if (!field || !isAllowed(field, about))
    return reader.failAt(token, fieldsWords(about, 'ein Feld', 'oder'), fieldsWords(about, 'a field', 'or'));
  const at = reader.peek();
  const operator = operatorAt(reader, 0);
  if (!operator) {
    if (field.type === 'flag') return { kind: 'compare', field: field.key, operator: '=', values: [true] };
    return reader.fail('einen Vergleich: = != in < <= > >= unter enthält …', 'a comparison: = != in < <= > >= under contains …');
  }
  for (let i = 0; i < operator.tokens; i++) reader.next();
  if (!operatorsOf(field).includes(operator.key)) {
    const allowed = operatorsOf(field).join(' ');
    return reader.failAt(at, `für ${field.key} einen der Vergleiche ${allowed}`, `for ${field.key} one of the comparisons ${allowed}`);
  }
  return { kind: 'compare', field: field.key, operator: operator.key, values: readValues(reader, field, operator.key) };
}

function fieldsWords(about: About, what: string, or: string): string {
  return `${what} ${ALLOWED[about].map((scope) => `${scope}.*`).join(` ${or} `)}`;
}

/** The operator that starts `ahead` tokens from here, and of how many tokens it is made. */
function operatorAt(reader: Reader, ahead: number): { key: Operator; tokens: number } | undefined {
  const token = reader.peek(ahead);
  if (token.kind === 'sign') {
    const key = SIGNS.get(token.raw);
    return key && { key, tokens: 1 };
  }
  if (token.kind !== 'word') return undefined;
  const word = plain(token.raw);
  const after = reader.peek(ahead + 1);
  if (JOINS.get(word) === 'not' && after.kind === 'word' && plain(after.raw) === 'in') return { key: 'notIn', tokens: 2 };
  const key = OPERATORS.get(word);
  if (key === 'begins' && after.kind === 'word' && ['mit', 'with'].includes(plain(after.raw))) return { key, tokens: 2 };
  return key && { key, tokens: 1 };
}

function readValues(reader: Reader, field: Field, operator: Operator): Scalar[] {
  if (operator === 'exists') return [];
  const at = reader.peek();
  const values = operator === 'between' ? readBetween(reader, field) : readList(reader, field, operator);
  const problem = valueProblem(field, { kind: 'compare', field: field.key, operator, values } as Comparison);
  if (problem) reader.failAt(at, problem.de, problem.en);
  return values;
}

/** `zwischen 1 und 5`, `zwischen (1, 5)`. */
function readBetween(reader: Reader, field: Field): Scalar[] {
  if (['(', '['].includes(reader.peek().raw)) return readList(reader, field, 'between');
  const low = readValue(reader, field);
  if (!joins(reader, 'and')) reader.expect(',');
  return [low, readValue(reader, field)];
}

function readList(reader: Reader, field: Field, operator: Operator): Scalar[] {
  const closing = reader.skip('(') ? ')' : reader.skip('[') ? ']' : undefined;
  if (!closing) return [readValue(reader, field, operator)];
  const values: Scalar[] = [];
  do {
    if (values.length >= LIMITS.values) reader.fail(`höchstens ${LIMITS.values} Werte`, `at most ${LIMITS.values} values`);
    values.push(readValue(reader, field, operator, values.length));
  } while (reader.skip(','));
  reader.expect(closing);
  return values;
}

function readValue(reader: Reader, field: Field, operator?: Operator, index = 0): Scalar {
  const token = reader.peek();
  const numeric = field.type === 'number' || operator === 'within' || (field.type === 'geo' && index === 1);
  if (numeric) return reader.number('eine Zahl', 'a number', Number.isFinite);
  if (field.type === 'flag') {
    const flag = token.kind === 'word' ? FLAGS.get(plain(token.raw)) : undefined;
    if (flag === undefined) return reader.fail('ja oder nein', 'yes or no');
    reader.next();
    return flag;
  }
  if (field.type === 'any') {
    const flag = token.kind === 'word' ? FLAGS.get(plain(token.raw)) : undefined;
    const alone = !isPlainWord(reader.peek(1));
    if (alone && flag !== undefined) return reader.next() && flag;
    if (alone && token.kind === 'number' && !token.percent) return reader.next().value!;
  }
  if (token.kind !== 'text' && !isPlainWord(token)) return reader.fail('einen Wert', 'a value');
  return reader.name();
}
