// Finding products by what people type: every word must begin a word of the product; built on first use, then kept current.
import type { Product } from '@faden/engine';

/** Weight of a word by where it stands; the number of a sku is too sure a hit to be beaten by names. */
const weights = { code: 7, name: 3, brand: 2, category: 2, tag: 1 } as const;
const maxWeight = 8;
const exactFactor = 2;
const maxTerms = 8;
/** Shortest stem that may stand for a word whose ending (plural) matched nothing. */
const minStem = 4;

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
    if (before) withdraw(index, before);
    skus[index] = product.sku;
    indexOf.set(product.sku, index);
    indexed[index] = product;
    for (const [word, weight] of tokensOf(product)) {
      const list = postings.get(word);
      if (list) list.push(index * maxWeight + weight);
      else {
        postings.set(word, [index * maxWeight + weight]);
        sorted?.splice(lowerBound(sorted, word), 0, word);
      }
    }
  };
  const beginningWith = (prefix: string): string[] => {
    sorted ??= [...postings.keys()].sort();
    const found: string[] = [];
    for (let i = lowerBound(sorted, prefix); i < sorted.length && (sorted[i] as string).startsWith(prefix); i++)
      found.push(sorted[i] as string);
    return found;
  };
  /** Best weight per product for one typed word, only among `allowed` where given. */
  const hits = (word: string, allowed: Map<number, number> | undefined): Map<number, number> => {
    const best = new Map<number, number>();
    for (const known of beginningWith(word)) {
      const factor = known === word ? exactFactor : 1;
      for (const entry of postings.get(known) as number[]) {
        const index = Math.floor(entry / maxWeight);
        if (allowed && !allowed.has(index)) continue;
        const weight = (entry % maxWeight) * factor;
        if (weight > (best.get(index) ?? 0)) best.set(index, weight);
      }
    }
    return best;
  };
  for (const product of products) put(product);
  return {
    put,
    search(term, limit) {
      let scores: Map<number, number> | undefined;
      for (const word of words(term).slice(0, maxTerms)) {
        let found = hits(word, scores);
        for (let cut = 1; cut <= 2 && found.size === 0 && word.length - cut >= minStem; cut++) found = hits(word.slice(0, -cut), scores);
        if (scores) for (const [index, score] of found) found.set(index, score + (scores.get(index) ?? 0));
        scores = found;
      }
      return [...(scores ?? [])]
        .sort((a, b) => b[1] - a[1] || ((skus[a[0]] as string) < (skus[b[0]] as string) ? -1 : 1))
        .slice(0, limit)
        .map(([index]) => skus[index] as string);
    },
  };
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
