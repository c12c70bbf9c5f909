// Runs the bad-input corpus against a server: node run-corpus.mjs --base http://127.0.0.1:4200 --adapter tests/corpus/adapter.mjs
// Further options: --files ingest,numbers --only ING-001 --fixtures my.json --pid 123 --report out.json --show 40
import crypto from 'node:crypto';
import fs from 'node:fs';
import { pathToFileURL } from 'node:url';
import { send } from './corpus-request.mjs';

const DIR = new URL('./', import.meta.url);
const LEAK =
  /(\bat [\w.<>]+ \(|node_modules|\/src\/|ECONNREFUSED|syntax error at or near|invalid input syntax|unsupported Unicode|violates \w+ constraint|SELECT .* FROM|root:x:0|BEGIN [A-Z ]*PRIVATE KEY)/;

/** What an answer's status and text lack against one expectation without alternatives. */
export function fits(want, answer) {
  const text = (answer.text ?? '').toLowerCase();
  if (!want.status.includes(answer.status)) return [`status ${answer.status || answer.err} not in ${want.status}`];
  if (want.field && answer.status >= 400 && !text.includes(want.field.toLowerCase())) return [`answer does not name "${want.field}"`];
  const named = want.outcome !== 'reject_item' || answer.status >= 300;
  if (named || (text.includes(want.field.toLowerCase()) && new RegExp(`\\b${want.index}\\b`).test(text))) return [];
  return [`answer does not report item ${want.index} / ${want.field}`];
}

/** Post-conditions the runner sees itself; undefined leaves them to the adapter. */
function seen(token, run) {
  const last = run.answer;
  const good = run.answers.filter((one) => one.status >= 200 && one.status < 300);
  if (token === 'no_5xx') return run.answers.every((one) => one.status < 500);
  if (token === 'exactly_one_2xx') return good.length === 1;
  if (token === 'same_body_for_all_2xx') return new Set(good.map((one) => one.text)).size <= 1;
  if (token.startsWith('latency_ms<')) return last.ms < Number(token.split('<')[1]);
  if (token.startsWith('rss_delta_mb<')) return run.pid ? run.grown < Number(token.split('<')[1]) : undefined;
  if (token === 'no_detail_leak') return !LEAK.test(last.text ?? '');
  if (token === 'no_file_content') return !/root:x|"dependencies"|"name":/.test(last.text ?? '');
  if (token === 'error_says_json') return /json/i.test(last.text ?? '');
  const origin = last.headers?.['access-control-allow-origin'] ?? '';
  if (token.startsWith('no_acao_for:')) return origin !== token.slice(12);
  if (token === 'no_acac_true') return last.headers?.['access-control-allow-credentials'] !== 'true' || !/evil/.test(origin);
  if (token.includes('429_with_retry_after')) return run.answers.some((one) => one.status === 429 && one.headers?.['retry-after']);
  return undefined;
}

/** Judges one alternative completely: status, field, the value read back, every post-condition. */
async function judge(want, run, adapter, unchecked) {
  const problems = run.answers.flatMap((answer) => fits(want, answer));
  if (problems.length > 0) return problems;
  const stored = want.readback && run.answer.status < 300 ? [`readback:${want.readback}`] : [];
  for (const token of [...stored, ...(want.then ?? [])]) {
    if (token.startsWith('constant_shape:')) continue;
    const ctx = { case: run.case, response: run.answer, responses: run.answers, fixtures: run.fixtures, ctx: run.ctx, want };
    const value = seen(token, run) ?? (await adapter.check?.(token, ctx));
    if (value === false) problems.push(`post-condition ${token}`);
    if (value === undefined) unchecked.push(token.split(':')[0]);
  }
  return problems;
}

/** Problems of a run; of alternatives the best one counts. */
async function judgeAll(run, adapter) {
  const options = run.case.expect.outcome === 'any_of' ? run.case.expect.anyOf : [run.case.expect];
  let best;
  for (const want of options) {
    const unchecked = [];
    const problems = await judge(want, run, adapter, unchecked);
    if (best === undefined || problems.length < best.problems.length) best = { problems, unchecked };
    if (problems.length === 0) break;
  }
  for (const answer of run.answers) {
    if (answer.status >= 500) best.problems.push(`5xx ${answer.status}`);
    if (answer.status === 0) best.problems.push(`no answer ${answer.err}`);
    if (LEAK.test(answer.text ?? '')) best.problems.push(`leaks internals: ${LEAK.exec(answer.text)[0].slice(0, 40)}`);
  }
  return best;
}

function memory(pid) {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
  } catch {
    return 0;
  }
}

async function runCase(one, env) {
  const ctx = { once: crypto.randomUUID() };
  const times = one.parallel ?? one.repeat ?? 1;
  await env.adapter.before?.(one, env.fixtures);
  const start = memory(env.pid);
  let peak = start;
  const timer = env.pid ? setInterval(() => (peak = Math.max(peak, memory(env.pid))), 20) : undefined;
  const answers = [];
  if (one.parallel) answers.push(...(await Promise.all(Array.from({ length: times }, () => send(one, { ...ctx }, env)))));
  else for (let i = 0; i < times; i += 1) answers.push(await send(one, { ...ctx }, env));
  clearInterval(timer);
  const run = { case: one, ctx, answers, answer: answers.at(-1), fixtures: env.fixtures, pid: env.pid, grown: peak - start };
  const { problems, unchecked } = await judgeAll(run, env.adapter);
  const { status, err, ms } = run.answer;
  return {
    id: one.id,
    name: one.name,
    status: status || err,
    ms: Math.round(ms),
    pass: problems.length === 0,
    problems: [...new Set(problems)],
    unchecked,
  };
}

/** Runs the corpus: `{results, unchecked}`; `options` as on the command line, `adapter` a module. */
export async function runCorpus(options, adapter = {}) {
  const own = typeof options.fixtures === 'string' ? JSON.parse(fs.readFileSync(options.fixtures, 'utf8')) : options.fixtures;
  const fixtures = { ...JSON.parse(fs.readFileSync(new URL('fixtures.json', DIR), 'utf8')).values, ...own };
  const env = { base: new URL(options.base ?? 'http://127.0.0.1:4200'), pid: options.pid, fixtures, adapter };
  const files = options.files
    ? options.files.split(',').map((name) => `${name}.jsonl`)
    : fs.readdirSync(DIR).filter((name) => name.endsWith('.jsonl'));
  const results = [];
  for (const file of files) {
    for (const line of fs.readFileSync(new URL(file, DIR), 'utf8').trim().split('\n')) {
      const one = JSON.parse(line);
      if (!options.only || options.only.split(',').includes(one.id)) results.push(await runCase(one, env));
    }
  }
  return { results, unchecked: results.flatMap((one) => one.unchecked) };
}

function print({ results, unchecked }, options) {
  const bad = results.filter((one) => !one.pass);
  for (const one of bad.slice(0, Number(options.show ?? 40))) {
    console.log('FAIL', one.id, one.name.slice(0, 70), '->', one.problems.join(' | ').slice(0, 200));
  }
  const counts = Object.entries(Object.groupBy(unchecked, (name) => name)).map(([name, list]) => `${name} x${list.length}`);
  console.log(`\n${unchecked.length} post-conditions not checked: ${counts.join(', ')}`);
  console.log(`${results.length - bad.length} passed, ${bad.length} failed`);
  return bad.length > 0 || unchecked.length > 0 ? 1 : 0;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const words = process.argv.slice(2).join(' ').split('--').filter(Boolean);
  const options = Object.fromEntries(words.map((word) => [word.trim().split(' ')[0], word.trim().split(' ').slice(1).join(' ') || '1']));
  const adapter = options.adapter ? await import(pathToFileURL(options.adapter).href) : {};
  const outcome = await runCorpus(options, adapter);
  if (options.report) fs.writeFileSync(options.report, JSON.stringify(outcome.results, null, 1));
  process.exit(print(outcome, options));
}
