// Alike by what they are: idf-weighted cosine over labels within the seed's need group, and variants of one model.
import { perCatalogue } from '../../catalogue-cache.ts';
import type { Situation } from '../../situation.ts';
import type { Catalogue, Product } from '../../world.ts';
import { accumulate, best, type Candidate, type Source } from '../candidate.ts';

/** Larger groups are cut to this many, so that one decision stays within its milliseconds. */
const MAX_POOL = 2000;

interface Pool {
  skus: readonly string[];
  /** Label ids per sku, and √Σw². */
  labels: Map<string, { ids: readonly number[]; norm: number }>;
  /** ln(N/N_l) squared per label id. */
  weight: readonly number[];
}

function labelsOf(product: Product): string[] {
  const labels = Object.entries(product.attributes).map(([key, value]) => `${key}=${value}`);
  if (product.brand) labels.push(`brand=${product.brand}`);
  return [...labels, ...product.tags.map((tag) => `tag=${tag}`), ...product.category.map((name) => `cat=${name}`)];
}

/** Labels and idf of one need group, computed once per catalogue version. `w_l = ln(N/N_l)` with N+1 so that one lone label still counts. */
const poolOf = perCatalogue((catalogue: Catalogue, needGroup): Pool => {
  const skus = catalogue.skusOfNeed(needGroup).slice(0, MAX_POOL);
  const ids = new Map<string, number>();
  const counts: number[] = [];
  const own = new Map<string, number[]>();
  for (const sku of skus) {
    const product = catalogue.product(sku);
    if (!product) continue;
    const list = labelsOf(product).map((label) => {
      const id = ids.get(label) ?? ids.size;
      if (id === ids.size) ids.set(label, id);
      counts[id] = (counts[id] ?? 0) + 1;
      return id;
    });
    own.set(sku, list);
  }
  const weight = counts.map((count) => Math.log((own.size + 1) / count) ** 2);
  const labels = new Map<string, { ids: readonly number[]; norm: number }>();
  for (const [sku, list] of own) labels.set(sku, { ids: list, norm: Math.sqrt(list.reduce((sum, id) => sum + weight[id]!, 0)) });
  return { skus, labels, weight };
});

/** `Σ_{l∈i∩j} w_l² / (√Σ_i w² · √Σ_j w²)` of one seed against its need group. */
function similarTo(seed: string, needGroup: string, s: Situation): { sku: string; score: number }[] {
  const pool = poolOf(s.catalogue, needGroup);
  const own = pool.labels.get(seed);
  if (!own || own.norm === 0) return [];
  const wanted = new Set(own.ids);
  const found: { sku: string; score: number }[] = [];
  for (const [sku, other] of pool.labels) {
    if (sku === seed || other.norm === 0) continue;
    let dot = 0;
    for (const id of other.ids) if (wanted.has(id)) dot += pool.weight[id]!;
    if (dot > 0) found.push({ sku, score: dot / (own.norm * other.norm) });
  }
  return found;
}

export const sim: Source = {
  key: 'sim',
  text: { de: 'Ähnlich', en: 'Similar' },
  personal: false,
  unready: (node) => (node.args[0] === 'attr' ? undefined : `sim(${node.args[0]})`),
  retrieve(_node, s) {
    const found = new Map<string, Candidate>();
    for (const seed of s.seeds.slice(0, 3)) {
      const needGroup = s.catalogue.product(seed)?.needGroup;
      if (needGroup === undefined) continue;
      for (const { sku, score } of similarTo(seed, needGroup, s)) accumulate(found, sku, score, { code: 'SIMILAR_TO', item: seed });
    }
    return best(found.values());
  },
};

/** Same model in another colour or size. */
export const variant: Source = {
  key: 'variant',
  text: { de: 'Varianten', en: 'Variants' },
  personal: false,
  unready: () => undefined,
  retrieve(node, s) {
    const seed = s.seeds[0];
    const product = seed === undefined ? undefined : s.catalogue.product(seed);
    if (seed === undefined || product?.model === undefined) return [];
    const by = node.args[0] ?? 'colour';
    const found: Candidate[] = [];
    for (const sku of s.catalogue.skusOfNeed(product.needGroup).slice(0, MAX_POOL)) {
      const other = s.catalogue.product(sku);
      if (sku === seed || other?.model !== product.model || other.attributes[by] === product.attributes[by]) continue;
      found.push({ sku, score: 1, why: [{ code: 'VARIANT_OF', item: seed }] });
    }
    return best(found);
  },
};
