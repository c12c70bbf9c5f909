// The value model of a shop, learned from its purchase log: purchases, spend, silence, and how far to trust them (LOGIC §2.1–2.4, 2.7).
import { type BgNbd, type Fitted, fitBgNbd } from './bg-nbd.ts';
import { checkModels, type ModelCheck, PARETO_CUSTOMERS, unchecked } from './check.ts';
import { cohortOf } from './cohort.ts';
import { correlation, fitGammaGamma, type GammaGamma, populationSpend } from './gamma-gamma.ts';
import { fitParetoNbd, type ParetoNbd } from './pareto-nbd.ts';
import { type Customer, customersAt, lastDayBefore, type PurchaseLog, purchaseDays } from './purchase-days.ts';

export interface ValueModel {
  /** Below the minimal data: parameters of the literature, marked so wherever they are used. */
  prior: boolean;
  bgnbd: Fitted<BgNbd>;
  pareto: Fitted<ParetoNbd>;
  check: ModelCheck;
  /** Amounts in cents. `independent`: the spend does not hang on the number of purchases, as the model demands. */
  spend: Fitted<GammaGamma> & { prior: boolean; customers: number; correlation: number; independent: boolean; meanCents: number };
  /** Share of the amount that is margin; undefined where no row told. */
  margin: number | undefined;
  /** Gamma prior of everybody's purchase rate per day, for how long a silence is usual. */
  silence: { shape: number; days: number };
  rows: number;
  customers: number;
  repeaters: number;
  /** Weeks from the first purchase of the log to `now`. */
  weeks: number;
  /** Unix seconds the model looks from. */
  now: number;
  /** Zone of the days; UTC when undefined. */
  zone: string | undefined;
}

export interface ValueOptions {
  zone?: string;
  /** 500 customers and 26 weeks unless told (LOGIC §2.1). */
  fewestCustomers?: number;
  fewestWeeks?: number;
}

/** Fader, Hardie, Lee 2005 and Fader, Hardie 2005/2013: a music shop with 2,357 customers. */
const PRIOR_BGNBD: BgNbd = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
const PRIOR_PARETO: ParetoNbd = { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 };
const PRIOR_SPEND = { p: 6.25, q: 3.74, meanCents: 3522 };
const PRIOR_SILENCE = { shape: 2, days: 60 };
const FEWEST_SPENDERS = 100;
const FEWEST_GAPS = 50;
/** Beyond it the amount visibly hangs on the number of purchases. */
const MOST_CORRELATION = 0.2;

/** Learns from every purchase up to `log.now`; the answer is plain data. */
export function trainValue(log: PurchaseLog, options: ValueOptions = {}): ValueModel {
  const { zone, fewestCustomers = 500, fewestWeeks = 26 } = options;
  const days = purchaseDays(log, zone);
  const lastDay = lastDayBefore(log.now, zone);
  const customers = customersAt(days, lastDay);
  const firstDay = days.days.reduce((first, day) => Math.min(first, day), lastDay);
  const weeks = (lastDay - firstDay) / 7;
  const prior = customers.length < fewestCustomers || weeks < fewestWeeks;
  const always = {
    prior,
    spend: spendOf(customers, days.cents),
    margin: marginOf(log),
    silence: silenceOf(customers),
    rows: log.customers.length,
    customers: customers.length,
    repeaters: customers.filter((of) => of.repeats > 0).length,
    weeks,
    now: log.now,
    zone,
  };
  if (prior) {
    const none = { logLikelihood: Number.NaN, atBound: false };
    const check = unchecked(customers.length, 0, `fewer than ${fewestCustomers} customers or ${fewestWeeks} weeks`);
    return { ...always, bgnbd: { parameters: PRIOR_BGNBD, ...none }, pareto: { parameters: PRIOR_PARETO, ...none }, check };
  }
  return {
    ...always,
    bgnbd: fitBgNbd(cohortOf(customers)),
    pareto: fitParetoNbd(cohortOf(customers, PARETO_CUSTOMERS)),
    check: checkModels(days, firstDay, lastDay),
  };
}

function spendOf(customers: readonly Customer[], dayCents: Float64Array): ValueModel['spend'] {
  const spenders = customers.filter((of) => of.repeats > 0 && of.meanCents > 0);
  const repeats = Int32Array.from(spenders, (of) => of.repeats);
  const mean = Float64Array.from(spenders, (of) => of.meanCents);
  const together = correlation(repeats, mean);
  const meanCents = dayCents.reduce((sum, cents) => sum + cents, 0) / Math.max(1, dayCents.length) || PRIOR_SPEND.meanCents;
  const facts = { customers: spenders.length, correlation: together, independent: Math.abs(together) < MOST_CORRELATION, meanCents };
  if (spenders.length < FEWEST_SPENDERS) {
    // The spread of the literature around the shop's own mean.
    const { p, q } = PRIOR_SPEND;
    return { parameters: { p, q, v: (meanCents * (q - 1)) / p }, logLikelihood: Number.NaN, atBound: false, prior: true, ...facts };
  }
  const fitted = fitGammaGamma({ repeats, mean });
  return { ...fitted, prior: !Number.isFinite(populationSpend(fitted.parameters)), ...facts };
}

function marginOf({ cents, marginCents }: PurchaseLog): number | undefined {
  if (!marginCents) return undefined;
  let [margin, amount] = [0, 0];
  for (let i = 0; i < cents.length; i++) {
    if (Number.isNaN(marginCents[i]!)) continue;
    margin += marginCents[i]!;
    amount += cents[i]!;
  }
  return amount > 0 ? margin / amount : undefined;
}

/** Shape 2 around the median gap of those who came back. */
function silenceOf(customers: readonly Customer[]): { shape: number; days: number } {
  const gaps = customers.flatMap((of) => (of.repeats > 0 ? [of.lastDays / of.repeats] : [])).sort((a, b) => a - b);
  if (gaps.length < FEWEST_GAPS) return PRIOR_SILENCE;
  const median = gaps[gaps.length >> 1]!;
  return { shape: PRIOR_SILENCE.shape, days: PRIOR_SILENCE.shape * Math.max(1, median) };
}
