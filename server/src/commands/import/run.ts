// One import from file to report: rows are read, judged by the contract, sent in batches; sales are gathered first.
import { progressBar } from '../progress.ts';
import type { Target } from '../target.ts';
import type { ImportOptions } from './arguments.ts';
import { type Interpreter, interpreterOf } from './columns.ts';
import { type Judge, judgeFor } from './judge.ts';
import type { Kind, Row } from './kind.ts';
import { kinds } from './kinds.ts';
import { type KnownPlaces, knownPlaces } from './places.ts';
import { createReporter, type Report, type Reporter } from './report.ts';
import { type FileRow, openRows } from './rows.ts';
import { gatherSales, type SaleGatherer } from './sales.ts';
import { type Ready, type Send, senderFor } from './send.ts';
import { BadCell } from './values.ts';

export interface Imported {
  report: Report;
  refusedFile: string | undefined;
}

interface Work {
  kind: Kind;
  options: ImportOptions;
  reporter: Reporter;
  interpreter: Interpreter;
  judge: Judge;
  places: KnownPlaces | undefined;
  /** Rows that wait for their call. */
  waiting: Ready[];
}

const progressEvery = 500;
/** Calls for single rows run side by side, so several are gathered for them too. */
const smallestBatch = 100;

/** @throws Error when the file cannot be read at all or the server does not take the rows. */
export async function runImport(target: Target, options: ImportOptions, directory = '.'): Promise<Imported> {
  const kind = kinds[options.kind] as Kind;
  const interpreter = interpreterOf(kind, options.maps);
  const source = await openRows(options.file, options.encoding);
  const places = kind.place === undefined ? undefined : await knownPlaces(target, kind.place, { create: options.createPlaces, ...options });
  const reporter = createReporter(options.file, directory);
  const { report } = reporter;
  const work: Work = { kind, options, reporter, interpreter, judge: judgeFor(kind.shape), places, waiting: [] };
  const send = options.dryRun ? countOnly(report) : senderFor(kind, target, reporter);
  const bar = progressBar(options.kind, undefined);
  const sales = kind.sale && gatherSales(kind.sale);
  for await (const row of source.rows) {
    if (++report.rows % progressEvery === 0) bar.at(report.rows, `rows · ${Math.floor(source.share() * 100)} % of the file`);
    if ('problem' in row) reporter.refuse({ line: row.line, field: '', reason: row.problem });
    else readRow(work, row, sales || undefined);
    if (isFull(work)) await flush(work, send);
  }
  if (sales) {
    const { sales: gathered, bad } = sales.finish();
    for (const { lines, field, reason } of bad) refuse(work, lines, field, reason);
    for (const [index, { sale, lines }] of gathered.entries()) {
      finishRow(work, sale, lines);
      if (!isFull(work)) continue;
      await flush(work, send);
      bar.at(report.rows, `rows · ${index + 1} of ${gathered.length} ${options.kind} sent`);
    }
  }
  await flush(work, send);
  bar.end('done');
  return { report, refusedFile: await reporter.close() };
}

const countOnly =
  (report: Report): Send =>
  async (rows) => {
    report.stored += rows.length;
  };
const isFull = (work: Work) => work.waiting.length >= Math.max(work.kind.batch, smallestBatch);

async function flush(work: Work, send: Send): Promise<void> {
  const rows = work.waiting;
  work.waiting = [];
  work.reporter.report.placesCreated += (await work.places?.create(rows)) ?? 0;
  await send(rows);
}

function refuse(work: Work, lines: readonly number[], field: string, reason: string): void {
  for (const line of lines) work.reporter.refuse({ line, field, reason });
}

/** JSON that is in the shape of the contract already is taken as it is; everything else goes through the columns. */
function readRow(work: Work, { line, cells, whole }: FileRow, sales: SaleGatherer | undefined): void {
  const { judge, interpreter, options, reporter } = work;
  const names = whole && Object.keys(whole);
  const isSale = Array.isArray(whole?.['lines']);
  if (whole && (isSale || (names?.every((name) => judge.fields.has(name)) && !judge.wrong(whole)))) {
    const wrong = judge.wrong(whole);
    if (wrong) refuse(work, [line], wrong.field, wrong.reason);
    else admit(work, { row: whole, lines: [line] });
    return;
  }
  if (reporter.report.rows === 1) reporter.report.unusedColumns = interpreter.unused(Object.keys(cells));
  const { row, bad } = interpreter.read(cells, options);
  if (bad && sales) sales.spoil(row, line, bad.field, bad.reason);
  else if (bad) refuse(work, [line], bad.field, bad.reason);
  else if (sales) sales.add(row, line);
  else finishRow(work, { ...ownFields(work, whole), ...row }, [line]);
}

/** Fields of the contract that have no column, such as relations or opening hours, stay as a JSON row has them. */
function ownFields({ judge, kind }: Work, whole: Row | undefined): Row {
  const withColumn = new Set(kind.columns.map((column) => column.to.split('.')[0]));
  return Object.fromEntries(
    Object.entries(whole ?? {}).filter(([name, value]) => judge.fields.has(name) && !withColumn.has(name) && value !== null),
  );
}

function finishRow(work: Work, row: Row, lines: number[]): void {
  const { kind, judge, options } = work;
  try {
    const finished = kind.finish ? kind.finish(row, options) : row;
    const wrong = judge.wrong(finished);
    if (wrong) refuse(work, lines, wrong.field, wrong.reason);
    else admit(work, { row: finished, lines });
  } catch (error) {
    if (!(error instanceof BadCell)) throw error;
    refuse(work, lines, '', error.message);
  }
}

/** The last check: the place is known, or may be created. */
function admit(work: Work, ready: Ready): void {
  const { kind, places, options } = work;
  const place = kind.place === undefined ? undefined : (ready.row[kind.place] as string);
  if (places && place !== undefined && !options.createPlaces && !places.has(place)) {
    refuse(work, ready.lines, kind.place as string, `${place} is not a known place (--create-places makes it)`);
  } else work.waiting.push(ready);
}
