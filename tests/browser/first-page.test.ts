// The first page as a newcomer meets it after `npm start`: readable on every size, in both schemes and languages, and the five steps work.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBrowser } from '../sdk/browser-sdks.ts';
import { freePort, node } from '../start-faden.ts';

const cli = fileURLToPath(new URL('../../server/src/cli.ts', import.meta.url));
let server: ChildProcess;
let browser: Browser;
let url = '';
const directory = mkdtempSync(join(tmpdir(), 'faden-page-'));

beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}/`;
  server = spawn(node, [cli, 'start'], {
    env: { ...process.env, PORT: String(port), FADEN_DATA: directory, DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      text += chunk;
      if (text.includes('Faden is ready')) resolve();
    };
    server.stdout?.on('data', hear);
    server.stderr?.on('data', hear);
    server.once('exit', () => reject(new Error(`npm start ended:\n${text}`)));
  });
  browser = await startBrowser();
}, 180_000);

afterAll(async () => {
  await browser?.close();
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await ended;
  rmSync(directory, { recursive: true, force: true });
});

async function open(width: number, height: number, colorScheme: 'light' | 'dark', locale: string) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, locale });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => void (message.type() === 'error' && errors.push(message.text())));
  await page.goto(url);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.getByText('Schmidt').first().waitFor();
  return { context, page, errors };
}

describe.each([
  [1440, 900, 'light', 'de-DE'],
  [1180, 820, 'dark', 'en-GB'],
  [820, 1180, 'light', 'en-GB'],
  [390, 844, 'dark', 'de-DE'],
] as const)('the first page at %i x %i, %s, %s', (width, height, scheme, locale) => {
  test('nothing sticks out, nothing breaks, no barrier that axe finds', async () => {
    const { context, page, errors } = await open(width, height, scheme, locale);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    const axe = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
    expect(errors).toEqual([]);
    expect(wider).toBeLessThanOrEqual(0);
    expect(axe.violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([]);
    await context.close();
  });
});

test('the five steps: he looks, signs in, shows his card, buys, and the banner knows', async () => {
  const { context, page, errors } = await open(1440, 900, 'light', 'en-GB');
  await page.getByRole('button', { name: 'Play all five' }).click();
  await expect.poll(() => page.getByText(/visible after \d+ ms/).count(), { timeout: 60_000 }).toBe(5);
  expect(errors).toEqual([]);
  await context.close();
});
