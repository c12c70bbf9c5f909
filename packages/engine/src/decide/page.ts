// One placement of a page: walks its strategies in priority order until the slots are full, and notes everything it does.
import { perNeedGroup } from '../catalogue-cache.ts';
import type { ChoiceContext, Chooser } from '../choose/index.ts';
import type { Situation } from '../situation.ts';
import type { Strategy } from '../strategies/ast.ts';
import { idOf } from '../strategies/candidate.ts';
import { eligibility, isPersonal, leavesOf } from '../strategies/eligible.ts';
import type { NamedStrategy } from '../strategies/library.ts';
import { retrieve } from '../strategies/retrieve.ts';
import type { Text } from '../world.ts';
import type { Drop, DropCode, Reason, TraceCandidate, TraceStage, TraceStrategy, Verdict, Visibility } from './answer.ts';
import { arrange, CONSIDERED } from './arrange.ts';
import { type Action, actionOf, bringsActions, ranked } from './by-worth.ts';
import { boardFor, closeBoard, offer, pinAll } from './fill-board.ts';
import { type Rules, traitsOf } from './hard-filters.ts';
import { type Lead, type LeadInput, planLead } from './lead.ts';
import { HOLDOUT_STRATEGIES } from './placements.ts';
import { reasonsFor } from './reasons.ts';
import type { DecisionRequest } from './request.ts';
import type { Scored } from './score.ts';
import type { SlotBoard } from './slot-board.ts';
import { sift } from './survivors.ts';
import { candidateOf, note, touch } from './trace-notes.ts';

export interface Shown {
  item: Scored;
  reasons: Reason[];
  strategy: string;
  /** Ids of the merchandising rules that had a say in it, and what they want said of it. */
  rules: string[];
  labels: Text[];
}

export interface Filled {
  shown: Shown[];
  /** First strategy that yielded something, and the ones that filled up behind it. */
  selected: NamedStrategy | undefined;
  personal: boolean;
  backfill: string[];
  fromFallback: boolean;
  /** How the selected strategy came to lead, and the cell it was chosen in. */
  lead: Lead | undefined;
  choice: ChoiceContext | undefined;
  strategies: TraceStrategy[];
  candidates: TraceCandidate[];
  counts: Counts;
  /** How many more candidates, kept and dropped ones, the trace has room for; what was owned or bought always has. */
  room: number;
  droppedRoom: number;
  /** How often each merchandising rule had a say, and why one was dropped. */
  ruled: Map<string, { hits: number; dropped?: Text }>;
  /** Where rules speak of order: what stands in the slots and what waits for one. */
  board: SlotBoard | undefined;
  traced: Map<Scored, TraceCandidate>;
}

interface Counts {
  retrieved: number;
  dropped: Map<DropCode, number>;
  survived: number;
  /** Kept out by caps and spreads. */
  arranged: Map<DropCode, number>;
  noReason: number;
  overLimit: number;
}

export interface PageState {
  onPage: Set<string>;
  usedStrategies: Set<string>;
  /** Another strategy than the one thought best leads somewhere on this page. */
  explored: boolean;
}

export interface FillInput {
  situation: Situation;
  request: DecisionRequest;
  chooser: Chooser | undefined;
  /** Keys of the person, oldest first. */
  keys: readonly string[];
  /** Strategies a merchandising rule prefers here. */
  preferred: { ids: readonly string[]; rule: string } | undefined;
  limit: number;
  visibility: Visibility;
  holdout: boolean;
  rules: Rules;
  strategies: ReadonlyMap<string, NamedStrategy>;
  page: PageState;
  /** Candidates the trace names at least; all of them where absent. */
  traced?: number | undefined;
}

/** Fills one placement (steps 4–11). Where rules about what alone may be shown leave nothing, the least important one is dropped. */
export function fillPlacement(input: FillInput): Filled {
  let filled = fillOnce(input);
  let { merchandising } = input.rules;
  const dropped: string[] = [];
  while (merchandising && filled.shown.length === 0 && filled.counts.dropped.has('NOT_ONLY')) {
    const less = merchandising.withoutLeastOnly();
    if (!less) break;
    merchandising = less.rules;
    dropped.push(less.dropped.rule.id);
    filled = fillOnce({ ...input, rules: { ...input.rules, merchandising } });
  }
  for (const id of dropped) filled.ruled.set(id, { hits: 0, dropped: NOTHING_LEFT });
  return filled;
}

const NOTHING_LEFT: Text = { de: 'Sonst bliebe nichts übrig', en: 'Nothing would be left otherwise' };

const NO_LABELS: Text[] = [];

function fillOnce(input: FillInput): Filled {
  const { placement } = input.situation;
  const counts: Counts = { retrieved: 0, dropped: new Map(), survived: 0, arranged: new Map(), noReason: 0, overLimit: 0 };
  const filled: Filled = {
    shown: [],
    selected: undefined,
    personal: false,
    backfill: [],
    fromFallback: false,
    lead: undefined,
    choice: undefined,
    strategies: [],
    candidates: [],
    counts,
    room: input.traced ?? Number.POSITIVE_INFINITY,
    droppedRoom: input.traced === undefined ? Number.POSITIVE_INFINITY : input.traced / 2,
    ruled: new Map(),
    board: undefined,
    traced: new Map(),
  };
  filled.board = boardFor(input, filled);
  noteKeptBack(input, filled);
  if (filled.board) pinAll(filled.board, input, filled);
  if (arbitrates(input)) fillByWorth(input, filled);
  else fillByLead(input, filled);
  for (const id of placement.fallback) tryStrategy(id, input, filled, true);
  if (filled.shown.length < input.limit)
    for (const id of placement.fallback) if (input.page.usedStrategies.has(id)) reuse(id, input, filled);
  if (filled.board) closeBoard(filled.board, input, filled);
  return filled;
}

/** One strategy leads, the others fill up behind it. */
function fillByLead(input: FillInput, filled: Filled): void {
  const plan = planLead(leadInput(input, filled), () => filled.selected !== undefined);
  for (let lead = plan.next(); lead; lead = plan.next()) tryStrategy(lead.id, input, filled, false, lead);
  filled.choice = plan.context;
  for (const strategy of filled.strategies) strategy.weight = plan.weights.get(strategy.id) ?? strategy.weight;
}

function arbitrates({ situation: s, holdout, preferred }: FillInput): boolean {
  return s.placement.arbitrates === true && !s.evaluation && !holdout && preferred === undefined;
}

/** All strategies at once: their best survivors compete by what they are worth in EUR. */
function fillByWorth(input: FillInput, filled: Filled): void {
  const actions: Action[] = [];
  const rest: string[] = [];
  for (const id of input.situation.placement.strategies) {
    const named = input.strategies.get(id);
    if (named && !bringsActions(named)) {
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
      take(item, strategy.id, input, filled, input.page);
    }
  }
  const [first] = filled.shown;
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
  for (const id of rest) tryStrategy(id, input, filled, false, { id, by: 'priority', propensity: 1 });
}

/** The best survivors of one strategy as actions. */
function contenders(named: NamedStrategy, input: FillInput, filled: Filled): Action[] {
  const { situation: s, rules, limit } = input;
  const found = retrieve(named.ast, s, finder(input));
  const sifter = sift({
    candidates: found,
    traits: traitsOf(leavesOf(named.ast, finder(input)), s),
    rules,
    situation: s,
    dropped: (candidate, base, drop) => note(filled, candidate.sku, named.id, drop, idOf(candidate), base),
  });
  const survivors = sifter.next(input.traced === undefined ? undefined : limit + CONTENDERS);
  countUnseen(sifter.left(), filled.counts);
  filled.strategies.push({ id: named.id, verdict: 'empty', weight: 0, candidates: found.length, shown: 0 });
  return survivors.map((item) => actionOf(item, named, s));
}

/** Candidates of a strategy that may compete beyond the slots there are. */
const CONTENDERS = 2;

/** A crowd strategy already used on this page may fill what is left: an empty slot would be worse. */
function reuse(id: string, input: FillInput, filled: Filled): void {
  if (filled.shown.length >= input.limit || filled.strategies.some((one) => one.id === id && one.verdict !== 'used')) return;
  input.page.usedStrategies.delete(id);
  filled.strategies = filled.strategies.filter((one) => one.id !== id);
  tryStrategy(id, input, filled, true);
  input.page.usedStrategies.add(id);
}

/** The first articles of each brand in a need group, at most five. */
const someByBrand = perNeedGroup((catalogue, needGroup): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>();
  for (const sku of catalogue.skusOfNeed(needGroup)) {
    const brand = catalogue.product(sku)?.brand;
    if (brand === undefined) continue;
    const known = found.get(brand);
    if (known === undefined) found.set(brand, [sku]);
    else if (known.length < 5) known.push(sku);
  }
  return found;
});

const UNWANTED: Drop = { code: 'NO_INTEREST' };

/** Owned goods and unwanted brands stand in every trace, whether a strategy found them or not. */
function noteKeptBack(input: FillInput, filled: Filled): void {
  if (input.situation.evaluation) return;
  for (const { sku, drop } of input.rules.suppression.owned) note(filled, sku, '(owned)', drop);
  for (const [need, brands] of input.rules.unwanted) {
    const byBrand = someByBrand(input.situation.catalogue, need);
    for (const brand of brands) for (const sku of byBrand.get(brand) ?? []) note(filled, sku, '(interest)', UNWANTED);
  }
}

function verdictBefore(
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

const finder =
  (input: FillInput) =>
  (id: string): Strategy | undefined =>
    input.strategies.get(id)?.ast;

/** What decides the lead, seen from this placement. */
function leadInput(input: FillInput, filled: Filled): LeadInput {
  const { situation, request, chooser, holdout, keys, preferred } = input;
  const eligible = (id: string): boolean => verdictBefore(id, input.strategies.get(id), input, filled) === undefined;
  return { situation, request, chooser, preferred, keys, holdout, explored: input.page.explored, eligible };
}

function tryStrategy(id: string, input: FillInput, filled: Filled, fallback: boolean, lead?: Lead): void {
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
  const { situation: s, rules, page, limit } = input;
  const traits = traitsOf(leavesOf(named.ast, finder(input)), s);
  const found = retrieve(named.ast, s, finder(input));
  const sifter = sift({
    candidates: found,
    traits,
    rules,
    situation: s,
    dropped: (candidate, base, drop) => note(filled, candidate.sku, named.id, drop, idOf(candidate), base),
  });
  let shown = 0;
  const takeAll = (survivors: Scored[]): void => {
    const ordered = arrange(survivors, limit - filled.shown.length, s.placement.diverse, s);
    if (filled.board) {
      shown += offer(filled.board, ordered, named.id, input, filled);
      return;
    }
    filled.counts.retrieved += survivors.length;
    filled.counts.survived += survivors.length;
    for (const item of ordered) shown += take(item, named.id, input, filled, page) ? 1 : 0;
  };
  const enough = (): number => enoughFor(limit - filled.shown.length, Math.max(0, filled.room), input);
  takeAll(sifter.next(input.traced === undefined ? undefined : enough()));
  if (filled.shown.length < limit && sifter.left() > 0) takeAll(sifter.next());
  countUnseen(sifter.left(), filled.counts);
  return { candidates: found.length, shown };
}

/** How many of the best have to be known for the slots, their diversity and the trace to be what they would be if all were. */
function enoughFor(slots: number, room: number, { situation: s, rules: { merchandising } }: FillInput): number {
  if (merchandising && merchandising.requires.length > 0) return Number.POSITIVE_INFINITY;
  const arranged = (s.placement.diverse && !s.evaluation) || merchandising?.arranges === true;
  return Math.max(slots, room, arranged ? CONSIDERED : 0);
}

/** Candidates too far down to be shown whatever the filters would say of them. */
function countUnseen(unseen: number, counts: Counts): void {
  counts.retrieved += unseen;
  counts.survived += unseen;
  counts.overLimit += unseen;
}

function take(item: Scored, strategy: string, input: FillInput, filled: Filled, page: PageState): boolean {
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
  page.onPage.add(candidate.sku);
  traced.slot = filled.shown.length;
  return true;
}

/** The stage counts of a filled placement; every stage's in = out + Σ dropped. */
export function stagesOf(filled: Filled): TraceStage[] {
  const { retrieved, dropped, survived, arranged, noReason, overLimit } = filled.counts;
  const stage = (step: number, name: TraceStage['name'], into: number, out: number, lost: Record<string, number> = {}): TraceStage => ({
    step,
    name,
    in: into,
    out,
    dropped: lost,
  });
  const ordered = survived - [...arranged.values()].reduce((sum, n) => sum + n, 0);
  const reasoned = ordered - noReason;
  return [
    stage(6, 'retrieve', retrieved, retrieved),
    stage(7, 'filter', retrieved, survived, Object.fromEntries(dropped)),
    stage(8, 'score', survived, survived),
    stage(9, 'arrange', survived, ordered, Object.fromEntries(arranged)),
    stage(11, 'reason', ordered, reasoned, noReason > 0 ? { NO_REASON: noReason } : {}),
    stage(10, 'fill', reasoned, filled.shown.length, overLimit > 0 ? { OVER_LIMIT: overLimit } : {}),
  ];
}
