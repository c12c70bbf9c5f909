// What is told of a decision: the items with their prices and reasons, who led and why, and the trace.
import { fnv1a32 } from '../maths/hash.ts';
import type { Situation } from '../situation.ts';
import { type Candidate, idOf } from '../strategies/candidate.ts';
import { headingOf } from '../strategies/headings.ts';
import type { NamedStrategy } from '../strategies/library.ts';
import { isService } from '../strategies/sources/built-in-content.ts';
import type { Product, Text } from '../world.ts';
import type { Answer, AnswerItem, AnswerPlacement, DecisionReason, Trace, TracePlacement } from './answer.ts';
import type { Filled, Shown } from './filled.ts';
import { availabilityBlock, priceBlock } from './offer-price.ts';
import type { Placement } from './placements.ts';
import type { DecisionRequest, DecisionWorld } from './request.ts';

function typeOf({ content, offer }: Candidate, product: Product | undefined, s: Situation): AnswerItem['type'] {
  if (content) return isService(content) ? 'service' : 'content';
  if (offer) return 'offer';
  return product && s.catalogue.needGroup(product.needGroup).kind === 'service' ? 'service' : 'product';
}

/** What stands in a slot, as channels read it. */
export function itemOf(shown: Shown, slot: number, token: string, s: Situation): AnswerItem {
  const { candidate, availability, score } = shown.item;
  const { content } = candidate;
  const product = s.product(candidate.sku);
  return {
    slot,
    token,
    type: typeOf(candidate, product, s),
    id: idOf(candidate),
    sku: content ? '' : candidate.sku,
    score: Math.round(score * 1e4) / 1e4,
    name: content?.title ?? product?.name ?? null,
    ...(content?.text ? { text: content.text } : {}),
    ...(content?.url === undefined ? {} : { url: content.url }),
    ...(content?.image === undefined ? {} : { image: content.image }),
    price: product ? priceBlock(product, s, candidate.offer) : null,
    availability: availability ? availabilityBlock(availability, s) : null,
    reasons: shown.reasons,
    rules: shown.rules,
    ...(shown.labels.length > 0 ? { labels: shown.labels } : {}),
    actions: s.placement.actions,
    strategy: shown.strategy,
  };
}

/** An answer holds as long as its placement allows, and no longer than what it offers. */
export function validUntilOf(filled: Filled, placement: Placement, now: number): number {
  const ends = filled.shown.flatMap(({ item: { candidate } }) => candidate.offer?.until ?? candidate.content?.until ?? []);
  return Math.min(now + placement.validMinutes * 60_000, ...ends);
}

function reasonOf(filled: Filled): DecisionReason {
  if (!filled.selected || filled.fromFallback) return 'DEFAULT';
  return filled.personal || !/@(site|channel)/.test(filled.selected.expr) ? 'TARGETING_MATCH' : 'STATIC';
}

/** The strongest of the reasons. */
export function overall(reasons: readonly DecisionReason[]): DecisionReason {
  return (['TARGETING_MATCH', 'STATIC'] as const).find((reason) => reasons.includes(reason)) ?? 'DEFAULT';
}

export function placementOf(filled: Filled, items: AnswerItem[], holdout: boolean, world: DecisionWorld, s: Situation): AnswerPlacement {
  const { selected } = filled;
  const { placement } = s;
  const by = holdout ? 'holdout' : filled.fromFallback ? 'fallback' : (filled.lead?.by ?? 'priority');
  return {
    id: placement.id,
    layout: placement.layout,
    strategy: selected
      ? {
          id: selected.id,
          by,
          propensity: filled.lead?.propensity ?? 1,
          model: filled.lead?.model ?? world.models.version,
          message: headingFor(selected, filled, s),
        }
      : null,
    experiment: filled.lead?.experiment ?? null,
    holdout,
    fallback: { used: filled.fromFallback, chain: filled.backfill },
    reason: reasonOf(filled),
    items,
  };
}

/** The heading speaks about the first item the strategy itself brought. */
function headingFor(selected: NamedStrategy, filled: Filled, s: Situation): Text {
  return headingOf(selected, filled.shown.find((one) => one.strategy === selected.id)?.item.candidate, s);
}

/** How the answer came to be, for those who have to explain it. */
export function traceOf(
  request: DecisionRequest,
  world: DecisionWorld,
  s: Situation | undefined,
  answer: Answer,
  placements: TracePlacement[],
): Trace {
  const mode = request.options?.mode ?? 'live';
  return {
    decisionId: world.decisionId,
    at: answer.at,
    mode,
    logged: mode !== 'preview' && request.options?.evaluation !== true,
    contextHash: fnv1a32(JSON.stringify(request.context ?? {})),
    versions: {
      catalogue: world.catalogue.version,
      models: world.models.version,
      rules: world.rules?.version ?? '',
      editorial: world.editorial?.version ?? '',
      choice: world.chooser?.version ?? '',
    },
    subject: {
      id: answer.subject.id,
      basis: answer.subject.basis,
      personal: s?.subject.personal ?? false,
      anonymous: s?.subject.anonymous ?? true,
    },
    placements,
  };
}
