// What merchandising rules do to a decision, at once, in variations the specification does not spell out.
import { beforeAll, describe, expect, test } from 'vitest';
import { type Api, ask, brandOf, leaks, ruled, type Told } from './logic-world.ts';

export const rulesStory = (world: () => Api) =>
  describe('rules', () => {
    let api: Api;
    beforeAll(() => {
      api = world();
    });
    const list = (more: Parameters<typeof ask>[2] = {}) => ask(api, 'own.list', more);
    const odd = (more: Parameters<typeof ask>[2] = {}) => ask(api, 'own.list', { category: 'Kiste', limit: 10, ...more });

    test('without rules the shelf stands as the editor put it', async () => {
      const told = await list();
      expect(told.skus).toEqual(['S1', 'S2', 'S3', 'S4', 'S5', 'S6']);
      expect(told.placement.strategy).toMatchObject({ id: 'by_hand', propensity: 1 });
      expect((await odd()).skus).toEqual(['NOCAT', 'WINE', 'S1', 'INTIM', 'OVEN']);
    });

    test('a ban fails closed where the category is missing, and names itself', async () => {
      await ruled(api, ['verbot FÜR item.category unter Alkohol'], async () => {
        const told = await odd();
        expect(told.skus).toEqual(['S1', 'INTIM', 'OVEN']);
        expect([told.drop('NOCAT'), told.drop('WINE')]).toEqual([
          ['BAN', 'r1'],
          ['BAN', 'r1'],
        ]);
        expect(told.rules.find((one) => one.id === 'r1')?.hits).toBeGreaterThanOrEqual(2);
      });
      expect((await odd()).skus).toContain('NOCAT');
    });

    test('what is no protection fails open: nie spares the article without a category, and nicht does not turn unknown into yes', async () => {
      await ruled(api, ['nie FÜR item.category unter Alkohol'], async () => {
        const told = await odd();
        expect(told.skus).toContain('NOCAT');
        expect(told.drop('WINE')).toEqual(['EXCLUDED', 'r1']);
      });
      await ruled(api, ['verbot FÜR nicht item.category unter Markt'], async () => {
        expect((await odd()).skus).toEqual(['WINE', 'S1']);
      });
    });

    test('a ban for baby pages holds on the page of an article without a category, and not where there is no article at all', async () => {
      await api.put('/api/v1/lists', [{ id: 'nursery', kind: 'editor', skus: ['WINE', 'BABY-1'], category: 'Flaschen' }]);
      const row = async (context: Record<string, unknown>) =>
        (await ask(api, 'web.product.row1', { limit: 50, context: { page: 'product', category: null, ...context } })).skus;
      expect(await row({ sku: 'NOCAT' })).toContain('WINE');
      await ruled(api, ['WO ctx.category unter Baby DANN verbot FÜR item.category unter Alkohol'], async () => {
        expect(await row({ sku: 'NOCAT' })).not.toContain('WINE');
        expect(await row({ sku: 'BABY-2' })).not.toContain('WINE');
        expect(await row({ sku: 'S1' })).toContain('WINE');
        expect(await row({ page: 'home' })).toContain('WINE');
        expect((await list({ category: 'Baby/Flaschen' })).skus).toEqual(['BABY-1']);
        expect(await row({ category: 'BABY' })).not.toContain('WINE');
        expect((await odd()).skus).toContain('WINE');
      });
    });

    test('age: without proof it is no, with proof on this channel yes', async () => {
      await ruled(api, ['alter(18) FÜR item.category unter Alkohol; alter(16) FÜR Bier/Wein'], async () => {
        const nobody = await odd();
        expect(nobody.drop('WINE')?.[0]).toBe('AGE');
        expect(nobody.drop('RUM')?.[0]).toBe('AGE');
        expect(nobody.drop('NOCAT')?.[0]).toBe('AGE');
        await api.put('/api/v1/profiles', [
          {
            externalId: 'c_old',
            identifiers: { userId: 'u_old' },
            traits: { birthday: '1980-01-01' },
            consents: ['service', 'personalisation'],
          },
          {
            externalId: 'c_16',
            identifiers: { userId: 'u_16' },
            traits: { birthday: '2010-01-01' },
            consents: ['service', 'personalisation'],
          },
        ]);
        expect((await odd({ subject: { customerId: 'c_old' } })).skus).toEqual(expect.arrayContaining(['WINE', 'RUM', 'NOCAT']));
        expect((await odd({ subject: { customerId: 'c_16' } })).drop('WINE')?.[0]).toBe('AGE');
      });
    });

    test('a ban beats a pin and an offer', async () => {
      await api.put('/api/v1/offers', [
        {
          id: 'off_wine',
          type: 'price',
          skus: ['WINE'],
          price: { amount: 600, currency: 'EUR' },
          channels: ['web'],
          from: '2026-11-01',
          until: '2026-12-01',
          text: { de: 'Wein', en: 'Wine' },
        },
      ]);
      await ruled(api, ['verbot FÜR item.category unter Alkohol', 'fixieren(1) FÜR item.sku = WINE', 'fördern(10) FÜR WINE'], async () => {
        const told = await odd();
        expect(told.skus).not.toContain('WINE');
        const pin = told.candidates.find((one) => one.sku === 'WINE' && one.droppedBy === 'PIN_VOID');
        expect(pin?.rulesHit).toEqual(['r2', 'r1']);
        const home = await ask(api, 'web.home.row1', { context: { page: 'home', category: null } });
        expect(home.skus).not.toContain('WINE');
      });
    });

    test('a pin of what is out of stock is void and says so; two pins on one slot go side by side, the more important first', async () => {
      await ruled(api, ['fixieren(1) FÜR item.sku = OUT'], async () => {
        const told = await list();
        expect(told.skus[0]).toBe('S1');
        expect(told.candidates.filter((one) => one.sku === 'OUT').map((one) => one.droppedBy)).toEqual(
          expect.arrayContaining(['PIN_VOID', 'STOCK']),
        );
      });
      await ruled(api, ['WICHTIGKEIT 10 fixieren(2) FÜR item.sku = UMB-1', 'WICHTIGKEIT 90 fixieren(2) FÜR item.sku = UMB-2'], async () => {
        const told = await list();
        expect(told.skus.slice(0, 4)).toEqual(['S1', 'UMB-2', 'UMB-1', 'S2']);
        expect(told.items[1]?.rules).toEqual(['r2']);
      });
      await ruled(api, ['fixieren(6) FÜR item.sku = UMB-1', 'fixieren(6) FÜR item.sku = UMB-2'], async () => {
        const told = await list();
        expect(told.skus).toHaveLength(6);
        expect(told.candidates.filter((one) => one.droppedBy === 'PIN_VOID')).toHaveLength(1);
      });
      await ruled(api, ['fixieren(9) FÜR item.sku = UMB-1'], async () => {
        expect((await list()).skus).toEqual(['S1', 'S2', 'S3', 'S4', 'S5', 'S6']);
      });
    });

    test('nur with an empty intersection: the least important one goes and the trace tells it; nie beats nur', async () => {
      await ruled(api, ['WICHTIGKEIT 80 nur FÜR item.brand = X', 'WICHTIGKEIT 20 nur FÜR item.brand = Y'], async () => {
        const told = await list();
        expect(told.skus).toEqual(['S1', 'S2', 'S3', 'S4']);
        expect(told.rules.find((one) => one.id === 'r2')?.dropped?.de).toMatch(/nichts/);
        expect(leaks(told.stages)).toEqual([]);
      });
      await ruled(api, ['nur FÜR item.brand in (X, Y)', 'nie FÜR item.brand = X'], async () => {
        const told = await list();
        expect(told.skus).toEqual(['S5', 'S6', 'S7', 'S8']);
        expect(told.drop('S1')).toEqual(['EXCLUDED', 'r2']);
        expect(told.drop('S9')).toEqual(['NOT_ONLY', 'r1']);
      });
    });

    test('boost and bury multiply and are clamped to 0.1 and 10', async () => {
      const plain = await list({ limit: 12 });
      const scoreOf = (told: Told, sku: string) => told.items.find((one) => one.sku === sku)?.score ?? Number.NaN;
      await ruled(
        api,
        ['fördern(8) FÜR item.sku = S12; fördern(5) FÜR item.brand = Z', 'dämpfen(0.2) FÜR item.brand = X; dämpfen(0.2) FÜR item.sku = S1'],
        async () => {
          const told = await list({ limit: 12 });
          expect(scoreOf(told, 'S12') / scoreOf(plain, 'S12')).toBeCloseTo(10, 1);
          expect(scoreOf(told, 'S9') / scoreOf(plain, 'S9')).toBeCloseTo(5, 1);
          expect(scoreOf(told, 'S1') / scoreOf(plain, 'S1')).toBeCloseTo(0.1, 2);
          expect(told.items.find((one) => one.sku === 'S12')?.rules).toEqual(['r1']);
        },
      );
      await ruled(api, ['fördern(4) FÜR item.brand = X; dämpfen(0.5) FÜR item.brand = X'], async () => {
        expect(scoreOf(await list({ limit: 12 }), 'S2') / scoreOf(plain, 'S2')).toBeCloseTo(2, 2);
      });
    });

    test('höchstens per brand', async () => {
      await ruled(api, ['höchstens(item.brand, 1)'], async () => {
        const told = await list();
        expect(told.skus).toEqual(['S1', 'S5', 'S9']);
        expect(told.drop('S2')).toEqual(['CAP', 'r1']);
        expect(leaks(told.stages)).toEqual([]);
      });
      await ruled(api, ['höchstens(item.brand, 2) FÜR item.brand = X'], async () => {
        expect((await list()).skus).toEqual(['S1', 'S2', 'S5', 'S6', 'S7', 'S8']);
      });
    });

    test('abstand on a list and on a grid of three columns', async () => {
      const spread = "abstand(item.brand='X', item.brand='Y', 1)";
      await ruled(api, [spread], async () => {
        const told = await list();
        const brands = told.skus.map(brandOf);
        for (let i = 1; i < brands.length; i++) expect([brands[i - 1], brands[i]].sort().join('')).not.toBe('XY');
        expect(told.skus).toHaveLength(6);
        const grid = (await ask(api, 'own.grid')).skus.map(brandOf);
        expect(grid).toHaveLength(9);
        for (const [a, one] of grid.entries())
          for (const [b, other] of grid.entries())
            if (one === 'X' && other === 'Y')
              expect(Math.max(Math.abs((a % 3) - (b % 3)), Math.abs(Math.floor(a / 3) - Math.floor(b / 3)))).toBeGreaterThan(1);
        expect(new Set(grid)).toEqual(new Set(['X', 'Y', 'Z']));
      });
      await ruled(api, ["abstand(item.brand='X', item.brand='X', 1)", 'nur FÜR item.brand = X'], async () => {
        const told = await list();
        expect(told.skus).toEqual(['S1']);
        expect(told.drop('S2')?.[0]).toBe('SPREAD');
      });
    });

    test('sensibel: never on the tablet, nor for staff on the web, but in the shop itself', async () => {
      await ruled(api, ['sensibel FÜR item.category unter Pflege'], async () => {
        const told = await ask(api, 'own.tablet', { category: 'Kiste', channel: 'tablet', context: { storeId: 'st_hh' } });
        expect(told.skus).not.toContain('INTIM');
        expect(told.drop('INTIM')?.[0]).toBe('SENSITIVE');
        expect(told.skus).not.toContain('NOCAT');
        expect((await odd()).skus).toContain('INTIM');
        expect((await odd({ context: { visibility: 'associate' } })).skus).not.toContain('INTIM');
      });
    });

    test('from and until: the days count in full, in the zone of the retailer', async () => {
      await ruled(api, ['nie FÜR item.brand = X VON 21.11.2026 BIS 22.11.2026'], async () => {
        const at = async (instant: string) => (await list({ context: { at: instant } })).skus[0];
        expect(await at('2026-11-20T22:30:00Z')).toBe('S1');
        expect(await at('2026-11-20T23:30:00Z')).toBe('S5');
        expect(await at('2026-11-22T22:30:00Z')).toBe('S5');
        expect(await at('2026-11-22T23:30:00Z')).toBe('S1');
      });
    });

    test('other rules: floors, labels, at least, price bands, strategies, several slots for a list', async () => {
      await ruled(
        api,
        [
          'lager(60, online) FÜR item.brand = X',
          "kennzeichnen('Grundpreis 1 €/kg', 'Unit price') FÜR item.sku = S5",
          'mindestens(2) FÜR item.brand = Z',
        ],
        async () => {
          await api.put('/api/v1/stock', [
            { sku: 'S1', place: 'st_hh', onHand: 20 },
            { sku: 'S1', place: 'st_b', onHand: 20 },
          ]);
          const told = await list();
          expect(told.drop('S1')).toEqual(['STOCK', 'r1']);
          expect(told.items.find((one) => one.sku === 'S5')?.labels).toEqual([{ de: 'Grundpreis 1 €/kg', en: 'Unit price' }]);
          expect(told.skus.filter((sku) => brandOf(sku) === 'Z')).toHaveLength(2);
          expect(leaks(told.stages)).toEqual([]);
          await api.put(
            '/api/v1/stock',
            ['st_hh', 'st_b'].map((place) => ({ sku: 'S1', place, onHand: 50 })),
          );
        },
      );
      await ruled(
        api,
        [
          'preisband(0.5, 1.5)',
          'WO ctx.placement = own.grid DANN strategie(from_range)',
          "WO ctx.placement = own.tablet DANN fixieren(1, 3) FÜR item.list = 'odd'",
        ],
        async () => {
          expect((await list({ context: { category: 'Regal', sku: 'S4' } })).skus).toEqual(['S2', 'S3', 'S5', 'S6']);
          const ruledLead = await ask(api, 'own.grid');
          expect(ruledLead.placement.strategy).toMatchObject({ id: 'from_range', by: 'rule', propensity: 1 });
          const pinned = await ask(api, 'own.tablet', { channel: 'tablet', context: { storeId: 'st_hh' } });
          expect(pinned.skus.slice(0, 3)).toEqual(['NOCAT', 'WINE', 'S1']);
        },
      );
    });
  });
