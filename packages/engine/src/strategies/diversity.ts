// Filters that look at the whole list: at most so many of a kind, and no two alike next to one another.
import { mmr } from '../maths/rank.ts';
import type { Situation } from '../situation.ts';
import type { Product } from '../world.ts';
import type { FilterNode } from './ast.ts';
import type { Candidate } from './candidate.ts';

/** `per(cat,1)`: at most n candidates per value of category, brand or need, in the given order. */
export function limitPer(candidates: readonly Candidate[], node: FilterNode, s: Situation): Candidate[] {
  const [by = 'cat', most = '1'] = node.args;
  const counts = new Map<string, number>();
  return candidates.filter((candidate) => {
    const product = s.product(candidate.sku);
    const value = (by === 'brand' ? product?.brand : by === 'need' ? product?.needGroup : product?.category.at(-1)) ?? '';
    const count = (counts.get(value) ?? 0) + 1;
    counts.set(value, count);
    return count <= Number(most);
  });
}

/** Only the top is put into another order: nobody sees the rest. */
const CONSIDERED = 60;
const REORDERED = 20;

/** How much alike two articles look to a customer, 0 to 1: other needs not at all, the same model entirely. */
export function likeness(x: Product | undefined, y: Product | undefined): number {
  if (!x || !y || x.needGroup !== y.needGroup) return 0;
  if (x.model !== undefined && x.model === y.model) return 1;
  return x.brand !== undefined && x.brand === y.brand ? 0.6 : 0.3;
}

/** `mmr(.7)`: the top by maximal marginal relevance; scores follow the new order. */
export function diversify(candidates: readonly Candidate[], node: FilterNode, s: Situation): Candidate[] {
  const lambda = Number(node.args[0] ?? 0.7);
  const head = candidates.slice(0, CONSIDERED);
  const picked = mmr(
    head,
    (one) => one.score,
    (a, b) => likeness(s.product(a.sku), s.product(b.sku)),
    REORDERED,
    lambda,
  );
  const taken = new Set(picked);
  const ordered = [...picked, ...candidates.filter((one) => !taken.has(one))];
  return ordered.map((one, i) => ({ ...one, score: ordered.length - i }));
}
