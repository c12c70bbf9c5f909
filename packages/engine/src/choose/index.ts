// Choosing strategies: bandit, experiments, control groups and the checks on them (LOGIC §1.6). Pure; time and randomness are handed in.
export { type Assignment, assignmentOf, type Experiment, holdoutSeed, inHoldout, type Variant } from './assign.ts';
export { type CellParts, type ChoiceContext, type CustomerState, cellKey, lineageOf, partsOf } from './cells.ts';
export { type Choice, type Chooser, type ChooserParts, createChooser, type PreparedPlacement, prepare, preparing } from './chooser.ts';
export { type ArmHealth, changeOf, pageHinkley, QUARANTINE_DAYS, type QuarantineReason, quarantineReason } from './guardrails.ts';
export { type ArmState, type CellState, type LearnOptions, learn, type PlacementState, type Quarantine, type Tally } from './learn.ts';
export { cholesky, emptyLinear, type Fitted, fitLinear, type Linear, observe } from './linear.ts';
export { beatsDefault, CLIP, doublyRobust, LEAST_ESS, type LoggedReward, type OffPolicy, offPolicy } from './off-policy.ts';
export { type Beta, type DelayCurve, delayCurve, KAPPA, MATURE, meanOf, posterior, probabilityAbove } from './posterior.ts';
export { type Random, type Sampler, samplerFrom, seeded } from './random.ts';
export { chanceToBeBest, DRAWS, type Ranks, rankPosteriors } from './ranks.ts';
export { type Outcome, PENALTIES, rewardOf, type Unwelcome, type Yardstick, yardstick } from './reward.ts';
export { drawShared, fitShared, type LinearState, rankShared } from './shared-features.ts';
export { additiveFloor, argmaxOf, EXPLORATION, FLOOR, NEW_CAP, pick, type ShareRules, type Standing, sharesOf } from './shares.ts';
