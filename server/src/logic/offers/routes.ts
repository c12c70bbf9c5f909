// Offers over HTTP.
import { getOffer, getOffers, putOffers } from '@faden/contract';
import type { Bus } from '../../platform/bus/index.ts';
import type { Database } from '../../platform/database/index.ts';
import { type Http, invalid, notFound } from '../../platform/http/index.ts';
import { parseInstant } from '../../platform/zone.ts';
import type { Offers } from './index.ts';

export function mountOffers(http: Http, offers: Offers, needs: { database: Database; bus: Bus }): void {
  http.on(putOffers, async ({ body }) => {
    const stored = await needs.database.transaction((tx) => offers.put(tx, body));
    await offers.refresh();
    needs.bus.poke();
    return { stored };
  });
  http.on(getOffers, ({ query }) => {
    const at = query.at === undefined ? undefined : parseInstant(query.at, 'Europe/Berlin');
    if (query.at !== undefined && at === undefined) throw invalid('at', 'is neither a day nor an ISO 8601 instant with zone');
    return { items: offers.given({ store: query.store, sku: query.sku, at }) };
  });
  http.on(getOffer, ({ params }) => {
    const offer = offers.given({}).find((row) => row.id === params.id);
    if (!offer) throw notFound(`offer ${params.id}`);
    return offer;
  });
}
