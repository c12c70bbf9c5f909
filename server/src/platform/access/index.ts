// Who calls: write keys (public), secret keys (servers) and the owner's session of a local installation.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Clock } from '../clock.ts';
import type { Database, Sql } from '../database/index.ts';
import type { Ids } from '../ids.ts';
import { allKeys, insertKey, type KeyRow } from './store.ts';

export { createIdentityTokens, type IdentityTokens } from './identity-token.ts';

/** Where an event or call comes from, weakest first (TRUST T8). */
export type Trust = 'public' | 'attested' | 'server' | 'till';

export interface Caller {
  kind: 'none' | 'write' | 'secret';
  /** Id of the key, `owner` for the local session. */
  keyId: string;
  /** Small number that stands for the key in stored events. */
  source: number;
  /** Channel a write key was made for: web, app … */
  channel: string;
  origins: readonly string[];
}

export interface KeySetup {
  key: string;
  kind: 'write' | 'secret';
  channel?: string;
  origins?: string[];
  label?: string;
}

export interface Access {
  /** Reads the keys anew. */
  load(): Promise<void>;
  /** Adds keys that are not known yet and updates channel and origins of those that are. */
  put(tx: Sql, keys: readonly KeySetup[]): Promise<void>;
  count(kind: 'write' | 'secret'): number;
  byKey(key: string): Caller | undefined;
  /** Bearer, Basic user name or owner cookie; `none` without any; undefined for a wrong one. */
  callerOf(headers: IncomingHttpHeaders, url: string): Caller | undefined;
  /** Cookie value that opens the surfaces of a local installation to its owner. */
  ownerSession(): string;
}

const anonymous: Caller = { kind: 'none', keyId: 'none', source: 0, channel: 'web', origins: [] };
const owner: Caller = { kind: 'secret', keyId: 'owner', source: 0, channel: 'server', origins: [] };
const hashOf = (key: string) => createHash('sha256').update(key).digest('hex');
export const ownerCookie = 'faden_owner';

export function createAccess(needs: { database: Database; clock: Clock; ids: Ids; sessionSecret: string }): Access {
  const { database, clock, ids } = needs;
  let keys = new Map<string, Caller>();
  const session = createHmac('sha256', needs.sessionSecret).update('owner').digest('base64url');

  const byKey = (key: string) => keys.get(hashOf(key));
  const load = async () => {
    keys = new Map((await allKeys(database)).map((row) => [row.hash, callerFrom(row)]));
  };
  const fromCookie = (cookies: string | undefined): Caller | undefined => {
    const value = cookies
      ?.split(/;\s*/)
      .find((c) => c.startsWith(`${ownerCookie}=`))
      ?.slice(ownerCookie.length + 1);
    if (value === undefined) return undefined;
    const given = Buffer.from(value);
    const wanted = Buffer.from(session);
    return given.length === wanted.length && timingSafeEqual(given, wanted) ? owner : undefined;
  };

  return {
    load,
    async put(tx, setups) {
      for (const setup of setups) await insertKey(tx, ids.next(), hashOf(setup.key), setup, clock.now());
    },
    count: (kind) => [...keys.values()].filter((k) => k.kind === kind).length,
    byKey,
    callerOf(headers) {
      const given = headers.authorization;
      if (given === undefined) return fromCookie(headers.cookie) ?? anonymous;
      const bearer = /^Bearer\s+(\S+)$/i.exec(given);
      if (bearer) return byKey(bearer[1] as string);
      const basic = /^Basic\s+([A-Za-z0-9+/=]+)$/i.exec(given);
      const user =
        basic &&
        Buffer.from(basic[1] as string, 'base64')
          .toString('utf8')
          .split(':')[0];
      return user ? byKey(user) : undefined;
    },
    ownerSession: () => session,
  };
}

function callerFrom(row: KeyRow): Caller {
  return { kind: row.kind, keyId: row.id, source: row.source, channel: row.channel, origins: row.origins };
}
