// A strategy in English sentences, for the pages about the built-in ones. Unknown parts keep their own name, so nothing is left out.
import type { DecayNode, FilterNode, ScopeNode, SimpleStrategy, Strategy } from '@faden/engine';
import {
  AMONG,
  DUE,
  EVENTS,
  FITTED,
  OFFERS,
  OTHERS,
  OWN,
  PAIRS,
  type Phrases,
  RANKERS,
  RELATIONS,
  SEEDS,
  SIMILAR,
  WITHIN,
} from './strategy-phrases.ts';

const eventOf = (name: string): string => EVENTS[name] ?? name;
const days = (n: number | string): string => (Number(n) === 1 ? 'day' : `${n} days`);
const joined = (texts: readonly string[], last = 'and'): string =>
  texts.length < 2 ? (texts[0] ?? '') : `${texts.slice(0, -1).join(', ')} ${last} ${texts.at(-1)}`;

const scopeKey = ({ name, path }: ScopeNode): string => [name, ...path].join('.');
const seedOf = (node: SimpleStrategy): string =>
  node.scopes.map((scope) => SEEDS[scopeKey(scope)]).find((seed) => seed !== undefined) ?? 'the item at hand';

function source(node: SimpleStrategy): string {
  const [first = '', ...rest] = node.args;
  const seed = seedOf(node);
  const written = OTHERS[`${node.source}(${node.args.join(',')})`] ?? OTHERS[node.source];
  if (written) return written.replaceAll('SEED', seed);
  switch (node.source) {
    case 'pop':
      return `products most often ${eventOf(first)}`;
    case 'trend':
      return `products ${joined(first.split('+').map(eventOf), 'or')} clearly more than usual`;
    case 'new':
      return `products new in the last ${days(first)}`;
    case 'soon':
      return `products that come within ${days(first)}`;
    case 'back':
      return `products back in stock within the last ${days(first)}`;
    case 'low':
      return `products of which ${first} or fewer are left`;
    case 'mhd':
      return `products with ${days(first)} or less until their best-before date`;
    case 'drop':
      return `products that became cheaper within the last ${days(first)}`;
    case 'promo':
      return OFFERS[first] ?? `offers (${first})`;
    case 'co':
    case 'seq':
      return (PAIRS[first] ?? `products by ${first} with SEED`).replace('SEED', seed);
    case 'sim':
      return `products most similar to ${seed} in their ${SIMILAR[first] ?? first}`;
    case 'rel':
      return `${RELATIONS[first] ?? `${first} of`} ${seed}`;
    case 'hist':
      return `what the person ${OWN[first] ?? eventOf(first)}`;
    case 'due':
      return DUE[first] ?? `what is due (${first})`;
    default:
      return `${node.source}(${[first, ...rest].join(', ')})`;
  }
}

function within({ name, path, args }: ScopeNode, node: SimpleStrategy): string | undefined {
  if (name === 'near') return `within ${args[0] ?? 25} km`;
  if (name === 'band') return `at most ${args[0] ?? 20} % dearer or cheaper than the item at hand`;
  if (WITHIN[name] !== undefined && path.length === 0) return WITHIN[name] || undefined;
  const key = scopeKey({ name, path, args });
  const seed = SEEDS[key];
  if (seed !== undefined && (source(node).includes(seed) || SPOKEN_OF.has(node.source))) return undefined;
  return AMONG[key] ?? `among ${seed ?? key}`;
}

/** Their words say already what they start from. */
const SPOKEN_OF = new Set(['due', 'aff', 'variant']);

/** A window the source itself needs: how long ago the purchase may be, rather than how old the counts. */
const BY_OWN_TIME = new Set(['rel', 'content', 'hist']);

function faded(decay: DecayNode, node: SimpleStrategy): string {
  if (decay.kind === 'life') return 'All that ever happened counts';
  if (decay.kind === 'season') return 'The same time of last year counts, two weeks more or less';
  if (decay.kind === 'halfLife') return `What happened ${days(decay.days)} ago counts half`;
  return BY_OWN_TIME.has(node.source)
    ? `No longer than ${days(decay.days)} ago`
    : `Only the last ${days(decay.days)} count${decay.days === 1 ? 's' : ''}`;
}

const percent = (share: string): string => `${Math.round(Number(share) * 100)} %`;

/** What follows "only if". */
function condition({ name, args }: FilterNode): string {
  const [a = '', b = ''] = args;
  const known: Phrases = {
    'atp.store': 'available in this store',
    'atp.near': 'available in a store nearby',
    'atp.any': 'available anywhere',
    'price.min': `at ${percent(a)} of its price or more`,
    'price.max': `not dearer than €${a}`,
    'price.range': `at ${percent(a)} to ${percent(b)} of its price`,
    diffcat: 'from another category',
    otherbrand: 'of another brand',
    ownbrand: "of the retailer's own brand",
    rating: `rated ${a} stars or better`,
    size: 'there in the right size',
    compat: 'compatible',
    promise: Number(a) === 0 ? 'to be had today' : `delivered within ${Number(a) === 1 ? 'a day' : days(a)}`,
    betterlabel: 'labelled as using less energy',
    ageover: `${percent(a)} of the lifetime have passed`,
    subscribable: 'sold by subscription',
    newsince: 'new since the last visit',
    newcat: 'from a category new to the person',
  };
  return known[name] ?? `${name}${args.length > 0 ? ` (${args.join(', ')})` : ''}`;
}

/** Filters that look at the list rather than at one product. */
function limits({ name, args }: FilterNode): string | undefined {
  if (name === 'mmr') return 'Not too much alike';
  return name === 'per' ? `At most ${args[1] ?? 1} per ${args[0] === 'cat' || args[0] === undefined ? 'category' : args[0]}` : undefined;
}

function simple(node: SimpleStrategy): string {
  const places = node.scopes.map((scope) => within(scope, node)).filter((text) => text !== undefined);
  const conditions = node.filters.filter((filter) => limits(filter) === undefined).map(condition);
  const fitted = joined(node.personal.map((one) => FITTED[one] ?? one));
  const sentences = [
    [source(node), ...places].join(', '),
    node.decay && faded(node.decay, node),
    conditions.length > 0 ? `Only if ${joined(conditions)}` : undefined,
    ...node.filters.map(limits),
    node.ranker && capital(RANKERS[node.ranker] ?? `in the order ${node.ranker}`),
    fitted === '' ? undefined : `Lifted or lowered by how well it fits the ${fitted} of the person`,
  ];
  return sentences.filter((text) => text !== undefined).join('. ');
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

function clause(strategy: Strategy): string {
  switch (strategy.kind) {
    case 'simple':
      return simple(strategy);
    case 'ref':
      return `what \`${strategy.id}\` finds`;
    case 'then':
      return strategy.parts.map(clause).join('. Where that is not enough: ');
    case 'mix':
      return `in turn: ${strategy.parts.map((part) => `${part.weight} parts ${clause(part.strategy)}`).join('; ')}`;
  }
}

/** What a strategy answers, in English sentences. */
export function inPlainWords(strategy: Strategy): string {
  return `${capital(clause(strategy))}.`;
}
