// The four server SDKs, unmodified, each sending the same small story: identify, page, tracks.
import { createRequire } from 'node:module';
import { Analytics as CustomerIo } from '@customerio/cdp-analytics-node';
import { Analytics as Segment } from '@segment/analytics-node';

export interface Story {
  host: string;
  writeKey: string;
  anonymousId: string;
  userId: string;
  /** How many tracks; each has `properties.n` from 0. */
  tracks: number;
}

/** Sends the story and returns when the SDK has nothing left to send. */
export type Driver = (story: Story) => Promise<void>;

const require = createRequire(import.meta.url);
const PAGE = { url: 'https://shop-a.example/p/SKU-1' };

type CommonNode = Pick<Segment, 'identify' | 'page' | 'track'>;

function tell(analytics: CommonNode, story: Story): void {
  const { anonymousId, userId } = story;
  analytics.identify({ anonymousId, userId, traits: { firstName: 'Sdk' } });
  analytics.page({ anonymousId, name: 'Product', properties: PAGE });
  for (let n = 0; n < story.tracks; n += 1)
    analytics.track({ anonymousId, event: 'Product Viewed', properties: { product_id: 'SKU-1', n } });
}

const segment: Driver = async (story) => {
  const analytics = new Segment({ writeKey: story.writeKey, host: story.host, flushInterval: 200 });
  tell(analytics, story);
  await analytics.closeAndFlush({ timeout: 20_000 });
};

const customerIo: Driver = async (story) => {
  const analytics = new CustomerIo({ writeKey: story.writeKey, host: story.host, flushInterval: 200 });
  tell(analytics as unknown as CommonNode, story);
  await analytics.closeAndFlush({ timeout: 20_000 });
};

interface RudderNode {
  identify(message: object): void;
  page(message: object): void;
  track(message: object): void;
  flush(): Promise<void>;
}

/** Its first event goes out alone at once, the rest with flush. */
const rudder: Driver = async (story) => {
  const module = require('@rudderstack/rudder-sdk-node') as { default?: new (key: string, options: object) => RudderNode };
  const Rudder = (module.default ?? module) as new (key: string, options: object) => RudderNode;
  const analytics = new Rudder(story.writeKey, { dataPlaneUrl: story.host, flushInterval: 200, logLevel: 'error' });
  tell(analytics as unknown as CommonNode, story);
  await analytics.flush();
  await new Promise((resolve) => setTimeout(resolve, 1_500));
};

interface JitsuClient {
  identify(userId: string, traits: object): Promise<unknown>;
  page(properties: object): Promise<unknown>;
  track(event: string, properties: object): Promise<unknown>;
  setAnonymousId(id: string): void;
}

/** One call an event, never sent again by the SDK. */
const jitsu: Driver = async (story) => {
  const { jitsuAnalytics } = require('@jitsu/js') as { jitsuAnalytics: (options: object) => JitsuClient };
  const analytics = jitsuAnalytics({ host: story.host, writeKey: `${story.writeKey}:unused`, s2s: true, fetchTimeoutMs: 10_000 });
  analytics.setAnonymousId(story.anonymousId);
  await analytics.identify(story.userId, { firstName: 'Sdk' });
  await analytics.page(PAGE);
  for (let n = 0; n < story.tracks; n += 1) await analytics.track('Product Viewed', { product_id: 'SKU-1', n });
};

export const NODE_SDKS: Record<string, Driver> = {
  '@segment/analytics-node': segment,
  '@customerio/cdp-analytics-node': customerIo,
  '@rudderstack/rudder-sdk-node': rudder,
  '@jitsu/js (server)': jitsu,
};
