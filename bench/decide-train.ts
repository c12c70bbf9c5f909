// Training on a million interactions: seconds and memory, in the worker as in the server, and how long the event loop was held up by it.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { STRATEGIES } from '@faden/engine';
import { createColumns } from '../server/src/logic/evidence/columns.ts';
import { createModels } from '../server/src/logic/models/index.ts';
import { createLog } from '../server/src/platform/log.ts';
import type { Row } from './bench.ts';
import { DAY, makeRange, NEEDS, NOW, randomOf } from './decide-world.ts';

const PRODUCTS = 100_000;
const KINDS = ['view', 'view', 'view', 'view', 'view', 'cart', 'wish', 'scan', 'buy', 'buy'] as const;

function fill(rows: number): ReturnType<typeof createColumns> {
  const random = randomOf(7);
  const columns = createColumns();
  for (let i = 0; i < rows; ) {
    const node = `n${Math.floor(random() * (rows / 10))}`;
    const at = NOW - Math.floor(random() * 180 * DAY);
    const need = Math.floor(random() ** 2 * NEEDS);
    const length = 1 + Math.floor(random() * 10);
    for (let k = 0; k < length && i < rows; k++, i++) {
      const kind = KINDS[Math.floor(random() * KINDS.length)]!;
      const sku = `SKU-${(need + NEEDS * Math.floor(random() ** 3 * Math.floor(PRODUCTS / NEEDS))) % PRODUCTS}`;
      const store = random() < 0.3 ? `st_${Math.floor(random() * 50)}` : undefined;
      columns.add({
        kind,
        sku,
        node,
        at: at + k * 20_000,
        place: store,
        channel: store ? 'store' : 'web',
        basket: kind === 'buy' ? `b${node}${Math.floor(at / DAY)}` : undefined,
        units: 1,
      });
    }
  }
  return columns;
}

export async function benchTraining(rows = 1_000_000): Promise<Row[]> {
  const columns = fill(rows);
  const range = makeRange(1_000);
  const models = createModels({
    clock: { now: () => NOW },
    log: createLog('silent'),
    catalogue: range.catalogue,
    personsOf: async () => new Map(),
    strategies: () => STRATEGIES,
    caughtUp: async () => {},
    evidence: () => ({ start: async () => {}, columns: () => columns, rows: () => columns.length(), read: async () => {} }),
  });
  const before = process.memoryUsage.rss();
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await models.train();
  delay.disable();
  clearInterval(watch);
  const state = models.states()[0]!;
  await models.stop();
  return [
    { name: `training on ${rows} interactions`, value: state.seconds, unit: 's', goal: '<= 60 s' },
    { name: 'training: more memory at its peak', value: (peak - before) / 1e6, unit: 'MB' },
    { name: 'training: what it keeps', value: state.bytes / 1e6, unit: 'MB' },
    { name: 'training: event loop held up at most', value: delay.max / 1e6, unit: 'ms', goal: '<= 10 ms' },
  ];
}

if (import.meta.main) {
  console.table(await benchTraining());
  process.exit(0);
}
