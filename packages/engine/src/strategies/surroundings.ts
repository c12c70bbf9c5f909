// Where and when a decision is asked: stores in reach, the region, the hour, the occasion.
import { localDay } from '../maths/calendar.ts';
import type { Availability, Editorial, Instant, Place, Purchase, SituationMap, Stock, Text } from '../world.ts';

export interface NearStore {
  place: Place;
  km: number;
}

const EARTH_KM = 6371;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Great-circle distance in km (haversine). */
function kmBetween(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  const lat = Math.sin(radians(b.lat - a.lat) / 2) ** 2;
  const lon = Math.sin(radians(b.lon - a.lon) / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.sqrt(lat + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * lon));
}

export interface Origin {
  geo?: { lat: number; lon: number } | null;
  /** The store the request comes from; it is in reach whether its place on earth is known or not. */
  place: Place | undefined;
}

/** Stores within `km`, nearest first. */
export function storesNear(stock: Stock, { geo, place }: Origin, km: number): NearStore[] {
  const from = geo ?? place?.geo;
  const found: NearStore[] = [];
  for (const store of stock.places()) {
    if (store.kind !== 'store') continue;
    const away = store.id === place?.id && !geo ? 0 : from && store.geo ? kmBetween(from, store.geo) : undefined;
    if (away !== undefined && away <= km) found.push({ place: store, km: away });
  }
  return found.sort((a, b) => a.km - b.km || (a.place.id < b.place.id ? -1 : 1));
}

/** The nearest of these stores that has the article. */
export function availableNear(
  sku: string,
  stores: readonly NearStore[],
  inStore: (sku: string, placeId: string) => Availability,
): Availability | undefined {
  for (const { place } of stores) {
    const found = inStore(sku, place.id);
    if (found.atp >= 1) return { ...found, nearby: true };
  }
  return undefined;
}

/** Region of the store, else of the nearest one, else of where the person shopped last. */
export function regionOf(stock: Stock, origin: Origin, purchases: readonly Purchase[]): string | undefined {
  if (origin.place?.region !== undefined) return origin.place.region;
  const near = origin.geo ? storesNear(stock, origin, 100)[0]?.place.region : undefined;
  if (near !== undefined) return near;
  const last = purchases.findLast((one) => one.placeId !== undefined)?.placeId;
  return last === undefined ? undefined : stock.place(last)?.region;
}

export type Daypart = 'morning' | 'noon' | 'afternoon' | 'evening' | 'night';

/** Part of the local day: morning from 5, noon from 11, afternoon from 14, evening from 18, night from 22. */
export function daypartOf(now: Instant, timeZone: string): Daypart {
  const hour = hourOf(now, timeZone);
  if (hour < 5 || hour >= 22) return 'night';
  return hour < 11 ? 'morning' : hour < 14 ? 'noon' : hour < 18 ? 'afternoon' : 'evening';
}

function hourOf(now: Instant, timeZone: string): number {
  const shape = { hour: 'numeric', hourCycle: 'h23' } as const;
  try {
    return Number(new Intl.DateTimeFormat('en-GB', { ...shape, timeZone }).format(now));
  } catch {
    return new Date(now).getUTCHours();
  }
}

export interface Occasion {
  key: string;
  map: SituationMap | undefined;
}

/** The occasion the page names, else the one merchants gave this month. */
export function occasionOf(
  named: string | null | undefined,
  editorial: Editorial | undefined,
  now: Instant,
  timeZone: string,
): Occasion | undefined {
  const maps = (editorial?.situations ?? []).filter((one) => one.kind === 'occasion');
  if (named) return { key: named, map: maps.find((one) => one.key === named) };
  const month = Number(localDay(now, timeZone).slice(5, 7));
  const map = maps.find((one) => one.months?.includes(month));
  return map && { key: map.key, map };
}

const OCCASIONS: Readonly<Record<string, Text>> = {
  christmas: { de: 'Weihnachten', en: 'Christmas' },
  easter: { de: 'Ostern', en: 'Easter' },
  valentine: { de: 'Valentinstag', en: "Valentine's Day" },
  mothersday: { de: 'Muttertag', en: "Mother's Day" },
  fathersday: { de: 'Vatertag', en: "Father's Day" },
  school: { de: 'Schulanfang', en: 'back to school' },
  halloween: { de: 'Halloween', en: 'Halloween' },
  birthday: { de: 'Geburtstag', en: 'birthdays' },
  wedding: { de: 'Hochzeit', en: 'weddings' },
  blackfriday: { de: 'Black Friday', en: 'Black Friday' },
};

/** What people call an occasion; merchants' own keys are their names. */
export function occasionName(key: string): Text {
  return OCCASIONS[key.toLowerCase()] ?? { de: key, en: key };
}
