// Training from outside: start it, watch it, go back to what served before.
import { getModels, promoteModel, rollbackModel, trainModels } from '@faden/contract';
import type { Http } from '../../platform/http/index.ts';
import type { ModelHouse } from './index.ts';

/** `learn`: what else learns from what happened, beside the models. */
export function mountModels(http: Http, models: ModelHouse, learn: () => Promise<void>): void {
  const answer = () => ({ ready: models.ready(), models: models.states(), silentChannels: models.silentChannels() });
  http.on(getModels, answer);
  http.on(trainModels, () => {
    void models.train().catch(() => {});
    void learn().catch(() => {});
    return { ...answer(), ready: false };
  });
  http.on(rollbackModel, ({ params }) => models.rollback(params.id));
  http.on(promoteModel, ({ params }) => models.promote(params.id));
}
