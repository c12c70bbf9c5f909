// A merchant's strategy: judged before it is kept, so that what is kept can run. Pure.
import type { StrategyInput } from '@faden/contract';
import { leavesOf, type NamedStrategy, nameStrategy, parseStrategy, STRATEGIES, type Strategy, unreadyPart } from '@faden/engine';
import { Problem } from '../../platform/http/index.ts';

const personalParts: ReadonlySet<string> = new Set(['cat', 'brand', 'size', 'style', 'interest', 'all']);
const deepest = 8;
const widest = 60;

type Find = (id: string) => Strategy | undefined;

/** 422 naming the field, and where in the expression it goes wrong. */
function refused(path: string, message: string, position?: number): Problem {
  return new Problem(422, 'invalid', `${path}: ${message}`, [{ path, message }], position === undefined ? {} : { position });
}

/** The strategy as it runs. @throws 422 with field and position */
export function judgedStrategy(input: StrategyInput, path: string, find: Find): NamedStrategy {
  if (STRATEGIES.has(input.id)) throw refused(`${path}.id`, `${input.id} is a strategy of the catalogue`);
  if (!input.message?.de.trim() || !input.message.en.trim())
    throw refused(`${path}.message`, 'is needed in German and English: a strategy without a message cannot run');
  const ast = judgedExpression(input.expr, `${path}.expr`, (id) => (id === input.id ? undefined : find(id)));
  return { ...entryOf(input), ast };
}

/** The expression as an AST whose parts all exist. @throws 422 with position */
export function judgedExpression(expr: string, path: string, find: Find): Strategy {
  const parsed = parseStrategy(expr);
  if (!parsed.ok) throw refused(path, parsed.message, parsed.position);
  for (const id of refsIn(parsed.strategy)) if (!find(id)) throw refused(path, `strategy ${id} is not known`, positionOf(expr, id));
  for (const leaf of leavesOf(parsed.strategy, () => undefined)) {
    const part = unreadyPart(leaf);
    if (part !== undefined) throw refused(path, `${part} is not known`, positionOf(expr, part));
    const personal = leaf.personal.find((one) => !personalParts.has(one));
    if (personal !== undefined) throw refused(path, `*${personal} is not known`, positionOf(expr, personal));
  }
  return parsed.strategy;
}

function positionOf(expr: string, part: string): number {
  const at = expr.indexOf(part);
  return at >= 0 ? at : Math.max(0, expr.indexOf(part.replace(/^[@?^*]/, '').split(/[.(]/)[0] ?? ''));
}

/** Strategies an expression names. */
export function refsIn(strategy: Strategy): string[] {
  if (strategy.kind === 'ref') return [strategy.id];
  if (strategy.kind === 'then') return strategy.parts.flatMap(refsIn);
  return strategy.kind === 'mix' ? strategy.parts.flatMap((part) => refsIn(part.strategy)) : [];
}

interface Size {
  /** Longest chain of references; infinite where it leads back to itself. */
  depth: number;
  /** Simple strategies it comes down to. */
  leaves: number;
}

/** The first of these that leads back to itself, or is longer or wider than the engine follows. */
export function firstEndless(strategies: ReadonlyMap<string, { ast: Strategy }>, ids: Iterable<string>): string | undefined {
  const sizes = new Map<string, Size>();
  const sizeOf = (id: string): Size => {
    const known = sizes.get(id);
    if (known) return known;
    // Whoever comes back here while this stands has found a circle.
    sizes.set(id, { depth: Number.POSITIVE_INFINITY, leaves: 1 });
    const named = strategies.get(id);
    const inner = named ? refsIn(named.ast).map(sizeOf) : [];
    const size = {
      depth: 1 + Math.max(0, ...inner.map((one) => one.depth)),
      leaves: (named ? leavesOf(named.ast, () => undefined).length : 0) + inner.reduce((n, one) => n + one.leaves, 0),
    };
    sizes.set(id, size);
    return size;
  };
  for (const id of ids) {
    const { depth, leaves } = sizeOf(id);
    if (depth > deepest || leaves > widest) return id;
  }
  return undefined;
}

export function entryOf({ id, expr, contexts, family, familyName, message }: StrategyInput) {
  return {
    id,
    expr,
    contexts: [...new Set(contexts)] as string[],
    family: family ?? 'own',
    familyName: familyName ?? 'Own',
    message: message ?? { de: '', en: '' },
  };
}

/** A kept strategy; undefined when the algebra no longer reads it. */
export function keptStrategy(input: StrategyInput): NamedStrategy | undefined {
  return parseStrategy(input.expr).ok ? nameStrategy(entryOf(input)) : undefined;
}
