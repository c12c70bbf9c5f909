// Instants of the wire: strict ISO 8601 with zone, corrected by the device's own clock error, never later than receipt.

const ISO = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,12}))?)?([Zz]|[+-]\d{2}(?::?\d{2})?)$/;
const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const DAY = 86_400_000;
/** Before this an event's time is a broken clock, not history. */
const EARLIEST = Date.UTC(1990, 0, 1);
const LATE_AFTER = DAY;
const SMALL_SKEW = 15 * 60_000;
const TWO_SECONDS = 2_000;

/** Milliseconds of a strict ISO 8601 instant with zone, or undefined. 24:00:00 and leap seconds are the next moment. */
export function parseInstant(text: string): number | undefined {
  const match = text.length > 40 ? null : ISO.exec(text);
  if (match === null) return undefined;
  const part = (i: number): number => Number(match[i] ?? 0);
  const year = part(1);
  const month = part(2);
  const day = part(3);
  const hour = part(4);
  const minute = part(5);
  const second = part(6);
  if (month < 1 || month > 12 || day < 1 || day > (MONTH_DAYS[month - 1] ?? 0)) return undefined;
  if (month === 2 && day === 29 && !isLeap(year)) return undefined;
  if (hour > 24 || minute > 59 || second > 60 || (hour === 24 && (minute > 0 || second > 0))) return undefined;
  const fraction = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'));
  if (hour === 24 && fraction > 0) return undefined;
  const offset = parseOffset(match[8] ?? 'Z');
  if (offset === undefined) return undefined;
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  return at.getTime() + hour * 3_600_000 + (minute - offset) * 60_000 + second * 1_000 + fraction;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Minutes east of UTC. */
function parseOffset(zone: string): number | undefined {
  if (zone === 'Z' || zone === 'z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', '') || 0);
  if (hours > 18 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

/** An instant as clients write it: ISO text, or whole milliseconds since 1970 (13 digits; seconds would be ambiguous). */
export function readInstant(value: unknown): number | undefined {
  if (typeof value === 'string') return parseInstant(value.trim());
  return typeof value === 'number' && Number.isInteger(value) && value >= 1e12 && value < 1e13 ? value : undefined;
}

export interface EventTime {
  timestamp: number;
  quality?: string;
}

/**
 * The event's time: shifted by (receivedAt - sentAt) when the client said when it sent; a time in the future or before
 * 1990 becomes the time of receipt, flagged (the time as sent is kept beside it).
 */
export function settleTime(claimed: number | undefined, sentAt: number | undefined, receivedAt: number): EventTime {
  if (claimed === undefined) return { timestamp: receivedAt };
  const at = sentAt === undefined ? claimed : claimed + (receivedAt - sentAt);
  if (at < EARLIEST) return { timestamp: receivedAt, quality: 'timestamp_implausible' };
  if (at > receivedAt) {
    if (at - receivedAt <= TWO_SECONDS) return { timestamp: receivedAt };
    return { timestamp: receivedAt, quality: at - receivedAt <= SMALL_SKEW ? 'timestamp_ahead' : 'timestamp_future' };
  }
  return receivedAt - at > LATE_AFTER ? { timestamp: at, quality: 'late' } : { timestamp: at };
}
