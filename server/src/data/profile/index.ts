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

export type { Beat } from './beat.ts';
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
  /** `record` by one statement that is a transaction of its own; undefined when these entries need one around them. */
  recordAlone(entries: readonly LogEntry[]): Promise<Set<string>> | undefined;
  /** Current at the moment of asking: includes everything committed. */
  read(ref: ProfileRef): Promise<Profile | undefined>;
  /** Entries newest first; `cursor` continues. */
  entries(person: PersonRef, options: { limit: number; cursor?: string | undefined }): Promise<{ items: Entry[]; cursor?: string }>;
  byMessage(messageId: string): Promise<Entry[]>;
  /** Ids of nodes whose person has a first or last name that begins with `text`. */
  byName(text: string, limit: number): Promise<string[]>;
  /** The log in event order after a position, for learning. */
  window(after: { at: string; id: string }, limit: number): Promise<Entry[]>;
  /** Throws away what was derived and folds the person anew; returns the number of entries. */
  rebuild(ref: ProfileRef): Promise<number>;
  custodian: Custodian;
}

export const messageKey = (source: number, messageId: string): string => `${source} ${messageId}`;

export function createProfiles(needs: { database: Database; clock: Clock; identity: Identity; consent: Consent }): Profiles {
  const { database, clock, identity, consent } = needs;
  const cache = createCache({ database, clock, consent });

  const append = async (sql: Sql, homes: Homes, touches: readonly Touch[]) => {
    const nodes = await identity.rowsToTouch(sql, touches);
    const rows = [...homes.values()].flatMap(({ list }) => list.map((entry, i) => rowOf(entry, i + 1, clock.now())));
    rows.sort((x, y) => x.source - y.source || (x.message_id < y.message_id ? -1 : 1));
    const fresh = await store.appendEntries(sql, nodes, rows, clock.now());
    return new Set(fresh.map((r) => messageKey(r.source, r.messageId)));
  };

  return {
    async record(sql, entries) {
      if (entries.length === 0) return new Set();
      const homes = byHome(entries);
      return append(sql, homes, [...homes.values()].map(touchOf));
    },
    recordAlone(entries) {
      if (entries.length === 0) return Promise.resolve(new Set());
      const homes = byHome(entries);
      const touches = [...homes.values()].map(touchOf);
      return identity.isPlain(touches) ? append(database, homes, touches) : undefined;
    },
    async read(ref) {
      const person = await identity.find(ref);
      return person && cache.read(person);
    },
    async entries(person, { limit, cursor }) {
      const nodes = person.nodes.map((n) => n.id);
      const items = await store.pageOfEntries(database, nodes, cursor === undefined ? undefined : readCursor(cursor), limit);
      const last = items.at(-1);
      return { items, ...(items.length === limit && last ? { cursor: writeCursor(last) } : {}) };
    },
    byMessage: (messageId) => store.entriesByMessage(database, messageId),
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

type Homes = Map<string, { home: LogEntry['home']; list: LogEntry[] }>;

function byHome(entries: readonly LogEntry[]): Homes {
  const homes: Homes = new Map();
  for (const entry of entries) {
    const key = keyOf(entry.home);
    const known = homes.get(key);
    if (known) known.list.push(entry);
    else homes.set(key, { home: entry.home, list: [entry] });
  }
  return homes;
}

function touchOf({ home, list }: { home: LogEntry['home']; list: LogEntry[] }): Touch {
  let newest = list[0] as LogEntry;
  for (const entry of list) if (entry.at > newest.at) newest = entry;
  return { ...home, entries: list.length, seenAt: newest.at, channel: newest.channel, attested: list.some((e) => e.trust !== 'public') };
}

function rowOf(entry: LogEntry, i: number, now: number): store.LogRow {
  const row = {
    source: entry.source,
    message_id: entry.messageId,
    home_type: entry.home.type,
    home_value: entry.home.value,
    i,
    type: entry.type,
    event: entry.event,
    at: new Date(entry.at).toISOString(),
    received_at: new Date(entry.receivedAt ?? now).toISOString(),
    channel: entry.channel,
    trust: entry.trust,
    body: entry.body,
  };
  return { ...row, beat: beatOf(row) };
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
