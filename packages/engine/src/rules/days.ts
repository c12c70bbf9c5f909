// Days and instants as rules write them.

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/i;

export const isWholeDay = (text: string): boolean => DAY.test(text);

/** Whether a text is a day that exists, or an instant with zone. */
export function isDay(text: string): boolean {
  if (!DAY.test(text)) return INSTANT.test(text) && !Number.isNaN(Date.parse(text));
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text;
}

/** A day counts in full, an instant is the edge itself. */
export function isOrdered(from: string, until: string): boolean {
  if (DAY.test(from) && DAY.test(until)) return from <= until;
  const start = Date.parse(DAY.test(from) ? `${from}T00:00:00Z` : from);
  const end = Date.parse(DAY.test(until) ? `${until}T23:59:59Z` : until);
  return start < end;
}
