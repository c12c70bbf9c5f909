// What the models learn from: every interaction with a product as columns in memory, read from the log and kept current by the bus.

import type { Orders } from '../../data/orders/index.ts';
import { type Beat, beatFrom, type Profiles, type ReadBeat } from '../../data/profile/index.ts';
import type { Bus, Fact } from '../../platform/bus/index.ts';
import type { Log } from '../../platform/log.ts';
import { type Columns, createColumns, type Row } from './columns.ts';
import { rowOfSold, rowsOf, type SoldLine } from './rows.ts';

export type { Columns, Frame, Row } from './columns.ts';
export { columnKinds, flags, forgotten, type Kind } from './kinds.ts';
export { bucketRows, inTime, type Sessions, sessionsOf } from './sessions.ts';
export { normalisedTerm } from './term.ts';

export interface Evidence {
  /** Reads the log in the background; `following` resolves once live facts are followed as well. */
  start(): Promise<void>;
  /** Once everything accepted before the start has been read. */
  read(): Promise<void>;
  columns(): Columns;
  /** Interactions taken in so far. */
  rows(): number;
}

const page = 5_000;
/** What else changes what is learned from the same rows: which articles there are, and what strategies ask for. */
const declares: ReadonlySet<string> = new Set(['catalogue.changed', 'strategies.changed']);
/** Learning is bounded: beyond so many interactions no more are read at start, and new ones take the places of the first. */
const largest = 5_000_000;

interface Needs {
  bus: Bus;
  log: Log;
  profiles: Profiles;
  orders: Pick<Orders, 'anonymousAfter' | 'anonymousOf'>;
  /** Called when there is something new to learn. */
  changed: () => void;
  /** Region a place lies in. */
  regionOf?: (place: string) => string | undefined;
}

export function createEvidence(needs: Needs): Evidence {
  const { bus, log, profiles, orders, changed, regionOf } = needs;
  const columns = createColumns({ most: largest, ...(regionOf ? { regionOf } : {}) });
  let complete = false;
  const reading = Promise.withResolvers<void>();

  /** A sale counts once: the shop's own event and the order that came through the API are one. */
  const addRows = (rows: readonly Row[]) => {
    const basket = rows[0]?.basket;
    if (basket !== undefined && columns.hasBasket(basket)) return;
    for (const row of rows) columns.add(row);
  };
  const add = (beat: ReadBeat) => addRows(rowsOf(beat));
  /** What the bus told; the words of searches are read from the log. */
  const take = async (beats: readonly Beat[]) => {
    const searches = beats.flatMap((beat) => beat.searched ?? []);
    for (const beat of beats) add(beat);
    for (let i = 0; i < searches.length; i += page) {
      // A search that cannot be read now is read at the next start.
      const entries = await profiles.said(searches.slice(i, i + page)).catch(() => []);
      for (const entry of entries) add(beatFrom(entry));
    }
  };
  const addAnonymous = (lines: readonly SoldLine[]) => {
    for (const rows of Map.groupBy(lines.map(rowOfSold), (row) => row.basket).values()) addRows(rows);
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
      // Facts first, log second: an event accepted while the log is being read may count twice in a popularity
      // (a sale never does), but is never missed.
      const early: Beat[] = [];
      await bus.follow(async (facts) => {
        const before = columns.taken();
        const beats = facts.flatMap((fact) => (fact.topic === 'events.accepted' ? (fact.payload['beats'] as Beat[]) : []));
        if (complete) await take(beats);
        else for (const beat of beats) early.push(beat);
        for (const fact of facts) {
          if (fact.topic === 'person.erased') for (const node of (fact.payload['nodes'] ?? []) as string[]) columns.forget(node);
          const sales = complete ? salesIn(fact) : [];
          if (sales.length > 0) addAnonymous(await orders.anonymousOf(sales));
        }
        // Facts about other things teach nothing.
        const news = columns.taken() !== before || facts.some((fact) => fact.topic === 'person.erased' || declares.has(fact.topic));
        if (complete && news) changed();
      });
      void readLog()
        .then(() => take(early))
        .catch((error) =>
          log.warn({ err: error instanceof Error ? error.message : String(error) }, 'the log could not be read for learning'),
        )
        .finally(() => reading.resolve());
    },
    read: () => reading.promise,
    columns: () => columns,
    rows: () => columns.taken(),
  };
}

/** Sales a fact is about that may be anonymous. */
function salesIn(fact: Fact): string[] {
  if (fact.topic === 'receipts.imported') return fact.payload['ids'] as string[];
  const sold = fact.topic === 'receipt.accepted' || fact.topic === 'order.placed';
  return sold && !fact.payload['nodeId'] ? [String(fact.payload['id'])] : [];
}
