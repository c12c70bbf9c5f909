// Places over HTTP.
import { getPlace, getPlaces, putPlaces } from '@faden/contract';
import type { Bus } from '../../platform/bus/index.ts';
import type { Database } from '../../platform/database/index.ts';
import type { Http } from '../../platform/http/index.ts';
import { notFound } from '../../platform/http/index.ts';
import type { Places } from './index.ts';

export function mountPlaces(http: Http, places: Places, needs: { database: Database; bus: Bus }): void {
  http.on(putPlaces, async ({ body }) => {
    const stored = await needs.database.transaction((tx) => places.put(tx, body));
    await places.refresh();
    needs.bus.poke();
    return { stored };
  });
  http.on(getPlaces, () => ({ items: places.given() }));
  http.on(getPlace, ({ params }) => {
    const place = places.given().find((row) => row.id === params.id);
    if (!place) throw notFound(`place ${params.id}`);
    return place;
  });
}
