// The job that learns: reads the evidence of placements, stores what follows from it, tells all nodes.
import { STRATEGIES } from '@faden/engine';
import type { Bus } from '../../platform/bus/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/index.ts';
import { deleteOldExposures } from './exposure-store.ts';
import { judgingMs, learnPlacement, memoryMs } from './learning.ts';
import * as learningStore from './learning-store.ts';

export interface Learner {
  /** Learns now: these placements, or all that were shown lately. */
  learn(placements?: readonly string[]): Promise<void>;
  /** Learns the placements whose state is an hour old and forgets what nobody needs any more. */
  hourly(): Promise<void>;
}

interface Needs {
  database: Database;
  bus: Bus;
  clock: Clock;
  /** Everything that waits has to be in the database first. */
  flush(): Promise<void>;
  refresh(placements: readonly string[]): Promise<void>;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Looked for every ten minutes, so that a restart does not put off learning for an hour. */
export const lookMs = hourMs / 6;
const freshMs = hourMs - lookMs / 2;
const retentionMs = 395 * dayMs;
/** Days with open windows, and one more: a purchase may be credited up to eight days later. */
const openMs = 9 * dayMs;
const judgedLimit = 10_000;

export function createLearner({ database, bus, clock, flush, refresh }: Needs): Learner {
  const learnOne = async (placement: string) => {
    const now = clock.now();
    await database.transaction((tx) => learningStore.rollUp(tx, placement, now - openMs - (now % dayMs)));
    const [stored] = await learningStore.readStates(database, [placement]);
    const [outcomes, rewards, arms, resets] = await Promise.all([
      learningStore.outcomesOfPlacement(database, placement, now, now - memoryMs),
      learningStore.rewardEvidence(database, placement, now),
      learningStore.armFigures(database, placement, now),
      learningStore.readResets(database, placement),
    ]);
    const learned = await learnPlacement(
      { placement, outcomes, rewards, arms, resets, previous: stored?.state },
      {
        now,
        version: versionAt(now, stored?.state.version),
        familyOf: (arm) => STRATEGIES.get(arm)?.family ?? 'own',
        judged: () => learningStore.judgedRows(database, placement, now - judgingMs, now - dayMs, now, judgedLimit),
      },
    );
    await database.transaction(async (tx) => {
      await learningStore.writeState(tx, learned.state, now);
      if (learned.resets.length > 0) await learningStore.writeResets(tx, placement, learned.resets);
      await bus.publish(tx, 'choices.changed', { placements: [placement] });
    });
  };

  const learnThese = async (placements: readonly string[]) => {
    await flush();
    for (const placement of placements) await learnOne(placement);
    if (placements.length > 0) await refresh(placements);
    bus.poke();
  };

  /** Placements whose state is an hour old; of several workers one gets there first. */
  const hourly = async () => {
    const now = clock.now();
    const fresh = new Set(
      (await learningStore.readStates(database)).filter((one) => now - one.computedAt < freshMs).map((one) => one.placement),
    );
    await learnThese((await learningStore.placementsSince(database, now - 2 * dayMs)).filter((placement) => !fresh.has(placement)));
    await deleteOldExposures(database, now - retentionMs);
  };

  return {
    async learn(placements) {
      await learnThese(placements ?? (await learningStore.placementsSince(database, clock.now() - memoryMs)));
    },
    hourly,
  };
}

/** `2026-11-21T09`, with minutes and seconds where the hour has one already: a version names one state. */
function versionAt(now: number, before: string | undefined): string {
  const iso = new Date(now).toISOString();
  return [13, 16, 19, 23].map((length) => iso.slice(0, length)).find((version) => before === undefined || version > before) ?? iso;
}
