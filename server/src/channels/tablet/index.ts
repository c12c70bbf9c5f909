// The associate's tablet: who is standing there, what fits now, what better not to mention; every look is logged.
import { createHash } from 'node:crypto';
import type { Catalogue, Models, Stock, Trace } from '@faden/engine';
import type { Identity, ProfileRef } from '../../data/identity/index.ts';
import type { Profile, Profiles } from '../../data/profile/index.ts';
import { type Decided, type Decisions, personOf } from '../../logic/decisions/index.ts';
import type { Caller } from '../../platform/access/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Custodian, Database, Sql } from '../../platform/database/index.ts';
import { invalid, notFound } from '../../platform/http/index.ts';
import type { Ids } from '../../platform/ids.ts';
import { cardOf } from './card.ts';
import { deletePresence, insertAccess, insertPresence, readAccess } from './store.ts';

export { tabletTags } from './data-tags.ts';
export { mountTablet } from './routes.ts';

export interface Lookup {
  card?: string | undefined;
  qr?: string | undefined;
  code?: string | undefined;
  name?: string | undefined;
  reason?: string | undefined;
  store: string;
  actor?: string | { role?: string | undefined; id: string } | undefined;
  at?: string | undefined;
  mode?: 'live' | 'preview' | 'deterministic' | undefined;
}

export interface Tablet {
  /** Finds the person and decides; nothing is shown before `show` has written the look down. */
  look(asked: Lookup, caller: Caller): Promise<Look>;
  show(tx: Sql, look: Look): Promise<Record<string, unknown>>;
  audit(profile: string | undefined, limit: number): Promise<Record<string, unknown>[]>;
  custodian: Custodian;
}

/** A look that was prepared: what would be shown, and what the log will say about it. */
export interface Look {
  answer: Record<string, unknown>;
  access: { actor: string; role: string; store: string; way: string; nodeId: string; fields: string[] };
}

interface Needs {
  database: Database;
  clock: Clock;
  ids: Ids;
  identity: Identity;
  profiles: Profiles;
  decisions: Decisions;
  catalogue: () => Catalogue;
  stock: () => Stock;
  models: () => Models;
}

const presenceMs = 15 * 60_000;

export function createTablet(needs: Needs): Tablet {
  const { database, clock, ids, identity, profiles, decisions } = needs;

  const find = async (asked: Lookup): Promise<{ profile: Profile; way: string }> => {
    const scanned = asked.card ?? asked.qr ?? asked.code;
    if (!scanned && !asked.name) throw invalid('card', 'card, qr, code, or name with reason is needed');
    if (!scanned && !asked.reason) throw invalid('reason', 'a look-up by name needs a reason');
    const refs: ProfileRef[] = scanned
      ? [{ card: scanned }, { externalId: scanned }]
      : [{ email: asked.name }, { externalId: asked.name }, { phone: asked.name }];
    for (const ref of refs) {
      const profile = await profiles.read(ref);
      if (profile) return { profile, way: scanned ? 'card' : `name: ${asked.reason}` };
    }
    throw notFound(scanned ? 'card' : 'name');
  };

  return {
    async look(asked, caller) {
      if (!needs.stock().place(asked.store)) throw invalid('store', 'is not a known store');
      const { profile, way } = await find(asked);
      const now = clock.now();
      const person = personOf(profile, 'card', now);
      const world = { catalogue: needs.catalogue(), stock: needs.stock(), models: needs.models(), storeId: asked.store, now };
      const card = cardOf(profile, person, world);
      const actor =
        typeof asked.actor === 'string'
          ? { role: 'associate', id: asked.actor }
          : { role: asked.actor?.role ?? 'associate', id: asked.actor?.id ?? caller.keyId };
      const best = await decisions.decide(
        {
          placements: [{ id: 'tablet.next_best', limit: 3 }],
          subject: { customerId: profile.person.id },
          actor,
          channel: 'tablet',
          context: { page: 'clienteling', storeId: asked.store, visibility: 'associate' },
          options: { explain: 'trace', mode: asked.mode ?? 'live' },
        },
        caller,
      );
      const { trace, ...bestAction } = best;
      const answer = {
        store: asked.store,
        consent: { personalisation: person.purposes.has('personalisation'), instore: person.purposes.has('instore') },
        profile: card.profile,
        bestAction,
        doNotApproach: person.purposes.has('personalisation') ? doNotApproach(trace, world.catalogue) : [],
        cart: card.profile['cart'] ?? [],
        wishlist: card.profile['wishlist'] ?? [],
      };
      return {
        answer,
        access: { actor: actor.id, role: actor.role, store: asked.store, way, nodeId: profile.person.id, fields: card.fields },
      };
    },
    async show(tx, { answer, access }) {
      const now = clock.now();
      const token = ids.token();
      const expiresAt = new Date(now + presenceMs).toISOString();
      await insertPresence(tx, {
        hash: createHash('sha256').update(token).digest('hex'),
        nodeId: access.nodeId,
        store: access.store,
        expiresAt,
      });
      await insertAccess(tx, { ...access, id: ids.next(), at: new Date(now).toISOString(), purpose: 'clienteling' });
      return { presenceToken: token, expiresAt, ...answer };
    },
    async audit(profile, limit) {
      const person = profile === undefined ? undefined : await identity.find({ id: profile });
      if (profile !== undefined && !person) throw notFound(`profile ${profile}`);
      const rows = await readAccess(
        database,
        person?.nodes.map((n) => n.id),
        limit,
      );
      return rows.map((r) => ({ ...r, at: new Date(r['at'] as number).toISOString() }));
    },
    custodian: {
      name: 'tablet',
      tables: ['access_log', 'presence_token'],
      exportOf: async (sql, nodeIds) => ({
        lookedAtBy: (await readAccess(sql, nodeIds, 10_000)).map((r) => ({
          at: new Date(r['at'] as number).toISOString(),
          role: r['role'],
          store: r['store'],
          purpose: r['purpose'],
          fields: r['fields'],
        })),
      }),
      // The access log stays for its twelve months: its node no longer leads to anybody.
      erase: async (tx, nodeIds) => [{ place: 'presence tokens', rows: await deletePresence(tx, nodeIds), what: 'deleted' }],
      merge: async () => {},
      split: async () => {},
    },
  };
}

const words: Record<string, { de: string; en: string }> = {
  OWNED: { de: 'bereits gekauft', en: 'already bought' },
  BOUGHT: { de: 'bereits gekauft', en: 'already bought' },
  NO_INTEREST: { de: 'kein Interesse', en: 'no interest' },
  DISMISSED: { de: 'abgelehnt', en: 'declined' },
};

/** What better not to offer, per need group and brand, each with why; drawn from what the decision dropped. */
function doNotApproach(trace: Decided['trace'], catalogue: Catalogue): Record<string, unknown>[] {
  const list = new Map<string, Record<string, unknown>>();
  for (const candidate of (trace as Trace | undefined)?.placements.flatMap((p) => p.candidates) ?? []) {
    const why = candidate.droppedBy ? words[candidate.droppedBy] : undefined;
    const product = why && catalogue.product(candidate.sku);
    if (!why || !product) continue;
    const byBrand = candidate.droppedBy === 'NO_INTEREST' || candidate.droppedBy === 'DISMISSED';
    const key = byBrand ? `${product.needGroup} ${product.brand}` : product.needGroup;
    const name = catalogue.needGroup(product.needGroup).name;
    if (!list.has(key))
      list.set(key, {
        needGroup: product.needGroup,
        name,
        ...(byBrand ? { brand: product.brand } : {}),
        code: candidate.droppedBy,
        reason: why,
        sku: product.sku,
      });
  }
  return [...list.values()];
}
