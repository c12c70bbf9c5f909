// Reads config, builds the house, listens, closes gracefully.
import { createHmac } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { buildHouse, type House } from './house.ts';
import { systemRandomness } from './platform/ids.ts';
import { createLog } from './platform/log.ts';

export interface Running {
  house: House;
  /** e.g. http://127.0.0.1:4200 */
  url: string;
  /** The first keys; those generated now are shown once, here. */
  keys: { secretKey?: string; writeKey?: string };
  /** Key of the commands on this machine. */
  commandKey: string;
  close(): Promise<void>;
}

export interface ServeOptions {
  openToOwner?: boolean;
  progress?: (step: string) => void;
}

const token = () => Buffer.from(systemRandomness.bytes(24)).toString('base64url');

/** The secret key of commands that work on the same machine and data directory as the server. */
export function commandLineKey(secret: string): string {
  return `sk_cli_${createHmac('sha256', secret).update('command line').digest('base64url')}`;
}

/** The command-line key of an installation that was started before; undefined when there is none here. */
export function knownCommandLineKey(directory: string): string | undefined {
  try {
    return commandLineKey(readFileSync(join(directory, 'secret'), 'utf8').trim());
  } catch {
    return undefined;
  }
}

/** Key of tombstones and sessions: made once, kept beside the data, readable by its owner only. */
function installationSecret(directory: string): string {
  if (directory === 'memory:') return token();
  mkdirSync(directory, { recursive: true });
  const path = join(directory, 'secret');
  if (existsSync(path)) return readFileSync(path, 'utf8').trim();
  // Flushed before it gets its name: after a power loss an empty secret would fit no tombstone and no session.
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, token(), { mode: 0o600, flush: true });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!existsSync(path)) throw error;
  }
  rmSync(draft);
  flushDirectory(directory);
  return readFileSync(path, 'utf8').trim();
}

function flushDirectory(directory: string): void {
  // Windows cannot open directories, and needs it less.
  if (process.platform === 'win32') return;
  const descriptor = openSync(directory, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}

export async function serve(config: Config, options: ServeOptions = {}): Promise<Running> {
  const log = createLog(config.logLevel);
  const given: Config = { ...config };
  const secret = installationSecret(config.directory);
  const commandKey = commandLineKey(secret);
  const house = await buildHouse({
    config: given,
    log,
    secret,
    openToOwner: options.openToOwner ?? false,
    ...(options.progress ? { progress: options.progress } : {}),
  });
  const keys = await firstKeys(house, given, commandKey);
  await house.start();
  const url = await house.http.listen(config.host, config.port);
  let closing: Promise<void> | undefined;
  return {
    house,
    url,
    keys,
    commandKey,
    close: () => {
      closing ??= house.close();
      return closing;
    },
  };
}

/** Keys from the environment are added; without any, the first ones are made and told once. The command line's is always there. */
async function firstKeys(house: House, config: Config, commandKey: string): Promise<Running['keys']> {
  await house.access.load();
  const told: Running['keys'] = {};
  const setups: Parameters<typeof house.access.put>[1][number][] = [];
  const want = (kind: 'secret' | 'write', given: string | undefined) => {
    if (given === undefined && house.access.count(kind) > 0) return;
    const key = given ?? `${kind === 'secret' ? 'sk' : 'wk'}_${token()}`;
    setups.push({ key, kind, channel: kind === 'secret' ? 'server' : 'web', label: 'first key' });
    told[kind === 'secret' ? 'secretKey' : 'writeKey'] = key;
  };
  want('secret', config.secretKey);
  want('write', config.writeKey);
  setups.push({ key: commandKey, kind: 'secret', channel: 'server', label: 'command line' });
  await house.database.transaction((tx) => house.access.put(tx, setups));
  await house.access.load();
  return told;
}

const graceMs = 20_000;

/** Closes on the first signal; a second one, or too long a wait, ends at once. */
export function closeOnSignal(running: Running): void {
  const stop = () => {
    setTimeout(() => process.exit(1), graceMs).unref();
    running.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
    process.once('SIGINT', () => process.exit(1));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}
