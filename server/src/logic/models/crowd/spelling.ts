// Terms written alike: those that share letters in threes, judged by how many single changes lie between them.
import { countBelow } from '@faden/engine';

/** Terms by the threes of letters they contain. */
export interface Spelling {
  /** Hashes, ascending; terms of grams[i] stand at terms[offsets[i]] … terms[offsets[i+1]−1]. */
  grams: Int32Array;
  offsets: Int32Array;
  terms: Int32Array;
}

const mostChanges = 2;
/** From this share of common threes on, longer terms count as alike whatever the number of changes. */
const alikeFrom = 0.5;
/** A three that stands in more terms than this tells nothing. */
const commonGram = 5_000;
const mostLooked = 60;

function gramsOf(term: string): number[] {
  const padded = ` ${term} `;
  const grams = new Set<number>();
  for (let i = 0; i + 3 <= padded.length; i++) {
    let hash = 0;
    for (let k = i; k < i + 3; k++) hash = (Math.imul(hash, 65_599) + padded.charCodeAt(k)) | 0;
    grams.add(hash);
  }
  return [...grams];
}

export function spellingOf(terms: readonly string[], codes: Iterable<number>): Spelling {
  const byGram = new Map<number, number[]>();
  for (const code of codes) {
    for (const gram of gramsOf(terms[code] ?? '')) {
      const known = byGram.get(gram);
      if (known) known.push(code);
      else byGram.set(gram, [code]);
    }
  }
  const grams = Int32Array.from(byGram.keys()).sort();
  const offsets = new Int32Array(grams.length + 1);
  const flat: number[] = [];
  for (let i = 0; i < grams.length; i++) {
    flat.push(...(byGram.get(grams[i] as number) ?? []));
    offsets[i + 1] = flat.length;
  }
  return { grams, offsets, terms: Int32Array.from(flat) };
}

/** Codes of terms written like this one, the most alike first; `alike` is 1 for the same term. */
export function termsLike(spelling: Spelling, names: readonly string[], term: string): { code: number; alike: number }[] {
  const own = gramsOf(term);
  const shared = new Map<number, number>();
  for (const gram of own) {
    const i = positionOf(spelling.grams, gram);
    if (i === undefined) continue;
    const [from, to] = [spelling.offsets[i] as number, spelling.offsets[i + 1] as number];
    if (to - from > commonGram) continue;
    for (let k = from; k < to; k++) shared.set(spelling.terms[k] as number, (shared.get(spelling.terms[k] as number) ?? 0) + 1);
  }
  const nearest = [...shared].sort((x, y) => y[1] - x[1] || x[0] - y[0]).slice(0, mostLooked);
  const found = nearest.flatMap(([code, both]) => {
    const alike = likeness(term, names[code] ?? '', both, own.length);
    return alike > 0 ? [{ code, alike }] : [];
  });
  return found.sort((x, y) => y.alike - x.alike || x.code - y.code);
}

function likeness(a: string, b: string, shared: number, grams: number): number {
  const changes = editDistance(a, b, mostChanges);
  const length = Math.max(a.length, b.length);
  // Two changes make another word of a short one.
  if (changes <= mostChanges && changes < length / 2) return 1 - changes / length;
  const share = shared / (grams + gramsOf(b).length - shared);
  return share >= alikeFrom ? share : 0;
}

/** Single insertions, deletions, replacements and swaps of neighbours between two words; stops above `limit`. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before = new Array<number>(b.length + 1).fill(0);
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min((last[j] as number) + 1, (row[j - 1] as number) + 1, (last[j - 1] as number) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, (before[j - 2] as number) + 1);
      row.push(least);
    }
    if (Math.min(...row) > limit) return limit + 1;
    before = last;
    last = row;
  }
  return last[b.length] as number;
}

function positionOf(sorted: Int32Array, value: number): number | undefined {
  const at = countBelow(sorted, value);
  return sorted[at] === value ? at : undefined;
}
