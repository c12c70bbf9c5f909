// The bus on both databases: a fact that is committed late is not skipped, each takes effect once, and what nobody has handled is not forgotten.
import { afterEach, describe, expect, it } from 'vitest';
import { havePostgres } from '../../../../tests/machine.ts';
import { createDatabase } from '../../../../tests/postgres.ts';
import { systemClock } from '../clock.ts';
import { type Database, migrate, openDatabase } from '../database/index.ts';
import { createLog } from '../log.ts';
import { type Bus, createBus } from './index.ts';

const log = createLog('silent');
const open: { bus: Bus; database: Database }[] = [];

async function started(url?: string) {
  const database = await openDatabase({ url, directory: 'memory:', log });
  await migrate(database, [new URL('./sql', import.meta.url).pathname]);
  const bus = createBus({ database, clock: systemClock, log });
  open.push({ bus, database });
  return { bus, database };
}
afterEach(async () => {
  for (const { bus, database } of open.splice(0)) {
    await bus.stop();
    await database.close();
  }
});
const say = ({ bus, database }: { bus: Bus; database: Database }, n: number) =>
  database.transaction((tx) => bus.publish(tx, 'test.said', { n }));
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe.skipIf(!havePostgres())('two connections to PostgreSQL', () => {
  it('does not skip a fact whose transaction was held open while later ones were read', async () => {
    const url = await createDatabase();
    const house = await started(url);
    const reader = await started(url);
    const followed: number[] = [];
    const handled: number[] = [];
    await reader.bus.follow((facts) => void followed.push(...facts.map((fact) => fact.payload['n'] as number)));
    reader.bus.subscribe(
      'test',
      ['test.said'],
      async (_tx, facts) => void handled.push(...facts.map((fact) => fact.payload['n'] as number)),
    );
    await say(house, 1);
    let commit = () => {};
    const held = new Promise<void>((resolve) => {
      commit = resolve;
    });
    // Takes its sequence number now and commits after the others were read.
    const late = house.database.transaction(async (tx) => {
      await house.bus.publish(tx, 'test.said', { n: 2 });
      await held;
    });
    await pause(200);
    await say(house, 3);
    await say(house, 4);
    reader.bus.poke();
    await pause(800);
    commit();
    await late;
    reader.bus.poke();
    const all = [1, 2, 3, 4];
    await expect.poll(() => [...followed].sort(), { timeout: 10_000 }).toEqual(all);
    await expect.poll(() => [...handled].sort(), { timeout: 10_000 }).toEqual(all);
    await pause(700);
    expect(followed.length).toBe(4);
    expect(handled.length).toBe(4);
  });

  it('lets one of two nodes handle each fact, and another when the first one fails', async () => {
    const url = await createDatabase();
    const nodes = [await started(url), await started(url)];
    const handled: number[] = [];
    let failures = 3;
    for (const node of nodes) {
      node.bus.subscribe('shared', ['test.said'], async (_tx, facts) => {
        if (failures-- > 0) throw new Error('not this time');
        handled.push(...facts.map((fact) => fact.payload['n'] as number));
      });
    }
    for (let n = 0; n < 20; n++) await say(nodes[n % 2] as (typeof nodes)[0], n);
    await expect.poll(() => handled.length, { timeout: 15_000 }).toBe(20);
    await pause(700);
    expect([...handled].sort((x, y) => x - y)).toEqual(Array.from({ length: 20 }, (_, n) => n));
  });
});

describe('the embedded database', () => {
  it('forgets old facts, but none that a durable reader still has to handle', async () => {
    const house = await started();
    await say(house, 1);
    const handled: number[] = [];
    let willing = false;
    house.bus.subscribe('slow', ['test.said'], async (_tx, facts) => {
      if (!willing) throw new Error('not yet');
      handled.push(...facts.map((fact) => fact.payload['n'] as number));
    });
    await house.database.query(`insert into subscription (name, xid, seq) values ('slow', '0'::xid8, 0) on conflict do nothing`);
    const count = async () => (await house.database.query<{ n: number }>('select count(*)::int as n from outbox'))[0]?.n;
    await house.bus.forgetBefore(systemClock.now() + 1_000);
    expect(await count()).toBe(1);
    expect(await house.bus.lag()).toBe(1);
    willing = true;
    house.bus.poke();
    await expect.poll(() => handled, { timeout: 5_000 }).toEqual([1]);
    await house.bus.forgetBefore(systemClock.now() + 1_000);
    expect(await count()).toBe(0);
  });
});
