// The next basket of a customer.
import { type BasketModel, createBasketRanker, trainBaskets } from '@faden/engine';
import { type Kind, learntFrom } from '../kind.ts';
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
    return learntFrom(trainBaskets({ items, baskets, customers, at, itemCount: frame.skuCount }, { random }), items.length);
  },
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
