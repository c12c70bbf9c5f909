// The words of the rule language in German and English, read case-insensitively and with umlauts or their transcriptions.
import { ACTIONS } from './actions.ts';
import type { ActionKey, Operator } from './ast.ts';

/** Lower case, umlauts transcribed: for the words of the language only, never for values. */
export function plain(word: string): string {
  return word.normalize('NFC').toLowerCase().replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue').replaceAll('ß', 'ss');
}

export type Keyword = 'rule' | 'importance' | 'where' | 'if' | 'do' | 'for' | 'from' | 'until' | 'draft' | 'live' | 'on';

const KEYWORD_WORDS: Readonly<Record<Keyword, string>> = {
  rule: 'regel rule',
  importance: 'wichtigkeit importance',
  where: 'wo where',
  if: 'wenn if',
  do: 'dann then',
  for: 'fuer for',
  from: 'von from',
  until: 'bis until',
  draft: 'test draft entwurf',
  live: 'live',
  on: 'on auf',
};
const OPERATOR_WORDS: Readonly<Partial<Record<Operator, string>>> = {
  '=': 'ist is',
  in: 'in',
  notIn: 'nicht-in not-in',
  between: 'zwischen between',
  contains: 'enthaelt contains',
  begins: 'beginnt begins',
  under: 'unter under',
  near: 'nahe near',
  within: 'innerhalb within',
  exists: 'existiert exists',
};

function turned<K extends string>(words: Readonly<Partial<Record<K, string>>>): ReadonlyMap<string, K> {
  return new Map((Object.entries(words) as [K, string][]).flatMap(([key, names]) => names.split(' ').map((name) => [name, key] as const)));
}

export const KEYWORDS = turned<Keyword>(KEYWORD_WORDS);
export const OPERATORS = turned<Operator>(OPERATOR_WORDS);
export const SIGNS: ReadonlyMap<string, Operator> = new Map([
  ['=', '='],
  ['==', '='],
  ['!=', '!='],
  ['<>', '!='],
  ['≠', '!='],
  ['<', '<'],
  ['<=', '<='],
  ['≤', '<='],
  ['>', '>'],
  ['>=', '>='],
  ['≥', '>='],
]);
export const JOINS: ReadonlyMap<string, 'and' | 'or' | 'not'> = new Map([
  ['und', 'and'],
  ['and', 'and'],
  ['oder', 'or'],
  ['or', 'or'],
  ['nicht', 'not'],
  ['not', 'not'],
]);
export const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ['ja', true],
  ['wahr', true],
  ['yes', true],
  ['true', true],
  ['nein', false],
  ['falsch', false],
  ['no', false],
  ['false', false],
]);
export const SCOPE_WORDS: ReadonlyMap<string, string> = new Map([
  ['store', 'store'],
  ['filiale', 'store'],
  ['online', 'online'],
  ['any', 'any'],
  ['ueberall', 'any'],
]);

const ACTION_WORDS: ReadonlyMap<string, ActionKey> = new Map(
  [...ACTIONS.values()].flatMap((one) => [...one.names.de, ...one.names.en].map((name) => [plain(name), one.key] as const)),
);

export const actionOf = (word: string): ActionKey | undefined => ACTION_WORDS.get(plain(word));

/** Whether a word has a meaning of its own in the language, so that as a value it must be quoted. */
export function isReserved(word: string): boolean {
  const key = plain(word);
  return (
    KEYWORDS.has(key) || OPERATORS.has(key) || JOINS.has(key) || ACTION_WORDS.has(key) || FLAGS.has(key) || key === 'mit' || key === 'with'
  );
}

/** The words a printer writes. */
export const PRINTED = {
  de: {
    rule: 'REGEL',
    importance: 'WICHTIGKEIT',
    where: 'WO',
    if: 'WENN',
    do: 'DANN',
    for: 'FÜR',
    from: 'VON',
    until: 'BIS',
    draft: 'TEST',
    live: 'LIVE',
    and: 'und',
    or: 'oder',
    not: 'nicht',
    true: 'ja',
    false: 'nein',
    in: 'in',
    notIn: 'nicht-in',
    between: 'zwischen',
    contains: 'enthält',
    begins: 'beginnt',
    under: 'unter',
    near: 'nahe',
    within: 'innerhalb',
    exists: 'existiert',
  },
  en: {
    rule: 'RULE',
    importance: 'IMPORTANCE',
    where: 'WHERE',
    if: 'IF',
    do: 'THEN',
    for: 'FOR',
    from: 'FROM',
    until: 'UNTIL',
    draft: 'DRAFT',
    live: 'LIVE',
    and: 'and',
    or: 'or',
    not: 'not',
    true: 'yes',
    false: 'no',
    in: 'in',
    notIn: 'not-in',
    between: 'between',
    contains: 'contains',
    begins: 'begins',
    under: 'under',
    near: 'near',
    within: 'within',
    exists: 'exists',
  },
} as const;
