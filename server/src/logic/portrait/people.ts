// Acts on whole persons: import, correction, erasure with a receipt per place, export of everything.

import { type Consent, isPurpose, type NewAct } from '../../data/consent/index.ts';
import type { Identifier, Identity, Link } from '../../data/identity/index.ts';
import type { LogEntry, Profile, Profiles } from '../../data/profile/index.ts';
import type { Bus } from '../../platform/bus/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Custodian, Database, ErasureReceipt, Sql } from '../../platform/database/index.ts';
import { invalid } from '../../platform/http/index.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Portrait } from './index.ts';

export interface ImportedPerson {
  externalId: string;
  identifiers?: { userId?: string; card?: string; email?: string; phone?: string; anonymousId?: string };
  traits?: Record<string, unknown>;
  consents?: string[];
  consentEvidence?: unknown;
}

export interface People {
  put(tx: Sql, rows: readonly ImportedPerson[]): Promise<number>;
  correct(tx: Sql, profile: Profile, traits: Record<string, unknown>): Promise<void>;
  list(query: string | undefined, limit: number): Promise<Record<string, unknown>[]>;
  erase(profile: Profile): Promise<Record<string, unknown>>;
  exportOf(profile: Profile): Promise<Record<string, unknown>>;
}

interface Needs {
  database: Database;
  bus: Bus;
  clock: Clock;
  ids: Ids;
  identity: Identity;
  consent: Consent;
  profiles: Profiles;
  portrait: Portrait;
  /** In the order in which they erase: identity last. */
  custodians: readonly Custodian[];
  /** Sees to it that what was being written on these nodes at that moment goes as well. */
  eraseLate(tx: Sql, nodeIds: readonly string[]): Promise<void>;
  normalise: { email(value: unknown): string | undefined; phone(value: unknown): string | undefined };
}

export function createPeople(needs: Needs): People {
  const { database, bus, clock, ids, identity, consent, profiles, portrait, custodians } = needs;

  const put: People['put'] = async (tx, rows) => {
    const [entries, links, wanted]: [LogEntry[], Link[], { home: Identifier; row: ImportedPerson }[]] = [[], [], []];
    const now = clock.now();
    rows.forEach((row, i) => {
      const home: Identifier = { type: 'externalId', value: row.externalId };
      if (identity.isErased(home)) return;
      const messageId = `import:${row.externalId}:${ids.next()}`;
      for (const known of identifiersOf(row, i, needs.normalise))
        links.push({ a: home, b: known, cause: 'import', trust: 'server', at: now, evidence: messageId });
      entries.push({
        home,
        source: 0,
        messageId,
        type: 'identify',
        event: '',
        at: now,
        channel: 'import',
        trust: 'server',
        body: { traits: row.traits ?? {} },
      });
      for (const purpose of row.consents ?? []) if (!isPurpose(purpose)) throw invalid(`${i}.consents`, `${purpose} is no purpose`);
      if (row.consents?.length) wanted.push({ home, row });
    });
    await identity.lock(tx);
    await profiles.record(tx, entries);
    await identity.link(tx, links);
    const acts: NewAct[] = [];
    for (const { home, row } of wanted) {
      const nodeId = await identity.nodeOf(tx, home, true);
      for (const purpose of row.consents ?? []) {
        if (isPurpose(purpose))
          acts.push({
            nodeId,
            purpose,
            action: 'grant',
            at: now,
            source: 'import',
            ...(row.consentEvidence === undefined ? {} : { evidence: row.consentEvidence }),
          });
      }
    }
    await consent.record(tx, acts);
    return entries.length;
  };

  /** By identifier first, then by name: `Schmidt`, or `Thomas Schmidt`. */
  const matching = async (text: string, limit: number): Promise<string[]> => {
    const words = text.split(/\s+/).filter(Boolean);
    const named = await Promise.all(words.map((word) => profiles.byName(word, limit * 5)));
    const common = named.length === 0 ? [] : named.reduce((kept, list) => kept.filter((id) => list.includes(id)));
    return [...(await identity.search(text, limit)), ...common];
  };

  return {
    put,
    async correct(tx, profile, traits) {
      const home = profile.person.nodes.find((n) => n.type === 'externalId') ?? profile.person.nodes[0];
      if (!home) return;
      await profiles.record(tx, [
        {
          home,
          source: 0,
          messageId: `correction:${ids.next()}`,
          type: 'identify',
          event: '',
          at: clock.now(),
          channel: 'service',
          trust: 'server',
          body: { traits, correction: true },
        },
      ]);
    },
    async list(query, limit) {
      const ids = query ? await matching(query.trim(), limit) : await identity.recent(limit);
      const found = await Promise.all(ids.map((id) => profiles.read({ id })));
      const people = new Map(found.flatMap((profile) => (profile ? [[profile.person.id, profile] as const] : [])));
      return [...people.values()].slice(0, limit).map((profile) => rowOf(profile, portrait));
    },
    async erase(profile) {
      const receipts = await database.transaction(async (tx) => {
        await identity.lock(tx);
        // Asked again under the lock: what was tied to the person meanwhile goes as well, and nobody writes on it any more.
        const person = (await identity.findIn(tx, { id: profile.person.id })) ?? profile.person;
        const nodeIds = person.nodes.map((n) => n.id);
        await identity.hold(tx, nodeIds);
        const done: ErasureReceipt[] = [];
        for (const custodian of custodians) {
          const ids = done.flatMap((receipt) => receipt.ids ?? []);
          done.push(...(await custodian.erase(tx, nodeIds, clock.now(), ids)));
        }
        await needs.eraseLate(tx, nodeIds);
        return done.map(({ ids: _ids, ...receipt }) => receipt);
      });
      bus.poke();
      return { id: profile.person.id, erasedAt: new Date(clock.now()).toISOString(), receipts };
    },
    async exportOf(profile) {
      const nodeIds = profile.person.nodes.map((n) => n.id);
      const parts: Record<string, unknown> = {};
      for (const custodian of custodians) Object.assign(parts, await custodian.exportOf(database, nodeIds));
      return {
        schema: 'faden-export-1',
        exportedAt: new Date(clock.now()).toISOString(),
        profile: await portrait.of(profile, clock.now()),
        ...parts,
      };
    },
  };
}

function identifiersOf(row: ImportedPerson, index: number, normalise: Needs['normalise']): Identifier[] {
  const found: Identifier[] = [];
  const given = row.identifiers ?? {};
  if (given.userId) found.push({ type: 'userId', value: given.userId });
  if (given.anonymousId) found.push({ type: 'anonymousId', value: given.anonymousId });
  if (given.card) found.push({ type: 'card', value: given.card });
  if (given.email) {
    const email = normalise.email(given.email);
    if (!email) throw invalid(`${index}.identifiers.email`, 'is not an e-mail address');
    found.push({ type: 'email', value: email });
  }
  if (given.phone) {
    const phone = normalise.phone(given.phone);
    if (!phone) throw invalid(`${index}.identifiers.phone`, 'is not a phone number');
    found.push({ type: 'phone', value: phone });
  }
  return found;
}

function rowOf(profile: Profile, portrait: Portrait): Record<string, unknown> {
  const { presence } = profile.folded;
  const last = Object.entries(presence.channels).sort((x, y) => y[1] - x[1])[0];
  const external = profile.person.nodes.find((n) => n.type === 'externalId')?.value;
  return {
    id: profile.person.id,
    ...(external ? { externalId: external } : {}),
    displayName: portrait.displayName(profile),
    attested: profile.person.attested,
    lastSeen: new Date(presence.lastSeen).toISOString(),
    lastChannel: last?.[0] ?? null,
    identifiers: profile.person.nodes.filter((n) => n.type !== 'claim').map((n) => ({ type: n.type, value: n.value })),
  };
}
