// The data storey on a fresh database, for tests that go through its verbs without HTTP.
import { createConsent } from '../server/src/data/consent/index.ts';
import { createIdentity } from '../server/src/data/identity/index.ts';
import { normaliseEvent } from '../server/src/data/ingest/event.ts';
import { createIngest, type Incoming } from '../server/src/data/ingest/index.ts';
import { createProfiles } from '../server/src/data/profile/index.ts';
import type { Trust } from '../server/src/platform/access/index.ts';
import { createBus } from '../server/src/platform/bus/index.ts';
import { adjustableClock } from '../server/src/platform/clock.ts';
import { migrate, openDatabase } from '../server/src/platform/database/index.ts';
import { createIds } from '../server/src/platform/ids.ts';
import { createLog } from '../server/src/platform/log.ts';

const folders = [
  'platform/access',
  'platform/bus',
  'platform/jobs',
  'platform/http',
  'data/identity',
  'data/consent',
  'data/profile',
  'data/ingest',
].map((module) => new URL(`../server/src/${module}/sql`, import.meta.url).pathname);

export type Storey = Awaited<ReturnType<typeof openStorey>>;

export async function openStorey(url?: string) {
  const clock = adjustableClock({ now: () => Date.parse('2026-11-21T12:00:00Z') });
  const log = createLog('silent');
  const database = await openDatabase({ url, directory: 'memory:', log });
  await migrate(database, folders);
  const ids = createIds(clock);
  const bus = createBus({ database, clock, log });
  const identity = createIdentity({ database, bus, clock, ids, secret: 'test' });
  const consent = createConsent({ database, bus, clock, ids, identity });
  const profiles = createProfiles({ database, clock, identity, consent });
  const ingest = createIngest({
    database,
    bus,
    clock,
    ids,
    log,
    identity,
    consent,
    profiles,
    rules: { consentStrict: false, honourGpc: true },
  });
  const accept = (items: { event: unknown; trust: Trust }[]) =>
    ingest.accept(items.map(({ event, trust }) => incoming(event, trust, clock.now(), ids.next)));
  return {
    clock,
    database,
    bus,
    identity,
    consent,
    profiles,
    ingest,
    ids,
    accept,
    async close() {
      await bus.stop();
      await database.close();
    },
  };
}

function incoming(item: unknown, trust: Trust, receivedAt: number, nextId: () => string): Incoming {
  const made = normaliseEvent(item, { receivedAt, trust, ids: nextId, channel: 'web' });
  if (!made.ok) throw new Error(`${made.path}: ${made.message}`);
  const caller = {
    kind: trust === 'public' ? ('write' as const) : ('secret' as const),
    keyId: 'test',
    source: trust === 'public' ? 1 : 2,
    channel: 'web',
    origins: [],
  };
  return { event: made.event, caller, trust, objects: false };
}
