// The text of a rule cut into words, quoted texts, numbers and signs, each with its position.

export interface Token {
  kind: 'word' | 'text' | 'number' | 'sign' | 'end' | 'bad';
  /** As written, without quotes. */
  raw: string;
  value?: number;
  percent?: boolean;
  /** From 0, in UTF-16 units. */
  at: number;
}

const QUOTES: Readonly<Record<string, string>> = { "'": "'", '"': '"', '„': '“”"', '“': '”“', '‚': '‘’', '‘': '’', '»': '«', '«': '»' };
const TWO = new Set(['!=', '<=', '>=', '<>', '==']);
const ONE = new Set(['(', ')', '[', ']', ',', ';', '=', '<', '>', '≤', '≥', '≠']);
const WORD = /[\p{L}\p{N}\p{M}_.\-/:&+*@#]/u;
const NUMBER = /^[+-]?\d+(\.\d+)?$/;

/** Never fails: what cannot be read becomes a token of kind `bad`, and the parser says so. */
export function tokenise(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const sign = source[at]!;
    if (/\s/.test(sign)) {
      at += 1;
      continue;
    }
    const token = QUOTES[sign]
      ? quoted(source, at)
      : ONE.has(sign) || TWO.has(source.slice(at, at + 2))
        ? signAt(source, at)
        : wordAt(source, at);
    tokens.push(token.token);
    at = token.next;
  }
  tokens.push({ kind: 'end', raw: '', at: source.length });
  return tokens;
}

interface Cut {
  token: Token;
  next: number;
}

/** A doubled closing quote stands for itself. */
function quoted(source: string, at: number): Cut {
  const closing = QUOTES[source[at]!]!;
  let raw = '';
  for (let i = at + 1; i < source.length; i++) {
    if (!closing.includes(source[i]!)) raw += source[i];
    else if (source[i + 1] === source[i]) raw += source[i++];
    else return { token: { kind: 'text', raw: raw.normalize('NFC'), at }, next: i + 1 };
  }
  return { token: { kind: 'bad', raw: source.slice(at, at + 20), at }, next: source.length };
}

function signAt(source: string, at: number): Cut {
  const two = source.slice(at, at + 2);
  const raw = TWO.has(two) ? two : source[at]!;
  return { token: { kind: 'sign', raw, at }, next: at + raw.length };
}

function wordAt(source: string, at: number): Cut {
  let end = at;
  while (end < source.length) {
    const one = String.fromCodePoint(source.codePointAt(end)!);
    if (!WORD.test(one)) break;
    end += one.length;
  }
  if (end === at) return { token: { kind: 'bad', raw: source[at]!, at }, next: at + 1 };
  const raw = source.slice(at, end).normalize('NFC');
  if (!NUMBER.test(raw)) return { token: { kind: 'word', raw, at }, next: end };
  const percent = source[end] === '%';
  const token: Token = { kind: 'number', raw, value: Number(raw), at, ...(percent ? { percent } : {}) };
  return { token, next: percent ? end + 1 : end };
}
