// Who bought: the identifier a sale is filed under, and the tie an electronic receipt makes.
import type { Identifier, Link, ProfileRef } from '../identity/index.ts';

export interface Named {
  card?: string | undefined;
  email?: string | undefined;
  profile?: ProfileRef | undefined;
}

const emailOf = (value: string): Identifier => ({ type: 'email', value: value.trim().toLowerCase() });

/** The identifier meant by a reference without `id`. */
export function identifierOf(ref: ProfileRef): Identifier | undefined {
  if (ref.externalId !== undefined) return { type: 'externalId', value: ref.externalId };
  if (ref.userId !== undefined) return { type: 'userId', value: ref.userId };
  if (ref.card !== undefined) return { type: 'card', value: ref.card };
  if (ref.email !== undefined) return emailOf(ref.email);
  if (ref.phone !== undefined) return { type: 'phone', value: ref.phone };
  return ref.anonymousId === undefined ? undefined : { type: 'anonymousId', value: ref.anonymousId };
}

/** Card, else the person named, else the e-mail address; undefined for an anonymous sale. A profile id is for the caller to look up. */
export function buyerOf(named: Named): Identifier | { id: string } | undefined {
  if (named.card !== undefined) return { type: 'card', value: named.card };
  if (named.profile?.id !== undefined) return { id: named.profile.id };
  const byProfile = named.profile && identifierOf(named.profile);
  return byProfile ?? (named.email === undefined ? undefined : emailOf(named.email));
}

/** Card and e-mail on one receipt belong together: the till saw both. */
export function ereceiptLink(named: Named, at: number, evidence: string): Link | undefined {
  if (named.card === undefined || named.email === undefined) return undefined;
  return { a: { type: 'card', value: named.card }, b: emailOf(named.email), cause: 'ereceipt', trust: 'till', at, evidence };
}
