// Reads a strategy expression such as `co(view>view)@seed~w90?atp.store^cp` into its AST; errors name the position.
import type { DecayNode, FilterNode, ScopeNode, SimpleStrategy, Strategy } from './ast.ts';

export type Parsed = { ok: true; strategy: Strategy } | { ok: false; message: string; position: number };

/** Parses `text`; never throws. Positions count characters from 0. */
export function parseStrategy(text: string): Parsed {
  const reader = createReader(text);
  try {
    const strategy = readChain(reader);
    reader.blanks();
    if (!reader.ended()) return { ok: false, ...reader.problem('the end, "then", or one of @ ~ ? ^ * in this order') };
    return { ok: true, strategy };
  } catch (error) {
    if (error instanceof SyntaxError && error.cause) return { ok: false, ...(error.cause as { message: string; position: number }) };
    throw error;
  }
}

function createReader(text: string) {
  let at = 0;
  const problem = (expected: string, position = at) => {
    const found = position >= text.length ? 'the end' : `"${text.slice(position, position + 8)}"`;
    return { message: `Position ${position}: expected ${expected}, found ${found}`, position };
  };
  const fail = (expected: string, position = at): never => {
    const cause = problem(expected, position);
    throw new SyntaxError(cause.message, { cause });
  };
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  return {
    problem,
    fail,
    position: () => at,
    ended: () => at >= text.length,
    blanks: () => void match(/\s*/y),
    peek: (token: string) => text.startsWith(token, at),
    take(token: string): boolean {
      if (!text.startsWith(token, at)) return false;
      at += token.length;
      return true;
    },
    need(token: string): void {
      if (!this.take(token)) fail(`"${token}"`);
    },
    name: (what: string): string => match(/[a-zA-Z_][a-zA-Z0-9_]*/y) ?? fail(what),
    word: (what: string): string => match(/[a-zA-Z0-9_-]+/y) ?? fail(what),
    number: (what: string): number => Number(match(/\d*\.?\d+/y) ?? fail(what)),
    keyword: (word: string): boolean => match(new RegExp(`\\s+${word}(?=[\\s(])\\s*`, 'y')) !== undefined,
    argument: (): string | undefined => match(/[a-zA-Z0-9_.+>/-]+/y),
  };
}

type Reader = ReturnType<typeof createReader>;

function readChain(reader: Reader): Strategy {
  const first = readPart(reader);
  const parts = [first];
  while (reader.keyword('then')) parts.push(readPart(reader));
  return parts.length === 1 ? first : { kind: 'then', parts };
}

function readPart(reader: Reader): Strategy {
  reader.blanks();
  if (reader.take('(')) {
    const inner = readChain(reader);
    reader.blanks();
    reader.need(')');
    return inner;
  }
  const name = reader.name('a source, a strategy id, "mix" or "("');
  if (!reader.peek('(')) return { kind: 'ref', id: name };
  return name === 'mix' ? readMix(reader) : readSimple(reader, name);
}

function readMix(reader: Reader): Strategy {
  reader.need('(');
  const parts: { weight: number; strategy: Strategy }[] = [];
  do {
    reader.blanks();
    const position = reader.position();
    const weight = reader.number('a weight such as 0.6');
    if (!(weight > 0)) reader.fail('a weight above 0', position);
    parts.push({ weight, strategy: readChain(reader) });
    reader.blanks();
  } while (reader.take(','));
  reader.need(')');
  return { kind: 'mix', parts };
}

function readSimple(reader: Reader, source: string): SimpleStrategy {
  const strategy: SimpleStrategy = { kind: 'simple', source, args: readArguments(reader), scopes: [], filters: [], personal: [] };
  while (reader.take('@')) strategy.scopes.push(readScope(reader));
  if (reader.take('~')) strategy.decay = readDecay(reader);
  if (reader.take('?')) {
    do strategy.filters.push(readFilter(reader));
    while (reader.take('+'));
  }
  if (reader.take('^')) strategy.ranker = reader.name('a ranker such as cp');
  if (reader.take('*')) {
    do strategy.personal.push(reader.name('a personalisation such as brand'));
    while (reader.take('+'));
  }
  return strategy;
}

function readArguments(reader: Reader): string[] {
  reader.need('(');
  const args: string[] = [];
  if (reader.take(')')) return args;
  do {
    reader.blanks();
    args.push(reader.argument() ?? reader.fail('an argument or ")"'));
    reader.blanks();
  } while (reader.take(','));
  if (!reader.take(')')) reader.fail('")"');
  return args;
}

function readScope(reader: Reader): ScopeNode {
  const name = reader.name('a scope such as store');
  const path: string[] = [];
  while (reader.take('.')) path.push(reader.name('the rest of the scope'));
  return { name, path, args: reader.peek('(') ? readArguments(reader) : [] };
}

function readDecay(reader: Reader): DecayNode {
  const position = reader.position();
  const word = reader.name('a decay: h28, w7, season or life');
  if (word === 'season' || word === 'life') return { kind: word };
  const days = Number(word.slice(1));
  if (!/^[hw]\d+$/.test(word) || days < 1) return reader.fail('a decay: h28, w7, season or life', position);
  return { kind: word.startsWith('h') ? 'halfLife' : 'window', days };
}

function readFilter(reader: Reader): FilterNode {
  let name = reader.name('a filter such as atp.store');
  while (reader.take('.')) name += `.${reader.name('the rest of the filter')}`;
  return { name, args: reader.peek('(') ? readArguments(reader) : [] };
}
