// Real retail data through the public ways in: replayed, imported, learned from, answered. Needs the data folder in FADEN_SHARED_DATA.
import { createWriteStream, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importArguments } from '../../server/src/commands/import/arguments.ts';
import { runImport } from '../../server/src/commands/import/run.ts';
import { replayFile } from '../../server/src/commands/replay.ts';
import { type Target, targetAt } from '../../server/src/commands/target.ts';
import { client, type Faden, startFaden } from '../start-faden.ts';
import { diginetica, retailrocket, type TrackEvent } from './convert.ts';
import { mostPopular, purchasesOf, sessionHits, testPositions } from './measure.ts';

const data = process.env['FADEN_SHARED_DATA'] ?? '';
const there = data !== '' && existsSync(join(data, 'session-diginetica'));
const full = process.env['FADEN_FULL'] === '1';
if (!there) process.stderr.write('\n!!! SKIPPED: the test on real data needs FADEN_SHARED_DATA, the folder of the public packs\n\n');
const sessions = full ? Number.POSITIVE_INFINITY : 20_000;
const minutes = (n: number) => n * 60_000;
const say = (text: string) => process.stderr.write(`    ${text}\n`);

describe.skipIf(!there)('real data', () => {
  const directory = mkdtempSync(join(tmpdir(), 'faden-real-'));
  const seen = { ids: new Set<string>(), written: 0, views: new Map<string, number>() };
  const files: string[] = [];
  let faden: Faden;
  let api: ReturnType<typeof client>;
  let target: Target;

  beforeAll(async () => {
    faden = await startFaden({ directory: join(directory, 'faden') });
    api = client(faden);
    target = targetAt(faden.url, faden.secretKey);
  }, minutes(2));
  afterAll(async () => {
    await faden?.stop();
    rmSync(directory, { recursive: true, force: true });
  }, minutes(2));

  /** Writes the events of a pack as people would have them recorded. */
  const record = async (name: string, events: AsyncGenerator<TrackEvent>) => {
    const file = join(directory, `${name}.jsonl.gz`);
    const text = async function* () {
      for await (const event of events) {
        seen.ids.add(event.messageId);
        seen.written++;
        const product = event.properties['product_id'];
        if (name === 'diginetica') seen.views.set(String(product), (seen.views.get(String(product)) ?? 0) + 1);
        yield `${JSON.stringify(event)}\n`;
      }
    };
    await pipeline(Readable.from(text()), createGzip(), createWriteStream(file));
    files.push(file);
  };
  /** What the server says it stored, by its own counters. */
  const ingested = async () => {
    const text = await (await fetch(`${faden.url}/metrics`)).text();
    const count = (outcome: string) => Number(new RegExp(`^faden_events_total\\{outcome="${outcome}"\\} (\\d+)`, 'm').exec(text)?.[1] ?? 0);
    return { stored: count('stored'), duplicates: count('duplicate'), refused: count('refused') };
  };
  const importPack = (kind: string, file: string, ...args: string[]) =>
    runImport(target, importArguments([kind, join(data, file), ...args]), directory);
  const shown = async (placement: string, context: object) => {
    const answer = await api.post('/v1/decisions', {
      placements: [{ id: placement }],
      channel: 'web',
      context,
      options: { mode: 'preview' },
    });
    return answer.placements[0].items.map((item: { sku: string }) => item.sku) as string[];
  };

  it('replays Retailrocket and Diginetica: every event once', { timeout: minutes(full ? 30 : 8) }, async () => {
    await record('retailrocket', retailrocket(join(data, 'events-retailrocket-sample/events.csv.gz')));
    await record('diginetica', diginetica(join(data, 'session-diginetica/train.tsv.gz'), sessions));
    for (const file of files) {
      const done = await replayFile(target, file, directory);
      say(
        `replay ${file.split('/').at(-1)}: ${done.events} events in ${done.seconds.toFixed(1)} s = ${Math.round(done.events / done.seconds)}/s`,
      );
      expect(done.firstRefused).toEqual([]);
    }
    expect(await ingested()).toEqual({ stored: seen.ids.size, duplicates: seen.written - seen.ids.size, refused: 0 });
    for (const id of [...seen.ids].filter((_id, i) => i % Math.ceil(seen.ids.size / 100) === 0)) {
      expect((await api.get(`/api/v1/events?messageId=${id}`)).items, id).toHaveLength(1);
    }
  });

  it('replaying again adds nothing', { timeout: minutes(full ? 30 : 8) }, async () => {
    const before = await ingested();
    const chosen = full ? files : [files[0] as string];
    let events = 0;
    for (const file of chosen) events += (await replayFile(target, file, directory)).events;
    const after = await ingested();
    expect({ stored: after.stored, duplicates: after.duplicates - before.duplicates }).toEqual({
      stored: before.stored,
      duplicates: events,
    });
  });

  it('imports the catalogue and the receipts of Complete Journey', { timeout: minutes(10) }, async () => {
    const products = (await importPack('products', 'completejourney/products.csv.gz')).report;
    say(`products: ${products.stored} in ${products.seconds.toFixed(1)} s`);
    expect(products).toMatchObject({ rows: 92_331, stored: 92_331, refused: 0 });
    const args = [
      'completejourney/transactions_sample.csv.gz',
      '--create-places',
      '--zone',
      'America/New_York',
      '--currency',
      'USD',
    ] as const;
    const receipts = (await importPack('receipts', ...args)).report;
    say(`receipts: ${receipts.stored} of ${receipts.rows} lines in ${receipts.seconds.toFixed(1)} s`);
    // 415 lines sold nothing; on one more the amount is the noise of a binary fraction, which is nothing as well.
    expect(receipts).toMatchObject({ rows: 75_000, stored: 47_034, duplicates: 0, refused: 416, placesCreated: 293 });
    const again = (await importPack('receipts', ...args)).report;
    say(`receipts again: ${again.duplicates} known in ${again.seconds.toFixed(1)} s`);
    expect(again).toMatchObject({ stored: 0, duplicates: 47_034 });
  });

  it('shows a household what it bought in which store', { timeout: minutes(2) }, async () => {
    const file = join(data, 'completejourney/transactions_sample.csv.gz');
    for (const [household, bought] of await purchasesOf(file, (h) => ['1', '718', '2375', '1463', '2261'].includes(h))) {
      const profile = await api.get(`/api/v1/profiles/by/card/${household}`);
      const row = (p: { place: string; sku: string; quantity: number }) => `${p.place} ${p.sku} ${p.quantity}`;
      expect(profile.purchases.map(row).sort(), household).toEqual(bought.map((b) => row({ ...b, place: b.store })).sort());
    }
  });

  it('learns from all of it', { timeout: minutes(15) }, async () => {
    const started = performance.now();
    await api.post('/api/v1/models/train', {});
    let state = await api.get('/api/v1/models');
    while (!state.ready) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      state = await api.get('/api/v1/models');
    }
    say(`trained in ${((performance.now() - started) / 1000).toFixed(1)} s: ${JSON.stringify(state.models)}`);
    expect(state.models.length).toBeGreaterThan(0);
  });

  it('knows the next item of a session far better than popularity does', { timeout: minutes(5) }, async () => {
    const positions = await testPositions(join(data, 'session-diginetica/test.tsv.gz'), 300);
    const popular = mostPopular(seen.views);
    const baseline = positions.filter(({ label }) => popular.has(`d${label}`)).length / positions.length;
    const { hitRate, fullAnswers, msEach } = await sessionHits(faden, positions);
    say(`session.next HR@20 ${hitRate.toFixed(3)}, popularity ${baseline.toFixed(3)}, ${msEach.toFixed(1)} ms a question over HTTP`);
    expect(fullAnswers).toBe(1);
    expect(hitRate).toBeGreaterThan(Math.max(0.05, 3 * baseline));
  });

  it('fills the pages of a shop with that catalogue', { timeout: minutes(2) }, async () => {
    const known = async (skus: string[]) => {
      expect(skus.length).toBeGreaterThan(0);
      for (const sku of skus) expect((await api.get(`/api/v1/products/${sku}`)).sku).toBe(sku);
    };
    const popular = '1082185';
    await known(await shown('web.product.row1', { page: 'product', sku: popular }));
    await known(await shown('web.home.hero', { page: 'home' }));
    await known(await shown('web.cart.row1', { page: 'cart', cart: [{ sku: popular, qty: 1 }] }));
  });
});
