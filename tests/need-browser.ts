// Fetches the browser where that may be done (Debian as root); otherwise the browser tests are skipped, loudly.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { haveBrowser } from './machine.ts';

/** True when there is a browser, or one could be installed. */
export function needBrowser(say: (line: string) => void): boolean {
  if (haveBrowser()) return true;
  const mayInstall = process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/etc/debian_version');
  if (!mayInstall) {
    say('No /usr/bin/chromium here, and this is not Debian as root: install it with `apt-get install chromium`.');
    return false;
  }
  say('Installing Debian’s chromium for the browser tests …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-q'],
    ['install', '-y', '-q', '--no-install-recommends', 'chromium'],
  ]) {
    const done = spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'], timeout: 10 * 60_000 });
    if (done.status !== 0) {
      say(`apt-get ${args[0]} failed`);
      return haveBrowser();
    }
  }
  return haveBrowser();
}
