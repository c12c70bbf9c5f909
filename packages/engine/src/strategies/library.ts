// The named strategies: the catalogue of 197 plus a few of the house's own, parsed once.
// The catalogue is a list, not a grid of sources, scopes and decays: 122 of its 143 combinations of source, decay and ranker hold one
// strategy only, and each has contexts and two headings of its own, so that a grid would be the same list with gaps in it.
import type { Text } from '../world.ts';
import type { Strategy } from './ast.ts';
import catalogue from './catalogue.json' with { type: 'json' };
import { parseStrategy } from './parse.ts';

export interface StrategyEntry {
  id: string;
  family: string;
  familyName: string;
  expr: string;
  contexts: string[];
  message: Text;
}

export interface NamedStrategy extends StrategyEntry {
  ast: Strategy;
}

/** Own strategies beside the catalogue: session and basket, and what stands at the end of every fallback chain. */
const HOUSE: StrategyEntry[] = [
  house('session_next', 'seqmodel(item)@session', ['H', 'P', 'C', 'A'], 'Ihr nächster Schritt', 'Your next step'),
  house('session_need', 'pop(view)@need@session', ['H', 'P', 'C', 'A'], 'Passend zu Ihrem Besuch', 'Fits your visit'),
  house('cart_rest', 'co(cart>cart)@cart^cp', ['K'], 'Oft zusammen im Warenkorb', 'Often in the same basket'),
  house(
    'from_range',
    'rand(range)@site',
    ['H', 'C', 'P', 'K', 'S', '0', 'E', 'A', 'T', 'R', 'B', 'V'],
    'Aus unserem Sortiment',
    'From our range',
  ),
];

function house(id: string, expr: string, contexts: string[], de: string, en: string): StrategyEntry {
  return { id, family: 'X', familyName: 'House', expr, contexts, message: { de, en } };
}

/** Parses one entry; throws with the position when the expression is wrong (a merchant's draft is parsed with `parseStrategy` instead). */
export function nameStrategy(entry: StrategyEntry): NamedStrategy {
  const parsed = parseStrategy(entry.expr);
  if (!parsed.ok) throw new SyntaxError(`Strategy ${entry.id}: ${parsed.message}`);
  return { ...entry, ast: parsed.strategy };
}

export const STRATEGIES: ReadonlyMap<string, NamedStrategy> = new Map(
  [...(catalogue as StrategyEntry[]), ...HOUSE].map((entry) => [entry.id, nameStrategy(entry)]),
);
