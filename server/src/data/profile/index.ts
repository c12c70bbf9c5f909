// One live picture of each person: the log they hang on, and the fold that turns it into a profile.
import type { Bus } from '../../platform/bus/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Custodian, Database, Sql } from '../../platform/database/index.ts';
import type { Consent, ConsentAct } from '../consent/index.ts';
import { type Identity, keyOf, type PersonRef, type ProfileRef } from '../identity/index.ts';

import { beatOf } from './beat.ts';
import { createCache } from './cache.ts';
import type { Entry } from './entry.ts';
import { type Folded, foldVersion } from './fold.ts';
import type { LogEntry } from './log-entry.ts';
import * as store from './store.ts';

export type { Beat } from './beat.ts';
export { type Entry, inOrder } from './entry.ts';
export type { Folded } from './fold.ts';
export type { LogEntry } from './log-entry.ts';
export { profileTags } from './data-tags.ts';
export { timelineOf, type TimelineItem } from './timeline.ts';

/** A person as read at one moment: who, what, and what they allowed. */
export interface Profile {
  person: PersonRef;
  folded: Folded;
  consents: readonly ConsentAct[];
}

export interface Profiles {
  /** Writes entries to the log in `tx`, making the identifiers they hang on; tells which (source, messageId) were new. */
  record(tx: Sql, entries: readonly LogEntry[]): Promise<Set<string>>;
  /** Current at the moment of asking: includes everything committed. */
  read(ref: ProfileRef): Promise<Profile | undefined>;
  /** Entries newest first; `cursor` continues. */
  entries(person: PersonRef, options: { limit: number; cursor?: string | undefined }): Promise<{ items: Entry[]; cursor?: string }>;
  byMessage(messageId: string): Promise<Entry[]>;
  /** The log in event order after a position, for learning. */
  window(after: { at: string; id: string }, limit: number): Promise<Entry[]>;
  /** Throws away what was derived and folds the person anew; returns the number of entries. */
  rebuild(ref: ProfileRef): Promise<number>;
  custodian: Custodian;
}

export const messageKey = (source: number, messageId: string): string => `${source} ${messageId}`;
const bySourceAndMessage = (x: LogEntry, y: LogEntry) => x.source - y.source || (x.messageId < y.messageId ? -1 : 1);

export function createProfiles(needs: { database: Database; bus: Bus; clock: Clock; identity: Identity; consent: Consent }): Profiles {
  const { database, bus, clock, identity, consent } = needs;
  const cache = createCache({ database, clock, consent });

  const record: Profiles['record'] = async (tx, entries) => {
    if (entries.length === 0) return new Set();
    const homes = new Map<string, { home: LogEntry['home']; list: LogEntry[] }>();
    for (const entry of [...entries].sort(bySourceAndMessage)) {
      const key = keyOf(entry.home);
      const known = homes.get(key);
      if (known) known.list.push(entry);
      else homes.set(key, { home: entry.home, list: [entry] });
    }
    const nodes = await identity.touch(
      tx,
      [...homes.values()].map(({ home, list }) => {
        const newest = list.reduce((best, e) => (e.at > best.at ? e : best));
        return { ...home, entries: list.length, seenAt: newest.at, channel: newest.channel, attested: list.some((e) => e.trust !== 'public') };
      }),
    );
    const rows: store.LogRow[] = [];
    for (const [key, { list }] of homes) {
      const node = nodes.get(key) as { id: string; events: number };
      list.forEach((entry, i) => rows.push(rowOf(entry, node.id, node.events - list.length + i + 1, clock.now())));
    }
    rows.sort((x, y) => x.source - y.source || (x.message_id < y.message_id ? -1 : 1));
    const fresh = new Set((await store.insertEntries(tx, rows)).map((r) => messageKey(r.source, r.messageId)));
    const beats = rows.filter((r) => fresh.has(messageKey(r.source, r.message_id))).map(beatOf);
    if (beats.length > 0) await bus.publish(tx, 'events.accepted', { beats });
    return fresh;
  };

  return {
    record,
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
        return { events: (await store.entriesAfter(sql, nodeIds.map((id) => ({ id, ord: 0 })))).sort((x, y) => x.at - y.at).map(plain) };
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

function rowOf(entry: LogEntry, nodeId: string, ord: number, now: number): store.LogRow {
  return {
    source: entry.source, message_id: entry.messageId, node_id: nodeId, ord, type: entry.type, event: entry.event,
    at: new Date(entry.at).toISOString(), received_at: new Date(entry.receivedAt ?? now).toISOString(), channel: entry.channel, trust: entry.trust, body: entry.body,
  };
}

/** An entry as it is shown and exported. */
export function plain(entry: Entry): Record<string, unknown> {
  const { read: _read, ...body } = entry.body;
  return {
    type: entry.type, messageId: entry.id, ...(entry.event ? { event: entry.event } : {}), timestamp: new Date(entry.at).toISOString(),
    receivedAt: new Date(entry.receivedAt).toISOString(), channel: entry.channel, trust: entry.trust, source: entry.source, ...body,
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
