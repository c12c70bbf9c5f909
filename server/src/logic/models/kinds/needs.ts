// Which need group a customer buys from next.
import { bytesIn, createNeedRanker, type NeedModel, trainNeeds } from '@faden/engine';
import type { Kind } from '../kind.ts';
import { basketsOf, historiesOf } from './baskets.ts';

export const needs: Kind<NeedModel> = {
  id: 'needs',
  text: { de: 'Nächster Bedarf', en: 'Next need' },
  minimum: 1_000,
  everyMs: 24 * 3_600_000,
  judgedBy: 'mrr',
  learn({ frame, personOf, needOf, needCount }) {
    const { items, baskets, customers, at, persons } = historiesOf(basketsOf(frame, personOf));
    const rows: { person: number; need: number; at: number }[] = [];
    for (let c = 0; c + 1 < customers.length; c++)
      for (let b = customers[c] as number; b < (customers[c + 1] as number); b++)
        for (let i = baskets[b] as number; i < (baskets[b + 1] as number); i++) {
          const need = needOf[items[i] as number] as number;
          if (need >= 0) rows.push({ person: persons[c] as number, need, at: at[b] as number });
        }
    if (rows.length === 0) return undefined;
    const tables = trainNeeds({
      persons: Int32Array.from(rows, (row) => row.person),
      needs: Int32Array.from(rows, (row) => row.need),
      at: Float64Array.from(rows, (row) => row.at),
      needCount,
    });
    const { check, prior, transitions } = tables;
    return {
      tables,
      rows: rows.length,
      validation: { recall3: check.recall3, mrr: check.mrr, popularityMrr: check.popularityMrr, predictions: check.transitions },
      parameters: { backOff: tables.backOff, transitions, uses: prior ? 'popularity' : 'transitions' },
      bytes: bytesIn(tables),
    };
  },
  answers(tables, { needs: names }) {
    const ranker = createNeedRanker(tables);
    const codes = new Map(names.map((name, code) => [name, code]));
    return {
      nextNeeds: (given, limit) =>
        ranker
          .next(
            given.map((need) => codes.get(need) ?? -1),
            limit,
          )
          .flatMap(({ need, p }) => {
            const name = names[need];
            return name === undefined ? [] : [{ need: name, p }];
          }),
    };
  },
};
