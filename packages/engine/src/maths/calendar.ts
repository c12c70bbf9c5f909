// Calendar days in a time zone: every "day" a customer reads is local, never UTC (LOGIC §0).

const formatters = new Map<string, Intl.DateTimeFormat>();
/** Formatting is dear, so days are remembered; midnight falls on a quarter of an hour in every zone. */
const QUARTER_MS = 900_000;
const days = new Map<string, string>();
const MAX_REMEMBERED = 5000;

/** The local day of an instant as YYYY-MM-DD; an unknown zone reads as UTC. */
export function localDay(at: number, timeZone: string): string {
  const key = `${timeZone} ${Math.floor(at / QUARTER_MS)}`;
  let day = days.get(key);
  if (day === undefined) {
    if (days.size >= MAX_REMEMBERED) days.clear();
    day = formatterOf(timeZone).format(at);
    days.set(key, day);
  }
  return day;
}

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = newFormatter(timeZone);
    formatters.set(timeZone, formatter);
  }
  return formatter;
}

function newFormatter(timeZone: string): Intl.DateTimeFormat {
  const shape = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  try {
    return new Intl.DateTimeFormat('en-CA', { ...shape, timeZone });
  } catch {
    return new Intl.DateTimeFormat('en-CA', { ...shape, timeZone: 'UTC' });
  }
}

/** A calendar day moved by whole days. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Whole calendar days from one day to another. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from);
}

const dayNumbers = new Map<string, number>();

function dayNumber(day: string): number {
  let number = dayNumbers.get(day);
  if (number === undefined) {
    if (dayNumbers.size >= MAX_REMEMBERED) dayNumbers.clear();
    number = Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000);
    dayNumbers.set(day, number);
  }
  return number;
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** `2026-12-19` as `19.12.2026` and `19 December 2026`. */
export function dayText(day: string): { de: string; en: string } {
  const [year = '', month = '', date = ''] = day.split('-');
  return { de: `${date}.${month}.${year}`, en: `${Number(date)} ${MONTHS[Number(month) - 1] ?? month} ${year}` };
}
