// The six unmodified SDKs against a real server: every event stored exactly once, with and without lost answers.
import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFaden } from '../start-faden.ts';
import { CHROMIUM, startBrowser, tellInBrowser } from './browser-sdks.ts';
import type { Fault, FaultProxy } from './fault-proxy.ts';
import { startFaultProxy } from './fault-proxy.ts';
import type { Story } from './node-sdks.ts';
import { NODE_SDKS } from './node-sdks.ts';
import type { BrowserSdk, ShopPages } from './pages.ts';
import { startPages } from './pages.ts';
import { settledStory, wholeStory } from './read-back.ts';

const WRITE_KEY = 'wk_sdk_test';
const SECRET_KEY = 'sk_sdk_test';
const TRACKS = 12;
/** What fits into one last call of a page that is being left. */
const FEW = 3;
const FAULTS: Fault[] = ['none', 'reset', 'unavailable'];

/** SDKs that give a failed call up. */
const NEVER_RESENDS = new Set(['@jitsu/js (server)', 'jitsu']);

let faden: { url: string; stop(): Promise<void> };
let proxy: FaultProxy;

const story = (name: string, tracks = TRACKS): Story => {
  const id = `${name.replace(/[^a-z]+/gi, '-')}-${crypto.randomUUID()}`;
  return { host: proxy.url, writeKey: WRITE_KEY, anonymousId: `a-${id}`, userId: `u-${id}`, tracks };
};

const stored = (told: Story): Promise<Record<string, number>> => settledStory(faden.url, SECRET_KEY, told.anonymousId, told.tracks, 15_000);

beforeAll(async () => {
  faden = await startFaden({ env: { FADEN_WRITE_KEY: WRITE_KEY, FADEN_SECRET_KEY: SECRET_KEY } });
  proxy = await startFaultProxy(faden.url);
}, 120_000);

afterAll(async () => {
  await proxy?.stop();
  await faden?.stop();
});

describe.each(Object.entries(NODE_SDKS))('%s', (name, tell) => {
  it.each(FAULTS)(
    'stores each event once, fault %s',
    async (fault) => {
      const told = story(name);
      const before = proxy.faults;
      const repeats = proxy.repeats;
      proxy.arm(fault, 1);
      await tell(told);
      expect(await stored(told)).toEqual(wholeStory(TRACKS));
      expect(proxy.faults - before).toBe(fault === 'none' ? 0 : 1);
      expect(proxy.repeats > repeats).toBe(fault !== 'none' && !NEVER_RESENDS.has(name));
    },
    60_000,
  );
});

const BROWSER_SDKS: BrowserSdk[] = ['segment', 'rudder', 'rudder-batch', 'rudder-beacon', 'jitsu'];

describe.skipIf(!existsSync(CHROMIUM))('browser', () => {
  let browser: Browser;
  let pages: ShopPages;
  beforeAll(async () => {
    browser = await startBrowser();
    pages = await startPages();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await pages?.stop();
  });

  describe.each(BROWSER_SDKS)('%s', (sdk) => {
    it.each(FAULTS)(
      'stores each event once, fault %s',
      async (fault) => {
        const told = story(sdk);
        proxy.arm(fault, 1);
        const errors = await tellInBrowser(browser, pages, sdk, told, { leave: false, quietMs: 4_000 });
        expect(errors).toEqual([]);
        expect(await stored(told)).toEqual(wholeStory(TRACKS));
      },
      60_000,
    );

    it('loses nothing when the visitor leaves at once', async () => {
      const told = story(sdk, FEW);
      proxy.arm('none', 0);
      await tellInBrowser(browser, pages, sdk, told, { leave: true, quietMs: 3_000 });
      expect(await stored(told)).toEqual(wholeStory(FEW));
    }, 60_000);
  });
});
