// How far a rule reaches: the articles its targets meet, and a context in which it would hold, to try it out.
import type { DecisionContext, DecisionRequest } from '../decide/request.ts';
import type { Catalogue, Instant } from '../world.ts';
import type { Comparison, Condition, Rule } from './ast.ts';
import type { Moment } from './facts.ts';
import { isFixed, judgeOf, TRUE, UNKNOWN } from './truth.ts';

export interface Reach {
  /** Articles the targets of the rule meet. */
  products: number;
  /** Articles of which it cannot be told; they count as met where the rule protects. */
  unknown: number;
  /** Articles looked at. */
  of: number;
  /** Some of them. */
  examples: string[];
  /** False where targets also ask for stock, offers, figures or lists: then only the rest of the articles' facts was looked at. */
  exact: boolean;
}

const EXAMPLES = 10;

/** Counts over the active articles, at most so many. */
export function reachOf(rule: Rule, catalogue: Catalogue, moment: Moment, most = 200_000): Reach {
  const targets = rule.effects.flatMap(({ action, params, target }) =>
    action === 'spread' ? [params['a'] as Condition, params['b'] as Condition] : target ? [target] : [],
  );
  const judges = targets.map((target) => judgeOf(target));
  const reach: Reach = { products: 0, unknown: 0, of: 0, examples: [], exact: targets.every(isFixed) };
  for (const sku of catalogue.allSkus().slice(0, most)) {
    const product = catalogue.product(sku);
    if (!product?.active) continue;
    reach.of += 1;
    if (judges.length === 0) continue;
    const truths = judges.map((judge) => judge({ moment, product, candidate: { sku, score: 0, why: [] } }));
    if (truths.includes(TRUE)) {
      reach.products += 1;
      if (reach.examples.length < EXAMPLES) reach.examples.push(sku);
    } else if (truths.includes(UNKNOWN)) reach.unknown += 1;
  }
  if (judges.length === 0) reach.products = reach.of;
  return reach;
}

const SIMPLE: Readonly<Record<string, keyof DecisionContext>> = {
  'ctx.category': 'category',
  'ctx.brand': 'brand',
  'ctx.term': 'term',
  'ctx.need': 'need',
  'ctx.weather': 'weather',
  'ctx.occasion': 'occasion',
  'ctx.campaign': 'campaign',
  'ctx.storeId': 'storeId',
  'ctx.zone': 'zoneId',
  'ctx.page': 'page',
  'ctx.sku': 'sku',
  'ctx.visibility': 'visibility',
};

/** Requests in which the context of a rule holds as far as it names values; one for each placement. */
export function sampleRequests(
  rule: Rule,
  placements: readonly { id: string; limit?: number | undefined }[],
  at: Instant,
): DecisionRequest[] {
  const context: Record<string, unknown> = {};
  let channel = 'web';
  const only = new Set<string>();
  for (const { field, operator, values } of positives(rule.where)) {
    const value = values[0];
    if (value === undefined || operator === '!=' || operator === 'notIn') continue;
    const key = SIMPLE[field];
    if (key) context[key] = String(value);
    else if (field === 'ctx.channel') channel = String(value);
    else if (field === 'ctx.placement') for (const one of values) only.add(String(one));
  }
  return placements
    .filter((one) => only.size === 0 || only.has(one.id))
    .map(({ id, limit }) => ({
      placements: [limit === undefined ? { id } : { id, limit }],
      channel,
      context: { ...context, at: new Date(at).toISOString() } as DecisionContext,
    }));
}

/** Comparisons that stand without `nicht`, of alternatives the first. */
function positives(condition: Condition | undefined): Comparison[] {
  switch (condition?.kind) {
    case 'compare':
      return [condition];
    case 'all':
      return condition.parts.flatMap(positives);
    case 'any':
      return positives(condition.parts[0]);
    default:
      return [];
  }
}
