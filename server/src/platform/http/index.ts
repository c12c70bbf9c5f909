// HTTP: contract routes on Fastify, problem+json, strict bodies, idempotency keys, OpenAPI and a readable page.
import { createHash } from 'node:crypto';
import type { BodyOf, Endpoint, ParamsOf, QueryOf } from '@faden/contract';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { Compile } from 'typebox/compile';
import type { Caller, Access as Keys } from '../access/index.ts';
import type { Clock } from '../clock.ts';
import { type Database, isUnavailable, type Sql } from '../database/index.ts';
import { readJsonBody } from '../json/index.ts';
import type { Log } from '../log.ts';
import { docsPage } from './docs-page.ts';
import { remembered } from './idempotency.ts';
import type { Metrics } from './metrics.ts';
import { openApi } from './openapi.ts';
import { Problem, problemBody } from './problem.ts';
import { takeRawBodies } from './raw-body.ts';

export { readJsonBody } from '../json/index.ts';
export { forgetAnswers, keptAnswers } from './idempotency.ts';
export { createMetrics, type Metrics } from './metrics.ts';
export { conflict, invalid, notFound, Problem } from './problem.ts';

/** One call of a contract route, after its shape was judged. */
export interface Call<E extends Endpoint = Endpoint> {
  params: ParamsOf<E>;
  query: QueryOf<E>;
  body: BodyOf<E>;
  caller: Caller;
  request: FastifyRequest;
  reply: FastifyReply;
}

export interface Http {
  /** Serves a contract endpoint; what the handler returns becomes the JSON answer with the endpoint's status. */
  on<E extends Endpoint>(endpoint: E, handle: (call: Call<E>) => unknown | Promise<unknown>): void;
  /** Like `on` for endpoints that create: one transaction holds the effect and the answer kept for the Idempotency-Key. */
  create<E extends Endpoint>(endpoint: E, handle: (tx: Sql, call: Call<E>) => Promise<unknown>): void;
  /** `create` with reads that must happen before the transaction opens: inside it only its own handle may be asked. */
  createFrom<E extends Endpoint, Found>(
    endpoint: E,
    read: (call: Call<E>) => Promise<Found>,
    handle: (tx: Sql, call: Call<E>, found: Found) => Promise<unknown>,
  ): void;
  /** The bare server, for routes outside the contract (wire ingest, pages, SSE). */
  bare: FastifyInstance;
  listen(host: string, port: number): Promise<string>;
  close(): Promise<void>;
}

interface Needs {
  log: Log;
  clock: Clock;
  database: Database;
  access: Keys;
  metrics: Metrics;
  /** Called after a creating transaction committed; the answer waits for it, so that the next call sees the effect. */
  committed: () => Promise<void>;
}

const defaultLimit = 1_000_000;
const bodyLimits = { depth: 64, batchItems: 100_000 };

export function createHttp(needs: Needs): Http {
  const { log, clock, database, access, metrics } = needs;
  const app = fastify({
    logger: false,
    requestTimeout: 10_000,
    // Node looks for slow requests only every 30 s unless told; a dripping body must not sit on a connection.
    http: { connectionsCheckingInterval: 1_000, maxHeaderSize: 16_384 },
    trustProxy: false,
    routerOptions: { maxParamLength: 400 },
    forceCloseConnections: 'idle',
    return503OnClosing: false,
  });
  let closing = false;
  const endpoints: Endpoint[] = [];
  takeRawBodies(app);
  app.addHook('onRequest', async (_request, reply) => {
    if (!closing) return;
    reply.header('connection', 'close');
    throw new Problem(503, 'closing', 'This server is being stopped; please try again');
  });
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'no-referrer');
  });
  app.addHook('onResponse', async (request, reply) => {
    metrics.answered(request.method, request.routeOptions.url ?? 'unknown', reply.statusCode, reply.elapsedTime / 1000);
  });
  app.setNotFoundHandler((_request, reply) => void sendProblem(reply, new Problem(404, 'not_found', 'There is nothing at this address')));
  app.setErrorHandler((error, request, reply) => void sendProblem(reply, asProblem(error, log, request)));
  app.get('/openapi.json', async () => openApi(endpoints));
  app.get('/docs', async (_request, reply) => reply.type('text/html; charset=utf-8').send(docsPage(endpoints)));

  const mount = <E extends Endpoint>(endpoint: E, run: (call: Call<E>, raw: Buffer) => Promise<unknown>) => {
    endpoints.push(endpoint);
    const judge = judgeFor(endpoint);
    app.route({
      method: endpoint.method,
      url: endpoint.path.replace(/\{(\w+)\}/g, ':$1'),
      bodyLimit: endpoint.limit ?? defaultLimit,
      handler: async (request, reply) => {
        const caller = access.callerOf(request.headers, request.url);
        if (!caller || !allowed(endpoint.access, caller)) throw refusal(endpoint.access, caller);
        const raw = request.body instanceof Buffer ? request.body : Buffer.alloc(0);
        const parts = judge(request, raw, endpoint.limit ?? defaultLimit);
        const answer = await run({ ...parts, caller, request, reply } as Call<E>, raw);
        if (reply.sent) return reply;
        if (answer === undefined) return reply.code(endpoint.status ?? 204).send();
        return reply
          .code(endpoint.status ?? 200)
          .type('application/json; charset=utf-8')
          .send(answer);
      },
    });
  };

  const createFrom: Http['createFrom'] = (endpoint, find, handle) =>
    mount(endpoint, async (call, raw) => {
      const key = keyOf(call.request);
      const bodyHash = createHash('sha256').update(raw).digest('hex');
      // Hashed, because addresses may hold a customer number.
      const scope = createHash('sha256').update(`${call.caller.keyId}:${endpoint.method} ${call.request.url}`).digest('base64url');
      const found = await find(call);
      const answer = await database.transaction((tx) =>
        remembered(tx, { key, scope, bodyHash, now: clock.now() }, () => handle(tx, call, found)),
      );
      await needs.committed();
      return answer;
    });

  return {
    bare: app,
    on: (endpoint, handle) => mount(endpoint, async (call) => handle(call)),
    create: (endpoint, handle) => createFrom(endpoint, async () => undefined, handle),
    createFrom,
    listen: (host, port) => app.listen({ host, port }),
    close: () => {
      closing = true;
      return app.close();
    },
  };
}

function keyOf(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && key.length >= 1 && key.length <= 200) return key;
  throw new Problem(400, 'idempotency_key', 'Idempotency-Key: 1 to 200 characters', [
    { path: 'Idempotency-Key', message: '1 to 200 characters' },
  ]);
}

function allowed(need: Endpoint['access'], caller: Caller): boolean {
  return need === 'open' || caller.kind === 'secret' || (need === 'write' && caller.kind === 'write');
}

function refusal(need: Endpoint['access'], caller: Caller | undefined): Problem {
  if (!caller || caller.kind === 'none')
    return new Problem(401, 'not_signed_in', `This call needs a ${need === 'secret' ? 'secret key' : 'key'}`);
  return new Problem(403, 'not_allowed', 'This key may not do that');
}

/** Compiles the shapes of an endpoint once; the result turns a request into judged parts or throws a Problem naming the field. */
function judgeFor(endpoint: Endpoint) {
  const body = endpoint.body && Compile(endpoint.body);
  const query = endpoint.query && Compile(endpoint.query);
  return (request: FastifyRequest, raw: Buffer, limit: number) => {
    const parts = { params: request.params, query: numbersIn(endpoint, request.query), body: undefined as unknown };
    for (const [name, value] of Object.entries(request.params as Record<string, string>)) checkParam(name, value);
    if (query && !query.Check(parts.query)) throw shapeProblem(query.Errors(parts.query), '');
    // A call whose fields may all be left out may also come without a body.
    if (body && raw.length === 0 && body.Check({})) parts.body = {};
    else if (body) {
      const read = readJsonBody(raw, request.headers, { ...bodyLimits, bodyBytes: limit, eventBytes: limit });
      if (!read.ok) throw new Problem(read.status, read.code, read.detail, read.path ? [{ path: read.path, message: read.detail }] : []);
      if (!body.Check(read.value)) throw shapeProblem(body.Errors(read.value), '');
      parts.body = read.value;
    }
    return parts;
  };
}

function checkParam(name: string, value: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (value.length > 400 || /[\u0000-\u001f\u007f]/.test(value)) throw new Problem(404, 'not_found', `${name} is not known`);
}

/** Query strings carry text; fields declared as numbers or booleans are converted before they are judged. */
function numbersIn(endpoint: Endpoint, query: unknown): unknown {
  const properties = (endpoint.query as { properties?: Record<string, { type?: string }> } | undefined)?.properties ?? {};
  const out: Record<string, unknown> = { ...(query as Record<string, unknown>) };
  for (const [name, schema] of Object.entries(properties)) {
    const value = out[name];
    if (typeof value !== 'string') continue;
    if ((schema.type === 'integer' || schema.type === 'number') && /^-?\d+(\.\d+)?$/.test(value)) out[name] = Number(value);
    if (schema.type === 'boolean' && /^(true|false)$/.test(value)) out[name] = value === 'true';
  }
  return out;
}

function shapeProblem(errors: { instancePath: string; message: string; keyword: string; params: object }[], prefix: string): Problem {
  const list = errors.slice(0, 20).map((e) => {
    const missing =
      'requiredProperties' in e.params && Array.isArray(e.params.requiredProperties) ? `/${e.params.requiredProperties[0]}` : '';
    return { path: `${prefix}${e.instancePath}${missing}`.replace(/^\//, '').replaceAll('/', '.') || 'body', message: e.message };
  });
  const first = list[0] ?? { path: 'body', message: 'does not have the expected shape' };
  return new Problem(422, 'invalid', `${first.path}: ${first.message}`, list);
}

function sendProblem(reply: FastifyReply, problem: Problem): void {
  if ((problem.status === 429 || problem.status === 503) && !reply.hasHeader('retry-after')) reply.header('retry-after', '1');
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
  void reply
    .code(problem.status)
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problemBody(problem)));
}

function asProblem(error: unknown, log: Log, request: FastifyRequest): Problem {
  if (error instanceof Problem) return error;
  if (isUnavailable(error))
    return new Problem(503, 'database_unavailable', 'The database is not reachable at the moment; please try again');
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (status >= 400 && status < 500)
    return new Problem(status, 'bad_request', status === 413 ? 'The body is too large' : 'The request could not be read');
  log.error(
    { err: error instanceof Error ? { message: error.message, stack: error.stack } : String(error), route: request.routeOptions.url },
    'request failed',
  );
  return new Problem(500, 'internal', `Something went wrong on our side (request ${request.id})`);
}
