// Operations on people from the command line: export, erasure, rebuilding. They open the database themselves or use the running server's.
import { writeFileSync } from 'node:fs';
import { readConfig } from '../config.ts';
import { type Running, serve } from '../main.ts';
import { progressBar } from './progress.ts';

/** Opens the installation on a free local port, does the work, closes it again. */
async function inHouse(work: (running: Running) => Promise<void>): Promise<void> {
  const config = readConfig(process.env);
  const running = await serve({ ...config, port: 0, host: '127.0.0.1', logLevel: 'warn' });
  try {
    await work(running);
  } finally {
    await running.close();
  }
}

function refFrom(text: string): Record<string, string> {
  const [type, ...rest] = text.split('=');
  return rest.length > 0 && type ? { [type]: rest.join('=') } : { id: text };
}

export async function exportPerson([id, file]: string[]): Promise<void> {
  if (!id) throw new Error('export-person needs a profile id, customer number, or e.g. card=KK-1');
  await inHouse(async ({ house }) => {
    const profile = await house.profiles.read(refFrom(id));
    if (!profile) throw new Error(`nobody is known as ${id}`);
    const text = `${JSON.stringify(await house.people.exportOf(profile), null, 2)}\n`;
    if (file) writeFileSync(file, text, { mode: 0o600 });
    else process.stdout.write(text);
  });
}

export async function erasePerson([id, sure]: string[]): Promise<void> {
  if (!id || sure !== '--yes') throw new Error('erase-person <id> --yes: erases everything about the person; there is no way back');
  await inHouse(async ({ house }) => {
    const profile = await house.profiles.read(refFrom(id));
    if (!profile) throw new Error(`nobody is known as ${id}`);
    process.stdout.write(`${JSON.stringify(await house.people.erase(profile), null, 2)}\n`);
  });
}

export async function rebuildProfiles(): Promise<void> {
  await inHouse(async ({ house }) => {
    const bar = progressBar('profiles', undefined);
    let [after, done, entries] = ['', 0, 0];
    for (;;) {
      const ids = await house.identity.walk(after, 200);
      for (const id of ids) entries += await house.profiles.rebuild({ id });
      done += ids.length;
      bar.at(done);
      if (ids.length < 200) break;
      after = ids.at(-1) as string;
    }
    bar.end(`rebuilt ${done} from ${entries} entries`);
  });
}
