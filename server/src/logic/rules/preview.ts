// Trying rules out: articles they meet, logged decisions they touch, placements they would leave short.
import {
  type Answer,
  compileRules,
  type DecisionRequest,
  momentOf,
  PLACEMENTS,
  type PlacementCounts,
  type Reach,
  type Rule,
  type RuleSet,
  reachOf,
  type Simulation,
  sampleRequests,
  simulate,
  situationOf,
  type Text,
  type Trace,
} from '@faden/engine';
import { Problem } from '../../platform/http/index.ts';
import type { Ground } from './ground.ts';
import { placementIds, placementIn, worldOn } from './ground.ts';
import { warningsOf } from './rule.ts';

/** Decides without logging, with a full trace, under the given rules or the published ones. */
export type Explain = (request: DecisionRequest, rules?: RuleSet) => Promise<{ answer: Answer; trace: Trace }>;

export interface PreviewWish {
  before: RuleSet;
  /** The whole set as it would be. */
  after: readonly Rule[];
  /** The rules that are new or changed. */
  tried: readonly Rule[];
  placements?: readonly { id: string; limit?: number | undefined; minimum?: number | undefined }[] | undefined;
  at: number;
  /** Requests of the last days. */
  logged: readonly DecisionRequest[];
}

export interface RulePreview extends Reach {
  id: string;
  /** Requests it has a say in: of the logged ones, and of those made up to try it. */
  decisions: number;
  samples: number;
  /** Placements it has a say in. */
  placements: string[];
  warnings: (Text & { code: string })[];
}

export interface Preview extends Omit<Simulation, 'placements'> {
  at: string;
  rules: RulePreview[];
  placements: (PlacementCounts & { minimum: number })[];
  warnings: (Text & { code: string; placement: string })[];
}

/** Logged decisions looked at: each is decided twice. */
const LOGGED = 100;
const SAMPLES_PER_RULE = 16;
const SAMPLES = 120;
/** Rules whose articles are counted. */
const COUNTED = 100;

export async function preview(wish: PreviewWish, ground: Ground, explain: Explain): Promise<Preview> {
  const after = compileRules(
    wish.after.map((rule) => ({ ...rule, state: 'live' })),
    { version: 'preview' },
  );
  const places: NonNullable<PreviewWish['placements']> = wish.placements ?? placementIds(ground).map((id) => ({ id }));
  const wanted = new Set(places.map((one) => one.id));
  const logged = wish.logged
    .filter((one) => wish.placements === undefined || one.placements.some(({ id }) => wanted.has(id)))
    .slice(0, LOGGED);
  const samples = wish.tried.flatMap((rule) => sampleRequests(rule, places, wish.at).slice(0, SAMPLES_PER_RULE)).slice(0, SAMPLES);
  const requests = [...logged, ...samples];
  const { simulation, hits } = await simulated(requests, wish.before, after, explain);
  const limits = new Map(places.map((one) => [one.id, one]));
  const placements = simulation.placements.map((counts) => ({
    ...counts,
    minimum: minimumOf(counts.placement, limits.get(counts.placement), ground),
  }));
  const rules: RulePreview[] = [];
  for (const rule of wish.tried.slice(0, COUNTED)) {
    rules.push(ruleSeen(rule, hits.get(rule.id) ?? [], new Set(logged), ground, wish.at));
    await others();
  }
  return {
    ...simulation,
    at: new Date(wish.at).toISOString(),
    rules,
    placements,
    warnings: placements.flatMap(shortOf),
  };
}

/** Lets others in between: trying out must not hold up the shop. */
const others = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface Hit {
  request: DecisionRequest;
  placement: string;
}

/** Each request decided under both sets; and which rules of the new one had a say where. */
export async function simulated(
  requests: readonly DecisionRequest[],
  before: RuleSet,
  after: RuleSet,
  explain: Explain,
): Promise<{ simulation: Simulation; hits: Map<string, Hit[]> }> {
  const answers = new Map<DecisionRequest, Both>();
  const hits = new Map<string, Hit[]>();
  const decided: DecisionRequest[] = [];
  for (const request of requests) {
    const both = await decideBoth(request, before, after, explain);
    await others();
    if (!both) continue;
    for (const [id, placement] of both.hits) hits.set(id, [...(hits.get(id) ?? []), { request, placement }]);
    answers.set(request, both.answers);
    decided.push(request);
  }
  const simulation = simulate((request, rules) => answers.get(request)!.get(rules)!, decided, before, after);
  return { simulation, hits };
}

type Both = Map<RuleSet | undefined, { answer: Answer; rules: string[] }>;

/** Undefined where what was asked once can be asked no more: a placement that is gone, a token that was not kept. */
async function decideBoth(
  request: DecisionRequest,
  before: RuleSet,
  after: RuleSet,
  explain: Explain,
): Promise<{ answers: Both; hits: [rule: string, placement: string][] } | undefined> {
  const answers: Both = new Map();
  const hits: [string, string][] = [];
  try {
    for (const set of [before, after]) {
      const { answer, trace } = await explain(request, set);
      answers.set(set, { answer, rules: trace.placements.flatMap((one) => one.rules?.map((rule) => rule.id) ?? []) });
      if (set === after) for (const one of trace.placements) for (const { id } of one.rules ?? []) hits.push([id, one.id]);
    }
    return { answers, hits };
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

function ruleSeen(rule: Rule, hits: readonly Hit[], logged: ReadonlySet<DecisionRequest>, ground: Ground, at: number): RulePreview {
  const world = worldOn(ground, at);
  const request: DecisionRequest = { placements: [{ id: 'web.product.row1' }], channel: 'web' };
  const situation = situationOf(request, world, PLACEMENTS.get('web.product.row1')!);
  const reach = reachOf(rule, world.catalogue, momentOf(situation, {}, world.editorial));
  const requests = [...new Set(hits.map((hit) => hit.request))];
  return {
    id: rule.id,
    ...reach,
    decisions: requests.filter((one) => logged.has(one)).length,
    samples: requests.filter((one) => !logged.has(one)).length,
    placements: [...new Set(hits.map((hit) => hit.placement))].sort(),
    warnings: warningsOf(rule, ground, at, reach.exact ? reach.products : undefined),
  };
}

/** What a placement should have at least: as told, else half of its slots. */
function minimumOf(id: string, asked: { limit?: number | undefined; minimum?: number | undefined } | undefined, ground: Ground): number {
  return asked?.minimum ?? Math.ceil((asked?.limit ?? placementIn(ground, id)?.limit ?? 2) / 2);
}

function shortOf({
  placement,
  minimum,
  leastBefore,
  leastAfter,
  emptyBefore,
  emptyAfter,
}: Preview['placements'][number]): Preview['warnings'] {
  if (emptyAfter > emptyBefore)
    return [
      {
        code: 'EMPTY',
        placement,
        de: `${placement} bliebe in ${emptyAfter} Fällen leer`,
        en: `${placement} would be empty in ${emptyAfter} cases`,
      },
    ];
  if (leastAfter < minimum && leastAfter < leastBefore)
    return [
      {
        code: 'BELOW_MINIMUM',
        placement,
        de: `${placement} hätte nur noch ${leastAfter} statt mindestens ${minimum}`,
        en: `${placement} would have only ${leastAfter} instead of at least ${minimum}`,
      },
    ];
  return [];
}
