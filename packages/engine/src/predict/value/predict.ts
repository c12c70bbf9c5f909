// What to expect of one customer: purchases, whether they still are one, value, and the usual length of their silence.
import { unusualFrom, updatedRate } from '../silence.ts';
import { bgNbdAlive, bgNbdExpected } from './bg-nbd.ts';
import { type PurchaseModelName, rateSoFar } from './check.ts';
import { DAYS_PER_WEEK, type Summary } from './cohort.ts';
import { expectedSpend } from './gamma-gamma.ts';
import { lifetimeValue } from './lifetime-value.ts';
import { bgNbdRange, negativeBinomialRange, type Range } from './order-count.ts';
import { paretoNbdAlive, paretoNbdExpected } from './pareto-nbd.ts';
import { dayOf, lastDayBefore } from './purchase-days.ts';
import type { ValueModel } from './train.ts';

export interface ValueQuestion {
  /** Unix seconds; purchases after it do not count. */
  at: number;
  horizonDays: number;
  /** Share of the amount that is margin; the model's own, else .3. */
  margin?: number;
  /** Discount per month of the lifetime value; .01 unless told. */
  discount?: number;
}

export interface ValuePrediction {
  /** Purchase days expected in the horizon. */
  expectedOrders: number;
  /** 80 % of such customers have between so many. */
  interval: Range;
  /** Probability of still being a customer. Show `recencyDays` beside it: among repeaters that ranks at least as well. */
  pAlive: number;
  /** Days since the last purchase day. */
  recencyDays: number;
  /** Purchase days after the first. */
  repeats: number;
  /** Amount expected per purchase day, and in the horizon, before margin. */
  spendCents: number;
  expectedValueCents: number;
  valueInterval: Range;
  /** Margin of the next twelve months, discounted. */
  clvCents: number;
  /** Unix seconds from which the silence is unusual (9 of 10 such customers would have bought), and whether it is. */
  silentFrom: number;
  silent: boolean;
  model: PurchaseModelName;
  /** The model, or this part of it, rests on the prior. */
  prior: boolean;
  spendPrior: boolean;
  silencePrior: boolean;
}

const DAY_SECONDS = 86_400;
const MONTHS = 12;
const DEFAULT_MARGIN = 0.3;
const DEFAULT_DISCOUNT = 0.01;
/** Below so many purchase days the silence is judged by what is usual in the shop. */
const ENOUGH_DAYS = 3;

/** `history` in unix seconds and cents, in any order. Undefined for somebody who had bought nothing by then. */
export function predictValue(
  model: ValueModel,
  history: { at: readonly number[]; cents: readonly number[] },
  question: ValueQuestion,
): ValuePrediction | undefined {
  const past = daysBefore(model, history, question.at);
  if (!past) return undefined;
  const { of, lastDay, meanCents } = past;
  const weeks = question.horizonDays / DAYS_PER_WEEK;
  const name = model.prior ? 'bgnbd' : model.check.chosen;
  const expect = expectation(model, name, of);
  const interval = rangeOf(model, name, of, weeks, expect(weeks));
  const spendCents = Math.max(0, expectedSpend(model.spend.parameters, meanCents > 0 ? of.repeats : 0, meanCents));
  const terms = {
    months: MONTHS,
    margin: question.margin ?? model.margin ?? DEFAULT_MARGIN,
    discount: question.discount ?? DEFAULT_DISCOUNT,
  };
  const silence = unusualFrom(updatedRate(model.silence, of.repeats, of.lastDays));
  const recencyDays = of.ageDays - of.lastDays;
  return {
    expectedOrders: expect(weeks),
    interval,
    pAlive: name === 'pareto' ? paretoNbdAlive(model.pareto.parameters, of) : bgNbdAlive(model.bgnbd.parameters, of),
    recencyDays,
    repeats: of.repeats,
    spendCents,
    expectedValueCents: expect(weeks) * spendCents,
    valueInterval: { low: interval.low * spendCents, high: interval.high * spendCents },
    clvCents: lifetimeValue(expect, spendCents, terms),
    silentFrom: (lastDay + silence) * DAY_SECONDS,
    silent: recencyDays > silence,
    model: name,
    prior: model.prior,
    spendPrior: model.spend.prior || of.repeats === 0,
    silencePrior: of.repeats + 1 < ENOUGH_DAYS,
  };
}

/** E[Y(weeks)] of one customer under the named model. */
function expectation(model: ValueModel, name: PurchaseModelName, of: Summary): (weeks: number) => number {
  if (name === 'pareto') return (weeks) => paretoNbdExpected(model.pareto.parameters, of, weeks);
  if (name === 'rate') return (weeks) => rateSoFar(of) * DAYS_PER_WEEK * Math.max(0, weeks);
  return (weeks) => bgNbdExpected(model.bgnbd.parameters, of, weeks);
}

function rangeOf(model: ValueModel, name: PurchaseModelName, of: Summary, weeks: number, expected: number): Range {
  if (weeks <= 0) return { low: 0, high: 0 };
  if (name === 'bgnbd') return bgNbdRange(model.bgnbd.parameters, of, weeks);
  const alive = name === 'pareto' ? paretoNbdAlive(model.pareto.parameters, of) : 1;
  const { r } = name === 'pareto' ? model.pareto.parameters : model.bgnbd.parameters;
  return negativeBinomialRange(alive, expected / Math.max(alive, 1e-12), r + of.repeats);
}

function daysBefore(model: ValueModel, history: { at: readonly number[]; cents: readonly number[] }, at: number) {
  const byDay = new Map<number, number>();
  for (const [i, bought] of history.at.entries()) {
    if (bought > at) continue;
    const day = dayOf(bought, model.zone);
    byDay.set(day, (byDay.get(day) ?? 0) + history.cents[i]!);
  }
  const days = [...byDay.keys()].sort((a, b) => a - b);
  const [first, lastDay] = [days[0], days.at(-1)];
  if (first === undefined || lastDay === undefined) return undefined;
  const repeats = days.length - 1;
  let spent = 0;
  for (const day of days.slice(1)) spent += byDay.get(day)!;
  const of: Summary = { repeats, lastDays: lastDay - first, ageDays: Math.max(lastDay, lastDayBefore(at, model.zone)) - first };
  return { of, lastDay, meanCents: repeats > 0 ? spent / repeats : 0 };
}
