// Who bought: the identifier a sale is filed under, and the tie an electronic receipt makes.
import { type Identifier, identifierOf, type Link, type ProfileRef, tidied } from '../identity/index.ts';

export interface Named {
  card?: string | undefined;
  email?: string | undefined;
  profile?: ProfileRef | undefined;
}

const emailOf = (value: string): Identifier => tidied({ type: 'email', value });
const cardOf = (value: string): Identifier => tidied({ type: 'card', value });

/** Card, else the person named, else the e-mail address; undefined for an anonymous sale. A profile id is for the caller to look up. */
export function buyerOf(named: Named): Identifier | { id: string } | undefined {
  if (named.card !== undefined) return cardOf(named.card);
  if (named.profile?.id !== undefined) return { id: named.profile.id };
  const byProfile = named.profile && identifierOf(named.profile);
  return byProfile ?? (named.email === undefined ? undefined : emailOf(named.email));
}

/** Card and e-mail on one receipt belong together: the till saw both. */
export function ereceiptLink(named: Named, at: number, evidence: string): Link | undefined {
  if (named.card === undefined || named.email === undefined) return undefined;
  return { a: cardOf(named.card), b: emailOf(named.email), cause: 'ereceipt', trust: 'till', at, evidence };
}
