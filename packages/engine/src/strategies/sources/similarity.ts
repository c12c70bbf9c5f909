// Alike by what they are: idf-weighted cosine over labels within the seed's need group, or by words, picture, colour, style.
import { perNeedGroup } from '../../catalogue-cache.ts';
import { firstBest } from '../../maths/first-best.ts';
import type { Situation } from '../../situation.ts';
import type { Catalogue, Product } from '../../world.ts';
import { accumulate, best, type Candidate, MAX_CANDIDATES, type Source } from '../candidate.ts';
import { colourLikeness, familySkus, imageLikeness, MAX_POOL, styleLikeness, textLikeness } from './likeness.ts';

/** The articles of one need group with their labels, as numbers. */
interface Pool {
  skus: readonly string[];
  indexOf: ReadonlyMap<string, number>;
  /** Labels of article i stand at starts[i] … starts[i + 1]. */
  starts: Int32Array;
  labels: Int32Array;
  /** √Σw² per article. */
  norms: Float64Array;
  /** ln(N/N_l) squared per label. */
  weights: Float64Array;
}

type LabelOf = (kind: string, value: string | number | boolean) => number;

function addLabels(product: Product, into: number[], labelOf: LabelOf): void {
  for (const key in product.attributes) into.push(labelOf(key, product.attributes[key]!));
  if (product.brand) into.push(labelOf('brand', product.brand));
  for (const tag of product.tags) into.push(labelOf('tag', tag));
  for (const name of product.category) into.push(labelOf('cat', name));
}

/** One number per distinct `kind=value`. */
function labelNumbers(counts: number[]): LabelOf {
  const byKind = new Map<string, Map<string, number>>();
  return (kind, value) => {
    let known = byKind.get(kind);
    if (!known) {
      known = new Map();
      byKind.set(kind, known);
    }
    const text = String(value);
    let id = known.get(text);
    if (id === undefined) {
      id = counts.length;
      known.set(text, id);
      counts.push(0);
    }
    counts[id]! += 1;
    return id;
  };
}

/** Labels and idf of one need group, computed once until its articles change. `w_l = ln(N/N_l)` with N+1 so that one lone label still counts. */
const poolOf = perNeedGroup((catalogue: Catalogue, needGroup): Pool => {
  const skus: string[] = [];
  const labels: number[] = [];
  const starts = [0];
  const counts: number[] = [];
  const labelOf = labelNumbers(counts);
  for (const sku of catalogue.skusOfNeed(needGroup).slice(0, MAX_POOL)) {
    const product = catalogue.product(sku);
    if (!product) continue;
    skus.push(sku);
    addLabels(product, labels, labelOf);
    starts.push(labels.length);
  }
  const weights = Float64Array.from(counts, (count) => Math.log((skus.length + 1) / count) ** 2);
  const norms = Float64Array.from(skus, (_, i) => {
    let sum = 0;
    for (let at = starts[i]!; at < starts[i + 1]!; at++) sum += weights[labels[at]!]!;
    return Math.sqrt(sum);
  });
  const indexOf = new Map(skus.map((sku, i) => [sku, i]));
  return { skus, indexOf, starts: Int32Array.from(starts), labels: Int32Array.from(labels), norms, weights };
});

/** `Σ_{l∈i∩j} w_l² / (√Σ_i w² · √Σ_j w²)` of one seed against its need group; zero where nothing is shared. */
function similarTo(seed: number, { labels, starts, norms, weights, skus }: Pool): Float64Array {
  const scores = new Float64Array(skus.length);
  if (norms[seed] === 0) return scores;
  const wanted = new Uint8Array(weights.length);
  for (let at = starts[seed]!; at < starts[seed + 1]!; at++) wanted[labels[at]!] = 1;
  for (let i = 0; i < skus.length; i++) {
    if (i === seed || norms[i] === 0) continue;
    let dot = 0;
    for (let at = starts[i]!; at < starts[i + 1]!; at++) if (wanted[labels[at]!] === 1) dot += weights[labels[at]!]!;
    if (dot > 0) scores[i] = dot / (norms[seed]! * norms[i]!);
  }
  return scores;
}

/** The score that the best `limit` of them reach. */
function leastOf(scores: Float64Array, limit: number): number {
  if (scores.length <= limit) return 0;
  return scores.slice().sort()[scores.length - limit]!;
}

/** Labels: idf-weighted cosine within the need group. */
function byLabels(most: number, s: Situation): Iterable<Candidate> {
  const found = new Map<string, Candidate>();
  const seeds = s.seeds.slice(0, 3);
  for (const seed of seeds) {
    const needGroup = s.product(seed)?.needGroup;
    if (needGroup === undefined) continue;
    const pool = poolOf(s.catalogue, needGroup);
    const own = pool.indexOf.get(seed);
    if (own === undefined) continue;
    const scores = similarTo(own, pool);
    // With one seed nothing is added up, so what cannot be among the best need not be looked at.
    const least = seeds.length === 1 ? leastOf(scores, most) : 0;
    for (const [i, score] of scores.entries())
      if (score > 0 && score >= least) accumulate(found, pool.skus[i]!, score, { code: 'SIMILAR_TO', item: seed });
  }
  return found.values();
}

type Measure = (seed: Product, catalogue: Catalogue) => (other: Product) => number;

const MEASURES: Readonly<Record<string, Measure>> = { image: imageLikeness, colour: colourLikeness, style: styleLikeness };

/** What serves another need is less alike, however it looks. */
const RELATIVE = 0.5;

/** Words, picture, colour or style of the first seed against its family of need groups. */
function byLikeness(kind: string, most: number, s: Situation): Candidate[] {
  const seed = s.seeds[0] === undefined ? undefined : s.product(s.seeds[0]);
  if (!seed) return [];
  const measure = MEASURES[kind]?.(seed, s.catalogue);
  const scores = measure ? new Map<string, number>() : textLikeness(seed, s.catalogue);
  if (measure)
    for (const sku of familySkus(s.catalogue, seed.needGroup)) {
      const other = sku === seed.sku ? undefined : s.product(sku);
      const score = other ? measure(other) * (other.needGroup === seed.needGroup ? 1 : RELATIVE) : 0;
      if (score > 0) scores.set(sku, score);
    }
  const why: Candidate['why'] = [{ code: 'SIMILAR_TO', item: seed.sku }];
  return firstBest(
    [...scores].map(([sku, score]) => ({ sku, score })),
    most,
  ).map(({ sku, score }) => ({ sku, score, why }));
}

/** What a price band, a brand or a label leaves may stand far down the list: then more is looked at. */
const LOOKED_AT = 600;

export const sim: Source = {
  key: 'sim',
  text: { de: 'Ähnlich', en: 'Similar' },
  personal: false,
  unready: (node) =>
    node.args[0] === 'attr' || node.args[0] === 'text' || MEASURES[node.args[0] ?? ''] ? undefined : `sim(${node.args[0]})`,
  retrieve(node, s) {
    const kind = node.args[0]!;
    const most = node.filters.length > 0 || node.scopes.length > 1 ? LOOKED_AT : MAX_CANDIDATES;
    const found = kind === 'attr' ? byLabels(most, s) : byLikeness(kind, most, s);
    return best(found, most);
  },
};
