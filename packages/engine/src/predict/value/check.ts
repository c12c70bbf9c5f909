// Does the purchase model hold for this shop? Fitted on the earlier part of the log and asked about the later part, beside baselines.
import { bgNbdAlive, bgNbdExpected, fitBgNbd } from './bg-nbd.ts';
import { cohortOf, DAYS_PER_WEEK } from './cohort.ts';
import { fitParetoNbd, paretoNbdExpected } from './pareto-nbd.ts';
import { type Customer, customersAt, type PurchaseDays } from './purchase-days.ts';

export type PurchaseModelName = 'bgnbd' | 'pareto' | 'rate';

export interface ModelCheck {
  /** False: too little to check, or a baseline is better. */
  fits: boolean;
  /** What to use: the better model, or the plain rate where it beats both. */
  chosen: PurchaseModelName;
  /** In plain words, what speaks against the model; empty when nothing does. */
  reasons: string[];
  /** Customers and days of the hold-out. */
  customers: number;
  days: number;
  /** Mean absolute error of the purchase days of the hold-out: models, the rate so far, the count so far for that many days. */
  mae: { bgnbd: number; pareto: number; sameRate: number; sameCount: number };
  /** Expected over actual purchase days of the chosen model. */
  totalRatio: number;
  /** Area under the curve for "buys at all": chosen model and plain frequency. */
  auc: { model: number; frequency: number };
  /** The same among repeat buyers only: P(alive) against how recently they bought. */
  aucRepeaters: { alive: number; recency: number };
}

/** A hold-out is the last third of the log, at most half a year. */
const HOLDOUT_SHARE = 1 / 3;
const MOST_HOLDOUT_DAYS = 182;
const FEWEST_CUSTOMERS = 200;
const FEWEST_DAYS = 56;
/** Pareto/NBD is dear to fit and needs no more. */
export const PARETO_CUSTOMERS = 8_000;

export function checkModels(log: PurchaseDays, firstDay: number, lastDay: number): ModelCheck {
  const days = Math.min(MOST_HOLDOUT_DAYS, Math.floor((lastDay - firstDay) * HOLDOUT_SHARE));
  const customers = customersAt(log, lastDay - days, lastDay);
  if (customers.length < FEWEST_CUSTOMERS || days < FEWEST_DAYS / 2 || lastDay - days - firstDay < FEWEST_DAYS)
    return unchecked(customers.length, days, 'too little to check the model on a later period');
  const weeks = days / DAYS_PER_WEEK;
  const bgnbd = fitBgNbd(cohortOf(customers)).parameters;
  const pareto = fitParetoNbd(cohortOf(customers, PARETO_CUSTOMERS)).parameters;
  const span = lastDay - days - firstDay;
  const byModel = {
    bgnbd: customers.map((of) => bgNbdExpected(bgnbd, of, weeks)),
    pareto: customers.map((of) => paretoNbdExpected(pareto, of, weeks)),
    rate: customers.map((of) => rateSoFar(of) * days),
  };
  const mae = {
    bgnbd: meanError(byModel.bgnbd, customers),
    pareto: meanError(byModel.pareto, customers),
    sameRate: meanError(byModel.rate, customers),
    sameCount: meanError(
      customers.map((of) => (of.repeats * days) / span),
      customers,
    ),
  };
  const better: PurchaseModelName = mae.pareto < mae.bgnbd ? 'pareto' : 'bgnbd';
  const chosen: PurchaseModelName = mae.sameRate < mae[better] ? 'rate' : better;
  const expected = byModel[chosen];
  const actual = customers.reduce((sum, of) => sum + of.later, 0);
  const totalRatio = actual > 0 ? expected.reduce((sum, e) => sum + e, 0) / actual : Number.POSITIVE_INFINITY;
  const buys = customers.map((of) => of.later > 0);
  const auc = { model: areaUnderCurve(byModel[better], buys), frequency: areaUnderCurve(customers.map(frequency), buys) };
  const repeaters = customers.filter((of) => of.repeats > 0);
  const again = repeaters.map((of) => of.later > 0);
  const alive = repeaters.map((of) => bgNbdAlive(bgnbd, of));
  const aucRepeaters = { alive: areaUnderCurve(alive, again), recency: areaUnderCurve(repeaters.map(recency), again) };
  const reasons = [
    ...(chosen === 'rate' ? ['the rate so far predicts the later period better'] : []),
    ...(totalRatio > 1.5 || totalRatio < 0.6 ? [`expects ${totalRatio.toFixed(2)} times what was bought later`] : []),
    ...(auc.model < auc.frequency - 0.01 ? ['plain frequency tells better who comes back'] : []),
  ];
  return { fits: reasons.length === 0, chosen, reasons, customers: customers.length, days, mae, totalRatio, auc, aucRepeaters };
}

export function unchecked(customers: number, days: number, reason: string): ModelCheck {
  const none = Number.NaN;
  return {
    fits: false,
    chosen: 'bgnbd',
    reasons: [reason],
    customers,
    days,
    mae: { bgnbd: none, pareto: none, sameRate: none, sameCount: none },
    totalRatio: none,
    auc: { model: none, frequency: none },
    aucRepeaters: { alive: none, recency: none },
  };
}

/** Repeat purchase days per day so far. */
export const rateSoFar = (of: { repeats: number; ageDays: number }): number => (of.ageDays > 0 ? of.repeats / of.ageDays : 0);
const frequency = (of: Customer): number => of.repeats;
const recency = (of: Customer): number => of.lastDays - of.ageDays;

function meanError(expected: readonly number[], customers: readonly Customer[]): number {
  return expected.reduce((sum, e, i) => sum + Math.abs(e - customers[i]!.later), 0) / Math.max(1, customers.length);
}

/** Probability that a random positive scores above a random negative, ties counting half; .5 where one kind is missing. */
export function areaUnderCurve(scores: readonly number[], positive: readonly boolean[]): number {
  const order = scores.map((_, i) => i).sort((a, b) => scores[a]! - scores[b]!);
  let positives = 0;
  let rankSum = 0;
  for (let start = 0; start < order.length; ) {
    let end = start;
    let here = 0;
    for (; end < order.length && scores[order[end]!] === scores[order[start]!]; end++) if (positive[order[end]!]) here += 1;
    positives += here;
    rankSum += here * ((start + end + 1) / 2);
    start = end;
  }
  const negatives = order.length - positives;
  if (positives === 0 || negatives === 0) return 0.5;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}
