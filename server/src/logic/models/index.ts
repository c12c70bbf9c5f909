// Models learn in a worker thread from the interaction columns and are swapped whole; a failed training leaves the old ones serving.
import { Worker } from 'node:worker_threads';
import type { Catalogue, Models } from '@faden/engine';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import type { Evidence } from '../evidence/index.ts';
import { tablesFrom } from './tables.ts';
import { type Trained, train } from './train.ts';

export { mountModels } from './routes.ts';

export interface ModelState {
  id: string;
  ready: boolean;
  trainedAt: string | null;
  rows: number;
  seconds: number;
  bytes: number;
}

export interface ModelHouse {
  /** The tables that serve now. */
  current(): Models;
  /** Evidence changed: a training follows soon, sooner when there is little to learn from. */
  stale(): void;
  /** Trains now, on everything accepted so far. */
  train(): Promise<void>;
  /** False from the moment a training was asked for until its models serve. */
  ready(): boolean;
  states(): ModelState[];
  stop(): Promise<void>;
}

/** Up to so many rows training takes milliseconds and stays in this thread. */
const smallRows = 2_000;
const soonMs = 300;
const laterMs = 60_000;

export function createModels(needs: { clock: Clock; log: Log; evidence: () => Evidence; catalogue: () => Catalogue }): ModelHouse {
  const { clock, log, evidence, catalogue } = needs;
  const empty: Trained = {
    rows: 0,
    skuCount: 0,
    site: Object.fromEntries([0, 1, 2, 3, 4, 5].map((k) => [k, new Float64Array(0)])),
    order: Object.fromEntries([0, 1, 2, 3, 4, 5].map((k) => [k, new Int32Array(0)])),
    scoped: {},
    units: new Float64Array(0),
    pairs: {},
  };
  let state: ModelState = { id: 'crowd', ready: false, trainedAt: null, rows: 0, seconds: 0, bytes: 0 };
  let models: Models | undefined;
  let worker: Worker | undefined;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let asked = 0;
  let stopped = false;

  const learn = async (): Promise<Trained> => {
    const frame = evidence().columns().frame();
    const nowSeconds = Math.floor(clock.now() / 1000);
    if (frame.length <= smallRows) return train(frame, nowSeconds);
    worker ??= new Worker(new URL('./training-worker.ts', import.meta.url));
    const used = worker;
    return new Promise((resolve, reject) => {
      const broken = (error: Error) => {
        worker = undefined;
        reject(error);
      };
      used.once('error', broken);
      used.once('message', (trained: Trained) => {
        used.off('error', broken);
        resolve(trained);
      });
      used.postMessage({ frame, nowSeconds });
    });
  };

  const trainOnce = async () => {
    const started = performance.now();
    const trained = await learn();
    models = tablesFrom(trained, evidence().columns(), catalogue, `crowd-${trained.rows}-${new Date(clock.now()).toISOString()}`);
    state = {
      id: 'crowd',
      ready: true,
      trainedAt: new Date(clock.now()).toISOString(),
      rows: trained.rows,
      seconds: (performance.now() - started) / 1000,
      bytes: bytesOf(trained),
    };
  };

  const trainNow = (): Promise<void> => {
    asked++;
    // What was accepted while a training ran is learned by one more training after it.
    const after = (running ?? Promise.resolve()).catch(() => {});
    running = after.then(trainOnce).finally(() => asked--);
    return running;
  };

  return {
    current: () => (models ??= tablesFrom(empty, evidence().columns(), catalogue, 'none')),
    stale() {
      if (timer || stopped) return;
      timer = setTimeout(
        () => {
          timer = undefined;
          if (stopped) return;
          trainNow().catch((error) =>
            log.error({ err: error instanceof Error ? error.message : String(error) }, 'training failed; the previous models keep serving'),
          );
        },
        evidence().rows() <= smallRows ? soonMs : laterMs,
      );
      timer.unref();
    },
    train: trainNow,
    ready: () => asked === 0 && state.ready,
    states: () => [state],
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await worker?.terminate();
    },
  };
}

function bytesOf(trained: Trained): number {
  const pairs = Object.values(trained.pairs).reduce(
    (n, t) => n + t.offsets.byteLength + t.items.byteLength + t.counts.byteLength + t.left.byteLength * 2,
    0,
  );
  return pairs + Object.values(trained.site).reduce((n, a) => n + a.byteLength, 0) + trained.units.byteLength;
}
