// Packs are recognised by the shape of their files, and read as the protocols say.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import { LAST_DAY, type Pack, type RankingPack, spread, type UpliftPack, type ValuePack } from './pack.ts';
import { packsIn, recognise } from './recognise.ts';

const home = mkdtempSync(join(tmpdir(), 'faden-packs-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function packOf<P extends Pack>(folder: string, files: Record<string, string>): Promise<P> {
  mkdirSync(join(home, folder));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(home, folder, name), name.endsWith('.gz') ? gzipSync(text) : text);
  return (await (await recognise(join(home, folder)))?.read()) as P;
}

it('sessions by ordinal: a minute apart, every position but the first is asked', async () => {
  const pack = await packOf<RankingPack>('a', { 'train.tsv.gz': '0\t5 6\n1\t7\n', 'test.tsv.gz': '2\t5 7 5\n' });
  expect(pack.visits).toEqual([
    { id: '0', items: ['5', '6'], at: [LAST_DAY - 60_000, LAST_DAY - 59_000] },
    { id: '1', items: ['7'], at: [LAST_DAY] },
  ]);
  expect(pack.questions.map(({ given, wanted }) => [...given, '>', ...wanted].join(' '))).toEqual(['5 > 7', '5 7 > 5']);
});

it('sessions by click: in the order of their clocks', async () => {
  const head = 'SessionId\tItemId\tTime\n';
  const pack = await packOf<RankingPack>('b', {
    'train_full.tsv': `${head}9\tx\t20.5\n9\ty\t10\n4\tz\t5\n`,
    'test.tsv': `${head}1\tx\t30\n1\ty\t31\n`,
  });
  expect(pack.visits).toEqual([
    { id: '4', items: ['z'], at: [5_000] },
    { id: '9', items: ['y', 'x'], at: [10_000, 20_500] },
  ]);
  expect(pack.questions).toEqual([{ given: ['x'], at: [30_000], wanted: ['y'] }]);
});

it('next baskets: the fold called test is asked, its baskets are not among the sales', async () => {
  const history = '{"user":"1","baskets":[[0,1],[2]]}\n{"user":"2","baskets":[[3]]}\n';
  const future = '{"user":"1","basket":[4],"fold":"rest"}\n{"user":"2","basket":[5,6],"fold":"test"}\n';
  const pack = await packOf<RankingPack>('c', { 'history.jsonl.gz': history, 'future.jsonl.gz': future });
  expect(pack.questions).toEqual([{ given: [], customer: '2', wanted: ['5', '6'] }]);
  expect(pack.sales.map(({ customer, at, items }) => [customer, (LAST_DAY - at) / 86_400_000, ...items].join(' '))).toEqual([
    '1 2 0 1',
    '1 1 2',
    '2 1 3',
  ]);
});

it('completion', async () => {
  const pack = await packOf<RankingPack>('d', {
    'train_baskets.jsonl': '{"basket":"1-0","customer":"1","items":[0,1]}\n',
    'test.jsonl': '{"basket":"1-1","customer":"1","context":[0,2],"target":3}\n',
  });
  expect(pack.questions).toEqual([{ given: ['0', '2'], wanted: ['3'] }]);
  expect(pack.sales[0]).toMatchObject({ number: '1-0', customer: '1', items: ['0', '1'] });
});

it('purchases: the first half of the days is learned from, distinct days of the second are asked for', async () => {
  const rows = [
    'customer,date,units,amount',
    '1,1997-01-01,1,10',
    '1,1997-01-01,2,5.5',
    '1,1997-01-05,1,1',
    '2,1997-01-02,1,1',
    '1,1997-01-05,1,1',
    '3,1997-01-06,1,1',
  ];
  const pack = await packOf<ValuePack>('e', { 'transactions.csv': `${rows.join('\n')}\n` });
  expect([pack.horizonDays, new Date(pack.until).toISOString()]).toEqual([3, '1997-01-04T00:00:00.000Z']);
  expect([...pack.later]).toEqual([
    ['1', 1],
    ['2', 0],
  ]);
  expect(pack.sales[0]).toMatchObject({ customer: '1', cents: [1550] });
});

it('randomised mailings: one arm per mail, each with the control group', async () => {
  const rows = ['id,recency,zip_code,segment,visit', '1,3,Rural,No E-Mail,0', '2,4,"Urban, inner",Mail A,1', '3,5,Rural,Mail B,0'];
  const pack = await packOf<UpliftPack>('f', { 'dev.csv': `${rows.join('\n')}\n` });
  expect(pack.columns).toEqual(['recency', 'Urban, inner']);
  expect(pack.arms.map(({ name, treated, values }) => [name, ...treated, ...values])).toEqual([
    ['Mail A', 0, 1, 3, 0, 4, 1],
    ['Mail B', 0, 1, 3, 0, 5, 0],
  ]);
});

it('folders without questions are named, not guessed at', async () => {
  mkdirSync(join(home, 'g'));
  writeFileSync(join(home, 'g', 'products.csv'), 'sku,name\n1,a\n');
  const { found, others } = await packsIn(home);
  expect(found.map(({ name, task }) => `${name} ${task}`)).toEqual([
    'a session',
    'b session',
    'c basket',
    'd completion',
    'e value',
    'f uplift',
  ]);
  expect(others).toEqual(['g']);
  expect(spread([1, 2, 3, 4, 5, 6], 3)).toEqual([1, 3, 5]);
});
