// Offers the merchant makes: where, on which channels, from when to when.
import type { OfferInput } from '@faden/contract';
import type { Offer } from '@faden/engine';
import type { Bus } from '../../platform/bus/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database, Sql } from '../../platform/database/index.ts';
import { judgedOffer, offerOf } from './offer.ts';
import { allOffers, type OfferRow, upsertOffers } from './store.ts';

export { offersTags } from './data-tags.ts';
export { mountOffers } from './routes.ts';

export interface Offers {
  load(): Promise<void>;
  /** Creates or replaces; refuses (422) unreadable or empty validities and offers without the figure of their type. */
  put(tx: Sql, rows: readonly OfferInput[]): Promise<number>;
  refresh(): Promise<void>;
  /** All offers by id, past and future ones too; the array is replaced, never changed. */
  view(): readonly Offer[];
  /** As the merchant gave them, those that concern the store, sku and instant (epoch ms) where given. */
  given(filter: { store?: string | undefined; sku?: string | undefined; at?: number | undefined }): OfferInput[];
}

export function createOffers(needs: { database: Database; bus: Bus; clock: Clock }): Offers {
  const { database, bus, clock } = needs;
  let rows: readonly OfferRow[] = [];
  let offers: readonly Offer[] = [];

  const refresh = async () => {
    rows = await allOffers(database);
    offers = rows.map(offerOf);
  };
  return {
    async load() {
      await bus.follow(async (facts) => {
        if (facts.some((fact) => fact.topic === 'offers.changed')) await refresh();
      });
      await refresh();
    },
    async put(tx, inputs) {
      const last = [...new Map(inputs.map((input, index) => [input.id, judgedOffer(input, index)])).values()];
      if (last.length === 0) return 0;
      await upsertOffers(tx, last, clock.now());
      await bus.publish(tx, 'offers.changed', { ids: last.map((row) => row.body.id) });
      return inputs.length;
    },
    refresh,
    view: () => offers,
    given: ({ store, sku, at }) =>
      rows
        .filter(({ body, fromAt, untilAt }) => {
          if (store !== undefined && body.stores?.length && !body.stores.includes(store)) return false;
          if (sku !== undefined && !body.skus?.includes(sku)) return false;
          return at === undefined || (fromAt <= at && at < untilAt);
        })
        .map((row) => row.body),
  };
}
