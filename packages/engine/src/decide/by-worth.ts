// Next best action: where kinds of action compete, every strategy puts forward its best, and what each is worth decides (LOGIC §1.9).
import type { Situation } from '../situation.ts';
import { type Candidate, idOf } from '../strategies/candidate.ts';
import { leavesOf } from '../strategies/eligible.ts';
import type { NamedStrategy } from '../strategies/library.ts';
import { type Arbitration, actionWorth, isAction } from './arbitration.ts';
import type { Scored } from './score.ts';

/** One candidate of one strategy with what it is worth in EUR. */
export interface Action {
  item: Scored;
  strategy: NamedStrategy;
  worth: Arbitration;
}

/** Highest worth first; equal ones by earlier expiry, then id. */
function inOrderOfWorth(a: Action, b: Action): number {
  const ends = (one: Action): number => one.item.candidate.offer?.until ?? one.item.candidate.content?.until ?? Number.POSITIVE_INFINITY;
  const [x, y] = [idOf(a.item.candidate), idOf(b.item.candidate)];
  return b.worth.score - a.worth.score || compare(ends(a), ends(b)) || (x < y ? -1 : x > y ? 1 : 0);
}

const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);

/** The actions of all strategies, each article once with its highest worth; `score` becomes that worth. */
export function ranked(actions: readonly Action[]): Action[] {
  const best = new Map<string, Action>();
  for (const action of actions) {
    const key = keyOf(action.item.candidate);
    const known = best.get(key);
    if (!known || inOrderOfWorth(action, known) < 0) best.set(key, action);
  }
  return [...best.values()].sort(inOrderOfWorth);
}

const keyOf = (candidate: Candidate): string => candidate.sku || idOf(candidate);

/** Whether a strategy takes part: others fill up behind what has a worth of its own. */
export function bringsActions(strategy: NamedStrategy): boolean {
  return leavesOf(strategy.ast, () => undefined).some((leaf) => isAction(leaf.source, leaf.args[0] ?? ''));
}

/** What a survivor of a strategy is worth here and now. */
export function actionOf(item: Scored, strategy: NamedStrategy, s: Situation): Action {
  const [leaf] = leavesOf(strategy.ast, () => undefined);
  const brought = { source: leaf?.source ?? '', argument: leaf?.args[0] ?? '', base: item.base };
  const worth = actionWorth(item.candidate, brought, item.availability, s);
  // Boosts and buries of the merchant are levers of the action as well.
  const levers = item.factors.filter((factor) => factor.name.startsWith('rule')).reduce((product, factor) => product * factor.value, 1);
  const score = Math.round((worth.p * worth.c * worth.v * worth.l * levers - worth.cost) * 1e6) / 1e6;
  const factors = [
    { name: 'P', value: worth.p },
    { name: 'C', value: worth.c },
    { name: 'V', value: worth.v },
    { name: 'L', value: worth.l * levers },
    ...(worth.cost > 0 ? [{ name: 'cost', value: worth.cost }] : []),
  ];
  return { item: { ...item, score, factors }, strategy, worth: { ...worth, score } };
}
