// The words of the evaluation's command line.

export interface Wanted {
  /** Folder of packs, or of one pack. */
  data: string;
  /** Names of packs; all when empty. */
  only: readonly string[];
  /** Questions asked of each pack, spread evenly over it; all when undefined. */
  sample?: number;
  json?: string;
  /** A running server to ask as well. */
  server?: { url: string; key: string };
  /** A server of its own to ask as well. */
  serve?: 'pglite' | 'postgres';
  /** Without asking in this process. */
  onlyHttp: boolean;
  connections: number;
}

export const usage = `npm run eval -- --data <folder> [--only pack,pack] [--sample n] [--json file]
                [--serve [pglite|postgres] | --url http://127.0.0.1:4200 --key sk_…] [--only-http] [--connections n]

  --data      folder with one folder per pack (or one pack); FADEN_SHARED_DATA when left out
  --sample    questions asked of each pack, spread evenly over it; all without it
  --serve     also through a bare server it starts itself; --url: through one that runs (it keeps what is imported, so one pack at a time)`;

/** @throws Error with the usage where the words cannot be used. */
export function evalArguments(args: readonly string[], sharedData: string | undefined): Wanted {
  const found = new Map<string, string>();
  const rest = [...args];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const [flag = '', inline] =
      word.startsWith('--') && word.includes('=') ? [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] : [word];
    if (flag === '--only-http') found.set(flag, '');
    else if (flag === '--serve')
      found.set(flag, inline ?? (rest[0] === 'postgres' || rest[0] === 'pglite' ? (rest.shift() as string) : 'pglite'));
    else if (['--data', '--only', '--sample', '--json', '--url', '--key', '--connections'].includes(flag)) {
      const value = inline ?? rest.shift();
      if (value === undefined || value.startsWith('--')) refuse(`${flag} needs a value`);
      found.set(flag, value as string);
    } else refuse(`${word} is not known`);
  }
  const data = found.get('--data') ?? sharedData;
  if (!data) return refuse('--data is needed: the folder of the packs');
  const [url, key, serve] = [found.get('--url'), found.get('--key'), found.get('--serve')];
  if ((url === undefined) !== (key === undefined)) refuse('--url and --key go together');
  if (serve !== undefined && serve !== 'pglite' && serve !== 'postgres') refuse(`--serve knows pglite and postgres, not ${serve}`);
  if (serve !== undefined && url !== undefined) refuse('either --serve or --url');
  const onlyHttp = found.has('--only-http');
  if (onlyHttp && serve === undefined && url === undefined) refuse('--only-http needs --serve or --url');
  return {
    data,
    only: found.get('--only')?.split(',').filter(Boolean) ?? [],
    onlyHttp,
    connections: countOf(found.get('--connections'), '--connections') ?? 2,
    ...(found.has('--sample') ? { sample: countOf(found.get('--sample'), '--sample') as number } : {}),
    ...(found.has('--json') ? { json: found.get('--json') as string } : {}),
    ...(url !== undefined && key !== undefined ? { server: { url, key } } : {}),
    ...(serve === undefined ? {} : { serve: serve as 'pglite' | 'postgres' }),
  };
}

function countOf(text: string | undefined, flag: string): number | undefined {
  if (text === undefined) return undefined;
  const n = Number(text);
  return Number.isInteger(n) && n > 0 ? n : refuse(`${flag} is a whole number above 0`);
}

function refuse(message: string): never {
  throw new Error(`${message}\n\n${usage}`);
}
