// The same model in another colour or size.
import { perNeedGroup } from '../../catalogue-cache.ts';
import type { Product } from '../../world.ts';
import { best, type Candidate, type Source } from '../candidate.ts';
import { MAX_POOL } from './likeness.ts';

/** Articles of one need group by model. */
const modelsOf = perNeedGroup((catalogue, needGroup): ReadonlyMap<string, readonly Product[]> => {
  const found = new Map<string, Product[]>();
  for (const sku of catalogue.skusOfNeed(needGroup).slice(0, MAX_POOL)) {
    const product = catalogue.product(sku);
    if (product?.model === undefined) continue;
    const known = found.get(product.model);
    if (known) known.push(product);
    else found.set(product.model, [product]);
  }
  return found;
});

/** Same model in another colour or size. */
export const variant: Source = {
  key: 'variant',
  text: { de: 'Varianten', en: 'Variants' },
  personal: false,
  unready: () => undefined,
  retrieve(node, s) {
    const seed = s.seeds[0];
    const product = seed === undefined ? undefined : s.product(seed);
    if (seed === undefined || product?.model === undefined) return [];
    const by = node.args[0] ?? 'colour';
    const found: Candidate[] = [];
    for (const other of modelsOf(s.catalogue, product.needGroup).get(product.model) ?? []) {
      if (other.sku === seed || other.attributes[by] === product.attributes[by]) continue;
      found.push({ sku: other.sku, score: 1, why: [{ code: 'VARIANT_OF', item: seed }] });
    }
    return best(found);
  },
};
