// Uplift: whom a contact moves, learned from randomised sends.
export { type BoostedTrees, type BoostOptions, fitBoosted, type Loss as BoostLoss, predictBoosted } from './boosting.ts';
export { predictUplift, type UpliftGroup, type UpliftPrediction } from './groups.ts';
export { fitRegression, predictByWeights, type WeightedModel } from './linear.ts';
export { qiniPoint, type UpliftScore, upliftOf, upliftScore } from './qini.ts';
export type { Features as FeatureTable, Trial as UpliftTrial } from './table.ts';
export { type CandidateScore, trainUplift, type UpliftModel, type UpliftOptions } from './train.ts';
