// Where an ingest call may carry its key. Only candidates: whether a key exists and what it may do is looked up elsewhere.
import type { HeaderBag } from '../../platform/json/index.ts';
import { isObject } from '../../platform/json/index.ts';

export interface Credential {
  key: string;
  from: 'basic' | 'header' | 'bearer' | 'query' | 'body';
}

const KEY = /^[\x21-\x39\x3b-\x7e]{1,200}$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Keys in the order in which they count: Basic user name, X-Write-Key, Bearer, query, body. A malformed header means none. */
export function readCredentials(headers: HeaderBag, query?: Readonly<Record<string, unknown>>, body?: unknown): Credential[] {
  const found: Credential[] = [];
  const authorization = one(headers['authorization']);
  const fromAuthorization = authorization === undefined ? undefined : parseAuthorization(authorization);
  if (authorization !== undefined && fromAuthorization === undefined) return [];
  if (fromAuthorization?.from === 'basic') found.push(fromAuthorization);
  add(found, 'header', one(headers['x-write-key'])?.split(':')[0]?.trim());
  if (fromAuthorization?.from === 'bearer') found.push(fromAuthorization);
  add(found, 'query', query?.['writeKey']);
  const inBody = isObject(body) ? body['writeKey'] : undefined;
  if (typeof inBody === 'string' && !inBody.includes('***')) add(found, 'body', inBody.split(':')[0]);
  return found;
}

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? (value.length === 1 ? value[0] : '') : value;
}

function add(found: Credential[], from: Credential['from'], key: unknown): void {
  if (typeof key === 'string' && KEY.test(key)) found.push({ key, from });
}

function parseAuthorization(header: string): Credential | undefined {
  const match = /^(basic|bearer) +(\S+) *$/i.exec(header);
  if (match === null) return undefined;
  const token = match[2] ?? '';
  if (match[1]?.toLowerCase() === 'bearer') return KEY.test(token) ? { key: token, from: 'bearer' } : undefined;
  if (!BASE64.test(token)) return undefined;
  const text = Buffer.from(token, 'base64').toString('latin1');
  const colon = text.indexOf(':');
  const user = text.slice(0, colon);
  return colon > 0 && KEY.test(user) ? { key: user, from: 'basic' } : undefined;
}
