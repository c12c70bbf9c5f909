// Reads the text form of a rule, German or English; what is wrong is answered with its position and what was expected, never thrown.
import type { Text } from '../world.ts';
import { type Condition, type Effect, LIMITS, type RuleAst } from './ast.ts';
import { isDay, isOrdered } from './days.ts';
import { readCondition } from './parse-condition.ts';
import { readEffect } from './parse-effect.ts';
import { createReader, type Reader, Stop } from './reader.ts';
import type { Keyword } from './words.ts';

export interface RuleError {
  /** From 0, in UTF-16 units of the text. */
  position: number;
  /** What stands there. */
  found: string;
  expected: Text;
  message: Text;
}

/** What a text says; importance, state and days only where it names them. */
export type RuleText = Omit<RuleAst, 'importance' | 'state' | 'name'> & Partial<Pick<RuleAst, 'importance' | 'state' | 'name'>>;
export type ParsedRule = { ok: true; rule: RuleText } | { ok: false; error: RuleError };

export function parseRule(text: string): ParsedRule {
  return attempt(text, readRule);
}

/** Parses a condition alone, as forms and segments need it. */
export function parseCondition(
  text: string,
  about: 'ctx' | 'cust' | 'item' = 'item',
): { ok: true; condition: Condition } | { ok: false; error: RuleError } {
  const parsed = attempt(text, (reader) => {
    const condition = readCondition(reader, about);
    reader.end();
    return condition;
  });
  return parsed.ok ? { ok: true, condition: parsed.rule } : parsed;
}

function attempt<T>(text: string, read: (reader: Reader) => T): { ok: true; rule: T } | { ok: false; error: RuleError } {
  const reader = createReader(text);
  try {
    if (text.length > LIMITS.text) reader.fail(`höchstens ${LIMITS.text} Zeichen`, `at most ${LIMITS.text} characters`);
    return { ok: true, rule: read(reader) };
  } catch (stop) {
    if (stop instanceof Stop) return { ok: false, error: stop.error };
    throw stop;
  }
}

interface Draft {
  name?: string;
  importance?: number;
  where?: Condition;
  when?: Condition;
  effects: Effect[];
  from?: string;
  until?: string;
  state?: 'live' | 'draft';
}

function readRule(reader: Reader): RuleText {
  const draft: Draft = { effects: [] };
  const seen = new Set<string>();
  while (reader.peek().kind !== 'end') {
    const keyword = reader.keyword();
    if (keyword === undefined && draft.effects.length > 0)
      reader.fail('das Ende, VON, BIS, TEST oder LIVE', 'the end, FROM, UNTIL, DRAFT or LIVE');
    if (keyword === undefined || keyword === 'do') {
      once('do', seen, reader);
      readEffects(reader, draft);
      continue;
    }
    once(keyword === 'draft' ? 'live' : keyword, seen, reader);
    readClause(keyword, reader, draft);
  }
  if (draft.effects.length === 0) reader.fail('DANN und eine Aktion', 'THEN and an action');
  return draft;
}

function once(clause: string, seen: Set<string>, reader: Reader): void {
  if (seen.has(clause)) reader.fail('jeden Teil nur einmal', 'each part only once');
  seen.add(clause);
}

function readClause(keyword: Exclude<Keyword, 'do'>, reader: Reader, draft: Draft): void {
  if (keyword === 'for' || keyword === 'on') reader.fail('eine Aktion vor FÜR', 'an action before FOR');
  reader.next();
  switch (keyword) {
    case 'rule':
      draft.name = reader.name();
      if (draft.name.length > LIMITS.name) reader.failBefore(`höchstens ${LIMITS.name} Zeichen`, `at most ${LIMITS.name} characters`);
      break;
    case 'importance':
      draft.importance = reader.number(
        'eine Zahl von 0 bis 1000',
        'a number from 0 to 1000',
        (n) => Number.isInteger(n) && n >= 0 && n <= LIMITS.importance,
      );
      break;
    case 'where':
      draft.where = both(draft.where, readCondition(reader, 'ctx'));
      break;
    case 'if':
      draft.when = readCondition(reader, 'cust');
      break;
    case 'from':
      draft.from = readDay(reader);
      break;
    case 'until':
      draft.until = readDay(reader);
      if (draft.from !== undefined && !isOrdered(draft.from, draft.until))
        reader.failBefore('ein Ende nach dem Anfang', 'an end after the beginning');
      break;
    default:
      draft.state = keyword;
  }
}

function readEffects(reader: Reader, draft: Draft): void {
  do {
    if (reader.keyword() === 'do') reader.next();
    if (draft.effects.length >= LIMITS.effects) reader.fail(`höchstens ${LIMITS.effects} Aktionen`, `at most ${LIMITS.effects} actions`);
    draft.effects.push(readEffect(reader));
    if (reader.keyword() === 'on') {
      reader.next();
      draft.where = both(draft.where, { kind: 'compare', field: 'ctx.page', operator: '=', values: [reader.name()] });
    }
  } while (reader.skip(';') && reader.peek().kind !== 'end');
}

function both(a: Condition | undefined, b: Condition): Condition {
  if (!a) return b;
  const parts = (one: Condition): Condition[] => (one.kind === 'all' ? one.parts : [one]);
  return { kind: 'all', parts: [...parts(a), ...parts(b)] };
}

const GERMAN_DAY = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/;

function readDay(reader: Reader): string {
  const token = reader.next();
  const german = GERMAN_DAY.exec(token.raw);
  const day = german ? `${german[3]}-${german[2]!.padStart(2, '0')}-${german[1]!.padStart(2, '0')}` : token.raw;
  if (!isDay(day)) reader.failAt(token, 'einen Tag (JJJJ-MM-TT) oder Zeitpunkt mit Zone', 'a day (YYYY-MM-DD) or an instant with zone');
  return day;
}
