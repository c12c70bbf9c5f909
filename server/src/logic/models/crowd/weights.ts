// What a row counts by its age: half-lives, windows, the same season last year, or for life.
import type { Fading } from '@faden/engine';
import type { Frame } from '../../evidence/index.ts';

export const daySeconds = 86_400;
const weekSeconds = 7 * daySeconds;
/** So many of a thousand rows may be newer than the moment everything is measured from. */
const strayShare = 1_000;
const mostStrays = 20;

/**
 * The moment ages count from: now, or the newest rows where the log ends earlier (a shop that only imported its past has a
 * popularity as well). A few stray rows after the end of the log do not count as its end.
 */
export function referenceOf(frame: Frame, nowSeconds: number): number {
  const strays = Math.min(mostStrays, Math.floor(frame.length / strayShare));
  const times = frame.at.slice(0, frame.length).sort();
  return Math.min(nowSeconds, times[times.length - 1 - strays] ?? nowSeconds);
}

/** Weight of something that happened at `at`, seen from `reference`; both in seconds. */
export function weigh(fading: Fading, reference: number): (at: number) => number {
  if (fading.kind === 'halfLife') {
    const halfLife = fading.days * daySeconds;
    return (at) => 2 ** (-Math.max(0, reference - at) / halfLife);
  }
  const [from, to] = spanOf(fading, reference);
  return (at) => (at >= from && at < to ? 1 : 0);
}

function spanOf(fading: Exclude<Fading, { kind: 'halfLife' }>, reference: number): [number, number] {
  if (fading.kind === 'season') return seasonOf(reference);
  return [fading.kind === 'window' ? reference - fading.days * daySeconds : Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
}

/** The same ISO week of last year with two weeks before and after it, half-open, in UTC. */
export function seasonOf(reference: number): [number, number] {
  const { week, year } = isoWeekOf(reference);
  const monday = mondayOfWeek(year - 1, Math.min(week, isoWeekOf(mondayOfWeek(year, 1) - weekSeconds).week));
  return [monday - 2 * weekSeconds, monday + 3 * weekSeconds];
}

/** Thursday decides to which year a week belongs. */
function isoWeekOf(seconds: number): { week: number; year: number } {
  const thursday = mondayOf(seconds) + 3 * daySeconds;
  const year = new Date(thursday * 1000).getUTCFullYear();
  return { year, week: Math.round((mondayOf(seconds) - mondayOfWeek(year, 1)) / weekSeconds) + 1 };
}

function mondayOf(seconds: number): number {
  const day = Math.floor(seconds / daySeconds);
  // The first of January 1970 was a Thursday.
  return (day - ((((day + 3) % 7) + 7) % 7)) * daySeconds;
}

/** The fourth of January always lies in week 1. */
function mondayOfWeek(year: number, week: number): number {
  return mondayOf(Date.UTC(year, 0, 4) / 1000) + (week - 1) * weekSeconds;
}
