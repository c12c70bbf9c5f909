// Choices and experiments on a fresh database with the whole data storey below them, for tests that go through verbs without HTTP.
import type { ChoiceContext } from '../packages/engine/src/index.ts';
import { createCatalogue } from '../server/src/data/catalogue/index.ts';
import { createConsent } from '../server/src/data/consent/index.ts';
import { createIdentity } from '../server/src/data/identity/index.ts';
import { normaliseEvent } from '../server/src/data/ingest/event.ts';
import { createIngest } from '../server/src/data/ingest/index.ts';
import { createOrders } from '../server/src/data/orders/index.ts';
import { createPlaces } from '../server/src/data/places/index.ts';
import { createProfiles } from '../server/src/data/profile/index.ts';
import { createStock } from '../server/src/data/stock/index.ts';
import { createExperiments, type DecidedPage } from '../server/src/logic/experiments/index.ts';
import { createBus } from '../server/src/platform/bus/index.ts';
import { adjustableClock } from '../server/src/platform/clock.ts';
import { migrate, openDatabase, type Sql } from '../server/src/platform/database/index.ts';
import { createIds } from '../server/src/platform/ids.ts';
import { createJobs } from '../server/src/platform/jobs/index.ts';
import { createLog } from '../server/src/platform/log.ts';

const folders = [
  'platform/access',
  'platform/bus',
  'platform/jobs',
  'platform/http',
  'data/places',
  'data/catalogue',
  'data/identity',
  'data/stock',
  'data/consent',
  'data/profile',
  'data/orders',
  'data/ingest',
  'logic/experiments',
].map((module) => new URL(`../server/src/${module}/sql`, import.meta.url).pathname);

export type ExperimentsStorey = Awaited<ReturnType<typeof openExperiments>>;

export const homeContext: ChoiceContext = {
  placement: 'web.home.row1',
  channel: 'web',
  page: 'home',
  customer: 'active',
  interest: true,
  ownedRelated: false,
  explore: true,
};

/** @param url PostgreSQL; in memory without */
export async function openExperiments(url?: string) {
  const clock = adjustableClock({ now: () => Date.parse('2026-11-21T12:00:00Z') });
  const log = createLog('silent');
  const database = await openDatabase({ url, directory: 'memory:', log });
  await migrate(database, folders);
  const ids = createIds(clock);
  const bus = createBus({ database, clock, log });
  const jobs = createJobs({ database, clock, ids, log });
  const identity = createIdentity({ database, bus, clock, ids, secret: 'test' });
  const consent = createConsent({ database, bus, clock, ids, identity });
  const profiles = createProfiles({ database, clock, identity, consent });
  const rules = { consentStrict: false, honourGpc: true };
  const ingest = createIngest({ database, bus, clock, ids, log, identity, consent, profiles, rules });
  const places = createPlaces({ database, bus, clock });
  const catalogue = createCatalogue({ database, bus, clock, log });
  const stock = createStock({ database, bus, clock, ids, places });
  const orders = createOrders({
    database,
    bus,
    clock,
    ids,
    places,
    stock,
    record: async (tx, entries) => void (await profiles.record(tx, entries)),
    link: async (tx, links) => {
      if (links.length > 0) await identity.lock(tx);
      await identity.link(tx, links);
    },
    nodeOf: (tx, identifier) => identity.nodeOf(tx, identifier, true),
    nodesOf: async (sql, ref) => {
      const person = await identity.findIn(sql, ref);
      return { id: person?.id ?? '', nodeIds: person?.nodes.map((node) => node.id) ?? [] };
    },
    identifierOf: async () => ({ type: 'externalId', value: 'nobody' }),
  });
  const experiments = createExperiments({
    database,
    bus,
    clock,
    log,
    catalogue: catalogue.view,
    nodesOf: async (sql: Sql, nodeId: string) => (await identity.findIn(sql, { id: nodeId }))?.nodes.map((node) => node.id) ?? [nodeId],
  });
  for (const module of [places, catalogue, identity, stock]) await module.load();
  await experiments.load();
  await experiments.start(jobs);
  const commit = async <T>(work: (tx: Sql) => Promise<T>): Promise<T> => {
    const result = await database.transaction(work);
    bus.poke();
    return result;
  };
  await commit((tx) => places.put(tx, [{ id: 'st_hh', kind: 'store', name: 'Hamburg' }]));
  await places.refresh();

  /** Sends an event as a browser (`public`) or a server would. */
  const send = async (event: Record<string, unknown>, trust: 'public' | 'server' = 'server') => {
    const receivedAt = clock.now();
    const made = normaliseEvent({ type: 'track', messageId: ids.next(), ...event }, { receivedAt, trust, ids: ids.next, channel: 'web' });
    if (!made.ok) throw new Error(`${made.path}: ${made.message}`);
    const caller = { kind: 'secret' as const, keyId: 'test', source: 2, channel: 'web', origins: [] };
    await ingest.accept([{ event: made.event, caller, trust, objects: false }]);
  };
  const nodeOf = (anonymousId: string) =>
    database.transaction((tx) => identity.nodeOf(tx, { type: 'anonymousId', value: anonymousId }, false));
  let pages = 0;
  /** Tells the module of a decision with one placement; tokens are `<decision>_<slot>`. */
  const decide = async (skus: readonly string[], more: Partial<DecidedPage['placements'][number]> & { nodeId?: string | null } = {}) => {
    const decisionId = `dec_${++pages}`;
    const { nodeId, ...placement } = more;
    experiments.decided({
      decisionId,
      at: new Date(clock.now()).toISOString(),
      nodeId: nodeId ?? null,
      channel: 'web',
      placements: [
        {
          id: 'web.home.row1',
          strategy: 'recent',
          by: 'priority',
          propensity: 1,
          context: homeContext,
          items: skus.map((sku, i) => ({ token: `${decisionId}_${i}`, sku, type: 'product' })),
          ...placement,
        },
      ],
    });
    await experiments.flush();
    return decisionId;
  };
  const close = async () => {
    await experiments.stop();
    await jobs.stop();
    await bus.stop();
    await database.close();
  };
  return { clock, database, bus, ids, identity, catalogue, orders, experiments, commit, send, nodeOf, decide, close };
}
