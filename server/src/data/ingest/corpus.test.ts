// Every public /v1 case of tests/corpus against the pure intake: status, named field, stored value and quality flags.
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readJsonBody } from '../../platform/json/index.ts';
import { readCredentials } from './credential.ts';
import { callKind, normaliseBody } from './envelope.ts';
import { normaliseEvent } from './event.ts';
import type { WireEvent } from './wire-event.ts';

interface Expectation {
  outcome: string;
  status?: number[];
  field?: string;
  index?: number;
  readback?: string;
  value?: unknown;
  then?: string[];
  anyOf?: Expectation[];
}

interface Case {
  id: string;
  name: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
  bodyBase64?: string;
  bodyGen?: { prefix: string; unit: string; count: number; mid?: string; unit2?: string; suffix: string; gzip?: boolean };
  expect: Expectation;
}

interface Answer {
  status: number;
  text: string;
  events: WireEvent[];
}

const DIR = new URL('../../../../tests/corpus/', import.meta.url);
const NOW = Date.UTC(2026, 10, 22, 12);
const FIXTURES = (JSON.parse(readFileSync(new URL('fixtures.json', DIR), 'utf8')) as { values: Record<string, string> }).values;
const UNITS: Record<string, number> = { s: 1e3, m: 6e4, h: 36e5, d: 864e5 };

/** The cases whose outcome does not need a server: all but preflights, unknown paths and the decision call. */
function cases(): Case[] {
  const files = readdirSync(DIR).filter((name) => name.endsWith('.jsonl'));
  const lines = files.flatMap((name) => readFileSync(new URL(name, DIR), 'utf8').trim().split('\n'));
  return lines.map((line) => JSON.parse(line) as Case).filter((one) => one.method === 'POST' && callKind(one.path) !== undefined);
}

function expand(text: string): string {
  return text.replace(/\{\{(uuid\w*|case|now(?:[+-]\d+[smhd])*|rand_ip|b64:[^}]*|[A-Z][A-Z0-9_]*)\}\}/g, (whole, name: string) => {
    if (name.startsWith('now')) {
      const shifts = [...name.matchAll(/([+-]\d+)([smhd])/g)].map((m) => Number(m[1]) * (UNITS[m[2] ?? ''] ?? 0));
      return new Date(shifts.reduce((sum, shift) => sum + shift, NOW)).toISOString();
    }
    if (name.startsWith('b64:')) {
      const parts = name.slice(4).split(':');
      const text2 = parts.map(
        (part) => (FIXTURES[part.replace(/%00$/, '')] ?? part.replace(/%00$/, '')) + (part.endsWith('%00') ? '\0' : ''),
      );
      return Buffer.from(text2.join(':')).toString('base64');
    }
    return /^(?:uuid|case|rand)/.test(name) ? '7b0c1f5e-0000-4000-8000-00000000abcd' : (FIXTURES[name] ?? whole);
  });
}

function bodyOf(one: Case): Buffer {
  if (one.bodyBase64 !== undefined) return Buffer.from(one.bodyBase64, 'base64');
  const gen = one.bodyGen;
  if (gen === undefined) return Buffer.from(expand(one.body ?? ''));
  const many = (unit: string | undefined): string =>
    unit === undefined ? '' : Array.from({ length: gen.count }, (_, i) => unit.replace('#i#', String(i))).join('');
  const text = expand(gen.prefix) + many(gen.unit) + (gen.mid ?? '') + many(gen.unit2) + expand(gen.suffix);
  return gen.gzip ? gzipSync(text) : Buffer.from(text);
}

/** The intake without its database. */
function call(one: Case): Answer {
  const headers = Object.fromEntries(Object.entries(one.headers).map(([key, value]) => [key, expand(value)]));
  const body = readJsonBody(bodyOf(one), headers);
  if (!body.ok) return { status: body.status, text: `${body.detail} ${body.path}`, events: [] };
  const credential = readCredentials(headers, {}, body.value)[0];
  if (credential === undefined) return { status: 401, text: 'key', events: [] };
  const envelope = normaliseBody(body.value, one.path, body.refused);
  if (!envelope.ok) return { status: envelope.status, text: `${envelope.detail} ${envelope.path}`, events: [] };
  const events: WireEvent[] = [];
  const errors: unknown[] = [...envelope.refused];
  for (const { index, item } of envelope.items) {
    const trust = credential.key.startsWith('sk_') ? 'server' : 'public';
    const read = normaliseEvent(item, { ...envelope, receivedAt: NOW, trust, ids: () => 'assigned', bodyBytes: body.bytes });
    if (read.ok) events.push(read.event);
    else if (envelope.single) return { status: read.status ?? 422, text: `${read.path} ${read.message}`, events: [] };
    else errors.push({ index, path: `batch[${index}].${read.path}`, message: read.message });
  }
  return { status: 200, text: JSON.stringify({ success: true, errors }), events };
}

function at(event: WireEvent, pointer: string): unknown {
  const shown: unknown = Number.isFinite(event.timestamp) ? { ...event, timestamp: new Date(event.timestamp).toISOString() } : event;
  return pointer
    .slice(1)
    .split('/')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], shown);
}

const QUALITY: Record<string, (event: WireEvent) => boolean> = {
  message_id_assigned: (event) => event.messageId === 'assigned',
  ip_from_connection_or_none: (event) => event.context['ip'] === undefined,
  keys_capped_and_flagged: (event) => Object.keys(event.properties).length === 1_000 && event.quality.includes('properties_capped'),
  key_dropped_and_flagged: (event) => event.quality.includes('key_dropped'),
  capped_and_flagged: (event) => event.quality.includes('firstName_capped'),
  clamped_to_received: (event) => event.timestamp === event.receivedAt,
  no_negative_age: (event) => event.timestamp <= event.receivedAt,
  email_not_an_identity: (event) => event.email === undefined && event.quality.includes('email_invalid'),
  phone_normalised_or_not_identity: (event) => event.phone === undefined || event.phone === '+491701234567',
  not_a_new_event_type_silently: (event) => event.event === 'Product Viewed' && event.rawEvent !== undefined,
  not_counted_as_revenue: (event) => event.priceCents === undefined,
  'no_identity_created:': (event) => event.userId === undefined,
  'query_secrets_masked:': (event) => !/a%40b|abc/.test(String(event.properties['url'])),
  'masked:': (event) => !/4111|DE8937/.test(JSON.stringify(event.properties)),
  'key_absent:password': (event) => !('password' in event.properties),
};

/** What does not fit, empty when all does. */
function misfits(want: Expectation, answer: Answer, one: Case): string[] {
  if (want.outcome === 'any_of') {
    const tries = (want.anyOf ?? []).map((option) => misfits(option, answer, one));
    return tries.some((list) => list.length === 0) ? [] : tries.flat();
  }
  if (!want.status?.includes(answer.status)) return [`status ${answer.status}: ${answer.text}`];
  if (want.field !== undefined && !answer.text.toLowerCase().includes(want.field.toLowerCase())) return [`does not name ${want.field}`];
  if (answer.status >= 400) return answer.events.length > 0 ? ['stored'] : [];
  const event = answer.events[0];
  if (event === undefined) return want.then?.includes('stored_once') ? ['nothing stored'] : [];
  const found: string[] = [];
  if (want.readback !== undefined) {
    const wanted = want.outcome === 'accept_as' ? want.value : at(JSON.parse(bodyOf(one).toString()) as WireEvent, want.readback);
    if (JSON.stringify(at(event, want.readback)) !== JSON.stringify(wanted)) found.push(`${want.readback} is ${at(event, want.readback)}`);
  }
  for (const token of want.then ?? []) {
    const [, flag] = /^quality:(.*)/.exec(token) ?? [];
    if (flag !== undefined && !event.quality.includes(flag)) found.push(token);
    const check = QUALITY[token] ?? Object.entries(QUALITY).find(([name]) => name.endsWith(':') && token.startsWith(name))?.[1];
    if (check !== undefined && !check(event)) found.push(token);
  }
  return found;
}

describe('corpus', () => {
  const all = cases();
  it('is complete', () => expect(all.length).toBeGreaterThan(215));
  for (const one of all) it(`${one.id} ${one.name}`, () => expect(misfits(one.expect, call(one), one)).toEqual([]));
});
