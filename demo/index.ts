// What `npm start` adds to a bare server: the demo retailer Nordlicht on the first start, and shoppers who walk through it.
import { schmidtProfile } from './schmidt.ts';
import { seedDemo } from './seed.ts';
import { createSender } from './send.ts';
import { walkShoppers } from './shoppers.ts';
import { offersAt } from './world.ts';

/** The running server, as far as the demo needs it: its address, and a way in. */
export interface DemoHost {
  url: string;
  /** Known on the first start only. */
  keys: { secretKey?: string };
  house: { access: { ownerSession(): string } };
}
/** What `prepareDemo` is given. */
export interface DemoNeeds {
  running: DemoHost;
  writeKey: string;
  out: { write(text: string): unknown };
  /** Events a second of the walking shoppers; 0 for none. */
  perSecond?: number;
}

const OWNER_COOKIE = 'faden_owner';

/** Seeds when Herr Schmidt is not there yet, renews the offers otherwise, and lets the shoppers walk. `stop` ends them. */
export async function prepareDemo({ running, writeKey, out, perSecond = 1 }: DemoNeeds): Promise<{ stop: () => void }> {
  const cookie = `${OWNER_COOKIE}=${running.house.access.ownerSession()}`;
  const way = { baseUrl: running.url, writeKey, ...(running.keys.secretKey ? { secretKey: running.keys.secretKey } : { cookie }) };
  const send = createSender(way);
  if (await send.knows(`/api/v1/profiles/${schmidtProfile.externalId}`)) await send.put('/api/v1/offers', offersAt(Date.now()));
  else {
    const report = await seedDemo({
      ...way,
      progress: (done, what) => out.write(`\r  Nordlicht ${String(Math.round(done * 100)).padStart(3)} %  ${what.padEnd(24)}`),
    });
    out.write(
      `\r  Nordlicht: ${report.products} products, ${report.people} people, ${report.receipts} receipts, ${report.events} events in ${(report.ms / 1000).toFixed(1)} s\n`,
    );
  }
  const walking = new AbortController();
  if (perSecond > 0) void walkShoppers({ ...way, perSecond, signal: walking.signal });
  return { stop: () => walking.abort() };
}
