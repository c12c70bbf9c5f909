// The installation itself: health, metrics, keys, the test clock.
import { getHouse, putKeys } from '@faden/contract';
import type { Ingest } from './data/ingest/index.ts';
import type { Access } from './platform/access/index.ts';
import type { Bus } from './platform/bus/index.ts';
import type { AdjustableClock } from './platform/clock.ts';
import type { Database } from './platform/database/index.ts';
import { type Http, type Metrics, Problem, readJsonBody } from './platform/http/index.ts';

interface Needs {
  access: Access;
  database: Database;
  bus: Bus;
  metrics: Metrics;
  testClock: AdjustableClock | undefined;
  ingest: Ingest;
  openToOwner: boolean;
  writeKey: () => string | undefined;
}

export const version = '0.1.0';

export function mountSystem(http: Http, needs: Needs): void {
  const { access, database, bus, metrics, testClock, ingest } = needs;
  const app = http.bare;
  app.get('/healthz', async () => ({ live: true }));
  app.get('/readyz', async (_request, reply) => {
    try {
      await database.query('select 1 as one');
      return { ready: true };
    } catch {
      return reply.code(503).header('retry-after', '1').send({ ready: false });
    }
  });
  metrics.gauge('faden_ingest_waiting', 'Events waiting for a commit', () => ingest.waiting());
  metrics.gauge('faden_bus_lag', 'Facts the slowest durable reader has not handled', () => bus.lag());
  app.get('/metrics', async (request, reply) => {
    // Internal: from this machine, or with a secret key.
    const local = ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.ip);
    if (!local && access.callerOf(request.headers, request.url)?.kind !== 'secret')
      throw new Problem(403, 'not_allowed', 'Metrics are for this machine or a secret key');
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(await metrics.text());
  });
  if (testClock) {
    app.put('/test/clock', async (request) => {
      const read = readJsonBody(request.body instanceof Buffer ? request.body : Buffer.alloc(0), request.headers);
      const now =
        read.ok && typeof read.value === 'object' && read.value !== null && 'now' in read.value
          ? Date.parse(String(read.value.now))
          : Number.NaN;
      if (Number.isNaN(now))
        throw new Problem(422, 'invalid', 'now: must be an ISO 8601 instant', [{ path: 'now', message: 'must be an ISO 8601 instant' }]);
      testClock.set(now);
      return { now: new Date(testClock.now()).toISOString() };
    });
  }
  http.createFrom(
    putKeys,
    async () => undefined,
    async (tx, { body }) => {
      await access.put(tx, body);
      await bus.publish(tx, 'keys.changed', {});
      return { stored: body.length };
    },
  );
  http.on(getHouse, () => ({ version, demo: needs.openToOwner, writeKey: needs.writeKey() ?? null }));
}
