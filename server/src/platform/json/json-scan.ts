// The exact scan of a JSON text for what JSON.parse hides: depth, duplicate keys, numbers that change, prototype keys.

export type JsonFault = 'depth' | 'duplicate' | 'number' | 'prototype';

export interface JsonProblem {
  fault: JsonFault;
  /** Keys and indexes from the top to the place. */
  path: (string | number)[];
  /** How many levels the object with the duplicate key lies below the top. */
  level: number;
}

interface Frame {
  keys: Set<string> | undefined;
  key: string | number;
  awaitsKey: boolean;
}

const NUMBER = /-?\d+(\.\d+)?([eE][+-]?\d+)?/y;

/** Scans a text that JSON.parse accepts. Linear; keeps one problem of a kind for each second-level place. */
export function scanJson(text: string, maxDepth: number): JsonProblem[] {
  const problems: JsonProblem[] = [];
  const stack: Frame[] = [];
  const seen = new Set<string>();
  const note = (fault: JsonFault): void => {
    const level = stack.length - 1;
    const place = `${fault} ${Math.min(level, 3)} ${stack[0]?.key} ${stack[1]?.key}`;
    if (seen.has(place)) return;
    seen.add(place);
    problems.push({ fault, path: stack.slice(0, maxDepth).map((frame) => frame.key), level });
  };
  let at = 0;
  while (at < text.length) {
    const char = text.charCodeAt(at);
    const top = stack.at(-1);
    if (char === 34) {
      const end = stringEnd(text, at);
      if (top?.awaitsKey) takeKey(top, text.slice(at, end), note, stack);
      at = end;
    } else if (char === 123 || char === 91) {
      stack.push(char === 123 ? { keys: new Set(), key: '', awaitsKey: true } : { keys: undefined, key: 0, awaitsKey: false });
      if (stack.length === maxDepth + 1) note('depth');
      at += 1;
    } else if (char === 125 || char === 93) {
      stack.pop();
      at += 1;
    } else if (char === 44) {
      step(top);
      at += 1;
    } else if (char === 45 || (char >= 48 && char <= 57)) {
      at = takeNumber(text, at, note);
    } else at += 1;
  }
  return problems;
}

/** Index behind the closing quote of the string that starts at `start`. */
function stringEnd(text: string, start: number): number {
  let at = start + 1;
  for (;;) {
    const char = text.charCodeAt(at);
    if (char === 34 || Number.isNaN(char)) return at + 1;
    at += char === 92 ? 2 : 1;
  }
}

function step(frame: Frame | undefined): void {
  if (frame === undefined) return;
  if (frame.keys === undefined) frame.key = (frame.key as number) + 1;
  else frame.awaitsKey = true;
}

function takeKey(frame: Frame, literal: string, note: (fault: JsonFault) => void, stack: Frame[]): void {
  const key = literal.includes('\\') ? (JSON.parse(literal) as string) : literal.slice(1, -1);
  frame.key = key;
  frame.awaitsKey = false;
  if (frame.keys?.has(key)) note('duplicate');
  frame.keys?.add(key);
  const parent = stack.at(-2);
  if (key === '__proto__' || (key === 'prototype' && parent?.key === 'constructor')) note('prototype');
}

function takeNumber(text: string, at: number, note: (fault: JsonFault) => void): number {
  NUMBER.lastIndex = at;
  const match = NUMBER.exec(text);
  if (match === null) return at + 1;
  const value = Number(match[0]);
  const changed = !Number.isFinite(value) || (match[2] === undefined && Math.abs(value) > Number.MAX_SAFE_INTEGER);
  if (changed) note('number');
  return at + match[0].length;
}
