// A small ext4 disk in a file: a copy of the file is what a power cut would leave, because it holds only blocks that were flushed. Needs root.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const sizeMb = 300;
/** What makes and mounts disks lies in sbin, which is not on every PATH. */
const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` };
const run = (command: string, ...args: string[]) => execFileSync(command, args, { stdio: 'pipe', env });

export interface LoopDisk {
  /** Where the disk is mounted. */
  path: string;
  /** Writes everything that waits in memory, as a quiet minute would. */
  sync(): void;
  /** The disk as it would be found after a power cut at this moment, mounted. */
  afterPowerCut(): LoopDisk;
  remove(): void;
}

export function makeDisk(): LoopDisk {
  const home = mkdtempSync(join(tmpdir(), 'faden-disk-'));
  run('truncate', '-s', `${sizeMb}M`, join(home, 'image'));
  run('mkfs.ext4', '-q', '-F', join(home, 'image'));
  return mounted(home);
}

function mounted(home: string): LoopDisk {
  const path = join(home, 'mnt');
  mkdirSync(path);
  // A background flush must not do the server's work: nothing is written before it is asked for.
  run('mount', '-o', 'loop,commit=300', join(home, 'image'), path);
  return {
    path,
    sync: () => void run('sync', '-f', path),
    afterPowerCut() {
      const copy = mkdtempSync(join(tmpdir(), 'faden-disk-'));
      run('cp', '--sparse=always', join(home, 'image'), join(copy, 'image'));
      return mounted(copy);
    },
    remove() {
      run('umount', path);
      rmSync(home, { recursive: true, force: true });
    },
  };
}
