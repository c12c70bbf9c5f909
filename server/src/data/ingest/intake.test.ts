// The intake's own rules beyond the corpus: batches with poison, credentials, times, identities, masking, envelopes.
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readJsonBody } from '../../platform/json/index.ts';
import { readCredentials } from './credential.ts';
import { callKind, normaliseBody } from './envelope.ts';
import type { EventContext } from './event.ts';
import { normaliseEvent } from './event.ts';
import { normaliseCard, normaliseEmail, normalisePhone } from './identity.ts';
import { segmentSettings, snippetFile } from './sdk-documents.ts';
import { maskCards, maskIbans, maskUrl } from './secrets.ts';
import { parseInstant, settleTime } from './time.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const CTX: EventContext = { receivedAt: NOW, trust: 'public', ids: () => 'fresh' };
const body = (text: string, headers: Record<string, string> = {}): ReturnType<typeof readJsonBody> =>
  readJsonBody(Buffer.from(text), headers);
const event = (more: Record<string, unknown>, ctx: Partial<EventContext> = {}): ReturnType<typeof normaliseEvent> =>
  normaliseEvent({ type: 'track', event: 'X', messageId: 'm', anonymousId: 'anon-1', ...more }, { ...CTX, ...ctx });
const stored = (more: Record<string, unknown>, ctx: Partial<EventContext> = {}) => {
  const read = event(more, ctx);
  if (!read.ok) throw new Error(read.message);
  return read.event;
};
const refused = (more: Record<string, unknown>): string => {
  const read = event(more);
  return read.ok ? 'stored' : read.path;
};

describe('body', () => {
  it('refuses only the poisoned items of a batch', () => {
    const deep = `${'{"a":'.repeat(70)}1${'}'.repeat(70)}`;
    const items = [
      `{"n":1}`,
      `{"properties":${deep}}`,
      `{"n":9007199254740993}`,
      `{"__proto__":{}}`,
      `{"userId":"a","userId":"b"}`,
      `{"n":1e999}`,
    ];
    const read = body(`{"batch":[${items.join(',')}],"sentAt":"x"}`);
    expect(read.ok && read.refused.map((one) => one.index)).toEqual([1, 2, 3, 4, 5]);
    expect(read.ok && read.refused.map((one) => one.path.slice(0, 22))).toEqual([
      'batch[1].properties.a.',
      'batch[2].n',
      'batch[3].__proto__',
      'batch[4].userId',
      'batch[5].n',
    ]);
  });
  it('keeps nested duplicates, large exact exponents and keys that end in a backslash', () => {
    expect(body('{"properties":{"a":1,"a":2},"n":1e20,"k\\\\":"x\\":"}')).toMatchObject({ ok: true, refused: [] });
    expect(body('{"context":{"traits":{"userId":"a"}},"userId" : "a"}')).toMatchObject({ ok: true });
  });
  it('refuses duplicates however they are written', () => {
    for (const text of [
      '{"userId":1,"userId" :2}',
      '{"userId":1,"user\\u0049d":2}',
      '{"batch":[],"batch":[{}]}',
      '{"a":"\\":","u":1,"u"\n:2}',
    ]) {
      expect(body(text)).toMatchObject({ ok: false, status: 400, code: 'json_duplicate' });
    }
  });
  it('inflates one gzip member and nothing else', () => {
    const headers = { 'content-encoding': 'gzip', 'content-type': 'application/x-www-form-urlencoded' };
    expect(readJsonBody(gzipSync('{"a":1}'), headers)).toMatchObject({ ok: true, value: { a: 1 }, bytes: 7 });
    expect(readJsonBody(Buffer.concat([gzipSync('{"a"'), gzipSync(':1}')]), headers)).toMatchObject({ status: 400 });
    expect(readJsonBody(Buffer.concat([gzipSync('{"a":1}'), Buffer.from('xx')]), headers)).toMatchObject({ status: 400 });
    expect(readJsonBody(Buffer.alloc(0), headers)).toMatchObject({ status: 400 });
    expect(readJsonBody(gzipSync(Buffer.alloc(600_000, 32)), headers)).toMatchObject({ status: 413 });
    expect(readJsonBody(gzipSync('{}'), { 'content-encoding': 'br' })).toMatchObject({ status: 415 });
  });
});

describe('credential', () => {
  const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;
  it('reads every place in order', () => {
    const headers = { authorization: basic('k1:'), 'x-write-key': 'k2:secret' };
    const keys = readCredentials(headers, { writeKey: 'k4' }, { writeKey: 'k5' }).map((one) => one.key);
    expect(keys).toEqual(['k1', 'k2', 'k4', 'k5']);
    expect(readCredentials({ authorization: 'Bearer sk_1' })).toEqual([{ key: 'sk_1', from: 'bearer' }]);
    expect(readCredentials({}, {}, { writeKey: 'ab***cd' })).toEqual([]);
  });
  it('takes nothing from a malformed header', () => {
    for (const authorization of ['Basic', 'Basic %%%', basic('nocolon'), basic(':k'), basic('k\0:'), 'Bearer a b', 'Digest x']) {
      expect(readCredentials({ authorization }, { writeKey: 'k' })).toEqual([]);
    }
  });
});

describe('time', () => {
  it('reads strict ISO instants', () => {
    expect(parseInstant('2026-11-20T10:00:00,5+0130')).toBe(Date.UTC(2026, 10, 20, 8, 30, 0, 500));
    expect(parseInstant('2024-02-29T23:59:60Z')).toBe(Date.UTC(2024, 2, 1));
    for (const bad of ['2025-02-29T00:00:00Z', '2026-04-31T00:00:00Z', '2026-11-20T10:00:00', '2026-11-20', '+002026-11-20T10:00:00Z']) {
      expect(parseInstant(bad)).toBeUndefined();
    }
  });
  it('corrects by the clock error and never exceeds the receipt', () => {
    const day = 86_400_000;
    expect(settleTime(NOW + day - 10_000, NOW + day, NOW)).toEqual({ timestamp: NOW - 10_000 });
    expect(settleTime(NOW + 300_000, undefined, NOW)).toEqual({ timestamp: NOW, quality: 'timestamp_ahead' });
    expect(settleTime(Date.UTC(1997, 0, 1), undefined, NOW)).toMatchObject({ quality: 'late', timestamp: Date.UTC(1997, 0, 1) });
  });
});

describe('identity', () => {
  it('normalises e-mail, phone and card', () => {
    expect(normaliseEmail(' Max.M+x@MÜLLER.example ')).toBe('max.m+x@xn--mller-kva.example');
    expect(normalisePhone('0170 1234567')).toBe('+491701234567');
    expect(normaliseCard('2600 0000 00017')).toBe('2600000000017');
    for (const bad of ['a@b', 'a@b.1', 'a@ex%61mple.org', 'a..b@c.de', 'ä@c.de', 'a@c.de\r\nBcc: x@y.de'])
      expect(normaliseEmail(bad)).toBeUndefined();
  });
  it('drops blank and placeholder ids where another id remains, refuses the event where none does', () => {
    expect(stored({ userId: 'undefined' })).toMatchObject({ anonymousId: 'anon-1', quality: ['userId_placeholder'] });
    expect(stored({ userId: '' }).userId).toBeUndefined();
    expect(stored({ userId: 17 }).userId).toBe('17');
    expect(refused({ anonymousId: 'null' })).toBe('anonymousId');
    expect(refused({ userId: 1.5 })).toBe('userId');
    expect(refused({ type: 'alias', userId: 'a' })).toBe('previousId');
    expect(refused({ type: 'group' })).toBe('groupId');
  });
});

describe('masking', () => {
  it('masks payment cards and bank accounts, not article numbers', () => {
    expect(maskCards('Karte 4111-1111-1111-1111!')).toBe('Karte [payment card removed]!');
    expect(maskCards('EAN 4006381333931, Nr 1234567812345670')).toBe('EAN 4006381333931, Nr 1234567812345670');
    expect(maskIbans('DE89 3704 0044 0532 0130 00 und DE88370400440532013000')).toBe('[bank account removed] und DE88370400440532013000');
  });
  it('masks secrets in addresses', () => {
    expect(maskUrl('https://u:p@s.de/a?x=1&reset_token=q#access_token=z')).toBe('https://***@s.de/a?x=1&reset_token=***#access_token=***');
    expect(maskUrl('/p?ref=a%40b.de&sku=1')).toBe('/p?ref=***&sku=1');
  });
  it('drops secrets wherever they are nested and keeps the input as it was', () => {
    const properties = { list: [{ newPassword: 'x', n: -0 }], card: '4111111111111111', amount: 4111111111111111 };
    expect(stored({ properties }).properties).toEqual({ list: [{ n: 0 }], card: '4111111111111111', amount: '[payment card removed]' });
    expect(properties.list[0]?.newPassword).toBe('x');
  });
});

describe('event', () => {
  it('reads products exactly', () => {
    const products = [{ product_id: 1, price: '0.29', quantity: 3 }, { sku: 'B', price: 160.412 }, { name: 'x' }];
    const read = stored({ event: 'order completed', properties: { total: 1.15, currency: 'eur', products } });
    expect(read).toMatchObject({ event: 'Order Completed', rawEvent: 'order completed', totalCents: 115, currency: 'EUR' });
    expect(read.products).toEqual([
      { sku: '1', quantity: 3, priceCents: 29, currency: 'EUR' },
      { sku: 'B', quantity: 1, priceCents: 16041, currency: 'EUR' },
    ]);
    expect(read.quality).toEqual(['event_renamed', 'price_precision', 'product_without_sku']);
  });
  it('keeps the identity token and the address of the connection out of the stored context', () => {
    const read = stored({ context: { ip: '8.8.8.8', identityToken: 'jwt', device: { shared: true }, locale: 'de' } });
    expect(read).toMatchObject({ context: { device: { shared: true }, locale: 'de' }, identityToken: 'jwt', shared: true });
    expect(stored({ context: { ip: '8.8.8.8' } }, { trust: 'server' }).context).toEqual({ ip: '8.8.8.0' });
  });
  it('takes traits of an identify from context.traits as RudderStack sends them', () => {
    const read = stored({ type: 'identify', userId: 'u1', context: { traits: { email: 'A@b.de' } } });
    expect(read).toMatchObject({ traits: { email: 'A@b.de' }, email: 'a@b.de' });
  });
  it('finds the channel and the consent', () => {
    expect(stored({ context: { library: { name: 'analytics-ios' } } }).channel).toBe('app');
    expect(stored({ context: { channel: 'pos' } })).toMatchObject({ channel: 'till', shared: true });
    expect(stored({ properties: { store_id: 's1' } }, { trust: 'server' })).toMatchObject({ channel: 'store', storeId: 's1' });
    const consent = { categoryPreferences: { analytics: 'yes', personalization: true } };
    expect(stored({ context: { consent } }).consent).toEqual({ analytics: false, personalisation: true });
  });
  it('measures events only in large bodies and names the largest field', () => {
    expect(refused({ properties: { text: 'x'.repeat(40_000) } })).toBe('properties');
    expect(stored({ properties: { text: 'x'.repeat(20_000) } }).quality).toEqual([]);
  });
});

describe('envelope', () => {
  it('knows the paths of all SDKs', () => {
    expect(callKind('/v1/t?x=1')).toEqual({ kind: 'single', type: 'track' });
    expect(callKind('/beacon/v1/batch?writeKey=k')).toEqual({ kind: 'batch' });
    expect(callKind('/api/s/s2s/page')).toEqual({ kind: 'single', type: 'page' });
    expect(callKind('/v1/constructor')).toBeUndefined();
  });
  it('reports items that are no objects and leaves out refused ones', () => {
    const read = normaliseBody({ batch: ['x', {}, {}], sentAt: '2026-11-22T11:00:00Z' }, '/v1/batch', [
      { index: 1, path: 'batch[1]', message: '' },
    ]);
    expect(read).toMatchObject({
      ok: true,
      single: false,
      sentAt: NOW - 3_600_000,
      items: [{ index: 2 }],
      refused: [{ index: 1 }, { index: 0 }],
    });
  });
  it('builds the documents of the browser SDKs', () => {
    expect(segmentSettings('k', new URL('http://h:4200'))).toMatchObject({
      integrations: { 'Segment.io': { apiHost: 'h:4200/v1', protocol: 'http' } },
    });
    expect(snippetFile('/analytics.js/v1/wk/analytics.min.js')).toEqual({ file: 'standalone.js', writeKey: 'wk' });
    expect(snippetFile('/analytics-next/bundles/../x.js')).toBeUndefined();
  });
});
