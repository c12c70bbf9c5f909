// Decisions wait in memory for their place in the log: the answer never waits for the disk, and a trace can be asked for at once.
import type { Database } from '../../platform/database/index.ts';
import type { Log } from '../../platform/log.ts';
import { type DecisionRow, insertDecisions, type KeptDecision, keptOf, readDecision } from './store.ts';

export interface LogBuffer {
  add(row: DecisionRow): void;
  find(id: string): Promise<KeptDecision | undefined>;
  /** Writes everything that waits; for reactions that refer to it and for a graceful stop. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

const flushMs = 100;
const largest = 200;
/** Beyond this the oldest are dropped rather than filling the memory: a decision log is not worth an outage. */
const limit = 20_000;

export function createLogBuffer(needs: { database: Database; log: Log }): LogBuffer {
  const waiting = new Map<string, DecisionRow>();
  let running: Promise<void> = Promise.resolve();
  const write = async () => {
    while (waiting.size > 0) {
      const rows = [...waiting.values()].slice(0, largest);
      await insertDecisions(needs.database, rows);
      for (const row of rows) waiting.delete(row.id);
    }
  };
  const flush = () => {
    running = running
      .then(write)
      .catch((error) =>
        needs.log.warn({ err: error instanceof Error ? error.message : String(error) }, 'decisions could not be logged yet'),
      );
    return running;
  };
  const timer = setInterval(() => {
    if (waiting.size > 0) void flush();
  }, flushMs);
  timer.unref();
  return {
    add(row) {
      if (waiting.size >= limit) waiting.delete(waiting.keys().next().value as string);
      waiting.set(row.id, row);
    },
    async find(id) {
      const row = waiting.get(id);
      if (!row) return readDecision(needs.database, id);
      return keptOf({ id, nodeId: row.node_id, at: Date.parse(row.at), channel: row.channel, told: row.told });
    },
    flush,
    async stop() {
      clearInterval(timer);
      await flush();
    },
  };
}
