// What fits now: one profile read, then memory only; logged with its trace, credited by its reactions.
import {
  type Answer,
  type Catalogue,
  type DecisionRequest,
  decide as decidePurely,
  type Models,
  type Offer,
  type Person,
  PLACEMENTS,
  type Stock,
  type Trace,
  unknownPlacements,
} from '@faden/engine';
import type { LogEntry, Profile, Profiles } from '../../data/profile/index.ts';
import type { Caller, IdentityTokens } from '../../platform/access/index.ts';
import type { Bus } from '../../platform/bus/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Custodian, Database, Sql } from '../../platform/database/index.ts';
import { invalid, type Metrics, notFound, Problem } from '../../platform/http/index.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Log } from '../../platform/log.ts';
import { createLogBuffer } from './log-buffer.ts';
import { packTrace } from './packed.ts';
import { deviceMaySpeak, noPerson, personOf, type SubjectRef, whoIsMeant } from './person.ts';
import { decisionsOf, deleteDecisions, insertReaction, type KeptDecision, reactionsTo } from './store.ts';

export { decisionTags } from './data-tags.ts';
export { personOf, purposesOf } from './person.ts';
export { mountDecisions } from './routes.ts';

export interface Asked extends Omit<DecisionRequest, 'subject' | 'channel'> {
  subject?: SubjectRef | null;
  channel?: string;
}
export type Decided = Omit<Answer, 'subject'> & { subject?: Answer['subject']; trace?: Trace };
export interface Reaction {
  token?: string | undefined;
  reaction: string;
  actor?: string | { role: string; id?: string | undefined } | undefined;
}

export interface Decisions {
  decide(asked: Asked, caller: Caller): Promise<Decided>;
  trace(id: string): Promise<Record<string, unknown>>;
  /** The decision a reaction is about; @throws when unknown. */
  kept(id: string): Promise<KeptDecision>;
  react(tx: Sql, kept: KeptDecision, reaction: Reaction, caller: Caller): Promise<Record<string, unknown>>;
  of(profile: Profile, limit: number): Promise<KeptDecision[]>;
  /** Writes what waits, so that reactions find it. */
  flush(): Promise<void>;
  stop(): Promise<void>;
  custodian: Custodian;
}

interface Needs {
  database: Database;
  bus: Bus;
  clock: Clock;
  ids: Ids;
  log: Log;
  metrics: Metrics;
  tokens: IdentityTokens;
  profiles: Profiles;
  catalogue: () => Catalogue;
  stock: () => Stock;
  offers: () => readonly Offer[];
  models: () => Models;
  /** Share of people who never get personal strategies, and the seed of the draw. */
  holdout: { share: number; seed: string };
  /** Called with every decision that was made for somebody: not for previews and measurements. */
  decided: (what: {
    decisionId: string;
    at: string;
    profileId?: string;
    channel: string;
    placements: { id: string; strategy: string | null; skus: string[] }[];
  }) => void;
}

const isoWithZone = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2}))?$/;

export function createDecisions(needs: Needs): Decisions {
  const { database, clock, ids, tokens, profiles, metrics } = needs;
  const buffer = createLogBuffer({ database, log: needs.log });

  const decide: Decisions['decide'] = async (asked, caller) => {
    const started = performance.now();
    const unknown = unknownPlacements({ placements: asked.placements } as DecisionRequest);
    if (unknown[0] !== undefined)
      throw new Problem(404, 'not_found', `placement ${unknown[0]} is not known`, [
        { path: 'placements', message: `${unknown[0]} is not known` },
      ]);
    const measuring = asked.options?.evaluation === true;
    if (measuring && caller.kind !== 'secret')
      throw new Problem(403, 'not_allowed', 'options.evaluation needs a secret key', [
        { path: 'options.evaluation', message: 'needs a secret key' },
      ]);
    const now = momentOf(asked.context?.at, clock);
    const named = await whoIsMeant(asked.subject, caller, tokens);
    const profile = named && (await profiles.read(named.ref));
    const speaks = profile && named && (named.basis !== 'device' || deviceMaySpeak(profile, named.ref.anonymousId, clock.now()));
    const person: Person = speaks ? personOf(profile, named.basis, clock.now()) : noPerson();
    const placements = asked.placements;
    const channel = asked.channel ?? PLACEMENTS.get(placements[0]?.id ?? '')?.id.split('.')[0] ?? 'web';
    const request = { ...asked, channel, context: await withOrder(asked.context, profile) } as DecisionRequest;
    const decisionId = `dec_${ids.next()}`;
    const explain = asked.options?.explain;
    const explained = Boolean(explain) && explain !== 'none' && caller.kind === 'secret';
    const { answer, trace } = decidePurely(request, {
      trace: explained ? 'full' : 'compact',
      person,
      catalogue: needs.catalogue(),
      stock: needs.stock(),
      offers: needs.offers(),
      models: needs.models(),
      now,
      decisionId,
      seed: String(asked.options?.seed ?? decisionId),
      token: (slot) => `tok_${decisionId.slice(4)}_${slot}`,
      holdout: needs.holdout,
    });
    const logged = asked.options?.mode !== 'preview' && !measuring;
    if (logged)
      buffer.add({
        id: decisionId,
        node_id: profile?.person.id ?? null,
        at: answer.at,
        channel,
        told: { request: withoutSecrets(asked, profile !== undefined), answer, trace: packTrace(trace) },
      });
    if (logged) needs.decided(summary(answer, channel, profile?.person.id));
    metrics.decided((performance.now() - started) / 1000);
    const { subject, ...rest } = answer;
    const told = caller.kind === 'secret' ? { ...rest, subject } : rest;
    return explained ? { ...told, trace } : told;
  };

  const keptOrRefuse = async (id: string): Promise<KeptDecision> => {
    const kept = await buffer.find(id);
    if (!kept) throw notFound(`decision ${id}`);
    return kept;
  };

  return {
    decide,
    async trace(id) {
      const kept = await keptOrRefuse(id);
      return { ...kept.trace, request: kept.request, answer: kept.answer, reactions: await reactionsTo(database, id) };
    },
    kept: keptOrRefuse,
    async react(tx, kept, reaction, caller) {
      const id = kept.id;
      const item = itemOf(kept, reaction.token);
      if (reaction.token !== undefined && !item) throw invalid('token', 'is not a token of this decision');
      const at = new Date(clock.now()).toISOString();
      const reactionId = ids.next();
      const actor = typeof reaction.actor === 'string' ? reaction.actor : (reaction.actor?.id ?? reaction.actor?.role ?? caller.kind);
      await insertReaction(tx, {
        id: reactionId,
        decisionId: id,
        token: reaction.token ?? null,
        reaction: reaction.reaction,
        actor,
        sku: item?.sku ?? null,
        at,
      });
      const entry = await reactionEntry(kept, reaction.reaction, item?.sku, reactionId, caller, tx, clock.now());
      if (entry) await profiles.record(tx, [entry]);
      return { id: reactionId, decisionId: id, reaction: reaction.reaction, ...(item ? { sku: item.sku } : {}), at };
    },
    of: (profile, limit) =>
      decisionsOf(
        database,
        profile.person.nodes.map((n) => n.id),
        limit,
      ),
    flush: buffer.flush,
    stop: buffer.stop,
    custodian: {
      name: 'decisions',
      tables: ['decision', 'decision_reaction'],
      exportOf: async (sql, nodeIds) => ({ decisions: await decisionsOf(sql, nodeIds, 10_000) }),
      async erase(tx, nodeIds) {
        return [{ place: 'decisions', rows: await deleteDecisions(tx, nodeIds), what: 'deleted' }];
      },
      merge: async () => {},
      split: async () => {},
    },
  };
}

function momentOf(at: string | null | undefined, clock: Clock): number {
  if (!at) return clock.now();
  const instant = isoWithZone.test(at) ? Date.parse(at) : Number.NaN;
  if (Number.isNaN(instant)) throw invalid('context.at', 'must be an ISO 8601 instant with zone');
  return instant;
}

/** `orderId` stands for what was bought on it. */
async function withOrder(context: Asked['context'], profile: Profile | undefined): Promise<Asked['context']> {
  if (!context?.orderId || context.orderSkus) return context;
  const wanted = [context.orderId, `order:${context.orderId}`, `receipt:${context.orderId}`];
  const skus = (profile?.folded.purchases ?? []).filter((p) => wanted.includes(p.ref)).map((p) => p.sku);
  return { ...context, orderSkus: skus };
}

/** What the log keeps of a request. Identifiers of somebody unknown are not kept: no erasure would ever find them. */
function withoutSecrets(asked: Asked, known: boolean): Asked {
  const { subject } = asked;
  if (!subject) return asked;
  if (!known) return { ...asked, subject: Object.fromEntries(Object.keys(subject).map((field) => [field, '[unknown]'])) };
  return subject.identityToken ? { ...asked, subject: { ...subject, identityToken: '[token]' } } : asked;
}

function summary(answer: Answer, channel: string, profileId: string | undefined) {
  return {
    decisionId: answer.decisionId,
    at: answer.at,
    ...(profileId ? { profileId } : {}),
    channel,
    placements: answer.placements.map((p) => ({ id: p.id, strategy: p.strategy?.id ?? null, skus: p.items.map((i) => i.sku) })),
  };
}

function itemOf(kept: KeptDecision, token: string | undefined): { sku: string; token: string } | undefined {
  const answer = kept.answer as unknown as Answer;
  return answer.placements.flatMap((p) => p.items).find((i) => i.token === token);
}

const eventOf: Record<string, string> = {
  accepted: 'Decision Clicked',
  clicked: 'Decision Clicked',
  shown: 'Decision Shown',
  rejected: 'Decision Dismissed',
  dismissed: 'Decision Dismissed',
};

/** A reaction is a fact of the person's life as well: a rejected product stays away for a while. */
async function reactionEntry(
  kept: KeptDecision,
  reaction: string,
  sku: string | undefined,
  id: string,
  caller: Caller,
  tx: Sql,
  now: number,
): Promise<LogEntry | undefined> {
  const event = eventOf[reaction];
  if (!event || !sku || !kept.nodeId) return undefined;
  const [node] = await tx.query<{ type: LogEntry['home']['type']; value: string }>('select type, value from identity_node where id = $1', [
    kept.nodeId,
  ]);
  if (!node) return undefined;
  return {
    home: node,
    source: 0,
    messageId: `reaction:${id}`,
    type: 'track',
    event,
    at: now,
    channel: kept.channel,
    trust: caller.kind === 'secret' ? 'server' : 'public',
    body: { properties: { decision_id: kept.id }, read: { sku } },
  };
}
