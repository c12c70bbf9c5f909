// The decision: one request, one world, one answer with its trace. Pure; the steps are those of LOGIC §1.2.
import { inHoldout } from '../choose/assign.ts';
import { type Memory, memoryOf } from '../memory.ts';
import { type Suppression, suppressionOf } from '../person/suppression.ts';
import { type PersonView, personView } from '../person-view.ts';
import { momentOf } from '../rules/facts.ts';
import { guarded } from '../rules/guard.ts';
import type { PlacementRules } from '../rules/placement-rules.ts';
import { preferredIn } from '../rules/prefer.ts';
import { type Situation, situationOf } from '../situation.ts';
import { STRATEGIES } from '../strategies/library.ts';
import type { Answer, AnswerPlacement, Trace, TracePlacement, Visibility } from './answer.ts';
import { type Filled, type PageState, stagesOf } from './filled.ts';
import { ageOf, unwantedBrands } from './hard-filters.ts';
import { fillPlacement } from './page.ts';
import { PLACEMENTS, type Placement } from './placements.ts';
import type { DecisionRequest, DecisionWorld } from './request.ts';
import { itemOf, overall, placementOf, traceOf, validUntilOf } from './told.ts';

const MAX_ITEMS = 50;
/** Candidates a compact trace names, of those that stayed and of those that were dropped. */
const COMPACT = 20;

/** Ids of a request's placements that nobody declared (the API answers them with 404). */
export function unknownPlacements(request: DecisionRequest, own?: ReadonlyMap<string, Placement>): string[] {
  return request.placements.map((one) => one.id).filter((id) => !own?.has(id) && !PLACEMENTS.has(id));
}

/** Step 3: whether this person belongs to the control group; `deterministic` and outside measurement ignore it. */
function isHeldOut(request: DecisionRequest, world: DecisionWorld): boolean {
  const { person, holdout } = world;
  if (!holdout || person.basis === 'none' || request.options?.evaluation || request.options?.mode === 'deterministic') return false;
  return inHoldout({ base: holdout.seed, share: holdout.share }, [person.externalId ?? person.userId ?? person.id], world.now);
}

/** Decides a whole page. Throws RangeError for an unknown placement; everything else is answered. */
export function decide(request: DecisionRequest, world: DecisionWorld): { answer: Answer; trace: Trace } {
  const unknown = unknownPlacements(request, world.placements);
  if (unknown.length > 0) throw new RangeError(`Unknown placement: ${unknown.join(', ')}`);
  const holdout = isHeldOut(request, world);
  const memory = guarded(memoryOf(world.catalogue, world.stock, world.now), request.options?.evaluation ? undefined : world.rules);
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
    placements.push(placementOf(filled, items, holdout, world, situation));
    traces.push({
      id: placement.id,
      holdout,
      choice: filled.choice ?? null,
      strategies: filled.strategies,
      stages: stagesOf(filled),
      candidates: filled.candidates,
      ...(filled.ruled.size > 0 ? { rules: [...filled.ruled].map(([id, one]) => ({ id, ...one })) } : {}),
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

const emptyPage = (): PageState => ({ onPage: new Set(), usedStrategies: new Set(), explored: false });

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
  const merchandising = merchandisingOf(request, world, situation);
  const age = ageOf(world.person.birthday, world.now);
  const rules = { suppression, onPage: page.onPage, unwanted: unwantedBrands(situation), age, merchandising };
  const strategies = world.strategies ?? STRATEGIES;
  const traced = world.trace === 'compact' ? COMPACT : undefined;
  const quiet = isQuiet(situation);
  return fillPlacement({
    situation,
    request,
    chooser: world.chooser,
    keys: world.personKeys ?? (world.person.basis === 'none' ? [] : [world.person.id]),
    preferred: preferredIn(merchandising),
    limit: quiet ? 0 : limit,
    visibility,
    holdout,
    rules,
    strategies,
    page,
    traced,
  });
}

/** The merchandising rules that hold here and now; measuring from outside knows none. */
function merchandisingOf(request: DecisionRequest, world: DecisionWorld, s: Situation): PlacementRules | undefined {
  if (!world.rules || s.evaluation) return undefined;
  return world.rules.at(momentOf(s, request.context ?? {}, world.editorial));
}

/** An open complaint: no marketing goes out to this person at all until it is settled (LOGIC §1.8). */
function isQuiet(s: Situation): boolean {
  const goesOut = s.placement.contexts.includes('E') || s.channel === 'push' || s.placement.id.startsWith('push.');
  return goesOut && !s.evaluation && s.placement.proactive && s.subject.person.openComplaints.some((one) => one.until > s.now);
}
