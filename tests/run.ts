// `npm test`: every tier in order, one summary, one last line. `npm test -- unit stories` runs only these.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { havePostgres, mayMount } from './machine.ts';
import { needBrowser } from './need-browser.ts';

interface Score {
  passed: number;
  failed: number;
  skipped: number;
}
const good: Score = { passed: 1, failed: 0, skipped: 0 };
const bad: Score = { passed: 0, failed: 1, skipped: 0 };

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'node_modules', '.bin');
const env = { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` };
const ci = process.env['CI'] === 'true' || process.env['CI'] === '1';
const say = (line: string) => void process.stdout.write(`${line}\n`);
const run = (command: string, args: string[]) => spawnSync(command, args, { cwd: root, env, stdio: 'inherit' }).status === 0;

const add = (scores: Score[]): Score =>
  scores.reduce((sum, s) => ({ passed: sum.passed + s.passed, failed: sum.failed + s.failed, skipped: sum.skipped + s.skipped }), {
    passed: 0,
    failed: 0,
    skipped: 0,
  });

const check = () => add([run('biome', ['check', '.']) ? good : bad, run('tsc', ['--noEmit']) ? good : bad]);

/** Pages that were built stay; tests of the server only need them to be there. */
function build(): Score {
  const missing = readdirSync(join(root, 'apps')).filter(
    (app) => existsSync(join(root, 'apps', app, 'vite.config.ts')) && !existsSync(join(root, 'apps', app, 'dist', 'index.html')),
  );
  return add(missing.map((app) => (run('npm', ['run', 'build', '--silent', `--workspace=apps/${app}`]) ? good : bad)));
}

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  success: boolean;
  testResults: { name: string; status: string; assertionResults: { status: string }[] }[];
}

/** One vitest project. A file that could not even be loaded counts as one failure. */
function vitest(project: string): Score {
  const folder = mkdtempSync(join(tmpdir(), 'faden-test-'));
  const file = join(folder, 'report.json');
  const passed = run('vitest', ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]);
  try {
    const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
    const broken = report.testResults.filter(
      (result) => result.status === 'failed' && !result.assertionResults.some((one) => one.status === 'failed'),
    ).length;
    const failed = report.numFailedTests + broken;
    return {
      passed: report.numPassedTests,
      failed: failed === 0 && !passed ? 1 : failed,
      skipped: report.numPendingTests + report.numTodoTests,
    };
  } catch {
    return bad;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const tiers: Record<string, () => Score> = {
  check,
  build,
  unit: () => vitest('unit'),
  stories: () => vitest('stories'),
  corpus: () => vitest('corpus'),
  faults: () => vitest('faults'),
  browser: () => vitest('browser'),
};

/** What this machine cannot run; in CI a skipped browser or PostgreSQL is a failure, not a shrug. */
function lacks(asked: readonly string[]): { lines: string[]; score: Score } {
  const lines: string[] = [];
  const scores: Score[] = [];
  const miss = (what: string, matters: boolean) => {
    lines.push(`SKIPPED: ${what}`);
    if (matters && ci) scores.push(bad);
  };
  if (asked.includes('browser') && !needBrowser(say)) miss('the browser tests (no chromium)', true);
  if (asked.some((tier) => tier !== 'check' && tier !== 'build') && !havePostgres())
    miss('every test on PostgreSQL (no binaries for this machine)', true);
  if (asked.includes('faults') && !mayMount()) miss('power loss of the embedded database (needs root on Linux with loop devices)', false);
  return { lines, score: add(scores) };
}

const wanted = process.argv.slice(2).filter((name) => !name.startsWith('-'));
const unknown = wanted.filter((name) => !(name in tiers));
if (unknown.length > 0) {
  say(`There is no tier ${unknown.join(', ')}; there are ${Object.keys(tiers).join(', ')}.`);
  process.exit(2);
}
const asked = Object.keys(tiers).filter((name) => wanted.length === 0 || wanted.includes(name));
const lacking = lacks(asked);
for (const line of lacking.lines) say(line);

const rows = asked.map((name) => {
  say(`\n== ${name}`);
  const begun = performance.now();
  const score = (tiers[name] as () => Score)();
  return { name, score, seconds: Math.round((performance.now() - begun) / 1000) };
});
const total = add([...rows.map((row) => row.score), lacking.score]);
say('\nTier       passed  failed  skipped  seconds');
for (const { name, score, seconds } of rows) {
  say(`${name.padEnd(9)} ${[score.passed, score.failed, score.skipped, seconds].map((n) => String(n).padStart(7)).join(' ')}`);
}
for (const line of lacking.lines) say(line);
say(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exitCode = total.failed > 0 ? 1 : 0;
