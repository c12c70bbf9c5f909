// Popularity, rates and trends as the engine asks for them.
import { type Catalogue, countBelow, type Fading, type Models } from '@faden/engine';
import type { Columns } from '../../evidence/index.ts';
import { leastBuyers } from './events.ts';
import { fadingKey, usualFading } from './needed.ts';
import type { Cell, PopularTable } from './popularity.ts';
import { byScope, byScore, keptLists, largeScope, liesIn, rankedWithin, type Scored } from './scopes.ts';
import type { CrowdTables } from './train.ts';
import type { RankTable, TrendTable } from './trends.ts';

type Answers = Pick<Models, 'popular' | 'rates' | 'trending' | 'trendingTerms'>;

/** Places won count from here. */
const wonFrom = 2;
const mostChosen = 200;

export function popularAnswers(tables: CrowdTables, columns: Columns, catalogue: () => Catalogue): Answers {
  const keep = keptLists<Scored>(catalogue);
  /** By table, named when first asked. */
  const cells = new Map<PopularTable | TrendTable, Map<string, Cell>>();
  /** The table that answers for an event and a fading. */
  const chosen = new Map<string, PopularTable | undefined>();
  const cellOf = (table: PopularTable | TrendTable, scope: string): Scored[] => {
    let named = cells.get(table);
    if (!named) {
      named = byScope(table.cells, columns, tables.groups);
      cells.set(table, named);
    }
    return scoredOf(named.get(scope), columns);
  };
  return {
    popular(event, scope, limit, fading) {
      const wanted = fading ?? usualFading(event);
      const name = `${event} ${fadingKey(wanted)}`;
      if (!chosen.has(name) && chosen.size < mostChosen) chosen.set(name, nearestFading(tables.popular, event, wanted));
      const table = chosen.get(name);
      if (!table) return [];
      return keep(`${name} ${scope}`, scope, limit, (inside, most) => {
        if (scope !== 'site' && !inside) return cellOf(table, scope);
        if (inside && table.buyers && !enoughBuyers(table.buyers, inside, columns)) return [];
        return rankedWithin(table, columns, catalogue(), scope, inside, most);
      });
    },
    rates(rate, scope, limit) {
      const table = tables.rates.find((one) => one.rate === rate);
      return table
        ? keep(`${rate} ${scope}`, scope, limit, (inside, most) => rankedWithin(table, columns, catalogue(), scope, inside, most))
        : [];
    },
    trending(events, scope, windowDays, limit) {
      const key = `trend ${events} ${windowDays} ${scope}`;
      if (events === 'rank') {
        const ranks = nearestDays(tables.ranks, windowDays);
        return ranks ? keep(key, scope, limit, (inside, most) => placesWon(ranks, columns, catalogue(), scope, inside).slice(0, most)) : [];
      }
      const table = nearestDays(
        tables.trends.filter((one) => one.events === events),
        windowDays,
      );
      if (!table) return [];
      return keep(key, scope, limit, (inside) => {
        if (scope === 'site') return scoredOf(table.site, columns);
        if (!inside) return cellOf(table, scope);
        return scoredOf(table.site, columns).filter(({ sku }) => liesIn(catalogue().product(sku), scope));
      });
    },
    trendingTerms(windowDays, limit) {
      const table = nearestDays(tables.termTrends, windowDays);
      if (!table) return [];
      const names = columns.terms();
      return [...table.terms.subarray(0, limit)].map((code, i) => ({ term: names[code] as string, score: table.scores[i] as number }));
    },
  };
}

function scoredOf(cell: Cell | undefined, columns: Columns): Scored[] {
  if (!cell) return [];
  const skus = columns.skus();
  const list = [...cell.items].map((code, i) => ({ sku: skus[code] as string, score: cell.scores[i] as number }));
  return list.filter((one) => one.score > 0).sort(byScore);
}

/** Whether at least five different people bought something of these. */
function enoughBuyers(buyers: Int32Array, inside: readonly string[], columns: Columns): boolean {
  const seen = new Set<number>();
  for (const sku of inside) {
    const code = columns.skuCode(sku);
    if (code === undefined) continue;
    for (let k = leastBuyers * code; k < leastBuyers * (code + 1) && buyers[k]; k++) seen.add(buyers[k] as number);
    if (seen.size >= leastBuyers) return true;
  }
  return false;
}

/** The table counted with this fading, or of the same event the one whose memory is most alike; a season has no likeness. */
function nearestFading(all: readonly PopularTable[], event: string, wanted: Fading): PopularTable | undefined {
  const own = all.filter((one) => one.event === event);
  const exact = own.find((one) => fadingKey(one.fading) === fadingKey(wanted));
  if (exact || wanted.kind === 'season') return exact;
  const distance = (one: PopularTable) => Math.abs(Math.log(meanAge(one.fading) / meanAge(wanted)));
  return own.filter((one) => one.fading.kind !== 'season').sort((x, y) => distance(x) - distance(y))[0];
}

/** Mean age in days of what counts, for steady traffic. */
function meanAge(fading: Fading): number {
  if (fading.kind === 'halfLife') return fading.days / Math.LN2;
  return fading.kind === 'window' ? fading.days / 2 : 3_650;
}

function nearestDays<T extends { days: number }>(all: readonly T[], days: number): T | undefined {
  return [...all].sort((x, y) => Math.abs(Math.log(x.days / days)) - Math.abs(Math.log(y.days / days)))[0];
}

/** Places an article won inside the scope since the time before; in a very large one those it won in the whole range. */
function placesWon(
  ranks: RankTable,
  columns: Columns,
  catalogue: Catalogue,
  scope: string,
  inside: readonly string[] | undefined,
): Scored[] {
  if (scope !== 'site' && !inside) return [];
  const skus = columns.skus();
  const own = inside && inside.length <= largeScope ? knownCodes(inside, columns, ranks.now.length) : undefined;
  const among = (places: Int32Array) => {
    if (!own) return (code: number) => places[code] as number;
    const sorted = Int32Array.from(own, (code) => places[code] as number).sort();
    return (code: number) => countBelow(sorted, places[code] as number);
  };
  const [now, before] = [among(ranks.now), among(ranks.before)];
  const list: Scored[] = [];
  for (const code of ranks.busy) {
    const sku = skus[code] as string;
    if (inside && !liesIn(catalogue.product(sku), scope)) continue;
    const score = before(code) - now(code);
    if (score >= wonFrom) list.push({ sku, score });
  }
  return list.sort(byScore);
}

function knownCodes(skus: readonly string[], columns: Columns, below: number): number[] {
  return skus.flatMap((sku) => columns.skuCode(sku) ?? []).filter((code) => code < below);
}
