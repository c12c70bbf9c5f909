// What can be promised where, for people: nearest place first, always with its age.
import type { AvailabilityRow } from '@faden/contract';
import { invalid } from '../../platform/http/index.ts';
import type { Places } from '../places/index.ts';
import { distanceKm } from './atp.ts';
import { availableAt, type LevelView, safetyIn } from './cache.ts';

const uncertainAfterMs = 30 * 60_000;
const pairShape = /^\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*$/;

interface Question {
  levels: readonly LevelView[];
  places: Places;
  /** A place id, or `lat,lon`. */
  near: string | undefined;
  channel: string | undefined;
  now: number;
}

export function availabilityRows({ levels, places, near, channel, now }: Question): AvailabilityRow[] {
  const here = near === undefined ? undefined : places.get(near);
  const pair = here || near === undefined ? null : pairShape.exec(near);
  if (near !== undefined && !here && !pair) throw invalid('near', 'is neither a place nor lat,lon');
  const origin = here?.geo ?? (pair ? { lat: Number(pair[1]), lon: Number(pair[2]) } : undefined);
  const safety = safetyIn(places, channel, now);
  const declared = places.list().map((place) => place.id);
  const others = levels.map((level) => level.place).filter((id) => !declared.includes(id));
  return [...declared, ...others]
    .map((id) => {
      const found = availableAt(levels, id, now, safety);
      const geo = places.get(id)?.geo;
      const distance = origin && geo ? distanceKm(origin, geo) : undefined;
      const row: AvailabilityRow = { place: id, atp: found.atp, state: found.state, asOf: new Date(found.asOf).toISOString() };
      if (found.shelf !== undefined) row.shelf = found.shelf;
      if (now - found.asOf > uncertainAfterMs) row.uncertain = true;
      if (distance !== undefined) row.distanceKm = Math.round(distance * 10) / 10;
      return { row, rank: id === near ? -1 : (distance ?? Number.MAX_VALUE) };
    })
    .sort((a, b) => a.rank - b.rank || (a.row.place < b.row.place ? -1 : 1))
    .map(({ row }) => row);
}
