// Closing times across weekends, summer time and missing hours.
import { expect, test } from 'vitest';
import { addDays, localDay, parseEnd, parseInstant, zonedInstant } from '../../platform/zone.ts';
import { closingOfNextOpeningDay, openingRefusal } from './opening.ts';

const berlin = 'Europe/Berlin';
const iso = (instant: number | undefined) => (instant === undefined ? undefined : new Date(instant).toISOString());

test('days and instants in Berlin, winter and summer', () => {
  expect(iso(zonedInstant('2026-11-16', 0, berlin))).toBe('2026-11-15T23:00:00.000Z');
  expect(iso(zonedInstant('2026-07-01', 600, berlin))).toBe('2026-07-01T08:00:00.000Z');
  expect(iso(zonedInstant('2026-03-29', 180, berlin))).toBe('2026-03-29T01:00:00.000Z');
  expect(localDay(Date.parse('2026-11-21T23:30:00Z'), berlin)).toEqual({ day: '2026-11-22', weekday: 'sun' });
  expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
});

test('instants need a zone; a day may stand for its beginning or, as an end, counts in full', () => {
  expect(parseInstant('2026-11-21T09:40:00', berlin)).toBeUndefined();
  expect(parseInstant('2026-02-30', berlin)).toBeUndefined();
  expect(iso(parseInstant('2026-11-21T10:40:00+01:00', berlin))).toBe('2026-11-21T09:40:00.000Z');
  expect(iso(parseInstant('2025-10-14', berlin))).toBe('2025-10-13T22:00:00.000Z');
  expect(iso(parseEnd('2026-11-28', berlin))).toBe('2026-11-28T23:00:00.000Z');
  expect(iso(parseEnd('2026-11-28T12:00:00Z', berlin))).toBe('2026-11-28T12:00:00.000Z');
});

test('a store reservation of Saturday lasts until Monday evening', () => {
  const hours: [string, string][] = [
    ['10:00', '13:00'],
    ['14:00', '20:00'],
  ];
  const saturday = Date.parse('2026-11-21T15:00:00Z');
  expect(iso(closingOfNextOpeningDay({ mon: hours, sat: hours }, berlin, saturday))).toBe('2026-11-23T19:00:00.000Z');
  expect(iso(closingOfNextOpeningDay(undefined, berlin, saturday))).toBe('2026-11-22T23:00:00.000Z');
});

test('hours must run forward', () => {
  expect(openingRefusal({ mon: [['10:00', '20:00']] })).toBeUndefined();
  expect(openingRefusal({ mon: [['10:00', '20:00']], tue: [['20:00', '10:00']] })).toBe('tue');
});
