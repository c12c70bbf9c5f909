// Starts the real server as a child process on a free port, for tests that speak to it as anybody outside would.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createDatabase } from './postgres.ts';

export interface Faden {
  url: string;
  secretKey: string;
  writeKey: string;
  process: ChildProcess;
  /** Everything the server printed. */
  output(): string;
  stop(): Promise<void>;
  kill(): Promise<void>;
}
export interface FadenOptions {
  database?: 'pglite' | 'postgres';
  /** Directory to use and keep; a fresh one is made and removed otherwise. `memory:` for none. */
  directory?: string;
  databaseUrl?: string;
  port?: number;
  env?: Record<string, string>;
}

export const node = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url));
const cli = fileURLToPath(new URL('../server/src/cli.ts', import.meta.url));

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

export async function startFaden(options: FadenOptions = {}): Promise<Faden> {
  const port = options.port ?? (await freePort());
  const made = options.directory === undefined ? mkdtempSync(join(tmpdir(), 'faden-')) : undefined;
  const databaseUrl = options.databaseUrl ?? (options.database === 'postgres' ? await createDatabase() : undefined);
  const secretKey = options.env?.['FADEN_SECRET_KEY'] ?? 'sk_test_secret';
  const writeKey = options.env?.['FADEN_WRITE_KEY'] ?? 'wk_test_public';
  const { DATABASE_URL: _none, ...inherited } = process.env;
  const child = spawn(node, [cli, 'serve'], {
    env: {
      ...inherited,
      PORT: String(port),
      HOST: '127.0.0.1',
      FADEN_DATA: options.directory ?? made ?? '',
      FADEN_SECRET_KEY: secretKey,
      FADEN_WRITE_KEY: writeKey,
      FADEN_TEST_CLOCK: '1',
      FADEN_LOG: 'warn',
      ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk));
  child.stderr?.on('data', (chunk: Buffer) => (text += chunk));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  await untilReady(url, child, () => text);
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await ended;
    if (made) rmSync(made, { recursive: true, force: true });
  };
  return { url, secretKey, writeKey, process: child, output: () => text, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

async function untilReady(url: string, child: ChildProcess, output: () => string): Promise<void> {
  for (let i = 0; i < 1_200; i++) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}:\n${output()}`);
    const ready = await fetch(`${url}/readyz`).then(
      (r) => r.ok,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the server did not get ready:\n${output()}`);
}

/** A small client that throws on anything unexpected. */
export function client(faden: Pick<Faden, 'url' | 'secretKey' | 'writeKey'>) {
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${faden.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${faden.secretKey}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    // biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by tests
    return { status: response.status, headers: response.headers, body: (text ? JSON.parse(text) : undefined) as any };
  };
  const ok = async (method: string, path: string, body?: unknown, headers?: Record<string, string>) => {
    const answer = await call(method, path, body, headers);
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const basic = `Basic ${Buffer.from(`${faden.writeKey}:`).toString('base64')}`;
  return {
    call,
    get: (path: string) => ok('GET', path),
    put: (path: string, body: unknown) => ok('PUT', path, body),
    post: (path: string, body: unknown, headers?: Record<string, string>) => ok('POST', path, body, headers),
    del: (path: string) => ok('DELETE', path),
    /** With the public write key, as a browser. */
    asBrowser: (path: string, body: unknown) => ok('POST', path, body, { authorization: basic }),
    clock: (now: string) => ok('PUT', '/test/clock', { now }),
  };
}
