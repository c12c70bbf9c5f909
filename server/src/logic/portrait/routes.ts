// Profiles over HTTP: import, reading by any identifier, correction, merge, split, erasure, export.
import {
  deleteProfile,
  findEvents,
  getProfile,
  getProfileBy,
  getProfilePart,
  getProfilePartBy,
  ingestCounts,
  listProfiles,
  mergeProfiles,
  patchProfile,
  putProfiles,
  reviewIdentity,
  splitProfile,
} from '@faden/contract';
import type { Identity, ProfileRef } from '../../data/identity/index.ts';
import type { Ingest } from '../../data/ingest/index.ts';
import { type Profile, type Profiles, plain } from '../../data/profile/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/index.ts';
import { type Http, invalid, notFound } from '../../platform/http/index.ts';
import type { Decisions } from '../decisions/index.ts';
import type { Portrait } from './index.ts';
import type { People } from './people.ts';

interface Needs {
  database: Database;
  clock: Clock;
  identity: Identity;
  profiles: Profiles;
  portrait: Portrait;
  people: People;
  decisions: Decisions;
  ingest: Ingest;
}

const identifierTypes = new Set(['userId', 'email', 'card', 'phone', 'anonymousId', 'externalId']);

export function mountPortrait(http: Http, needs: Needs): void {
  const { clock, identity, profiles, portrait, people, decisions } = needs;
  const find = async (ref: ProfileRef, what: string): Promise<Profile> => {
    const profile = await profiles.read(ref);
    if (!profile) throw notFound(what);
    return profile;
  };
  const byId = (id: string) => find({ id }, `profile ${id}`);
  const by = (type: string, value: string) => {
    if (!identifierTypes.has(type)) throw notFound(`identifier type ${type}`);
    return find({ [type]: value }, `${type}`);
  };
  const at = (query: { at?: string | undefined }) => momentOf(query.at, clock);

  const part = async (
    profile: Profile,
    name: string,
    query: { limit?: number | undefined; cursor?: string | undefined; at?: string | undefined },
  ) => {
    if (name === 'events' || name === 'timeline') {
      const page = await profiles.entries(profile.person, { limit: query.limit ?? 100, cursor: query.cursor });
      const items = name === 'events' ? page.items.map(plain) : portrait.timeline(page.items);
      return { items, ...(page.cursor ? { cursor: page.cursor } : {}) };
    }
    if (name === 'identifiers') return portrait.identifiers(profile);
    if (name === 'decisions')
      return { items: (await decisions.of(profile, query.limit ?? 50)).map((d) => ({ ...d, at: new Date(d.at).toISOString() })) };
    if (name === 'export') return people.exportOf(profile);
    throw notFound(name);
  };

  http.create(putProfiles, async (tx, { body }) => ({ stored: await people.put(tx, body) }));
  http.on(listProfiles, async ({ query }) => ({ items: await people.list(query.query, query.limit ?? 20) }));
  http.on(getProfile, async ({ params, query }) => portrait.of(await byId(params.id), at(query)));
  http.on(getProfileBy, async ({ params, query }) => portrait.of(await by(params.type, params.value), at(query)));
  http.on(getProfilePart, async ({ params, query }) => part(await byId(params.id), params.part, query));
  http.on(getProfilePartBy, async ({ params, query }) => part(await by(params.type, params.value), params.part, query));
  http.createFrom(
    patchProfile,
    ({ params }) => byId(params.id),
    async (tx, { body }, profile) => {
      await people.correct(tx, profile, body.traits);
      return { id: profile.person.id, corrected: Object.keys(body.traits) };
    },
  );
  http.on(deleteProfile, async ({ params }) => {
    const profile = await byId(params.id);
    // Decisions that wait for their place in the log must not arrive there after the erasure.
    await decisions.flush();
    return people.erase(profile);
  });
  const refOf = (value: string | ProfileRef) => (typeof value === 'string' ? { id: value } : value);
  http.createFrom(
    mergeProfiles,
    async ({ body }) => ({ a: await find(refOf(body.a), 'a'), b: await find(refOf(body.b), 'b') }),
    async (tx, { body }, { a, b }) => {
      if (a.person.id === b.person.id) throw invalid('b', 'is the same person already');
      await identity.merge(tx, a.person, b.person, body.by ?? 'staff');
      return { id: [a.person.id, b.person.id].sort()[0] };
    },
  );
  http.createFrom(
    splitProfile,
    async ({ params }) => {
      const profile = await byId(params.id);
      return { profile, edges: await identity.edges(profile.person) };
    },
    async (tx, { body }, { profile, edges }) => {
      if (!edges.some((e) => e.id === body.edge && e.state !== 'cut')) throw invalid('edge', 'is not an edge of this person');
      await identity.split(tx, body.edge, body.by ?? 'staff');
      return { id: profile.person.id, cut: body.edge };
    },
  );
  http.on(reviewIdentity, async ({ query }) => ({
    items: (await identity.review(query.limit ?? 100)).map((e) => ({ ...e, at: new Date(e.at).toISOString() })),
  }));
  http.on(findEvents, async ({ query }) => ({
    items: await Promise.all(
      (await profiles.byMessage(query.messageId)).map(async (entry) => ({
        ...plain(entry),
        profileId: (await identity.find({ id: entry.node }))?.id ?? entry.node,
      })),
    ),
  }));
  http.on(ingestCounts, async ({ query }) => ({ items: await needs.ingest.counts(query.limit ?? 100) }));
}

export function momentOf(at: string | undefined, clock: Clock): number {
  if (at === undefined) return clock.now();
  const instant = /^\d{4}-\d{2}-\d{2}($|T.*(Z|[+-]\d{2}:?\d{2})$)/.test(at) ? Date.parse(at) : Number.NaN;
  if (Number.isNaN(instant)) throw invalid('at', 'must be a day or an ISO 8601 instant with zone');
  return instant;
}
