// Uplift: whom a contact moves, learned from randomised sends.
export { type BoostedTrees, type BoostOptions, fitBoosted, type Loss, predictBoosted } from './boosting.ts';
export { predictUplift, type UpliftGroup, type UpliftPrediction } from './groups.ts';
export { fitLinear, type LinearModel, predictLinear } from './linear.ts';
export { qiniPoint, type UpliftScore, upliftOf, upliftScore } from './qini.ts';
export type { Features, Trial } from './table.ts';
export { type CandidateScore, trainUplift, type UpliftModel, type UpliftOptions } from './train.ts';
