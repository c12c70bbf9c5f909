// The door for events: checked, placed, and committed together with whatever else arrives at the same moment.

import type { Caller, Trust } from '../../platform/access/index.ts';
import type { Bus } from '../../platform/bus/index.ts';
import type { Clock } from '../../platform/clock.ts';
import { type Database, isUnavailable, type Sql } from '../../platform/database/index.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Log } from '../../platform/log.ts';
import type { Consent } from '../consent/index.ts';
import type { Identity, Link } from '../identity/index.ts';
import { type LogEntry, messageKey, type Profiles } from '../profile/index.ts';
import { createGroupCommit, type GroupCommit } from './group-commit.ts';
import { place } from './placement.ts';
import { addCounts, readCounts } from './store.ts';
import type { WireEvent } from './wire-event.ts';

export { ingestTags } from './data-tags.ts';
export { Overloaded } from './group-commit.ts';
export { mountIngest } from './routes.ts';

export interface Accepted {
  stored: number;
  duplicates: number;
  /** Counted without id, or dropped because the person was erased. */
  aside: number;
}

export interface Ingest {
  /** Resolves once everything is committed. @throws Overloaded */
  accept(events: readonly Incoming[], options?: { patient?: boolean }): Promise<Accepted>;
  counts(limit: number): Promise<{ day: string; source: number; event: string; count: number }[]>;
  waiting(): number;
  drained(): Promise<void>;
}

export interface Incoming {
  event: WireEvent;
  caller: Caller;
  trust: Trust;
  /** The browser's objection to profiling (Global Privacy Control). */
  objects: boolean;
}

export interface IngestRules {
  /** Without an explicit analytics consent events are only counted. */
  consentStrict: boolean;
  honourGpc: boolean;
}

interface Needs {
  database: Database;
  bus: Bus;
  clock: Clock;
  ids: Ids;
  log: Log;
  identity: Identity;
  consent: Consent;
  profiles: Profiles;
  rules: IngestRules;
}

const largestTransaction = 1_500;
const queueLimit = 20_000;

export function createIngest(needs: Needs): Ingest {
  const { database, bus, clock, log, identity, consent, profiles, rules } = needs;
  const objected = new Set<string>();

  const recordAll = async (tx: Sql, work: Work, news: readonly Link[]) => {
    // The lock comes before any row is touched, or two batches could wait for each other.
    if (news.length > 0) await identity.lock(tx);
    const stored = await profiles.record(tx, work.entries);
    await identity.link(tx, news);
    if (work.counts.size > 0) await addCounts(tx, countRows(work.counts));
    if (work.objections.length > 0) await recordObjections(tx, work.objections);
    return stored;
  };

  const commit = async (calls: Incoming[][]): Promise<Accepted[]> => {
    const work = sortOut(calls, identity, rules, clock.now());
    const news = work.links.filter((link) => !identity.knows(link));
    const alone = news.length === 0 && work.counts.size === 0 && work.objections.length === 0;
    // Most batches are events of known visitors: one statement is a transaction of its own.
    const fresh = await ((alone && profiles.recordAlone(work.entries)) || database.transaction((tx) => recordAll(tx, work, news)));
    bus.poke();
    return work.keys.map((keys, i) => {
      let stored = 0;
      for (const key of keys) if (fresh.delete(key)) stored++;
      const calledWith = calls[i]?.length ?? 0;
      return { stored, duplicates: keys.length - stored, aside: calledWith - keys.length };
    });
  };

  const recordObjections = async (tx: Sql, objections: LogEntry[]) => {
    for (const entry of objections) {
      const key = `${entry.home.type} ${entry.home.value}`;
      if (objected.has(key)) continue;
      const nodeId = await identity.nodeOf(tx, entry.home, false);
      await consent.record(tx, [
        {
          nodeId,
          purpose: 'personalisation',
          action: 'withdraw',
          at: entry.at,
          source: 'sec-gpc',
          evidence: { header: 'Sec-GPC: 1', messageId: entry.messageId },
        },
      ]);
      objected.add(key);
    }
  };

  const group: GroupCommit<Incoming, Accepted> = createGroupCommit({
    writers: 2,
    largest: largestTransaction,
    queueLimit,
    commit,
    retry: (error) => ['40P01', '40001'].includes(codeOf(error)),
    away: isUnavailable,
    log,
  });
  return {
    accept: (events, options) => group.submit([...events], options),
    counts: (limit) => readCounts(database, limit),
    waiting: group.waiting,
    drained: group.drained,
  };
}

const codeOf = (error: unknown) => (typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '');

interface Work {
  entries: LogEntry[];
  links: Link[];
  counts: Map<string, number>;
  objections: LogEntry[];
  /** Per call the (source, messageId) keys of its entries. */
  keys: string[][];
}

/** What of the calls is stored, what only counted, and what erased people's devices still send is dropped. */
function sortOut(calls: Incoming[][], identity: Identity, rules: IngestRules, now: number): Work {
  const work: Work = { entries: [], links: [], counts: new Map(), objections: [], keys: [] };
  const seen = new Set<string>();
  const ties = new Set<string>();
  for (const call of calls) {
    const keys: string[] = [];
    for (const { event, caller, trust, objects } of call) {
      if (countedOnly(event, rules)) {
        const key = `${new Date(now).toISOString().slice(0, 10)}\n${caller.source}\n${event.event ?? event.type}`;
        work.counts.set(key, (work.counts.get(key) ?? 0) + 1);
        continue;
      }
      if (isErased(event, identity)) continue;
      const { entry, links } = place(event, caller.source, trust);
      const key = messageKey(entry.source, entry.messageId);
      keys.push(key);
      if (seen.has(key)) continue;
      seen.add(key);
      work.entries.push(entry);
      for (const link of links) {
        const tie = `${link.a.type} ${link.a.value}\n${link.b.type} ${link.b.value}\n${link.cause}\n${link.at}`;
        if (!ties.has(tie)) work.links.push(link);
        ties.add(tie);
      }
      if (objects && rules.honourGpc) work.objections.push(entry);
    }
    work.keys.push(keys);
  }
  return work;
}

function countedOnly(event: WireEvent, rules: IngestRules): boolean {
  return event.consent.analytics === false || (rules.consentStrict && event.consent.analytics !== true);
}

function isErased(event: WireEvent, identity: Identity): boolean {
  return Boolean(
    (event.anonymousId && identity.isErased({ type: 'anonymousId', value: event.anonymousId })) ||
      (event.userId && identity.isErased({ type: 'userId', value: event.userId })),
  );
}

function countRows(counts: ReadonlyMap<string, number>) {
  return [...counts]
    .sort(([x], [y]) => (x < y ? -1 : 1))
    .map(([key, n]) => {
      const [day, source, event] = key.split('\n') as [string, string, string];
      return { day, source: Number(source), event, n };
    });
}

export { normaliseEmail, normalisePhone } from './identity.ts';
