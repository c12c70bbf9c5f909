// Power loss of the embedded database: only what was flushed to the disk survives. Our file system loses nothing that was acked; the stock one does.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { mayMount } from '../machine.ts';
import { startFaden } from '../start-faden.ts';
import { judge, startLoad, type Verdict } from './load.ts';
import { type LoopDisk, makeDisk } from './loop-disk.ts';

const loadMs = process.env['FADEN_FULL'] === '1' ? 20_000 : 5_000;
const withoutFsync = `--import=${fileURLToPath(new URL('./without-fsync.mjs', import.meta.url))}`;
const disks: LoopDisk[] = [];
const keep = (disk: LoopDisk) => {
  disks.push(disk);
  return disk;
};
afterEach(() => {
  for (const disk of disks.splice(0)) disk.remove();
});
if (!mayMount()) console.warn('SKIPPED: power loss needs root on Linux with loop devices');

/** Serves on a disk, cuts the power under load, starts on what is left. `opens: false` when that is no database any more. */
async function cutPower(env: Record<string, string>, settle: boolean): Promise<Verdict & { opens: boolean }> {
  const disk = keep(makeDisk());
  const directory = join(disk.path, 'data');
  const faden = await startFaden({ directory, env });
  if (settle) disk.sync();
  const load = startLoad({ url: () => faden.url, secretKey: faden.secretKey, batch: 20 });
  await sleep(loadMs);
  // Frozen, so that disk and acks are of one moment; answers on their way still count as acked.
  faden.process.kill('SIGSTOP');
  await sleep(300);
  const acked = new Set(load.acked);
  const left = keep(disk.afterPowerCut());
  faden.process.kill('SIGCONT');
  await load.abandon();
  await faden.kill();
  const found = join(left.path, 'data');
  try {
    const again = await startFaden({ directory: found });
    await again.stop();
    expect(readFileSync(join(found, 'secret'), 'utf8')).toBe(readFileSync(join(directory, 'secret'), 'utf8'));
  } catch (error) {
    console.log(`  after the power cut it does not open: ${String(error).slice(0, 200)}`);
    return { acked: acked.size, stored: 0, lost: acked.size, twice: 0, opens: false };
  }
  return { ...(await judge({ acked }, { directory: found })), opens: true };
}

describe.skipIf(!mayMount())('power loss', () => {
  it('loses nothing that was acked, from the first second on', async () => {
    const verdict = await cutPower({}, false);
    console.log(`power loss, our file system: ${JSON.stringify(verdict)}`);
    expect(verdict.opens).toBe(true);
    expect(verdict.acked).toBeGreaterThan(100);
    expect(verdict.lost).toBe(0);
    expect(verdict.twice).toBe(0);
  });
  it('has teeth: the stock file system, even after a sync, loses acked events', async () => {
    const verdict = await cutPower({ NODE_OPTIONS: withoutFsync }, true);
    console.log(`power loss, stock file system: ${JSON.stringify(verdict)}`);
    expect(verdict.acked).toBeGreaterThan(100);
    expect(verdict.lost).toBeGreaterThan(0);
  });
});
