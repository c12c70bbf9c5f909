// Identity tokens: a shop's signed word that this browser speaks for that customer (JWT, EdDSA or RS256).
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import type { Clock } from '../clock.ts';

export interface IdentityTokens {
  /** True when the token is valid now, names this user and, if it names a device, this device. */
  proves(token: string, userId: string | undefined, anonymousId: string | undefined): Promise<boolean>;
  /** The user a valid token names. */
  subjectOf(token: string, anonymousId: string | undefined): Promise<string | undefined>;
}

const longestLifeSeconds = 10 * 60;

export function createIdentityTokens(needs: { clock: Clock; keys: JSONWebKeySet | undefined; audience: string }): IdentityTokens {
  const { clock, keys, audience } = needs;
  const keySet = keys && createLocalJWKSet(keys);
  const subjectOf: IdentityTokens['subjectOf'] = async (token, anonymousId) => {
    if (!keySet) return undefined;
    try {
      const { payload } = await jwtVerify(token, keySet, {
        algorithms: ['EdDSA', 'RS256'],
        audience,
        requiredClaims: ['sub', 'aud', 'exp'],
        currentDate: new Date(clock.now()),
        clockTolerance: 5,
      });
      const tooLong = (payload.exp as number) - clock.now() / 1000 > longestLifeSeconds + 5;
      const otherDevice = payload['anonymousId'] !== undefined && payload['anonymousId'] !== anonymousId;
      return tooLong || otherDevice || !payload.sub ? undefined : payload.sub;
    } catch {
      return undefined;
    }
  };
  return {
    subjectOf,
    proves: async (token, userId, anonymousId) => userId !== undefined && (await subjectOf(token, anonymousId)) === userId,
  };
}
