// The shop's pages for the browser SDKs: the SDK exactly as its makers ship it, pointed at us by host and key only.
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import type { Story } from './node-sdks.ts';

const require = createRequire(import.meta.url);

/** SDK files by the path under which the shop serves them. */
const FILES: Record<string, () => Buffer> = {
  '/rudder.mjs': () => readFileSync(new URL(import.meta.resolve('@rudderstack/analytics-js/bundled'))),
  '/jitsu.mjs': () => readFileSync(join(dirname(require.resolve('@jitsu/js')), 'jitsu.es.js')),
};

export type BrowserSdk = 'segment' | 'rudder' | 'rudder-batch' | 'rudder-beacon' | 'jitsu';

/** Segment's snippet (4.15) as its documentation prints it; only the two host names are ours. */
function segmentPage(story: Story): string {
  return `<script>
!function(){var analytics=window.analytics=window.analytics||[];if(!analytics.initialize)if(analytics.invoked)window.console&&console.error&&console.error("Segment snippet included twice.");else{analytics.invoked=!0;analytics.methods=["trackSubmit","trackClick","trackLink","trackForm","pageview","identify","reset","group","track","ready","alias","debug","page","screen","once","off","on","addSourceMiddleware","addIntegrationMiddleware","setAnonymousId","addDestinationMiddleware","register"];analytics.factory=function(e){return function(){if(window.analytics.initialized)return window.analytics[e].apply(window.analytics,arguments);var i=Array.prototype.slice.call(arguments);i.unshift(e);analytics.push(i);return analytics}};for(var i=0;i<analytics.methods.length;i++){var key=analytics.methods[i];analytics[key]=analytics.factory(key)}analytics.load=function(key,i){var t=document.createElement("script");t.type="text/javascript";t.async=!0;t.src="${story.host}/analytics.js/v1/"+key+"/analytics.min.js";var n=document.getElementsByTagName("script")[0];n.parentNode.insertBefore(t,n);analytics._loadOptions=i};analytics._writeKey="${story.writeKey}";analytics._cdn="${story.host}";analytics.SNIPPET_VERSION="4.15.3";analytics.load("${story.writeKey}")}}();
analytics.setAnonymousId(${JSON.stringify(story.anonymousId)});
window.sdk=analytics;
</script>`;
}

function rudderPage(story: Story, options: object): string {
  const load = { configUrl: story.host, logLevel: 'ERROR', storage: { encryption: { version: 'legacy' } }, ...options };
  return `<script type="module">
import { RudderAnalytics } from '/rudder.mjs';
const sdk = new RudderAnalytics();
sdk.setAnonymousId(${JSON.stringify(story.anonymousId)});
sdk.load(${JSON.stringify(story.writeKey)}, ${JSON.stringify(story.host)}, ${JSON.stringify(load)});
window.sdk = sdk;
</script>`;
}

function jitsuPage(story: Story): string {
  return `<script type="module">
import { jitsuAnalytics } from '/jitsu.mjs';
const sdk = jitsuAnalytics(${JSON.stringify({ host: story.host, writeKey: `${story.writeKey}:unused` })});
sdk.setAnonymousId(${JSON.stringify(story.anonymousId)});
window.sdk = sdk;
</script>`;
}

const PAGES: Record<BrowserSdk, (story: Story) => string> = {
  segment: segmentPage,
  rudder: (story) => rudderPage(story, {}),
  'rudder-batch': (story) => rudderPage(story, { queueOptions: { batch: { enabled: true, maxItems: 10, flushInterval: 300 } } }),
  'rudder-beacon': (story) => rudderPage(story, { useBeacon: true, beaconQueueOptions: { flushQueueInterval: 600 } }),
  jitsu: jitsuPage,
};

export interface ShopPages {
  address(sdk: BrowserSdk, story: Story): string;
  stop(): Promise<void>;
}

/** Serves the pages on a port of its own, so every call is cross-origin as in a real shop. */
export async function startPages(): Promise<ShopPages> {
  const server = http.createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://shop');
    const file = FILES[url.pathname];
    if (file !== undefined) return response.writeHead(200, { 'content-type': 'text/javascript' }).end(file());
    const sdk = url.searchParams.get('sdk') as BrowserSdk | null;
    if (sdk === null) return response.writeHead(404).end();
    const story = JSON.parse(url.searchParams.get('story') ?? '{}') as Story;
    return response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html><title>Shop</title><body>${PAGES[sdk](story)}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    address: (sdk, story) => `${origin}/?${new URLSearchParams({ sdk, story: JSON.stringify(story) })}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
