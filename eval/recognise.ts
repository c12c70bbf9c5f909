// Which folder is which kind of pack: told by the shape of its files, never by its name.
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Pack } from './pack.ts';
import { readCompletion, readNextBasket } from './read-baskets.ts';
import { readSessions } from './read-sessions.ts';
import { readPurchases, readTrial } from './read-tables.ts';
import { filesIn, firstLineOf } from './read-text.ts';

export interface Found {
  name: string;
  task: Pack['task'];
  read(): Promise<Pack>;
}

/** Undefined for a folder that holds no task this evaluation knows. */
export async function recognise(folder: string): Promise<Found | undefined> {
  const name = basename(folder);
  const files = filesIn(folder);
  const fileLike = (pattern: RegExp): string | undefined => files.find((file) => pattern.test(file.name))?.path;
  const [train, test] = [fileLike(/^train.*\.tsv$/), fileLike(/^test.*\.tsv$/)];
  if (train && test) return { name, task: 'session', read: () => readSessions(name, { train, test }) };
  const [history, future] = [fileLike(/^history.*\.jsonl$/), fileLike(/^future.*\.jsonl$/)];
  if (history && future) return { name, task: 'basket', read: () => readNextBasket(name, { history, future }) };
  const [baskets, queries] = [fileLike(/^train.*\.jsonl$/), fileLike(/^test.*\.jsonl$/)];
  if (baskets && queries && (await firstLineOf(queries)).includes('"target"'))
    return { name, task: 'completion', read: () => readCompletion(name, { train: baskets, test: queries }) };
  for (const { name: file, path } of files) {
    if (!file.endsWith('.csv')) continue;
    const columns = new Set((await firstLineOf(path)).split(',').map((column) => column.replaceAll('"', '').trim()));
    const has = (...names: string[]): boolean => names.every((column) => columns.has(column));
    if (has('customer', 'date', 'amount')) return { name, task: 'value', read: () => readPurchases(name, path) };
    if (has('id', 'segment', 'visit')) return { name, task: 'uplift', read: () => readTrial(name, path) };
  }
  return undefined;
}

/** Every pack below a folder, or the folder itself where it is one. */
export async function packsIn(folder: string): Promise<{ found: Found[]; others: string[] }> {
  const own = await recognise(folder);
  if (own) return { found: [own], others: [] };
  const found: Found[] = [];
  const others: string[] = [];
  const below = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of below.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const one = await recognise(join(folder, name));
    if (one) found.push(one);
    else others.push(name);
  }
  return { found, others };
}
