// Puts the fixtures the /v1 corpus cases name into a running Faden, through its HTTP API only.

import type { KeyObject } from 'node:crypto';
import { generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';

export type Fixtures = Record<string, string>;

export interface SeedOptions {
  url: string;
  secretKey: string;
  writeKey: string;
  /** Private key of the shop's identity tokens; the server must know its public half (see `identityKeys`). */
  identityKey: KeyObject;
  /** Milliseconds; the identity tokens are valid from here. */
  now: number;
}

const DEFAULTS = (JSON.parse(readFileSync(new URL('fixtures.json', import.meta.url), 'utf8')) as { values: Fixtures }).values;

type Call = (method: string, path: string, body?: unknown) => Promise<void>;

/** A caller that throws on any answer that is not 2xx. */
function caller(options: SeedOptions): Call {
  return async (method, path, body) => {
    const response = await fetch(options.url + path, {
      method,
      headers: { authorization: `Bearer ${options.secretKey}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`seed: ${method} ${path} answers ${response.status}: ${(await response.text()).slice(0, 300)}`);
  };
}

/** Seeds everything and returns the fixtures with the keys and tokens of this installation. */
export async function seedCorpus(options: SeedOptions): Promise<Fixtures> {
  const fixtures: Fixtures = { ...DEFAULTS, WK_WEB_A: options.writeKey, SK_SERVER_A: options.secretKey };
  const call = caller(options);
  await seedKeys(call, fixtures);
  await seedGoods(call, fixtures);
  await seedPeople(call, fixtures);
  const token = (user: string, from: number): string => identityToken(options.identityKey, user, from);
  fixtures['IDTOKEN_USER_1'] = token(fixtures['USER_1'] ?? '', options.now);
  fixtures['IDTOKEN_USER_2'] = token(fixtures['USER_2'] ?? '', options.now);
  fixtures['IDTOKEN_USER_1_EXPIRED'] = token(fixtures['USER_1'] ?? '', options.now - 3_600_000);
  return fixtures;
}

async function seedKeys(call: Call, fixtures: Fixtures): Promise<void> {
  await call('PUT', '/api/v1/keys', [
    { key: fixtures['WK_WEB_A'], kind: 'write', channel: 'web' },
    { key: fixtures['WK_APP_A'], kind: 'write', channel: 'app' },
  ]);
}

async function seedGoods(call: Call, fixtures: Fixtures): Promise<void> {
  const place = (id: string | undefined, name: string): object => ({ id, kind: 'store', name, timeZone: 'Europe/Berlin', region: 'HH' });
  await call('PUT', '/api/v1/places', [place(fixtures['STORE_1'], 'Hamburg'), place(fixtures['STORE_2'], 'Berlin')]);
  const product = (sku: string | undefined, more: object = {}): object => ({
    sku,
    name: { de: `Artikel ${sku}`, en: `Article ${sku}` },
    brand: 'Acme',
    category: ['Technik'],
    needGroup: 'corpus',
    price: { amount: 1999, currency: 'EUR' },
    active: true,
    ...more,
  });
  await call('PUT', '/api/v1/products', [
    product('SKU-1'),
    product('SKU-LAST1'),
    product('SKU-MANY'),
    product(fixtures['SKU_PHARMA'], { special: 'pharmacy' }),
    product(fixtures['SKU_ALCOHOL'], { ageGate: 18 }),
  ]);
  const onHand = { 'SKU-1': 5, 'SKU-LAST1': 1, 'SKU-MANY': 500 };
  const stock = Object.entries(onHand).map(([sku, count]) => ({ sku, place: fixtures['STORE_1'], onHand: count }));
  await call('PUT', '/api/v1/stock', stock);
}

async function seedPeople(call: Call, fixtures: Fixtures): Promise<void> {
  const consents = ['service', 'personalisation', 'marketing.email'];
  await call('PUT', '/api/v1/profiles', [
    {
      externalId: fixtures['CUST_1'],
      identifiers: {
        userId: fixtures['USER_1'],
        email: fixtures['MAIL_CUST_1'],
        phone: fixtures['PHONE_CUST_1'],
        card: fixtures['CARD_1'],
      },
      traits: { firstName: 'Kim', lastName: 'Eins' },
      consents,
    },
    {
      externalId: fixtures['CUST_2'],
      identifiers: { userId: fixtures['USER_2'], email: fixtures['MAIL_CUST_2'] },
      traits: { firstName: 'Uli', lastName: 'Zwei' },
      consents,
    },
    { externalId: fixtures['CUST_3'], identifiers: { userId: 'user-3' }, traits: { firstName: 'Toni' } },
    {
      externalId: fixtures['CUST_ERASED'],
      identifiers: { userId: fixtures['USER_ERASED'], anonymousId: fixtures['ANON_ERASED'] },
      traits: { firstName: 'Weg' },
    },
  ]);
  await call('DELETE', `/api/v1/profiles/${fixtures['CUST_ERASED']}`);
  await call('POST', `/api/v1/loyalty/${fixtures['CUST_1']}/adjust`, { points: 250, reason: 'corpus' });
}

/** A JWT as a shop signs it for a logged-in customer: EdDSA, ten minutes. */
export function identityToken(key: KeyObject, userId: string, now: number): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const from = Math.floor(now / 1000);
  const claims = { sub: userId, aud: 'faden', iss: 'corpus-idp', iat: from, exp: from + 600 };
  const text = `${part({ alg: 'EdDSA', typ: 'JWT', kid: 'corpus-idp' })}.${part(claims)}`;
  return `${text}.${sign(null, Buffer.from(text), key).toString('base64url')}`;
}

/** A fresh key of the shop and the JWK set to start the server with. */
export function identityKeys(): { privateKey: KeyObject; jwks: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const key = { ...publicKey.export({ format: 'jwk' }), kid: 'corpus-idp', alg: 'EdDSA', use: 'sig' };
  return { privateKey, jwks: JSON.stringify({ keys: [key] }) };
}
