// From a profile to the person the engine decides for; who the request may speak for follows from who asks.
import type { Person } from '@faden/engine';
import { allowedPurposes, may, type PurposeName } from '../../data/consent/index.ts';
import type { ProfileRef } from '../../data/identity/index.ts';
import type { Profile } from '../../data/profile/index.ts';
import type { Caller, IdentityTokens } from '../../platform/access/index.ts';

export interface SubjectRef {
  customerId?: string | null;
  userId?: string | null;
  cardNo?: string | null;
  card?: string | null;
  email?: string | null;
  phone?: string | null;
  anonymousId?: string | null;
  deviceId?: string | null;
  identityToken?: string | null;
}

export interface Named {
  ref: ProfileRef;
  basis: Person['basis'];
}

/**
 * A public key speaks for its own visitor only: the device, or the customer a valid identity token names.
 * Anything else it says about who is there is not looked up, so the answer cannot tell whether such a customer exists.
 */
export async function whoIsMeant(
  subject: SubjectRef | null | undefined,
  caller: Caller,
  tokens: IdentityTokens,
): Promise<Named | undefined> {
  if (!subject) return undefined;
  const device = subject.anonymousId ?? subject.deviceId ?? undefined;
  if (subject.identityToken) {
    const user = await tokens.subjectOf(subject.identityToken, device);
    if (user) return { ref: { userId: user }, basis: 'token' };
  }
  if (caller.kind === 'secret') {
    const card = subject.cardNo ?? subject.card;
    if (card) return { ref: { card }, basis: 'card' };
    if (subject.customerId) return { ref: { id: subject.customerId }, basis: 'profile' };
    if (subject.userId) return { ref: { userId: subject.userId }, basis: 'login' };
    if (subject.email) return { ref: { email: subject.email }, basis: 'email' };
    if (subject.phone) return { ref: { phone: subject.phone }, basis: 'profile' };
  }
  return device ? { ref: { anonymousId: device }, basis: 'device' } : undefined;
}

const nobody: Person = {
  id: '',
  basis: 'none',
  purposes: new Set(['service', 'analytics']),
  signals: [],
  purchases: [],
  cart: [],
  wishlist: [],
  searches: [],
  dismissed: [],
  openComplaints: [],
};
export const noPerson = (): Person => nobody;

/** The purposes of a profile now. */
export function purposesOf(profile: Profile, now: number): Set<PurposeName> {
  return allowedPurposes({ acts: profile.consents, birthday: birthdayOf(profile) }, now);
}

function birthdayOf(profile: Profile): string | undefined {
  const trait = profile.folded.traits['birthday'];
  // Only a source that could check it counts: a browser's word does not make anybody sixteen.
  return trait && trait.rank >= 1 && typeof trait.value === 'string' ? trait.value : undefined;
}

/**
 * `basis` device becomes login when a trustworthy login tied the device to a customer. `now` is the real moment of use:
 * a decision asked for another time does not bring back a consent that was withdrawn since.
 */
export function personOf(profile: Profile, basis: Person['basis'], now: number): Person {
  const { person, folded } = profile;
  const one = (type: string) => person.nodes.find((n) => n.type === type)?.value;
  const { shopping } = folded;
  return {
    id: person.id,
    externalId: one('externalId'),
    userId: one('userId'),
    basis: basis === 'device' && person.attested ? 'login' : basis,
    purposes: purposesOf(profile, now),
    signals: folded.signals,
    purchases: folded.purchases,
    cart: Object.entries(shopping.cart).map(([sku, line]) => ({ sku, ...line })),
    wishlist: Object.entries(shopping.wishlist).map(([sku, at]) => ({ sku, at })),
    searches: shopping.searches,
    dismissed: Object.entries(shopping.dismissed).map(([sku, at]) => ({ sku, at })),
    later: Object.entries(shopping.later).map(([sku, at]) => ({ sku, at })),
    birthday: birthdayOf(profile),
    openComplaints: [],
  };
}

/**
 * Whether a device may speak for the person it is tied to: not when different people logged in on it, and not when its
 * visitor objected to being profiled.
 */
export function deviceMaySpeak(profile: Profile, device: string | undefined, now: number): boolean {
  const node = profile.person.nodes.find((n) => n.type === 'anonymousId' && n.value === device);
  if (node?.contested) return false;
  return profile.person.attested || may({ acts: profile.consents }, '', 'personalisation', now).because !== 'withdrawn';
}
