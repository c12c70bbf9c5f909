// The decision: one request, one world, one answer with its trace. Pure; the steps are those of LOGIC §1.2.
import { drawOf, fnv1a32 } from '../maths/hash.ts';
import { type Memory, memoryOf } from '../memory.ts';
import { type Suppression, suppressionOf } from '../person/suppression.ts';
import { type PersonView, personView, type Situation, situationOf } from '../situation.ts';
import { STRATEGIES } from '../strategies/library.ts';
import type { Answer, AnswerItem, AnswerPlacement, DecisionReason, Trace, TracePlacement, Visibility } from './answer.ts';
import { ageOf, unwantedBrands } from './hard-filters.ts';
import { availabilityBlock, priceBlock } from './offer-price.ts';
import { type Filled, fillPlacement, type PageState, type Shown, stagesOf } from './page.ts';
import { PLACEMENTS, type Placement } from './placements.ts';
import type { DecisionRequest, DecisionWorld } from './request.ts';

const MAX_ITEMS = 50;
/** Candidates a compact trace names, of those that stayed and of those that were dropped. */
const COMPACT = 20;

/** Ids of a request's placements that nobody declared (the API answers them with 404). */
export function unknownPlacements(request: DecisionRequest, own?: ReadonlyMap<string, Placement>): string[] {
  return request.placements.map((one) => one.id).filter((id) => !own?.has(id) && !PLACEMENTS.has(id));
}

/** Step 3: whether this person belongs to the control group; `deterministic` and outside measurement ignore it. */
export function isHeldOut(request: DecisionRequest, world: DecisionWorld): boolean {
  const { person, holdout } = world;
  if (!holdout || person.basis === 'none' || request.options?.evaluation || request.options?.mode === 'deterministic') return false;
  return drawOf(holdout.seed, person.externalId ?? person.userId ?? person.id) < holdout.share;
}

/** Decides a whole page. Throws RangeError for an unknown placement; everything else is answered. */
export function decide(request: DecisionRequest, world: DecisionWorld): { answer: Answer; trace: Trace } {
  const unknown = unknownPlacements(request, world.placements);
  if (unknown.length > 0) throw new RangeError(`Unknown placement: ${unknown.join(', ')}`);
  const holdout = isHeldOut(request, world);
  const memory = memoryOf(world.catalogue, world.stock, world.now);
  const viewOf = viewsOf(request, world, memory);
  let page = emptyPage();
  const placements: AnswerPlacement[] = [];
  const traces: TracePlacement[] = [];
  let tokens = 0;
  let validUntil = Number.POSITIVE_INFINITY;
  let situation: Situation | undefined;
  for (const wanted of request.placements) {
    const placement = (world.placements?.get(wanted.id) ?? PLACEMENTS.get(wanted.id))!;
    const seen = viewOf(placement.inStore);
    situation = situationOf(request, world, placement, memory, seen.view);
    if (situation.evaluation) page = emptyPage();
    const limit = Math.min(MAX_ITEMS, Math.max(1, Math.floor(wanted.limit ?? placement.limit)));
    const filled = fill(request, world, situation, seen.suppression(situation), limit, holdout, page);
    const items = filled.shown.map((shown, i) => itemOf(shown, i + 1, world.token(tokens++), situation!));
    validUntil = Math.min(validUntil, validUntilOf(filled, placement, world.now));
    placements.push(placementOf(placement, filled, items, holdout, world));
    traces.push({
      id: placement.id,
      holdout,
      choice: filled.choice ?? null,
      strategies: filled.strategies,
      stages: stagesOf(filled),
      candidates: filled.candidates,
    });
  }
  const answer: Answer = {
    decisionId: world.decisionId,
    at: new Date(world.now).toISOString(),
    validUntil: new Date(Number.isFinite(validUntil) ? validUntil : world.now).toISOString(),
    reason: overall(placements.map((one) => one.reason)),
    subject: { id: situation?.subject.id ?? null, basis: world.person.basis, purposes: [...world.person.purposes].sort() },
    placements,
  };
  return { answer, trace: traceOf(request, world, situation, answer, traces) };
}

const emptyPage = (): PageState => ({ onPage: new Set(), usedStrategies: new Set() });

interface Seen {
  view: PersonView;
  suppression(situation: Situation): Suppression;
}

/** What is known of the person, once for shop surfaces and once for all others. */
function viewsOf(request: DecisionRequest, world: DecisionWorld, memory: Memory): (inStore: boolean) => Seen {
  const views = new Map<boolean, Seen>();
  return (inStore) => {
    let seen = views.get(inStore);
    if (!seen) {
      const view = personView(request, world, inStore, memory);
      let built: Suppression | undefined;
      const cart = request.context?.cart?.map((line) => line.sku) ?? [];
      const build = ({ timeZone }: Situation): Suppression =>
        suppressionOf({ subject: view.subject, catalogue: world.catalogue, ...memory, now: world.now, timeZone, cart });
      seen = {
        view,
        suppression(situation) {
          built ??= build(situation);
          return built;
        },
      };
      views.set(inStore, seen);
    }
    return seen;
  };
}

function fill(
  request: DecisionRequest,
  world: DecisionWorld,
  situation: Situation,
  suppression: Suppression,
  limit: number,
  holdout: boolean,
  page: PageState,
): Filled {
  const { placement } = situation;
  const visibility: Visibility = request.context?.visibility ?? placement.visibility;
  const rules = { suppression, onPage: page.onPage, unwanted: unwantedBrands(situation), age: ageOf(world.person.birthday, world.now) };
  const strategies = world.strategies ?? STRATEGIES;
  const traced = world.trace === 'compact' ? COMPACT : undefined;
  const quiet = isQuiet(situation);
  return fillPlacement({
    situation,
    request,
    chooser: world.chooser,
    keys: world.personKeys ?? (world.person.basis === 'none' ? [] : [world.person.id]),
    preferred: undefined,
    limit: quiet ? 0 : limit,
    visibility,
    holdout,
    rules,
    strategies,
    page,
    traced,
  });
}

/** An open complaint: no marketing goes out to this person at all until it is settled (LOGIC §1.8). */
function isQuiet(s: Situation): boolean {
  const goesOut = s.placement.contexts.includes('E') || s.channel === 'push' || s.placement.id.startsWith('push.');
  return goesOut && !s.evaluation && s.placement.proactive && s.subject.person.openComplaints.some((one) => one.until > s.now);
}

function itemOf(shown: Shown, slot: number, token: string, s: Situation): AnswerItem {
  const { candidate, availability, score } = shown.item;
  const product = s.product(candidate.sku);
  const kind = product && s.catalogue.needGroup(product.needGroup).kind;
  return {
    slot,
    token,
    type: candidate.offer ? 'offer' : kind === 'service' ? 'service' : 'product',
    id: candidate.offer?.id ?? candidate.sku,
    sku: candidate.sku,
    score: Math.round(score * 1e4) / 1e4,
    name: product?.name ?? null,
    price: product ? priceBlock(product, s, candidate.offer) : null,
    availability: availability ? availabilityBlock(availability, s) : null,
    reasons: shown.reasons,
    rules: [],
    actions: s.placement.actions,
    strategy: shown.strategy,
  };
}

function validUntilOf(filled: Filled, placement: Placement, now: number): number {
  const ends = filled.shown.flatMap((shown) => (shown.item.candidate.offer ? [shown.item.candidate.offer.until] : []));
  return Math.min(now + placement.validMinutes * 60_000, ...ends);
}

function reasonOf(filled: Filled): DecisionReason {
  if (!filled.selected || filled.fromFallback) return 'DEFAULT';
  return filled.personal || !/@(site|channel)/.test(filled.selected.expr) ? 'TARGETING_MATCH' : 'STATIC';
}

function overall(reasons: readonly DecisionReason[]): DecisionReason {
  return (['TARGETING_MATCH', 'STATIC'] as const).find((reason) => reasons.includes(reason)) ?? 'DEFAULT';
}

function placementOf(placement: Placement, filled: Filled, items: AnswerItem[], holdout: boolean, world: DecisionWorld): AnswerPlacement {
  const { selected } = filled;
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
          message: selected.message,
        }
      : null,
    experiment: filled.lead?.experiment ?? null,
    holdout,
    fallback: { used: filled.fromFallback, chain: filled.backfill },
    reason: reasonOf(filled),
    items,
  };
}

function traceOf(
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
    versions: { catalogue: world.catalogue.version, models: world.models.version },
    subject: {
      id: answer.subject.id,
      basis: answer.subject.basis,
      personal: s?.subject.personal ?? false,
      anonymous: s?.subject.anonymous ?? true,
    },
    placements,
  };
}
