// How rules are kept: refused with their place, drafted, tried out, published, gone back from, asked about.
import { beforeAll, describe, expect, test } from 'vitest';
import { type Api, ask, buy, leaks, NOW, ruled } from './logic-world.ts';

export const ruleSetsStory = (world: () => Api) =>
  describe('rule sets', () => {
    let api: Api;
    beforeAll(() => {
      api = world();
    });
    const list = (more: Parameters<typeof ask>[2] = {}) => ask(api, 'own.list', more);
    test('one bad rule names its place and nothing of the list is stored', async () => {
      const { version } = await api.get('/api/v1/rules');
      const refused = await api.call('PUT', '/api/v1/rules', [
        { id: 'fine', text: 'nie FÜR item.brand = X', state: 'live' },
        { id: 'bad', text: 'WO ctx.category unter Baby DANN verbot FÜR item.farbe = rot' },
      ]);
      expect(refused.status).toBe(422);
      expect(refused.body.errors[0]).toMatchObject({ path: '[1].text', message: expect.stringMatching(/Position 43.*Stelle 43/) });
      expect(refused.body.rules[0]).toMatchObject({ index: 1, position: 43 });
      expect(await api.get('/api/v1/rules')).toMatchObject({ version, items: [] });
      expect((await list()).skus[0]).toBe('S1');
    });

    test('drafts wait, a preview warns, publishing puts them in force, an earlier version brings back what was', async () => {
      await api.put('/api/v1/rules', [{ id: 'all', text: 'WO ctx.category unter Regal DANN nie FÜR item.priceCents >= 0' }]);
      expect((await list()).skus).toHaveLength(6);
      const preview = await api.post('/api/v1/rules/preview', { placements: [{ id: 'own.list' }] });
      expect(preview.warnings).toEqual([
        expect.objectContaining({ code: 'EMPTY', placement: 'own.list', de: expect.stringContaining('leer') }),
      ]);
      expect(preview.rules).toMatchObject([{ id: 'all', placements: ['own.list'] }]);
      const { version } = await api.get('/api/v1/rules');
      const published = await api.post('/api/v1/rules/publish', {});
      expect(published.warnings.map((one: { placement: string }) => one.placement)).toContain('own.list');
      const empty = await list();
      expect(empty.skus).toEqual([]);
      expect(leaks(empty.stages)).toEqual([]);
      expect((await api.get('/api/v1/rules/versions')).items[0]).toMatchObject({
        version: version + 1,
        note: 'publish',
        live: 1,
        drafts: 0,
      });
      await api.post('/api/v1/rules/publish', { version });
      expect((await list()).skus).toHaveLength(6);
      expect((await api.call('POST', '/api/v1/rules/publish', { version: 9_999 })).status).toBe(404);
      await api.del('/api/v1/rules/all');
      expect((await api.call('DELETE', '/api/v1/rules/all')).status).toBe(404);
    });

    test('why not: never found, dropped by a rule, owned, below the limit, pinned, unknown', async () => {
      const why = async (sku: string, more: Record<string, unknown> = {}) =>
        api.post('/api/v1/rules/why-not', { sku, placement: 'own.list', context: { page: 'category', category: 'Regal' }, ...more });
      expect((await why('UMB-1')).steps.map((one: { step: string }) => one.step)).toEqual(['not_found', 'strategy']);
      expect(await why('S9')).toMatchObject({ shown: false, steps: [{ step: 'below', code: 'OVER_LIMIT', rank: 9 }] });
      await ruled(api, ['nie FÜR item.sku = S2', 'fixieren(1) FÜR item.sku = UMB-1'], async () => {
        expect(await why('S2')).toMatchObject({
          answer: { de: 'Von by_hand gefunden, aber ausgeschlossen [r1]' },
          steps: [{ code: 'EXCLUDED', rules: ['r1'] }],
        });
        expect(await why('UMB-1')).toMatchObject({ shown: true, slot: 1, answer: { de: 'Wird gezeigt: Platz 1, fixiert' } });
      });
      await buy(api, 'c_owner', ['OVEN'], '2026-11-20T10:00:00Z');
      const owned = await why('OVEN', { subject: { customerId: 'c_owner' } });
      expect(owned.steps[0]).toMatchObject({ code: 'OWNED' });
      expect(owned.answer.de).toMatch(/^Die Person besitzt es.*20\.11\.2026/);
      expect(await why('GHOST')).toMatchObject({ shown: false, answer: { de: 'Diesen Artikel gibt es im Katalog nicht' } });
      expect((await api.call('POST', '/api/v1/rules/why-not', { sku: 'S1', placement: 'own.nowhere' })).status).toBe(404);
    });

    test('simulating a draft says what would leave and come, and changes nothing', async () => {
      const requests = [{ placements: [{ id: 'own.list' }], context: { page: 'category', category: 'Regal' } }];
      const simulation = await api.post('/v1/decisions/simulate', {
        ruleSetDraft: { rules: [{ id: 'e', text: 'nie FÜR item.brand = X' }] },
        at: NOW,
        requests,
      });
      const [placement] = simulation.placements;
      expect(placement).toMatchObject({ placement: 'own.list', requests: 1, changed: 1, leastBefore: 6, leastAfter: 6 });
      expect(placement.left.map((one: { sku: string }) => one.sku)).toEqual(['S1', 'S2', 'S3', 'S4']);
      expect(placement.came.map((one: { sku: string }) => one.sku).sort()).toEqual(['S10', 'S7', 'S8', 'S9']);
      const logged = await api.post('/v1/decisions/simulate', { ruleSetDraft: [{ id: 'e', text: 'nie FÜR item.brand = X' }] });
      expect(logged.changed).toBeGreaterThan(0);
      expect((await api.call('POST', '/v1/decisions/simulate', { ruleSetDraft: [{ id: 'e', text: 'nie' }] })).body.errors[0].path).toBe(
        '[0].text',
      );
      expect((await list()).skus[0]).toBe('S1');
    });
  });
