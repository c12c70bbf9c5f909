// What people like who like the same: collaborative filtering over what everybody known bought, put aside and looked at.
import { createTasteRanker, type TasteModel, trainTaste, type Weighted } from '@faden/engine';
import { bucketRows, columnKinds, type Frame, flags } from '../../evidence/index.ts';
import { type Kind, learntFrom } from '../kind.ts';
import { codesOf, learnedOf } from './codes.ts';

/** How much an interaction says about liking, per kind code. */
const says: Readonly<Record<number, number>> = {
  [columnKinds.buy]: 1,
  [columnKinds.wish]: 0.6,
  [columnKinds.cart]: 0.5,
  [columnKinds.scan]: 0.3,
  [columnKinds.view]: 0.2,
};
/** From so much on it was a choice rather than a look. */
const choosing = 0.5;
/** More of the same says no more than this. */
const mostSaid = 3;

function likings(frame: Frame, personOf: Int32Array) {
  const count = personOf.reduce((most, person) => Math.max(most, person + 1), 0);
  const { offsets, rows } = bucketRows(frame.length, count, (r) => {
    const known = says[frame.kind[r] as number] !== undefined && ((frame.flags[r] as number) & flags.anonymous) === 0;
    return known && (frame.sku[r] as number) >= 0 ? (personOf[frame.node[r] as number] as number) : -1;
  });
  const items: number[] = [];
  const weights: number[] = [];
  const people: number[] = [0];
  for (let p = 0; p < count; p++) {
    const own = new Map<number, number>();
    let chose = false;
    for (let i = offsets[p] as number; i < (offsets[p + 1] as number); i++) {
      const row = rows[i] as number;
      const sku = frame.sku[row] as number;
      chose ||= (says[frame.kind[row] as number] as number) >= choosing;
      own.set(sku, Math.min(mostSaid, (own.get(sku) ?? 0) + (says[frame.kind[row] as number] as number)));
    }
    // One article alone connects nothing, and who only looked around has not shown a taste.
    if (own.size < 2 || !chose) continue;
    for (const [sku, weight] of own) {
      items.push(sku);
      weights.push(weight);
    }
    people.push(items.length);
  }
  return { items: Int32Array.from(items), weights: Float32Array.from(weights), people: Int32Array.from(people) };
}

export const taste: Kind<TasteModel> = {
  id: 'taste',
  text: { de: 'Geschmack', en: 'Taste' },
  minimum: 1_000,
  everyMs: 7 * 24 * 3_600_000,
  judgedBy: 'ndcg20',
  learn({ frame, personOf }, random) {
    const { items, weights, people } = likings(frame, personOf);
    if (items.length === 0) return undefined;
    return learntFrom(trainTaste({ items, weights, people, itemCount: frame.skuCount }, { random }), items.length);
  },
  answers(tables, { columns }) {
    const ranker = createTasteRanker(tables);
    const asked = (given: readonly Weighted[]) => ({
      items: codesOf(
        columns,
        given.map((one) => one.sku),
      ),
      weights: Float32Array.from(given, (one) => one.weight),
    });
    return {
      likedBy(given, limit) {
        const { items, weights } = asked(given);
        return learnedOf(columns, ranker.liked(items, weights, limit));
      },
      likedByNeighbours(given, limit) {
        const { items, weights } = asked(given);
        return learnedOf(columns, ranker.neighbours(items, weights, limit));
      },
    };
  },
};
