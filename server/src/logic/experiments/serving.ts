// The chooser every decision asks: prepared in memory from the stored states, and again whenever any node stores new ones.
import { type Chooser, createChooser, type Experiment, type PreparedPlacement, preparing } from '@faden/engine';
import type { Bus } from '../../platform/bus/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/index.ts';
import { experimentOf } from './experiment.ts';
import { allExperiments } from './experiment-store.ts';
import { type PlacementSetting, readSettings, readStates } from './learning-store.ts';

export interface Serving {
  load(): Promise<void>;
  chooser(): Chooser;
  /** Reads states of these placements (all without), settings and experiments again. */
  refresh(placements?: readonly string[]): Promise<void>;
  setting(placement: string): PlacementSetting | undefined;
}

/** How long preparing may keep others waiting at once. */
const sliceMs = 8;

export function createServing(needs: { database: Database; bus: Bus; clock: Clock }): Serving {
  const { database, bus, clock } = needs;
  const prepared = new Map<string, PreparedPlacement>();
  let experiments: Experiment[] = [];
  let settings: PlacementSetting[] = [];
  let serving: Chooser | undefined;
  /** When something that was decided once begins or ends: experiments, quarantines. */
  let until = Number.POSITIVE_INFINITY;
  let running: Promise<void> = Promise.resolve();

  const read = async (placements?: readonly string[]) => {
    const states = await readStates(database, placements);
    [settings, experiments] = await Promise.all([
      readSettings(database),
      allExperiments(database).then((rows) => rows.filter((row) => row.body.state === 'running').map(experimentOf)),
    ]);
    // A version names one state: what this process learned itself need not be prepared again when the bus tells of it.
    for (const { state } of states)
      if (prepared.get(state.placement)?.state.version !== state.version) prepared.set(state.placement, await prepareSlowly(state));
    serving = undefined;
  };

  const build = (now: number): Chooser => {
    const ends = [...prepared.values()].flatMap(({ state }) => state.quarantine.map((one) => one.until));
    const edges = experiments.flatMap((one) => [one.from, one.until ?? Number.POSITIVE_INFINITY]);
    until = Math.min(Number.POSITIVE_INFINITY, ...[...ends, ...edges].filter((at) => at > now));
    const versions = [...prepared.values()].map(({ state }) => state.version).sort();
    return createChooser({
      version: versions.at(-1) ?? 'none',
      placements: [...prepared.values()],
      experiments,
      exploration: new Map(settings.flatMap((one) => (one.exploration === null ? [] : [[one.placement, one.exploration]]))),
      now,
    });
  };

  const refresh: Serving['refresh'] = (placements) => {
    running = running.catch(() => {}).then(() => read(placements));
    return running;
  };

  return {
    async load() {
      await bus.follow(async (facts) => {
        const news = facts.filter((fact) => fact.topic === 'choices.changed');
        if (news.length > 0) await refresh(news.flatMap((fact) => fact.payload['placements'] as string[]));
      });
      await refresh();
    },
    chooser() {
      const now = clock.now();
      if (!serving || now >= until) serving = build(now);
      return serving;
    },
    refresh,
    setting: (placement) => settings.find((one) => one.placement === placement),
  };
}

/** Draws of some cells at a time; decisions go on in between, on what served so far. */
async function prepareSlowly(state: Parameters<typeof preparing>[0]): Promise<PreparedPlacement> {
  const steps = preparing(state);
  let started = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - started < sliceMs) continue;
    await new Promise((resolve) => setImmediate(resolve));
    started = performance.now();
  }
}
