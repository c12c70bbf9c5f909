// Strategies and placements of the merchant, lists, contents and situations, and what the trace says of them.
import { beforeAll, describe, expect, test } from 'vitest';
import { type Api, ask } from './logic-world.ts';

export const strategiesStory = (world: () => Api) =>
  describe('strategies, placements, lists, situations', () => {
    let api: Api;
    beforeAll(() => {
      api = world();
    });

    const words = { contexts: ['C'], message: { de: 'Ä', en: 'A' } };
    test.each([
      ['a scope nobody knows', 'pop(buy)@cta~h28', 8],
      ['a bracket left open', 'pop(buy @cat', 8],
      ['a source nobody knows', 'popp(buy)@cat', 0],
      ['an event nobody knows', 'pop(sneeze)@site', 0],
      ['a half-life of nothing', 'pop(buy)@site~h0', 14],
      ['a price that is no number', 'pop(buy)@site?price.max(abc)', 13],
      ['half a price range', 'sim(attr)@seed?price.range(1)', 14],
      ['a distance that is no number', 'pop(buy)@near(weit)', 8],
      ['a leaning nobody knows', 'pop(buy)@site*horoscope', 14],
      ['an order nobody knows', 'pop(buy)@site^beauty', 13],
      ['a strategy nobody knows', 'nope then best_site', 0],
    ])('%s is refused with its position, and nothing of the list is stored', async (_what, expr, position) => {
      const refused = await api.call('PUT', '/api/v1/strategies', [
        { id: 'fine_one', expr: 'pop(buy)@cat', ...words },
        { id: 'bad_one', expr, ...words },
      ]);
      expect(refused).toMatchObject({ status: 422, body: { position, errors: [{ path: '1.expr' }] } });
      expect((await api.call('GET', '/api/v1/strategies/fine_one')).status).toBe(404);
    });

    test('no message, a circle, the name of the catalogue, one in use: refused', async () => {
      const put = (...inputs: unknown[]) => api.call('PUT', '/api/v1/strategies', inputs);
      expect((await put({ id: 'mute', expr: 'pop(buy)@cat', contexts: ['C'] })).body.errors[0].path).toBe('0.message');
      expect((await put({ id: 'mute', expr: 'pop(buy)@cat', ...words, message: { de: ' ', en: 'x' } })).body.errors[0].path).toBe(
        '0.message',
      );
      const circle = await put({ id: 'one', expr: 'two then best_site', ...words }, { id: 'two', expr: 'one then most_viewed', ...words });
      expect(circle).toMatchObject({ status: 422, body: { errors: [{ path: '0.expr', message: expect.stringContaining('leads back') }] } });
      expect((await put({ id: 'chain', expr: 'by_hand then best_site', ...words })).status).toBe(200);
      expect((await put({ id: 'by_hand', expr: 'chain then most_viewed', ...words })).status).toBe(422);
      expect((await put({ id: 'best_site', expr: 'pop(view)@site', ...words })).body.errors[0].path).toBe('0.id');
      expect((await api.call('DELETE', '/api/v1/strategies/by_hand')).body).toMatchObject({
        code: 'strategy_in_use',
        usedBy: expect.arrayContaining(['strategy chain', 'placement own.list']),
      });
      const trial = await api.post('/api/v1/strategies/preview', {
        expr: 'list(editor)@fixed?price.max(3)^editor',
        context: { page: 'category', category: 'Regal' },
      });
      expect(trial.answer.placements[0].items.map((one: { sku: string }) => one.sku)).toEqual(['S1', 'S2', 'S3']);
      expect(trial.trace.logged).toBe(false);
    });

    test('a built-in placement is changed and brought back; each placement tells what its strategies did', async () => {
      await api.put('/api/v1/placements', [{ id: 'web.home.row1', strategies: ['landing', 'by_hand', 'hist_buy_buy'], limit: 4 }]);
      const changed = await ask(api, 'web.home.row1');
      expect([...changed.skus].sort()).toEqual(['S1', 'S2', 'S3', 'S5']);
      const verdicts = Object.fromEntries(changed.strategies.map((one) => [one.id, one.verdict]));
      expect(verdicts).toMatchObject({ landing: 'empty', by_hand: 'selected', hist_buy_buy: 'not_needed', best_site: 'not_needed' });
      await api.del('/api/v1/placements/web.home.row1');
      const back = await api.get('/api/v1/placements/web.home.row1');
      expect(back).toMatchObject({ own: false, limit: 8 });
      const personal = (await ask(api, 'web.home.row1')).strategies.find((one) => one.id === 'hist_buy_buy');
      expect(personal).toMatchObject({ verdict: 'no_consent', detail: 'personalisation' });
    });

    test('paid places say Anzeige, campaigns need their name, weather and occasion bring what fits', async () => {
      await api.put('/api/v1/lists', [
        { id: 'paid', kind: 'sponsor', skus: ['UMB-1', 'OUT', 'GHOST'], category: 'Regal' },
        { id: 'advent', kind: 'campaign', skus: ['XMAS', 'S3'], from: '2026-11-20', until: '2026-11-30' },
      ]);
      await api.put('/api/v1/situations', [
        { kind: 'weather', key: 'rain', needGroups: ['umbrellas'] },
        { kind: 'occasion', key: 'christmas', tags: ['weihnachten'], months: [12] },
      ]);
      await api.put('/api/v1/contents', [
        {
          id: 'guide',
          kind: 'guide',
          title: { de: 'Öfen im Vergleich', en: 'Ovens compared' },
          url: '/ratgeber/oefen',
          needGroup: 'ovens',
        },
      ]);
      await api.put('/api/v1/strategies', [{ id: 'paid_here', expr: 'list(sponsor)@fixed', ...words }]);
      await api.put('/api/v1/placements', [
        {
          id: 'own.now',
          contexts: ['C', 'P'],
          limit: 3,
          strategies: ['landing', 'occasion', 'weather', 'guide', 'paid_here'],
          fallback: ['by_hand'],
        },
      ]);
      const now = async (context: Record<string, unknown>) => {
        const { items, placement } = await ask(api, 'own.now', { context });
        return { first: items[0]!, lead: placement.strategy?.id, ids: items.map((one) => one.id) };
      };
      const paid = await now({});
      expect(paid).toMatchObject({
        lead: 'paid_here',
        first: { sku: 'UMB-1', reasons: [{ code: 'SPONSORED', de: 'Anzeige', en: 'Sponsored' }] },
      });
      expect(paid.ids).not.toContain('OUT');
      expect(paid.ids).not.toContain('GHOST');
      expect(await now({ campaign: 'advent' })).toMatchObject({ lead: 'landing', first: { sku: 'XMAS', reasons: [{ code: 'CAMPAIGN' }] } });
      expect((await now({ campaign: 'advent', at: '2026-12-01T10:00:00+01:00' })).lead).not.toBe('landing');
      expect(await now({ weather: 'rain' })).toMatchObject({ lead: 'weather', first: { reasons: [{ code: 'FOR_WEATHER' }] } });
      expect((await now({ weather: 'sun' })).lead).toBe('paid_here');
      expect(await now({ occasion: 'christmas' })).toMatchObject({ lead: 'occasion', first: { sku: 'XMAS' } });
      expect((await now({ at: '2026-12-05T10:00:00Z' })).lead).toBe('occasion');
      expect(await now({ need: 'ovens' })).toMatchObject({ lead: 'guide', first: { id: 'guide', type: 'content' } });
      expect(
        (
          await api.call('PUT', '/api/v1/contents', [
            { id: 'evil', kind: 'guide', title: { de: 'a', en: 'b' }, url: 'javascript:alert(1)' },
          ])
        ).status,
      ).toBe(422);
    });
  });
