// Text files of a pack, gzipped or not: their lines, their first line, rows of JSON and of simple tables.
import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';

export async function* linesOf(file: string): AsyncGenerator<string> {
  const bytes = createReadStream(file);
  const input = file.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes;
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) if (line !== '') yield line;
  bytes.destroy();
}

export async function firstLineOf(file: string): Promise<string> {
  for await (const line of linesOf(file)) return line;
  return '';
}

/** Files of a folder with their names without compression. */
export function filesIn(folder: string): { name: string; path: string }[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({ name: entry.name.replace(/\.gz$/, ''), path: join(folder, entry.name) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

export async function* jsonRows<T>(file: string): AsyncGenerator<T> {
  for await (const line of linesOf(file)) yield JSON.parse(line) as T;
}

/** Cells by column name. Cells with a comma inside stand in quotation marks. */
export async function* tableRows(file: string): AsyncGenerator<Record<string, string>> {
  let head: string[] | undefined;
  for await (const line of linesOf(file)) {
    const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((m) => m[1]?.replaceAll('""', '"') ?? m[2] ?? '');
    if (!head) head = cells;
    else yield Object.fromEntries(head.map((name, i) => [name, cells[i] ?? '']));
  }
}
