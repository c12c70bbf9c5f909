// Where the retailer is: stores, warehouses, the web shop, their zones and opening hours.
import type { PlaceInput } from '@faden/contract';
import type { Place } from '@faden/engine';
import type { Bus } from '../../platform/bus/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database, Sql } from '../../platform/database/index.ts';
import { invalid } from '../../platform/http/index.ts';
import { isZone } from '../../platform/zone.ts';
import { closingOfNextOpeningDay, defaultZone, type Opening, openingRefusal } from './opening.ts';
import { allPlaces, placeById, upsertPlaces } from './store.ts';

export { placesTags } from './data-tags.ts';
export { mountPlaces } from './routes.ts';

/** A place as the engine knows it, with the rest of what the retailer said. */
export interface PlaceView extends Place {
  opening?: Opening;
  address?: PlaceInput['address'];
}

export interface Places {
  /** Reads all places and follows changes of other nodes. */
  load(): Promise<void>;
  /** Creates or replaces; refuses (422) unknown zones and hours. Visible in memory after `refresh` or, on other nodes, when the fact arrives. */
  put(tx: Sql, rows: readonly PlaceInput[]): Promise<number>;
  refresh(): Promise<void>;
  get(id: string): PlaceView | undefined;
  /** Like `get`, but asks the database when memory does not know it: for writes right after a place was made. */
  find(sql: Sql, id: string): Promise<PlaceView | undefined>;
  /** Sorted by id. */
  list(): readonly PlaceView[];
  /** As the retailer gave them, sorted by id. */
  given(): readonly PlaceInput[];
  /** Closing time (epoch ms) of the next day after `from` on which the place opens; the end of the next day where hours are unknown. */
  nextClosing(id: string, from: number): number;
}

export function createPlaces(needs: { database: Database; bus: Bus; clock: Clock }): Places {
  const { database, bus, clock } = needs;
  let given: readonly PlaceInput[] = [];
  let list: readonly PlaceView[] = [];
  let byId = new Map<string, PlaceView>();

  const refresh = async () => {
    given = await allPlaces(database);
    list = given.map(viewOf);
    byId = new Map(list.map((place) => [place.id, place]));
  };
  return {
    async load() {
      await bus.follow(async (facts) => {
        if (facts.some((fact) => fact.topic === 'places.changed')) await refresh();
      });
      await refresh();
    },
    async put(tx, rows) {
      rows.forEach(judge);
      const last = new Map(rows.map((row) => [row.id, row]));
      if (last.size === 0) return 0;
      await upsertPlaces(tx, [...last.values()], clock.now());
      await bus.publish(tx, 'places.changed', { ids: [...last.keys()] });
      return rows.length;
    },
    refresh,
    get: (id) => byId.get(id),
    async find(sql, id) {
      const known = byId.get(id);
      if (known) return known;
      const row = await placeById(sql, id);
      return row && viewOf(row);
    },
    list: () => list,
    given: () => given,
    nextClosing(id, from) {
      const place = byId.get(id);
      return closingOfNextOpeningDay(place?.opening, place?.timeZone ?? defaultZone, from);
    },
  };
}

function judge(row: PlaceInput, index: number): void {
  if (row.timeZone !== undefined && !isZone(row.timeZone)) throw invalid(`${index}.timeZone`, 'is not an IANA time zone');
  const wrong = row.opening && openingRefusal(row.opening);
  if (wrong) throw invalid(`${index}.opening.${wrong}`, 'is not a pair of times, earlier first');
}

function viewOf(row: PlaceInput): PlaceView {
  const { id, kind, name, region, geo, opening, address } = row;
  return {
    id,
    kind,
    name,
    timeZone: row.timeZone ?? defaultZone,
    ...(region === undefined ? {} : { region }),
    ...(geo === undefined ? {} : { geo: { lat: geo.lat, lon: geo.lon } }),
    ...(opening === undefined ? {} : { opening }),
    ...(address === undefined ? {} : { address }),
  };
}
