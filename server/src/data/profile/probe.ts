// What readers of the same moment ask the log, in one query: is there anything new about these nodes, and what?
import { batched, type Database } from '../../platform/database/index.ts';
import type { Entry } from './entry.ts';
import { entriesAfter, ordsAbove } from './store.ts';

export interface Probe {
  /** Numbers of all entries of the nodes above the horizon. */
  ords(nodes: readonly string[], horizon: number): Promise<number[]>;
  /** The entries themselves. */
  entries(nodes: readonly string[], horizon: number): Promise<Entry[]>;
}

interface Ask {
  nodes: readonly string[];
  horizon: number;
}

export function createProbe(database: Database): Probe {
  const askOrds = batched<Ask, number[]>(async (asked) => {
    const rows = await ordsAbove(
      database,
      asked.flatMap((ask, i) => ask.nodes.map((node) => ({ key: String(i), node, horizon: ask.horizon }))),
    );
    const answers = asked.map(() => [] as number[]);
    for (const { key, ord } of rows) answers[Number(key)]?.push(ord);
    return answers;
  });
  const askEntries = batched<Ask, Entry[]>(async (asked) => {
    const lowest = new Map<string, number>();
    for (const { nodes, horizon } of asked) for (const id of nodes) lowest.set(id, Math.min(horizon, lowest.get(id) ?? horizon));
    const rows = await entriesAfter(
      database,
      [...lowest].map(([id, ord]) => ({ id, ord })),
    );
    const byNode = new Map<string, Entry[]>();
    for (const row of rows) {
      const known = byNode.get(row.node);
      if (known) known.push(row);
      else byNode.set(row.node, [row]);
    }
    return asked.map(({ nodes, horizon }) => nodes.flatMap((id) => (byNode.get(id) ?? []).filter((entry) => entry.ord > horizon)));
  });
  return {
    ords(nodes, horizon) {
      database.mustBeOutside('reading a profile');
      return askOrds({ nodes, horizon });
    },
    entries: (nodes, horizon) => askEntries({ nodes, horizon }),
  };
}
