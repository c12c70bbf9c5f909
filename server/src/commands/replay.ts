// `replay`: recorded events through the public ingest, with the times they happened at; safe to repeat.
import { createHash } from 'node:crypto';
import { accessSync } from 'node:fs';
import { createReporter, type Refusal } from './import/report.ts';
import { type FileRow, openRows } from './import/rows.ts';
import { progressBar } from './progress.ts';
import { atTarget, type Target } from './target.ts';

export interface Replayed {
  events: number;
  refused: number;
  firstRefused: Refusal[];
  refusedFile: string | undefined;
  seconds: number;
}

const connections = 8;
const batchEvents = 100;
const batchBytes = 450_000;

export async function replay(args: string[]): Promise<void> {
  const [file, more] = args;
  if (!file || more !== undefined || file.startsWith('--')) throw new Error('replay <events.jsonl[.gz]>: one file, one event a line');
  accessSync(file);
  const done = await atTarget((target) => replayFile(target, file));
  process.stdout.write(
    `${done.events.toLocaleString('en')} events sent · ${done.refused.toLocaleString('en')} refused · ${done.seconds.toFixed(1)} s\n`,
  );
  for (const { line, field, reason } of done.firstRefused) process.stdout.write(`  line ${line}${field ? `, ${field}` : ''}: ${reason}\n`);
  if (done.refusedFile) process.stdout.write(`All of them: ${done.refusedFile}\n`);
  if (done.events === 0) process.exitCode = 1;
}

interface Batch {
  texts: string[];
  /** Line of the file of every event. */
  lines: number[];
  bytes: number;
}

/** @throws Error when the file cannot be read or the server does not take events. */
export async function replayFile(target: Target, file: string, directory = '.'): Promise<Replayed> {
  const source = await openRows(file);
  if (source.format === 'CSV') throw new Error(`${file} holds no JSON events, one a line`);
  const reporter = createReporter(file, directory);
  const bar = progressBar('events', undefined);
  const batches = inBatches(source.rows, (line, reason) => reporter.refuse({ line, field: '', reason }));
  const authorization = `Basic ${Buffer.from(`${target.key}:`).toString('base64')}`;
  let sent = 0;
  const connection = async () => {
    for (let next = await batches.next(); !next.done; next = await batches.next()) {
      const { texts, lines } = next.value;
      const answer = await target.send('/v1/batch', `{"batch":[${texts.join(',')}]}`, { authorization });
      if (answer.status >= 300) throw new Error(`/v1/batch answered ${answer.status}: ${JSON.stringify(answer.body)?.slice(0, 300)}`);
      const { errors = [] } = answer.body as { errors?: { index: number; path: string; message: string }[] };
      for (const { index, path, message } of errors)
        reporter.refuse({ line: lines[index] ?? 0, field: path.replace(/^batch\[\d+\]\.?/, ''), reason: message });
      sent += texts.length;
      bar.at(sent, `· ${Math.floor(source.share() * 100)} % of the file`);
    }
  };
  await Promise.all(Array.from({ length: connections }, connection));
  bar.end('done');
  const refusedFile = await reporter.close();
  const { refused, firstRefused, seconds } = reporter.report;
  return { events: sent, refused, firstRefused, refusedFile, seconds };
}

/** One event, or those of a recorded batch. */
const eventsOf = ({ whole = {} }: FileRow): Record<string, unknown>[] =>
  Array.isArray(whole['batch']) ? (whole['batch'] as Record<string, unknown>[]) : [whole];

/** Events in batches of a size the ingest takes; `next` may be called by several connections at once, they queue. */
async function* inBatches(
  rows: Awaited<ReturnType<typeof openRows>>['rows'],
  refuse: (line: number, reason: string) => void,
): AsyncGenerator<Batch> {
  let batch: Batch = { texts: [], lines: [], bytes: 0 };
  for await (const row of rows) {
    if ('problem' in row) {
      refuse(row.line, row.problem);
      continue;
    }
    for (const event of eventsOf(row)) {
      const text = JSON.stringify(recorded(event));
      const bytes = Buffer.byteLength(text) + 1;
      if (batch.texts.length > 0 && (batch.texts.length >= batchEvents || batch.bytes + bytes > batchBytes)) {
        yield batch;
        batch = { texts: [], lines: [], bytes: 0 };
      }
      batch.texts.push(text);
      batch.lines.push(row.line);
      batch.bytes += bytes;
    }
  }
  if (batch.texts.length > 0) yield batch;
}

/**
 * The event as it is sent again: its own time stays, so what corrected a device's clock back then is left out;
 * without a messageId one is made of its content, so that a repetition is the same event.
 */
export function recorded(event: Record<string, unknown>): Record<string, unknown> {
  const { sentAt, originalTimestamp, writeKey, receivedAt, ...rest } = event;
  const timestamp = rest['timestamp'] ?? originalTimestamp ?? receivedAt;
  const kept = timestamp === undefined ? rest : { ...rest, timestamp };
  const id = rest['messageId'];
  if (typeof id === 'string' && id !== '') return kept;
  return { ...kept, messageId: `replay-${createHash('sha256').update(JSON.stringify(event)).digest('base64url')}` };
}
