// `npm run bench`: measured figures beside their baselines and goals, as tables.
import { benchIngest } from './ingest.ts';

export interface Row {
  name: string;
  value: number;
  unit: string;
  /** The same thing done barely, in the same run. */
  baseline?: number;
  ratio?: number;
  goal?: string;
}

const parts: Record<string, () => Promise<Row[]>> = {
  ingest: benchIngest,
  decide: async () => (await import('./decide.ts')).benchDecide(),
};

function print(rows: Row[]): void {
  const number = (n: number | undefined) => (n === undefined ? '' : n >= 100 ? Math.round(n).toLocaleString('en') : n.toFixed(2));
  const cells = rows.map((r) => [
    r.name,
    `${number(r.value)} ${r.unit}`,
    r.baseline === undefined ? '' : `${number(r.baseline)} ${r.unit}`,
    r.ratio === undefined ? '' : `${Math.round(r.ratio * 100)} %`,
    r.goal ?? '',
  ]);
  const head = ['', 'measured', 'baseline', 'ratio', 'goal'];
  const widths = head.map((h, i) => Math.max(h.length, ...cells.map((c) => (c[i] as string).length)));
  for (const line of [head, ...cells])
    process.stdout.write(`${line.map((c, i) => (c as string).padEnd(widths[i] as number)).join('  ')}\n`);
}

const wanted = process.argv.slice(2).filter((a) => !a.startsWith('--'));
for (const [name, run] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stdout.write(`\n${name}\n`);
  print(await run());
}
process.exit(0);
