// The words of the import command line.
import { isZone } from '../../platform/zone.ts';
import { kinds } from './kinds.ts';
import type { Reading } from './values.ts';

export interface ImportOptions extends Reading {
  kind: string;
  file: string;
  dryRun: boolean;
  /** Stores the server does not know are made. */
  createPlaces: boolean;
  /** Field to column of the file. */
  maps: ReadonlyMap<string, string>;
  encoding: string;
}

export const importUsage = `import <kind> <file> [--dry-run] [--map field=column]… [--zone Europe/Berlin] [--currency EUR] [--create-places] [--encoding utf-8]

  kinds: ${Object.keys(kinds).join(', ')}
  files: CSV (comma, semicolon, tab), JSONL, a JSON array, the Google product feed as text; each also gzipped`;

/** @throws Error with the usage where the words cannot be used. */
export function importArguments(args: readonly string[]): ImportOptions {
  const words: string[] = [];
  const maps = new Map<string, string>();
  const options: ImportOptions = {
    kind: '',
    file: '',
    dryRun: false,
    createPlaces: false,
    maps,
    zone: 'Europe/Berlin',
    currency: 'EUR',
    encoding: 'utf-8',
  };
  const rest = [...args];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const [flag = '', inline] = word.startsWith('--') ? split(word) : [word];
    const value = () => inline ?? rest.shift() ?? refuse(`${flag} needs a value`);
    if (flag === '--dry-run') options.dryRun = true;
    else if (flag === '--create-places') options.createPlaces = true;
    else if (flag === '--zone') options.zone = value();
    else if (flag === '--currency') options.currency = value().toUpperCase();
    else if (flag === '--encoding') options.encoding = value();
    else if (flag === '--map') {
      const [field, column] = split(value());
      if (!field || !column) refuse('--map is written --map field=column');
      maps.set(field as string, column as string);
    } else if (flag.startsWith('--')) refuse(`${flag} is not known`);
    else words.push(word);
  }
  const [kind, file, more] = words;
  if (!kind || !file || more !== undefined) return refuse('a kind and a file are needed');
  if (kind === 'competitor-prices') return refuse('competitor-prices cannot be imported yet; they come with price watching');
  if (!Object.hasOwn(kinds, kind)) return refuse(`${kind} is not a kind that can be imported`);
  if (!isZone(options.zone)) return refuse(`--zone: ${options.zone} is not a time zone`);
  if (!/^[A-Z]{3}$/.test(options.currency)) return refuse(`--currency: ${options.currency} is not a currency`);
  return { ...options, kind, file };
}

function split(word: string): [string, string | undefined] {
  const at = word.indexOf('=');
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}

function refuse(message: string): never {
  throw new Error(`${message}\n\n${importUsage}`);
}
