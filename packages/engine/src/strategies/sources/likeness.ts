// Alike by words, picture, colour or style: small measures of likeness between two articles, 0 to 1.
import { perNeedGroup } from '../../catalogue-cache.ts';
import type { Catalogue, Product } from '../../world.ts';

/** Larger families are cut to this many, so that one decision stays within its milliseconds. */
export const MAX_POOL = 2000;

/** The need group and its relatives, own group first; kept until the group itself changes, for its relatives change little. */
export const familySkus = perNeedGroup((catalogue, needGroup): readonly string[] => {
  const { family } = catalogue.needGroup(needGroup);
  const others = family === undefined ? [] : (catalogue.needGroupsOfFamily?.(family) ?? []).filter((id) => id !== needGroup);
  const found: string[] = [];
  for (const id of [needGroup, ...others]) {
    if (found.length >= MAX_POOL) break;
    found.push(...catalogue.skusOfNeed(id));
  }
  return found.slice(0, MAX_POOL);
});

type Vector = ReadonlyMap<string, number>;

const WORD = /[\p{L}\p{N}]{2,}/gu;

function wordsOf(product: Product): string[] {
  const texts = [product.name.de, product.name.en, product.attributes['description'], product.attributes['descriptionEn']];
  const words = texts.flatMap((text) => (typeof text === 'string' ? (text.toLowerCase().match(WORD) ?? []) : []));
  return [...new Set(words)];
}

interface Corpus {
  count: number;
  vectors: ReadonlyMap<string, Vector>;
}

/** tf-idf vectors of unit length; a word counts once an article. Kept until the articles of the need group change. */
const textOf = perNeedGroup((catalogue, needGroup): Corpus => {
  const words = new Map<string, string[]>();
  const counts = new Map<string, number>();
  for (const sku of familySkus(catalogue, needGroup)) {
    const product = catalogue.product(sku);
    if (!product) continue;
    const own = wordsOf(product);
    words.set(sku, own);
    for (const word of own) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const count = words.size;
  const vectors = new Map<string, Vector>();
  for (const [sku, own] of words) {
    const weighted = own.map((word): [string, number] => [word, Math.log((count + 1) / counts.get(word)!)]);
    const norm = Math.sqrt(weighted.reduce((sum, [, weight]) => sum + weight ** 2, 0));
    vectors.set(sku, new Map(norm > 0 ? weighted.map(([word, weight]) => [word, weight / norm]) : []));
  }
  return { count, vectors };
});

/** Cosine of the words of name and description with every article of the family. */
export function textLikeness(seed: Product, catalogue: Catalogue): Map<string, number> {
  const { vectors } = textOf(catalogue, seed.needGroup, 'text');
  const own = vectors.get(seed.sku);
  const found = new Map<string, number>();
  if (!own) return found;
  for (const [sku, vector] of vectors) {
    let dot = 0;
    for (const [word, weight] of own) dot += weight * (vector.get(word) ?? 0);
    if (sku !== seed.sku && dot > 1e-9) found.set(sku, dot);
  }
  return found;
}

/** `imageVector` as numbers between commas or blanks; undefined where there is none. */
function imageVector(product: Product): number[] | undefined {
  const text = product.attributes['imageVector'];
  if (typeof text !== 'string') return undefined;
  const numbers = text
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map(Number);
  return numbers.length > 1 && numbers.every(Number.isFinite) ? numbers : undefined;
}

function cosine(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return 0;
  let dot = 0;
  let x = 0;
  let y = 0;
  for (let i = 0; i < a.length; i++) {
    dot += a[i]! * b[i]!;
    x += a[i]! ** 2;
    y += b[i]! ** 2;
  }
  return x > 0 && y > 0 ? dot / Math.sqrt(x * y) : 0;
}

const vectorOf = perNeedGroup((catalogue, needGroup): ReadonlyMap<string, readonly number[]> => {
  const found = new Map<string, readonly number[]>();
  for (const sku of familySkus(catalogue, needGroup)) {
    const product = catalogue.product(sku);
    const vector = product && imageVector(product);
    if (vector) found.set(sku, vector);
  }
  return found;
});

/** What the eye sees first, and how much of the look it makes; the colour comes before all. */
const COLOUR_SHARE = 0.35;
const LOOKS: readonly [string, number][] = [
  ['shape', 0.25],
  ['pattern', 0.2],
  ['material', 0.1],
  ['style', 0.1],
];

/** Cosine of picture vectors; where the merchant has none, the share of the look the articles have in common. */
export function imageLikeness(seed: Product, catalogue: Catalogue): (other: Product) => number {
  const vectors = vectorOf(catalogue, seed.needGroup, 'image');
  const own = vectors.get(seed.sku);
  const colour = colourLikeness(seed);
  return (other) => {
    const theirs = own && vectors.get(other.sku);
    if (own && theirs) return Math.max(0, cosine(own, theirs));
    let sum = COLOUR_SHARE * colour(other);
    for (const [name, weight] of LOOKS) if (isShared(name, seed, other)) sum += weight;
    return sum;
  };
}

const isShared = (name: string, a: Product, b: Product): boolean =>
  a.attributes[name] !== undefined && a.attributes[name] === b.attributes[name];

/** Names of neighbouring colours, German and English; the first of a family names it. */
const COLOURS: readonly (readonly string[])[] = [
  ['blue', 'blau', 'navy', 'marine', 'dunkelblau', 'hellblau', 'royal', 'petrol', 'türkis', 'turquoise', 'aqua', 'denim'],
  ['green', 'grün', 'oliv', 'olive', 'khaki', 'mint', 'salbei', 'sage', 'tanne', 'petrol', 'türkis', 'turquoise'],
  ['red', 'rot', 'bordeaux', 'weinrot', 'burgundy', 'kirsche', 'koralle', 'coral', 'rost', 'rust'],
  ['pink', 'rosa', 'rose', 'rosé', 'fuchsia', 'magenta', 'altrosa', 'koralle', 'coral'],
  ['purple', 'lila', 'violett', 'violet', 'flieder', 'lilac', 'aubergine', 'magenta'],
  ['yellow', 'gelb', 'senf', 'mustard', 'gold', 'curry', 'zitrone'],
  ['orange', 'apricot', 'aprikose', 'rost', 'rust', 'koralle', 'coral'],
  ['brown', 'braun', 'cognac', 'camel', 'kamel', 'schoko', 'nougat', 'bronze', 'rost', 'rust'],
  ['beige', 'sand', 'creme', 'cream', 'ecru', 'natur', 'camel', 'kamel', 'taupe'],
  ['white', 'weiß', 'weiss', 'offwhite', 'creme', 'cream', 'ecru', 'ivory'],
  ['grey', 'gray', 'grau', 'anthrazit', 'anthracite', 'silber', 'silver', 'graphit', 'graphite', 'taupe'],
  ['black', 'schwarz', 'anthrazit', 'anthracite', 'nachtschwarz'],
];

const familiesOf = (name: string): number[] => COLOURS.flatMap((family, i) => (family.some((one) => name.includes(one)) ? [i] : []));

const colourOf = ({ attributes }: Product): string | undefined => {
  const value = attributes['colour'] ?? attributes['color'] ?? attributes['farbe'];
  return typeof value === 'string' ? value.toLowerCase() : undefined;
};

/** 1 for the same name, 0.7 for names of one colour family, 0 otherwise. */
export function colourLikeness(seed: Product): (other: Product) => number {
  const own = colourOf(seed);
  const families = own === undefined ? [] : familiesOf(own);
  const known = new Map<string | undefined, number>([[undefined, 0]]);
  return (other) => {
    const name = colourOf(other);
    let found = known.get(name);
    if (found === undefined) {
      found = name === own ? 1 : familiesOf(name!).some((one) => families.includes(one)) ? 0.7 : 0;
      known.set(name, found);
    }
    return found;
  };
}

const STYLES = ['style', 'material', 'pattern', 'fit', 'collection'];

/** Share of the seed's style, material, pattern, cut and tags that the other has, too. */
export function styleLikeness(seed: Product): (other: Product) => number {
  const traits = STYLES.filter((name) => seed.attributes[name] !== undefined);
  const tags = new Set(seed.tags);
  const all = traits.length + tags.size;
  return (other) => {
    let shared = 0;
    for (const name of traits) if (isShared(name, seed, other)) shared += 1;
    for (const tag of other.tags) if (tags.has(tag)) shared += 1;
    return all === 0 ? 0 : shared / all;
  };
}
