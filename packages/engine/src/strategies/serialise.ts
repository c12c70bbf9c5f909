// Writes a strategy AST back as its expression; `parse(serialise(x))` gives x again.
import type { DecayNode, FilterNode, ScopeNode, SimpleStrategy, Strategy } from './ast.ts';

const list = (args: readonly string[]): string => (args.length > 0 ? `(${args.join(',')})` : '');

function scopeText(scope: ScopeNode): string {
  return `@${[scope.name, ...scope.path].join('.')}${list(scope.args)}`;
}

function decayText(decay: DecayNode | undefined): string {
  if (!decay) return '';
  if (decay.kind === 'season' || decay.kind === 'life') return `~${decay.kind}`;
  return `~${decay.kind === 'halfLife' ? 'h' : 'w'}${decay.days}`;
}

function filterText(filters: readonly FilterNode[]): string {
  return filters.length > 0 ? `?${filters.map((filter) => filter.name + list(filter.args)).join('+')}` : '';
}

function simpleText(node: SimpleStrategy): string {
  const ranker = node.ranker ? `^${node.ranker}` : '';
  const personal = node.personal.length > 0 ? `*${node.personal.join('+')}` : '';
  const scopes = node.scopes.map(scopeText).join('');
  return `${node.source}(${node.args.join(',')})${scopes}${decayText(node.decay)}${filterText(node.filters)}${ranker}${personal}`;
}

/** The expression of a strategy. */
export function serialiseStrategy(strategy: Strategy): string {
  switch (strategy.kind) {
    case 'simple':
      return simpleText(strategy);
    case 'ref':
      return strategy.id;
    case 'then':
      return strategy.parts.map((part) => (part.kind === 'then' ? `(${serialiseStrategy(part)})` : serialiseStrategy(part))).join(' then ');
    case 'mix':
      return `mix(${strategy.parts.map((part) => `${part.weight} ${serialiseStrategy(part.strategy)}`).join(', ')})`;
  }
}
