// Models trained and taken back, measured from outside, predictions, and what is left without the purpose personalisation.
import { beforeAll, describe, expect, test } from 'vitest';
import { type Api, buy, goods, type Item, NOW, ruled } from './logic-world.ts';

export const modelsStory = (world: () => Api) =>
  describe('models, predictions, consent', () => {
    let api: Api;
    beforeAll(() => {
      api = world();
    });

    const whenReady = async () => {
      await expect.poll(async () => (await api.get('/api/v1/models')).ready, { timeout: 30_000, interval: 50 }).toBe(true);
      return new Map<string, Model>((await api.get('/api/v1/models')).models.map((one: Model) => [one.id, one]));
    };

    test('training: not ready until the new ones serve; back one generation, forward again', async () => {
      const visits = Array.from({ length: 30 }, (_, i) =>
        ['S1', 'S5', i % 2 ? 'UMB-1' : 'S9'].map((sku, k) => ({
          type: 'track',
          event: 'Product Viewed',
          messageId: `visit-${i}-${k}`,
          anonymousId: `d-visit-${i}-5a6b7c8d`,
          timestamp: `2026-11-1${i % 10}T1${i % 3}:0${k}:00Z`,
          properties: { product_id: sku },
        })),
      );
      await api.post('/v1/batch', { batch: visits.flat() });
      await Promise.all(
        Array.from({ length: 8 }, (_, i) => buy(api, `c_m${i}`, ['S1', 'S5', i % 2 ? 'UMB-1' : 'S9'], `2026-11-1${i}T10:00:00Z`)),
      );
      expect((await api.post('/api/v1/models/train', undefined)).ready).toBe(false);
      const first = await whenReady();
      for (const [id, { ready, trainedAt }] of first) expect([id, ready, trainedAt !== null]).toEqual([id, true, true]);
      expect((await api.post('/api/v1/models/train', undefined)).ready).toBe(false);
      const second = await whenReady();
      expect(second.get('value')?.before?.version).toBe(first.get('value')?.version);
      const back = await api.post('/api/v1/models/value/rollback', undefined);
      expect(back).toMatchObject({ version: first.get('value')?.version, held: true, waiting: { version: second.get('value')?.version } });
      expect((await api.call('POST', '/api/v1/models/value/rollback')).body.code).toBe('no_earlier_model');
      expect((await api.post('/api/v1/models/value/promote', undefined)).version).toBe(second.get('value')?.version);
      expect((await api.call('POST', '/api/v1/models/value/promote')).body.code).toBe('nothing_waits');
      expect((await api.call('POST', '/api/v1/models/nope/rollback')).status).toBe(404);
    });

    test('measured from outside: everything sellable or not, 50 at most, nothing twice, whatever the session holds', async () => {
      const measured = async (id: string, context: Record<string, unknown>, subject?: Record<string, unknown>) => {
        const body = {
          placements: [{ id, limit: 50 }],
          channel: 'web',
          context,
          ...(subject ? { subject } : {}),
          options: { evaluation: true },
        };
        const answer = await api.post('/v1/decisions', body);
        const skus: string[] = answer.placements[0].items.map((one: { sku: string }) => one.sku);
        expect(new Set(skus).size).toBe(skus.length);
        expect((await api.call('GET', `/v1/decisions/${answer.decisionId}/trace`)).status).toBe(404);
        return skus;
      };
      const views = (skus: string[]) => ({ session: skus.map((sku) => ({ sku, event: 'view', at: NOW })) });
      await ruled(api, ['nie FÜR item.priceCents >= 0'], async () => {
        const everything = goods.map((one) => one.sku).sort();
        // Repeats are no mistake here, so what nobody sells may come back too.
        expect(await measured('session.next', views(['GHOST-1', 'GHOST-2']))).toEqual(expect.arrayContaining(everything));
        expect((await measured('session.next', views(Array(60).fill('S1')))).sort()).toEqual(everything);
        expect(await measured('session.next', { session: [] })).toHaveLength(goods.length);
        expect((await measured('session.next', views(['UMB-1', 'S9']))).slice(0, 4)).toEqual(expect.arrayContaining(['S1', 'S5']));
        expect((await measured('web.cart.row1', { cart: [{ sku: 'S1' }, { sku: 'S1' }] }))[0]).toBe('S5');
        expect(await measured('web.cart.row1', { cart: [{ sku: 'GHOST-1' }] })).toHaveLength(goods.length);
        expect((await measured('basket.next', {}, { customerId: 'c_m1' })).slice(0, 3)).toEqual(
          expect.arrayContaining(['S1', 'S5', 'UMB-1']),
        );
        expect(await measured('basket.next', {}, { customerId: 'ghost' })).toHaveLength(goods.length);
      });
      const tooMany = await api.call('POST', '/v1/decisions', {
        placements: [{ id: 'session.next', limit: 51 }],
        options: { evaluation: true },
      });
      expect(tooMany.body.errors[0].path).toBe('placements.0.limit');
    });

    test('predictions: of known and unknown people, as of a day in the past', async () => {
      const predicted = async (at: string, profiles: unknown[]) =>
        (await api.post('/api/v1/predictions', { at, horizonDays: 90, profiles })).predictions;
      const [known, ghost, byCard] = await predicted('2026-11-21', ['c_m3', 'ghost', { card: 'K-c_m3' }]);
      expect(known).toMatchObject({ profile: 'c_m3', prior: true, uncertainty: { low: 0 }, expectedValue: { currency: 'EUR' } });
      expect(known.expectedOrders).toBeGreaterThan(0);
      expect(ghost).toEqual({ profile: 'ghost', error: expect.objectContaining({ code: 'unknown_profile' }) });
      expect(byCard.expectedOrders).toBe(known.expectedOrders);
      const bought = '2026-11-13T10:00:00Z';
      expect((await predicted('2026-11-13T09:59:59Z', ['c_m3']))[0].error.code).toBe('no_purchases');
      expect((await predicted(bought, ['c_m3']))[0].recencyDays).toBe(0);
      expect((await predicted('2026-11-13', ['c_m3']))[0]).toMatchObject({ recencyDays: 0, asOf: '2026-11-14T00:00:00.000Z' });
      expect((await api.call('POST', '/api/v1/predictions', { at: 'gestern', profiles: ['c_m3'] })).body.errors[0].path).toBe('at');
      expect((await api.call('GET', '/api/v1/profiles/ghost/predictions')).status).toBe(404);
    });

    test('personalisation withdrawn: at once decisions are those of a twin nobody ever watched, and predictions name the missing purpose', async () => {
      const at = '2026-11-10T10:00:00Z';
      await buy(api, 'c_watched', ['S2', 'OVEN'], at, ['service', 'personalisation', 'instore']);
      await buy(api, 'c_twin', ['S2', 'OVEN'], at, ['service']);
      const told = (event: string, sku: string, i: number) => ({
        type: 'track',
        event,
        messageId: `w-${i}`,
        anonymousId: 'd-watched-1f2e3d4c',
        timestamp: `2026-11-2${i % 2}T09:00:0${i}Z`,
        properties: { product_id: sku },
      });
      const seen = ['UMB-1', 'UMB-2', 'UMB-1', 'XMAS'].map((sku, i) => told('Product Viewed', sku, i));
      await api.asBrowser('/v1/batch', { batch: [...seen, told('Product Added to Wishlist', 'XMAS', 5)] });
      await api.put('/api/v1/profiles', [{ externalId: 'c_watched', identifiers: { userId: 'u_watched' } }]);
      await api.post('/v1/identify', {
        userId: 'u_watched',
        anonymousId: 'd-watched-1f2e3d4c',
        messageId: 'w-login',
        timestamp: '2026-11-21T09:30:00Z',
        traits: {},
      });
      const answers = async (customerId: string) => {
        const { placements } = await api.post('/v1/decisions', {
          placements: ['web.home.row1', 'app.home', 'tablet.next_best'].map((id) => ({ id })),
          subject: { customerId },
          context: { page: 'home', storeId: 'st_hh', at: '2026-11-21T13:00:00Z' },
          options: { mode: 'deterministic', seed: 'twins' },
        });
        return placements.map((one: { items: Item[]; strategy: { id: string } | null }) => ({
          strategy: one.strategy?.id,
          items: one.items.map(({ id, score, reasons }) => ({ id, score, reasons })),
        }));
      };
      const [twin, watched] = [await answers('c_twin'), await answers('c_watched')];
      expect(watched).not.toEqual(twin);
      await api.post('/api/v1/consents', {
        profile: { externalId: 'c_watched' },
        purpose: 'personalisation',
        action: 'withdraw',
        source: 'web',
        text: { version: '1', language: 'de', body: 'Nein danke' },
      });
      expect(await answers('c_watched')).toEqual(await answers('c_twin'));
      const [refused] = (await api.post('/api/v1/predictions', { profiles: ['c_watched'] })).predictions;
      expect(refused.error).toMatchObject({ code: 'purpose_missing', purpose: 'personalisation' });
      expect(refused).not.toHaveProperty('expectedOrders');
      const nothing = await api.get('/api/v1/profiles/c_watched/predictions');
      expect(nothing).toMatchObject({ missingPurpose: 'personalisation' });
      expect(nothing).not.toHaveProperty('interests');
    });
  });

interface Model {
  id: string;
  ready: boolean;
  version: string | null;
  trainedAt: string | null;
  before: { version: string } | null;
}
