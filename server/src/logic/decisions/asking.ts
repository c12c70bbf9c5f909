// From a call to what the engine needs: who is meant, as of when, and the world they are decided in.
import {
  type Answer,
  type Catalogue,
  type Chooser,
  type DecisionRequest,
  type DecisionWorld,
  type Editorial,
  type Models,
  type NamedStrategy,
  type Offer,
  type Person,
  PLACEMENTS,
  type Placement,
  type RuleSet,
  type Stock,
  unknownPlacements,
} from '@faden/engine';
import type { Profile, Profiles } from '../../data/profile/index.ts';
import type { Caller, IdentityTokens } from '../../platform/access/index.ts';
import type { Clock } from '../../platform/clock.ts';
import { isUnavailable } from '../../platform/database/index.ts';
import { invalid, Problem } from '../../platform/http/index.ts';
import type { Ids } from '../../platform/ids.ts';
import { deviceMaySpeak, noPerson, personOf, type SubjectRef, whoIsMeant } from './person.ts';

export interface Asked extends Omit<DecisionRequest, 'subject' | 'channel'> {
  subject?: SubjectRef | null;
  channel?: string;
}

/** Everything a decision reads beside the person; each is current at the moment of asking. */
export interface Views {
  catalogue: () => Catalogue;
  stock: () => Stock;
  offers: () => readonly Offer[];
  models: () => Models;
  editorial: () => Editorial;
  chooser: () => Chooser | undefined;
  rules: () => RuleSet | undefined;
  /** The catalogue's strategies and placements with the merchant's own. */
  strategies: () => ReadonlyMap<string, NamedStrategy>;
  placements: () => ReadonlyMap<string, Placement>;
}

interface Needs extends Views {
  clock: Clock;
  ids: Ids;
  tokens: IdentityTokens;
  profiles: Profiles;
  /** Share of people who never get personal strategies, and the seed of the draw. */
  holdout: { share: number; seed: string };
}

export interface Prepared {
  request: DecisionRequest;
  world: DecisionWorld;
  profile: Profile | undefined;
  measuring: boolean;
  explained: boolean;
  /** The person could not be read in time: only what holds for everybody was used. */
  failed: boolean;
}

/** What makes a decision be the same again. */
export interface Pinned {
  decisionId: string;
  seed: string;
  now: number;
}

export interface Asking {
  /** @throws Problem 404 for an unknown placement, 403 for measuring without a secret key, 422 for an unreadable instant. */
  prepare(asked: Asked, caller: Caller, instead?: Partial<DecisionWorld>): Promise<Prepared>;
  /** The world for a person; `pinned` where a logged decision is to be made once more. */
  worldFor(person: Person, pinned: Pinned, trace: DecisionWorld['trace']): DecisionWorld;
  requestOf(asked: Asked, profile: Profile | undefined): DecisionRequest;
}

const isoWithZone = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2}))?$/;

export function createAsking(needs: Needs): Asking {
  const { clock, ids, profiles } = needs;

  const worldFor: Asking['worldFor'] = (person, { decisionId, seed, now }, trace) => ({
    trace,
    person,
    catalogue: needs.catalogue(),
    stock: needs.stock(),
    offers: needs.offers(),
    models: needs.models(),
    editorial: needs.editorial(),
    ...chosenBy(needs),
    strategies: needs.strategies(),
    placements: needs.placements(),
    now,
    decisionId,
    seed,
    token: (slot) => `tok_${decisionId.slice(4)}_${slot}`,
    holdout: needs.holdout,
  });

  const requestOf: Asking['requestOf'] = (asked, profile) => {
    const channel = asked.channel ?? PLACEMENTS.get(asked.placements[0]?.id ?? '')?.id.split('.')[0] ?? 'web';
    return { ...asked, channel, context: withOrder(asked.context, profile) } as DecisionRequest;
  };

  return {
    worldFor,
    requestOf,
    async prepare(asked, caller, instead = {}) {
      refuseUnknown(asked, instead.placements ?? needs.placements());
      const measuring = mayMeasure(asked, caller);
      refuseUnreadableTimes(asked);
      const now = momentOf(asked.context?.at, clock);
      const named = await whoIsMeant(asked.subject, caller, needs.tokens);
      const { profile, failed } = named
        ? await inTime(profiles.read(named.ref), measuring ? undefined : asked.options?.timeoutMs)
        : nobodyNamed;
      const speaks = profile && named && (named.basis !== 'device' || deviceMaySpeak(profile, named.ref.anonymousId, clock.now()));
      const person = speaks ? personOf(profile, named.basis, clock.now()) : noPerson();
      const decisionId = `dec_${ids.next()}`;
      const explain = asked.options?.explain;
      const explained = Boolean(explain) && explain !== 'none' && caller.kind === 'secret';
      const pinned = { decisionId, seed: String(asked.options?.seed ?? decisionId), now };
      const world = { ...worldFor(person, pinned, explained ? 'full' : 'compact'), ...instead };
      // The oldest identifier decides an experiment's variant: a merge moves nobody into another one.
      if (profile) world.personKeys = profile.person.nodes.map((node) => node.id).sort();
      return { request: requestOf(asked, profile), world, profile, measuring, explained, failed };
    },
  };
}

const nobodyNamed = { profile: undefined, failed: false };

/** A person who cannot be read, or not in time, is treated as nobody: the answer fails closed for personal data and open for service. */
async function inTime(
  reading: Promise<Profile | undefined>,
  timeoutMs: number | undefined,
): Promise<{ profile: Profile | undefined; failed: boolean }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    if (timeoutMs !== undefined) timer = setTimeout(() => resolve('late'), timeoutMs);
  });
  try {
    const first = await Promise.race([reading, late]);
    return first === 'late' ? { profile: undefined, failed: true } : { profile: first, failed: false };
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    return { profile: undefined, failed: true };
  } finally {
    clearTimeout(timer);
    // What comes too late, or fails after that, concerns nobody any more.
    reading.catch(() => {});
  }
}

/** What is absent stays absent: the engine then keeps the merchant's order and knows no rules. */
function chosenBy(needs: Views): Pick<DecisionWorld, 'chooser' | 'rules'> {
  const chooser = needs.chooser();
  const rules = needs.rules();
  return { ...(chooser ? { chooser } : {}), ...(rules ? { rules } : {}) };
}

function refuseUnknown(asked: Asked, placements: ReadonlyMap<string, Placement>): void {
  const [unknown] = unknownPlacements({ placements: asked.placements } as DecisionRequest, placements);
  if (unknown !== undefined)
    throw new Problem(404, 'not_found', `placement ${unknown} is not known`, [{ path: 'placements', message: `${unknown} is not known` }]);
}

function mayMeasure(asked: Asked, caller: Caller): boolean {
  if (asked.options?.evaluation !== true) return false;
  if (caller.kind === 'secret') return true;
  const message = 'needs a secret key';
  throw new Problem(403, 'not_allowed', `options.evaluation ${message}`, [{ path: 'options.evaluation', message }]);
}

function refuseUnreadableTimes(asked: Asked): void {
  for (const [i, { at }] of (asked.context?.session ?? []).entries())
    if (at !== undefined && Number.isNaN(new Date(at).getTime()))
      throw invalid(`context.session.${i}.at`, 'must be an ISO 8601 instant or epoch milliseconds');
}

function momentOf(at: string | null | undefined, clock: Clock): number {
  if (!at) return clock.now();
  const instant = isoWithZone.test(at) ? Date.parse(at) : Number.NaN;
  if (Number.isNaN(instant)) throw invalid('context.at', 'must be an ISO 8601 instant with zone');
  return instant;
}

/** `orderId` stands for what was bought on it. */
function withOrder(context: Asked['context'], profile: Profile | undefined): Asked['context'] {
  if (!context?.orderId || context.orderSkus) return context;
  const wanted = [context.orderId, `order:${context.orderId}`, `receipt:${context.orderId}`];
  const skus = (profile?.folded.purchases ?? []).filter((p) => wanted.includes(p.ref)).map((p) => p.sku);
  return { ...context, orderSkus: skus };
}

/** What the log keeps of a request. Identifiers of somebody unknown are not kept: no erasure would ever find them. */
export function withoutSecrets(asked: Asked, known: boolean): Asked {
  const { subject } = asked;
  if (!subject) return asked;
  if (!known) return { ...asked, subject: Object.fromEntries(Object.keys(subject).map((field) => [field, '[unknown]'])) };
  return subject.identityToken ? { ...asked, subject: { ...subject, identityToken: '[token]' } } : asked;
}

/** What a decision was about, for those who watch and those who learn. */
export function summary(answer: Answer, channel: string, profileId: string | undefined) {
  return {
    decisionId: answer.decisionId,
    at: answer.at,
    ...(profileId ? { profileId } : {}),
    channel,
    placements: answer.placements.map((p) => ({ id: p.id, strategy: p.strategy?.id ?? null, skus: p.items.map((i) => i.sku) })),
  };
}
