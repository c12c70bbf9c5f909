// The data catalogue is true: every column is tagged, every table about people has a keeper, export shows all of a person and erasure leaves nothing.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../server/src/config.ts';
import { dataCatalogue } from '../server/src/house.ts';
import { type Running, serve } from '../server/src/main.ts';
import { client } from './start-faden.ts';

/** Hold nothing but ids of nodes, for days; an erased node leads nowhere. */
const shortLived = ['outbox', 'job'];
/** May keep what an erased person gave: the law asks for it, and nothing else reads it. */
const archive = ['order_archive'];
const keys = { secretKey: 'sk_catalogue', writeKey: 'wk_catalogue' };

let running: Running;
let api: ReturnType<typeof client>;

beforeAll(async () => {
  const env = { FADEN_DATA: 'memory:', PORT: '0', FADEN_SECRET_KEY: keys.secretKey, FADEN_WRITE_KEY: keys.writeKey, FADEN_LOG: 'silent' };
  running = await serve(readConfig(env));
  api = client({ url: running.url, ...keys });
}, 120_000);
afterAll(() => running?.close());

interface Column {
  table: string;
  column: string;
  type: string;
}
const columns = () =>
  running.house.database.query<Column>(
    `select table_name::text as "table", column_name::text as "column", data_type::text as type from information_schema.columns where table_schema = 'public' order by 1, 2`,
  );

describe('the tags', () => {
  test('name every column of the live schema, and no other', async () => {
    const live = (await columns()).map(({ table, column }) => `${table}.${column}`);
    const tagged = Object.entries(dataCatalogue).flatMap(([table, tags]) => Object.keys(tags).map((column) => `${table}.${column}`));
    expect(
      live.filter((name) => !tagged.includes(name)),
      'columns without a tag',
    ).toEqual([]);
    expect(
      tagged.filter((name) => !live.includes(name)),
      'tags without a column',
    ).toEqual([]);
  });
  test('every table about people has one keeper, and keepers keep only tables that exist', async () => {
    const kept = running.house.custodians.flatMap((custodian) => [...custodian.tables]);
    const about = Object.entries(dataCatalogue).flatMap(([table, tags]) =>
      Object.values(tags).some((tag) => tag.personal !== 'no') ? [table] : [],
    );
    const byNode = (await columns()).filter(({ column }) => /^(node|root|profile|person)_id$/.test(column)).map(({ table }) => table);
    expect([...new Set([...about, ...byNode])].filter((table) => !kept.includes(table) && !shortLived.includes(table))).toEqual([]);
    expect(kept.filter((table) => !(table in dataCatalogue))).toEqual([]);
    expect(new Set(kept).size).toBe(kept.length);
    expect(new Set(running.house.custodians.map((custodian) => custodian.name)).size).toBe(running.house.custodians.length);
  });
  test('the keeper of identity erases last, because the others find their rows by its nodes', () => {
    expect(running.house.custodians.at(-1)?.name).toBe('identity');
  });
});

/** What the person gave, in every intake; each appears nowhere else. Those that are exported are what they have a right to see. */
const marks = {
  externalId: 'c_MARKexternal',
  userId: 'u_MARKuser',
  device: 'd-MARKdevice',
  card: 'MARKcard01',
  email: 'markmail@example.org',
  phone: '+4915112345678',
  firstName: 'MARKfirst',
  street: 'MARKstreet 1',
  search: 'MARKsearch',
  page: 'MARKpage',
  correction: 'MARKcorrected',
  orderStreet: 'MARKorderstreet',
  receiptMail: 'markreceipt@example.org',
  returnReason: 'MARKreturnreason',
  consentMail: 'markconsent@example.org',
  evidence: 'MARKevidence',
  loyalty: 'MARKloyaltyreason',
};
const eur = (amount: number) => ({ amount, currency: 'EUR' });
const key = (n: string) => ({ 'idempotency-key': `catalogue-${n}` });

async function livesALife(): Promise<void> {
  await api.put('/api/v1/places', [{ id: 'st_1', kind: 'store', name: 'Store', timeZone: 'Europe/Berlin' }]);
  await api.put(
    '/api/v1/products',
    ['P-1', 'P-2', 'P-3'].map((sku) => ({ sku, name: { de: sku, en: sku }, brand: 'B', category: ['C'], price: eur(5_000) })),
  );
  await api.put(
    '/api/v1/stock',
    ['P-1', 'P-2', 'P-3'].map((sku) => ({ sku, place: 'st_1', onHand: 50 })),
  );
  await api.put('/api/v1/profiles', [
    {
      externalId: marks.externalId,
      identifiers: { userId: marks.userId, card: marks.card, email: marks.email, phone: marks.phone },
      traits: { firstName: marks.firstName, address: { street: marks.street, city: 'Hamburg' } },
      consents: ['personalisation', 'instore', 'analytics'],
      consentEvidence: { form: marks.evidence },
    },
  ]);
  await api.asBrowser('/v1/batch', {
    batch: [
      { type: 'page', anonymousId: marks.device, name: 'Home', properties: { path: `/${marks.page}` } },
      { type: 'track', event: 'Products Searched', anonymousId: marks.device, properties: { query: marks.search } },
      { type: 'track', event: 'Product Viewed', anonymousId: marks.device, properties: { product_id: 'P-1' } },
    ],
  });
  await api.post('/v1/identify', {
    userId: marks.userId,
    anonymousId: marks.device,
    traits: { email: marks.email, firstName: marks.firstName },
  });
  await api.post(
    '/api/v1/receipts',
    {
      store: 'st_1',
      number: 'R-77',
      card: marks.card,
      email: marks.receiptMail,
      lines: [{ sku: 'P-1', quantity: 1, unitPrice: eur(5_000) }],
      payments: [{ type: 'cash', amount: 5_000 }],
    },
    key('receipt'),
  );
  await api.post(
    '/api/v1/orders',
    {
      number: 'O-77',
      channel: 'web',
      profile: { userId: marks.userId },
      email: marks.email,
      lines: [{ sku: 'P-2', quantity: 2, unitPrice: eur(5_000) }],
      delivery: { type: 'ship', address: { street: marks.orderStreet } },
      payments: [{ type: 'card', amount: 10_000 }],
    },
    key('order'),
  );
  await api.post(
    '/api/v1/returns',
    {
      receipt: { store: 'st_1', number: 'R-77' },
      store: 'st_1',
      lines: [{ sku: 'P-1', quantity: 1, grade: 'A', reason: marks.returnReason }],
    },
    key('return'),
  );
  await api.post(
    '/api/v1/consents',
    {
      profile: { card: marks.card },
      purpose: 'marketing.email',
      contactPoint: marks.consentMail,
      action: 'grant',
      source: 'till',
      evidence: { signed: marks.evidence },
    },
    key('consent'),
  );
  await api.post(`/api/v1/loyalty/${marks.externalId}/earn`, { points: 5, reason: marks.loyalty }, key('earn'));
  await api.post(
    '/api/v1/stock/reservations',
    { sku: 'P-3', place: 'st_1', quantity: 1, kind: 'store', profile: { card: marks.card } },
    key('reserve'),
  );
  await api.call('PATCH', `/api/v1/profiles/${marks.externalId}`, { traits: { nickname: marks.correction } }, key('correct'));
  const decided = await api.post('/v1/decisions', {
    placements: [{ id: 'tablet.next_best', limit: 3 }],
    subject: { cardNo: marks.card, anonymousId: marks.device },
    channel: 'tablet',
    context: { storeId: 'st_1', term: marks.search },
  });
  const token = decided.placements.flatMap((p: { items: { token: string }[] }) => p.items)[0]?.token as string | undefined;
  await api.post(
    `/v1/decisions/${decided.decisionId}/reactions`,
    { ...(token ? { token } : {}), reaction: 'rejected', actor: 'associate' },
    key('reaction'),
  );
  await api.post('/api/v1/clienteling/lookup', { card: marks.card, store: 'st_1', actor: 'as_1' }, key('lookup'));
  // Somebody nobody knows asks as well: what names them must not stay either.
  await api.post('/v1/decisions', {
    placements: [{ id: 'tablet.next_best' }],
    subject: { email: marks.receiptMail, phone: marks.phone.replace('678', '679') },
    channel: 'tablet',
  });
  await running.house.database.query('select 1');
}

/** Tables and columns in which a text stands, in whatever text or JSON column. */
async function whereIs(mark: string): Promise<string[]> {
  const found: string[] = [];
  for (const { table, column } of (await columns()).filter(({ type }) => /^(text|json|jsonb|character varying|ARRAY)$/.test(type))) {
    const [row] = await running.house.database.query<{ n: number }>(
      `select count(*)::int as n from "${table}" where strpos(lower("${column}"::text), lower($1)) > 0`,
      [mark],
    );
    if (row && row.n > 0) found.push(`${table}.${column}`);
  }
  return found;
}

describe('one person', () => {
  let id = '';
  let nodes: string[] = [];
  beforeAll(async () => {
    await livesALife();
    const profile = await api.get(`/api/v1/profiles/${marks.externalId}`);
    id = profile.id;
    const person = await running.house.identity.find({ id });
    nodes = person?.nodes.map((node) => node.id) ?? [];
  }, 60_000);

  test('each mark reached the database', async () => {
    for (const mark of Object.values(marks)) expect(await whereIs(mark), mark).not.toEqual([]);
  });
  test('the export shows everything they gave', async () => {
    const text = JSON.stringify(await api.get(`/api/v1/profiles/${id}/export`)).toLowerCase();
    expect(
      Object.entries(marks)
        .filter(([, mark]) => !text.includes(mark.toLowerCase()))
        .map(([name]) => name),
    ).toEqual([]);
  });
  test('erasure leaves nothing but the archive of the tax office, and answers a receipt per place', async () => {
    const receipt = await api.del(`/api/v1/profiles/${id}`);
    expect(receipt.receipts.map((r: { place: string }) => r.place)).toEqual(
      expect.arrayContaining(['event log', 'identity', 'orders', 'consent', 'decisions', 'loyalty']),
    );
    await new Promise((resolve) => setTimeout(resolve, 400));
    const left: Record<string, string[]> = {};
    for (const [name, mark] of Object.entries(marks)) {
      const places = (await whereIs(mark)).filter((place) => !archive.includes(place.split('.')[0] as string));
      if (places.length > 0) left[name] = places;
    }
    expect(left).toEqual({});
    expect(await whereIs(marks.orderStreet)).toEqual(['order_archive.data']);
  });
  test('nobody is found by any identifier any more', async () => {
    for (const [type, value] of [
      ['userId', marks.userId],
      ['card', marks.card],
      ['email', marks.email],
      ['phone', marks.phone],
      ['anonymousId', marks.device],
      ['externalId', marks.externalId],
    ]) {
      expect((await api.call('GET', `/api/v1/profiles/by/${type}/${encodeURIComponent(value as string)}`)).status, type).toBe(404);
    }
    expect((await api.call('GET', `/api/v1/profiles/${id}`)).status).toBe(404);
  });
  test('rows that stay point at nodes that no longer exist', async () => {
    for (const { table, column } of (await columns()).filter((c) => /^(node|root)_id$/.test(c.column))) {
      const [row] = await running.house.database.query<{ n: number }>(
        `select count(*)::int as n from "${table}" where "${column}"::text in (select jsonb_array_elements_text($1::text::jsonb))`,
        [JSON.stringify(nodes)],
      );
      const may = Object.values(dataCatalogue[table] ?? {}).some((tag) => tag.purpose === 'legal');
      if (!may) expect(row?.n, `${table}.${column}`).toBe(0);
    }
    expect(nodes.length).toBeGreaterThan(4);
  });
  test('a late event and a second import do not bring them back', async () => {
    await api.asBrowser('/v1/track', { event: 'Product Viewed', anonymousId: marks.device, properties: { product_id: 'P-1' } });
    await api.put('/api/v1/profiles', [{ externalId: marks.externalId, traits: { firstName: marks.firstName } }]);
    expect(await whereIs(marks.device)).toEqual([]);
    expect(await whereIs(marks.firstName)).toEqual([]);
  });
  test('the same Idempotency-Key shows nothing of them', async () => {
    const again = await api.call('POST', '/api/v1/clienteling/lookup', { card: marks.card, store: 'st_1', actor: 'as_1' }, key('lookup'));
    expect(JSON.stringify(again.body)).not.toContain('MARK');
  });
});
