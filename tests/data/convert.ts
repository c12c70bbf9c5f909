// The public packs as Faden's inputs: events of the Segment spec, a line each. Also a command: node tests/data/convert.ts <pack> <file> > events.jsonl
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';

export interface TrackEvent {
  type: 'track';
  event: string;
  messageId: string;
  anonymousId: string;
  timestamp: string;
  properties: Record<string, unknown>;
}

/** Lines of a gzipped text file. */
export async function* linesOf(file: string): AsyncGenerator<string> {
  yield* createInterface({ input: createReadStream(file).pipe(createGunzip()), crlfDelay: Number.POSITIVE_INFINITY });
}

const retailrocketNames: Record<string, string> = { view: 'Product Viewed', addtocart: 'Product Added', transaction: 'Order Completed' };

/** timestamp,visitorid,event,itemid,transactionid,datetime: views, carts and orders with their own clocks. A row that stands twice is one event. */
export async function* retailrocket(file: string): AsyncGenerator<TrackEvent> {
  let head = true;
  for await (const line of linesOf(file)) {
    const [timestamp, visitor, kind = '', item, order] = line.split(',');
    if (head) {
      head = false;
      continue;
    }
    const event = retailrocketNames[kind];
    if (!event || !visitor || !item) continue;
    const properties =
      kind === 'transaction'
        ? { order_id: `rr-${Number(order)}`, products: [{ product_id: `r${item}`, quantity: 1 }] }
        : { product_id: `r${item}` };
    yield {
      type: 'track',
      event,
      messageId: `rr-${timestamp}-${visitor}-${kind}-${item}`,
      anonymousId: `rr-${visitor}`,
      timestamp: new Date(Number(timestamp)).toISOString(),
      properties,
    };
  }
}

/** Where the artificial clock of Diginetica begins, and how far apart its clicks are. */
const digineticaStart = Date.UTC(2025, 0, 1);
const clickMs = 30_000;

export interface Session {
  id: string;
  items: string[];
}

/** <ordinal> TAB <items …>: one session a line. */
export async function* digineticaSessions(file: string, most = Number.POSITIVE_INFINITY): AsyncGenerator<Session> {
  let n = 0;
  for await (const line of linesOf(file)) {
    if (n++ >= most) return;
    const [id = '', items = ''] = line.split('\t');
    yield { id, items: items.split(' ') };
  }
}

/** Sessions in the order of the file on a clock that was made up: every click 30 seconds after the one before. */
export async function* diginetica(file: string, most = Number.POSITIVE_INFINITY): AsyncGenerator<TrackEvent> {
  let at = digineticaStart;
  for await (const { id, items } of digineticaSessions(file, most)) {
    for (const [position, item] of items.entries()) {
      yield {
        type: 'track',
        event: 'Product Viewed',
        messageId: `digi-${id}-${position}`,
        anonymousId: `digi-${id}`,
        timestamp: new Date(at).toISOString(),
        properties: { product_id: `d${item}` },
      };
      at += clickMs;
    }
  }
}

if (process.argv[1] === import.meta.filename) {
  const [pack, file, most] = process.argv.slice(2);
  if (!file || (pack !== 'retailrocket' && pack !== 'diginetica')) throw new Error('convert.ts retailrocket|diginetica <file> [sessions]');
  const events = pack === 'retailrocket' ? retailrocket(file) : diginetica(file, most === undefined ? undefined : Number(most));
  for await (const event of events)
    if (!process.stdout.write(`${JSON.stringify(event)}\n`)) await new Promise((done) => process.stdout.once('drain', done));
}
