// Counting everything the crowd says, from the interaction columns. Pure; runs on either side of the worker.
import { STRATEGIES } from '@faden/engine';
import { columnKinds, type Frame } from '../../evidence/index.ts';
import { complementsFrom, substitutesFrom } from './alike.ts';
import { rowTest } from './events.ts';
import { narrowTables } from './narrow.ts';
import { type Needed, neededBy } from './needed.ts';
import type { PairTable } from './pair-table.ts';
import { followedTable, type Ground, togetherTable } from './pairs.ts';
import { firstBuysOf, type Memberships, peopleOf } from './people.ts';
import { type PopularTable, popularTable, type Scoped, scopedRows } from './popularity.ts';
import { type RateTable, rateTable } from './rates.ts';
import { searchTables } from './searches.ts';
import { type RankTable, rankTable, type TermTrend, type TrendTable, termTrend, trendTable } from './trends.ts';
import { referenceOf } from './weights.ts';

export interface CrowdSettings {
  nowSeconds: number;
  /** What the strategies ask for; those of the catalogue unless told. */
  needed?: Needed | undefined;
  /** Segments and tiers by person number, where they are known. */
  groups?: Memberships | undefined;
}

/**
 * All of it is plain arrays and can be handed to another thread. Measured on a million interactions of every kind: 50,000 articles
 * 17 MB in 4 to 5 s of one core, 3,000 articles 3 MB in 3 to 4 s; 50 to 70 MB more while it counts.
 */
export interface CrowdTables {
  rows: number;
  skuCount: number;
  popular: PopularTable[];
  trends: TrendTable[];
  ranks: RankTable[];
  termTrends: TermTrend[];
  rates: RateTable[];
  /** By pair, as `view>buy`. */
  together: Record<string, PairTable>;
  /** By pair, then `place:3`, `region:1` or `group:2`. */
  narrow: Record<string, Record<string, PairTable>>;
  followed: Record<string, PairTable>;
  substitutes?: PairTable | undefined;
  complements?: PairTable | undefined;
  searches?: { view: PairTable; buy: PairTable } | undefined;
  /** Units sold per sku, unfaded. */
  units: Float64Array;
  /** Names of segments and tiers by code. */
  groups: readonly string[];
}

let usual: Needed | undefined;
const usualNeeded = (): Needed => (usual ??= neededBy(STRATEGIES.values(), (id) => STRATEGIES.get(id)?.ast));

export const emptyCrowd = (): CrowdTables => ({
  rows: 0,
  skuCount: 0,
  popular: [],
  trends: [],
  ranks: [],
  termTrends: [],
  rates: [],
  together: {},
  narrow: {},
  followed: {},
  units: new Float64Array(0),
  groups: [],
});

export function trainCrowd(frame: Frame, { nowSeconds, needed = usualNeeded(), groups }: CrowdSettings): CrowdTables {
  const people = peopleOf(frame, groups);
  const reference = referenceOf(frame, nowSeconds);
  let first: Uint8Array | undefined;
  const isBuy = (r: number) => frame.kind[r] === columnKinds.buy;
  const ground: Ground = { frame, people, reference, firstBuys: () => (first ??= firstBuysOf(frame, people, isBuy)) };
  return {
    ...emptyCrowd(),
    rows: frame.length,
    skuCount: frame.skuCount,
    groups: people.groups.names,
    units: unitsOf(frame),
    popular: popularTables(ground, needed),
    trends: needed.trends.filter((one) => one.events !== 'rank').map((one) => trendTable(frame, people, one.events, one.days, reference)),
    ranks: needed.trends.filter((one) => one.events === 'rank').map((one) => rankTable(frame, one.days, reference)),
    termTrends: needed.termTrends.map((days) => termTrend(frame, people, days, reference)),
    rates: Object.entries(needed.rates).map(([rate, fading]) => rateTable(frame, rate, fading, reference)),
    ...pairTables(ground, needed),
    searches: frame.termCount > 1 ? searchTables(ground, needed.searchDays) : undefined,
  };
}

function popularTables({ frame, people, reference, firstBuys }: Ground, { popular }: Needed): PopularTable[] {
  const scoped = new Map<string, Scoped>();
  return popular.flatMap(({ event, fading }) => {
    let rows = scoped.get(event);
    if (!rows) {
      const wanted = rowTest(frame, event, firstBuys);
      if (!wanted) return [];
      rows = scopedRows(frame, people, event, wanted);
      scoped.set(event, rows);
    }
    return rows.rows.length > 0 ? [popularTable(frame, people, event, fading, rows, reference)] : [];
  });
}

type Pairs = Pick<CrowdTables, 'together' | 'narrow' | 'followed' | 'substitutes' | 'complements'>;

function pairTables(ground: Ground, needed: Needed): Pairs {
  const made: Pairs = { together: {}, narrow: {}, followed: {} };
  const views = togetherTable(ground, 'view>view', needed.together['view>view'] ?? 90);
  const substitutes = views && substitutesFrom(views);
  for (const [pair, days] of Object.entries(needed.together)) {
    const table =
      pair === 'view>view' ? views : togetherTable(ground, pair, days, undefined, pair === 'buy>buy' ? substitutes?.look : undefined);
    if (table) made.together[pair] = table;
  }
  for (const { pair, by } of needed.narrow)
    made.narrow[pair] = { ...made.narrow[pair], ...narrowTables(ground, pair, by, needed.together[pair] ?? 180) };
  for (const [pair, days] of Object.entries(needed.followed)) {
    const table = followedTable(ground, pair, days);
    if (table) made.followed[pair] = table;
  }
  const buys = made.together['buy>buy'];
  return { ...made, substitutes: substitutes?.done(), complements: buys && views ? complementsFrom(buys, views) : undefined };
}

function unitsOf(frame: Frame): Float64Array {
  const units = new Float64Array(frame.skuCount);
  for (let r = 0; r < frame.length; r++) if (frame.kind[r] === columnKinds.buy) units[frame.sku[r] as number]! += frame.units[r] as number;
  return units;
}
