// Step 5: which strategy leads a placement: a merchant's rule, else an experiment, else what was learned, else the merchant's order.
import type { ChoiceContext } from '../choose/cells.ts';
import type { Chooser } from '../choose/chooser.ts';
import { DAY_MS } from '../maths/decay.ts';
import { drawOf } from '../maths/hash.ts';
import type { Preferred } from '../rules/prefer.ts';
import type { Situation } from '../situation.ts';
import type { DecisionRequest } from './request.ts';

export type LeadBy = 'rule' | 'experiment' | 'bandit' | 'arbitration' | 'priority' | 'fallback' | 'holdout';

/** The strategy to be tried next, and how it came to stand there. */
export interface Lead {
  id: string;
  by: LeadBy;
  propensity: number;
  model?: string;
  experiment?: { id: string; variant: string };
  rule?: string;
  /** Tried out: another arm than the one thought best. */
  exploratory?: true;
}

const MAX_ARMS = 12;
const LAPSED_AFTER = 90 * DAY_MS;
const NEWLY_OWNED = 60 * DAY_MS;
/** Context codes where nothing is tried out: service, till. */
const NO_TRIALS: ReadonlySet<string> = new Set(['V', 'R']);

function choiceContextOf(s: Situation, request: DecisionRequest): ChoiceContext {
  const { purchases, signals } = s.subject.history;
  const last = Math.max(purchases.at(-1)?.at ?? Number.NEGATIVE_INFINITY, signals.at(-1)?.at ?? Number.NEGATIVE_INFINITY);
  const customer = !s.subject.personal ? 'anonymous' : purchases.length === 0 ? 'new' : s.now - last > LAPSED_AFTER ? 'lapsed' : 'active';
  const complaint = s.subject.person.openComplaints.some((one) => one.until > s.now);
  const firstOnTablet = s.placement.visibility === 'associate';
  return {
    placement: s.placement.id,
    channel: s.channel,
    page: request.context?.page ?? null,
    customer,
    interest: s.subject.personal && s.activeNeeds().size > 0,
    ownedRelated: s.subject.personal && purchases.some((one) => s.now - one.at <= NEWLY_OWNED && one.at <= s.now),
    explore: !complaint && !firstOnTablet && !s.placement.contexts.some((code) => NO_TRIALS.has(code)),
  };
}

export interface LeadInput {
  situation: Situation;
  request: DecisionRequest;
  chooser: Chooser | undefined;
  /** Strategies a rule prefers here, the first first. */
  preferred: Preferred | undefined;
  keys: readonly string[];
  holdout: boolean;
  /** Something was tried out on this page already: once a page is enough. */
  explored: boolean;
  /** Whether a strategy may run here and now. */
  eligible(id: string): boolean;
}

export interface LeadPlan {
  /** The strategy to try next; undefined when all have had their turn. */
  next(): Lead | undefined;
  /** Weight with which each arm would have been drawn first. */
  weights: ReadonlyMap<string, number>;
  context: ChoiceContext | undefined;
}

/**
 * The order in which a placement's strategies are tried. The first drawn leads and the others fill up behind it in the merchant's order.
 * An arm that yields nothing was no choice at all: the next is drawn among the rest, and its propensity counts what was left.
 */
export function planLead(input: LeadInput, hasLead: () => boolean): LeadPlan {
  const { situation: s, chooser, preferred, holdout } = input;
  const takes = chooser !== undefined && !holdout && !s.evaluation;
  // An experiment may try a strategy the placement does not list: it then stands at its end.
  const assigned = takes ? chooser.assign(s.placement.id, input.keys)?.strategy : undefined;
  const { strategies } = s.placement;
  const merchant = assigned === undefined || strategies.includes(assigned) ? [...strategies] : [...strategies, assigned];
  const waiting = new Set(merchant);
  const weights = new Map<string, number>();
  const rules = (preferred?.ids ?? []).filter((id) => input.eligible(id));
  let drawing = takes && rules.length === 0;
  const context = drawing ? choiceContextOf(s, input.request) : undefined;
  let drawn = 0;
  const drawNext = (): Lead | undefined => {
    if (!drawing || !chooser || !context || hasLead()) return undefined;
    const eligible = merchant.filter((id) => waiting.has(id) && input.eligible(id));
    const beyond = eligible.slice(MAX_ARMS).filter((id) => id === assigned);
    const arms = [...eligible.slice(0, MAX_ARMS - beyond.length), ...beyond];
    if (arms.length === 0) return undefined;
    const mode = input.request.options?.mode;
    const argmax = mode === 'deterministic' || !context.explore || input.explored;
    const choice = chooser.choose(arms, context, drawOf(s.seed, `choose:${s.placement.id}:${drawn}`), argmax, input.keys);
    if (!choice) return undefined;
    if (drawn === 0) for (const { arm, weight } of choice.weights) weights.set(arm, weight);
    drawn += 1;
    return {
      id: choice.arm,
      by: choice.by,
      propensity: choice.propensity,
      model: choice.model,
      ...(choice.experiment ? { experiment: choice.experiment } : {}),
      ...(choice.exploratory ? { exploratory: true as const } : {}),
    };
  };
  return {
    weights,
    context,
    next() {
      const ruled = rules.shift();
      if (ruled !== undefined) {
        waiting.delete(ruled);
        return { id: ruled, by: 'rule', propensity: 1, ...(preferred ? { rule: preferred.rule } : {}) };
      }
      const lead = drawNext();
      if (lead) {
        waiting.delete(lead.id);
        return lead;
      }
      drawing = false;
      const id = merchant.find((one) => waiting.has(one));
      if (id === undefined) return undefined;
      waiting.delete(id);
      return { id, by: holdout ? 'holdout' : 'priority', propensity: 1 };
    },
  };
}
