// What appending tells: what was new, and to followers exactly that, also when a part or all of a batch is known already.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStorey, type Storey } from '../../../../tests/data-storey.ts';
import type { Fact } from '../../platform/bus/index.ts';
import type { Beat, LogEntry } from './index.ts';

let storey: Storey;
const told: Beat[] = [];
beforeAll(async () => {
  storey = await openStorey();
  await storey.bus.follow((facts: Fact[]) => {
    for (const fact of facts) told.push(...((fact.payload['beats'] ?? []) as Beat[]));
  });
});
afterAll(() => storey.close());

const entry = (messageId: string): LogEntry => ({
  home: { type: 'anonymousId', value: 'append-1' },
  source: 1,
  messageId,
  type: 'track',
  event: `Said ${messageId}`,
  at: 1_000,
  channel: 'web',
  trust: 'public',
  body: {},
});
const record = async (...ids: string[]) => {
  const stored = await storey.profiles.record(storey.database, ids.map(entry));
  await storey.bus.settled();
  return {
    stored: [...stored].sort(),
    told: told
      .splice(0)
      .map((beat) => beat.event)
      .sort(),
  };
};

test('all new, a part new, nothing new', async () => {
  expect(await record('a', 'b')).toEqual({ stored: ['1 a', '1 b'], told: ['Said a', 'Said b'] });
  expect(await record('b', 'c', 'a')).toEqual({ stored: ['1 c'], told: ['Said c'] });
  expect(await record('a', 'b', 'c')).toEqual({ stored: [], told: [] });
});
