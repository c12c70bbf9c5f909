// Checks a rule that comes as data, field by field: forms and other programs send these instead of text.
import type { Text } from '../world.ts';
import { ACTIONS, inRange, type Param, rangeText } from './actions.ts';
import { type Comparison, type Condition, type Effect, LIMITS, type Operator, type RuleAst, type Scalar } from './ast.ts';
import { isCountable, operatorsOf, valueProblem } from './check.ts';
import { isDay, isOrdered } from './days.ts';
import { type FieldScope, fieldOf } from './fields.ts';

export interface AstProblem {
  /** Dotted: `effects.0.target.values`. */
  path: string;
  message: Text;
}

const say = (path: string, de: string, en: string): AstProblem => ({ path, message: { de, en } });
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

interface Budget {
  left: number;
}

/** The first thing wrong with a condition. */
function conditionProblem(value: unknown, path: string, scopes: readonly FieldScope[], budget: Budget, depth = 0): AstProblem | undefined {
  if (!isObject(value)) return say(path, 'ist keine Bedingung', 'is no condition');
  if (depth > LIMITS.depth || --budget.left < 0) return say(path, 'ist zu tief oder zu lang', 'is too deep or too long');
  const inside = (part: unknown, at: string) => conditionProblem(part, at, scopes, budget, depth + 1);
  const { kind, parts } = value;
  if (kind === 'not') return inside(value['part'], `${path}.part`);
  if (kind === 'all' || kind === 'any') {
    if (!Array.isArray(parts) || parts.length < 2) return say(`${path}.parts`, 'braucht zwei oder mehr Teile', 'needs two or more parts');
    for (const [i, part] of parts.entries()) {
      const problem = inside(part, `${path}.parts.${i}`);
      if (problem) return problem;
    }
    return undefined;
  }
  if (kind === 'name')
    return scopes.includes('item')
      ? nameProblem(value['names'], `${path}.names`)
      : say(path, 'ist nur als Ziel möglich', 'is possible as a target only');
  return kind === 'compare' ? comparisonProblem(value, path, scopes) : say(`${path}.kind`, 'ist unbekannt', 'is not known');
}

const isName = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '' && value.length <= LIMITS.value;

function nameProblem(names: unknown, path: string): AstProblem | undefined {
  const fine = Array.isArray(names) && names.length > 0 && names.length <= LIMITS.values && names.every(isName);
  return fine ? undefined : say(path, 'sind keine Namen', 'are no names');
}

function comparisonProblem(value: Record<string, unknown>, path: string, scopes: readonly FieldScope[]): AstProblem | undefined {
  const field = typeof value['field'] === 'string' ? fieldOf(value['field']) : undefined;
  if (!field || !scopes.includes(field.scope))
    return say(`${path}.field`, 'ist kein Feld, das hier gefragt werden kann', 'is no field that can be asked for here');
  if (!operatorsOf(field).includes(value['operator'] as Operator))
    return say(`${path}.operator`, `erlaubt sind ${operatorsOf(field).join(' ')}`, `allowed are ${operatorsOf(field).join(' ')}`);
  if (!Array.isArray(value['values'])) return say(`${path}.values`, 'fehlen', 'are missing');
  const problem = valueProblem(field, value as unknown as Comparison);
  return problem && say(`${path}.values`, `erwartet ${problem.de}`, `expected ${problem.en}`);
}

const TARGET: readonly FieldScope[] = ['item', 'seed', 'stock', 'offer', 'perf', 'ctx', 'cust'];
const CONTEXT: readonly FieldScope[] = ['ctx', 'seed', 'cust'];

function paramProblem(param: Param, value: unknown, path: string, budget: Budget): AstProblem | undefined {
  const range = rangeText(param);
  const wrong = say(path, `erwartet ${range.de}`, `expected ${range.en}`);
  if (value === undefined) return param.optional ? undefined : say(path, `fehlt (${param.text.de})`, `is missing (${param.text.en})`);
  switch (param.type) {
    case 'number':
      return typeof value === 'number' && inRange(value, param) ? undefined : wrong;
    case 'integer':
      return Number.isInteger(value) && inRange(value as number, param) ? undefined : wrong;
    case 'percent':
      return (typeof value === 'number' && inRange(value, param)) || (typeof value === 'string' && /^(100|\d{1,2}(\.\d+)?)%$/.test(value))
        ? undefined
        : wrong;
    case 'text':
      return isName(value) ? undefined : say(path, 'ist kein Text', 'is no text');
    case 'condition':
      return conditionProblem(value, path, TARGET, budget, 1);
    case 'scope':
      return ['store', 'online', 'any'].includes(value as string) ? undefined : say(path, 'store, online oder any', 'store, online or any');
    case 'field': {
      const field = typeof value === 'string' ? fieldOf(value) : undefined;
      return field && isCountable(field) ? undefined : say(path, 'ist kein Merkmal item.*', 'is no attribute item.*');
    }
    case 'strategies':
      return nameProblem(value, path);
  }
}

function effectProblem(value: unknown, path: string, budget: Budget): AstProblem | undefined {
  if (!isObject(value)) return say(path, 'ist keine Aktion', 'is no action');
  const action = ACTIONS.get(value['action'] as Effect['action']);
  if (!action) return say(`${path}.action`, 'ist unbekannt', 'is not known');
  const params = value['params'] ?? {};
  if (!isObject(params)) return say(`${path}.params`, 'sind keine Werte', 'are no values');
  const foreign = Object.keys(params).find((key) => !action.params.some((param) => param.key === key));
  if (foreign !== undefined) return say(`${path}.params.${foreign}`, 'ist unbekannt', 'is not known');
  for (const param of action.params) {
    const problem = paramProblem(param, params[param.key], `${path}.params.${param.key}`, budget);
    if (problem) return problem;
  }
  const { target } = value;
  if (target === undefined) return action.target === 'needed' ? say(`${path}.target`, 'fehlt', 'is missing') : undefined;
  if (action.target === 'none') return say(`${path}.target`, 'gehört hier nicht hin', 'does not belong here');
  return conditionProblem(target, `${path}.target`, TARGET, budget);
}

/** The first thing wrong with a rule given as data; undefined when it is a rule. */
export function astProblem(value: unknown): AstProblem | undefined {
  if (!isObject(value)) return say('', 'ist keine Regel', 'is no rule');
  const budget: Budget = { left: LIMITS.conditions };
  const { name, importance, where, when, effects, from, until, state } = value;
  if (name !== undefined && (typeof name !== 'string' || name.trim() === '' || name.length > LIMITS.name))
    return say('name', `1 bis ${LIMITS.name} Zeichen`, `1 to ${LIMITS.name} characters`);
  if (
    importance !== undefined &&
    !(Number.isInteger(importance) && (importance as number) >= 0 && (importance as number) <= LIMITS.importance)
  )
    return say('importance', 'ganze Zahl 0 bis 1000', 'whole number 0 to 1000');
  if (state !== undefined && state !== 'live' && state !== 'draft') return say('state', 'live oder draft', 'live or draft');
  for (const [key, day] of Object.entries({ from, until }))
    if (day !== undefined && !(typeof day === 'string' && isDay(day)))
      return say(key, 'ist weder Tag noch Zeitpunkt mit Zone', 'is neither a day nor an instant with zone');
  if (typeof from === 'string' && typeof until === 'string' && !isOrdered(from, until))
    return say('until', 'liegt vor dem Anfang', 'lies before the beginning');
  if (!Array.isArray(effects) || effects.length === 0 || effects.length > LIMITS.effects)
    return say('effects', `1 bis ${LIMITS.effects} Aktionen`, `1 to ${LIMITS.effects} actions`);
  const context =
    (where === undefined ? undefined : conditionProblem(where, 'where', CONTEXT, budget)) ??
    (when === undefined ? undefined : conditionProblem(when, 'when', CONTEXT, budget));
  return context ?? firstOf(effects, (effect, i) => effectProblem(effect, `effects.${i}`, budget));
}

function firstOf<T, R>(list: readonly T[], find: (one: T, i: number) => R | undefined): R | undefined {
  for (const [i, one] of list.entries()) {
    const found = find(one, i);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A checked rule with what may be left out filled in, and nothing that does not belong to it. */
export function completeRule(value: Partial<RuleAst> & Pick<RuleAst, 'effects'>, fallbackName: string): RuleAst {
  const { name = fallbackName, importance = 0, where, when, effects, from, until, state = 'draft' } = value;
  return {
    name,
    importance,
    ...(where ? { where: canonical(where) } : {}),
    ...(when ? { when: canonical(when) } : {}),
    effects: effects.map(completeEffect),
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
    state,
  };
}

function completeEffect({ action, params = {}, target }: Effect): Effect {
  const own = Object.entries(params).map(([key, value]) => [key, isObject(value) ? canonical(value as Condition) : value] as const);
  return { action, params: Object.fromEntries(own), ...(target ? { target: canonical(target) } : {}) };
}

/** The same condition with nothing foreign in it and nested und/oder flattened, as the parser would yield it. */
export function canonical(condition: Condition): Condition {
  switch (condition.kind) {
    case 'compare':
      return {
        kind: 'compare',
        field: fieldOf(condition.field)?.key ?? condition.field,
        operator: condition.operator,
        values: condition.values.map(composed),
      };
    case 'name':
      return { kind: 'name', names: condition.names.map((name) => name.normalize('NFC')) };
    case 'not':
      return { kind: 'not', part: canonical(condition.part) };
    default: {
      const { kind } = condition;
      return { kind, parts: condition.parts.map(canonical).flatMap((part) => (part.kind === kind ? part.parts : [part])) };
    }
  }
}

const composed = (value: Scalar): Scalar => (typeof value === 'string' ? value.normalize('NFC') : value);
