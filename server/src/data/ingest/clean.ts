// Makes client data safe to store: no NUL or broken text, no secrets, no minus zero, bounded depth and key count.

import type { Json } from '../../platform/json/index.ts';
import { isPaymentCard, isSecretKey, maskCards, maskIbans, maskUrl } from './secrets.ts';

export interface Cleaning {
  quality: string[];
  problem?: { path: string; message: string; status?: 413 };
}

const MAX_DEPTH = 64;
const MAX_KEYS = 1_000;

/** Adds a quality flag once. */
export function flag(cleaning: Cleaning, name: string): void {
  if (!cleaning.quality.includes(name)) cleaning.quality.push(name);
}

/** Cleans one of the event's objects; returns the same object when nothing had to change. */
export function cleanRecord(record: Json, root: string, cleaning: Cleaning): Json {
  const keys = Object.keys(record);
  if (keys.length <= MAX_KEYS) return cleanObject(record, root, MAX_DEPTH - 1, cleaning);
  flag(cleaning, `${root}_capped`);
  return cleanObject(Object.fromEntries(keys.slice(0, MAX_KEYS).map((key) => [key, record[key]])), root, MAX_DEPTH - 1, cleaning);
}

function cleanObject(record: Json, root: string, left: number, cleaning: Cleaning): Json {
  let copy: Json | undefined;
  for (const key of Object.keys(record)) {
    const value = record[key];
    const kind = kindOf(key);
    const next = kind === 'drop' || kind === 'secret' ? undefined : cleanValue(value, kind, root, left, cleaning);
    if (next === value && !Object.is(value, -0)) continue;
    copy ??= { ...record };
    if (kind === 'drop' || kind === 'secret') {
      flag(cleaning, kind === 'drop' ? 'key_dropped' : 'secret_dropped');
      delete copy[key];
    } else copy[key] = next;
  }
  return copy ?? record;
}

function cleanValue(value: unknown, kind: KeyKind, root: string, left: number, cleaning: Cleaning): unknown {
  if (typeof value === 'string') return cleanText(value, kind === 'number', cleaning);
  if (typeof value === 'number') return cleanNumber(value, kind === 'number', cleaning);
  if (typeof value !== 'object' || value === null) return value;
  if (left === 0) {
    cleaning.problem ??= { path: root, message: `${root} is nested too deep.` };
    return value;
  }
  return Array.isArray(value) ? cleanArray(value, kind, root, left, cleaning) : cleanObject(value as Json, root, left - 1, cleaning);
}

function cleanArray(list: unknown[], kind: KeyKind, root: string, left: number, cleaning: Cleaning): unknown[] {
  let copy: unknown[] | undefined;
  for (let i = 0; i < list.length; i += 1) {
    const next = cleanValue(list[i], kind, root, left - 1, cleaning);
    if (next === list[i] && !Object.is(list[i], -0)) continue;
    copy ??= [...list];
    copy[i] = next;
  }
  return copy ?? list;
}

function cleanNumber(value: number, isArticleNumber: boolean, cleaning: Cleaning): unknown {
  if (value === 0) return 0;
  if (isArticleNumber || value < 1e14 || !isPaymentCard(String(value))) return value;
  flag(cleaning, 'card_masked');
  return '[payment card removed]';
}

const MANY_DIGITS = /\d[ -]?\d[ -]?\d[ -]?\d[ -]?\d[ -]?\d[ -]?\d[ -]?\d/;

function cleanText(text: string, isArticleNumber: boolean, cleaning: Cleaning): string {
  let clean = text;
  if (!clean.isWellFormed()) {
    clean = clean.toWellFormed();
    flag(cleaning, 'text_repaired');
  }
  if (clean.includes('\0')) {
    clean = clean.replaceAll('\0', '\ufffd');
    flag(cleaning, 'text_repaired');
  }
  if (clean.length < 10) return clean;
  if (!isArticleNumber && MANY_DIGITS.test(clean)) clean = maskNumbers(clean, cleaning);
  const first = clean.charCodeAt(0);
  if (first === 47 || first === 63 || first === 35 || clean.includes('://')) clean = maskAddress(clean, cleaning);
  return clean;
}

function maskNumbers(text: string, cleaning: Cleaning): string {
  const cards = maskCards(text);
  if (cards !== text) flag(cleaning, 'card_masked');
  const masked = maskIbans(cards);
  if (masked !== cards) flag(cleaning, 'iban_masked');
  return masked;
}

function maskAddress(text: string, cleaning: Cleaning): string {
  const masked = maskUrl(text);
  if (masked !== text) flag(cleaning, 'url_masked');
  return masked;
}

/** `number`: article, order and loyalty card numbers, which may look like payment cards. */
type KeyKind = 'plain' | 'drop' | 'secret' | 'number';
const ARTICLE_NUMBER =
  /^(?:sku|gtin\d*|ean\d*|upc|isbn|barcode|card|card_?no|loyalty_?card|(?:product|order|receipt|checkout|cart|variant|parent|message|session|user|anonymous)_?(?:id|no|nr|number))$/i;
const kinds = new Map<string, KeyKind>();

/** Kinds of keys, remembered for the few hundred names clients use. */
function kindOf(key: string): KeyKind {
  const known = kinds.get(key);
  if (known !== undefined) return known;
  if (kinds.size > 4_000) kinds.clear();
  const kind = classify(key);
  if (key.length <= 60) kinds.set(key, kind);
  return kind;
}

function classify(key: string): KeyKind {
  if (key === '__proto__' || key.includes('\0') || !key.isWellFormed()) return 'drop';
  if (isSecretKey(key)) return 'secret';
  return ARTICLE_NUMBER.test(key) ? 'number' : 'plain';
}
