// `npm start`: server, demo retailer and surfaces on one port.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfig } from '../config.ts';
import { closeOnSignal, serve } from '../main.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Built never, or before the sources were last changed (an upgrade). */
function areStale(): boolean {
  const built = `${root}apps/house/dist/index.html`;
  if (!existsSync(built)) return true;
  const newest = (folder: string): number =>
    Math.max(
      0,
      ...readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
    );
  return newest(`${root}apps/house/src`) > statSync(built).mtimeMs;
}

/** The pages are built when they have to be; `npm run build` builds them anew. */
function buildPages(): void {
  if (!areStale()) return;
  process.stdout.write('Building the pages …\n');
  const done = spawnSync('npm', ['run', 'build', '--silent'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (done.status !== 0) throw new Error('the pages could not be built');
}

export async function start(): Promise<void> {
  buildPages();
  const demoKeys = { FADEN_WRITE_KEY: process.env['FADEN_WRITE_KEY'] ?? 'wk_nordlicht_demo' };
  const config = readConfig({ FADEN_LOG: 'warn', FADEN_DATA: '.faden', ...process.env, ...demoKeys }, { holdoutShare: 0.1 });
  const steps = new Set<string>();
  const running = await serve(config, {
    openToOwner: true,
    progress: (step) => {
      if (!steps.has(step)) process.stdout.write(`  ${step}\n`);
      steps.add(step);
    },
  });
  closeOnSignal(running);
  const { prepareDemo } = (await import('../../../demo/index.ts')) as typeof import('../../../demo/index.ts');
  await prepareDemo({ running, writeKey: demoKeys.FADEN_WRITE_KEY, out: process.stdout });
  process.stdout.write(
    `\nFaden is ready.\n  ${running.url}/       the first page\n  ${running.url}/docs   the API\n\nStop with Ctrl-C; the data stays in ${config.directory}\n`,
  );
}
