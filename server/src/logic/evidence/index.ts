// What the models learn from: every interaction with a product as columns in memory, read from the log and kept current by the bus.

import type { AnonymousLine, Orders } from '../../data/orders/index.ts';
import type { Beat, Entry, Profiles } from '../../data/profile/index.ts';
import type { Bus, Fact } from '../../platform/bus/index.ts';
import type { Log } from '../../platform/log.ts';
import { type Columns, createColumns, kindOfBeat } from './columns.ts';

export { type Columns, columnKinds, type Frame, type Kind } from './columns.ts';

export interface Evidence {
  /** Reads the log in the background; `following` resolves once live facts are followed as well. */
  start(): Promise<void>;
  columns(): Columns;
  rows(): number;
}

const page = 5_000;
/** Learning is bounded: beyond so many interactions no more are read at start. */
const largest = 5_000_000;

interface Needs {
  bus: Bus;
  log: Log;
  profiles: Profiles;
  orders: Pick<Orders, 'anonymousAfter' | 'anonymousOf'>;
  /** Called when there is something new to learn. */
  changed: () => void;
}

export function createEvidence(needs: Needs): Evidence {
  const { bus, log, profiles, orders, changed } = needs;
  const columns = createColumns();
  let complete = false;

  const add = (beat: Beat) => {
    const kind = kindOfBeat(beat.event, beat.trust);
    if (kind === undefined || !beat.skus) return;
    const store = beat.place !== undefined && (beat.trust === 'till' || beat.channel === 'store');
    beat.skus.forEach((sku, i) => {
      columns.add({
        kind,
        sku,
        node: beat.node,
        at: Date.parse(beat.at),
        place: store ? beat.place : undefined,
        channel: beat.channel,
        basket: beat.ref,
        units: beat.quantities?.[i] ?? 1,
      });
    });
  };

  /** A sale without a customer still counts for what is popular and what is bought together. */
  const addAnonymous = (lines: readonly AnonymousLine[]) => {
    for (const { sale, at, store, channel, sku, quantity } of lines) {
      columns.add({ kind: 'buy', sku, node: `sale ${sale}`, at, place: store ?? undefined, channel, basket: sale, units: quantity });
    }
  };
  const readSales = async () => {
    let after = { at: '1970-01-01T00:00:00.000Z', id: '' };
    for (;;) {
      const lines = await orders.anonymousAfter(after, page);
      addAnonymous(lines);
      const last = lines.at(-1);
      if (!last || new Set(lines.map((l) => l.sale)).size < page) return;
      after = { at: new Date(last.at).toISOString(), id: last.sale };
    }
  };

  const readLog = async () => {
    let after = { source: -1, id: '' };
    while (columns.length() < largest) {
      const entries = await profiles.window(after, page);
      for (const entry of entries) add(beatFrom(entry));
      const last = entries.at(-1);
      if (entries.length < page || !last) break;
      after = { source: last.source, id: last.id };
    }
    await readSales();
    complete = true;
    changed();
  };

  return {
    async start() {
      // Facts first, log second: an event accepted while the log is being read may count twice in a popularity, but is never missed.
      const early: Beat[] = [];
      await bus.follow(async (facts) => {
        for (const fact of facts) {
          if (fact.topic === 'events.accepted') for (const beat of fact.payload['beats'] as Beat[]) complete ? add(beat) : early.push(beat);
          if (fact.topic === 'person.erased') for (const node of (fact.payload['nodes'] ?? []) as string[]) columns.forget(node);
          const sales = complete ? salesIn(fact) : [];
          if (sales.length > 0) addAnonymous(await orders.anonymousOf(sales));
        }
        if (complete && facts.length > 0) changed();
      });
      void readLog()
        .then(() => {
          for (const beat of early) add(beat);
        })
        .catch((error) =>
          log.warn({ err: error instanceof Error ? error.message : String(error) }, 'the log could not be read for learning'),
        );
    },
    columns: () => columns,
    rows: () => columns.length(),
  };
}

/** Sales a fact is about that may be anonymous. */
function salesIn(fact: Fact): string[] {
  if (fact.topic === 'receipts.imported') return fact.payload['ids'] as string[];
  return fact.topic === 'receipt.accepted' && !fact.payload['nodeId'] ? [String(fact.payload['id'])] : [];
}

function beatFrom(entry: Entry): Beat {
  const read = entry.body.read;
  const own = entry.source === 0 ? (entry.body.properties?.['products'] as { sku: string; quantity?: number }[] | undefined) : undefined;
  const products = own ?? read?.products;
  const place = read?.storeId ?? entry.body.properties?.['store_id'];
  const ref = entry.body.properties?.['ref'] ?? entry.body.properties?.['order_id'];
  return {
    node: entry.node,
    type: entry.type,
    event: entry.event,
    at: new Date(entry.at).toISOString(),
    got: '',
    channel: entry.channel,
    trust: entry.trust,
    ...(products
      ? { skus: products.map((p) => p.sku), quantities: products.map((p) => p.quantity ?? 1) }
      : read?.sku
        ? { skus: [read.sku] }
        : {}),
    ...(typeof place === 'string' ? { place } : {}),
    ...(typeof ref === 'string' ? { ref } : {}),
  };
}
