// Strategies a rule prefers in a context: the most important rule decides.
import type { PlacementRules } from './placement-rules.ts';

export interface Preferred {
  ids: readonly string[];
  rule: string;
}

export function preferredIn(rules: PlacementRules | undefined): Preferred | undefined {
  const first = rules?.strategies[0];
  return first && { ids: first.params['ids'] as string[], rule: first.rule.id };
}
