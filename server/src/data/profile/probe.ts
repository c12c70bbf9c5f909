// "Is there anything new about these nodes?", asked by many readers of the same moment in one query.
import type { Database } from '../../platform/database/index.ts';
import { ordsAbove } from './store.ts';

interface Waiting {
  nodes: readonly string[];
  horizon: number;
  resolve(ords: number[]): void;
  reject(error: unknown): void;
}

const largest = 200;

/** Answers the numbers of all entries of the nodes above the horizon. Batches by itself: no timer, two queries in flight. */
export function createProbe(database: Database): (nodes: readonly string[], horizon: number) => Promise<number[]> {
  let waiting: Waiting[] = [];
  let running = 0;
  const pump = () => {
    while (running < 2 && waiting.length > 0) {
      const batch = waiting.slice(0, largest);
      waiting = waiting.slice(largest);
      running++;
      ask(batch).finally(() => {
        running--;
        pump();
      });
    }
  };
  const ask = async (batch: Waiting[]) => {
    try {
      const rows = await ordsAbove(
        database,
        batch.flatMap((w, i) => w.nodes.map((node) => ({ key: String(i), node, horizon: w.horizon }))),
      );
      const answers = batch.map(() => [] as number[]);
      for (const { key, ord } of rows) answers[Number(key)]?.push(ord);
      batch.forEach((w, i) => {
        w.resolve(answers[i] as number[]);
      });
    } catch (error) {
      for (const w of batch) w.reject(error);
    }
  };
  return (nodes, horizon) => {
    database.mustBeOutside('reading a profile');
    return new Promise((resolve, reject) => {
      waiting.push({ nodes, horizon, resolve, reject });
      if (waiting.length === 1) queueMicrotask(pump);
    });
  };
}
