// Filling a placement where kinds of action compete: every strategy puts forward its best, and they take slots in order of worth.
import { isPersonal, leavesOf } from '../strategies/eligible.ts';
import type { NamedStrategy } from '../strategies/library.ts';
import { arrange } from './arrange.ts';
import { type Action, actionOf, bringsActions, ranked } from './by-worth.ts';
import { offer } from './fill-board.ts';
import { countUnseen, type Filled, type FillInput } from './filled.ts';
import { candidatesOf, finder, take, tryStrategy, verdictBefore } from './run-strategy.ts';
import { candidateOf } from './trace-notes.ts';

/** Not where strategies are judged or held back, nor where a rule prefers one. */
export function arbitrates({ situation: s, holdout, preferred }: FillInput): boolean {
  return s.placement.arbitrates === true && !s.evaluation && !holdout && preferred === undefined;
}

/** All strategies at once: their best survivors compete by what they are worth in EUR. */
export function fillByWorth(input: FillInput, filled: Filled): void {
  const actions: Action[] = [];
  const rest: string[] = [];
  for (const id of input.situation.placement.strategies) {
    const named = input.strategies.get(id);
    // In the merchant's order the first that bring enough compete; what comes after them fills up.
    if (named && (!bringsActions(named) || actions.length >= COMPETING * input.limit)) {
      rest.push(id);
      continue;
    }
    const before = verdictBefore(id, named, input, filled);
    if (before || !named) filled.strategies.push({ id, weight: 0, candidates: 0, shown: 0, ...(before ?? { verdict: 'unknown' }) });
    else actions.push(...contenders(named, input, filled));
  }
  for (const { item, strategy } of ranked(actions)) {
    if (filled.board) offer(filled.board, [item], strategy.id, input, filled);
    else {
      filled.counts.retrieved += 1;
      filled.counts.survived += 1;
      take(item, strategy.id, input, filled);
    }
  }
  tell(input, filled);
  for (const id of rest) tryStrategy(id, input, filled, false, { id, by: 'priority', propensity: 1 });
}

/** Who leads and who fills up, now that the slots are taken. */
function tell(input: FillInput, filled: Filled): void {
  // What a rule pinned belongs to no strategy.
  const first = filled.shown.find((one) => input.strategies.has(one.strategy));
  for (const told of filled.strategies) {
    told.shown = filled.shown.filter((one) => one.strategy === told.id).length;
    if (told.shown === 0) continue;
    input.page.usedStrategies.add(told.id);
    told.verdict = told.id === first?.strategy ? 'selected' : 'backfill';
    if (told.verdict === 'selected') {
      told.weight = 1;
      filled.selected = input.strategies.get(told.id);
      filled.lead = { id: told.id, by: 'arbitration', propensity: 1 };
    } else filled.backfill.push(told.id);
  }
  filled.personal = filled.selected !== undefined && leavesOf(filled.selected.ast, finder(input)).some(isPersonal);
}

/** Actions per slot from which on no further strategy takes part: deciding must stay cheap for people with a long history. */
const COMPETING = 4;
/** Candidates of one strategy that may compete beyond the slots there are. */
const CONTENDERS = 2;

/** The best survivors of one strategy as actions: the same ones however much the trace is to tell. */
function contenders(named: NamedStrategy, input: FillInput, filled: Filled): Action[] {
  const { situation: s, limit } = input;
  const { found, sifter } = candidatesOf(named, input, filled);
  const most = limit + CONTENDERS;
  const survivors = arrange(sifter.next(input.traced === undefined ? undefined : most), most, false, s);
  const others = survivors.splice(most);
  for (const item of others) if (filled.room-- > 0) filled.candidates.push(candidateOf(item, named.id, []));
  countUnseen(sifter.left() + others.length, filled.counts);
  filled.strategies.push({ id: named.id, verdict: 'empty', weight: 0, candidates: found, shown: 0 });
  return survivors.map((item) => actionOf(item, named, s));
}
