// What the models learn from: every interaction with a product as columns in memory, read from the log and kept current by the bus.

import type { Beat, Entry, Profiles } from '../../data/profile/index.ts';
import type { Bus } from '../../platform/bus/index.ts';
import type { Log } from '../../platform/log.ts';
import { type Columns, createColumns, kindOfBeat } from './columns.ts';

export { type Columns, columnKinds, type Frame, type Kind } from './columns.ts';

export interface Evidence {
  /** Reads the log in the background; `following` resolves once live facts are followed as well. */
  start(): Promise<void>;
  columns(): Columns;
  /** Sales nobody was named for, handed in by the orders module through the bus. */
  rows(): number;
  /** True once the whole log has been read. */
  complete(): boolean;
}

const page = 5_000;
/** Learning windows are bounded: beyond this the oldest interactions are not read at start. */
const largest = 5_000_000;

export function createEvidence(needs: { bus: Bus; log: Log; profiles: Profiles; changed: () => void }): Evidence {
  const { bus, log, profiles, changed } = needs;
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

  const readLog = async () => {
    let after = { at: '1970-01-01T00:00:00.000Z', id: '' };
    while (columns.length() < largest) {
      const entries = await profiles.window(after, page);
      for (const entry of entries) add(beatFrom(entry));
      const last = entries.at(-1);
      if (entries.length < page || !last) break;
      after = { at: new Date(last.at).toISOString(), id: last.id };
    }
    complete = true;
    changed();
  };

  return {
    async start() {
      // Facts first, log second: an event accepted while the log is being read may count twice in a popularity, but is never missed.
      const early: Beat[] = [];
      await bus.follow((facts) => {
        for (const fact of facts) {
          const beats = fact.topic === 'events.accepted' ? (fact.payload.beats as Beat[]) : anonymousSale(fact.topic, fact.payload);
          for (const beat of beats) complete ? add(beat) : early.push(beat);
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
    complete: () => complete,
  };
}

/** A sale without a customer still counts for what is popular and what is bought together. */
function anonymousSale(topic: string, payload: Record<string, unknown>): Beat[] {
  if (topic !== 'receipt.accepted' || payload['node']) return [];
  const lines = (payload['lines'] ?? []) as { sku: string; quantity: number }[];
  const ref = String(payload['id'] ?? '');
  const at = String(payload['at'] ?? '');
  return [
    {
      node: `sale ${ref}`,
      type: 'track',
      event: 'Order Completed',
      at,
      got: at,
      channel: 'store',
      trust: 'till',
      skus: lines.map((l) => l.sku),
      quantities: lines.map((l) => l.quantity),
      place: String(payload['store'] ?? ''),
      ref,
    },
  ];
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
