// The wire contract: every path the SDKs of Segment, RudderStack, Jitsu and customer.io use, and the documents they fetch first.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Access, Caller, IdentityTokens, Trust } from '../../platform/access/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Http, Metrics } from '../../platform/http/index.ts';
import { Problem, readJsonBody } from '../../platform/http/index.ts';
import type { Ids } from '../../platform/ids.ts';
import { LIMITS } from '../../platform/json/index.ts';
import { readCredentials } from './credential.ts';
import { callKind, normaliseBody } from './envelope.ts';
import { normaliseEvent } from './event.ts';
import { Overloaded } from './group-commit.ts';
import type { Incoming, Ingest } from './index.ts';
import { rudderSourceConfig, SDK_ALLOW_HEADERS, SDK_CACHE, segmentSettings, snippetFile } from './sdk-documents.ts';

interface Needs {
  ingest: Ingest;
  access: Access;
  tokens: IdentityTokens;
  clock: Clock;
  ids: Ids;
  metrics: Metrics;
  /** Of phone numbers written without one. */
  country: string;
}

const paths = ['/v1/:call', '/beacon/v1/:call', '/api/s/:call', '/api/s/s2s/:call'];

export function mountIngest(http: Http, needs: Needs): void {
  const app = http.bare;
  for (const url of paths) {
    app.route({
      method: 'POST',
      url,
      bodyLimit: LIMITS.bodyBytes,
      // Paths of the contract itself (e.g. /v1/decisions) are routes of their own; what is neither is not found.
      handler: (request, reply) => {
        if (!callKind(request.url)) throw new Problem(404, 'not_found', 'There is nothing at this address');
        return answer(request, reply, needs);
      },
    });
  }
  for (const url of ['/v1/*', '/beacon/v1/*', '/api/s/*', '/sourceConfig/*', '/sourceConfig', '/analytics.js/*', '/analytics-next/*'])
    app.options(url, preflight);
  app.get('/v1/projects/:key/settings', (request, reply) =>
    document(request, reply, (key) => segmentSettings(key, originOf(request)), needs, (request.params as { key: string }).key),
  );
  const sourceConfig = (request: FastifyRequest, reply: FastifyReply) => {
    const key = readCredentials(request.headers, request.query as Record<string, unknown>)[0]?.key ?? '';
    return document(request, reply, rudderSourceConfig, needs, key);
  };
  app.get('/sourceConfig', sourceConfig);
  app.get('/sourceConfig/', sourceConfig);
  app.get('/analytics.js/*', snippet);
  app.get('/analytics-next/*', snippet);
}

const originOf = (request: FastifyRequest) => new URL(`${request.protocol}://${request.headers.host ?? 'localhost'}`);

function crossOrigin(request: FastifyRequest, reply: FastifyReply): void {
  const origin = request.headers.origin;
  if (!origin) return;
  reply.header('access-control-allow-origin', origin).header('vary', 'Origin').header('access-control-expose-headers', 'Retry-After');
}

async function preflight(request: FastifyRequest, reply: FastifyReply) {
  crossOrigin(request, reply);
  return reply
    .header('access-control-allow-methods', 'GET, POST, OPTIONS')
    .header('access-control-allow-headers', SDK_ALLOW_HEADERS)
    .header('access-control-max-age', '7200')
    .code(204)
    .send();
}

async function document(request: FastifyRequest, reply: FastifyReply, build: (key: string) => unknown, needs: Needs, key: string) {
  crossOrigin(request, reply);
  if (needs.access.byKey(key)?.kind !== 'write')
    throw new Problem(401, 'unknown_key', 'writeKey is not known', [{ path: 'writeKey', message: 'is not known' }]);
  return reply
    .header('cache-control', SDK_CACHE)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(build(key)));
}

const umd = join(dirname(createRequire(import.meta.url).resolve('@segment/analytics-next/package.json')), 'dist', 'umd');

async function snippet(request: FastifyRequest, reply: FastifyReply) {
  crossOrigin(request, reply);
  const found = snippetFile(request.url.split('?')[0] ?? '');
  const source = found && (await readFile(join(umd, found.file)).catch(() => undefined));
  if (!source) throw new Problem(404, 'not_found', 'There is nothing at this address');
  return reply.header('cache-control', 'public, max-age=3600').type('text/javascript; charset=utf-8').send(source);
}

/** Finds the caller, first by headers and query, then by the body; refuses secret keys in browsers and foreign origins. */
function callerOf(request: FastifyRequest, body: unknown, access: Access): Caller {
  // The owner's session of a local installation: its cookie never travels from another site.
  const owner =
    request.headers.authorization === undefined && request.headers.cookie ? access.callerOf(request.headers, request.url) : undefined;
  if (owner?.kind === 'secret') return owner;
  for (const { key } of readCredentials(request.headers, request.query as Record<string, unknown>, body)) {
    const caller = access.byKey(key);
    if (!caller) continue;
    const origin = request.headers.origin;
    if (caller.kind === 'secret' && origin) throw new Problem(403, 'secret_key_in_browser', 'A secret key must not be used from a browser');
    if (origin && caller.origins.length > 0 && !caller.origins.includes(origin))
      throw new Problem(403, 'origin_not_allowed', 'This origin may not use the key');
    return caller;
  }
  throw new Problem(401, 'unknown_key', 'writeKey: no known key in Authorization, X-Write-Key, query or body');
}

async function answer(request: FastifyRequest, reply: FastifyReply, needs: Needs) {
  crossOrigin(request, reply);
  const raw = request.body instanceof Buffer ? request.body : Buffer.alloc(0);
  const inHeaders = readCredentials(request.headers, request.query as Record<string, unknown>).some(({ key }) => needs.access.byKey(key));
  const read = readJsonBody(raw, request.headers);
  if (!read.ok) {
    if (!inHeaders && (read.status === 400 || read.status === 422)) callerOf(request, undefined, needs.access);
    throw new Problem(read.status, read.code, read.detail, read.path ? [{ path: read.path, message: read.detail }] : []);
  }
  const caller = callerOf(request, read.value, needs.access);
  const envelope = normaliseBody(read.value, request.url, read.refused);
  if (!envelope.ok)
    throw new Problem(
      envelope.status,
      envelope.code,
      envelope.detail,
      envelope.path ? [{ path: envelope.path, message: envelope.detail }] : [],
    );

  const receivedAt = needs.clock.now();
  const trust: Trust = caller.kind === 'secret' ? 'server' : 'public';
  const errors = [...envelope.refused];
  const incoming: Incoming[] = [];
  const objects = request.headers['sec-gpc'] === '1';
  for (const { index, item } of envelope.items) {
    const made = normaliseEvent(item, {
      receivedAt,
      trust,
      country: needs.country,
      ids: needs.ids.next,
      bodyBytes: read.bytes,
      channel: caller.channel,
      ...(envelope.typeFromPath ? { typeFromPath: envelope.typeFromPath } : {}),
      ...(envelope.sentAt === undefined ? {} : { sentAt: envelope.sentAt }),
    });
    if (!made.ok) {
      if (envelope.single)
        throw new Problem(made.status ?? 422, 'invalid', `${made.path}: ${made.message}`, [{ path: made.path, message: made.message }]);
      errors.push({ index, path: `batch[${index}]${made.path ? `.${made.path}` : ''}`, message: made.message });
      continue;
    }
    const proven =
      trust === 'public' &&
      made.event.identityToken !== undefined &&
      (await needs.tokens.proves(made.event.identityToken, made.event.userId, made.event.anonymousId));
    incoming.push({ event: made.event, caller, trust: proven ? 'attested' : trust, objects });
  }
  const done = await commit(incoming, request, reply, needs);
  needs.metrics.ingested(done.stored, done.duplicates, errors.length);
  errors.sort((x, y) => x.index - y.index);
  return reply
    .code(200)
    .type('application/json; charset=utf-8')
    .send(errors.length > 0 ? { success: true, errors } : { success: true });
}

async function commit(incoming: Incoming[], request: FastifyRequest, reply: FastifyReply, needs: Needs) {
  if (incoming.length === 0) return { stored: 0, duplicates: 0, aside: 0 };
  try {
    // Jitsu's SDKs never send again: their calls wait rather than being refused.
    return await needs.ingest.accept(incoming, { patient: request.url.startsWith('/api/s') });
  } catch (error) {
    if (!(error instanceof Overloaded)) throw error;
    reply.header('retry-after', '2');
    throw new Problem(429, 'overloaded', 'Too many events at the moment; please send them again after Retry-After');
  }
}
