// Learned tables for tests, from lists of articles: the first of a list is the best.
import type { Fading, Learned, Models, Neighbour } from '../world.ts';

type Lists = Readonly<Record<string, readonly string[]>>;

export interface ModelsInput {
  /** Key `event scope`, e.g. `buy store:st_hh`, or with its fading `buy site ~season`; skus best first. */
  popular?: Lists;
  /** Key `pair sku`, e.g. `view>view AC-SW14`, or with its scope `buy>buy AC-SW14 region:HH`; skus best first. */
  together?: Lists;
  /** Key `attribute needGroup`. */
  shares?: Record<string, Record<string, number>>;
  /** Key `pair sku`, e.g. `view>view.next AC-SW14`. */
  followed?: Lists;
  /** By sku. */
  substitutes?: Lists;
  complements?: Lists;
  /** Key `events scope`, e.g. `view+cart+buy site`. */
  trending?: Lists;
  /** Key `rate scope`, e.g. `buy/view cat:Laptops`. */
  rates?: Lists;
  /** Key `term to`, e.g. `laptop buy`; `near` looks for the term `~laptop`. */
  searched?: Lists;
  terms?: readonly string[];
  /** By the newest article of the session. */
  nextItems?: Lists;
  /** By any article of the basket; all lists follow one another. */
  completes?: Lists;
  nextBasket?: Lists;
  likedBy?: Lists;
  neighbours?: Lists;
  /** Needs after a need. */
  nextNeeds?: Lists;
}

/** Every learned table, empty. */
export const NOTHING_LEARNED: Omit<Models, 'version' | 'popular' | 'together' | 'marketShare'> = {
  followed: () => [],
  substitutes: () => [],
  complements: () => [],
  trending: () => [],
  rates: () => [],
  searched: () => [],
  trendingTerms: () => [],
  nextItems: () => [],
  completes: () => [],
  nextBasket: () => [],
  likedBy: () => [],
  likedByNeighbours: () => [],
  nextNeeds: () => [],
};

const fadingKey = (fading: Fading | undefined): string =>
  fading === undefined ? '' : 'days' in fading ? ` ~${fading.kind === 'window' ? 'w' : 'h'}${fading.days}` : ` ~${fading.kind}`;

function scored(list: readonly string[] | undefined, limit: number, top: number): { sku: string; score: number }[] {
  return (list ?? []).slice(0, limit).map((sku, i) => ({ sku, score: top / (i + 1) }));
}

function neighbours(list: readonly string[] | undefined, limit: number): Neighbour[] {
  return scored(list, limit, 0.5).map((one) => ({ ...one, llr: 20, lift: 3, n: 10 }));
}

/** The lists of several articles one after the other, each article once, with the one that named it first. */
function joined(lists: Lists, from: readonly string[], limit: number): Learned[] {
  const found = new Map<string, string>();
  for (const sku of from) for (const other of lists[sku] ?? []) if (!found.has(other)) found.set(other, sku);
  return [...found].slice(0, limit).map(([sku, because], i) => ({ sku, score: 1 / (i + 1), because }));
}

export function memoryModels(input: ModelsInput = {}): Models {
  const {
    popular = {},
    together = {},
    shares = {},
    nextItems = {},
    completes = {},
    nextBasket = {},
    likedBy = {},
    neighbours: alike = {},
  } = input;
  return {
    version: 'm1',
    // A season has a list of its own; other fadings fall back to the one list of the scope.
    popular(event, scope, limit, fading) {
      const own = popular[`${event} ${scope}${fadingKey(fading)}`];
      return scored(own ?? (fading?.kind === 'season' ? undefined : popular[`${event} ${scope}`]), limit, 100);
    },
    together: (pair, sku, limit, scope) => neighbours(together[scope === undefined ? `${pair} ${sku}` : `${pair} ${sku} ${scope}`], limit),
    followed: (pair, sku, limit) => neighbours(input.followed?.[`${pair} ${sku}`], limit),
    substitutes: (sku, limit) => neighbours(input.substitutes?.[sku], limit),
    complements: (sku, limit) => neighbours(input.complements?.[sku], limit),
    trending: (events, scope, _days, limit) => scored(input.trending?.[`${events} ${scope}`], limit, 9),
    rates: (rate, scope, limit) => scored(input.rates?.[`${rate} ${scope}`], limit, rate === 'stars' ? 5 : 0.9),
    searched: (term, to, near, limit) => neighbours(input.searched?.[`${near ? '~' : ''}${term} ${to}`], limit),
    trendingTerms: (_days, limit) => (input.terms ?? []).slice(0, limit).map((term, i) => ({ term, score: 9 / (i + 1) })),
    nextItems: (session, limit) => joined(nextItems, session[0] ? [session[0].sku] : [], limit),
    completes: (cart, limit) => joined(completes, cart, limit),
    nextBasket: (baskets, limit) => joined(nextBasket, baskets.flat().reverse(), limit),
    likedBy: (items, limit) =>
      joined(
        likedBy,
        items.map((one) => one.sku),
        limit,
      ),
    likedByNeighbours: (items, limit) =>
      joined(
        alike,
        items.map((one) => one.sku),
        limit,
      ),
    nextNeeds(needs, limit) {
      const found = [...new Set(needs.flatMap((need) => input.nextNeeds?.[need] ?? []))];
      return found.slice(0, limit).map((need, i) => ({ need, p: 0.5 / (i + 1) }));
    },
    marketShare(attribute, needGroup) {
      const known = shares[`${attribute} ${needGroup}`];
      return known && new Map(Object.entries(known));
    },
  };
}
