// What may identify a person: ids, e-mail, phone, card. An unusable one is flagged and stays data, it never links people.
import { domainToASCII } from 'node:url';
import type { CountryCode } from 'libphonenumber-js/max';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

// biome-ignore format: a table
const PLACEHOLDERS = new Set([
  'null', 'undefined', 'nan', 'none', 'nil', 'n/a', 'na', 'guest', 'gast', 'anonymous', 'anonym', 'unknown', 'unbekannt', 'user',
  'test', 'true', 'false', '0', '-1', '[object object]', '(null)', '(not set)', 'not set', 'no-user', 'userid', 'user_id',
]);
const ZERO_UUID = /^[0-]+$/;
const UNFILLED_TEMPLATE = /^(?:\{\{.*\}\}|\$\{.*\}|\{%.*%\}|<%.*%>|%[A-Za-z_]+%|\[\[.*\]\])$/;
/** Control characters, format characters (zero width, direction), line separators, private and unassigned code points. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

export type IdReading = { value?: string; flag?: 'placeholder' | 'blank'; message?: undefined } | { message: string };

/** Reads an id: text or whole number, trimmed. Blank and placeholder ids are no ids; broken ones are refused. */
export function readId(value: unknown, field: string): IdReading {
  if (value === undefined || value === null) return {};
  if (typeof value === 'number' && Number.isSafeInteger(value)) return readId(String(value), field);
  if (typeof value !== 'string') return { message: `${field} must be a string.` };
  const id = value.trim();
  if (id === '') return value === '' ? {} : { flag: 'blank' };
  if (id.length > 200) return { message: `${field} is longer than 200 characters.` };
  if (UNPRINTABLE.test(id)) return { message: `${field} holds control or invisible characters.` };
  if (isPlaceholder(id)) return { flag: 'placeholder' };
  return { value: id };
}

/** True for the texts broken integrations send instead of an id; they would glue strangers together. */
export function isPlaceholder(id: string): boolean {
  return PLACEHOLDERS.has(id.toLowerCase()) || ZERO_UUID.test(id) || UNFILLED_TEMPLATE.test(id);
}

const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** The address as an identity: lower case, domain in punycode; undefined when it is not a plain deliverable address. */
export function normaliseEmail(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 320) return undefined;
  const parts = value.trim().toLowerCase().split('@');
  const [local, domain] = parts;
  if (parts.length !== 2 || local === undefined || domain === undefined || local.length > 64 || !LOCAL.test(local)) return undefined;
  if (/[^\p{L}\p{M}\p{N}.-]/u.test(domain)) return undefined;
  const ascii = domainToASCII(domain);
  const labels = ascii.split('.');
  if (labels.length < 2 || ascii.length > 253 || /^\d+$/.test(labels.at(-1) ?? '')) return undefined;
  return labels.every((label) => LABEL.test(label)) ? `${local}@${ascii}` : undefined;
}

/** E.164, or undefined when no such number can exist. Numbers without a country are of the retailer's. */
export function normalisePhone(value: unknown, country = 'DE'): string | undefined {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string' || text.length > 40) return undefined;
  const phone = parsePhoneNumberFromString(text, country as CountryCode);
  return phone?.isValid() ? phone.number : undefined;
}

const CARD = /^[A-Za-z0-9][A-Za-z0-9 ./_-]{2,63}$/;

/** A loyalty card number, blanks removed; undefined when it cannot be one. */
export function normaliseCard(value: unknown): string | undefined {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string' || !CARD.test(text.trim())) return undefined;
  const card = text.trim().replace(/ /g, '');
  return isPlaceholder(card) ? undefined : card;
}
