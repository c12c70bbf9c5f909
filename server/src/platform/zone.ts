// Days and wall-clock times in IANA zones, and the instants people write.

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';
const weekdays: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const dayMs = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(zone, format);
  }
  return format;
}

export function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** What clocks on the wall of `zone` show at `instant`, as if it were UTC (epoch ms). */
function wallClock(instant: number, zone: string): number {
  const part: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(instant)) part[type] = Number(value);
  const n = (name: string) => part[name] ?? 0;
  return Date.UTC(n('year'), n('month') - 1, n('day'), n('hour'), n('minute'), n('second'));
}

/** Instant (epoch ms) at which clocks of `zone` show `minutes` after midnight of `day` (YYYY-MM-DD). */
export function zonedInstant(day: string, minutes: number, zone: string): number {
  const wanted = Date.parse(`${day}T00:00:00Z`) + minutes * 60_000;
  const first = wanted - (wallClock(wanted, zone) - wanted);
  // Near a change of summer time the offset at the answer differs from the offset at the first guess.
  return wanted - (wallClock(first, zone) - first);
}

/** Day (YYYY-MM-DD) and weekday in `zone` at `instant`. */
export function localDay(instant: number, zone: string): { day: string; weekday: Weekday } {
  const wall = new Date(wallClock(instant, zone));
  return { day: wall.toISOString().slice(0, 10), weekday: weekdays[wall.getUTCDay()] as Weekday };
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

const dayShape = /^\d{4}-\d{2}-\d{2}$/;
const instantShape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?(Z|[+-]\d{2}(:?\d{2})?)$/i;

/** Epoch ms of an ISO 8601 instant with zone, or of a day, which starts at midnight of `zone`; undefined when it is neither. */
export function parseInstant(text: string, zone: string): number | undefined {
  if (dayShape.test(text)) {
    const utc = Date.parse(`${text}T00:00:00Z`);
    return Number.isNaN(utc) || new Date(utc).toISOString().slice(0, 10) !== text ? undefined : zonedInstant(text, 0, zone);
  }
  if (!instantShape.test(text)) return undefined;
  const at = Date.parse(
    text
      .replace(',', '.')
      .replace(/([+-]\d{2})$/, '$1:00')
      .replace(/([+-]\d{2})(\d{2})$/, '$1:$2'),
  );
  return Number.isNaN(at) ? undefined : at;
}

/** End of a validity: a day counts in full, so it ends where the next one starts; an instant is the end itself (half-open). */
export function parseEnd(text: string, zone: string): number | undefined {
  if (!dayShape.test(text)) return parseInstant(text, zone);
  return parseInstant(text, zone) === undefined ? undefined : zonedInstant(addDays(text, 1), 0, zone);
}
