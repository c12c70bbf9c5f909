// What completes a basket: learned from all receipts and orders, known buyer or not.
import { type CompletionModel, createCompletionRanker, trainCompletion } from '@faden/engine';
import { type Kind, learntFrom } from '../kind.ts';
import { basketsOf } from './baskets.ts';
import { codesOf, learnedOf } from './codes.ts';

export const completion: Kind<CompletionModel> = {
  id: 'completion',
  text: { de: 'Was zum Warenkorb fehlt', en: 'What completes a basket' },
  minimum: 1_000,
  everyMs: 24 * 3_600_000,
  judgedBy: 'hr20',
  learn({ frame, personOf }, random) {
    const { items, offsets, at } = basketsOf(frame, personOf);
    if (items.length === 0) return undefined;
    return learntFrom(trainCompletion({ items, baskets: offsets, at, itemCount: frame.skuCount }, { random }), items.length);
  },
  answers(tables, { columns }) {
    const ranker = createCompletionRanker(tables);
    return { completes: (cart, limit) => learnedOf(columns, ranker.complete(codesOf(columns, cart), limit)) };
  },
};
