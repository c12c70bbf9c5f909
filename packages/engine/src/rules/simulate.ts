// Before and after: the same requests decided under two sets of rules, and where the answers differ (LOGIC §1.3 simulate).
import type { Answer } from '../decide/answer.ts';
import type { DecisionRequest } from '../decide/request.ts';
import type { RuleSet } from './compile.ts';

export interface PlacementCounts {
  placement: string;
  /** Requests that asked for it. */
  requests: number;
  /** Of these, with other items or another order. */
  changed: number;
  /** Items in all answers together. */
  before: number;
  after: number;
  /** Answers without any item. */
  emptyBefore: number;
  emptyAfter: number;
  /** The fewest items of any answer. */
  leastBefore: number;
  leastAfter: number;
  /** Skus that left and came, most often first. */
  left: { sku: string; times: number }[];
  came: { sku: string; times: number }[];
}

export interface Simulation {
  requests: number;
  /** Requests in which a rule that is only in one of the sets had a say, or whose items changed. */
  touched: number;
  changed: number;
  placements: PlacementCounts[];
}

/** An answer with the ids of rules that had a say, per placement. */
export interface Simulated {
  answer: Answer;
  rules: readonly string[];
}

export type DecideOne = (request: DecisionRequest, rules: RuleSet | undefined) => Simulated;

const NAMED = 20;

interface Tally extends Omit<PlacementCounts, 'left' | 'came'> {
  gone: Map<string, number>;
  fresh: Map<string, number>;
}

/** Pure as long as `decideOne` is: same seed and time for both runs of a request. */
export function simulate(
  decideOne: DecideOne,
  requests: readonly DecisionRequest[],
  before: RuleSet | undefined,
  after: RuleSet | undefined,
): Simulation {
  const differing = differingRules(before, after);
  const tallies = new Map<string, Tally>();
  let touched = 0;
  let changed = 0;
  for (const request of requests) {
    const [old, fresh] = [decideOne(request, before), decideOne(request, after)];
    const differs = compareAnswers(old.answer, fresh.answer, tallies);
    if (differs) changed += 1;
    if (differs || [...old.rules, ...fresh.rules].some((id) => differing.has(id))) touched += 1;
  }
  return { requests: requests.length, touched, changed, placements: [...tallies.values()].map(countsOf) };
}

/** Ids of rules that are not the same in both sets. */
function differingRules(before: RuleSet | undefined, after: RuleSet | undefined): Set<string> {
  const written = (set: RuleSet | undefined) => new Map(set?.rules.map((rule) => [rule.id, JSON.stringify({ ...rule, since: 0 })]));
  const [old, fresh] = [written(before), written(after)];
  return new Set([...old.keys(), ...fresh.keys()].filter((id) => old.get(id) !== fresh.get(id)));
}

function compareAnswers(old: Answer, fresh: Answer, tallies: Map<string, Tally>): boolean {
  let differs = false;
  for (const [i, placement] of old.placements.entries()) {
    const [was, is] = [placement.items, fresh.placements[i]?.items ?? []].map((items) => items.map((item) => item.id));
    const tally = tallyOf(placement.id, tallies);
    const same = was!.length === is!.length && was!.every((id, slot) => id === is![slot]);
    tally.requests += 1;
    tally.changed += same ? 0 : 1;
    tally.before += was!.length;
    tally.after += is!.length;
    tally.emptyBefore += was!.length === 0 ? 1 : 0;
    tally.emptyAfter += is!.length === 0 ? 1 : 0;
    tally.leastBefore = Math.min(tally.leastBefore, was!.length);
    tally.leastAfter = Math.min(tally.leastAfter, is!.length);
    for (const id of was!) if (!is!.includes(id)) tally.gone.set(id, (tally.gone.get(id) ?? 0) + 1);
    for (const id of is!) if (!was!.includes(id)) tally.fresh.set(id, (tally.fresh.get(id) ?? 0) + 1);
    differs ||= !same;
  }
  return differs;
}

function tallyOf(placement: string, tallies: Map<string, Tally>): Tally {
  const known = tallies.get(placement);
  if (known) return known;
  const counts = { requests: 0, changed: 0, before: 0, after: 0, emptyBefore: 0, emptyAfter: 0 };
  const least = { leastBefore: Number.POSITIVE_INFINITY, leastAfter: Number.POSITIVE_INFINITY };
  const tally: Tally = { placement, ...counts, ...least, gone: new Map(), fresh: new Map() };
  tallies.set(placement, tally);
  return tally;
}

function countsOf({ gone, fresh, ...counts }: Tally): PlacementCounts {
  const most = (times: Map<string, number>) =>
    [...times]
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, NAMED)
      .map(([sku, n]) => ({ sku, times: n }));
  return { ...counts, left: most(gone), came: most(fresh) };
}
