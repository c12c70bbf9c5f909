// `import`: files of a retailer into Faden, with a word about every row that was refused.
import { accessSync } from 'node:fs';
import { importArguments } from './import/arguments.ts';
import { kinds } from './import/kinds.ts';
import { reportText } from './import/report.ts';
import { runImport } from './import/run.ts';
import { atTarget } from './target.ts';

/** Refused rows are told, not an error; @throws Error when nothing could be read. */
export async function importFile(args: string[]): Promise<void> {
  const options = importArguments(args);
  const { kind, dryRun } = options;
  accessSync(options.file);
  const { report, refusedFile } = await atTarget((target) => runImport(target, options));
  process.stdout.write(reportText(report, { kind, sales: kinds[kind]?.sale !== undefined, dryRun, refusedFile }));
  if (report.rows === 0 || (report.refused === report.rows && report.stored + report.duplicates === 0)) process.exitCode = 1;
}
