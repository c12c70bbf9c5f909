// Races over HTTP on both databases: the same event many times at once, one Idempotency-Key a hundred times, a hundred buyers of the last piece.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { havePostgres } from '../machine.ts';
import { client, type Faden, startFaden } from '../start-faden.ts';

const buyers = 100;
const eur = (amount: number) => ({ amount, currency: 'EUR' });

describe.each([
  ['pglite', true],
  ['postgres', havePostgres()],
] as const)('races on %s', (database, possible) => {
  let faden: Faden;
  let api: ReturnType<typeof client>;
  beforeAll(async () => {
    if (!possible) return;
    faden = await startFaden(database === 'postgres' ? { database, directory: 'memory:' } : { directory: 'memory:' });
    api = client(faden);
    await api.put('/api/v1/places', [{ id: 'st_1', kind: 'store', name: 'Store', timeZone: 'Europe/Berlin' }]);
    await api.put(
      '/api/v1/products',
      ['LAST-1', 'LAST-2', 'MANY-1'].map((sku) => ({ sku, name: { de: sku, en: sku }, brand: 'B', category: ['C'], price: eur(1_000) })),
    );
    await api.put('/api/v1/stock', [
      { sku: 'LAST-1', place: 'st_1', onHand: 1 },
      { sku: 'LAST-2', place: 'st_1', onHand: 1 },
      { sku: 'MANY-1', place: 'st_1', onHand: 1_000 },
    ]);
  });
  afterAll(() => faden?.stop());
  const onHand = async (sku: string) =>
    ((await api.get(`/api/v1/stock/availability?sku=${sku}&near=st_1`)) as { place: string; atp: number }[]).find(
      (row) => row.place === 'st_1',
    )?.atp;
  /** The figure follows the commit within a moment; the mission allows five seconds. */
  const becomes = (sku: string, atp: number) => expect.poll(() => onHand(sku), { timeout: 5_000, interval: 50 }).toBe(atp);
  const times = async <T>(n: number, work: (i: number) => Promise<T>) => Promise.all(Array.from({ length: n }, (_, i) => work(i)));

  it.skipIf(!possible)('stores an event once, however often and on however many connections it comes', async () => {
    const batches = Array.from({ length: 30 }, (_, b) =>
      Array.from({ length: 10 }, (_, i) => ({
        type: i === 0 ? 'identify' : 'track',
        ...(i === 0 ? { userId: `u-twin${b % 5}`, traits: { n: b } } : { event: 'Product Viewed', properties: { product_id: 'MANY-1' } }),
        anonymousId: `twin${b % 5}`,
        messageId: `twin-${b}-${i}`,
        timestamp: new Date(Date.UTC(2026, 9, 1, 0, b, i)).toISOString(),
      })),
    );
    // Four connections, each sends every batch one to five times in its own order, cut differently.
    await times(4, async (c) => {
      const order = batches
        .flatMap((batch, b) => Array.from({ length: 1 + ((b * 7 + c) % 5) }, () => batch))
        .sort((x, y) => ((x.length * c + (x[0]?.messageId.length ?? 0)) % 3) - (y.length % 2) || (c % 2 ? -1 : 1));
      for (const batch of order) await api.post('/v1/batch', { batch: c % 2 ? batch : [...batch].reverse() });
    });
    for (let p = 0; p < 5; p++) {
      const { items } = (await api.get(`/api/v1/profiles/by/anonymousId/twin${p}/events?limit=1000`)) as { items: { messageId: string }[] };
      expect(items.map((item) => item.messageId).sort()).toEqual(
        batches
          .filter((_, b) => b % 5 === p)
          .flatMap((batch) => batch.map((event) => event.messageId))
          .sort(),
      );
    }
  });

  const receipt = (number: string, quantity = 1) => ({
    store: 'st_1',
    number,
    card: 'RACE-1',
    lines: [{ sku: 'MANY-1', quantity, unitPrice: eur(1_000) }],
    payments: [{ type: 'cash', amount: 1_000 * quantity }],
  });
  const order = (number: string, quantity = 1) => ({
    number,
    channel: 'web',
    card: 'RACE-1',
    lines: [{ sku: 'MANY-1', quantity, unitPrice: eur(1_000) }],
    delivery: { type: 'collect', place: 'st_1' },
    payments: [{ type: 'card', amount: 1_000 * quantity }],
  });

  it.skipIf(!possible).each([
    ['/api/v1/receipts', receipt],
    ['/api/v1/orders', order],
  ] as const)('%s: a hundred equal calls with one key have one effect and one answer', async (path, body) => {
    const before = await onHand('MANY-1');
    const headers = { authorization: `Bearer ${faden.secretKey}`, 'content-type': 'application/json', 'idempotency-key': `race-${path}` };
    const answers = await times(buyers, async () => {
      // A server that is busy may ask for patience; the key makes asking again safe.
      for (let tries = 0; ; tries++) {
        const response = await fetch(faden.url + path, { method: 'POST', headers, body: JSON.stringify(body('R-1')) });
        const text = await response.text();
        if (response.status !== 503 || tries > 20) return `${response.status} ${text}`;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    });
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toMatch(/^201 /);
    await becomes('MANY-1', (before ?? 0) - 1);
    const other = await api.call('POST', path, body('R-1', 2), { 'idempotency-key': `race-${path}` });
    expect(other.status).toBe(409);
    // And without any key: the number itself keeps the sale from being counted twice.
    const again = await api.call('POST', path, body('R-1'));
    expect([200, 201, 409]).toContain(again.status);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(await onHand('MANY-1')).toBe((before ?? 0) - 1);
  });

  it.skipIf(!possible).each(['LAST-1', 'LAST-2'])('the last piece of %s goes to exactly one of a hundred', async (sku) => {
    const answers = await times(buyers, async (i) => {
      for (;;) {
        const answer = await api.call('POST', '/api/v1/stock/reservations', {
          sku,
          place: 'st_1',
          quantity: 1,
          kind: 'store',
          profile: { anonymousId: `buyer${i}` },
        });
        if (answer.status !== 503) return answer.status;
      }
    });
    expect(answers.filter((status) => status === 201).length).toBe(1);
    expect(answers.filter((status) => status === 409).length).toBe(buyers - 1);
    await becomes(sku, 0);
  });
});
