// Neighbours of an article or a search term as the engine asks for them.
import type { Models, Neighbour } from '@faden/engine';
import { type Columns, normalisedTerm } from '../../evidence/index.ts';
import { canonical } from './needed.ts';
import { type PairTable, rowOf } from './pair-table.ts';
import { byScope } from './scopes.ts';
import { type Spelling, spellingOf, termsLike } from './spelling.ts';
import type { CrowdTables } from './train.ts';

type Answers = Pick<Models, 'together' | 'followed' | 'substitutes' | 'complements' | 'searched'>;

/** Lists kept at most. */
const mostKept = 4_096;
/** Terms written alike that are asked along. */
const nearTerms = 10;
const spelledTerms = 3_000;

export function pairAnswers(tables: CrowdTables, columns: Columns): Answers {
  const kept = new Map<string, readonly Neighbour[]>();
  const narrow = new Map(Object.entries(tables.narrow).map(([pair, cells]) => [pair, byScope(cells, columns, tables.groups)]));
  const of = (key: string, limit: number, make: () => readonly Neighbour[]): readonly Neighbour[] => {
    let list = kept.get(key);
    if (list === undefined) {
      list = make();
      if (kept.size >= mostKept) kept.delete(kept.keys().next().value as string);
      kept.set(key, list);
    }
    return list.length > limit ? list.slice(0, limit) : list;
  };
  const ofSku = (name: string, table: PairTable | undefined, sku: string, limit: number) =>
    of(`${name} ${sku}`, limit, () => neighboursAt(table, columns.skuCode(sku), columns));
  const searches = searchAnswers(tables, columns);
  return {
    together(asked, sku, limit, scope) {
      const pair = canonical(asked);
      const table = scope === undefined || scope === 'site' ? tables.together[pair] : narrow.get(pair)?.get(scope);
      return ofSku(`${pair} ${scope ?? ''}`, table, sku, limit);
    },
    followed: (asked, sku, limit) => ofSku(`seq ${asked}`, tables.followed[canonical(asked)], sku, limit),
    substitutes: (sku, limit) => ofSku('subst', tables.substitutes, sku, limit),
    complements: (sku, limit) => ofSku('compl', tables.complements, sku, limit),
    searched: (term, to, near, limit) => of(`search ${to} ${near} ${term}`, limit, () => searches(normalisedTerm(term), to, near)),
  };
}

function neighboursAt(table: PairTable | undefined, code: number | undefined, columns: Columns): Neighbour[] {
  const row = rowOf(table, code);
  if (!table || !row) return [];
  const skus = columns.skus();
  const found: Neighbour[] = [];
  for (let i = row[0]; i < row[1]; i++) {
    found.push({
      sku: skus[table.items[i] as number] as string,
      score: table.scores[i] as number,
      llr: table.llr[i] as number,
      lift: table.lift[i] as number,
      n: table.n[i] as number,
    });
  }
  return found.sort(inOrder);
}

const inOrder = (x: Neighbour, y: Neighbour) => y.score - x.score || (x.sku < y.sku ? -1 : 1);

function searchAnswers({ searches }: CrowdTables, columns: Columns) {
  let known: { codes: ReadonlyMap<string, number>; spelling: Spelling } | undefined;
  return (term: string, to: 'view' | 'buy', near: boolean): Neighbour[] => {
    if (!searches || term === '') return [];
    const names = columns.terms();
    known ??= knownTerms(searches, names);
    const table = searches[to];
    const own = neighboursAt(table, known.codes.get(term), columns);
    if (!near) return own;
    const best = new Map(own.map((one) => [one.sku, one]));
    for (const { code, alike } of termsLike(known.spelling, names, term).slice(0, nearTerms)) {
      for (const one of neighboursAt(table, code, columns)) {
        const score = alike * one.score;
        if (score > (best.get(one.sku)?.score ?? 0)) best.set(one.sku, { ...one, score });
      }
    }
    return [...best.values()].sort(inOrder);
  };
}

/** Terms that lead somewhere; the index of spellings is of those people search for most, so that making it takes a moment only. */
function knownTerms(searches: NonNullable<CrowdTables['searches']>, names: readonly string[]) {
  const weight = new Map<number, number>();
  for (const { keys, offsets, n } of [searches.view, searches.buy]) {
    for (let k = 0; k < keys.length; k++) {
      const key = keys[k] as number;
      weight.set(key, (weight.get(key) ?? 0) + (n[offsets[k] as number] as number));
    }
  }
  const codes = new Map([...weight.keys()].map((code) => [names[code] as string, code]));
  const often = [...weight].sort((x, y) => y[1] - x[1] || x[0] - y[0]).slice(0, spelledTerms);
  return {
    codes,
    spelling: spellingOf(
      names,
      often.map(([code]) => code),
    ),
  };
}
