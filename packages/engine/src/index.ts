// The decision engine of Faden: strategies, statistics and the pipeline from a request to an answer with its reasons. Pure, no I/O.
export { type Assignment, assignmentOf, type Experiment, holdoutSeed, inHoldout, type Variant } from './choose/assign.ts';
export { type CellParts, type ChoiceContext, type CustomerState, cellKey, lineageOf, partsOf } from './choose/cells.ts';
export {
  type Choice,
  type Chooser,
  type ChooserParts,
  createChooser,
  type PreparedPlacement,
  prepare,
  preparing,
} from './choose/chooser.ts';
export { type ArmHealth, changeOf, pageHinkley, QUARANTINE_DAYS, type QuarantineReason, quarantineReason } from './choose/guardrails.ts';
export {
  type ArmState,
  type CellState,
  type LearnOptions,
  learn,
  type PlacementState,
  type Quarantine,
  type Tally,
} from './choose/learn.ts';
export { cholesky, emptyLinear, type Linear, observe } from './choose/linear.ts';
export { beatsDefault, CLIP, doublyRobust, LEAST_ESS, type LoggedReward, type OffPolicy, offPolicy } from './choose/off-policy.ts';
export { type Beta, type DelayCurve, delayCurve, KAPPA, MATURE, meanOf, posterior, probabilityAbove } from './choose/posterior.ts';
export { type Random, type Sampler, samplerFrom, seeded } from './choose/random.ts';
export { chanceToBeBest, DRAWS, type Ranks, rankPosteriors } from './choose/ranks.ts';
export { type Outcome, PENALTIES, rewardOf, type Unwelcome, type Yardstick, yardstick } from './choose/reward.ts';
export { drawShared, fitShared, type LinearState, rankShared } from './choose/shared-features.ts';
export { additiveFloor, argmaxOf, EXPLORATION, FLOOR, NEW_CAP, pick, type ShareRules, type Standing, sharesOf } from './choose/shares.ts';
export type * from './decide/answer.ts';
export { type Arbitration, arbitrate, arbitrateOffer } from './decide/arbitration.ts';
export { decide, isHeldOut, unknownPlacements } from './decide/decide.ts';
export type { LeadBy } from './decide/lead.ts';
export { HOLDOUT_STRATEGIES, PLACEMENTS, type Placement } from './decide/placements.ts';
export type * from './decide/request.ts';
export { isKnown, isReturned, isSensitive } from './decide/subject.ts';
export { betaAbove, logGamma, regularisedBeta } from './maths/beta.ts';
export { addDays, dayText, localDay } from './maths/calendar.ts';
export { splitCents } from './maths/cents.ts';
export { type CoOccurrence, coOccurrence, LLR_GATE, logLikelihoodRatio, MIN_TOGETHER } from './maths/co-occurrence.ts';
export { addDecayed, type Counter, DAY_MS, decay, readDecayed } from './maths/decay.ts';
export { type Preference, preference } from './maths/dirichlet.ts';
export { drawOf, fnv1a32 } from './maths/hash.ts';
export { normalCdf, normalQuantile } from './maths/normal.ts';
export { mmr, rankPercentiles } from './maths/rank.ts';
export { shrunkRate, trend } from './maths/rate.ts';
export { dueDay, dueWithin, type Replenishment, replenishment, usedUpBy } from './maths/replenishment.ts';
export { type Arrangement, earlierNeighbours, spread } from './maths/spread.ts';
export { buyAgainWithin, visibleFromDay, weibullSurvival } from './maths/weibull.ts';
export { channelName, isOfferOpen, type OfferMoment } from './open-offers.ts';
export { type Affinity, type AffinityInput, affinities, affinityWithin, marketPriors } from './person/affinity.ts';
export { ACTIVE_FROM, ACTIVE_SHARE, type Interest, interests } from './person/interest.ts';
export { type Stage, type StageName, stages } from './person/stage.ts';
export { repurchaseDay, type Suppression, type SuppressionInput, suppressionOf } from './person/suppression.ts';
export { VIEW_KINDS, WEIGHTS } from './person/weights.ts';
export * from './predict/index.ts';
export { type BasketLog, type BasketModel, basketBuffers, createBasketRanker, trainBaskets } from './recommend/basket/index.ts';
export {
  type CompletionModel,
  completionBuffers,
  createCompletionRanker,
  trainCompletion,
} from './recommend/completion/index.ts';
export { seededRandom } from './recommend/matrix/random.ts';
export { createSessionRanker, type SessionLog, type SessionModel, sessionBuffers, trainSessions } from './recommend/session/index.ts';
export { createTasteRanker, type TasteModel, tasteBuffers, trainTaste } from './recommend/taste/index.ts';
export * from './rules/index.ts';
export { type Situation, situationOf } from './situation.ts';
export type { DecayNode, FilterNode, ScopeNode, SimpleStrategy, Strategy } from './strategies/ast.ts';
export type { Candidate, ReasonCode, Why } from './strategies/candidate.ts';
export { type Eligibility, eligibility, isPersonal, leavesOf, unreadyPart } from './strategies/eligible.ts';
export { FILTERS } from './strategies/filters.ts';
export { type NamedStrategy, nameStrategy, STRATEGIES, type StrategyEntry } from './strategies/library.ts';
export { type Parsed, parseStrategy } from './strategies/parse.ts';
export { retrieve } from './strategies/retrieve.ts';
export { SCOPES } from './strategies/scopes.ts';
export { serialiseStrategy } from './strategies/serialise.ts';
export { SOURCES } from './strategies/sources/index.ts';
export type * from './world.ts';
