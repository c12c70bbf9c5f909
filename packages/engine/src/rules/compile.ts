// A set of rules made ready: conditions compiled, conflict order fixed, and what each article meets remembered as long as it is the same article.
import { localDay } from '../maths/calendar.ts';
import type { Instant, Product } from '../world.ts';
import { ACTIONS } from './actions.ts';
import type { Condition, Rule } from './ast.ts';
import { isWholeDay } from './days.ts';
import type { Facts, Moment } from './facts.ts';
import { keysOf } from './keys.ts';
import { type CompiledEffect, type Met, meeting } from './meeting.ts';
import { createPlacementRules, type PlacementRules } from './placement-rules.ts';
import { FALSE, isFixed, type Judge, judgeOf, narrowness, TRUE, UNKNOWN } from './truth.ts';

interface CompiledRule {
  rule: Rule;
  effects: CompiledEffect[];
  where: Judge | undefined;
  /** Under protective effects what a page does not have counts as not being there, so that `nicht` holds. */
  whereProtective: Judge | undefined;
  when: Judge | undefined;
}

export interface RuleSet {
  version: string;
  /** The live ones in conflict order. */
  rules: readonly Rule[];
  /** The rules that hold at this moment; undefined when none does. */
  at(moment: Moment): PlacementRules | undefined;
  /** Articles no strategy may start from. */
  isSensitive(product: Product): boolean;
  hasSensitive: boolean;
}

const ALWAYS: Judge = () => TRUE;
/** Days of rules are read in this zone. */
const ZONE = 'Europe/Berlin';

/** The higher importance first, then the narrower context, the younger rule, the id. */
export function inConflictOrder(rules: readonly Rule[]): Rule[] {
  const narrow = new Map(rules.map((rule) => [rule, narrowness(rule.where) + narrowness(rule.when)]));
  return [...rules].sort(
    (a, b) =>
      b.importance - a.importance || narrow.get(b)! - narrow.get(a)! || b.since - a.since || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
}

export function compileRules(rules: readonly Rule[], options: { version?: string } = {}): RuleSet {
  const live = inConflictOrder(rules.filter((rule) => rule.state === 'live'));
  let index = 0;
  const compiled = live.map((rule, rank) => compileRule(rule, rank, () => index++));
  const effects = compiled.flatMap((one) => one.effects);
  const meet = meeting(effects);
  const seeds = effects.filter((effect) => effect.action === 'sensitive' && effect.fixed);
  return {
    version: options.version ?? '',
    rules: live,
    at: (moment) => (effects.length === 0 ? undefined : activate(compiled, effects.length, moment, meet)),
    hasSensitive: seeds.length > 0,
    isSensitive: rememberedOf((product) => seeds.some((effect) => effect.judge(factsAbout(product)) !== FALSE)),
  };
}

function rememberedOf(judge: (product: Product) => boolean): (product: Product) => boolean {
  const known = new WeakMap<Product, boolean>();
  return (product) => {
    let found = known.get(product);
    if (found === undefined) {
      found = judge(product);
      known.set(product, found);
    }
    return found;
  };
}

/** Fixed targets ask the moment for names of need groups only. */
const NOBODY = { situation: { catalogue: { needGroup: (id: string) => ({ name: { de: id, en: id } }) } } } as unknown as Moment;
const factsAbout = (product: Product): Facts => ({ product, moment: NOBODY, candidate: undefined });

/** The parts of an `und` that depend on the article alone. */
function gateOf(target: Condition): Condition | undefined {
  if (target.kind !== 'all') return undefined;
  const parts = target.parts.filter(isFixed);
  return parts.length === 0 ? undefined : parts.length === 1 ? parts[0] : { kind: 'all', parts };
}

function compileRule(rule: Rule, rank: number, nextIndex: () => number): CompiledRule {
  const effects = rule.effects.map(({ action, params, target }): CompiledEffect => {
    const { protective } = ACTIONS.get(action)!;
    const effect: CompiledEffect = {
      rule,
      rank,
      index: nextIndex(),
      action,
      params,
      target,
      judge: target ? judgeOf(target) : ALWAYS,
      fixed: target !== undefined && isFixed(target),
      protective,
    };
    const gate = target && !effect.fixed ? gateOf(target) : undefined;
    if (gate) Object.assign(effect, { gate: judgeOf(gate), gateKeys: protective ? undefined : keysOf(gate) });
    if (action === 'spread') effect.sides = [judgeOf(params['a'] as Condition), judgeOf(params['b'] as Condition)];
    return effect;
  });
  return {
    rule,
    effects,
    where: rule.where && judgeOf(rule.where),
    whereProtective: rule.where && judgeOf(rule.where, FALSE),
    when: rule.when && judgeOf(rule.when),
  };
}

/** Whether a rule holds at this instant: days count in full. */
export function isOpen({ from, until }: Pick<Rule, 'from' | 'until'>, now: Instant, today = localDay(now, ZONE)): boolean {
  if (from !== undefined && (isWholeDay(from) ? today < from : now < Date.parse(from))) return false;
  return until === undefined || (isWholeDay(until) ? today <= until : now < Date.parse(until));
}

function activate(
  compiled: readonly CompiledRule[],
  size: number,
  moment: Moment,
  meet: (product: Product, facts: Facts) => Met,
): PlacementRules | undefined {
  const facts: Facts = { moment, product: undefined, candidate: undefined };
  const today = localDay(moment.situation.now, ZONE);
  const active: CompiledEffect[] = [];
  for (const { rule, effects, where, whereProtective, when } of compiled) {
    if (!isOpen(rule, moment.situation.now, today)) continue;
    for (const effect of effects) {
      const [place, person] = effect.protective ? [whereProtective, when] : [where, when];
      const holds = (judge: Judge | undefined): boolean => {
        const truth = judge ? judge(facts) : TRUE;
        return truth === TRUE || (effect.protective && truth === UNKNOWN);
      };
      if (holds(place) && holds(person)) active.push(effect);
    }
  }
  return active.length === 0 ? undefined : createPlacementRules({ moment, active, size, meet });
}
