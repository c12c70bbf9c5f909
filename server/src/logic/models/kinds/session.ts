// What comes next in a visit.
import { createSessionRanker, type SessionModel, trainSessions } from '@faden/engine';
import { columnKinds, type Frame, sessionsOf } from '../../evidence/index.ts';
import { type Kind, learntFrom } from '../kind.ts';
import { learnedOf } from './codes.ts';

const { view, cart, wish, scan, compare, buy } = columnKinds;

/** What was looked at, in order; what was put into the basket or bought counts as looked at where no view was told. */
function visitsOf(frame: Frame) {
  const { offsets, rows } = sessionsOf(frame, [view, cart, wish, scan, compare, buy]);
  const items = new Int32Array(rows.length);
  const starts = new Int32Array(offsets.length);
  const endsAt = new Float64Array(Math.max(0, offsets.length - 1));
  const seen = new Set<number>();
  let filled = 0;
  let visits = 0;
  for (let s = 0; s + 1 < offsets.length; s++) {
    seen.clear();
    const begun = filled;
    // A receipt alone is no visit: nobody walked from one of its articles to the next.
    if (!rows.subarray(offsets[s], offsets[s + 1]).some((row) => frame.kind[row] !== buy)) continue;
    for (let i = offsets[s] as number; i < (offsets[s + 1] as number); i++) {
      const row = rows[i] as number;
      const sku = frame.sku[row] as number;
      if (sku < 0 || (frame.kind[row] !== view && seen.has(sku))) continue;
      seen.add(sku);
      items[filled++] = sku;
    }
    if (filled === begun) continue;
    endsAt[visits] = frame.at[rows[(offsets[s + 1] as number) - 1] as number] as number;
    starts[++visits] = filled;
  }
  return {
    items: items.slice(0, filled),
    offsets: starts.slice(0, visits + 1),
    endsAt: endsAt.slice(0, visits),
    itemCount: frame.skuCount,
  };
}

export const session: Kind<SessionModel> = {
  id: 'session',
  text: { de: 'Nächster Artikel eines Besuchs', en: 'Next article of a visit' },
  minimum: 1_000,
  everyMs: 30 * 60_000,
  judgedBy: 'hr20',
  learn({ frame }, random) {
    const log = visitsOf(frame);
    if (log.items.length === 0) return undefined;
    return learntFrom(trainSessions(log, { random }), log.items.length);
  },
  answers(tables, { columns }) {
    const ranker = createSessionRanker(tables);
    return {
      nextItems(newestFirst, limit) {
        const prefix = new Int32Array(newestFirst.length);
        for (const [i, { sku }] of newestFirst.entries()) {
          const code = columns.skuCode(sku);
          prefix[newestFirst.length - 1 - i] = code === undefined || code >= tables.itemCount ? -1 : code;
        }
        return learnedOf(columns, ranker.next(prefix, limit));
      },
    };
  },
};
