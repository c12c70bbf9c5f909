// How one cell of a file is read: money to the exact cent, times in a zone, numbers, words. What cannot be read says why.
import { parseInstant, zonedInstant } from '../../platform/zone.ts';

/** A cell that cannot be read; its message is for the person who made the file. */
export class BadCell extends Error {}

export interface Reading {
  /** Zone of times written without one. */
  zone: string;
  /** Currency of amounts written without one. */
  currency: string;
}
/** The value a cell stands for; @throws BadCell. Cells are never empty; values that are no text or number come from JSON. */
export type Read = (cell: unknown, reading: Reading) => unknown;

function refuse(message: string): never {
  throw new BadCell(message);
}
const shown = (cell: unknown) => JSON.stringify(cell)?.slice(0, 60) ?? 'nothing';
/** Text as written, for readers that do not take objects. */
function plain(cell: unknown): string {
  if (typeof cell === 'string') return cell.trim();
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell);
  return refuse(`${shown(cell)} is not a plain value`);
}

export const text: Read = (cell) => plain(cell);

/** Objects of JSON rows stay as they are; the shape of the contract judges them later. */
const orObject =
  (read: Read): Read =>
  (cell, reading) =>
    typeof cell === 'object' ? cell : read(cell, reading);

const digits = new Map<string, number>();
function minorDigits(currency: string): number {
  let n = digits.get(currency);
  if (n === undefined) {
    try {
      n = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
    } catch {
      return refuse(`${currency} is not a currency`);
    }
    digits.set(currency, n);
  }
  return n;
}

/** A decimal as people and programs write it (1299.00, 1.299,00, 1'299.00, 4.4e-16) as plain `-?digits.digits`. */
export function plainDecimal(cell: unknown): string {
  const raw = plain(cell).replace(/[\s\u00a0\u202f'’]/g, '');
  if (/^[+-]?\d+(\.\d+)?e[+-]?\d+$/i.test(raw)) return Number(raw).toFixed(15);
  const match = /^([+-]?)(\d[\d.,]*|[.,]\d+)$/.exec(raw);
  if (!match) return refuse(`${shown(cell)} is not a number`);
  const body = match[2] as string;
  const last = Math.max(body.lastIndexOf('.'), body.lastIndexOf(','));
  const marks = body.replace(/\d/g, '');
  const sign = match[1] === '-' ? '-' : '';
  if (marks.length === 0) return `${sign}${body}`;
  const [whole, rest] = [body.slice(0, last), body.slice(last + 1)];
  const mark = body[last] as string;
  const grouped = (part: string) => /^\d{1,3}([.,]\d{3})*$/.test(part) && new Set(part.replace(/\d/g, '')).size <= 1;
  if (marks.length > 1 && !marks.slice(0, -1).includes(mark)) {
    if (!grouped(whole)) return refuse(`${shown(cell)} is not a number`);
    return `${sign}${whole.replace(/[.,]/g, '')}.${rest}`;
  }
  if (marks.length > 1) return grouped(body) ? `${sign}${body.replace(/[.,]/g, '')}` : refuse(`${shown(cell)} is not a number`);
  if (typeof cell === 'string' && rest.length === 3 && /^[1-9]\d{0,2}$/.test(whole))
    return refuse(`${shown(cell)} could mean ${whole}${rest} or ${whole}.${rest}; write it with two decimals`);
  return `${sign}${whole || '0'}.${rest}`;
}

const noise = 1e-6;
const longFraction = 9;

/** Minor units of a decimal, exactly; digits beyond them are refused unless they are the noise of binary fractions. */
export function minorUnits(cell: unknown, currency: string): number {
  const decimal = plainDecimal(cell);
  const [whole = '0', fraction = ''] = decimal.replace('-', '').split('.');
  const places = minorDigits(currency);
  const kept = fraction.slice(0, places).padEnd(places, '0');
  let units = Number(`${whole}${kept}`);
  const beyond = Number(`0.${fraction.slice(places) || '0'}`);
  if (beyond !== 0) {
    const off = Math.min(beyond, 1 - beyond);
    if (fraction.length < longFraction || off > noise) refuse(`${shown(cell)} has fractions of a cent`);
    units += Math.round(beyond);
  }
  if (!Number.isSafeInteger(units)) refuse(`${shown(cell)} is too large`);
  return decimal.startsWith('-') && units !== 0 ? -units : units;
}

const symbols: Record<string, string> = { '€': 'EUR', $: 'USD', '£': 'GBP', '¥': 'JPY', zł: 'PLN', Kč: 'CZK' };

/** `12.99 EUR`, `€ 12,99`, `12.99`: amount in minor units with its currency. */
export const money: Read = orObject((cell, reading) => {
  const raw = plain(cell);
  const match = /^([A-Z]{3}|[€$£¥]|zł|Kč)?\s*([-+\d.,'’\s\u00a0\u202fe]*?\d[\d.,]*)\s*([A-Z]{3}|[€$£¥]|zł|Kč)?$/.exec(raw);
  const named = match?.[1] ?? match?.[3];
  const currency = named === undefined ? reading.currency : (symbols[named] ?? named);
  return { amount: minorUnits(named === undefined ? cell : match?.[2], currency), currency };
});

export const integer: Read = (cell) => {
  const [whole, fraction = ''] = plainDecimal(cell).split('.');
  if (/[1-9]/.test(fraction)) refuse(`${shown(cell)} is not a whole number`);
  const value = Number(whole);
  return Number.isSafeInteger(value) ? value : refuse(`${shown(cell)} is too large`);
};

export const decimal: Read = (cell) => Number(plainDecimal(typeof cell === 'string' ? cell.replace(/\s*%$/, '') : cell));
/** A coordinate: a dot or comma before many digits is never a thousands mark. */
export const coordinate: Read = (cell) => {
  const value = Number(plain(cell).replace(',', '.'));
  return Number.isFinite(value) ? value : refuse(`${shown(cell)} is not a coordinate`);
};

export const yesNo: Read = (cell) => {
  const word = plain(cell).toLowerCase();
  if (['1', 'true', 'yes', 'y', 'ja', 'j', 'wahr', 'active', 'aktiv'].includes(word)) return true;
  if (['0', 'false', 'no', 'n', 'nein', 'falsch', 'inactive', 'inaktiv'].includes(word)) return false;
  return refuse(`${shown(cell)} is neither yes nor no`);
};

/** Several words in one cell, between | ; or commas. */
export const list: Read = (cell) =>
  Array.isArray(cell)
    ? cell
    : plain(cell)
        .split(/\s*[|;,]\s*/)
        .filter(Boolean);
export const addresses: Read = (cell) =>
  Array.isArray(cell)
    ? cell
    : plain(cell)
        .split(/\s*[|;,\s]\s*(?=https?:|\/)/)
        .filter(Boolean);
/** Levels of a category between > or |. */
export const path: Read = (cell) =>
  Array.isArray(cell)
    ? cell
    : plain(cell)
        .split(/\s*[>›|]\s*/)
        .filter(Boolean);

/** One of the words of a list, in any case, or a name for it. */
export function oneOf(words: Record<string, string>): Read {
  return (cell) => words[plain(cell).toLowerCase()] ?? refuse(`${shown(cell)} is none of ${[...new Set(Object.values(words))].join(', ')}`);
}

const german = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;
const bare = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?$/;
const spaced = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?) ?(Z|UTC|[+-]\d{2}:?\d{2})$/;

/** ISO 8601 with zone; without one the time is of the zone told; a day is its midnight; seconds or milliseconds since 1970. */
export const instant: Read = (cell, { zone }) => {
  const raw = plain(cell);
  if (/^\d{10}(\.\d+)?$/.test(raw) || /^\d{13}$/.test(raw))
    return new Date(Math.round(Number(raw) * (raw.length === 13 ? 1 : 1000))).toISOString();
  const at =
    wallInstant(raw, zone) ??
    parseInstant(
      raw.replace(spaced, (_all, day, time, offset) => `${day}T${time}${offset === 'UTC' ? 'Z' : offset}`),
      zone,
    );
  return at === undefined ? refuse(`${shown(cell)} is not a time; write 2026-11-21T09:40:00+01:00`) : new Date(at).toISOString();
};

function wallInstant(raw: string, zone: string): number | undefined {
  const de = german.exec(raw);
  if (de) return onWall(`${de[3]}-${de[2]?.padStart(2, '0')}-${de[1]?.padStart(2, '0')}`, de[4], de[5], de[6], undefined, zone);
  const iso = bare.exec(raw);
  return iso ? onWall(iso[1] as string, iso[2], iso[3], iso[4], iso[5], zone) : undefined;
}

function onWall(day: string, hour = '0', minute = '0', second = '0', fraction = '', zone = 'UTC'): number | undefined {
  const utc = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(utc) || new Date(utc).toISOString().slice(0, 10) !== day) return undefined;
  const [h, m, s] = [Number(hour), Number(minute), Number(second)];
  if (h > 23 || m > 59 || s > 59) return undefined;
  return zonedInstant(day, h * 60 + m, zone) + s * 1000 + Number(fraction.slice(0, 3).padEnd(3, '0'));
}

/** A day as YYYY-MM-DD, or an instant as it stands. */
export const day: Read = (cell, reading) => {
  const raw = plain(cell);
  if (/^\d{4}-\d{2}-\d{2}$/.test(raw)) return raw;
  const de = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(raw);
  return de ? `${de[3]}-${de[2]?.padStart(2, '0')}-${de[1]?.padStart(2, '0')}` : instant(cell, reading);
};

const countries = new Map<string, string>();
/** Two letters, or the name of a country in English or German. */
export const country: Read = (cell) => {
  const raw = plain(cell);
  if (/^[A-Za-z]{2}$/.test(raw)) return raw.toUpperCase();
  if (countries.size === 0) {
    const names = ['en', 'de'].map((language) => new Intl.DisplayNames(language, { type: 'region', fallback: 'none' }));
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
    for (const code of letters.flatMap((a) => letters.map((b) => a + b)))
      for (const name of names) countries.set(name.of(code)?.toLowerCase() ?? '', code);
    countries.delete('');
  }
  return countries.get(raw.toLowerCase()) ?? refuse(`${shown(cell)} is not a country`);
};
