// Who gets what: control group, experiments, credit, and what a placement learns.
import { beforeAll, describe, expect, test } from 'vitest';
import { type Api, ask, buy, type Item } from './logic-world.ts';

export const choosingStory = (world: () => Api) =>
  describe('choosing', () => {
    let api: Api;
    beforeAll(() => {
      api = world();
    });

    const people = Array.from({ length: 40 }, (_, i) => `e_${i}`);
    const held = new Set<string>();
    const variants = new Map<string, string>();
    const live = async (subject: Record<string, unknown>, id = 'own.test') =>
      (await api.post('/v1/decisions', { placements: [{ id }], subject, context: { page: 'category', category: 'Regal' } })) as Live;
    const variantOf = async (subject: Record<string, unknown>) => (await live(subject)).placements[0].experiment?.variant;

    test('the control group: about its share, always the same people, crowd strategies only; deterministic ignores it', async () => {
      await api.put(
        '/api/v1/profiles',
        people.map((id) => ({
          externalId: id,
          identifiers: { email: `${id}@example.org`, ...(Number(id.slice(2)) % 2 ? {} : { card: `K-${id}` }) },
          consents: ['service', 'personalisation'],
        })),
      );
      for (const id of people) if ((await live({ customerId: id }, 'web.home.row1')).placements[0].holdout) held.add(id);
      expect(held.size).toBeGreaterThanOrEqual(4);
      expect(held.size).toBeLessThanOrEqual(22);
      const [one = ''] = held;
      await buy(api, one, ['S1', 'S5'], '2026-11-12T10:00:00Z');
      const crowd = await ask(api, 'web.home.row1', { subject: { email: `${one}@example.org` }, options: { mode: 'live' } });
      expect(crowd.placement).toMatchObject({
        holdout: true,
        strategy: { id: expect.stringMatching(/^(best_site|best_cat|from_range)$/) },
      });
      expect(crowd.strategies.find((arm) => arm.id === 'hist_buy_buy')?.verdict).toBe('holdout');
      for (const item of crowd.items) expect(['best_site', 'best_cat', 'from_range']).toContain(item.strategy);
      const plain = await ask(api, 'web.home.row1', { subject: { customerId: one } });
      expect(plain.placement.holdout).toBe(false);
      expect(plain.strategies.map((arm) => arm.verdict)).not.toContain('holdout');
    });

    test('an experiment: two variants, each person stays in one, by whatever name they come', async () => {
      await api.put('/api/v1/strategies', [
        { id: 'backwards', expr: 'list(editor)@fixed^margin', contexts: ['C'], message: { de: 'Anders', en: 'Other' } },
      ]);
      await api.put('/api/v1/placements', [
        { id: 'own.test', contexts: ['C'], strategies: ['by_hand', 'backwards'], fallback: [], diverse: false, limit: 3 },
      ]);
      const experiment = {
        id: 'ex1',
        placement: 'own.test',
        variants: [
          { id: 'as-is', share: 0.5 },
          { id: 'other', share: 0.5, strategy: 'backwards' },
        ],
        from: '2026-11-20',
        until: '2026-12-20',
        state: 'running',
      };
      const put = (more: Record<string, unknown>) => api.call('PUT', '/api/v1/experiments', [{ ...experiment, ...more }]);
      const [asIs, other] = experiment.variants;
      expect((await put({ variants: [asIs, { ...other, share: 0.4 }] })).body.errors[0].path).toBe('0.variants');
      expect((await put({ placement: 'own.nowhere' })).body.errors[0].path).toBe('0.placement');
      expect((await put({ variants: [asIs, { ...other, strategy: 'nope' }] })).body.errors[0].path).toBe('0.variants.1.strategy');
      expect((await put({})).status).toBe(200);
      expect((await put({ id: 'ex2' })).body.code).toBe('placement_taken');
      expect(
        (
          await put({
            variants: [
              { ...asIs, share: 0.4 },
              { ...other, share: 0.6 },
            ],
          })
        ).body.code,
      ).toBe('experiment_running');
      for (const id of people.filter((one) => !held.has(one))) {
        const [placement] = (await live({ customerId: id })).placements;
        const { strategy, experiment: got } = placement;
        expect(strategy).toMatchObject({ id: got?.variant === 'other' ? 'backwards' : 'by_hand', by: 'experiment', propensity: 0.5 });
        expect(await variantOf({ email: `${id}@example.org` })).toBe(got?.variant);
        variants.set(id, got?.variant ?? '');
      }
      const others = [...variants.values()].filter((one) => one === 'other').length;
      expect(others).toBeGreaterThanOrEqual(4);
      expect(variants.size - others).toBeGreaterThanOrEqual(4);
      const [outside = ''] = held;
      expect((await live({ customerId: outside })).placements[0].experiment).toBeNull();
    });

    test('after two profiles are merged the older one decides, whichever is named first', async () => {
      const odd = [...variants.keys()].filter((id) => Number(id.slice(2)) % 2);
      for (const swapped of [false, true]) {
        const older = odd.shift()!;
        const newer = odd.splice(
          odd.findIndex((id) => variants.get(id) !== variants.get(older)),
          1,
        )[0]!;
        const [a, b] = swapped ? [newer, older] : [older, newer];
        await api.post('/api/v1/profiles/merge', { a, b });
        for (const subject of [{ customerId: older }, { customerId: newer }, { email: `${newer}@example.org` }])
          expect(await variantOf(subject)).toBe(variants.get(older));
      }
    });

    test('exposure, click, purchase at the till: credited once to its variant; the placement tells what it learned', async () => {
      const id = [...variants.keys()].find((one) => variants.get(one) === 'other' && Number(one.slice(2)) % 2 === 0)!;
      const { decisionId, placements } = await live({ customerId: id });
      const [item] = placements[0].items;
      await api.post(`/v1/decisions/${decisionId}/reactions`, { token: item!.token, reaction: 'clicked' });
      await api.clock('2026-11-21T12:00:00Z');
      const receipt = {
        store: 'st_hh',
        number: 'EX-1',
        at: '2026-11-21T12:00:00Z',
        card: `K-${id}`,
        lines: [{ sku: item!.sku, quantity: 2, unitPrice: { amount: 1_200, currency: 'EUR' } }],
        payments: [{ type: 'card', amount: 2_400 }],
      };
      await api.post('/api/v1/receipts', receipt);
      await api.post('/api/v1/receipts', receipt);
      const result = async () =>
        Object.fromEntries((await api.get('/api/v1/experiments/ex1')).result.variants.map((one: { id: string }) => [one.id, one]));
      await expect
        .poll(async () => [(await result())['other'].clicks, (await result())['other'].purchases], { timeout: 5_000 })
        .toEqual([1, 1]);
      const told = await result();
      expect(told['other']).toMatchObject({ clicks: 1, assistedRevenue: { amount: 2_400, currency: 'EUR' } });
      expect(told['as-is']).toMatchObject({ clicks: 0, purchases: 0, assistedRevenue: { amount: 0 } });
      expect(told['as-is'].people + told['other'].people).toBeGreaterThanOrEqual(variants.size - 2);
      expect(told['as-is'].probabilityBest + told['other'].probabilityBest).toBeCloseTo(1, 6);
      const learning = await api.post('/api/v1/placements/own.test/learning', undefined);
      expect(learning).toMatchObject({
        placement: 'own.test',
        model: 'waiting',
        text: { de: expect.stringContaining('Wartet auf Belege') },
      });
      expect(learning.exposures).toBeGreaterThan(variants.size);
      expect(learning.arms.map((one: { id: string }) => one.id).sort()).toEqual(['backwards', 'by_hand']);
      expect(learning.arms.reduce((sum: number, one: { share: number }) => sum + one.share, 0)).toBeCloseTo(1, 6);
      expect(await api.get('/api/v1/placements/own.test/learning')).toMatchObject({ exposures: learning.exposures });
      expect((await api.call('PUT', '/api/v1/placements/own.test/learning', { exploration: 0.5 })).status).toBe(422);
      expect((await api.call('GET', '/api/v1/placements/own.nowhere/learning')).status).toBe(404);
    });

    test('with enough evidence a placement draws its lead: shares sum to 1, the best leads where nothing may be tried; a begun experiment keeps its variants', async () => {
      const put = (state: string, share = 0.5) =>
        api.call('PUT', '/api/v1/experiments', [
          {
            id: 'ex1',
            placement: 'own.test',
            variants: [
              { id: 'as-is', share },
              { id: 'other', share: 1 - share, strategy: 'backwards' },
            ],
            from: '2026-11-20',
            until: '2026-12-20',
            state,
          },
        ]);
      expect((await put('draft')).status).toBe(409);
      expect((await put('ended')).status).toBe(200);
      expect((await put('running', 0.9)).body.code).toBe('experiment_running');
      for (let i = 0; i < 20; i++) await Promise.all(Array.from({ length: 10 }, () => live({})));
      await api.clock('2026-11-30T10:00:00Z');
      const learned = await api.post('/api/v1/placements/own.test/learning', undefined);
      expect(learned.model).toBe('cells');
      expect(learned.matured).toBeGreaterThan(200);
      const drawn = await ask(api, 'own.test', { options: { mode: 'live' } });
      expect(drawn.placement.strategy?.by).toBe('bandit');
      expect(drawn.strategies.reduce((sum, one) => sum + one.weight, 0)).toBeCloseTo(1, 9);
      expect(drawn.strategies.find((one) => one.id === drawn.placement.strategy?.id)?.weight).toBe(drawn.placement.strategy?.propensity);
      const best = await ask(api, 'own.test');
      await api.put('/api/v1/placements/own.test/learning', { exploration: 0 });
      const sure = await ask(api, 'own.test', { options: { mode: 'live' } });
      expect(sure.placement.strategy).toMatchObject({ id: best.placement.strategy?.id, by: 'bandit', propensity: 1 });
      expect((await api.post('/api/v1/placements/own.test/learning/reset', undefined)).model).toBe('waiting');
      expect((await ask(api, 'own.test', { options: { mode: 'live' } })).placement.strategy).toMatchObject({
        id: 'by_hand',
        by: 'priority',
      });
      await api.clock('2026-11-21T13:00:00Z');
    });
  });

interface Live {
  decisionId: string;
  placements: [
    {
      holdout: boolean;
      experiment: { id: string; variant: string } | null;
      strategy: { id: string; by: string; propensity: number } | null;
      items: Item[];
    },
  ];
}
