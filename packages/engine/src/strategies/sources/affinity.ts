// What the person leans to: brands and departments here; price level, size and colour, and zones of a store in files of their own.
import type { Situation } from '../../situation.ts';
import type { SimpleStrategy } from '../ast.ts';
import { accumulate, best, type Candidate, hasScope, type Source } from '../candidate.ts';
import { ownShares } from '../own-past.ts';
import { isInScopes } from '../scopes.ts';
import { byAttributes, byPrice } from './own-level.ts';
import { popularOf } from './popular-of.ts';
import { byZone } from './zones.ts';

/** Needs the person looked for lately or bought in. */
function ownNeeds(s: Situation): Set<string> {
  const looked = s.interests().slice(0, 5);
  const needs = new Set(looked.map((interest) => interest.needGroup));
  for (const purchase of s.subject.history.purchases.slice(-20)) {
    const need = s.product(purchase.sku)?.needGroup;
    if (need !== undefined) needs.add(need);
  }
  return needs;
}

function likedBrands(s: Situation): { brand: string; need: string; theta: number }[] {
  const liked: { brand: string; need: string; theta: number }[] = [];
  for (const need of ownNeeds(s)) for (const { value, theta } of s.leaning(need).liked()) liked.push({ brand: value, need, theta });
  return liked.sort((a, b) => b.theta - a.theta).slice(0, 5);
}

/** Popular goods of brands the person leans to with P ≥ .9; brand by brand where the crowd knows nothing. */
function byBrand(node: SimpleStrategy, s: Situation): Iterable<Candidate> {
  const found = new Map<string, Candidate>();
  for (const { brand, need, theta } of likedBrands(s)) {
    const skus = popularOf(`brand:${brand}`, () => s.catalogue.skusOfBrand(brand), s);
    for (const [i, sku] of skus.entries()) {
      if (hasScope(node, 'cat') && s.product(sku)?.category.at(-1) !== s.category) continue;
      accumulate(found, sku, theta / (1 + i), { code: 'BRAND_LIKED', brand, need, value: theta });
    }
  }
  return found.values();
}

const DEPARTMENTS = 5;

function byDepartment(s: Situation): Iterable<Candidate> {
  const found = new Map<string, Candidate>();
  const own = [...ownShares(s.ownItems(), s.product, (product) => product.category.at(-1))].slice(0, DEPARTMENTS);
  for (const [category, share] of own) {
    const skus = popularOf(`cat:${category}`, () => s.catalogue.skusOfCategory(category), s);
    for (const [i, sku] of skus.entries()) accumulate(found, sku, share / (1 + i), { code: 'OWN_DEPARTMENT', category, value: share });
  }
  return found.values();
}

const KINDS: ReadonlySet<string> = new Set(['brand', 'cat', 'price', 'size+colour', 'size', 'colour', 'style', 'zone']);

export const aff: Source = {
  key: 'aff',
  text: { de: 'Vorlieben', en: 'Preferences' },
  personal: true,
  unready: (node) => (KINDS.has(node.args[0] ?? '') ? undefined : `aff(${node.args[0]})`),
  retrieve(node, s) {
    const found = retrieveKind(node, s);
    return best([...found].filter((candidate) => isInScopes(node, candidate.sku, s)));
  },
};

function retrieveKind(node: SimpleStrategy, s: Situation): Iterable<Candidate> {
  switch (node.args[0]) {
    case 'brand':
      return byBrand(node, s);
    case 'cat':
      return byDepartment(s);
    case 'price':
      return byPrice(s);
    case 'zone':
      return byZone(node, s);
    default:
      return byAttributes(node, s);
  }
}
