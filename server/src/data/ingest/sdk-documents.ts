// The documents the browser SDKs fetch before they start: Segment's settings, RudderStack's source config, the snippet's files.

/** GET /v1/projects/{writeKey}/settings: one integration with our own host, batching on, metrics off. */
export function segmentSettings(writeKey: string, origin: URL): Record<string, unknown> {
  return {
    integrations: {
      'Segment.io': {
        apiKey: writeKey,
        apiHost: `${origin.host}/v1`,
        protocol: origin.protocol.replace(':', ''),
        deliveryStrategy: { strategy: 'batching', config: { size: 10, timeout: 1_000 } },
      },
    },
    plan: {},
    edgeFunction: {},
    middlewareSettings: {},
    enabledMiddleware: {},
    metrics: { sampleRate: 0 },
  };
}

/** GET /sourceConfig/?writeKey=: a source without destinations and without error statistics. */
export function rudderSourceConfig(writeKey: string): Record<string, unknown> {
  const off = { enabled: false };
  return {
    source: {
      id: 'faden',
      name: 'Faden',
      writeKey,
      enabled: true,
      workspaceId: 'faden',
      config: { statsCollection: { errors: off, metrics: off } },
      destinations: [],
      dataplanes: {},
    },
  };
}

/** Caching of these documents: they are the same for everybody with the key, and the SDK does not start without them. */
export const SDK_CACHE = 'public, max-age=300, stale-if-error=86400';

/**
 * Request headers a browser SDK may send. RudderStack adds the rsa- ones only when it sends again after a fault: without
 * them here the browser's preflight refuses exactly the resend and the events are lost.
 */
export const SDK_ALLOW_HEADERS = [
  'authorization',
  'content-type',
  'anonymousid',
  'sentat',
  'x-write-key',
  'x-retry-count',
  'x-enable-debug',
  'x-ip-policy',
  'idempotency-key',
  'rsa-recovered',
  'rsa-retry-attempt',
  'rsa-retry-reason',
  'rsa-since-first-attempt',
  'rsa-since-last-attempt',
].join(', ');

const SNIPPET = /^\/analytics\.js\/v1\/([^/]{1,200})\/analytics(?:\.min)?\.js$/;
const CHUNK = /^\/analytics-next\/bundles\/([\w.-]{1,100}\.js)$/;

/** The file of @segment/analytics-next/dist/umd that a path of the snippet asks for. */
export function snippetFile(path: string): { file: string; writeKey?: string } | undefined {
  const snippet = SNIPPET.exec(path);
  if (snippet !== null) return { file: 'standalone.js', writeKey: snippet[1] ?? '' };
  const chunk = CHUNK.exec(path)?.[1];
  return chunk === undefined || chunk.includes('..') ? undefined : { file: chunk };
}
