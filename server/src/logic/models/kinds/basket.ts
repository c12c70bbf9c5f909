// The next basket of a customer.
import { type BasketModel, basketBuffers, createBasketRanker, trainBaskets } from '@faden/engine';
import type { Kind } from '../kind.ts';
import { basketsOf, historiesOf } from './baskets.ts';
import { codesOf, learnedOf } from './codes.ts';

export const basket: Kind<BasketModel> = {
  id: 'basket',
  text: { de: 'Nächster Einkauf eines Kunden', en: 'Next basket of a customer' },
  minimum: 1_000,
  everyMs: 6 * 3_600_000,
  judgedBy: 'recall10',
  learn({ frame, personOf }, random) {
    const { items, baskets, customers, at } = historiesOf(basketsOf(frame, personOf));
    if (items.length === 0) return undefined;
    const tables = trainBaskets({ items, baskets, customers, at, itemCount: frame.skuCount }, { random });
    const { validation, parameters, bytes } = tables;
    return { tables, rows: items.length, validation: { ...validation }, parameters, bytes };
  },
  buffers: basketBuffers,
  answers(tables, { columns }) {
    const ranker = createBasketRanker(tables);
    return {
      nextBasket: (baskets, limit) =>
        learnedOf(
          columns,
          ranker.next(
            baskets.map((one) => codesOf(columns, one)),
            limit,
          ),
        ),
    };
  },
};
