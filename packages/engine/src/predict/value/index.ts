// Customer value: trained from the purchase log, asked for one customer at a time.
export { type BgNbd, bgNbdAlive, bgNbdExpected, bgNbdLogLikelihood, type Fitted as FittedModel, fitBgNbd } from './bg-nbd.ts';
export { areaUnderCurve, type ModelCheck, type PurchaseModelName } from './check.ts';
export { type Cohort as PurchaseCohort, cohortFrom, cohortOf, type Summary as PurchaseSummary } from './cohort.ts';
export { correlation, expectedSpend, fitGammaGamma, type GammaGamma, populationSpend, type Spending } from './gamma-gamma.ts';
export { type LifetimeTerms, lifetimeValue, WEEKS_PER_MONTH } from './lifetime-value.ts';
export { bgNbdRange, negativeBinomialRange, type Range as CountRange } from './order-count.ts';
export { fitParetoNbd, type ParetoNbd, paretoNbdAlive, paretoNbdExpected, paretoNbdLogLikelihood } from './pareto-nbd.ts';
export { predictValue, type ValuePrediction, type ValueQuestion } from './predict.ts';
export type { PurchaseLog } from './purchase-days.ts';
export { trainValue, type ValueModel, type ValueOptions } from './train.ts';
