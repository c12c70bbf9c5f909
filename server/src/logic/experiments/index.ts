// Which strategy earns its place: what was shown and what came of it, the chooser that follows from it, and experiments.
import type { ExperimentInput, ExperimentResult, PlacementLearning } from '@faden/contract';
import { type Catalogue, type Chooser, PENALTIES, PLACEMENTS, STRATEGIES } from '@faden/engine';
import type { Bus } from '../../platform/bus/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Custodian, Database, Sql } from '../../platform/database/index.ts';
import { notFound } from '../../platform/http/index.ts';
import type { Jobs } from '../../platform/jobs/index.ts';
import type { Log } from '../../platform/log.ts';
import { applyPurchases, creditPeople, purchaseTopics } from './credit.ts';
import { experimentsCustodian } from './custodian.ts';
import { type ExperimentRow, judgeChange, judgedExperiment } from './experiment.ts';
import { allExperiments, upsertExperiments } from './experiment-store.ts';
import { type DecidedPage, exposuresOf, isUnwelcome, type ReactionKind } from './exposure.ts';
import { createExposureBuffer } from './exposure-buffer.ts';
import { exposuresByDecision, oldestExposure } from './exposure-store.ts';
import { createLearner, lookMs } from './learner.ts';
import { memoryMs } from './learning.ts';
import * as learningStore from './learning-store.ts';
import { createReactions, report } from './reactions.ts';
import { experimentReport, learningReport } from './report.ts';
import { createServing } from './serving.ts';

export { experimentsTags } from './data-tags.ts';
export type { DecidedPage, DecidedPlacement } from './exposure.ts';
export { mountExperiments } from './routes.ts';

/** A reaction told by the module that took it, beside the events surfaces send. */
export interface Reacted {
  decisionId: string;
  token?: string | undefined;
  sku?: string | undefined;
  /** accepted, clicked, shown, dismissed, rejected, not_now, unsubscribed, complained */
  reaction: string;
  at: number;
  nodeId: string | null;
}

export interface Experiments {
  /** Fills the memory of every node and follows changes. */
  load(): Promise<void>;
  /** Begins to collect rewards and to learn every hour; call where the worker runs. */
  start(jobs: Jobs): Promise<void>;
  /** What decisions choose by; the same object until something changes. */
  chooser(): Chooser;
  /** Called for every logged decision; costs nothing but memory. */
  decided(page: DecidedPage): void;
  /** Within the transaction that records the reaction. */
  reacted(tx: Sql, reacted: Reacted): Promise<void>;
  /** Learns now, one placement or all that were shown lately. */
  learn(placement?: string): Promise<void>;
  put(tx: Sql, inputs: readonly ExperimentInput[]): Promise<number>;
  all(placement?: string): Promise<ExperimentInput[]>;
  result(id: string): Promise<ExperimentResult>;
  learning(placement: string): Promise<PlacementLearning>;
  setExploration(placement: string, exploration: number): Promise<void>;
  reset(placement: string): Promise<void>;
  /** Writes what waits and handles what was reported. */
  flush(): Promise<void>;
  stop(): Promise<void>;
  custodian: Custodian;
}

interface Needs {
  database: Database;
  bus: Bus;
  clock: Clock;
  log: Log;
  catalogue: () => Catalogue;
  /** All nodes of the person a node belongs to. */
  nodesOf(sql: Sql, nodeId: string): Promise<readonly string[]>;
  /** Placements and strategies beside the built-in ones. */
  knownPlacement?: (id: string) => boolean;
  knownStrategy?: (id: string) => boolean;
  currency?: string;
}

const dayMs = 86_400_000;
const checkLimit = 5_000;

const kindOf: Record<string, ReactionKind | undefined> = {
  accepted: 'clicked',
  clicked: 'clicked',
  shown: 'shown',
  dismissed: 'dismissed',
  rejected: 'rejected',
};

export function createExperiments(needs: Needs): Experiments {
  const { database, bus, clock, log, catalogue } = needs;
  const serving = createServing({ database, bus, clock });
  let active = false;
  const written = () => {
    active = true;
  };
  const buffer = createExposureBuffer({ database, log, written });
  const creditNeeds = {
    nodesOf: needs.nodesOf,
    product: (sku: string) => catalogue().product(sku),
  };
  const reactions = createReactions({
    database,
    bus,
    clock,
    log,
    exposuresWritten: buffer.flush,
    active: () => active,
    nodesOf: (nodeId) => needs.nodesOf(database, nodeId),
    recredit: (people) => database.transaction((tx) => creditPeople(tx, people, creditNeeds)),
  });
  const isKnown = {
    placement: (id: string) => PLACEMENTS.has(id) || needs.knownPlacement?.(id) === true,
    strategy: (id: string) => STRATEGIES.has(id) || needs.knownStrategy?.(id) === true,
  };
  const known = (placement: string): void => {
    if (!isKnown.placement(placement)) throw notFound(`placement ${placement}`);
  };

  const flush = async () => {
    await buffer.flush();
    await reactions.flush();
  };
  const learner = createLearner({ database, bus, clock, flush, refresh: serving.refresh });

  const changed = async (write: (tx: Sql) => Promise<void>, placement: string) => {
    await database.transaction(async (tx) => {
      await write(tx);
      await bus.publish(tx, 'choices.changed', { placements: [placement] });
    });
    await serving.refresh([placement]);
    bus.poke();
  };

  return {
    async load() {
      active = (await oldestExposure(database)) !== undefined;
      await serving.load();
    },
    async start(jobs) {
      await reactions.start();
      bus.subscribe('choice rewards', purchaseTopics, (tx, facts) => applyPurchases(tx, facts, creditNeeds));
      jobs.every(lookMs, 'learning of choices', learner.hourly);
    },
    chooser: serving.chooser,
    decided(page) {
      const rows = exposuresOf(page);
      if (rows.length > 0) buffer.add(rows);
    },
    async reacted(tx, { reaction, ...rest }) {
      const kind = isUnwelcome(reaction) && reaction in PENALTIES ? reaction : kindOf[reaction];
      if (!kind) return;
      const exposures = await exposuresByDecision(tx, [rest.decisionId]);
      if (exposures.length > 0) await report(tx, [{ ...rest, kind }], exposures);
      else reactions.soon({ ...rest, kind });
    },
    async learn(placement) {
      if (placement !== undefined) known(placement);
      await learner.learn(placement === undefined ? undefined : [placement]);
    },
    async put(tx, inputs) {
      const stored = await allExperiments(tx);
      const rows: ExperimentRow[] = [];
      for (const [index, input] of inputs.entries()) {
        const row = judgedExperiment(input, index, isKnown);
        judgeChange(row, [...stored.filter((one) => !rows.some((other) => other.body.id === one.body.id)), ...rows]);
        rows.push(row);
      }
      const last = [...new Map(rows.map((row) => [row.body.id, row])).values()];
      if (last.length === 0) return 0;
      await upsertExperiments(tx, last, clock.now());
      await bus.publish(tx, 'choices.changed', { placements: [] });
      return inputs.length;
    },
    async all(placement) {
      const rows = await allExperiments(database);
      return rows.map((row) => row.body).filter((one) => placement === undefined || one.placement === placement);
    },
    async result(id) {
      const row = (await allExperiments(database)).find((one) => one.body.id === id);
      if (!row) throw notFound(`experiment ${id}`);
      const now = clock.now();
      await buffer.flush();
      const [figures, outcomes, rewards] = await Promise.all([
        learningStore.figuresOfExperiment(database, id),
        learningStore.outcomesOfExperiment(database, id, now),
        learningStore.rewardEvidence(database, row.body.placement, now),
      ]);
      return experimentReport({ row, now, currency: needs.currency ?? 'EUR', figures, outcomes, rewards });
    },
    async learning(placement) {
      known(placement);
      const now = clock.now();
      await buffer.flush();
      const [states, exposures, arms, rewards, judged] = await Promise.all([
        learningStore.readStates(database, [placement]),
        learningStore.exposureCount(database, placement, now - memoryMs),
        learningStore.armFigures(database, placement, now),
        learningStore.rewardEvidence(database, placement, now),
        learningStore.judgedRows(database, placement, now - memoryMs, now - dayMs, now, checkLimit),
      ]);
      const [stored] = states;
      return learningReport({
        placement,
        now,
        state: stored?.state,
        computedAt: stored?.computedAt,
        setting: serving.setting(placement),
        exposures,
        arms,
        rewards,
        judged,
        chooser: serving.chooser(),
      });
    },
    async setExploration(placement, exploration) {
      known(placement);
      await changed((tx) => learningStore.writeExploration(tx, placement, exploration), placement);
    },
    async reset(placement) {
      known(placement);
      await database.transaction((tx) => learningStore.writeResets(tx, placement, [{ cell: placement, at: clock.now() }]));
      await learner.learn([placement]);
    },
    flush,
    async stop() {
      await reactions.stop();
      await buffer.stop();
    },
    custodian: experimentsCustodian,
  };
}
