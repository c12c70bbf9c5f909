// The logic layer as a merchant and an outside tester meet it, over HTTP, on both databases.
import { afterAll, beforeAll, describe } from 'vitest';
import { client, type Faden, startFaden } from '../start-faden.ts';
import { choosingStory } from './logic-choosing.ts';
import { modelsStory } from './logic-models.ts';
import { ruleSetsStory } from './logic-rule-sets.ts';
import { rulesStory } from './logic-rules.ts';
import { strategiesStory } from './logic-strategies.ts';
import { tracesStory } from './logic-traces.ts';
import { type Api, furnish, NOW } from './logic-world.ts';

describe.each(['pglite', 'postgres'] as const)('the logic layer on %s', (database) => {
  let faden: Faden;
  let api: Api;
  beforeAll(async () => {
    faden = await startFaden({ database, env: { FADEN_HOLDOUT: '0.25' } });
    api = client(faden);
    await api.clock(NOW);
    await furnish(api);
  });
  afterAll(() => faden?.stop());
  const world = () => api;
  rulesStory(world);
  ruleSetsStory(world);
  strategiesStory(world);
  tracesStory(world);
  choosingStory(world);
  modelsStory(world);
});
