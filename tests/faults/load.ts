// Load that remembers every acknowledgement: batches with known message ids over several connections, repeated until they are acked.
import { setTimeout as sleep } from 'node:timers/promises';
import { createDatabaseHandle } from './stored.ts';

export interface LoadOptions {
  /** Asked anew before each call, for servers that come back elsewhere. */
  url: () => string;
  secretKey: string;
  connections?: number;
  batch?: number;
  people?: number;
  /** Keeps the ids of several loads apart. */
  name?: string;
}

export interface Load {
  /** Message ids whose batch was answered with 200. */
  acked: Set<string>;
  /** Message ids handed to the network at least once. */
  sent: Set<string>;
  /** Answers by status; `lost` for connections that broke before one came. */
  answers: Record<string, number>;
  /** 503 and 429 answers without Retry-After. */
  rude: number;
  /** Persons of the load. */
  people: string[];
  /** Makes no new batches, waits until the open ones are acked. */
  finish(patienceMs?: number): Promise<void>;
  /** Stops at once; what is open stays unacked. */
  abandon(): Promise<void>;
}

const skus = ['A-1', 'A-2', 'B-1', 'B-2', 'C-1'];
const names = ['Product Viewed', 'Product Added', 'Product Removed', 'Product Added to Wishlist', 'Products Searched'];

export function startLoad(options: LoadOptions): Load {
  const { connections = 8, batch = 10, people = 16, name = 'load' } = options;
  const load: Load = {
    acked: new Set(),
    sent: new Set(),
    answers: {},
    rude: 0,
    people: Array.from({ length: people }, (_, i) => `${name}-p${i}`),
    finish,
    abandon,
  };
  let made = 0;
  let stopping = false;
  let abandoned = false;
  const count = (what: string) => (load.answers[what] = (load.answers[what] ?? 0) + 1);

  const event = (messageId: string, n: number) => {
    const person = load.people[n % people] as string;
    const timestamp = new Date(Date.UTC(2026, 9, 1) + ((n * 7_919) % 100_000) * 1000).toISOString();
    const base = { messageId, anonymousId: person, timestamp };
    if (n % 29 === 0) return { ...base, type: 'identify', userId: `u-${person}`, traits: { firstName: `N${n % 7}` } };
    const sku = skus[n % skus.length];
    return {
      ...base,
      type: 'track',
      event: names[n % names.length],
      properties: { product_id: sku, query: sku, price: 9.99, quantity: 1 },
    };
  };

  const send = async (body: string): Promise<boolean> => {
    try {
      const response = await fetch(`${options.url()}/v1/batch`, {
        method: 'POST',
        body,
        headers: { authorization: `Bearer ${options.secretKey}`, 'content-type': 'application/json' },
        signal: AbortSignal.timeout(15_000),
      });
      const answer = (await response.json()) as { success?: boolean; errors?: unknown };
      count(String(response.status));
      if ((response.status === 503 || response.status === 429) && !response.headers.get('retry-after')) load.rude++;
      return response.status === 200 && answer.success === true && !answer.errors;
    } catch {
      count('lost');
      return false;
    }
  };

  const connection = async () => {
    while (!stopping) {
      const first = made;
      made += batch;
      const ids = Array.from({ length: batch }, (_, i) => `${name}-m${first + i}`);
      const body = JSON.stringify({ batch: ids.map((id, i) => event(id, first + i)) });
      for (const id of ids) load.sent.add(id);
      while (!abandoned && !(await send(body))) await sleep(150 + (first % 5) * 20);
      if (!abandoned) for (const id of ids) load.acked.add(id);
    }
  };
  const running = Promise.all(Array.from({ length: connections }, connection));

  async function finish(patienceMs = 30_000): Promise<void> {
    stopping = true;
    const late = sleep(patienceMs, 'late', { ref: false });
    if ((await Promise.race([running, late])) === 'late') throw new Error(`the load could not finish: ${JSON.stringify(load.answers)}`);
  }
  async function abandon(): Promise<void> {
    stopping = true;
    abandoned = true;
    await running;
  }
  return load;
}

export interface Verdict {
  acked: number;
  stored: number;
  /** Acked and not stored. */
  lost: number;
  /** Stored more than once. */
  twice: number;
}

/** Compares what was acked with the event log of a database that no server has open. */
export async function judge(load: Pick<Load, 'acked'>, at: { directory?: string; databaseUrl?: string }): Promise<Verdict> {
  const database = await createDatabaseHandle(at);
  try {
    const rows = await database.query<{ id: string; n: number }>(
      'select message_id as id, count(*)::int as n from event_log group by message_id',
    );
    const stored = new Map(rows.map((row) => [row.id, row.n]));
    const lost = [...load.acked].filter((id) => !stored.has(id)).length;
    return { acked: load.acked.size, stored: stored.size, lost, twice: rows.filter((row) => row.n > 1).length };
  } finally {
    await database.close();
  }
}

/** Drops what is derived, so that the next reading folds the log anew. */
export async function dropDerived(at: { directory?: string; databaseUrl?: string }): Promise<void> {
  const database = await createDatabaseHandle(at);
  await database.query('delete from profile_snapshot');
  await database.close();
}
