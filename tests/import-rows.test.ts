// Files into rows, rows into the shapes of the contract: formats, names of columns, sales gathered from shuffled lines, refusals.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { importArguments } from '../server/src/commands/import/arguments.ts';
import { runImport } from '../server/src/commands/import/run.ts';
import { recorded } from '../server/src/commands/replay.ts';
import type { Target } from '../server/src/commands/target.ts';

const directory = mkdtempSync(join(tmpdir(), 'faden-import-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** A server that takes everything, but refuses the skus named `bad…` the way Faden does. */
function pretend(places: string[] = []) {
  const calls: { method: string; path: string; body: unknown }[] = [];
  const target: Target = {
    url: '',
    key: '',
    close: async () => {},
    send: async () => ({ status: 500, body: undefined }),
    async call(method, path, body) {
      if (method === 'GET') return { status: 200, body: { items: places.map((id) => ({ id })) } };
      calls.push({ method, path, body });
      if (Array.isArray(body)) {
        const at = body.findIndex((row) => String(row.sku).startsWith('bad'));
        return at < 0
          ? { status: 200, body: { stored: body.length } }
          : { status: 422, body: { errors: [{ path: `${at}.sku`, message: 'is bad' }] } };
      }
      return { status: 200, body: { accepted: (body as { receipts: unknown[] }).receipts?.length ?? 1, duplicates: 0, refused: [] } };
    },
  };
  return { target, calls };
}

let count = 0;
async function run(kind: string, content: string | Buffer, args: string[] = [], places: string[] = []) {
  const file = join(directory, `f${count++}`);
  writeFileSync(file, content);
  const { target, calls } = pretend(places);
  const { report, refusedFile } = await runImport(target, importArguments([kind, file, ...args]), directory);
  const rows = calls
    .filter((c) => c.path !== '/api/v1/places')
    .flatMap((c) => (Array.isArray(c.body) ? c.body : ((c.body as { receipts?: unknown[] }).receipts ?? [c.body])));
  return { report, refusedFile, calls, rows: rows as Record<string, unknown>[] };
}

describe('products', () => {
  const wanted = {
    sku: 'A1',
    name: 'Laptop, 14"',
    brand: 'Acer',
    category: ['Technik', 'Laptops'],
    price: { amount: 99900, currency: 'EUR' },
    attributes: { size: '14' },
  };
  it.each([
    ['comma', 'sku,name,brand,department,category,price,size\nA1,"Laptop, 14""",Acer,Technik,Laptops,999.00,14\n'],
    [
      'semicolon, BOM, CRLF, German',
      '\ufeffArtikelnummer;Bezeichnung;Marke;Kategorie;Preis;Größe\r\nA1;"Laptop, 14""";Acer;Technik > Laptops;999,00 €;14\r\n',
    ],
    ['tab, Google feed', 'id\ttitle\tbrand\tproduct_type\tprice\tg:size\nA1\t"Laptop, 14"""\tAcer\tTechnik > Laptops\t999.00 EUR\t14\n'],
    [
      'JSONL',
      `${JSON.stringify({ product_id: 'A1', title: 'Laptop, 14"', brand: 'Acer', path: ['Technik', 'Laptops'], price: '999.00', size: 14 })}\n`,
    ],
    ['JSON array in the contract’s own shape', JSON.stringify([wanted])],
  ])('%s', async (_name, content) => {
    expect((await run('products', content)).rows).toEqual([wanted]);
    expect((await run('products', gzipSync(content))).rows).toEqual([wanted]);
  });
  it('sale prices, costs, adult goods, images of a Google feed', async () => {
    const { rows } = await run(
      'products',
      'id,title,price,sale_price,image_link,additional_image_link,adult,google_product_category\n1,x,20.00 EUR,15.00 EUR,https://a/1,"https://a/2,https://a/3",yes,"Home > Wine"\n',
    );
    expect(rows[0]).toMatchObject({
      price: { amount: 1500 },
      listPrice: { amount: 2000 },
      images: ['https://a/1', 'https://a/2', 'https://a/3'],
      ageGate: 18,
      category: ['Home', 'Wine'],
    });
  });
  it('tells line, field and reason; keeps the others; writes them all down', async () => {
    const { report, rows, refusedFile } = await run(
      'products',
      'sku,name,price\nok1,a,1.00\n,b,1.00\nx2,c,1.299\nbad3,d,2.00\nx4,e\nok5,f,3\n',
    );
    expect(rows.at(-1)).toMatchObject({ sku: 'ok5' });
    expect(report).toMatchObject({ rows: 6, stored: 2, refused: 4 });
    expect(report.firstRefused.map(({ line, field }) => [line, field])).toEqual([
      [3, 'sku'],
      [4, 'price'],
      [6, ''],
      [5, 'sku'],
    ]);
    expect(
      readFileSync(refusedFile as string, 'utf8')
        .trim()
        .split('\n'),
    ).toHaveLength(4);
  });
  it('maps columns and names those it does not use', async () => {
    const { report, rows } = await run('products', 'code,name,energy,foo\n1,x,A,y\n', [
      '--map',
      'sku=code',
      '--map=attributes.energy=energy',
    ]);
    expect(rows).toEqual([{ sku: '1', name: 'x', attributes: { energy: 'A' } }]);
    expect(report.unusedColumns).toEqual(['foo']);
    await expect(run('products', 'a,b\n1,2\n', ['--map', 'nope=a'])).rejects.toThrow('no such field');
  });
  it('says what it cannot read at all', async () => {
    await expect(run('products', '<?xml version="1.0"?><rss/>')).rejects.toThrow('XML');
    await expect(run('products', Buffer.from('sku,name\n1,M\xfcsli\n', 'latin1'))).rejects.toThrow('--encoding');
    expect((await run('products', Buffer.from('sku,name\n1,M\xfcsli\n', 'latin1'), ['--encoding', 'windows-1252'])).rows[0]).toMatchObject({
      name: 'Müsli',
    });
    await expect(run('products', '  \n')).rejects.toThrow('empty');
    expect(() => importArguments(['competitor-prices', 'x'])).toThrow('cannot be imported yet');
  });
});

describe('receipts', () => {
  const head = 'household_id,store_id,basket_id,product_id,quantity,sales_value,transaction_timestamp\n';
  it('gathers shuffled lines and keeps the cents', async () => {
    const { rows, report, calls } = await run(
      'receipts',
      `${head}7,1,b1,p1,3,10.00,2017-01-28T14:06:53\n8,1,b2,p1,1,0.99,2017-01-28T14:06:53\n7,1,b1,p2,1,2.5,2017-01-28T14:06:53\n`,
      ['--create-places', '--zone', 'America/New_York'],
    );
    expect(report).toMatchObject({ rows: 3, stored: 2, refused: 0, placesCreated: 1 });
    expect(calls[0]).toMatchObject({ path: '/api/v1/places', body: [{ id: '1', kind: 'store', timeZone: 'America/New_York' }] });
    expect(rows[0]).toEqual({
      store: '1',
      number: 'b1',
      card: '7',
      at: '2017-01-28T19:06:53.000Z',
      lines: [
        { sku: 'p1', quantity: 3, unitPrice: { amount: 334, currency: 'EUR' }, discount: 2 },
        { sku: 'p2', quantity: 1, unitPrice: { amount: 250, currency: 'EUR' } },
      ],
    });
  });
  it('refuses a sale whole: half a receipt would be wrong money', async () => {
    const { report, rows } = await run(
      'receipts',
      `${head}7,1,b1,p1,1,1.00,2017-01-28T14:06:53\n7,1,b1,p2,one,1.00,2017-01-28T14:06:53\n7,9,b3,p2,1,1.00,2017-01-28T14:06:53\n7,1,b4,p2,0,0,2017-01-28T14:06:53\n7,1,b4,p3,2,1,2017-01-28T14:06:53\n7,1,b5,p3,-1,-1,2017-01-28T14:06:53\n`,
      [],
      ['1'],
    );
    expect(rows.map((r) => r['number'])).toEqual(['b4']);
    expect(report.firstRefused.map((r) => [r.line, r.field]).sort()).toEqual([
      [2, 'quantity'],
      [3, 'quantity'],
      [4, 'store'],
      [5, 'quantity'],
      [7, 'quantity'],
    ]);
  });
  it('refuses lines that name two customers', async () => {
    const { report } = await run(
      'receipts',
      `${head}7,1,b1,p1,1,1.00,2017-01-28T14:06:53\n8,1,b1,p2,1,1.00,2017-01-28T14:06:53\n`,
      [],
      ['1'],
    );
    expect(report).toMatchObject({ stored: 0, refused: 2 });
  });
  it('a dry run stores nothing', async () => {
    const { report, calls } = await run('receipts', `${head}7,1,b1,p1,3,10.00,2017-01-28T14:06:53\n`, ['--dry-run', '--create-places']);
    expect([report.stored, report.placesCreated, calls.length]).toEqual([1, 1, 0]);
  });
});

describe('other kinds', () => {
  it('customers, consents, stock, prices, offers, need groups, orders', async () => {
    expect(
      (await run('customers', 'kundennummer;Vorname;PLZ;Ort;e-mail;consents\nc1;Ada;20095;Hamburg;a@b.de;personalisation|instore\n')).rows,
    ).toEqual([
      {
        externalId: 'c1',
        identifiers: { email: 'a@b.de' },
        traits: { firstName: 'Ada', address: { postcode: '20095', city: 'Hamburg' } },
        consents: ['personalisation', 'instore'],
      },
    ]);
    expect((await run('consents', 'email,purpose,action,at\na@b.de,marketing.email,no,2026-01-01T00:00:00Z\n')).rows).toMatchObject([
      { profile: { email: 'a@b.de' }, action: 'withdraw', contactPoint: 'a@b.de' },
    ]);
    expect((await run('consents', 'email,purpose\na@b.de,marketing.email\n')).report).toMatchObject({ stored: 0, refused: 1 });
    expect((await run('stock', 'sku,filiale,bestand\n1,st,4\n', [], ['st'])).rows).toEqual([{ sku: '1', place: 'st', onHand: 4 }]);
    expect((await run('prices', 'sku,preis,gültig ab\n1,"9,99",2026-11-01\n')).rows).toEqual([
      { sku: '1', amount: 999, currency: 'EUR', at: '2026-10-31T23:00:00.000Z' },
    ]);
    expect((await run('offers', 'id,sku,price,from,until,title\no1,1|2,5.00,2026-11-01,2026-11-30,Aktion\n')).rows).toEqual([
      {
        id: 'o1',
        type: 'price',
        skus: ['1', '2'],
        price: { amount: 500, currency: 'EUR' },
        from: '2026-11-01',
        until: '2026-11-30',
        text: { de: 'Aktion', en: 'Aktion' },
      },
    ]);
    expect((await run('need-groups', 'id,name,kind,lifetime_days\nl,Laptops,durable,1460\n')).rows).toEqual([
      { id: 'l', name: { de: 'Laptops', en: 'Laptops' }, kind: 'durable', lifetimeDays: 1460 },
    ]);
    expect(
      (await run('orders', 'order_id,user_id,sku,quantity,unit_price,payment\no1,u1,1,2,3.00,card\no1,u1,2,1,1.00,card\n')).rows,
    ).toMatchObject([
      {
        number: 'o1',
        channel: 'web',
        profile: { userId: 'u1' },
        lines: [{ sku: '1', quantity: 2 }, { sku: '2' }],
        payments: [{ type: 'card', amount: 700 }],
      },
    ]);
  });
});

describe('replay', () => {
  it('keeps the time and drops what corrected the clock', () => {
    expect(
      recorded({
        messageId: 'm',
        sentAt: '2026-01-01T00:00:09Z',
        originalTimestamp: '2026-01-01T00:00:01Z',
        timestamp: '2026-01-01T00:00:05Z',
      }),
    ).toEqual({ messageId: 'm', timestamp: '2026-01-01T00:00:05Z' });
  });
  it('makes the same id of the same event', () => {
    const event = { type: 'track', event: 'x', anonymousId: 'a' };
    expect(recorded(event)['messageId']).toBe(recorded({ ...event })['messageId']);
    expect(recorded(event)['messageId']).not.toBe(recorded({ ...event, anonymousId: 'b' })['messageId']);
  });
});
