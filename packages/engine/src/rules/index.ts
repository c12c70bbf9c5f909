// Merchandising rules (LOGIC §1.7): data, text, checks, compiled sets, previews and "why not".
export { ACTIONS, type Action, type Param } from './actions.ts';
export type { ActionKey, Comparison, Condition, Effect, Operator, ParamValue, Rule, RuleAst, Scalar } from './ast.ts';
export { LIMITS as RULE_LIMITS } from './ast.ts';
export { isCountable, operatorsOf } from './check.ts';
export { type AstProblem, astProblem, completeRule } from './check-rule.ts';
export { compileRules, inConflictOrder, isOpen, type RuleSet } from './compile.ts';
export { type Moment, momentOf } from './facts.ts';
export { FIELDS, type Field, type FieldScope, type FieldType, fieldOf } from './fields.ts';
export { type ParsedRule, parseCondition, parseRule, type RuleError, type RuleText } from './parse.ts';
export type { PlacementRules } from './placement-rules.ts';
export { type Preferred, preferredIn, preferredStrategies } from './prefer.ts';
export { printCondition, printEffect, printRule } from './print.ts';
export { type Reach, reachOf, sampleRequests } from './reach.ts';
export { type DecideOne, type PlacementCounts, type Simulated, type Simulation, simulate } from './simulate.ts';
export { judgeOf, type Truth } from './truth.ts';
export { type WhyNot, type WhyNotStep, whyNot } from './why-not.ts';
