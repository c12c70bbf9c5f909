// The browser SDKs in Chromium: load the page, tell the story, wait until the SDK is quiet or leave the page at once.
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import type { Story } from './node-sdks.ts';
import type { BrowserSdk, ShopPages } from './pages.ts';

const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const CHROMIUM = '/usr/bin/chromium';

export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ARGS });
}

interface PageSdk {
  identify(userId: string, traits: object): unknown;
  page(name: string | object, properties?: object): unknown;
  track(event: string, properties: object): unknown;
}

/** What runs in the page. Jitsu's page() takes properties, the others a name first. */
function tellInPage(told: { userId: string; from: number; tracks: number; jitsu: boolean }): void {
  const sdk = (globalThis as unknown as { sdk: PageSdk }).sdk;
  if (told.from === 0) {
    sdk.identify(told.userId, { firstName: 'Sdk' });
    if (told.jitsu) sdk.page({ name: 'Product' });
    else sdk.page('Product', {});
  }
  for (let n = told.from; n < told.tracks; n += 1) sdk.track('Product Viewed', { product_id: 'SKU-1', n });
}

/** Opens the page in a fresh profile, tells the story; `leave` navigates away right after, else waits for `quiet`. */
export async function tellInBrowser(
  browser: Browser,
  pages: ShopPages,
  sdk: BrowserSdk,
  story: Story,
  end: { leave: boolean; quietMs: number },
): Promise<string[]> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(pages.address(sdk, story));
  await page.waitForFunction(() => (globalThis as unknown as { sdk?: unknown }).sdk !== undefined);
  const told = { userId: story.userId, from: 0, tracks: story.tracks, jitsu: sdk === 'jitsu' };
  if (end.leave) {
    // As a visitor does: look first (the browser has then asked for its permissions), act last, and be gone.
    await untilReady(page, sdk);
    await page.evaluate(tellInPage, { ...told, tracks: 1 });
    await page.waitForTimeout(2_000);
    told.from = 1;
  }
  await page.evaluate(tellInPage, told);
  if (end.leave) await leaveAndComeBack(page, pages.address(sdk, story));
  await page.waitForTimeout(end.quietMs);
  await context.close();
  return errors;
}

/** The visitor goes elsewhere at once and is back in the shop a moment later, where an SDK may send what it had saved. */
async function leaveAndComeBack(page: Page, shop: string): Promise<void> {
  await page.goto('about:blank');
  await page.waitForTimeout(500);
  await page.goto(shop);
}

/** Before a page is left its SDK must have fetched its settings, as it has when a visitor clicks a link. */
async function untilReady(page: Page, sdk: BrowserSdk): Promise<void> {
  if (sdk === 'segment')
    await page.waitForFunction(() => (globalThis as unknown as { analytics: { initialized?: boolean } }).analytics.initialized === true);
  await page.waitForTimeout(800);
}
