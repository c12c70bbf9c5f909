// From raw bytes to JSON: content type, content encoding, size, strict UTF-8, then the strict parse.
import { isUtf8 } from 'node:buffer';
import { gunzipSync } from 'node:zlib';
import { parseStrict } from './json-guard.ts';
import type { BodyRefusal, IngestLimits, ItemRefusal } from './limits.ts';
import { LIMITS, refuseBody } from './limits.ts';

export type HeaderBag = Readonly<Record<string, string | string[] | undefined>>;

export interface ReadBody {
  ok: true;
  value: unknown;
  /** Items of `batch` refused for depth, numbers, duplicate or prototype keys. */
  refused: ItemRefusal[];
  /** Bytes of the inflated text: below the event limit no event needs measuring. */
  bytes: number;
}

const JSON_TYPES = /^(?:application\/(?:[\w.-]{1,60}\+)?json|text\/(?:plain|json)|application\/x-www-form-urlencoded)$/;

/** Reads the body of an ingest call. SDKs send JSON under four content types, so the type is only a filter. */
export function readJsonBody(raw: Uint8Array, headers: HeaderBag, limits: IngestLimits = LIMITS): ReadBody | BodyRefusal {
  const type = mediaType(headers['content-type']);
  if (type !== '' && !JSON_TYPES.test(type)) {
    return refuseBody(415, 'unsupported_media_type', 'Send JSON as application/json, text/plain or without a content type.');
  }
  if (raw.byteLength > limits.bodyBytes) return tooLarge(limits);
  const inflated = inflate(raw, headers['content-encoding'], limits);
  if (!inflated.ok) return inflated;
  if (!isUtf8(inflated.bytes)) return refuseBody(400, 'invalid_utf8', 'The JSON body is not valid UTF-8.');
  const parsed = parseStrict(textOf(inflated.bytes), limits);
  return parsed.ok ? { ok: true, value: parsed.value, refused: parsed.refused, bytes: inflated.bytes.byteLength } : parsed;
}

/** The text of valid UTF-8 without its byte order mark. */
function textOf(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** The media type without parameters, lower case; empty when there is none. */
function mediaType(header: string | string[] | undefined): string {
  const value = Array.isArray(header) ? header[0] : header;
  if (value === undefined) return '';
  const end = value.indexOf(';');
  return (end === -1 ? value : value.slice(0, end)).trim().toLowerCase();
}

function tooLarge(limits: IngestLimits): BodyRefusal {
  return refuseBody(413, 'body_too_large', `The body is larger than ${limits.bodyBytes} bytes.`);
}

function inflate(
  raw: Uint8Array,
  header: string | string[] | undefined,
  limits: IngestLimits,
): { ok: true; bytes: Uint8Array } | BodyRefusal {
  const coding = String(header ?? '')
    .trim()
    .toLowerCase();
  if (coding === '' || coding === 'identity') return { ok: true, bytes: raw };
  if (coding !== 'gzip' && coding !== 'x-gzip') {
    return refuseBody(415, 'unsupported_encoding', 'Only one gzip content encoding is supported.');
  }
  try {
    const bytes = gunzipSync(raw, { maxOutputLength: limits.bodyBytes });
    // The trailer names the size of the last member: another size means several members or rubbish behind.
    const size = new DataView(raw.buffer, raw.byteOffset, raw.byteLength).getUint32(raw.byteLength - 4, true);
    if (size !== bytes.byteLength) return refuseBody(400, 'invalid_gzip', 'The gzip body must be one member with nothing behind it.');
    return { ok: true, bytes };
  } catch (error) {
    if (error instanceof RangeError) return tooLarge(limits);
    return refuseBody(400, 'invalid_gzip', 'The gzip body is damaged or cut off.');
  }
}
