// Results as a table: Faden's rows first, then what others reach, then the goals.
import { factsAbout } from './facts.ts';
import type { Task } from './pack.ts';
import { errorOfMean } from './ranking.ts';
import type { Scored } from './score.ts';

export interface Result {
  pack: string;
  task: Task;
  method: string;
  scored: Scored;
  fitSeconds?: number;
  cpuSeconds?: number | undefined;
  bytes?: number;
  note?: string;
}

const SPEED = ['fit s', 'CPU s', 'p50 ms', 'p99 ms', 'MB', '/s'];

const figure = (value: number | undefined): string => {
  if (value === undefined || Number.isNaN(value)) return '';
  return Math.abs(value) < 0.01 && value !== 0 ? value.toFixed(5) : value.toFixed(4);
};
const time = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value) ? '' : value < 10 ? value.toFixed(2) : value.toFixed(0);

function ownRow({ method, scored, fitSeconds, cpuSeconds, bytes }: Result, columns: readonly string[]): string[] {
  const speed = [
    time(fitSeconds),
    time(cpuSeconds),
    time(scored.p50),
    time(scored.p99),
    bytes === undefined ? '' : time(bytes / 1e6),
    scored.rate.toFixed(0),
  ];
  return [method, ...columns.map((column) => figure(scored.figures[column])), ...speed, 'measured now'];
}

/** Lines of one pack: a heading, its rows, what is to be said about them. */
export function tableOf(pack: string, results: readonly Result[]): string[] {
  const [first] = results;
  if (!first) return [];
  const columns = Object.keys(first.scored.figures);
  const others = factsAbout(pack, first.task).map(({ method, figures, how, source }) => [
    method,
    ...columns.map((column) => figure(figures[column])),
    ...SPEED.map(() => ''),
    `${how}: ${source}`,
  ]);
  const rows = [['', ...columns, ...SPEED, ''], ...results.map((one) => ownRow(one, columns)), ...others];
  const widths = rows[0]!.map((_cell, c) => Math.max(...rows.map((row) => row[c]!.length)));
  const lines = rows.map((row) =>
    row.map((cell, c) => (c === 0 || c === row.length - 1 ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!))).join('  '),
  );
  return [
    `${pack} · ${first.task} · ${asked(results)}`,
    ...lines.map((line) => `  ${line.trimEnd()}`),
    ...remarks(results).map((text) => `  ${text}`),
    '',
  ];
}

const asked = (results: readonly Result[]): string => {
  const { scored } = results[0] as Result;
  const about = scored.error === undefined ? '' : `, standard error of ${Object.keys(scored.figures)[0]} ${scored.error.toFixed(4)}`;
  return `${scored.asked.toLocaleString('en')} asked${about}`;
};

function remarks(results: readonly Result[]): string[] {
  const said = results.flatMap(({ method, note }) => (note ? [`${method}: ${note}`] : []));
  for (const { method, scored } of results) if (scored.empty > 0) said.push(`${method}: ${scored.empty} of ${scored.asked} got no answer`);
  const [here, there] = [results.find((one) => one.method.includes('in process')), results.find((one) => one.method.includes('HTTP'))];
  if (here && there) said.push(agreement(here.scored, there.scored));
  return said;
}

/**
 * Beyond this, and beyond three standard errors, more than chance lies between the two. Learning the same rows in another order
 * moves a figure by up to about .01 as well, so a gap of that size is to be looked at, not believed.
 */
const noise = 0.003;
const certain = 3;

/** Both were asked the same questions, so only the training and the way of serving can differ. */
export function agreement(here: Pick<Scored, 'figures' | 'each'>, there: Pick<Scored, 'figures' | 'each'>): string {
  const gaps = Object.keys(here.figures).map((name) => {
    const [one = [], other = []] = [here.each?.[name], there.each?.[name]];
    const error = errorOfMean(other.map((value, i) => value - (one[i] as number)));
    return { name, error, gap: (there.figures[name] as number) - (here.figures[name] as number) };
  });
  const worst = gaps.reduce((a, b) => (Math.abs(b.gap) > Math.abs(a.gap) ? b : a));
  const sure = worst.error > 0 ? ` (standard error ${worst.error.toFixed(4)})` : '';
  const size = `${worst.gap >= 0 ? '+' : '−'}${Math.abs(worst.gap).toFixed(4)} in ${worst.name}${sure}`;
  if (gaps.every(({ gap, error }) => Math.abs(gap) <= Math.max(noise, certain * error)))
    return `Both ways agree: over HTTP ${size} at most.`;
  return worst.gap < 0 ? `SERVING MAY LOSE QUALITY: over HTTP ${size}.` : `Both ways differ: over HTTP ${size}.`;
}
