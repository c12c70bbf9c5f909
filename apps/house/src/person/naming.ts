// What to call a person on the page, and how to ask for their picture.
import { call } from '../api/client.ts';
import type { Person, PersonRow } from '../api/types.ts';

/** The server calls a nameless visit by its device; people read "anonymous" there instead. */
export function rowName(row: PersonRow): string | undefined {
  const device = row.identifiers?.some((one) => one.type === 'anonymousId' && one.value === row.displayName);
  return device ? undefined : (row.displayName ?? undefined);
}

/** Name from the server or the traits; undefined for an anonymous visit. */
export function nameOf(person: Person): string | undefined {
  const shown = rowName(person);
  if (shown) return shown;
  const trait = (name: string) => {
    const value = person.traits?.[name]?.value;
    return typeof value === 'string' ? value : '';
  };
  return `${trait('firstName')} ${trait('lastName')}`.trim() || trait('name') || person.externalId || undefined;
}

/** "Thomas Schmidt" -> "TS". */
export const initials = (name: string) =>
  name
    .split(/\s+/)
    .filter((part) => /^\p{L}/u.test(part))
    .map((part) => part[0]?.toUpperCase() ?? '')
    .slice(-2)
    .join('') || '?';

/** A person's path below /api/v1/profiles/: an id, or `by/{type}/{value}`. */
export type PersonPath = string;

/** The path for one identifier. */
export const byIdentifier = (type: string, value: string): PersonPath => `by/${type}/${encodeURIComponent(value)}`;

/** The person's picture. */
export const loadPerson = (path: PersonPath) => call<Person>(`/api/v1/profiles/${path}`);

/** People by name, e-mail or card; without a term those active most recently. */
export async function findPeople(term: string, limit = 12): Promise<PersonRow[]> {
  const query = term ? `query=${encodeURIComponent(term)}&limit=${limit}` : `limit=${limit}`;
  return (await call<{ items: PersonRow[] }>(`/api/v1/profiles?${query}`)).items;
}
