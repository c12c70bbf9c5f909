// Step 4: may this strategy run here and now? Parts that exist, inputs that are present, consent that was given.
import type { Situation } from '../situation.ts';
import type { ScopeNode, SimpleStrategy, Strategy } from './ast.ts';
import { FILTERS, numbers } from './filters.ts';
import { RANKERS } from './rankers.ts';
import { SCOPES } from './scopes.ts';
import { SOURCES } from './sources/index.ts';

export type Eligibility =
  | { verdict: 'eligible' }
  /** Detail: the part that does not exist yet, the missing input, or the missing purpose. */
  | { verdict: 'not_ready' | 'no_input' | 'no_consent' | 'unknown'; detail: string };

const OK: Eligibility = { verdict: 'eligible' };

/** The part of one simple strategy that does not exist yet, if any. */
export function unreadyPart(node: SimpleStrategy): string | undefined {
  const source = SOURCES.get(node.source);
  if (!source) return node.source;
  const part = source.unready(node);
  if (part !== undefined) return part;
  const scope = node.scopes.find((one) => !SCOPES.has(one.name));
  if (scope) return `@${scope.name}`;
  const deep = node.scopes.find((one) => !isKnownPath(one));
  if (deep) return `@${deep.name}.${deep.path.join('.')}`;
  const far = node.scopes.find((one) => MEASURED.has(one.name) && !numbers(0, 1)(one.args));
  if (far) return `@${far.name}(${far.args.join(',')})`;
  const filter = node.filters.find((one) => !FILTERS.has(one.name));
  if (filter) return `?${filter.name}`;
  const odd = node.filters.find((one) => FILTERS.get(one.name)!.takes?.(one.args) === false);
  if (odd) return `?${odd.name}(${odd.args.join(',')})`;
  return node.ranker !== undefined && !RANKERS.has(node.ranker) ? `^${node.ranker}` : undefined;
}

/** Scopes that say how far. */
const MEASURED: ReadonlySet<string> = new Set(['near', 'band']);

/** Only the own past has a path: `hist.<event>`, and `hist.<event>.<cat|brand|need>` for where it happened. */
function isKnownPath({ name, path: [event, by, ...more] }: ScopeNode): boolean {
  if (event === undefined) return true;
  return name === 'hist' && more.length === 0 && (by === undefined || by === 'cat' || by === 'brand' || by === 'need');
}

/** Whether one simple strategy reads the person's history, so that it needs the purpose `personalisation`. */
export function isPersonal(node: SimpleStrategy): boolean {
  const ofSource = SOURCES.get(node.source)?.personal;
  return (
    node.personal.length > 0 ||
    (typeof ofSource === 'function' ? ofSource(node) : ofSource === true) ||
    node.scopes.some((scope) => SCOPES.get(scope.name)?.personal === true)
  );
}

function judgeSimple(node: SimpleStrategy, s: Situation): Eligibility {
  const unready = unreadyPart(node);
  if (unready !== undefined) return { verdict: 'not_ready', detail: unready };
  if (isPersonal(node) && !s.subject.personal) return { verdict: 'no_consent', detail: 'personalisation' };
  const { brings } = SOURCES.get(node.source)!;
  const scope = node.scopes.find((one) => !SCOPES.get(one.name)!.present(s, one) && brings?.(one.name, s) !== true);
  if (scope) return { verdict: 'no_input', detail: scope.name };
  const filter = node.filters.find((one) => FILTERS.get(one.name)!.present?.(s) === false);
  return filter && !s.evaluation ? { verdict: 'no_input', detail: filter.name } : OK;
}

/** All simple strategies inside an AST; references are looked up with `find`. */
export function leavesOf(strategy: Strategy, find: (id: string) => Strategy | undefined, depth = 0): SimpleStrategy[] {
  if (depth > 8) return [];
  switch (strategy.kind) {
    case 'simple':
      return [strategy];
    case 'ref': {
      const found = find(strategy.id);
      return found ? leavesOf(found, find, depth + 1) : [];
    }
    case 'then':
      return strategy.parts.flatMap((part) => leavesOf(part, find, depth + 1));
    case 'mix':
      return strategy.parts.flatMap((part) => leavesOf(part.strategy, find, depth + 1));
  }
}

/** A composed strategy is eligible when any of its leaves is; its verdict is that of its first leaf otherwise. */
export function eligibility(strategy: Strategy, s: Situation, find: (id: string) => Strategy | undefined): Eligibility {
  let first: Eligibility | undefined;
  for (const leaf of leavesOf(strategy, find)) {
    const judged = judgeSimple(leaf, s);
    if (judged.verdict === 'eligible') return judged;
    first ??= judged;
  }
  return first ?? { verdict: 'unknown', detail: 'empty strategy' };
}
