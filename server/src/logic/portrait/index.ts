// The whole picture of one person for people and machines: what is known, what follows from it, what they allowed.
import { affinities, type Catalogue, interests, isReturned, type Models, type Stock, stages } from '@faden/engine';
import { type Consent, may, type PurposeName, purposes } from '../../data/consent/index.ts';
import type { EdgeView, Identity } from '../../data/identity/index.ts';
import { type Profile, timelineOf } from '../../data/profile/index.ts';
import type { Clock } from '../../platform/clock.ts';
import { personOf } from '../decisions/index.ts';

export { createPeople } from './people.ts';
export { mountPortrait } from './routes.ts';

export interface Portrait {
  of(profile: Profile, now: number): Promise<Record<string, unknown>>;
  identifiers(profile: Profile): Promise<Record<string, unknown>>;
  timeline(entries: Parameters<typeof timelineOf>[0]): Record<string, unknown>[];
  /** Name for people: first and last name, else the shortest identifier. */
  displayName(profile: Profile): string;
}

interface Needs {
  clock: Clock;
  identity: Identity;
  consent: Consent;
  catalogue: () => Catalogue;
  stock: () => Stock;
  models: () => Models;
  loyaltyOf: (nodeIds: readonly string[]) => Promise<object>;
}

const iso = (instant: number) => new Date(instant).toISOString();
const euro = (cents: number, currency = 'EUR') => ({ amount: cents, currency });

export function createPortrait(needs: Needs): Portrait {
  const { identity, catalogue, models, stock } = needs;

  const derived = (profile: Profile, now: number) => {
    const person = personOf(profile, 'profile', needs.clock.now());
    const world = catalogue();
    const input = {
      signals: person.signals.filter((s) => s.at <= now),
      purchases: person.purchases.filter((p) => p.at <= now),
      catalogue: world,
      models: models(),
      now,
      placeName: (id: string) => stock().place(id)?.name,
    };
    return {
      person,
      world,
      interests: interests(input.signals, world, now).map((i) => ({ ...i, name: world.needGroup(i.needGroup).name })),
      affinities: { brand: affinities(input, 'brand'), size: affinities(input, 'size'), colour: affinities(input, 'colour') },
      stages: stages(person, world, now),
    };
  };

  return {
    async of(profile, now) {
      const d = derived(profile, now);
      const { folded, person } = profile;
      const named = (sku: string) => ({
        sku,
        name: d.world.product(sku)?.name ?? null,
        brand: d.world.product(sku)?.brand ?? null,
        needGroup: d.world.product(sku)?.needGroup ?? null,
      });
      const purchases = folded.purchases.map((p) => ({
        ...named(p.sku),
        quantity: p.quantity,
        unitPrice: euro(p.unitPriceCents),
        channel: p.channel,
        place: p.placeId ?? null,
        placeName: p.placeId ? (stock().place(p.placeId)?.name ?? null) : null,
        at: iso(p.at),
        ref: p.ref,
        returned: p.returned ? { ...p.returned, at: iso(p.returned.at) } : null,
      }));
      const owned = folded.purchases.filter(
        (p) => !isReturned(p, now) && !p.gift && d.world.needGroup(d.world.product(p.sku)?.needGroup ?? '').kind === 'durable',
      );
      return {
        id: person.id,
        externalId: d.person.externalId ?? null,
        attested: person.attested,
        displayName: displayName(profile),
        firstSeen: iso(folded.presence.firstSeen),
        lastSeen: iso(folded.presence.lastSeen),
        identifiers: identifierRows(profile, await identity.edges(person)),
        traits: Object.fromEntries(
          Object.entries(folded.traits)
            .filter(([, t]) => t.value !== null)
            .map(([name, t]) => [name, { value: t.value, source: t.source, trust: t.trust, at: iso(t.at) }]),
        ),
        purchases: purchases.reverse(),
        owned: owned.map((p) => ({ ...named(p.sku), at: iso(p.at), channel: p.channel })),
        carts: d.person.cart.map((line) => ({
          ...named(line.sku),
          quantity: line.quantity,
          unitPrice: line.unitPriceCents === undefined ? null : euro(line.unitPriceCents),
          at: iso(line.at),
        })),
        wishlist: d.person.wishlist.map((w) => ({ ...named(w.sku), at: iso(w.at) })),
        searches: [...folded.shopping.searches].reverse().map((s) => ({ ...s, at: iso(s.at) })),
        interests: d.interests,
        affinities: d.affinities,
        stages: d.stages.map((s) => ({ ...s, since: typeof s.since === 'number' ? iso(s.since) : s.since })),
        consents: consentRows(profile, now),
        lastChannels: Object.entries(folded.presence.channels)
          .map(([channel, at]) => ({ channel, at: iso(at) }))
          .sort((x, y) => (x.at < y.at ? 1 : -1)),
        loyalty: await needs.loyaltyOf(person.nodes.map((n) => n.id)),
      };
    },
    async identifiers(profile) {
      const edges = await identity.edges(profile.person);
      return { items: identifierRows(profile, edges), edges: edges.map((e) => ({ ...e, at: iso(e.at) })) };
    },
    timeline: (entries) =>
      timelineOf(entries, (sku) => catalogue().product(sku)?.name).map((item) => ({
        ...item,
        placeName: item.placeId ? (stock().place(item.placeId)?.name ?? null) : null,
      })),
    displayName,
  };
}

export function displayName(profile: Profile): string {
  const trait = (name: string) =>
    typeof profile.folded.traits[name]?.value === 'string' ? (profile.folded.traits[name]?.value as string) : '';
  const name = `${trait('firstName') || trait('first_name')} ${trait('lastName') || trait('last_name')}`.trim() || trait('name');
  if (name) return name;
  const best = ['externalId', 'userId', 'email', 'card', 'anonymousId'].flatMap(
    (type) => profile.person.nodes.find((n) => n.type === type) ?? [],
  )[0];
  return best?.value ?? profile.person.id;
}

/** Each identifier with the tie that brought it: the active one, else the latest. */
function identifierRows(profile: Profile, edges: readonly EdgeView[]): Record<string, unknown>[] {
  return profile.person.nodes
    .filter((n) => n.type !== 'claim')
    .map((node) => {
      const mine = edges
        .filter((e) => e.a.id === node.id || e.b.id === node.id)
        .sort((x, y) => Number(y.state === 'active') - Number(x.state === 'active') || x.at - y.at);
      const edge = mine[0];
      return {
        type: node.type,
        value: node.value,
        cause: edge?.cause ?? 'first seen',
        trust: edge?.trust ?? (profile.person.attested ? 'server' : 'public'),
        at: iso(edge?.at ?? profile.folded.presence.firstSeen),
        evidence: edge?.evidence ?? null,
        state: edge?.state ?? 'active',
        edge: edge?.id ?? null,
      };
    });
}

function consentRows(profile: Profile, now: number): Record<string, unknown>[] {
  const subject = { acts: profile.consents };
  return purposes.map((purpose: PurposeName) => {
    const permission = may(subject, '', purpose, now);
    const act = profile.consents.find((a) => a.id === permission.proofId);
    return {
      purpose,
      state: permission.yes ? 'granted' : permission.because === 'withdrawn' ? 'withdrawn' : 'unknown',
      because: permission.because,
      contactPoint: act?.contactPoint ?? null,
      at: act ? iso(act.at) : null,
      source: act?.source ?? null,
    };
  });
}
