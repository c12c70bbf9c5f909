// What became of the rows: counted, the refused ones written to a file beside and the first of them shown.

import { once } from 'node:events';
import { createWriteStream, rmSync, type WriteStream } from 'node:fs';
import { basename } from 'node:path';

export interface Refusal {
  line: number;
  field: string;
  reason: string;
}

export interface Report {
  rows: number;
  /** Rows, or for sales: receipts and orders. */
  stored: number;
  duplicates: number;
  /** Rows of the file that were refused. */
  refused: number;
  firstRefused: Refusal[];
  /** Reasons with how often they were given. */
  reasons: Map<string, number>;
  placesCreated: number;
  unusedColumns: string[];
  seconds: number;
}

export interface Reporter {
  report: Report;
  refuse(refusal: Refusal): void;
  /** Closes the file of refused rows. @returns its path, undefined when nothing was refused */
  close(): Promise<string | undefined>;
}

const shownRefusals = 20;
const longestReasons = 1_000;

export function createReporter(file: string, directory = '.'): Reporter {
  const path = `${directory}/${basename(file)}.refused.jsonl`;
  const started = performance.now();
  let out: WriteStream | undefined;
  rmSync(path, { force: true });
  const report: Report = {
    rows: 0,
    stored: 0,
    duplicates: 0,
    refused: 0,
    firstRefused: [],
    reasons: new Map(),
    placesCreated: 0,
    unusedColumns: [],
    seconds: 0,
  };
  return {
    report,
    refuse(refusal) {
      report.refused++;
      if (report.firstRefused.length < shownRefusals) report.firstRefused.push(refusal);
      const reason = `${refusal.field}: ${refusal.reason.replace(/"[^"]*"|\d+/g, '…')}`;
      if (report.reasons.size < longestReasons || report.reasons.has(reason))
        report.reasons.set(reason, (report.reasons.get(reason) ?? 0) + 1);
      out ??= createWriteStream(path);
      out.write(`${JSON.stringify(refusal)}\n`);
    },
    async close() {
      report.seconds = (performance.now() - started) / 1000;
      if (!out) return undefined;
      out.end();
      await once(out, 'close');
      return path;
    },
  };
}

const n = (value: number) => value.toLocaleString('en');

export function reportText(
  report: Report,
  what: { kind: string; sales: boolean; dryRun: boolean; refusedFile: string | undefined },
): string {
  const verb = what.dryRun ? 'could be stored' : 'stored';
  const unit = what.sales ? ` ${what.kind}` : '';
  const out = [
    `${n(report.rows)} rows read · ${n(report.stored)}${unit} ${verb} · ${n(report.duplicates)}${unit} known already · ${n(report.refused)} rows refused · ${report.seconds.toFixed(1)} s`,
  ];
  if (report.placesCreated > 0) out.push(`${n(report.placesCreated)} places ${what.dryRun ? 'would be' : 'were'} created`);
  if (report.unusedColumns.length > 0) out.push(`Columns not used: ${report.unusedColumns.join(', ')} (--map field=column takes one)`);
  if (report.refused === 0) return `${out.join('\n')}\n`;
  out.push(
    '',
    'Refused:',
    ...report.firstRefused.map(({ line, field, reason }) => `  line ${line}${field ? `, ${field}` : ''}: ${reason}`),
  );
  if (report.refused > report.firstRefused.length) {
    out.push(`  … and ${n(report.refused - report.firstRefused.length)} more`, '', 'Reasons:');
    for (const [reason, count] of [...report.reasons].sort((a, b) => b[1] - a[1]).slice(0, 10)) out.push(`  ${n(count)} × ${reason}`);
  }
  if (what.refusedFile) out.push('', `All of them: ${what.refusedFile}`);
  return `${out.join('\n')}\n`;
}
