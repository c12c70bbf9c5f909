// The decision engine of Faden: strategies, statistics and the pipeline from a request to an answer with its reasons. Pure, no I/O.

// What goes in, and what comes out.

export type * from './decide/answer.ts';
export { decide, unknownPlacements } from './decide/decide.ts';
export { PLACEMENTS, type Placement } from './decide/placements.ts';
export type * from './decide/request.ts';
export { situationOf } from './situation.ts';
export type * from './world.ts';

// Strategies: parsed, looked up, judged for a moment.

export type { DecayNode, FilterNode, ScopeNode, SimpleStrategy, Strategy } from './strategies/ast.ts';
export { isPersonal, leavesOf, unreadyPart } from './strategies/eligible.ts';
export { FILTERS } from './strategies/filters.ts';
export { type NamedStrategy, nameStrategy, STRATEGIES } from './strategies/library.ts';
export { parseStrategy } from './strategies/parse.ts';
export { SCOPES } from './strategies/scopes.ts';
export { SOURCES } from './strategies/sources/index.ts';

// Merchandising rules: written, checked, compiled, tried out, explained.

export { ACTIONS } from './rules/actions.ts';
export { LIMITS as RULE_LIMITS, type Rule, type RuleAst } from './rules/ast.ts';
export { operatorsOf } from './rules/check.ts';
export { astProblem, completeRule } from './rules/check-rule.ts';
export { compileRules, inConflictOrder, isOpen, type RuleSet } from './rules/compile.ts';
export { momentOf } from './rules/facts.ts';
export { FIELDS } from './rules/fields.ts';
export { parseRule } from './rules/parse.ts';
export { printRule } from './rules/print.ts';
export { type Reach, reachOf, sampleRequests } from './rules/reach.ts';
export { type PlacementCounts, type Simulation, simulate } from './rules/simulate.ts';
export { type WhyNot, whyNot } from './rules/why-not.ts';

// Choosing among strategies: experiments, the bandit, its guardrails and its judge.

export type { Experiment } from './choose/assign.ts';
export { type ChoiceContext, cellKey, lineageOf, partsOf } from './choose/cells.ts';
export { type Chooser, createChooser, type PreparedPlacement, prepare, preparing } from './choose/chooser.ts';
export { changeOf, QUARANTINE_DAYS, type QuarantineReason, quarantineReason } from './choose/guardrails.ts';
export { type ArmState, type CellState, learn, type PlacementState, type Quarantine, type Tally } from './choose/learn.ts';
export { beatsDefault, type LoggedReward, type OffPolicy, offPolicy } from './choose/off-policy.ts';
export { delayCurve, MATURE, meanOf, posterior } from './choose/posterior.ts';
export { chanceToBeBest, rankPosteriors } from './choose/ranks.ts';
export { PENALTIES, rewardOf, type Unwelcome, type Yardstick, yardstick } from './choose/reward.ts';
export { fitShared } from './choose/shared-features.ts';
export { EXPLORATION, FLOOR, NEW_CAP, sharesOf } from './choose/shares.ts';

// What is known of one person.

export { isReturned, isSensitive } from './decide/subject.ts';
export { affinities } from './person/affinity.ts';
export { type Interest, interests } from './person/interest.ts';
export { stages } from './person/stage.ts';
export { repurchaseDay } from './person/suppression.ts';

// Predictions: when, how much, what next, and whom a contact moves.

export { bestHour, type ChannelAnswer, channelAnswers, HOURS_OF_WEEK, hourRates } from './predict/contact.ts';
export { type DriftVerdict, judgeDrift } from './predict/drift.ts';
export { createNeedRanker, type NeedModel, trainNeeds } from './predict/next-need.ts';
export { pricePercentile, promotionShare } from './predict/price-sensitivity.ts';
export { fitOf, inSizeOrder, type SizeOutcome, sizeCounts, sizePreferences } from './predict/size.ts';
export { predictUplift } from './predict/uplift/groups.ts';
export { upliftScore } from './predict/uplift/qini.ts';
export { trainUplift } from './predict/uplift/train.ts';
export { areaUnderCurve } from './predict/value/check.ts';
export { correlation } from './predict/value/gamma-gamma.ts';
export { predictValue, type ValuePrediction } from './predict/value/predict.ts';
export { trainValue, type ValueModel } from './predict/value/train.ts';

// Models that rank articles: the next one of a visit, the next basket, what completes one, what is liked.

export { type BasketModel, createBasketRanker, trainBaskets } from './recommend/basket/index.ts';
export { type CompletionModel, createCompletionRanker, trainCompletion } from './recommend/completion/index.ts';
export type { Ranked } from './recommend/matrix/best.ts';
export { buffersIn, bytesIn } from './recommend/memory.ts';
export type { SessionModel } from './recommend/session/model.ts';
export { createSessionRanker } from './recommend/session/ranker.ts';
export { trainSessions } from './recommend/session/train.ts';
export { createTasteRanker, type TasteModel, trainTaste } from './recommend/taste/index.ts';

// Numbers others need as well.

export { localDay } from './maths/calendar.ts';
export { splitCents } from './maths/cents.ts';
export { coOccurrence, MIN_TOGETHER } from './maths/co-occurrence.ts';
export { DAY_MS } from './maths/decay.ts';
export { fnv1a32 } from './maths/hash.ts';
export { samplerFrom, seeded, seededRandom } from './maths/random.ts';
export { shrunkRate, trend } from './maths/rate.ts';
export {
  DUE_FROM,
  dueDay,
  dueWithin,
  newProductDueWithin,
  packIntervals,
  type Replenishment,
  replenishment,
} from './maths/replenishment.ts';
export { countBelow } from './maths/search.ts';
