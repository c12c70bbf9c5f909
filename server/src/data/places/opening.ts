// Opening hours: when the doors close next.
import type { PlaceInput } from '@faden/contract';
import { addDays, localDay, type Weekday, zonedInstant } from '../../platform/zone.ts';

export type Opening = NonNullable<PlaceInput['opening']>;
export const defaultZone = 'Europe/Berlin';
const weekdays: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const latestMinute = 24 * 60;

const minutesOf = (time: string | undefined) => {
  const [hours, minutes] = (time ?? '').split(':').map(Number);
  return (hours ?? Number.NaN) * 60 + (minutes ?? Number.NaN);
};

/** The first weekday whose hours make no sense, or undefined. */
export function openingRefusal(opening: Opening): Weekday | undefined {
  return weekdays.find((day) =>
    opening[day]?.some(([from, to]) => !(minutesOf(from) >= 0 && minutesOf(from) < minutesOf(to) && minutesOf(to) <= latestMinute)),
  );
}

/** Epoch ms of the closing time of the first opening day after the local day of `from`; without hours the end of the next day (LOGIC §5.1). */
export function closingOfNextOpeningDay(opening: Opening | undefined, zone: string, from: number): number {
  const today = localDay(from, zone).day;
  for (let ahead = 1; opening && ahead <= 14; ahead++) {
    const day = addDays(today, ahead);
    const hours = opening[localDay(zonedInstant(day, 12 * 60, zone), zone).weekday];
    if (hours?.length) return zonedInstant(day, Math.max(...hours.map((span) => minutesOf(span[1]))), zone);
  }
  return zonedInstant(addDays(today, 2), 0, zone);
}
