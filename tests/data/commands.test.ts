// The commands import and replay as people call them, beside a running server whose key they find by themselves.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { client, type Faden, node, startFaden } from '../start-faden.ts';

const cli = fileURLToPath(new URL('../../server/src/cli.ts', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'faden-commands-'));
const installation = join(directory, 'data');
let faden: Faden;

beforeAll(async () => {
  faden = await startFaden({ directory: installation });
});
afterAll(async () => {
  await faden.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** Runs a command in the directory, without any key in its environment. */
function run(...args: string[]): Promise<{ code: number | null; text: string }> {
  const { FADEN_SECRET_KEY: _secret, FADEN_URL: _url, DATABASE_URL: _database, ...env } = process.env;
  const child = spawn(node, [cli, ...args], { cwd: directory, env: { ...env, PORT: new URL(faden.url).port, FADEN_DATA: installation } });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, text })));
}
const file = (name: string, content: string) => {
  writeFileSync(join(directory, name), content);
  return name;
};

it('imports into the server that runs here and tells what it refused', async () => {
  const receipts = file(
    'bons.csv',
    'filiale;bon;artikel;menge;betrag;zeitpunkt;kundenkarte\nst;1;A;3;10,00;02.01.2026 10:00;K1\nst;2;A;eins;1,00;02.01.2026 10:00;K1\nst;3;A;0;0;02.01.2026 10:00;K1\n',
  );
  const dry = await run('import', 'receipts', receipts, '--create-places', '--dry-run');
  expect(dry).toMatchObject({ code: 0, text: expect.stringContaining('1 receipts could be stored') });
  expect((await client(faden).get('/api/v1/places')).items).toEqual([]);
  const first = await run('import', 'receipts', receipts, '--create-places');
  expect(first).toMatchObject({ code: 0, text: expect.stringContaining('1 receipts stored · 0 receipts known already · 2 rows refused') });
  expect(first.text).toContain('line 3, quantity: "eins" is not a number');
  expect(readFileSync(join(directory, 'bons.csv.refused.jsonl'), 'utf8').trim().split('\n')).toHaveLength(2);
  expect((await run('import', 'receipts', receipts)).text).toContain('0 receipts stored · 1 receipts known already');
  expect(await client(faden).get('/api/v1/receipts/st:1')).toMatchObject({
    at: '2026-01-02T09:00:00.000Z',
    total: { amount: 1000, currency: 'EUR' },
  });
});

it('replays events with their own times, any number of times', async () => {
  const event = {
    type: 'track',
    event: 'Product Viewed',
    anonymousId: 'replayed',
    timestamp: '2025-05-05T05:05:05Z',
    sentAt: '2025-05-05T06:00:00Z',
    properties: { product_id: 'A' },
  };
  const events = file('events.jsonl', `${JSON.stringify(event)}\n{"type":"track"}\n`);
  for (let i = 0; i < 2; i++) {
    expect(await run('replay', events)).toMatchObject({ code: 0, text: expect.stringContaining('line 2, anonymousId') });
    const stored = await client(faden).get('/api/v1/profiles/by/anonymousId/replayed/events');
    expect(stored.items.map((e: { timestamp: string }) => e.timestamp)).toEqual(['2025-05-05T05:05:05.000Z']);
  }
});

it('says clearly what cannot be', async () => {
  expect(await run('import', 'competitor-prices', 'bons.csv')).toMatchObject({
    code: 1,
    text: expect.stringContaining('cannot be imported yet'),
  });
  expect(await run('import', 'products', 'missing.csv')).toMatchObject({ code: 1 });
  expect(await run('import', 'products', file('feed.xml', '<rss/>'))).toMatchObject({ code: 1, text: expect.stringContaining('XML') });
});
