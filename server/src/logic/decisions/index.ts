// What fits now: one profile read, then memory only; logged with its trace, credited by its reactions.
import {
  type Answer,
  type ChoiceContext,
  type DecisionRequest,
  type DecisionWorld,
  decide as decidePurely,
  type Trace,
} from '@faden/engine';
import type { LogEntry, Profile, Profiles } from '../../data/profile/index.ts';
import type { Caller, IdentityTokens } from '../../platform/access/index.ts';
import type { Bus } from '../../platform/bus/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Custodian, Database, Sql } from '../../platform/database/index.ts';
import { invalid, type Metrics, notFound } from '../../platform/http/index.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Log } from '../../platform/log.ts';
import { type Asked, createAsking, summary, type Views, withoutSecrets } from './asking.ts';
import { createLogBuffer } from './log-buffer.ts';
import { packTrace } from './packed.ts';
import { type Replay, replayOf } from './replay.ts';
import { decisionsOf, deleteDecisions, insertReaction, type KeptDecision, reactionsTo, recentDecisions } from './store.ts';

export type { Asked } from './asking.ts';
export { decisionTags } from './data-tags.ts';
export { personOf, purposesOf } from './person.ts';
export { mountDecisions } from './routes.ts';

export type Decided = Omit<Answer, 'subject'> & { subject?: Answer['subject']; trace?: Trace };
export interface Reaction {
  token?: string | undefined;
  reaction: string;
  actor?: string | { role: string; id?: string | undefined } | undefined;
}

export interface Decisions {
  decide(asked: Asked, caller: Caller): Promise<Decided>;
  /** Decides with the whole trace and keeps nothing; `instead` stands in for parts of the world. */
  explain(asked: Asked, instead?: Partial<DecisionWorld>): Promise<{ answer: Answer; trace: Trace }>;
  trace(id: string): Promise<Record<string, unknown>>;
  /** Makes a logged decision once more and compares. */
  replay(id: string): Promise<Replay>;
  /** The newest decisions since an instant (epoch ms), for trying things out on what was really asked. */
  recent(since: number, limit: number): Promise<KeptDecision[]>;
  /** The decision a reaction is about; @throws when unknown. */
  kept(id: string): Promise<KeptDecision>;
  react(tx: Sql, kept: KeptDecision, reaction: Reaction, caller: Caller): Promise<Record<string, unknown>>;
  of(profile: Profile, limit: number): Promise<KeptDecision[]>;
  /** Writes what waits, so that reactions find it. */
  flush(): Promise<void>;
  stop(): Promise<void>;
  custodian: Custodian;
}

/** What was answered for somebody, placement by placement, with how its strategy came to lead: choosing learns from it. */
export interface Exposed {
  decisionId: string;
  at: string;
  nodeId: string | null;
  channel: string;
  /** Time the answer took. */
  ms: number;
  placements: {
    id: string;
    strategy: string | null;
    by: string;
    propensity: number;
    /** Shares of the arms that could have led. */
    weights: { arm: string; weight: number }[] | undefined;
    experiment: { id: string; variant: string } | null;
    context: ChoiceContext | null;
    items: { token: string; sku: string; type: string }[];
    /** Slots that were wanted. */
    wanted: number | undefined;
  }[];
}

/** A decision that was made, with all that is kept of it. */
interface Made {
  asked: Asked;
  request: DecisionRequest;
  world: DecisionWorld;
  answer: Answer;
  trace: Trace;
  profile: Profile | undefined;
  ms: number;
}

export interface Reacted {
  decisionId: string;
  token: string | undefined;
  sku: string | undefined;
  reaction: string;
  at: number;
  nodeId: string | null;
}

interface Needs extends Views {
  database: Database;
  bus: Bus;
  clock: Clock;
  ids: Ids;
  log: Log;
  metrics: Metrics;
  tokens: IdentityTokens;
  profiles: Profiles;
  /** Share of people who never get personal strategies, and the seed of the draw. */
  holdout: { share: number; seed: string };
  /** Called with every decision that was made for somebody: not for previews and measurements. */
  decided: (what: ReturnType<typeof summary>, exposed: Exposed) => void;
  /** Called in the transaction that keeps a reaction. */
  reacted: (tx: Sql, reacted: Reacted) => Promise<void>;
}

/** Who asks when the house itself does. */
const inside: Caller = { kind: 'secret', keyId: 'house', source: 0, channel: '', origins: [] };

export function createDecisions(needs: Needs): Decisions {
  const { database, clock, ids, profiles, metrics } = needs;
  const buffer = createLogBuffer({ database, log: needs.log });
  const asking = createAsking(needs);

  const decide: Decisions['decide'] = async (asked, caller) => {
    const started = performance.now();
    const { request, world, profile, measuring, explained, failed } = await asking.prepare(asked, caller);
    const { answer, trace } = decidePurely(request, world);
    if (failed) answer.reason = 'ERROR';
    const ms = performance.now() - started;
    if (asked.options?.mode !== 'preview' && !measuring) keep({ asked, request, world, answer, trace, profile, ms });
    metrics.decided(ms / 1000);
    const { subject, ...rest } = answer;
    const told = caller.kind === 'secret' ? { ...rest, subject } : rest;
    return explained ? { ...told, trace } : told;
  };

  const keep = ({ asked, request, answer, trace, profile, ...rest }: Made) => {
    const nodeId = profile?.person.id ?? null;
    buffer.add({
      id: answer.decisionId,
      node_id: nodeId,
      at: answer.at,
      channel: request.channel,
      told: { request: withoutSecrets(asked, profile !== undefined), answer, trace: packTrace(trace), askedAt: clock.now() },
    });
    needs.decided(summary(answer, request.channel, profile?.person.id), { ...exposedOf({ request, answer, trace, ...rest }), nodeId });
  };

  const keptOrRefuse = async (id: string): Promise<KeptDecision> => {
    const kept = await buffer.find(id);
    if (!kept) throw notFound(`decision ${id}`);
    return kept;
  };

  return {
    decide,
    async explain(asked, instead) {
      const { request, world } = await asking.prepare(
        { ...asked, options: { ...asked.options, mode: 'preview', explain: 'trace' } },
        inside,
        instead,
      );
      return decidePurely(request, world);
    },
    async trace(id) {
      const kept = await keptOrRefuse(id);
      return { ...kept.trace, request: kept.request, answer: kept.answer, reactions: await reactionsTo(database, id) };
    },
    replay: async (id) => replayOf(await keptOrRefuse(id), { asking, profiles }),
    async recent(since, limit) {
      await buffer.flush();
      return recentDecisions(database, new Date(since).toISOString(), limit);
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
      const { nodeId } = kept;
      await needs.reacted(tx, {
        decisionId: id,
        token: reaction.token,
        sku: item?.sku,
        reaction: reaction.reaction,
        at: clock.now(),
        nodeId,
      });
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

function exposedOf({ request, world, answer, trace, ms }: Omit<Made, 'asked' | 'profile'>): Omit<Exposed, 'nodeId'> {
  return {
    decisionId: answer.decisionId,
    at: answer.at,
    channel: request.channel,
    ms,
    placements: answer.placements.map((one, i) => ({
      id: one.id,
      strategy: one.strategy?.id ?? null,
      by: one.strategy?.by ?? 'fallback',
      propensity: one.strategy?.propensity ?? 1,
      weights: trace.placements[i]?.strategies.flatMap(({ id, weight }) => (weight > 0 ? [{ arm: id, weight }] : [])),
      experiment: one.experiment,
      context: trace.placements[i]?.choice ?? null,
      items: one.items.map(({ token, sku, type }) => ({ token, sku, type })),
      wanted: request.placements[i]?.limit ?? world.placements?.get(one.id)?.limit,
    })),
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
