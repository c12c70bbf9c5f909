// The bad-input corpus against the real server: every case passes and no post-condition stays unchecked.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Faden } from '../start-faden.ts';
import { startFaden } from '../start-faden.ts';
import type { Fixtures } from './seed.ts';
import { identityKeys, seedCorpus } from './seed.ts';

interface CaseResult {
  id: string;
  name: string;
  pass: boolean;
  problems: string[];
  unchecked: string[];
}

type Runner = { runCorpus(options: object, adapter: object): Promise<{ results: CaseResult[]; unchecked: string[] }> };

let faden: Faden;
let fixtures: Fixtures;

beforeAll(async () => {
  const keys = identityKeys();
  const env = { FADEN_SECRET_KEY: 'sk_server_a', FADEN_WRITE_KEY: 'wk_web_a', FADEN_IDENTITY_KEYS: keys.jwks, FADEN_HONOUR_GPC: '1' };
  faden = await startFaden({ env });
  fixtures = await seedCorpus({
    url: faden.url,
    secretKey: 'sk_server_a',
    writeKey: 'wk_web_a',
    identityKey: keys.privateKey,
    now: Date.now(),
  });
}, 120_000);

afterAll(() => faden?.stop());

it('passes every case with every post-condition checked', async () => {
  process.env['FADEN_URL'] = faden.url;
  const runner = (await import('./run-corpus.mjs' as string)) as Runner;
  const adapter = (await import('./adapter.mjs' as string)) as object;
  const { results, unchecked } = await runner.runCorpus({ base: faden.url, pid: faden.process.pid, fixtures }, adapter);
  expect(results.filter((one) => !one.pass).map((one) => `${one.id} ${one.name}: ${one.problems.join(' | ')}`)).toEqual([]);
  expect(unchecked).toEqual([]);
  expect(results.length).toBeGreaterThan(220);
}, 600_000);
