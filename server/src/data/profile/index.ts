// One live picture of each person: the log they hang on, and the fold that turns it into a profile.
import type { Clock } from '../../platform/clock.ts';
import type { Custodian, Database, Sql } from '../../platform/database/index.ts';
import type { Consent, ConsentAct } from '../consent/index.ts';
import { type Identity, keyOf, type PersonRef, type ProfileRef, type Touch } from '../identity/index.ts';

import { beatOf } from './beat.ts';
import { createCache } from './cache.ts';
import type { Entry } from './entry.ts';
import { type Folded, foldVersion } from './fold.ts';
import type { LogEntry } from './log-entry.ts';
import * as store from './store.ts';

export { type Beat, beatFrom, type ReadBeat } from './beat.ts';
export { profileTags } from './data-tags.ts';
export { type Entry, inOrder } from './entry.ts';
export type { Folded } from './fold.ts';
export type { LogEntry } from './log-entry.ts';
export { type TimelineItem, timelineOf } from './timeline.ts';

/** A person as read at one moment: who, what, and what they allowed. */
export interface Profile {
  person: PersonRef;
  folded: Folded;
  consents: readonly ConsentAct[];
}

export interface Profiles {
  /** Writes entries to the log, making the identifiers they hang on; tells which (source, messageId) were new. */
  record(sql: Sql, entries: readonly LogEntry[]): Promise<Set<string>>;
  /** `record` without a transaction around it; undefined when these entries need one. */
  recordAlone(entries: readonly LogEntry[]): Promise<Set<string>> | undefined;
  /** Current at the moment of asking: includes everything committed. */
  read(ref: ProfileRef): Promise<Profile | undefined>;
  /** As it was known at an earlier moment (epoch ms of the server's clock): later news are left out. */
  asOf(ref: ProfileRef, at: number): Promise<Profile | undefined>;
  /** Entries newest first; `cursor` continues. */
  entries(person: PersonRef, options: { limit: number; cursor?: string | undefined }): Promise<{ items: Entry[]; cursor?: string }>;
  byMessage(messageId: string): Promise<Entry[]>;
  /** Entries by what a beat named; those that are gone are left out. */
  said(keys: readonly { source: number; id: string }[]): Promise<Entry[]>;
  /** Ids of nodes whose person has a first or last name that begins with `text`. */
  byName(text: string, limit: number): Promise<string[]>;
  /** The log page by page after a position, for learning; in no order of time. */
  window(after: { source: number; id: string }, limit: number): Promise<Entry[]>;
  /** Throws away what was derived and folds the person anew; returns the number of entries. */
  rebuild(ref: ProfileRef): Promise<number>;
  custodian: Custodian;
}

export const messageKey = (source: number, messageId: string): string => `${source} ${messageId}`;

export function createProfiles(needs: { database: Database; clock: Clock; identity: Identity; consent: Consent }): Profiles {
  const { database, clock, identity, consent } = needs;
  const cache = createCache({ database, clock, consent });

  const append = async (sql: Sql, entries: readonly LogEntry[], touches: readonly Touch[]) => {
    const nodes = await identity.touch(sql, touches);
    const now = clock.now();
    const rows = entries
      .map((entry) => rowOf(entry, nodes.get(keyOf(entry.home)) as string, now))
      .sort((x, y) => x.source - y.source || (x.message_id < y.message_id ? -1 : 1));
    const { n, fresh } = await store.appendEntries(sql, rows, rows.map(beatOf), now);
    const stored = n === rows.length ? rows.map((r) => ({ source: r.source, messageId: r.message_id })) : (fresh ?? []);
    return new Set(stored.map((r) => messageKey(r.source, r.messageId)));
  };

  return {
    async record(sql, entries) {
      return entries.length === 0 ? new Set() : append(sql, entries, homesOf(entries));
    },
    recordAlone(entries) {
      if (entries.length === 0) return Promise.resolve(new Set());
      const homes = homesOf(entries);
      return identity.isPlain(homes) ? append(database, entries, homes) : undefined;
    },
    async read(ref) {
      const person = await identity.find(ref);
      return person && cache.read(person);
    },
    async asOf(ref, at) {
      const person = await identity.find(ref);
      return person && cache.asOf(person, at);
    },
    async entries(person, { limit, cursor }) {
      const nodes = person.nodes.map((n) => n.id);
      const items = await store.pageOfEntries(database, nodes, cursor === undefined ? undefined : readCursor(cursor), limit);
      const last = items.at(-1);
      return { items, ...(items.length === limit && last ? { cursor: writeCursor(last) } : {}) };
    },
    byMessage: (messageId) => store.entriesByMessage(database, messageId),
    said: (keys) => store.entriesByKey(database, keys),
    byName: (text, limit) => store.nodesByName(database, text, limit),
    window: (after, limit) => store.windowOfLog(database, after, limit),
    async rebuild(ref) {
      const person = await identity.find(ref);
      if (!person) return 0;
      cache.forget(person.id);
      await store.dropSnapshots(database, [person.id]);
      return (await cache.read(person)).folded.count;
    },
    custodian: {
      name: 'profile',
      tables: ['event_log', 'profile_snapshot'],
      async exportOf(sql, nodeIds) {
        return {
          events: (
            await store.entriesAfter(
              sql,
              nodeIds.map((id) => ({ id, ord: 0 })),
            )
          )
            .sort((x, y) => x.at - y.at)
            .map(plain),
        };
      },
      async erase(tx, nodeIds) {
        await store.dropSnapshots(tx, nodeIds);
        for (const id of nodeIds) cache.forget(id);
        return [{ place: 'event log', rows: await store.deleteEntries(tx, nodeIds), what: 'deleted' }];
      },
      merge: async (tx, nodeIds) => store.dropSnapshots(tx, nodeIds),
      split: async (tx, nodeIds) => store.dropSnapshots(tx, nodeIds),
    },
  };
}

/** The identifiers the entries are stored on, each once; trusted when one of its entries is. */
function homesOf(entries: readonly LogEntry[]): Touch[] {
  const homes = new Map<string, Touch>();
  for (const { home, trust } of entries) {
    const key = keyOf(home);
    const known = homes.get(key);
    if (!known) homes.set(key, { type: home.type, value: home.value, attested: trust !== 'public' });
    else if (trust !== 'public') known.attested = true;
  }
  return [...homes.values()];
}

function rowOf(entry: LogEntry, nodeId: string, now: number): store.LogRow {
  return {
    source: entry.source,
    message_id: entry.messageId,
    node_id: nodeId,
    type: entry.type,
    event: entry.event,
    at: new Date(entry.at).toISOString(),
    received_at: new Date(entry.receivedAt ?? now).toISOString(),
    channel: entry.channel,
    trust: entry.trust,
    body: entry.body,
  };
}

/** An entry as it is shown and exported. */
export function plain(entry: Entry): Record<string, unknown> {
  const { read: _read, ...body } = entry.body;
  return {
    type: entry.type,
    messageId: entry.id,
    ...(entry.event ? { event: entry.event } : {}),
    timestamp: new Date(entry.at).toISOString(),
    receivedAt: new Date(entry.receivedAt).toISOString(),
    channel: entry.channel,
    trust: entry.trust,
    source: entry.source,
    ...body,
  };
}

const writeCursor = (entry: Entry) => Buffer.from(JSON.stringify([new Date(entry.at).toISOString(), entry.id])).toString('base64url');
function readCursor(cursor: string): { at: string; id: string } | undefined {
  try {
    const [at, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as [string, string];
    return typeof at === 'string' && typeof id === 'string' && !Number.isNaN(Date.parse(at)) ? { at, id } : undefined;
  } catch {
    return undefined;
  }
}

export { foldVersion };
