// Consents over HTTP.
import { checkConsent, getConsents, postConsent } from '@faden/contract';
import type { Clock } from '../../platform/clock.ts';
import { type Http, invalid, notFound } from '../../platform/http/index.ts';
import { parseInstant } from '../../platform/zone.ts';
import { type Identifier, type Identity, identifierOf, type ProfileRef } from '../identity/index.ts';
import type { Consent } from './index.ts';
import { isPurpose, may } from './may.ts';

/** The identifier a consent is hung on when nobody is known by it yet. */
const identifierFrom = (ref: ProfileRef): Identifier | undefined =>
  identifierOf(ref) ?? (ref.id ? { type: 'externalId', value: ref.id } : undefined);

export function mountConsent(http: Http, needs: { consent: Consent; identity: Identity; clock: Clock }): void {
  const { consent, identity, clock } = needs;
  const refOf = (profile: string | ProfileRef): ProfileRef => (typeof profile === 'string' ? { id: profile } : profile);
  http.createFrom(
    postConsent,
    ({ body }) => identity.find(refOf(body.profile)),
    async (tx, { body, caller }, person) => {
      if (!isPurpose(body.purpose)) throw invalid('purpose', `${body.purpose} is no purpose`);
      const at = body.at === undefined ? clock.now() : parseInstant(body.at, 'UTC');
      if (at === undefined) throw invalid('at', 'must be an ISO 8601 instant with zone');
      const identifier = identifierFrom(refOf(body.profile));
      if (!person && !identifier) throw notFound('profile');
      const home = person?.nodes.find((n) => n.type === 'externalId' || n.type === 'userId') ?? person?.nodes[0];
      const nodeId = home?.id ?? (await identity.nodeOf(tx, identifier as Identifier, true));
      const text = body.text;
      await consent.record(tx, [
        {
          nodeId,
          purpose: body.purpose,
          action: body.action,
          at,
          source: body.source ?? 'api',
          actor: body.actor ?? caller.keyId,
          ...(body.contactPoint === undefined ? {} : { contactPoint: body.contactPoint }),
          ...(text ? { text } : {}),
          ...(body.evidence === undefined ? (text ? { evidence: { text: true } } : {}) : { evidence: body.evidence }),
        },
      ]);
      return { purpose: body.purpose, action: body.action, at: new Date(at).toISOString() };
    },
  );
  const find = async (id: string) => {
    const person = await identity.find({ id });
    if (!person) throw notFound(`profile ${id}`);
    return person.nodes.map((n) => n.id);
  };
  http.on(getConsents, async ({ query }) => ({
    items: (await consent.proofsOf(await find(query.profile))).map((p) => ({
      ...p,
      at: new Date(p.at).toISOString(),
      recordedAt: new Date(p.recordedAt).toISOString(),
    })),
  }));
  http.on(checkConsent, async ({ query }) => {
    if (!isPurpose(query.purpose)) throw invalid('purpose', `${query.purpose} is no purpose`);
    return may({ acts: await consent.actsOf(await find(query.profile)) }, query.contactPoint ?? '', query.purpose, clock.now());
  });
}
