// The house, wired from the ground up: reading it top to bottom is the architecture.

import { type DecisionRequest, FILTERS, SCOPES, SOURCES, type ValueModel } from '@faden/engine';
import { createLive } from './channels/live/index.ts';
import { createTablet, mountTablet, tabletTags } from './channels/tablet/index.ts';
import type { Config } from './config.ts';
import { catalogueTags, createCatalogue, mountCatalogue } from './data/catalogue/index.ts';
import { consentTags, createConsent, mountConsent } from './data/consent/index.ts';
import { createIdentity, identityTags, type ProfileRef } from './data/identity/index.ts';
import { createIngest, ingestTags, mountIngest, normaliseEmail, normalisePhone } from './data/ingest/index.ts';
import { createLoyalty, loyaltyTags, mountLoyalty } from './data/loyalty/index.ts';
import { createOrders, mountOrders, ordersTags } from './data/orders/index.ts';
import { createPlaces, mountPlaces, placesTags } from './data/places/index.ts';
import { createProfiles, profileTags } from './data/profile/index.ts';
import { createStock, mountStock, stockTags } from './data/stock/index.ts';
import { type Asked, createDecisions, type Decisions, decisionTags, mountDecisions } from './logic/decisions/index.ts';
import { createEditorial, editorialTags, mountEditorial } from './logic/editorial/index.ts';
import { createEvidence, type Evidence } from './logic/evidence/index.ts';
import { createExperiments, experimentsTags, mountExperiments } from './logic/experiments/index.ts';
import { createModels, mountModels } from './logic/models/index.ts';
import { createOffers, mountOffers, offersTags } from './logic/offers/index.ts';
import { createPeople, createPortrait, mountPortrait } from './logic/portrait/index.ts';
import { createPredictions, mountPredictions } from './logic/predictions/index.ts';
import { createRules, mountRules, type Rules, rulesTags } from './logic/rules/index.ts';
import { createStrategies, mountStrategies, strategiesTags } from './logic/strategies/index.ts';
import { mountPages } from './pages.ts';
import { createAccess, createIdentityTokens } from './platform/access/index.ts';
import { createBus } from './platform/bus/index.ts';
import { adjustableClock, type Clock, systemClock } from './platform/clock.ts';
import { type Custodian, migrate, openDatabase, platformTags, type Sql, type TableTags } from './platform/database/index.ts';
import { createHttp, createMetrics, forgetAnswers, keptAnswers, notFound } from './platform/http/index.ts';
import { createIds } from './platform/ids.ts';
import { createJobs } from './platform/jobs/index.ts';
import type { Log } from './platform/log.ts';
import { mountSystem } from './system.ts';

/** Storeys that bring tables, in the order in which their migrations run. */
const migrations = [
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
  'data/loyalty',
  'data/ingest',
  'logic/rules',
  'logic/strategies',
  'logic/editorial',
  'logic/offers',
  'logic/experiments',
  'logic/decisions',
  'channels/tablet',
].map((module) => new URL(`./${module}/sql`, import.meta.url).pathname);

/** What every column holds; a test compares it with the live schema. */
export const dataCatalogue: TableTags = {
  ...platformTags,
  ...placesTags,
  ...catalogueTags,
  ...identityTags,
  ...stockTags,
  ...consentTags,
  ...profileTags,
  ...ordersTags,
  ...loyaltyTags,
  ...ingestTags,
  ...rulesTags,
  ...strategiesTags,
  ...editorialTags,
  ...offersTags,
  ...experimentsTags,
  ...decisionTags,
  ...tabletTags,
};

const dayMs = 86_400_000;

export interface HouseOptions {
  config: Config;
  log: Log;
  /** Keyed secret for tombstones and sessions; kept beside the data. */
  secret: string;
  /** The surfaces open without a key for whoever sits at this machine (`npm start`). */
  openToOwner: boolean;
  progress?: (step: string) => void;
}

export type House = Awaited<ReturnType<typeof buildHouse>>;

export async function buildHouse({ config, log, secret, openToOwner, progress = () => {} }: HouseOptions) {
  // The ground: time, ids, database, facts, work, doors.
  const testClock = config.testClock ? adjustableClock() : undefined;
  const clock: Clock = testClock ?? systemClock;
  const ids = createIds(clock);
  progress('database');
  const database = await openDatabase({ url: config.databaseUrl, directory: config.directory, log });
  await migrate(database, migrations, (name) => progress(`migration ${name}`));
  const bus = createBus({ database, clock, log });
  const jobs = createJobs({ database, clock, ids, log });
  const metrics = createMetrics();
  const access = createAccess({ database, clock, ids, sessionSecret: secret });
  const tokens = createIdentityTokens({ clock, keys: config.identityKeys, audience: config.identityAudience });
  const http = createHttp({ log, clock, database, access, metrics, committed: bus.settled });

  // Data: the one base.
  const places = createPlaces({ database, bus, clock });
  const catalogue = createCatalogue({ database, bus, clock, log });
  const identity = createIdentity({ database, bus, clock, ids, secret });
  const stock = createStock({
    database,
    bus,
    clock,
    ids,
    places,
    productExists: (sku) => catalogue.view().product(sku) !== undefined,
    nodeOf: (tx, ref) => identity.nodeOfRef(tx, ref),
  });
  const consent = createConsent({ database, bus, clock, ids, identity });
  const profiles = createProfiles({ database, clock, identity, consent });
  const nodesOf = async (sql: Sql, ref: ProfileRef) => {
    const person = await identity.findIn(sql, ref);
    if (!person) throw notFound('profile');
    return { id: person.id, nodeIds: person.nodes.map((n) => n.id) };
  };
  const loyalty = createLoyalty({ database, bus, clock, ids, nodesOf });
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
    isErased: (identifier) => identity.isErased(identifier),
    nodesFor: (tx, identifiers) => identity.nodesFor(tx, identifiers, true),
    nodesOf,
    identifierOf: async (sql, id) => {
      const person = await identity.findIn(sql, { id });
      const best = person?.nodes.find((n) => n.type === 'externalId') ?? person?.nodes.find((n) => n.type === 'userId') ?? person?.nodes[0];
      if (!best) throw notFound(`profile ${id}`);
      return { type: best.type, value: best.value };
    },
  });
  const ingest = createIngest({ database, bus, clock, ids, log, identity, consent, profiles, rules: config });

  // Logic: what to make of it.
  const editorial = createEditorial({ database, bus, clock });
  const strategies = createStrategies({ database, bus, clock, log, words: { sources: SOURCES, scopes: SCOPES, filters: FILTERS } });
  let models: ReturnType<typeof createModels> | undefined;
  const evidence: Evidence = createEvidence({
    bus,
    log,
    profiles,
    orders,
    changed: () => models?.stale(),
    regionOf: (id) => stock.view().place(id)?.region,
  });
  models = createModels({
    clock,
    log,
    evidence: () => evidence,
    catalogue: catalogue.view,
    personsOf: identity.personsOf,
    strategies: strategies.strategies,
    caughtUp: async () => {
      await evidence.read();
      await bus.settled();
    },
  });
  const offers = createOffers({ database, bus, clock });
  const experiments = createExperiments({
    database,
    bus,
    clock,
    log,
    catalogue: catalogue.view,
    nodesOf: async (sql, id) => (await identity.findIn(sql, { id }))?.nodes.map((node) => node.id) ?? [id],
    knownPlacement: (id) => strategies.placements().has(id),
    knownStrategy: (id) => strategies.strategies().has(id),
  });
  const rules: Rules = createRules({
    database,
    bus,
    clock,
    catalogue: catalogue.view,
    stock: stock.view,
    offers: offers.view,
    models: models.current,
    editorial: editorial.view,
    placements: strategies.placements,
    knowsStrategy: (id) => strategies.strategies().has(id),
    explain: (request, instead) => decisions.explain(request as Asked, instead ? { rules: instead } : {}),
    recent: async (limit) =>
      (await decisions.recent(clock.now() - 7 * dayMs, limit)).map((one) => one.request as unknown as DecisionRequest),
  });
  const live = createLive({ http, access, bus, identity, catalogue: catalogue.view });
  const decisions: Decisions = createDecisions({
    database,
    bus,
    clock,
    ids,
    log,
    metrics,
    tokens,
    profiles,
    catalogue: catalogue.view,
    stock: stock.view,
    offers: offers.view,
    models: models.current,
    editorial: editorial.view,
    chooser: experiments.chooser,
    rules: rules.view,
    strategies: strategies.strategies,
    placements: strategies.placements,
    holdout: { share: config.holdoutShare, seed: config.holdoutSeed },
    decided: (what, exposed) => {
      live.send('decision', what);
      experiments.decided(exposed);
    },
    reacted: experiments.reacted,
  });
  const predictions = createPredictions({
    clock,
    profiles,
    catalogue: catalogue.view,
    models: models.current,
    value: () => models?.tables<ValueModel>('value'),
    placeName: (id) => stock.view().place(id)?.name,
  });
  const portrait = createPortrait({
    clock,
    identity,
    consent,
    catalogue: catalogue.view,
    stock: stock.view,
    models: models.current,
    loyaltyOf: loyalty.balanceOf,
  });

  // Channels: where it meets people.
  const tablet = createTablet({
    database,
    clock,
    ids,
    identity,
    profiles,
    decisions,
    catalogue: catalogue.view,
    stock: stock.view,
    models: models.current,
  });
  const custodians: Custodian[] = [
    stock.custodian,
    tablet.custodian,
    experiments.custodian,
    decisions.custodian,
    loyalty.custodian,
    orders.custodian,
    consent.custodian,
    profiles.custodian,
    keptAnswers,
    identity.custodian,
  ];
  // An entry that was on its way while a person was erased may land just after it: swept once more when no such write can still be open.
  jobs.handle('sweep erased', async (tx, job) => void (await profiles.custodian.erase(tx, job.payload['nodes'] as string[], clock.now())));
  const people = createPeople({
    eraseLate: (tx, nodeIds) => jobs.queue(tx, 'sweep erased', { nodes: [...nodeIds] }, { runAt: clock.now() + 60_000 }),
    database,
    bus,
    clock,
    ids,
    identity,
    consent,
    profiles,
    portrait,
    custodians,
    normalise: { email: normaliseEmail, phone: (value) => normalisePhone(value, config.country) },
  });

  // Doors.
  mountPlaces(http, places, { database, bus });
  mountCatalogue(http, catalogue, { database, bus, clock });
  mountStock(http, stock, { database, bus, clock });
  mountOffers(http, offers, { database, bus });
  mountEditorial(http, editorial, { database, bus });
  mountStrategies(http, strategies, {
    database,
    bus,
    explain: async ({ placement, limit, channel, context, subject, ...instead }) => {
      const asked = { placements: [{ id: placement, limit }], ...(channel ? { channel } : {}), context, subject } as Asked;
      return decisions.explain(asked, instead) as unknown as Promise<Record<string, unknown>>;
    },
  });
  mountRules(http, rules, { database, bus, clock });
  mountExperiments(http, experiments, { database, bus });
  mountOrders(http, orders);
  mountLoyalty(http, loyalty);
  mountConsent(http, { consent, identity, clock });
  mountPredictions(http, { predictions, profiles });
  mountPortrait(http, { database, clock, identity, profiles, portrait, people, decisions, ingest });
  mountModels(http, models, () => experiments.learn());
  mountDecisions(http, decisions, clock);
  mountTablet(http, tablet);
  mountIngest(http, { ingest, access, tokens, clock, ids, metrics, country: config.country });
  mountSystem(http, { access, database, bus, metrics, testClock, ingest, openToOwner, writeKey: () => config.writeKey });
  mountPages(http, { access, openToOwner, host: config.host });

  return {
    http,
    access,
    database,
    bus,
    clock,
    ids,
    jobs,
    catalogue,
    stock,
    profiles,
    identity,
    people,
    custodians,
    orders,
    models,
    evidence,
    ingest,
    /** Fills the memories and begins to work. */
    async start() {
      progress('memories');
      await Promise.all([access.load(), places.load(), catalogue.load(), identity.load()]);
      await Promise.all([stock.load(), offers.load(), editorial.load(), strategies.load(), rules.load(), experiments.load()]);
      await bus.follow((facts) => (facts.some((f) => f.topic === 'keys.changed') ? access.load() : undefined));
      await evidence.start();
      await live.start();
      if (config.role !== 'api') {
        loyalty.start();
        await experiments.start(jobs);
        jobs.every(60_000, 'expired reservations', () => stock.sweep());
        jobs.every(3_600_000, 'old facts', () => bus.forgetBefore(clock.now() - 2 * dayMs));
        jobs.every(dayMs, 'legal archive', () => database.transaction(async (tx) => void (await orders.forgetArchive(tx))));
        jobs.every(3_600_000, 'old answers', () => forgetAnswers(database, clock.now() - 30 * dayMs));
        jobs.start();
      }
    },
    /** Stops taking calls, finishes what was accepted, closes the database. */
    async close() {
      live.close();
      await http.close();
      await ingest.drained();
      await decisions.stop();
      await experiments.stop();
      await models?.stop();
      await jobs.stop();
      await bus.stop();
      await database.close();
    },
  };
}
