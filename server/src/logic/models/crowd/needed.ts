// Which tables the strategies ask for: read off their expressions, so that nothing is counted in vain and nothing is missing.
import { type Fading, leavesOf, type NamedStrategy, type SimpleStrategy, type Strategy } from '@faden/engine';

export interface Needed {
  popular: { event: string; fading: Fading }[];
  /** Events joined by `+`, or `rank`; the long window is 14 short ones. */
  trends: { events: string; days: number }[];
  termTrends: number[];
  rates: Record<string, Fading>;
  /** Windows in days by pair. */
  together: Record<string, number>;
  followed: Record<string, number>;
  /** Pairs counted once more within each store, region or segment. */
  narrow: { pair: string; by: 'store' | 'region' | 'segment' }[];
  searchDays: number;
}

/** How the past fades where nobody says: these tables are always there. */
const usual: Record<string, number> = {
  view: 7,
  cart: 7,
  wish: 28,
  scan: 14,
  buy: 28,
  compare: 28,
  firstbuy: 90,
  giftbuy: 28,
  collect: 28,
};
export const usualFading = (event: string): Fading => ({ kind: 'halfLife', days: usual[event] ?? 28 });
/** Rules ask how often something happened within four weeks. */
const countedByRules = ['view', 'cart', 'wish', 'buy'];
const usualRates: Record<string, Fading> = {
  'buy/view': { kind: 'halfLife', days: 28 },
  'keep/buy': { kind: 'halfLife', days: 180 },
  stars: { kind: 'life' },
};
const usualTogether: Record<string, number> = {
  'view>view': 90,
  'view>buy': 90,
  'buy>buy': 180,
  'buy>buy.basket': 180,
  'storebuy>storebuy': 180,
  'cart>cart': 60,
};
const usualDays = 180;
/** Declared tables are bounded: each costs a pass over the log and memory of its own. */
const most = { popular: 40, trends: 24, pairs: 24 };

/** What the strategies need, the usual tables included; where two windows are asked for one table the wider one is counted. */
export function neededBy(strategies: Iterable<Pick<NamedStrategy, 'ast'>>, find: (id: string) => Strategy | undefined): Needed {
  const needed: Needed = {
    popular: [
      ...Object.keys(usual).map((event) => ({ event, fading: usualFading(event) })),
      ...countedByRules.map((event) => ({ event, fading: { kind: 'window' as const, days: 28 } })),
    ],
    trends: [],
    termTrends: [],
    rates: { ...usualRates },
    together: { ...usualTogether },
    followed: {},
    narrow: [],
    searchDays: usualDays,
  };
  for (const { ast } of strategies) for (const leaf of leavesOf(ast, find)) readers[leaf.source]?.(leaf, needed);
  return needed;
}

type Reader = (leaf: SimpleStrategy, needed: Needed) => void;
const readers: Readonly<Record<string, Reader | undefined>> = {
  pop({ args, decay }, { popular }) {
    const event = args[0] ?? 'buy';
    if (!(event in usual) || !decay || popular.length >= most.popular) return;
    if (!popular.some((one) => one.event === event && fadingKey(one.fading) === fadingKey(decay))) popular.push({ event, fading: decay });
  },
  trend({ args, decay }, { trends, termTrends }) {
    const [events, days] = [args[0] ?? 'buy', daysOf(decay, 7)];
    if (events === 'search') {
      if (!termTrends.includes(days) && termTrends.length < most.trends) termTrends.push(days);
    } else if (!trends.some((one) => one.events === events && one.days === days) && trends.length < most.trends)
      trends.push({ events, days });
  },
  rate({ args, decay }, { rates }) {
    const rate = args[0] ?? '';
    if (decay && rate in rates) rates[rate] = decay;
  },
  co(leaf, needed) {
    const pair = canonical(leaf.args[0] ?? '');
    widen(needed.together, pair, leaf.decay);
    for (const { name } of leaf.scopes)
      if (
        (name === 'store' || name === 'region' || name === 'segment') &&
        !needed.narrow.some((one) => one.pair === pair && one.by === name)
      )
        needed.narrow.push({ pair, by: name });
  },
  seq: (leaf, { followed }) => widen(followed, canonical(leaf.args[0] ?? ''), leaf.decay),
  search(leaf, needed) {
    needed.searchDays = Math.max(needed.searchDays, daysOf(leaf.decay, usualDays));
  },
};

/** `any*` means both channels, as the plain event does. */
export const canonical = (pair: string): string => pair.replaceAll('anybuy', 'buy');

function widen(windows: Record<string, number>, pair: string, decay: SimpleStrategy['decay']): void {
  if (!(pair in windows) && Object.keys(windows).length >= most.pairs) return;
  windows[pair] = Math.max(windows[pair] ?? 0, daysOf(decay, usualDays));
}

function daysOf(decay: SimpleStrategy['decay'], otherwise: number): number {
  if (decay?.kind === 'window') return decay.days;
  return decay?.kind === 'halfLife' ? 4 * decay.days : otherwise;
}

/** `h28`, `w7`, `season`, `life`. */
export function fadingKey(fading: Fading): string {
  if (fading.kind === 'season' || fading.kind === 'life') return fading.kind;
  return `${fading.kind === 'halfLife' ? 'h' : 'w'}${fading.days}`;
}
