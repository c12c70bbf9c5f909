// The rest of the shelf: search results, liked brands, exploration, and content once content exists.
import { drawOf } from '../../maths/hash.ts';
import type { Situation } from '../../situation.ts';
import { accumulate, best, type Candidate, hasScope, MAX_CANDIDATES, type Source } from '../candidate.ts';

export const search: Source = {
  key: 'search',
  text: { de: 'Suche', en: 'Search' },
  personal: false,
  unready: (node) => (node.args[0]?.startsWith('term>') ? undefined : `search(${node.args[0]})`),
  retrieve(_node, s) {
    const term = s.term ?? '';
    return s
      .search(term, MAX_CANDIDATES)
      .map((sku, i): Candidate => ({ sku, score: 1 / (i + 1), why: [{ code: 'SEARCH_MATCH', item: term }] }));
  },
};

function likedBrands(s: Situation): { brand: string; need: string; theta: number }[] {
  const needs = new Set(
    s
      .interests()
      .slice(0, 5)
      .map((interest) => interest.needGroup),
  );
  for (const purchase of s.subject.history.purchases.slice(-20)) {
    const need = s.product(purchase.sku)?.needGroup;
    if (need !== undefined) needs.add(need);
  }
  const liked: { brand: string; need: string; theta: number }[] = [];
  for (const need of needs) for (const { value, theta } of s.leaning(need).liked()) liked.push({ brand: value, need, theta });
  return liked.sort((a, b) => b.theta - a.theta).slice(0, 5);
}

/** Popular goods of brands the person leans to with P ≥ .9; brand by brand where the crowd knows nothing. */
export const aff: Source = {
  key: 'aff',
  text: { de: 'Ihre Marken', en: 'Your brands' },
  personal: true,
  unready: (node) => (node.args[0] === 'brand' ? undefined : `aff(${node.args[0]})`),
  retrieve(node, s) {
    const found = new Map<string, Candidate>();
    for (const { brand, need, theta } of likedBrands(s)) {
      const popular = s.models.popular('buy', `brand:${brand}`, 50).map((entry) => entry.sku);
      const skus = popular.length > 0 ? popular : s.catalogue.skusOfBrand(brand).slice(0, 50);
      for (const [i, sku] of skus.entries()) {
        if (hasScope(node, 'cat') && s.product(sku)?.category.at(-1) !== s.category) continue;
        accumulate(found, sku, theta / (1 + i), { code: 'BRAND_LIKED', brand, need, value: theta });
      }
    }
    return best(found.values());
  },
};

const FOLLOW_UPS = ['accessory', 'warranty', 'service', 'spare'];

/** The first articles that stand for themselves: what only goes with another article waits for that one. */
function shelf(pool: readonly string[], s: Situation): string[] {
  const found: string[] = [];
  for (const sku of pool) {
    if (found.length >= MAX_CANDIDATES) break;
    if (!FOLLOW_UPS.some((type) => s.catalogue.relatedFrom(sku, type).length > 0)) found.push(sku);
  }
  return found;
}

/** `uniform`: seeded picks; `range`: the shelf in its own order, the last resort of every chain. */
export const rand: Source = {
  key: 'rand',
  text: { de: 'Entdecken', en: 'Discover' },
  personal: false,
  unready: (node) => (['uniform', 'range'].includes(node.args[0] ?? '') ? undefined : `rand(${node.args[0]})`),
  retrieve(node, s) {
    const pool = hasScope(node, 'cat') && s.category !== undefined ? s.catalogue.skusOfCategory(s.category) : s.catalogue.allSkus();
    const why = [{ code: 'FROM_RANGE' as const }];
    if (node.args[0] === 'range') return shelf(pool, s).map((sku, i) => ({ sku, score: 1 / (i + 1), why }));
    const picked = new Set<string>();
    for (let i = 0; i < 60 && picked.size < 50 && pool.length > 0; i++) {
      const at = Math.floor((drawOf(s.seed, `rand:${i}`) + drawOf(s.seed, `fine:${i}`) / 10_000) * pool.length) % pool.length;
      picked.add(pool[at]!);
    }
    return [...picked].map((sku, i) => ({ sku, score: 1 / (i + 1), why }));
  },
};

function later(key: string, de: string, en: string): Source {
  return { key, text: { de, en }, personal: false, unready: () => undefined, retrieve: () => [] };
}

/** Declared and runnable, yet without anything to show until editors write some. */
export const content = later('content', 'Inhalte', 'Content');
export const service = later('service', 'Service', 'Service');
