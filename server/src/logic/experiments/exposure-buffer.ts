// Exposures wait in memory for their place in the database: a decision never waits for them.
import type { Database } from '../../platform/database/index.ts';
import type { Log } from '../../platform/log.ts';
import type { ExposureRow } from './exposure.ts';
import { insertExposures } from './exposure-store.ts';

export interface ExposureBuffer {
  add(rows: readonly ExposureRow[]): void;
  flush(): Promise<void>;
  stop(): Promise<void>;
}

const flushMs = 100;
const largest = 500;
/** Beyond this the oldest are dropped: learning can do without some, the server not without memory. */
const limit = 20_000;

export function createExposureBuffer(needs: { database: Database; log: Log; written: () => void }): ExposureBuffer {
  let waiting: ExposureRow[] = [];
  let running: Promise<void> = Promise.resolve();
  const write = async () => {
    while (waiting.length > 0) {
      const rows = waiting.slice(0, largest);
      await insertExposures(needs.database, rows);
      const gone = new Set(rows);
      waiting = waiting.filter((row) => !gone.has(row));
      needs.written();
    }
  };
  const flush = () => {
    running = running
      .then(write)
      .catch((error) =>
        needs.log.warn({ err: error instanceof Error ? error.message : String(error) }, 'exposures could not be stored yet'),
      );
    return running;
  };
  const timer = setInterval(() => {
    if (waiting.length > 0) void flush();
  }, flushMs);
  timer.unref();
  return {
    add(rows) {
      waiting.push(...rows);
      if (waiting.length > limit) waiting.splice(0, waiting.length - limit);
    },
    flush,
    async stop() {
      clearInterval(timer);
      await flush();
    },
  };
}
