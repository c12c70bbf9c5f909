// Words of identity: identifiers are nodes, what ties them are edges, a person is what the edges hold together.
import type { Trust } from '../../platform/access/index.ts';

export type IdentifierType = 'userId' | 'externalId' | 'card' | 'email' | 'phone' | 'anonymousId' | 'claim';

export interface Identifier {
  type: IdentifierType;
  value: string;
}

/** Why two identifiers belong together. */
export interface Link {
  a: Identifier;
  b: Identifier;
  cause: 'login' | 'token' | 'claim' | 'device' | 'card' | 'ereceipt' | 'import' | 'server' | 'staff';
  trust: Trust;
  /** When it happened, epoch ms. */
  at: number;
  /** Which event, receipt or act said so. */
  evidence: string;
}

export interface PersonNode {
  id: string;
  type: IdentifierType;
  value: string;
  /** A device on which different people logged in; it speaks for none of them. */
  contested: boolean;
  /** Moves with everything but log entries that a picture of the person depends on. */
  version: number;
}

/** A person: every node the active edges hold together. `id` is the root's. */
export interface PersonRef {
  id: string;
  nodes: PersonNode[];
  /** Someone or something trustworthy (login, token, card, till, server) has named this person. */
  attested: boolean;
}

/** How outside names a person; the first field present wins in the order id, externalId, userId, card, email, phone, anonymousId. */
export interface ProfileRef {
  id?: string | undefined;
  externalId?: string | undefined;
  userId?: string | undefined;
  email?: string | undefined;
  card?: string | undefined;
  phone?: string | undefined;
  anonymousId?: string | undefined;
}
