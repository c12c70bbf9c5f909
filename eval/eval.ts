// `npm run eval`: what Faden learns from public data and how good its answers are, beside what others reach.
import { writeFileSync } from 'node:fs';
import { progressBar } from '../server/src/commands/progress.ts';
import { startFaden } from '../tests/start-faden.ts';
import { evalArguments, type Wanted } from './arguments.ts';
import { openHere } from './here.ts';
import { openOverHttp } from './over-http.ts';
import type { Pack, RankingPack, ValuePack } from './pack.ts';
import { type Found, packsIn } from './recognise.ts';
import { scoreRanking, scoreUplift, scoreValue } from './score.ts';
import type { Shop } from './shop.ts';
import { type Result, tableOf } from './table.ts';

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** For work that cannot tell how far it is: the seconds so far, on one line of a terminal, now and then elsewhere. */
async function whileSaying<T>(what: string, work: () => Promise<T>): Promise<T> {
  const out = process.stderr;
  const started = performance.now();
  const seconds = () => ((performance.now() - started) / 1000).toFixed(out.isTTY ? 1 : 0);
  const timer = setInterval(
    () => out.write(out.isTTY ? `\r\x1b[2K${what} ${seconds()} s` : `${what} ${seconds()} s so far\n`),
    out.isTTY ? 200 : 10_000,
  );
  try {
    return await work();
  } finally {
    clearInterval(timer);
    out.write(`${out.isTTY ? '\r\x1b[2K' : ''}${what} ${seconds()} s\n`);
  }
}

async function evaluate(shop: Shop, pack: RankingPack | ValuePack, sample: number | undefined): Promise<Result | undefined> {
  const trained = await whileSaying(`${pack.name} · ${shop.name} · learning`, () => shop.learn(pack));
  if (!trained) {
    say(`${pack.name} · ${shop.name}: there is no model for ${pack.task}`);
    return undefined;
  }
  const total = pack.task === 'value' ? pack.later.size : pack.questions.length;
  const bar = progressBar(`${pack.name} · ${shop.name} · asking`, Math.min(sample ?? total, total));
  const scored = pack.task === 'value' ? await scoreValue(shop, pack, sample, bar) : await scoreRanking(shop, pack, sample, bar);
  bar.end('done');
  const own = Object.entries(trained.validation).map(([name, value]) => `${name} ${Number(value.toFixed(4))}`);
  const note = own.length > 0 ? `judged itself before on its own split: ${own.join(', ')}` : '';
  const { seconds, cpuSeconds, bytes } = trained;
  return { pack: pack.name, task: pack.task, method: shop.name, scored, fitSeconds: seconds, cpuSeconds, bytes, note };
}

async function shopsFor(wanted: Wanted): Promise<(() => Promise<Shop>)[]> {
  const { server, serve, connections } = wanted;
  const here = wanted.onlyHttp ? [] : [async () => openHere()];
  if (server) return [...here, async () => openOverHttp(server.url, server.key, connections)];
  if (!serve) return here;
  const own = async () => {
    const faden = await startFaden({ database: serve, env: { FADEN_TEST_CLOCK: '0' } });
    return openOverHttp(faden.url, faden.secretKey, connections, faden.stop);
  };
  return [...here, own];
}

async function resultsOf(pack: Pack, wanted: Wanted): Promise<Result[]> {
  if (pack.task === 'uplift') {
    return scoreUplift(pack).map(({ name, scored, seconds, chosen }) => ({
      pack: pack.name,
      task: pack.task,
      method: `Faden: ${name}`,
      scored,
      fitSeconds: seconds,
      note: `chose ${chosen}`,
    }));
  }
  const results: Result[] = [];
  for (const open of await shopsFor(wanted)) {
    const shop = await open();
    try {
      const result = await evaluate(shop, pack, wanted.sample);
      if (result) results.push(result);
    } finally {
      await shop.close();
    }
  }
  return results;
}

async function chosenPacks({ data, only, server }: Wanted): Promise<Found[]> {
  const { found, others } = await packsIn(data);
  if (others.length > 0) say(`Not asked, they hold no questions: ${others.join(', ')}`);
  const unknown = only.filter((name) => !found.some((one) => one.name === name));
  if (unknown.length > 0)
    throw new Error(`no such pack in ${data}: ${unknown.join(', ')}; there are ${found.map((one) => one.name).join(', ')}`);
  const chosen = found.filter((one) => only.length === 0 || only.includes(one.name));
  if (server && chosen.length > 1) throw new Error('--url keeps what is imported: name one pack with --only');
  return chosen;
}

const withoutEach = ({ scored: { each, ...scored }, ...rest }: Result) => ({ ...rest, scored });

async function main(): Promise<void> {
  const wanted = evalArguments(process.argv.slice(2), process.env['FADEN_SHARED_DATA']);
  const all: Result[] = [];
  for (const { name, task, read } of await chosenPacks(wanted)) {
    const pack = await whileSaying(`${name} · reading`, read);
    const results = await resultsOf(pack, wanted);
    all.push(...results);
    process.stdout.write(`\n${results.length > 0 ? tableOf(name, results).join('\n') : `${name} · ${task}: not evaluated`}\n`);
    if (wanted.json) writeFileSync(wanted.json, `${JSON.stringify(all.map(withoutEach), undefined, 2)}\n`);
  }
}

try {
  await main();
  process.exit(0);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
