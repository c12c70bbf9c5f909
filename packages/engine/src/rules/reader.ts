// A cursor over the tokens of a rule, and the one way in which reading stops: at a position, with what was expected there.
import { LIMITS } from './ast.ts';
import type { RuleError } from './parse.ts';
import { type Token, tokenise } from './tokens.ts';
import { JOINS, KEYWORDS, type Keyword, OPERATORS, plain } from './words.ts';

/** Carries an error out of the depth of a parse; caught where the parse began. */
export class Stop extends Error {
  readonly error: RuleError;
  constructor(error: RuleError) {
    super(error.message.en);
    this.error = error;
  }
}

export interface Reader {
  peek(ahead?: number): Token;
  next(): Token;
  /** The keyword the next token is, if any; quoted texts are never keywords. */
  keyword(): Keyword | undefined;
  skip(sign: string): boolean;
  expect(sign: string): void;
  /** A quoted text, or bare words up to the next word with a meaning. */
  name(): string;
  number(de: string, en: string, allowed: (value: number) => boolean): number;
  end(): void;
  /** Counts a condition and checks depth. */
  enter(depth: number): void;
  fail(de: string, en: string): never;
  failAt(token: Token, de: string, en: string): never;
  /** About the token just read. */
  failBefore(de: string, en: string): never;
}

const UNREADABLE = { de: 'ein Wort, eine Zahl oder einen abgeschlossenen Text', en: 'a word, a number or a closed text' };

export function createReader(text: string): Reader {
  const tokens = tokenise(text.slice(0, LIMITS.text + 1));
  let at = 0;
  let conditions = 0;
  const failAt = (token: Token, de: string, en: string): never => {
    if (token.kind === 'bad') throw new Stop(errorAt(token, UNREADABLE.de, UNREADABLE.en));
    throw new Stop(errorAt(token, de, en));
  };
  const peek = (ahead = 0): Token => tokens[Math.min(at + ahead, tokens.length - 1)]!;
  const next = (): Token => {
    const token = peek();
    if (token.kind === 'bad') failAt(token, UNREADABLE.de, UNREADABLE.en);
    at += 1;
    return token;
  };
  const reader: Reader = {
    peek,
    next,
    keyword: () => (peek().kind === 'word' ? KEYWORDS.get(plain(peek().raw)) : undefined),
    skip(sign) {
      if (peek().kind !== 'sign' || peek().raw !== sign) return false;
      at += 1;
      return true;
    },
    expect(sign) {
      if (!reader.skip(sign)) reader.fail(`„${sign}“`, `“${sign}”`);
    },
    name() {
      if (peek().kind === 'text') return checked(next());
      const first = peek();
      const words: string[] = [];
      while (isPlainWord(peek())) words.push(next().raw);
      if (words.length === 0) reader.fail('einen Namen', 'a name');
      return checked({ ...first, raw: words.join(' ') });
    },
    number(de, en, allowed) {
      const token = next();
      if (token.kind !== 'number' || token.percent || !allowed(token.value!)) failAt(token, de, en);
      return token.value!;
    },
    end() {
      if (peek().kind !== 'end') reader.fail('das Ende', 'the end');
    },
    enter(depth) {
      if (depth > LIMITS.depth) reader.fail(`höchstens ${LIMITS.depth} Klammerebenen`, `at most ${LIMITS.depth} levels of brackets`);
      if (++conditions > 3 * LIMITS.conditions)
        reader.fail(`höchstens ${LIMITS.conditions} Bedingungen`, `at most ${LIMITS.conditions} conditions`);
    },
    fail: (de, en) => failAt(peek(), de, en),
    failAt,
    failBefore: (de, en) => failAt(tokens[Math.max(0, at - 1)]!, de, en),
  };
  const checked = (token: Token): string => {
    if (token.raw.trim() === '' || token.raw.length > LIMITS.value)
      failAt(token, `1 bis ${LIMITS.value} Zeichen`, `1 to ${LIMITS.value} characters`);
    return token.raw;
  };
  return reader;
}

/** Words and numbers without a meaning in the language: they make up bare names. */
export function isPlainWord(token: Token): boolean {
  if (token.kind === 'number') return !token.percent;
  if (token.kind !== 'word') return false;
  const word = plain(token.raw);
  return !KEYWORDS.has(word) && !JOINS.has(word) && !OPERATORS.has(word);
}

function errorAt(token: Token, de: string, en: string): RuleError {
  const found = token.kind === 'end' ? '' : token.raw.slice(0, 60);
  const position = token.at;
  return {
    position,
    found,
    expected: { de, en },
    message: {
      de: `Stelle ${position}: erwartet ${de}${found ? `, gefunden „${found}“` : ', aber hier endet der Text'}`,
      en: `Position ${position}: expected ${en}${found ? `, found “${found}”` : ', but the text ends here'}`,
    },
  };
}
