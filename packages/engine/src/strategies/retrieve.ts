// Step 6: runs a strategy and yields at most 200 candidates, best first. Composed strategies: `then` appends, `mix` drafts in turns.
import { drawOf } from '../maths/hash.ts';
import type { Situation } from '../situation.ts';
import type { SimpleStrategy, Strategy } from './ast.ts';
import { best, type Candidate, MAX_CANDIDATES } from './candidate.ts';
import { diversify, limitPer } from './diversity.ts';
import { eligibility } from './eligible.ts';
import { FILTERS } from './filters.ts';
import { fitOf } from './fit.ts';
import { rerank } from './rankers.ts';
import { cuttingScopes, isInScopes } from './scopes.ts';
import { SOURCES } from './sources/index.ts';

export type Find = (id: string) => Strategy | undefined;

/** Candidates of a strategy; parts that are not eligible yield none, never an exception. */
export function retrieve(strategy: Strategy, s: Situation, find: Find = () => undefined, depth = 0): Candidate[] {
  if (depth > 8) return [];
  switch (strategy.kind) {
    case 'simple':
      return eligibility(strategy, s, find).verdict === 'eligible' ? retrieveSimple(strategy, s) : [];
    case 'ref': {
      const found = find(strategy.id);
      return found ? retrieve(found, s, find, depth + 1) : [];
    }
    case 'then':
      return chain(strategy.parts.map((part) => retrieve(part, s, find, depth + 1)));
    case 'mix':
      return draft(
        strategy.parts.map((part) => ({ weight: part.weight, list: retrieve(part.strategy, s, find, depth + 1) })),
        s.seed,
      );
  }
}

function retrieveSimple(node: SimpleStrategy, s: Situation): Candidate[] {
  const found = SOURCES.get(node.source)!.retrieve(node, s);
  const inside = needsFiltering(node) ? found.filter((candidate) => isInside(node, candidate, s)) : found;
  if (node.personal.length > 0 && !s.evaluation) for (const one of inside) if (!one.offer) one.fit = fitOf(one.sku, node.personal, s);
  let ranked = rerank(inside, node.ranker, s);
  for (const filter of node.filters) {
    if (filter.name === 'per') ranked = limitPer(ranked, filter, s);
    else if (filter.name === 'mmr' && !s.evaluation) ranked = diversify(ranked, filter, s);
  }
  return ranked.slice(0, MAX_CANDIDATES);
}

function needsFiltering(node: SimpleStrategy): boolean {
  return node.filters.length > 0 || cuttingScopes(node).length > 0;
}

/** Goods outside the catalogue have no properties to judge: they pass in outside measurement only. */
function isInside(node: SimpleStrategy, candidate: Candidate, s: Situation): boolean {
  if (candidate.content) return true;
  const product = s.product(candidate.sku);
  if (!product) return s.evaluation;
  if (!isInScopes(node, candidate.sku, s)) return false;
  return node.filters.every((filter) => FILTERS.get(filter.name)!.keep(product, candidate, s, filter.args));
}

/** Lists one after the other without repeats; scores keep falling so that a later list never overtakes. */
function chain(lists: readonly Candidate[][]): Candidate[] {
  const seen = new Set<string>();
  const joined = lists.flat().filter((candidate) => !seen.has(candidate.sku) && seen.add(candidate.sku));
  return joined.slice(0, MAX_CANDIDATES).map((candidate, i, all) => ({ ...candidate, score: (all.length - i) / all.length }));
}

/** Team-draft interleaving: each turn a list is drawn by weight and adds its best unseen candidate (Radlinski 2008). */
function draft(teams: readonly { weight: number; list: Candidate[] }[], seed: string): Candidate[] {
  const queues = teams.map((team) => ({ weight: team.weight, list: [...team.list].reverse() }));
  const seen = new Set<string>();
  const joined: Candidate[] = [];
  for (let turn = 0; joined.length < MAX_CANDIDATES; turn++) {
    const open = queues.filter((queue) => queue.list.length > 0);
    if (open.length === 0) break;
    const next = drawTeam(open, drawOf(seed, `mix:${turn}`)).list.pop()!;
    if (seen.has(next.sku)) continue;
    seen.add(next.sku);
    joined.push(next);
  }
  return chain([best(joined.map((candidate, i) => ({ ...candidate, score: joined.length - i })))]);
}

/** The team in whose share of the total weight the draw in [0, 1) falls. */
function drawTeam<T extends { weight: number }>(teams: readonly T[], draw: number): T {
  let left = draw * teams.reduce((sum, team) => sum + team.weight, 0);
  for (const team of teams) {
    left -= team.weight;
    if (left < 0) return team;
  }
  return teams.at(-1)!;
}
