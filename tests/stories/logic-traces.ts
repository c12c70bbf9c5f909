// Traces whose counts add up and decisions that can be made once more.
import { beforeAll, describe, expect, test } from 'vitest';
import { type Api, ask, buy, goods, leaks, ruled } from './logic-world.ts';

export const tracesStory = (world: () => Api) =>
  describe('traces and replays', () => {
    let api: Api;
    beforeAll(() => {
      api = world();
    });
    const list = (more: Parameters<typeof ask>[2] = {}) => ask(api, 'own.list', more);
    /** What a replay right after finds different. Counting goes on meanwhile: where a model has moved on it is asked once more. */
    const replayed = async (decisionId: string, again: () => Promise<{ decisionId: string }>, left = 5): Promise<unknown[]> => {
      const { same, differences, versions } = await api.post(`/v1/decisions/${decisionId}/replay`, undefined);
      if (left > 0 && changedIn(versions).length > 0) return replayed((await again()).decisionId, again, left - 1);
      expect(same).toBe(differences.length === 0);
      return differences;
    };

    test('for every placement, with and without rules, for nobody and somebody: counts add up, propensities sum to 1, a replay is the same', async () => {
      await buy(api, 'c_known', ['S1', 'WINE'], '2026-11-12T10:00:00Z');
      const { items } = await api.get('/api/v1/placements');
      const busy = [
        'höchstens(item.brand, 1)',
        'fixieren(1) FÜR item.sku = UMB-2',
        'fixieren(2) FÜR item.sku = OUT',
        "abstand(item.brand='X', item.brand='Y', 1)",
        'mindestens(1) FÜR item.brand = Z',
      ];
      const context = { storeId: 'st_hh', sku: 'S1', term: 'schirm', cart: [{ sku: 'S9', qty: 1 }], page: 'home' };
      const look = async (subject?: Record<string, unknown>) => {
        for (const { id } of items as { id: string }[]) {
          const asked = { context, ...(subject ? { subject } : {}), category: 'Kiste' };
          const told = await ask(api, id, asked);
          expect([id, leaks(told.stages)]).toEqual([id, []]);
          if (told.placement.strategy)
            expect([id, told.strategies.reduce((sum, one) => sum + one.weight, 0)]).toEqual([id, expect.closeTo(1, 9)]);
          for (const item of told.items)
            expect([id, item.reasons.length > 0 && item.reasons.every((one) => one.de && one.en)]).toEqual([id, true]);
          expect(new Set(told.items.map((one) => one.id)).size).toBe(told.items.length);
          const kept = await api.get(`/v1/decisions/${told.decisionId}/trace`);
          expect([id, leaks(kept.placements[0].stages)]).toEqual([id, []]);
          expect([id, await replayed(told.decisionId, () => ask(api, id, asked))]).toEqual([id, []]);
        }
      };
      await look();
      await look({ customerId: 'c_known' });
      await ruled(api, busy, () => look({ customerId: 'c_known' }));
    });

    test('a page shows nothing twice', async () => {
      const answer = await api.post('/v1/decisions', {
        placements: ['web.home.hero', 'web.home.row1', 'own.list', 'own.grid', 'session.next'].map((id) => ({ id })),
        context: { page: 'home', category: 'Regal' },
      });
      const ids = answer.placements.flatMap((one: { items: { id: string }[] }) => one.items.map((item) => item.id));
      expect(new Set(ids).size).toBe(ids.length);
    });

    test('after a price change a replay differs and names the catalogue', async () => {
      const told = await list();
      const [s1] = goods;
      await api.put('/api/v1/products', [{ ...s1, price: { amount: 77, currency: 'EUR' } }]);
      const replay = await api.post(`/v1/decisions/${told.decisionId}/replay`, undefined);
      expect(replay).toMatchObject({
        same: false,
        differences: [{ placement: 'own.list', slot: 1, was: { price: { nowCents: 100 } }, is: { price: { nowCents: 77 } } }],
      });
      expect(changedIn(replay.versions)).toContain('catalogue');
      await api.put('/api/v1/products', [s1]);
      expect((await api.call('POST', '/v1/decisions/dec_unknown/replay')).status).toBe(404);
    });
  });

const changedIn = (versions: Record<string, { was: string; is: string }>): string[] =>
  Object.entries(versions).flatMap(([name, { was, is }]) => (was === is ? [] : [name]));
