// What a placement notes down while it is filled: candidates with their fate, and which merchandising rules had a say.
import { idOf } from '../strategies/candidate.ts';
import type { Drop, TraceCandidate } from './answer.ts';
import type { Filled } from './filled.ts';
import type { Scored } from './score.ts';

/** A candidate that was dropped by a filter. */
export function note(filled: Filled, sku: string, strategy: string, { code, detail, rules = [] }: Drop, id = sku, base = 0): void {
  for (const rule of rules) touch(filled, rule);
  filled.counts.retrieved += 1;
  filled.counts.dropped.set(code, (filled.counts.dropped.get(code) ?? 0) + 1);
  if (code !== 'OWNED' && code !== 'BOUGHT' && filled.droppedRoom-- <= 0) return;
  filled.candidates.push({ id, sku, strategy, base, score: 0, factors: [], rulesHit: [...rules], droppedBy: code, detail, slot: null });
}

/** A rule had a say once more. */
export function touch(filled: Filled, rule: string): void {
  const known = filled.ruled.get(rule);
  if (known) known.hits += 1;
  else filled.ruled.set(rule, { hits: 1 });
}

export function candidateOf(item: Scored, strategy: string, rules: readonly string[]): TraceCandidate {
  const { candidate, base, score, factors } = item;
  return { id: idOf(candidate), sku: candidate.sku, strategy, base, score, factors, rulesHit: [...rules], droppedBy: null, slot: null };
}
