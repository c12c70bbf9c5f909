// Experiments and learning over HTTP.
import { getExperiment, getExperiments, getLearning, learnNow, putExperiments, putLearning, resetLearning } from '@faden/contract';
import type { Bus } from '../../platform/bus/index.ts';
import type { Database } from '../../platform/database/index.ts';
import type { Http } from '../../platform/http/index.ts';
import type { Experiments } from './index.ts';

export function mountExperiments(http: Http, experiments: Experiments, needs: { database: Database; bus: Bus }): void {
  http.on(putExperiments, async ({ body }) => {
    const stored = await needs.database.transaction((tx) => experiments.put(tx, body));
    needs.bus.poke();
    await needs.bus.settled();
    return { stored };
  });
  http.on(getExperiments, async ({ query }) => ({ items: await experiments.all(query.placement) }));
  http.on(getExperiment, ({ params }) => experiments.result(params.id));
  http.on(getLearning, ({ params }) => experiments.learning(params.id));
  http.on(putLearning, async ({ params, body }) => {
    await experiments.setExploration(params.id, body.exploration);
    return experiments.learning(params.id);
  });
  http.on(learnNow, async ({ params }) => {
    await experiments.learn(params.id);
    return experiments.learning(params.id);
  });
  http.on(resetLearning, async ({ params }) => {
    await experiments.reset(params.id);
    return experiments.learning(params.id);
  });
}
