// Training from outside: start it, watch it.
import { getModels, trainModels } from '@faden/contract';
import type { Http } from '../../platform/http/index.ts';
import type { ModelHouse } from './index.ts';

export function mountModels(http: Http, models: ModelHouse): void {
  const answer = () => ({ ready: models.ready(), models: models.states() });
  http.on(getModels, answer);
  http.on(trainModels, () => {
    void models.train().catch(() => {});
    return { ...answer(), ready: false };
  });
}
