// The quick look at a parsed body: is there anything in it that needs the exact (slow) scan of its text?

export interface Walk {
  /** Object keys seen; compared with the keys in the text this tells duplicate keys. */
  keys: number;
  /** Too deep, an unsafe or infinite number, or a key that could reach a prototype. */
  suspicious: boolean;
}

/** Walks a parsed JSON value at most `depth` levels deep. */
export function walkJson(value: unknown, depth: number): Walk {
  const walk: Walk = { keys: 0, suspicious: false };
  visit(value, depth, walk);
  return walk;
}

function visit(value: unknown, left: number, walk: Walk): void {
  if (typeof value === 'number') {
    if (value > Number.MAX_SAFE_INTEGER || value < -Number.MAX_SAFE_INTEGER) walk.suspicious = true;
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (left === 0) {
    walk.suspicious = true;
    return;
  }
  if (Array.isArray(value)) {
    for (const item of value) visit(item, left - 1, walk);
    return;
  }
  visitObject(value as Record<string, unknown>, left, walk);
}

function visitObject(value: Record<string, unknown>, left: number, walk: Walk): void {
  // JSON.parse makes only own keys, `__proto__` too; for-in also meets nothing else here.
  for (const key in value) {
    walk.keys += 1;
    const inner = value[key];
    if (key === '__proto__' || key === 'constructor' || key === 'prototype') walk.suspicious = true;
    else if (typeof inner !== 'string') visit(inner, left - 1, walk);
  }
}

const QUOTE = 34;

/**
 * Counts `"` + blanks + `:` in the text. Never less than the real number of keys, so when it equals the number of
 * distinct keys of the parsed value no key stands twice.
 */
export function countKeyColons(text: string): number {
  let count = 0;
  for (let at = text.indexOf(':'); at !== -1; at = text.indexOf(':', at + 1)) {
    let before = at - 1;
    let code = text.charCodeAt(before);
    while (code === 32 || code === 10 || code === 13 || code === 9) {
      before -= 1;
      code = text.charCodeAt(before);
    }
    if (code === QUOTE) count += 1;
  }
  return count;
}

/** True when the text may hold a key twice in one object. */
export function mayHaveDuplicateKeys(text: string, keys: number): boolean {
  return countKeyColons(text) !== keys;
}
