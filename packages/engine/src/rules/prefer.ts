// Strategies a rule prefers in a context: the most important rule decides.
import type { DecisionContext } from '../decide/request.ts';
import type { Situation } from '../situation.ts';
import type { RuleSet } from './compile.ts';
import { momentOf } from './facts.ts';
import type { PlacementRules } from './placement-rules.ts';

export interface Preferred {
  ids: readonly string[];
  ruleId: string;
}

export function preferredIn(rules: PlacementRules | undefined): Preferred | undefined {
  const first = rules?.strategies[0];
  return first && { ids: first.params['ids'] as string[], ruleId: first.rule.id };
}

/** The same for a situation; `asked` is the context of the request. */
export function preferredStrategies(set: RuleSet, situation: Situation, asked: DecisionContext = {}): Preferred | undefined {
  return preferredIn(set.at(momentOf(situation, asked, situation.editorial)));
}
