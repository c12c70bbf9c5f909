// Asks a shop that has learned everything a pack wants to know, and measures the answers and how long they took.
import type { Progress } from '../server/src/commands/progress.ts';
import { forecastFigures } from './forecast.ts';
import { type RankingPack, spread, type UpliftPack, type ValuePack } from './pack.ts';
import { type Figures, meanOf, quantile } from './ranking.ts';
import type { Shop } from './shop.ts';
import { upliftFigures } from './uplift.ts';

export interface Scored {
  figures: Figures;
  /** Standard error of the first figure. */
  error?: number;
  /** What each question got, for comparing two ways of answering the same ones. */
  each?: Readonly<Record<string, readonly number[]>>;
  asked: number;
  /** Questions nobody answered. */
  empty: number;
  /** Milliseconds of one question. */
  p50: number;
  p99: number;
  /** Questions a second, all connections together. */
  rate: number;
}

/** The first answers pay for warming up and are not timed. */
const warming = 100;

function speedOf(times: readonly number[], milliseconds: number) {
  const warm = times.length > 2 * warming ? times.slice(warming) : times;
  return { p50: quantile(warm, 0.5), p99: quantile(warm, 0.99), rate: (times.length * 1000) / milliseconds };
}

export async function scoreRanking(shop: Shop, pack: RankingPack, sample: number | undefined, progress: Progress): Promise<Scored> {
  const questions = spread(pack.questions, sample);
  const answers: string[][] = new Array(questions.length);
  const times: number[] = [];
  let next = 0;
  const ask = async () => {
    while (next < questions.length) {
      const i = next++;
      const started = performance.now();
      answers[i] = await shop.answer(pack.task, questions[i] as (typeof questions)[number]);
      times.push(performance.now() - started);
      if (i % 50 === 0) progress.at(i);
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: shop.atOnce }, ask));
  const judged = questions.map(({ wanted }, i) => ({ answer: answers[i] as string[], wanted }));
  const empty = answers.filter((answer) => answer.length === 0).length;
  return { ...meanOf(pack.task, judged), asked: questions.length, empty, ...speedOf(times, performance.now() - started) };
}

export async function scoreValue(shop: Shop, pack: ValuePack, sample: number | undefined, progress: Progress): Promise<Scored> {
  const customers = spread([...pack.later.keys()].sort(), sample);
  const times: number[] = [];
  const started = performance.now();
  const forecast = await shop.forecast(pack, customers, (ms) => {
    times.push(ms);
    if (times.length % 50 === 0) progress.at(times.length);
  });
  const milliseconds = performance.now() - started;
  const figures = forecastFigures(
    customers.map((customer) => forecast.get(customer) ?? 0),
    customers.map((customer) => pack.later.get(customer) as number),
  );
  const empty = customers.length - forecast.size;
  return { figures, asked: customers.length, empty, ...speedOf(times, milliseconds) };
}

/** One row per arm. */
export function scoreUplift(pack: UpliftPack): { name: string; scored: Scored; seconds: number; chosen: string }[] {
  return pack.arms.map((arm) => {
    const { figures, seconds, chosen, times } = upliftFigures(arm, pack.columns);
    const milliseconds = times.reduce((sum, ms) => sum + ms, 0);
    return { name: arm.name, seconds, chosen, scored: { figures, asked: times.length, empty: 0, ...speedOf(times, milliseconds) } };
  });
}
