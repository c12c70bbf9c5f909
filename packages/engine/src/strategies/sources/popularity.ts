// What the crowd does: decayed counts, rates and rises per scope, with back-off to the wider scope when a cell is empty.
import type { Situation } from '../../situation.ts';
import type { SimpleStrategy } from '../ast.ts';
import { best, type Candidate, hasScope, MAX_CANDIDATES, type ReasonCode, type Source, type Why } from '../candidate.ts';
import { type Cell, cellsOf, SITE } from '../cells.ts';
import { cuttingScopes, isInScopes } from '../scopes.ts';

const EVENTS: ReadonlySet<string> = new Set(['buy', 'view', 'cart', 'wish', 'scan', 'compare', 'firstbuy', 'giftbuy', 'collect']);

type Scored = { sku: string; score: number };

/** The lists of a cell added up, only what lies inside the strategy's scopes. */
function listOf(cell: Cell, node: SimpleStrategy, s: Situation, read: (key: string) => readonly Scored[]): readonly Scored[] {
  const sums = new Map<string, number>();
  const alone = cell.parts.length === 1;
  for (const { key, weight } of cell.parts)
    if (!alone) for (const { sku, score } of read(key)) sums.set(sku, (sums.get(sku) ?? 0) + weight * score);
  const list = alone ? read(cell.parts[0]!.key) : [...sums].map(([sku, score]) => ({ sku, score }));
  return cuttingScopes(node).length === 0 ? list : list.filter(({ sku }) => isInScopes(node, sku, s));
}

/** The category the page is about, wherever the counts come from. */
const aboutOf = (node: SimpleStrategy, s: Situation): Cell['about'] =>
  hasScope(node, 'cat') && s.category !== undefined
    ? { category: s.category }
    : hasScope(node, 'parent') && s.parentCategory !== undefined
      ? { category: s.parentCategory }
      : {};

/** Candidates of the first cell that has any. */
function fromCells(
  cells: readonly Cell[],
  node: SimpleStrategy,
  s: Situation,
  read: (key: string) => readonly Scored[],
  codeOf: (cell: Cell) => ReasonCode,
): Candidate[] {
  for (const cell of cells) {
    const list = listOf(cell, node, s, read);
    if (list.length === 0) continue;
    const why: Why = { code: codeOf(cell), ...aboutOf(node, s), ...cell.about };
    const found = list.map(({ sku, score }): Candidate => ({ sku, score, why: [why] }));
    return cell.parts.length === 1 ? found.slice(0, MAX_CANDIDATES) : best(found);
  }
  return [];
}

const BY_EVENT: Readonly<Partial<Record<string, ReasonCode>>> = {
  view: 'MUCH_VIEWED',
  scan: 'MUCH_VIEWED',
  compare: 'MUCH_VIEWED',
  cart: 'CARTED',
  wish: 'WISHED',
  firstbuy: 'STARTER',
  giftbuy: 'GIFT',
};
const BY_CELL: Readonly<Partial<Record<Cell['kind'], ReasonCode>>> = {
  near: 'POPULAR_NEAR',
  store: 'POPULAR_STORE',
  region: 'POPULAR_REGION',
  segment: 'POPULAR_SEGMENT',
  tier: 'POPULAR_TIER',
  need: 'POPULAR_CAT',
};

/** A category the page is about is said even where the counts come from a wider cell: the list was cut to it. */
function popularCode(node: SimpleStrategy, cell: Cell, s: Situation): ReasonCode {
  const event = node.args[0] ?? 'buy';
  if (cell.kind === 'store' && event === 'scan') return 'SCANNED_STORE';
  if (cell.kind === 'store' && event === 'collect') return 'COLLECTED';
  if (BY_EVENT[event] && cell.kind !== 'need') return BY_EVENT[event];
  if (node.decay?.kind === 'season') return 'SEASON';
  const aboutCategory = (hasScope(node, 'cat') && s.category) || (hasScope(node, 'parent') && s.parentCategory);
  return BY_CELL[cell.kind] ?? (aboutCategory ? 'POPULAR_CAT' : 'POPULAR_SITE');
}

export const pop: Source = {
  key: 'pop',
  text: { de: 'Beliebt', en: 'Popular' },
  personal: false,
  unready: (node) => (EVENTS.has(node.args[0] ?? '') ? undefined : `pop(${node.args[0]})`),
  retrieve(node, s) {
    // A need is never served from the whole site: its list stays its own. The season belongs to its own year.
    const wide = hasScope(node, 'need') || hasScope(node, 'site') ? [] : [SITE];
    const read = (key: string) => s.models.popular(node.args[0]!, key, MAX_CANDIDATES, node.decay);
    return fromCells([...cellsOf(node, s), ...wide], node, s, read, (cell) => popularCode(node, cell, s));
  },
};

const RATES: Readonly<Record<string, ReasonCode>> = { 'buy/view': 'CONVINCES', 'keep/buy': 'KEPT', stars: 'RATED' };

export const rate: Source = {
  key: 'rate',
  text: { de: 'Quote', en: 'Rate' },
  personal: false,
  unready: (node) => (RATES[node.args[0] ?? ''] ? undefined : `rate(${node.args[0]})`),
  retrieve(node, s) {
    const name = node.args[0]!;
    const read = (key: string) => s.models.rates(name, key, MAX_CANDIDATES);
    const found = fromCells([...cellsOf(node, s), SITE], node, s, read, () => RATES[name]!);
    return name === 'stars' ? found.map((candidate) => ({ ...candidate, rating: candidate.score })) : found;
  },
};

const TREND_CELLS: Readonly<Partial<Record<Cell['kind'], ReasonCode>>> = { store: 'TREND_STORE', region: 'TREND_REGION' };
const TERMS = 10;

/** Articles of the terms searched more than usual: what was bought after them, else what the search finds. */
function forTerms(days: number, s: Situation): Candidate[] {
  const found = new Map<string, Candidate>();
  for (const { term, score } of s.models.trendingTerms(days, TERMS)) {
    const chosen = s.models.searched(term, 'buy', false, TERMS).map((one) => one.sku);
    for (const [i, sku] of (chosen.length > 0 ? chosen : s.search(term, TERMS)).entries())
      if (!found.has(sku)) found.set(sku, { sku, score: score / (i + 1), why: [{ code: 'SEARCHED_NOW', item: term }] });
  }
  return best(found.values());
}

export const trend: Source = {
  key: 'trend',
  text: { de: 'Im Trend', en: 'Trending' },
  personal: false,
  unready: (node) => (node.args.length === 1 ? undefined : 'trend()'),
  retrieve(node, s) {
    const events = node.args[0]!;
    const days = node.decay && 'days' in node.decay ? node.decay.days : 7;
    if (events === 'search') return forTerms(days, s);
    const read = (key: string) => s.models.trending(events, key, days, MAX_CANDIDATES);
    // What rises everywhere rises inside a category or a brand, too; a store or a region has its own.
    const wide = cuttingScopes(node).length === node.scopes.length ? [SITE] : [];
    const named = cellsOf(node, s).filter((cell) => cell.kind !== 'region' || hasScope(node, 'region'));
    return fromCells([...named, ...wide], node, s, read, (cell) => (events === 'rank' ? 'RISING' : (TREND_CELLS[cell.kind] ?? 'TREND')));
  },
};
