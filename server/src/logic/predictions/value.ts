// Orders, value and silence of one person, in the words of the API.
import { type Purchase, predictValue, trainValue, type ValueModel, type ValuePrediction } from '@faden/engine';

export interface Money {
  amount: number;
  currency: string;
}

/** What the model said, with amounts in whole cents and instants as text. */
export interface ValueAnswer {
  expectedOrders: number;
  pAlive: number;
  recencyDays: number;
  repeats: number;
  expectedValue: Money;
  expectedSpend: Money;
  clv: Money;
  /** 80 % of such customers: orders in the horizon. */
  uncertainty: { low: number; high: number };
  valueUncertainty: { low: Money; high: Money };
  silentFrom: string;
  silent: boolean;
  prior: boolean;
  spendPrior: boolean;
  silencePrior: boolean;
  model: string;
  asOf: string;
}

export interface ValueTerms {
  at: number;
  horizonDays: number;
  margin?: number | undefined;
  discount?: number | undefined;
}

const lastRepresentable = 8.64e15;
/** Instants as text; the far future of an endless silence stops at the last instant there is. */
export const iso = (instant: number): string => new Date(Math.min(lastRepresentable, instant)).toISOString();

const nobody = { customers: new Int32Array(0), at: new Float64Array(0), cents: new Float64Array(0), customerCount: 0, now: 0 };
/** What is assumed before there is anything to learn from. */
export const priorValue: ValueModel = trainValue(nobody);

export const valueVersion = (model: ValueModel): string =>
  model.prior ? `value-prior-${model.customers}` : `value-${model.check.chosen}-${model.rows}-${iso(model.now * 1000)}`;

/** Amounts net of what came back. Undefined for somebody who had bought nothing by then. */
export function valueAnswer(
  model: ValueModel,
  purchases: readonly Purchase[],
  terms: ValueTerms,
  currency: string,
): ValueAnswer | undefined {
  const history = {
    at: purchases.map((p) => p.at / 1000),
    cents: purchases.map((p) => p.unitPriceCents * Math.max(0, p.quantity - (p.returned?.quantity ?? 0))),
  };
  const { margin, discount } = terms;
  const found = predictValue(model, history, {
    at: terms.at / 1000,
    horizonDays: terms.horizonDays,
    ...(margin === undefined ? {} : { margin }),
    ...(discount === undefined ? {} : { discount }),
  });
  return found && inWords(found, model, terms.at, currency);
}

function inWords(found: ValuePrediction, model: ValueModel, at: number, currency: string): ValueAnswer {
  const money = (cents: number): Money => ({ amount: Math.round(cents), currency });
  return {
    expectedOrders: found.expectedOrders,
    pAlive: found.pAlive,
    recencyDays: found.recencyDays,
    repeats: found.repeats,
    expectedValue: money(found.expectedValueCents),
    expectedSpend: money(found.spendCents),
    clv: money(found.clvCents),
    uncertainty: found.interval,
    valueUncertainty: { low: money(found.valueInterval.low), high: money(found.valueInterval.high) },
    silentFrom: iso(found.silentFrom * 1000),
    silent: found.silent,
    prior: found.prior,
    spendPrior: found.spendPrior,
    silencePrior: found.silencePrior,
    model: valueVersion(model),
    asOf: iso(at),
  };
}

/** What the value model is and how far it goes. */
export function modelText(model: ValueModel): Record<string, unknown> {
  const { prior, check, customers, repeaters, rows, weeks } = model;
  const { fits, reasons, chosen, mae, totalRatio, auc, aucRepeaters } = check;
  return {
    version: valueVersion(model),
    prior,
    customers,
    repeaters,
    rows,
    weeks,
    fits,
    reasons,
    chosen,
    mae,
    totalRatio,
    auc,
    aucRepeaters,
  };
}
