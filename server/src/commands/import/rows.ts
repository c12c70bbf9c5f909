// Rows out of a file, streamed: CSV with any usual delimiter, JSONL, a JSON array; each plain or gzipped.
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { Readable, Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { type Cells, plainName } from './columns.ts';

export interface FileRow {
  /** Where it stands, from 1; the place in a JSON array. */
  line: number;
  cells: Cells;
  /** A JSON row as the file has it, possibly already in the shape of the contract. */
  whole?: Record<string, unknown>;
}
export type MaybeRow = FileRow | { line: number; problem: string };
export interface RowSource {
  format: 'CSV' | 'JSONL' | 'JSON';
  rows: AsyncGenerator<MaybeRow>;
  /** Share of the file that was read so far. */
  share(): number;
}

const xml =
  'this is XML. Faden reads the Google product feed in its text form (TSV or CSV): in the Merchant Center choose the format "text (.txt)", or export the feed as a table';

/** @throws Error when the file cannot be read at all. */
export async function openRows(file: string, encoding = 'utf-8'): Promise<RowSource> {
  const { text, share } = await openText(file, encoding);
  const chunks = text[Symbol.asyncIterator]() as AsyncIterator<string>;
  let head = '';
  let ended = false;
  while (head.trim() === '' || (!/\n/.test(head) && head.length < 100_000)) {
    const next = await chunks.next();
    if (next.done) {
      ended = true;
      break;
    }
    head += next.value;
  }
  head = head.replace(/^\ufeff/, '');
  if (head.trim() === '') throw new Error(`${file} is empty`);
  const whole = (async function* () {
    yield head;
    while (!ended) {
      const next = await chunks.next();
      if (next.done) return;
      yield next.value;
    }
  })();
  const first = head.trimStart()[0];
  if (first === '<') throw new Error(`${file}: ${xml}`);
  if (first === '[') return { format: 'JSON', rows: arrayRows(whole), share };
  if (first === '{') return { format: 'JSONL', rows: jsonRows(lines(whole)), share };
  return { format: 'CSV', rows: csvRows(whole, delimiterOf(head)), share };
}

/** The text of a file, decoded and inflated where its first bytes say gzip. */
async function openText(file: string, encoding: string): Promise<{ text: Readable; share(): number }> {
  const size = (await stat(file)).size;
  const handle = await open(file);
  const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
  await handle.close();
  const raw = createReadStream(file);
  const bytes = buffer[0] === 0x1f && buffer[1] === 0x8b ? raw.pipe(createGunzip()) : raw;
  const decoder = new TextDecoder(encoding, { fatal: true });
  const decode = (chunk?: Buffer) => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch {
      throw new Error(`${file} is not ${encoding}; name its encoding, e.g. --encoding windows-1252`);
    }
  };
  const text = new Transform({
    readableObjectMode: true,
    transform(chunk: Buffer, _encoding, done) {
      try {
        done(null, decode(chunk) || undefined);
      } catch (error) {
        done(error as Error);
      }
    },
    flush(done) {
      try {
        done(null, decode() || undefined);
      } catch (error) {
        done(error as Error);
      }
    },
  });
  for (const stream of new Set<Readable>([raw, bytes])) stream.on('error', (error) => text.destroy(error));
  bytes.pipe(text);
  return { text, share: () => (size === 0 ? 1 : raw.bytesRead / size) };
}

/** Lines of text with their numbers; empty ones are left out. */
export async function* lines(chunks: AsyncIterable<string>): AsyncGenerator<{ line: number; text: string }> {
  let rest = '';
  let line = 0;
  for await (const chunk of chunks) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() as string;
    for (const part of parts) {
      line++;
      if (part.trim() !== '') yield { line, text: part };
    }
  }
  if (rest.trim() !== '') yield { line: line + 1, text: rest };
}

function rowOf(line: number, value: unknown): MaybeRow {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { line, problem: 'is not a JSON object' };
  const whole = value as Record<string, unknown>;
  return { line, whole, cells: Object.fromEntries(Object.entries(whole).map(([name, cell]) => [plainName(name), cell])) };
}

async function* jsonRows(source: AsyncIterable<{ line: number; text: string }>): AsyncGenerator<MaybeRow> {
  for await (const { line, text } of source) {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      yield { line, problem: `is not JSON: ${error instanceof Error ? error.message : String(error)}` };
      continue;
    }
    yield rowOf(line, value);
  }
}

async function* arrayRows(chunks: AsyncIterable<string>): AsyncGenerator<MaybeRow> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  const list = JSON.parse(text) as unknown[];
  for (const [index, value] of list.entries()) yield rowOf(index + 1, value);
}

/** The mark that stands most often in the first line, outside quotes. */
export function delimiterOf(head: string): string {
  const first = (head.trimStart().split(/\r?\n/, 1)[0] as string).replace(/"[^"]*"/g, '');
  const count = (mark: string) => first.split(mark).length - 1;
  return [',', ';', '\t', '|'].reduce((best, mark) => (count(mark) > count(best) ? mark : best), ',');
}

async function* csvRows(chunks: AsyncIterable<string>, delimiter: string): AsyncGenerator<MaybeRow> {
  const parser = Readable.from(chunks).pipe(
    parse({ delimiter, info: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true, trim: true, bom: true }),
  );
  let names: string[] | undefined;
  let line = 1;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      line = info.lines;
      if (!names) {
        names = record.map(plainName);
        continue;
      }
      yield csvRow(line, record, names);
    }
  } catch (error) {
    yield { line: line + 1, problem: `cannot be read, nor what follows: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function csvRow(line: number, record: readonly string[], names: readonly string[]): MaybeRow {
  const more = record.slice(names.length).some((cell) => cell !== '');
  if (record.length < names.length || more) return { line, problem: `has ${record.length} columns, the header has ${names.length}` };
  const cells: Cells = {};
  for (let i = 0; i < names.length; i++) cells[names[i] as string] = record[i];
  return { line, cells };
}
