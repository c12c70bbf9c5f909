// Predictions of one person and of many: what is known at a moment, what may be said, and what is answered in place.
import { trainValue } from '@faden/engine';
import { memoryCatalogue, memoryModels } from '@faden/engine/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStorey, type Storey } from '../../../../tests/data-storey.ts';
import type { ConsentAct } from '../../data/consent/index.ts';
import type { Profile } from '../../data/profile/index.ts';
import { createPredictions } from './index.ts';
import { hourOfWeek } from './reach.ts';

const day = 86_400_000;
const now = Date.parse('2026-11-21T12:00:00Z');
const clock = { now: () => now };

const catalogue = memoryCatalogue({
  needGroups: [
    { id: 'kaffee', kind: 'consumable', lifetimeDays: 30 },
    { id: 'blusen', kind: 'variety' },
    { id: 'pharmacy', kind: 'consumable', lifetimeDays: 20 },
  ],
  products: [
    { sku: 'COF', needGroup: 'kaffee', brand: 'Bohne', priceCents: 800, listPriceCents: 1000 },
    { sku: 'BL-M', needGroup: 'blusen', brand: 'Flora', priceCents: 4000, listPriceCents: 4000, attributes: { size: 'M' } },
    { sku: 'BL-L', needGroup: 'blusen', brand: 'Flora', priceCents: 6000, listPriceCents: 6000, attributes: { size: 'L' } },
    { sku: 'PILL', needGroup: 'pharmacy', brand: 'Secret', priceCents: 900, special: 'pharmacy' },
  ],
});
const models = memoryModels({ nextNeeds: { kaffee: ['blusen', 'pharmacy'] } });

interface Bought {
  sku: string;
  daysAgo: number;
  cents?: number;
  returned?: { daysAgo: number; reason?: string; cancelled?: boolean };
}
const act = (purpose: ConsentAct['purpose'], action: 'grant' | 'withdraw' = 'grant'): ConsentAct => ({
  id: `${purpose} ${action}`,
  nodeId: 'n1',
  purpose,
  contactPoint: '',
  action,
  at: now - 400 * day,
  recordedAt: now - 400 * day,
  source: 'till',
});
function profileOf(bought: readonly Bought[], consents: ConsentAct[], id = 'p1'): Profile {
  const purchases = bought.map(({ sku, daysAgo, cents = 800, returned }, i) => ({
    sku,
    quantity: 1,
    unitPriceCents: cents,
    channel: 'store',
    at: now - daysAgo * day,
    acceptedAt: now,
    ref: `r${i}`,
    ...(returned ? { returned: { ...returned, quantity: 1, at: now - returned.daysAgo * day } } : {}),
  }));
  const signals = [19, 12, 5].map((daysAgo, i) => ({
    at: now - daysAgo * day,
    id: `s${i}`,
    kind: i === 2 ? ('click' as const) : ('impression' as const),
    sku: 'COF',
    channel: 'email',
    device: 'd',
  }));
  return {
    person: { id, nodes: [{ id: 'n1', type: 'externalId', value: 'c1', contested: false, version: 1 }], attested: true },
    folded: {
      traits: {},
      signals,
      shopping: { cart: {}, wishlist: {}, searches: [], dismissed: {}, later: {} },
      purchases,
      presence: { firstSeen: 0, lastSeen: now, channels: {} },
      last: { at: 0, id: '', source: 0 },
      count: 1,
    } as unknown as Profile['folded'],
    consents,
  };
}
const coffee: Bought[] = [123, 94, 60, 30].map((daysAgo) => ({ sku: 'COF', daysAgo }));
const other: Bought[] = [
  { sku: 'BL-M', daysAgo: 80, cents: 4000, returned: { daysAgo: 70, reason: 'zu klein' } },
  { sku: 'BL-L', daysAgo: 60, cents: 6000 },
  { sku: 'PILL', daysAgo: 40 },
  { sku: 'PILL', daysAgo: 20 },
];
const allowed = [act('analytics'), act('personalisation')];
const people = new Map<string, Profile>();
const predictions = createPredictions({
  clock,
  profiles: { read: async (ref) => people.get(String(ref.id ?? ref.card)) },
  catalogue: () => catalogue,
  models: () => models,
  value: () => undefined,
});

// biome-ignore lint/suspicious/noExplicitAny: the answer is JSON.
const about = (profile: Profile, at = now): any => predictions.of(profile, at);

describe('one person', () => {
  const profile = profileOf([...coffee, ...other], allowed);
  test('every prediction carries its uncertainty, model and moment', () => {
    const found = about(profile);
    expect(found.value).toMatchObject({ prior: true, asOf: '2026-11-21T12:00:00.000Z', model: 'value-prior-0', recencyDays: 30 });
    expect(found.value.pAlive).toBeGreaterThan(0);
    expect(found.value.uncertainty.high).toBeGreaterThanOrEqual(found.value.expectedOrders);
    expect(found.value.expectedValue.currency).toBe('EUR');
    expect(found.replenishment).toMatchObject([
      { sku: 'COF', due: true, intervals: 3, basis: 'own article', prior: false, model: 'replenishment-1' },
    ]);
    const [coffeeDue] = found.replenishment;
    expect(coffeeDue.window.from < coffeeDue.dueAt && coffeeDue.dueAt < coffeeDue.window.until).toBe(true);
    expect(found.channels).toMatchObject([{ channel: 'email', sends: 2, prior: true }]);
    expect(found.sendTime).toMatchObject({ timeZone: 'Europe/Berlin', prior: true });
    expect(found.priceSensitivity).toMatchObject({ purchases: 6, prior: false });
    expect(found.priceSensitivity.promotionShare).toBeGreaterThan(0.3);
  });
  test('a blouse sent back for being too small speaks for the larger one', () => {
    expect(about(profile).affinity.size.map((one: { value: string; count: number }) => [one.value, one.count])).toEqual([
      ['L', 1.5],
      ['M', 0],
    ]);
  });
  test('nothing is said or used about sensitive goods', () => {
    const found = about(profile);
    expect(JSON.stringify(found)).not.toMatch(/PILL|pharmacy|Secret/);
    expect(found.nextNeeds.map((one: { needGroup: string }) => one.needGroup)).toEqual(['blusen']);
    expect(found.value).toEqual(about(profileOf([...coffee, ...other.slice(0, 2)], allowed)).value);
  });
  test('looks at nothing after the moment asked for', () => {
    const at = now - 50 * day;
    const earlier = profileOf([...coffee.slice(0, 3), { ...other[0]!, returned: { daysAgo: 70, reason: 'zu klein' } }, other[1]!], allowed);
    expect(about(profile, at).value).toEqual(about(earlier, at).value);
    const sentBackLater = profileOf([{ sku: 'BL-L', daysAgo: 60, returned: { daysAgo: 10, reason: 'zu weit' } }], allowed);
    expect(about(sentBackLater, at).affinity.size[0]).toMatchObject({ value: 'L', count: 1 });
  });
  test('a cancelled order never was', () => {
    const cancelled = profileOf([...coffee, { sku: 'BL-L', daysAgo: 2, returned: { daysAgo: 1, cancelled: true } }], allowed);
    expect(about(cancelled).value).toEqual(about(profileOf(coffee, allowed)).value);
  });
  test.each([
    ['only analytics', [act('analytics')], 'never_asked'],
    ['withdrawn', [act('personalisation'), { ...act('personalisation', 'withdraw'), at: now - day }], 'withdrawn'],
    ['never asked', [], 'never_asked'],
  ])('without the purpose it names it and tells nothing: %s', (_, consents, because) => {
    const found = about(profileOf(coffee, consents));
    expect(found).toEqual({
      id: 'p1',
      at: '2026-11-21T12:00:00.000Z',
      asOf: '2026-11-21T12:00:00.000Z',
      missingPurpose: 'personalisation',
      detail: expect.stringContaining(because),
    });
  });
});

describe('many people', () => {
  test('unknown, unasked and unwilling ones are answered in place', async () => {
    people.set('buyer', profileOf(coffee, allowed, 'buyer'));
    people.set('plain', profileOf(coffee, [], 'plain'));
    people.set('analytics', profileOf(coffee, [act('analytics')], 'analytics'));
    people.set('new', profileOf([], allowed, 'new'));
    people.set('KK-1', profileOf(coffee, allowed, 'buyer'));
    const answer = await predictions.batch({
      horizonDays: 273,
      profiles: ['buyer', 'nobody', 'analytics', 'new', 'plain', { card: 'KK-1' }],
    });
    expect(answer).toMatchObject({ horizonDays: 273, model: { prior: true } });
    expect(answer.predictions.map((one) => one.error?.code ?? 'predicted')).toEqual([
      'predicted',
      'unknown_profile',
      'purpose_missing',
      'no_purchases',
      'predicted',
      'predicted',
    ]);
    expect(answer.predictions[5]).toEqual({ ...answer.predictions[0], profile: { card: 'KK-1' } });
    expect(answer.predictions[2]).not.toHaveProperty('expectedOrders');
  });
  test('a day is meant to its end', async () => {
    const bought = profileOf([{ sku: 'COF', daysAgo: 0 }], allowed);
    people.set('today', bought);
    const on = async (at: string) => (await predictions.batch({ at, profiles: ['today'] })).predictions[0];
    expect(await on('2026-11-21')).toMatchObject({ recencyDays: 0, repeats: 0 });
    expect(await on('2026-11-20')).toMatchObject({ error: { code: 'no_purchases' } });
    await expect(on('yesterday')).rejects.toMatchObject({ status: 422 });
    await expect(on('2026-11-21T12:00:00')).rejects.toMatchObject({ status: 422 });
  });
});

describe('on the log', () => {
  let s: Storey;
  beforeAll(async () => {
    s = await openStorey();
  }, 60_000);
  afterAll(() => s.close());
  test('orders of the past are known at once, by any identifier', async () => {
    const order = (id: string, at: string) => ({
      trust: 'server' as const,
      event: {
        type: 'track',
        event: 'Order Completed',
        userId: 'u1',
        messageId: id,
        timestamp: at,
        properties: { order_id: id, products: [{ sku: 'X', quantity: 1, price: 20 }] },
      },
    });
    await s.accept([order('o1', '2026-08-01T10:00:00Z'), order('o2', '2026-09-01T10:00:00Z'), order('o3', '2026-11-01T10:00:00Z')]);
    const model = trainValue({
      customers: new Int32Array(0),
      at: new Float64Array(0),
      cents: new Float64Array(0),
      customerCount: 0,
      now: 0,
    });
    const live = createPredictions({
      clock: s.clock,
      profiles: s.profiles,
      catalogue: () => catalogue,
      models: () => models,
      value: () => model,
    });
    const { predictions: found } = await live.batch({ at: '2026-09-30', profiles: [{ userId: 'u1' }, { userId: 'u2' }] });
    expect(found[0]).toMatchObject({ repeats: 1, recencyDays: 29 });
    expect(found[1]?.error?.code).toBe('unknown_profile');
  });
});

test('hours of the week are local', () => {
  expect(hourOfWeek(Date.parse('2026-11-23T00:30:00Z'), 'Europe/Berlin')).toBe(1);
  expect(hourOfWeek(Date.parse('2026-11-22T22:30:00Z'), 'Europe/Berlin')).toBe(6 * 24 + 23);
});
