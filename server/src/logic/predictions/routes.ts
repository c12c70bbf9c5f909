// Predictions over HTTP.
import { getPredictions, getPredictionsBy, predict } from '@faden/contract';
import type { ProfileRef } from '../../data/identity/index.ts';
import type { Profile, Profiles } from '../../data/profile/index.ts';
import { type Http, notFound } from '../../platform/http/index.ts';
import type { Predictions } from './index.ts';

const identifierTypes = new Set(['userId', 'email', 'card', 'phone', 'anonymousId', 'externalId']);

export function mountPredictions(
  http: Http,
  { predictions, profiles }: { predictions: Predictions; profiles: Pick<Profiles, 'read'> },
): void {
  const find = async (ref: ProfileRef, what: string): Promise<Profile> => {
    const profile = await profiles.read(ref);
    if (!profile) throw notFound(what);
    return profile;
  };
  http.on(predict, ({ body }) => predictions.batch(body));
  http.on(getPredictions, async ({ params, query }) =>
    predictions.of(await find({ id: params.id }, `profile ${params.id}`), predictions.moment(query.at), query.horizonDays),
  );
  http.on(getPredictionsBy, async ({ params, query }) => {
    if (!identifierTypes.has(params.type)) throw notFound(`identifier type ${params.type}`);
    const profile = await find({ [params.type]: params.value }, params.type);
    return predictions.of(profile, predictions.moment(query.at), query.horizonDays);
  });
}
