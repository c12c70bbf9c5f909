// Herr Schmidt: he looked online, showed his card, bought in the store, and the banner at home knows. LOGIC §6.1 over HTTP, on both databases.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { client, type Faden, startFaden } from '../start-faden.ts';
import { type Api, browse, buyAcer, buyWasher, furnish, type Man, meet } from './schmidt-world.ts';

const morning = '2026-11-21T09:05:00Z';
const decide = (api: Api, body: Record<string, unknown>) =>
  api.post('/v1/decisions', { options: { mode: 'deterministic', explain: 'trace' }, ...body });
const home = (api: Api, man: Man, at: string) =>
  decide(api, {
    placements: [{ id: 'web.home.hero' }, { id: 'web.home.row1' }],
    subject: { anonymousId: man.d1 },
    channel: 'web',
    context: { page: 'home', at, locale: 'de-DE' },
  });
const tablet = (api: Api, man: Man, storeId = 'st_hh', at = morning) =>
  decide(api, {
    placements: [{ id: 'tablet.next_best', limit: 3 }],
    subject: { cardNo: man.card },
    actor: { role: 'associate', id: 'u_17' },
    channel: 'tablet',
    context: { page: 'clienteling', storeId, at, visibility: 'associate' },
  });

interface Item {
  id: string;
  sku: string;
  strategy: string;
  score: number;
  price: { nowCents: number; lowest30dCents: number; pctVsLowest30d: number };
  availability: { atp: number; state: string; text: { de: string } };
  reasons: { code: string; de: string; en: string }[];
}
const itemsOf = (answer: { placements: { items: Item[] }[] }): Item[] => answer.placements.flatMap((p) => p.items);
const codes = (items: Item[]) => items.flatMap((i) => i.reasons.map((r) => r.code));
const laptops = new Set(['AC-SW14', 'AC-AS15', 'SA-GB4', 'SA-GB3', 'AP-MBA']);

describe.each(['pglite', 'postgres'] as const)('Herr Schmidt on %s', (database) => {
  let faden: Faden;
  let api: Api;
  beforeAll(async () => {
    faden = await startFaden({ database });
    api = client(faden);
    await api.clock(morning);
    await furnish(api);
  });
  afterAll(() => faden?.stop());

  describe('the whole story', () => {
    let man: Man;
    let decisionId: string;
    let token: string;

    test('1 the washing machine of last year stands in the profile', async () => {
      man = await meet(api, 'schmidt');
      await buyWasher(api, man, 'R-1');
      const profile = await api.get('/api/v1/profiles/c_schmidt');
      expect(profile.purchases).toMatchObject([{ sku: 'WM-MIELE', channel: 'store', place: 'st_hh' }]);
    });

    test('2 he prefers Miele, and it says why', async () => {
      const { affinity } = await api.get('/api/v1/profiles/c_schmidt/predictions?at=2026-11-21');
      const miele = affinity.brand.find((a: { value: string }) => a.value === 'Miele');
      expect(miele.theta).toBeCloseTo(0.541, 2);
      expect(miele.lift).toBeCloseTo(3.6, 1);
      expect(miele.p).toBeCloseTo(0.99, 2);
      expect(miele).toMatchObject({ label: true, family: 'Haushaltsgroßgeräte', basis: { de: '1 Kauf, Filiale Hamburg' } });
    });

    test('3 after the login all views on both devices are his', async () => {
      await browse(api, man);
      const profile = await api.get(`/api/v1/profiles/c_schmidt?at=${morning}`);
      const interest = profile.interests.find((i: { needGroup: string }) => i.needGroup === 'laptops');
      expect(interest.value).toBeCloseTo(6.93, 1);
      expect(interest.active).toBe(true);
      expect(profile.stages.find((s: { needGroup: string }) => s.needGroup === 'laptops').stage).toBe('consideration');
      const brand = Object.fromEntries(
        profile.affinities.brand
          .filter((a: { needGroup: string }) => a.needGroup === 'laptops')
          .map((a: { value: string }) => [a.value, a]),
      );
      expect(brand.Acer.theta).toBeCloseTo(0.488, 2);
      expect(brand.Samsung.theta).toBeCloseTo(0.256, 2);
      expect(brand.Apple.theta).toBeCloseTo(0.11, 2);
      expect([brand.Acer.label, brand.Samsung.label, brand.Apple.label]).toEqual([true, true, false]);
      const events = await api.get('/api/v1/profiles/c_schmidt/events?limit=100');
      expect(events.items.filter((e: { event?: string }) => e.event === 'Product Viewed')).toHaveLength(8);
    });

    test('4 the home page leads with laptops because he looked at them', async () => {
      const answer = await home(api, man, '2026-11-20T12:00:00Z');
      const hero = answer.placements[0];
      expect(['recent_need', 'hist_view_view', 'drop_viewed']).toContain(hero.strategy.id);
      expect(laptops.has(hero.items[0].sku)).toBe(true);
      expect(codes(hero.items)).toContain('BECAUSE_VIEWED');
    });

    test('5 and 6 his card at the tablet shows topics, not a click log, and is written down', async () => {
      const started = performance.now();
      const answer = await api.post('/api/v1/clienteling/lookup', { card: man.card, store: 'st_hh', actor: 'u_17', mode: 'deterministic' });
      expect(performance.now() - started).toBeLessThan(3_000);
      expect(answer.presenceToken).toMatch(/^[\w-]{20,}$/);
      expect(answer.profile).toMatchObject({ firstName: 'Thomas', lastName: 'Schmidt', city: 'Hamburg' });
      expect(answer.profile.purchases).toMatchObject([{ sku: 'WM-MIELE', month: '2025-10' }]);
      expect(answer.profile.preferences).toContainEqual(expect.objectContaining({ brand: 'Miele' }));
      expect(answer.profile.interests[0].text.de).toBe('Laptops: Acer, Samsung');
      expect(answer.profile.interests[0].here.find((g: { sku: string }) => g.sku === 'AC-SW14').stockHere.atp).toBe(3);
      const text = JSON.stringify(answer.profile);
      expect(text).not.toMatch(/2026-11-1[0-9]|2026-11-20T|Musterweg|example\.org|searches/);
      const audit = await api.get('/api/v1/audit?profile=c_schmidt');
      expect(audit.items[0]).toMatchObject({ actor: 'u_17', store: 'st_hh', purpose: 'clienteling' });
      expect(answer.doNotApproach.map((d: { needGroup: string; brand?: string }) => d.brand ?? d.needGroup)).toEqual(
        expect.arrayContaining(['washers', 'Apple']),
      );
    });

    test('7 the tablet says: the Acer on offer, three here, because', async () => {
      const answer = await tablet(api, man);
      const [first, ...rest] = itemsOf(answer) as [Item, ...Item[]];
      expect(first).toMatchObject({
        id: 'off_acer_hh',
        sku: 'AC-SW14',
        strategy: 'offer_store_interest',
        price: { nowCents: 89_900, lowest30dCents: 95_900, pctVsLowest30d: 6.3 },
      });
      expect(first.availability.atp).toBe(3);
      expect(first.score).toBeCloseTo(14.82, 2);
      expect(first.reasons[0]?.de).toBe('Sonderangebot in Hamburg: Laptops, Ihr aktuelles Interesse');
      expect(first.reasons[0]?.en).toBe('Special offer in Hamburg: laptops, your current interest'.replace('laptops', 'laptops'));
      expect(rest.map((i) => i.sku)).not.toContain('AP-MBA');
      expect([first, ...rest].map((i) => i.sku)).not.toContain('WM-MIELE');
      const dropped = Object.fromEntries(
        answer.trace.placements[0].candidates
          .filter((c: { droppedBy?: string }) => c.droppedBy)
          .map((c: { sku: string; droppedBy: string }) => [c.sku, c.droppedBy]),
      );
      expect(dropped['WM-MIELE']).toMatch(/OWNED|BOUGHT/);
      expect(dropped['AP-MBA']).toBeTruthy();
      decisionId = answer.decisionId;
      token = (first as Item & { token: string }).token;
      const berlin = itemsOf(await tablet(api, man, 'st_b'));
      expect(berlin.map((i) => i.id)).not.toContain('off_acer_hh');
      for (const item of berlin.filter((i) => i.sku === 'AC-SW14'))
        expect(item.availability).toMatchObject({ state: 'orderable', text: { de: expect.stringContaining('lieferbar') } });
    });

    test('8 he takes it: receipt, stock, points, credit', async () => {
      await api.post(`/v1/decisions/${decisionId}/reactions`, { token, reaction: 'accepted', actor: { role: 'associate', id: 'u_17' } });
      await api.clock('2026-11-21T09:40:05Z');
      const receipt = await buyAcer(api, man, 'R-2');
      expect(receipt.fiscal).toMatchObject({ transaction: '4711' });
      const stock = await api.get('/api/v1/stock/availability?sku=AC-SW14&near=st_hh');
      expect(stock[0]).toMatchObject({ place: 'st_hh', atp: 2 });
      await expect.poll(async () => (await api.get('/api/v1/loyalty/c_schmidt')).pending, { timeout: 5_000 }).toBeGreaterThanOrEqual(899);
      const trace = await api.get(`/v1/decisions/${decisionId}/trace`);
      expect(trace.reactions).toMatchObject([{ reaction: 'accepted', sku: 'AC-SW14' }]);
    });

    test('9 at home no laptops any more, but warranty and accessories', async () => {
      const answer = await home(api, man, '2026-11-21T09:40:10Z');
      const items = itemsOf(answer);
      expect(items.filter((i) => laptops.has(i.sku))).toEqual([]);
      const skus = items.map((i) => i.sku);
      expect(skus).toContain('SVC-WAR3');
      expect(skus.some((s) => s === 'ACC-SLEEVE14' || s === 'ACC-DOCK')).toBe(true);
      expect(codes(items)).toEqual(expect.arrayContaining(['WARRANTY_WINDOW', 'MATCHES_OWNED']));
      expect(items.flatMap((i) => i.reasons).find((r) => r.code === 'WARRANTY_WINDOW')?.de).toContain('19.12.2026');
      const search = await decide(api, {
        placements: [{ id: 'web.search.row1' }],
        subject: { anonymousId: man.d1 },
        channel: 'web',
        context: { page: 'search', term: 'laptop', at: '2026-11-21T09:41:00Z' },
      });
      expect(itemsOf(search).some((i) => laptops.has(i.sku))).toBe(true);
    });

    test('12 he brings it back: money to the card, follow-ups gone, laptops may return after a day, this one not', async () => {
      await api.clock('2026-11-25T10:00:00Z');
      const back = await api.post('/api/v1/returns', {
        receipt: { store: 'st_hh', number: 'R-2' },
        store: 'st_hh',
        lines: [{ sku: 'AC-SW14', quantity: 1, grade: 'B', reason: 'zu laut' }],
      });
      expect(back.refunds).toEqual([expect.objectContaining({ type: 'card', amount: 89_900 })]);
      await expect.poll(async () => (await api.get('/api/v1/loyalty/c_schmidt')).pending, { timeout: 5_000 }).toBe(0);
      const now = itemsOf(await home(api, man, '2026-11-25T10:00:05Z')).map((i) => i.sku);
      expect(now).not.toContain('SVC-WAR3');
      expect(now).not.toContain('ACC-DOCK');
      const later = itemsOf(await home(api, man, '2026-11-26T11:00:00Z')).map((i) => i.sku);
      expect(later).not.toContain('AC-SW14');
      expect(later.some((s) => laptops.has(s))).toBe(true);
    });
  });

  test('V1 without the purpose personalisation: contract data, general suggestions, still no advertising for what he has', async () => {
    await api.clock(morning);
    const man = await meet(api, 'vone', ['service', 'marketing.email']);
    await buyWasher(api, man, 'V1-1');
    await browse(api, man);
    const look = await api.post('/api/v1/clienteling/lookup', { card: man.card, store: 'st_hh', actor: 'u_17', mode: 'deterministic' });
    expect(look.profile.firstName).toBe('Thomas');
    expect(look.profile).not.toHaveProperty('interests');
    expect(look.profile).not.toHaveProperty('preferences');
    const offered = await tablet(api, man);
    expect(['best_store', 'offer_store']).toContain(offered.placements[0].strategy.id);
    for (const code of codes(itemsOf(offered)))
      expect(code).not.toMatch(/OFFER_STORE_INTEREST|BECAUSE_|MATCHES_OWNED|AFFINITY|SIZE_|DUE|WISHLIST|CART/);
    await buyAcer(api, man, 'V1-2');
    const page = itemsOf(await home(api, man, '2026-11-21T09:41:00Z'));
    expect(page.map((i) => i.sku)).not.toContain('SVC-WAR3');
    expect(codes(page)).not.toContain('MATCHES_OWNED');
    const mail = await decide(api, {
      placements: [{ id: 'mail.newsletter', limit: 10 }],
      subject: { customerId: man.externalId },
      channel: 'email',
      context: { at: '2026-11-21T09:42:00Z' },
    });
    expect(itemsOf(mail).filter((i) => laptops.has(i.sku))).toEqual([]);
  });

  test('V2 a beacon alone names nobody', async () => {
    const answer = await decide(api, {
      placements: [{ id: 'beacon.here' }],
      subject: { deviceId: 'unknown-phone-77' },
      channel: 'beacon',
      context: { storeId: 'st_hh', at: morning },
    });
    expect(answer.subject).toMatchObject({ id: null });
    expect(JSON.stringify(answer.placements)).not.toMatch(/Schmidt|Thomas/);
  });

  test('V3 a receipt that arrives three hours late counts from its arrival, with its own time', async () => {
    await api.clock(morning);
    const man = await meet(api, 'vthree');
    await browse(api, man);
    expect(itemsOf(await home(api, man, '2026-11-21T11:00:00Z')).some((i) => laptops.has(i.sku))).toBe(true);
    await api.clock('2026-11-21T12:40:00Z');
    await buyAcer(api, man, 'V3-1', '2026-11-21T09:40:00Z');
    expect(itemsOf(await home(api, man, '2026-11-21T12:40:05Z')).filter((i) => laptops.has(i.sku))).toEqual([]);
    const profile = await api.get(`/api/v1/profiles/${man.externalId}`);
    expect(profile.purchases[0]).toMatchObject({ sku: 'AC-SW14', at: '2026-11-21T09:40:00.000Z' });
  });

  test('V4 the same receipt twice is one purchase', async () => {
    const man = await meet(api, 'vfour');
    const [first, again] = [await buyAcer(api, man, 'V4-1'), await buyAcer(api, man, 'V4-1')];
    expect(again.id).toBe(first.id);
    expect((await api.get(`/api/v1/profiles/${man.externalId}`)).purchases).toHaveLength(1);
  });
});
