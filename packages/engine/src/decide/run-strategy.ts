// One strategy of a placement: whether it may run, what it finds, what passes the filters, and what of that takes a slot.

import type { Strategy } from '../strategies/ast.ts';
import { idOf } from '../strategies/candidate.ts';
import { eligibility, isPersonal, leavesOf } from '../strategies/eligible.ts';
import type { NamedStrategy } from '../strategies/library.ts';
import { retrieve } from '../strategies/retrieve.ts';
import type { Text } from '../world.ts';
import type { Verdict } from './answer.ts';
import { arrange, CONSIDERED } from './arrange.ts';
import { offer } from './fill-board.ts';
import { countUnseen, type Filled, type FillInput } from './filled.ts';
import { traitsOf } from './hard-filters.ts';
import type { Lead } from './lead.ts';
import { HOLDOUT_STRATEGIES } from './placements.ts';
import { reasonsFor } from './reasons.ts';
import type { Scored } from './score.ts';
import { type Sifter, sift } from './survivors.ts';
import { candidateOf, note, touch } from './trace-notes.ts';

/** Why a strategy does not run here and now, if it does not. */
export function verdictBefore(
  id: string,
  named: NamedStrategy | undefined,
  input: FillInput,
  filled: Filled,
): { verdict: Verdict; detail?: string } | undefined {
  if (!named) return { verdict: 'unknown' };
  if (filled.shown.length >= input.limit) return { verdict: 'not_needed' };
  if (input.holdout && !HOLDOUT_STRATEGIES.has(id)) return { verdict: 'holdout' };
  if (input.page.usedStrategies.has(id)) return { verdict: 'used' };
  const judged = eligibility(named.ast, input.situation, finder(input));
  return judged.verdict === 'eligible' ? undefined : judged;
}

/** How strategies find those they are made of. */
export const finder =
  (input: FillInput) =>
  (id: string): Strategy | undefined =>
    input.strategies.get(id)?.ast;

/** Runs a strategy if it may run; the first that yields something is the selected one. */
export function tryStrategy(id: string, input: FillInput, filled: Filled, fallback: boolean, lead?: Lead): void {
  const named = input.strategies.get(id);
  const before = verdictBefore(id, named, input, filled);
  if (before || !named) {
    filled.strategies.push({ id, weight: 0, candidates: 0, shown: 0, ...(before ?? { verdict: 'unknown' }) });
    return;
  }
  const { candidates, shown } = runStrategy(named, input, filled);
  if (shown > 0) {
    input.page.usedStrategies.add(id);
    if (filled.selected) filled.backfill.push(id);
    else {
      filled.selected = named;
      filled.fromFallback = fallback;
      filled.lead = lead;
      if (lead?.exploratory) input.page.explored = true;
      filled.personal = leavesOf(named.ast, finder(input)).some(isPersonal);
    }
  }
  const verdict = shown === 0 ? 'empty' : filled.selected === named ? 'selected' : 'backfill';
  filled.strategies.push({ id, verdict, weight: verdict === 'selected' ? 1 : 0, candidates, shown });
}

/** Steps 6–11 for one strategy: retrieve, filter, score, arrange, reason, take what the slots still hold. */
function runStrategy(named: NamedStrategy, input: FillInput, filled: Filled): { candidates: number; shown: number } {
  const { situation: s, limit } = input;
  const { found, sifter } = candidatesOf(named, input, filled);
  let shown = 0;
  const takeAll = (survivors: Scored[]): void => {
    const ordered = arrange(survivors, limit - filled.shown.length, s.placement.diverse, s);
    if (filled.board) {
      shown += offer(filled.board, ordered, named.id, input, filled);
      return;
    }
    filled.counts.retrieved += survivors.length;
    filled.counts.survived += survivors.length;
    for (const item of ordered) shown += take(item, named.id, input, filled) ? 1 : 0;
  };
  const enough = (): number => enoughFor(limit - filled.shown.length, Math.max(0, filled.room), input);
  takeAll(sifter.next(input.traced === undefined ? undefined : enough()));
  if (filled.shown.length < limit && sifter.left() > 0) takeAll(sifter.next());
  countUnseen(sifter.left(), filled.counts);
  return { candidates: found, shown };
}

/** How many of the best have to be known for the slots, their diversity and the trace to be what they would be if all were. */
function enoughFor(slots: number, room: number, { situation: s, rules: { merchandising } }: FillInput): number {
  if (merchandising && merchandising.requires.length > 0) return Number.POSITIVE_INFINITY;
  const arranged = (s.placement.diverse && !s.evaluation) || merchandising?.arranges === true;
  return Math.max(slots, room, arranged ? CONSIDERED : 0);
}

/** What a strategy finds, and the sieve it goes through; what falls through is noted. */
export function candidatesOf(named: NamedStrategy, input: FillInput, filled: Filled): { found: number; sifter: Sifter } {
  const { situation: s, rules } = input;
  const candidates = retrieve(named.ast, s, finder(input));
  const sifter = sift({
    candidates,
    traits: traitsOf(leavesOf(named.ast, finder(input)), s),
    rules,
    situation: s,
    dropped: (candidate, base, drop) => note(filled, candidate.sku, named.id, drop, idOf(candidate), base),
  });
  return { found: candidates.length, sifter };
}

const NO_LABELS: Text[] = [];

/** Puts a survivor into the next slot, if there is one and something can be said for it. */
export function take(item: Scored, strategy: string, input: FillInput, filled: Filled): boolean {
  const { candidate } = item;
  if (filled.shown.length >= input.limit && filled.room <= 0) {
    filled.counts.overLimit += 1;
    return false;
  }
  const rules = input.rules.merchandising?.touching(candidate) ?? [];
  const traced = candidateOf(item, strategy, rules);
  filled.candidates.push(traced);
  filled.room -= 1;
  if (filled.shown.length >= input.limit) {
    filled.counts.overLimit += 1;
    return false;
  }
  const reasons = reasonsFor(item, input.visibility, input.situation);
  if (reasons.length === 0 && !input.situation.evaluation) {
    traced.droppedBy = 'NO_REASON';
    filled.counts.noReason += 1;
    return false;
  }
  for (const rule of rules) touch(filled, rule);
  filled.shown.push({ item, reasons, strategy, rules, labels: input.rules.merchandising?.labels(candidate) ?? NO_LABELS });
  input.page.onPage.add(candidate.sku);
  traced.slot = filled.shown.length;
  return true;
}

/** A crowd strategy already used on this page may fill what is left: an empty slot would be worse. */
export function reuse(id: string, input: FillInput, filled: Filled): void {
  if (filled.shown.length >= input.limit || filled.strategies.some((one) => one.id === id && one.verdict !== 'used')) return;
  input.page.usedStrategies.delete(id);
  filled.strategies = filled.strategies.filter((one) => one.id !== id);
  tryStrategy(id, input, filled, true);
  input.page.usedStrategies.add(id);
}
