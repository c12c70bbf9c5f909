// Finding products by what people type: every word must begin a word of the product; built on first use, then kept current.
import type { Product } from '@faden/engine';

/** Weight of a word by where it stands; the number of a sku is too sure a hit to be beaten by names. */
const weights = { code: 7, name: 3, brand: 2, category: 2, tag: 1 } as const;
const maxWeight = 8;
const exactFactor = 2;
const maxTerms = 8;
/** Shortest stem that may stand for a word whose ending (plural) matched nothing. */
const minStem = 4;
const answersKept = 2_000;
/** How many hits a decision asks for at most; fewer are cut from the same answer. */
const usualDepth = 200;

const marks = /\p{M}/gu;
const words = (text: string) =>
  text
    .normalize('NFKD')
    .replace(marks, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .match(/[\p{L}\p{N}]+/gu) ?? [];

function tokensOf(product: Product): Map<string, number> {
  const tokens = new Map<string, number>();
  const add = (text: string | undefined, weight: number) => {
    if (text === undefined) return;
    for (const word of words(text)) if ((tokens.get(word) ?? 0) < weight) tokens.set(word, weight);
  };
  add(product.name.de, weights.name);
  if (product.name.en !== product.name.de) add(product.name.en, weights.name);
  add(product.brand, weights.brand);
  for (const element of product.category) add(element, weights.category);
  for (const tag of product.tags) add(tag, weights.tag);
  add(product.model, weights.tag);
  add(product.sku, weights.tag);
  add(product.gtin, weights.code);
  add(product.sku.replace(/[^\p{L}\p{N}]/gu, ''), weights.code);
  return tokens;
}

export interface SearchIndex {
  put(product: Product): void;
  /** Skus that match every word, best first, then by sku. */
  search(term: string, limit: number): string[];
}

export function createSearchIndex(products: Iterable<Product>): SearchIndex {
  const skus: string[] = [];
  const indexOf = new Map<string, number>();
  /** Per product what was indexed, to see whether a change concerns the index at all and to take it out again. */
  const indexed: Product[] = [];
  /** word → product number × 8 + weight */
  const postings = new Map<string, number[]>();
  let sorted: string[] | undefined;
  /** Words that came since; they are sorted in when next somebody searches. */
  let fresh: string[] = [];
  /** Answers given since the last change of any text. */
  const answers = new Map<string, { depth: number; skus: string[] }>();

  const textOf = (p: Product) => [p.name.de, p.name.en, p.brand, p.category.join('\n'), p.tags.join('\n'), p.model, p.gtin].join('\r');
  const withdraw = (index: number, product: Product) => {
    for (const word of tokensOf(product).keys()) {
      const kept = postings.get(word)?.filter((entry) => Math.floor(entry / maxWeight) !== index) ?? [];
      postings.set(word, kept);
    }
  };
  const put = (product: Product) => {
    const index = indexOf.get(product.sku) ?? skus.length;
    const before = indexed[index];
    if (before && textOf(before) === textOf(product)) return;
    answers.clear();
    if (before) withdraw(index, before);
    skus[index] = product.sku;
    indexOf.set(product.sku, index);
    indexed[index] = product;
    for (const [word, weight] of tokensOf(product)) {
      const list = postings.get(word);
      if (list) list.push(index * maxWeight + weight);
      else {
        postings.set(word, [index * maxWeight + weight]);
        if (sorted) fresh.push(word);
      }
    }
  };
  const beginningWith = (prefix: string): string[] => {
    sorted ??= [...postings.keys()].sort();
    if (fresh.length > 0) sorted = mergedWords(sorted, fresh.sort());
    fresh = [];
    const found: string[] = [];
    for (let i = lowerBound(sorted, prefix); i < sorted.length && (sorted[i] as string).startsWith(prefix); i++)
      found.push(sorted[i] as string);
    return found;
  };
  /** Best weight per product number for the word being looked at, and the sum over the words before it; zero between searches. */
  let found = new Uint8Array(0);
  let sums = new Uint16Array(0);
  /** Product numbers matched by one typed word: their best weights stand in `found`; only among `allowed` where given. */
  const hits = (word: string, allowed: readonly number[] | undefined): number[] => {
    const matched: number[] = [];
    for (const known of beginningWith(word)) {
      const factor = known === word ? exactFactor : 1;
      for (const entry of postings.get(known) as number[]) {
        const index = Math.floor(entry / maxWeight);
        if (allowed && sums[index] === 0) continue;
        const weight = (entry % maxWeight) * factor;
        const before = found[index] as number;
        if (before === 0) matched.push(index);
        if (weight > before) found[index] = weight;
      }
    }
    return matched;
  };
  const matching = (term: string): number[] => {
    let matched: number[] | undefined;
    for (const word of words(term).slice(0, maxTerms)) {
      let next = hits(word, matched);
      for (let cut = 1; cut <= 2 && next.length === 0 && word.length - cut >= minStem; cut++) next = hits(word.slice(0, -cut), matched);
      for (const index of next) sums[index]! += found[index] as number;
      // What the earlier words found and this one did not is out.
      for (const index of matched ?? []) if (found[index] === 0) sums[index] = 0;
      for (const index of next) found[index] = 0;
      matched = next;
    }
    return matched ?? [];
  };
  const bySku = (a: number, b: number) => ((skus[a] as string) < (skus[b] as string) ? -1 : 1);
  /** Highest sum first, then by sku; only the sums that reach the first `limit` are put in order. */
  const bestOf = (matched: readonly number[], limit: number): string[] => {
    const byScore: number[][] = [];
    for (const index of matched) {
      const score = sums[index] as number;
      const same = byScore[score];
      if (same) same.push(index);
      else byScore[score] = [index];
      sums[index] = 0;
    }
    const best: number[] = [];
    for (let score = byScore.length - 1; score >= 0 && best.length < limit; score--) {
      for (const index of byScore[score]?.sort(bySku) ?? []) best.push(index);
    }
    return best.slice(0, limit).map((index) => skus[index] as string);
  };
  for (const product of products) put(product);
  return {
    put,
    search(term, limit) {
      let answer = answers.get(term);
      if (answer === undefined || answer.depth < limit) {
        if (found.length < skus.length) {
          found = new Uint8Array(skus.length * 2);
          sums = new Uint16Array(skus.length * 2);
        }
        const depth = Math.max(limit, usualDepth);
        answer = { depth, skus: bestOf(matching(term), depth) };
        if (answers.size >= answersKept) answers.delete(answers.keys().next().value as string);
        answers.set(term, answer);
      }
      return answer.skus.slice(0, limit);
    },
  };
}

function mergedWords(a: readonly string[], b: readonly string[]): string[] {
  const out: string[] = [];
  let i = 0;
  for (const word of b) {
    while (i < a.length && (a[i] as string) < word) out.push(a[i++] as string);
    out.push(word);
  }
  while (i < a.length) out.push(a[i++] as string);
  return out;
}

function lowerBound(sorted: readonly string[], wanted: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as string) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
