// One rule as it comes in: read from text or data, told back in both languages, with what looks odd about it.
import type { RuleInput, RuleShown } from '@faden/contract';
import {
  astProblem,
  type Catalogue,
  completeRule,
  isOpen,
  parseRule,
  printRule,
  type Rule,
  type RuleAst,
  STRATEGIES,
  type Text,
} from '@faden/engine';
import { Problem } from '../../platform/http/index.ts';
import type { Form, KeptRule } from './store.ts';

export interface Wrong {
  /** `text`, or the path inside `ast`. */
  path: string;
  message: Text;
  position?: number;
  expected?: Text;
}

/** Reads a rule; what the input says beside the text wins over the text. */
export function readRule(input: Omit<RuleInput, 'id'>, name: string): { ok: true; ast: RuleAst } | { ok: false; wrong: Wrong } {
  const { text, ast, state, importance, from, until } = input;
  if ((text === undefined) === (ast === undefined))
    return { ok: false, wrong: { path: 'text', message: { de: 'text oder ast, eines von beiden', en: 'text or ast, one of the two' } } };
  if (!isStorable({ text, ast })) return { ok: false, wrong: { path: text === undefined ? 'ast' : 'text', message: UNSTORABLE } };
  let said: Partial<RuleAst>;
  if (text === undefined) said = ast as Partial<RuleAst>;
  else {
    const parsed = parseRule(text);
    if (!parsed.ok) {
      const { position, expected, message } = parsed.error;
      return { ok: false, wrong: { path: 'text', message, position, expected } };
    }
    said = parsed.rule;
  }
  const given = Object.fromEntries(Object.entries({ state, importance, from, until }).filter(([, value]) => value !== undefined));
  const whole = { ...said, ...given };
  const problem = astProblem(whole);
  if (!problem) return { ok: true, ast: completeRule(whole as RuleAst, name) };
  const inside = problem.path.split('.')[0]!;
  const own = given[inside] !== undefined ? problem.path : text === undefined ? ['ast', problem.path].filter(Boolean).join('.') : 'text';
  return { ok: false, wrong: { path: own, message: problem.message } };
}

const UNSTORABLE: Text = { de: 'enthält Zeichen, die es nicht gibt', en: 'holds characters that do not exist' };

/** The database keeps neither the null character nor half of a pair. */
function isStorable(value: unknown): boolean {
  let fine = true;
  JSON.stringify(value, (_key, one: unknown) => {
    if (typeof one === 'string') fine &&= !one.includes('\u0000') && one.isWellFormed();
    return one;
  });
  return fine;
}

/** Reads all; refuses (422) naming every bad one, so that nothing is stored of a list with a bad rule. */
export function readRules(inputs: readonly RuleInput[]): { id: string; ast: RuleAst }[] {
  const read: { id: string; ast: RuleAst }[] = [];
  const wrongs: (Wrong & { index: number })[] = [];
  for (const [index, input] of inputs.entries()) {
    const one = readRule(input, input.id.slice(0, 80));
    if (one.ok) read.push({ id: input.id, ast: one.ast });
    else wrongs.push({ index, ...one.wrong });
  }
  if (wrongs.length === 0) return read;
  const errors = wrongs
    .slice(0, 20)
    .map(({ index, path, message }) => ({ path: `[${index}].${path}`, message: `${message.en} / ${message.de}` }));
  throw new Problem(422, 'invalid', `${errors[0]!.path}: ${errors[0]!.message}`, errors, { rules: wrongs.slice(0, 20) });
}

export const ruleOf = (id: string, { ast, since }: Form, state: RuleAst['state']): Rule => ({ ...ast, id, since, state });
/** The rules of a set that hold. */
export const liveRules = (kept: readonly KeptRule[]): Rule[] => kept.flatMap(({ id, live }) => (live ? [ruleOf(id, live, 'live')] : []));

const told = ({ ast, since }: Form) => ({
  ast: { ...ast },
  text: { de: printRule(ast, 'de'), en: printRule(ast, 'en') },
  since: new Date(since).toISOString(),
});

export function shownRule({ id, live, draft }: KeptRule, warnings: RuleShown['warnings'] = []): RuleShown {
  const form = live ?? draft!;
  return { id, state: live ? 'live' : 'draft', ...told(form), warnings, ...(live && draft ? { draft: told(draft) } : {}) };
}

type Warning = RuleShown['warnings'][number];

export interface Surroundings {
  catalogue(): Catalogue;
  /** The built-in ones unless told. */
  knowsStrategy?: ((id: string) => boolean) | undefined;
}

/** What looks odd without being wrong. */
export function warningsOf(
  rule: Rule,
  { catalogue, knowsStrategy = (id) => STRATEGIES.has(id) }: Surroundings,
  now: number,
  reached?: number,
): Warning[] {
  const warnings: Warning[] = [];
  const warn = (code: string, de: string, en: string): void => void warnings.push({ code, de, en });
  if (rule.until !== undefined && !isOpen({ until: rule.until }, now))
    warn('PAST', 'Die Regel ist schon abgelaufen', 'The rule is over already');
  for (const { action, params } of rule.effects) {
    if (action !== 'strategy') continue;
    for (const id of params['ids'] as string[])
      if (!knowsStrategy(id)) warn('UNKNOWN_STRATEGY', `Die Strategie ${id} ist nicht bekannt`, `The strategy ${id} is not known`);
  }
  if (reached === 0 && catalogue().allSkus().length > 0)
    warn('NO_PRODUCT', 'Zurzeit trifft sie keinen Artikel', 'It meets no article at present');
  return warnings;
}
