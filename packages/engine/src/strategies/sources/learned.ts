// Lists of learned tables as candidates: the model's order stands, what else is known fills up behind it.
import type { Learned } from '../../world.ts';
import { type Candidate, MAX_CANDIDATES, type Why } from '../candidate.ts';

/** The model's list in its order, then the others in theirs; scores fall strictly, so that no later step can mix them. */
export function learned(
  list: readonly Learned[],
  whyOf: (sku: string, because: string | undefined) => Why,
  others: readonly Candidate[] = [],
): Candidate[] {
  const found: Candidate[] = [];
  const seen = new Set<string>();
  for (const { sku, because } of list) {
    if (seen.has(sku)) continue;
    seen.add(sku);
    found.push({ sku, score: 0, why: [whyOf(sku, because)] });
  }
  for (const candidate of others) if (!seen.has(candidate.sku)) found.push(candidate);
  return found.slice(0, MAX_CANDIDATES).map((candidate, i, all) => ({ ...candidate, score: all.length - i }));
}

/** Ranks further down count less and less, yet a long list drowns no short one. */
const RANK_OFFSET = 10;

/** Several lists as one by reciprocal ranks, each with its weight; reasons of the heaviest list stand first. */
export function blend(lists: readonly { weight: number; list: readonly Candidate[] }[]): Candidate[] {
  const found = new Map<string, Candidate>();
  for (const { weight, list } of [...lists].sort((a, b) => b.weight - a.weight)) {
    for (const [i, candidate] of list.entries()) {
      const score = weight / (RANK_OFFSET + i);
      const known = found.get(candidate.sku);
      if (!known) found.set(candidate.sku, { ...candidate, score });
      else found.set(candidate.sku, { ...known, score: known.score + score, why: [...known.why, ...candidate.why].slice(0, 3) });
    }
  }
  return [...found.values()];
}
