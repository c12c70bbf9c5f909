// Where a command works: the server it is pointed at, the one that runs here, or the installation opened for the moment.
import { setTimeout as sleep } from 'node:timers/promises';
import { type Config, readConfig } from '../config.ts';
import { knownCommandLineKey, serve } from '../main.ts';

export interface Answer {
  status: number;
  /** The parsed JSON answer, undefined when there is none. */
  body: unknown;
}

export interface Target {
  url: string;
  key: string;
  /** Speaks to the API; waits and tries again when the server is busy or briefly away. */
  call(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Posts a body that is JSON text already. */
  send(path: string, text: string, headers?: Record<string, string>): Promise<Answer>;
  close(): Promise<void>;
}

const tries = 8;
const longestWaitMs = 30_000;

/** A client of the server at `url`, holding `key`. */
export function targetAt(url: string, key: string, close: () => Promise<void> = async () => {}): Target {
  return {
    url,
    key,
    close,
    call: (method, path, body) => callWithPatience(url, key, method, path, body === undefined ? undefined : JSON.stringify(body)),
    send: (path, text, headers) => callWithPatience(url, key, 'POST', path, text, headers),
  };
}

async function callWithPatience(
  url: string,
  key: string,
  method: string,
  path: string,
  text?: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(text === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(text === undefined ? {} : { body: text }),
    }).catch((error: unknown) => error);
    if (response instanceof Response) {
      const answer = await response.text().catch(() => undefined);
      const busy = response.status === 429 || response.status === 503;
      if (answer !== undefined && (!busy || attempt >= tries)) return { status: response.status, body: parsed(answer) };
      await sleep(waitOf(response.headers.get('retry-after'), attempt));
    } else if (attempt >= tries)
      throw new Error(`${url} does not answer: ${response instanceof Error ? response.message : String(response)}`);
    else await sleep(waitOf(null, attempt));
  }
}

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text.slice(0, 200);
  }
}

/** Retry-After in seconds where the server says so, else a growing pause. */
function waitOf(retryAfter: string | null, attempt: number): number {
  const seconds = Number(retryAfter);
  const asked = retryAfter !== null && Number.isFinite(seconds) ? seconds * 1000 : 100 * 2 ** attempt;
  return Math.min(longestWaitMs, asked) + Math.random() * 100;
}

/** Opens what the settings point at, does the work and leaves it as it was. */
export async function atTarget<T>(work: (target: Target) => Promise<T>, config: Readonly<Config> = readConfig(process.env)): Promise<T> {
  const target = await openTarget(config);
  try {
    return await work(target);
  } finally {
    await target.close();
  }
}

async function openTarget(config: Readonly<Config>): Promise<Target> {
  if (config.serverUrl !== undefined) {
    if (config.secretKey === undefined) throw new Error('FADEN_URL needs FADEN_SECRET_KEY, a secret key of that server');
    if (!(await accepts(config.serverUrl, config.secretKey)))
      throw new Error(`${config.serverUrl} does not answer, or does not know FADEN_SECRET_KEY`);
    return targetAt(config.serverUrl, config.secretKey);
  }
  const local = `http://${config.host.includes(':') ? `[${config.host}]` : config.host.replace(/^0\.0\.0\.0$/, '127.0.0.1')}:${config.port}`;
  for (const key of [config.secretKey, knownCommandLineKey(config.directory)]) {
    if (key !== undefined && config.port !== 0 && (await accepts(local, key))) return targetAt(local, key);
  }
  return openHere(config);
}

async function accepts(url: string, key: string): Promise<boolean> {
  const ask = (path: string) => fetch(`${url}${path}`, { headers: { authorization: `Bearer ${key}` }, signal: AbortSignal.timeout(5_000) });
  try {
    return (await ask('/healthz')).ok && (await ask('/api/v1/models')).ok;
  } catch {
    return false;
  }
}

/** No server runs here: the installation itself, on a free local port. Keys made on a first start are told, for they are shown only once. */
async function openHere(config: Readonly<Config>): Promise<Target> {
  if (config.directory === 'memory:')
    throw new Error('FADEN_DATA=memory: keeps nothing; point FADEN_URL at a server, or FADEN_DATA at a directory');
  const running = await serve({ ...config, port: 0, host: '127.0.0.1', logLevel: 'warn' });
  const { secretKey, writeKey } = running.keys;
  if (secretKey && config.secretKey === undefined) process.stderr.write(`Secret key (shown once): ${secretKey}\n`);
  if (writeKey && config.writeKey === undefined) process.stderr.write(`Write key: ${writeKey}\n`);
  return targetAt(running.url, running.commandKey, running.close);
}
