// Property tests of LOGIC §1.10: invariants 1–7, 9 over random persons, stocks, requests and consents.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPersonal, leavesOf } from '../strategies/eligible.ts';
import { STRATEGIES } from '../strategies/library.ts';
import {
  memoryCatalogue,
  memoryModels,
  memoryPerson,
  memoryPurchase,
  memorySignal,
  memoryStock,
  memoryWorld,
} from '../testing/memory-world.ts';
import { richModels } from '../testing/rich-world.ts';
import { at, PLACES } from '../testing/schmidt-world.ts';
import type { Editorial, Person, Signal } from '../world.ts';
import type { Answer, AnswerItem, Trace } from './answer.ts';
import { decide } from './decide.ts';
import { PLACEMENTS, type Placement } from './placements.ts';
import type { DecisionRequest } from './request.ts';

const NOW = at('2026-11-21T12:00:00Z');
const DAY = 86_400_000;
const SKUS = Array.from({ length: 24 }, (_, i) => `p${i}`);

const catalogue = memoryCatalogue({
  needGroups: [
    { id: 'g0', kind: 'durable', lifetimeDays: 1460, hazard: { k: 3, lambdaDays: 1460 } },
    { id: 'g1', kind: 'variety' },
    { id: 'g2', kind: 'consumable', lifetimeDays: 14, interestHalfLifeDays: 5 },
  ],
  products: SKUS.map((sku, i) => ({
    sku,
    needGroup: `g${i % 3}`,
    brand: `b${i % 4}`,
    category: ['Top', `c${i % 3}`],
    priceCents: 1000 * (i + 1),
    model: `m${Math.floor(i / 6)}-${i % 3}`,
    active: i !== 23,
    ageGate: i % 7 === 6 ? 18 : undefined,
    tags: i % 11 === 10 ? ['sensibel'] : [],
    relations:
      i % 3 === 0
        ? [
            { type: 'accessory', sku: `p${(i + 1) % 24}` },
            { type: 'warranty', sku: 'p22', withinDays: 28 },
          ]
        : [],
  })),
});
const models = memoryModels({
  popular: { 'buy site': SKUS, 'buy store:st_hh': [...SKUS].reverse(), 'view site': SKUS.slice(5), 'view need:g0': ['p0', 'p3'] },
  together: Object.fromEntries(
    SKUS.flatMap((sku, i) =>
      ['view>view', 'buy>buy', 'cart>cart'].map((pair) => [`${pair} ${sku}`, [`p${(i + 3) % 24}`, `p${(i + 7) % 24}`]]),
    ),
  ),
});

const sku = fc.constantFrom(...SKUS);
const ago = fc.integer({ min: 0, max: 1200 }).map((days) => NOW - days * DAY);
const signal = fc
  .record({
    at: ago,
    sku,
    kind: fc.constantFrom('view', 'cart', 'wish', 'scan', 'searchclick'),
    channel: fc.constantFrom('web', 'store', 'app'),
  })
  .map((rest) => memorySignal(rest.at, rest.sku, rest as Partial<Signal>));
const purchase = fc
  .record({ at: ago, sku, late: fc.integer({ min: 0, max: 3 }), back: fc.option(fc.integer({ min: 0, max: 40 })), gift: fc.boolean() })
  .map(({ at: when, sku: what, late, back, gift }) =>
    memoryPurchase(when, what, {
      acceptedAt: when + late * DAY,
      gift,
      returned: back === null ? undefined : { quantity: 1, at: Math.min(NOW, when + back * DAY) },
    }),
  );
const purposes = fc.subarray(['service', 'personalisation', 'instore', 'health']);
const person = fc
  .record({
    basis: fc.constantFrom('card', 'login', 'device', 'none'),
    purposes,
    signals: fc.array(signal, { maxLength: 25 }),
    purchases: fc.array(purchase, { maxLength: 6 }),
    cart: fc.array(sku, { maxLength: 2 }),
    wishlist: fc.array(sku, { maxLength: 2 }),
    dismissed: fc.array(fc.record({ sku, at: ago }), { maxLength: 2 }),
    birthday: fc.constantFrom(undefined, '1990-01-01', '2015-01-01'),
  })
  .map((one) =>
    memoryPerson({
      ...one,
      basis: one.basis as Person['basis'],
      externalId: 'c_1',
      signals: [...one.signals].sort((a, b) => a.at - b.at),
      purchases: [...one.purchases].sort((a, b) => a.at - b.at),
      cart: one.cart.map((line) => ({ sku: line, quantity: 1, at: NOW })),
      wishlist: one.wishlist.map((line) => ({ sku: line, at: NOW })),
    }),
  );
const stock = fc.array(fc.record({ sku, place: fc.constantFrom('st_hh', 'st_b'), onHand: fc.integer({ min: 0, max: 3 }) }), {
  maxLength: 40,
});
const request = fc
  .record({
    ids: fc.uniqueArray(fc.constantFrom(...PLACEMENTS.keys()), { minLength: 1, maxLength: 3 }),
    limit: fc.integer({ min: 1, max: 12 }),
    channel: fc.constantFrom('web', 'tablet', 'email', 'app', 'pos'),
    store: fc.constantFrom(null, 'st_hh', 'st_b'),
    sku: fc.option(sku),
    cart: fc.option(fc.array(sku, { maxLength: 3 })),
    exclude: fc.array(sku, { maxLength: 3 }),
  })
  .map(
    (one): DecisionRequest => ({
      placements: one.ids.map((id) => ({ id, limit: one.limit })),
      channel: one.channel,
      exclude: one.exclude,
      context: { storeId: one.store, sku: one.sku, category: 'Top/c1', term: 'p1', cart: one.cart?.map((line) => ({ sku: line })) ?? null },
    }),
  );
const offers = [
  {
    id: 'o1',
    type: 'percent' as const,
    percent: 10,
    skus: ['p0', 'p4', 'p8'],
    stores: ['st_hh'],
    channels: [],
    segments: [],
    from: 0,
    until: NOW + DAY,
    text: { de: '', en: '' },
  },
];

interface Case {
  person: Person;
  stock: { sku: string; place: string; onHand: number }[];
  request: DecisionRequest;
}
const cases = fc.record({ person, stock, request });
const worldOf = ({ person: who, stock: rows }: Pick<Case, 'person' | 'stock'>, holdout?: { share: number; seed: string }) =>
  memoryWorld({ catalogue, models, offers, stock: memoryStock(PLACES, rows), person: who, now: NOW, holdout });
const run = (one: Case, holdout?: { share: number; seed: string }): { answer: Answer; trace: Trace } =>
  decide(one.request, worldOf(one, holdout));
/** Every strategy there is, in a random order and a few at a time, with every table learned. */
const any = fc.record({
  one: cases,
  ids: fc.subarray([...STRATEGIES.keys()], { minLength: 1, maxLength: 12 }),
  base: fc.constantFrom('web.home.row1', 'tablet.next_best', 'web.product.row1', 'mail.newsletter'),
  more: fc.record({
    tier: fc.constantFrom(undefined, 'gold'),
    later: fc.array(sku, { maxLength: 2 }),
    quoted: fc.array(sku, { maxLength: 2 }),
  }),
});
const learnedAll = richModels(catalogue);
const editorial: Editorial = {
  version: 'e',
  lists: [
    { id: 'l', kind: 'editor', skus: SKUS.slice(0, 9) },
    { id: 's', kind: 'sponsor', skus: SKUS.slice(9, 14) },
  ],
  contents: [{ id: 'g', kind: 'guide', title: { de: 'Rat', en: 'Advice' }, needGroup: 'g1', skus: ['p10'] }],
  situations: [{ kind: 'weather', key: 'rain', needGroups: ['g2'], categories: [], tags: [] }],
};

function runAny({ one, ids, base, more }: typeof any extends fc.Arbitrary<infer T> ? T : never): { answer: Answer; trace: Trace } {
  const placement = { ...PLACEMENTS.get(base)!, id: 'any', strategies: ids, fallback: [] };
  const who: Person = {
    ...one.person,
    ...(more.tier ? { tier: more.tier } : {}),
    later: more.later.map((saved) => ({ sku: saved, at: NOW - DAY })),
    quotes: [{ id: 'q', at: NOW - DAY, skus: more.quoted }],
    loyalty: { points: 5, gap: { points: 9, tier: 'gold' } },
  };
  const world = { ...worldOf({ ...one, person: who }), models: learnedAll, editorial, placements: new Map([['any', placement]]) };
  const context = { ...one.request.context, weather: 'rain', occasion: 'christmas', geo: { lat: 53.5, lon: 10 } };
  return decide({ ...one.request, placements: [{ id: 'any', limit: 20 }], context }, world);
}

const itemsOf = (answer: Answer): AnswerItem[] => answer.placements.flatMap((placement) => placement.items);
/** Something to read or to do: no product, so neither stock nor past. */
const isWords = (item: AnswerItem): boolean => item.sku === '';
const check = (property: (one: Case) => void, numRuns = 150) =>
  fc.assert(
    fc.property(cases, (one) => void property(one)),
    { numRuns },
  );

/** What no answer may hold, whoever asks where. */
function expectAllowed(one: Case, place: Placement, item: AnswerItem): void {
  const product = catalogue.product(item.sku)!;
  expect(product.active).toBe(true);
  if (product.ageGate) expect(one.person.birthday).toBe('1990-01-01');
  if (product.tags.includes('sensibel')) expect(place.inStore || place.visibility === 'associate').toBe(false);
  expect(one.request.exclude).not.toContain(item.sku);
  expect(one.person.dismissed.some((gone) => gone.sku === item.sku && NOW - gone.at < 90 * DAY)).toBe(false);
  const owned = one.person.purchases.filter(
    (bought) => !bought.returned && !bought.gift && catalogue.needGroup(catalogue.product(bought.sku)!.needGroup).kind === 'durable',
  );
  const fresh = owned.filter((bought) => (NOW - bought.at) / DAY < 821 && owned.filter((other) => other.sku === bought.sku).length < 3);
  expect(fresh.map((bought) => bought.sku)).not.toContain(item.sku);
}

function expectReasons(item: AnswerItem): void {
  expect(item.reasons.length).toBeGreaterThan(0);
  for (const reason of item.reasons) {
    expect(reason.de.trim() && reason.en.trim()).toBeTruthy();
    expect(`${reason.de}${reason.en}`).not.toMatch(/[{}]|undefined|NaN/);
  }
}

describe('every answer of every strategy', () => {
  it('respects age, consent, suppression, stock and exclusions, and says why', () => {
    fc.assert(
      fc.property(any, (one) => {
        const { answer } = runAny(one);
        const place = PLACEMENTS.get(one.base)!;
        const ids = itemsOf(answer).map((item) => item.id);
        expect(itemsOf(answer).every((item) => item.sku !== '' || item.type !== 'product')).toBe(true);
        for (const item of itemsOf(answer)) {
          expectReasons(item);
          if (isWords(item)) continue;
          expectAllowed(one.one, place, item);
          if (item.availability) expect(item.availability.state).not.toBe('out');
        }
        expect(new Set(ids.filter((id) => id !== 'o1')).size).toBe(ids.filter((id) => id !== 'o1').length);
        const leaf = answer.placements[0]!.strategy && leavesOf(STRATEGIES.get(answer.placements[0]!.strategy.id)!.ast, () => undefined);
        if (!one.one.person.purposes.has('personalisation')) expect(leaf?.some(isPersonal) ?? false).toBe(false);
        expect(JSON.stringify(answer.placements[0]!.strategy?.message ?? '')).not.toMatch(/\{[a-z]/);
      }),
      { numRuns: 200 },
    );
  });

  it('is the same for the same inputs, and its counts add up', () => {
    fc.assert(
      fc.property(any, (one) => {
        expect(runAny(one)).toEqual(runAny(one));
        for (const stage of runAny(one).trace.placements[0]!.stages)
          expect(stage.in).toBe(stage.out + Object.values(stage.dropped).reduce((sum, n) => sum + n, 0));
      }),
      { numRuns: 40 },
    );
  });
});

describe('every answer', () => {
  it('(1) respects age, activity, consent, suppression, cart and exclusions', () => {
    check((one) => {
      for (const placement of run(one).answer.placements) {
        const place = PLACEMENTS.get(placement.id)!;
        for (const item of placement.items) {
          if (isWords(item)) continue;
          expectAllowed(one, place, item);
        }
      }
    });
  });

  it('(1b) is never out of stock where it is offered', () => {
    check((one) => {
      for (const item of itemsOf(run(one).answer).filter((shown) => !isWords(shown))) {
        expect(item.availability).not.toBeNull();
        expect(['out']).not.toContain(item.availability!.state);
        if (item.type === 'offer' && one.request.context!.storeId) expect(item.availability!.storeId).toBe(one.request.context!.storeId);
      }
    });
  });

  it('(2) has a reason in both languages for each item', () => {
    check((one) => {
      for (const item of itemsOf(run(one).answer)) expectReasons(item);
    });
  });

  it('(3) shows no article twice and no strategy leads twice on a page', () => {
    check((one) => {
      const { answer } = run(one);
      const ids = itemsOf(answer).map((item) => item.sku || item.id);
      expect(new Set(ids).size).toBe(ids.length);
      const tokens = itemsOf(answer).map((item) => item.token);
      expect(new Set(tokens).size).toBe(tokens.length);
    });
  });

  it('(4) is the same for the same inputs', () => {
    check((one) => expect(run(one)).toEqual(run(one)), 60);
  });

  it('(5) does not depend on the history without the purpose', () => {
    fc.assert(
      fc.property(cases, fc.array(signal, { maxLength: 20 }), fc.array(sku, { maxLength: 3 }), (one, signals, wishes) => {
        const basis = one.person.basis === 'device' ? 'card' : one.person.basis;
        const before = { ...one.person, basis, purposes: new Set(['service', 'instore']) };
        const after = {
          ...before,
          signals: [...signals].sort((a, b) => a.at - b.at),
          wishlist: wishes.map((wish) => ({ sku: wish, at: NOW })),
          searches: [{ term: 'p1', at: NOW }],
        };
        expect(run({ ...one, person: after }).answer.placements).toEqual(run({ ...one, person: before }).answer.placements);
        for (const placement of run({ ...one, person: before }).answer.placements) {
          const ast = placement.strategy && STRATEGIES.get(placement.strategy.id)!.ast;
          if (ast) expect(leavesOf(ast, () => undefined).some(isPersonal)).toBe(false);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('(6) gives the control group no personal strategy, except in deterministic mode', () => {
    check((one) => {
      const known = { ...one, person: { ...one.person, basis: 'card' as const } };
      for (const placement of run(known, { share: 1, seed: 'h' }).answer.placements) {
        expect(placement.holdout).toBe(true);
        for (const item of placement.items) expect(['best_site', 'best_cat', 'from_range']).toContain(item.strategy);
      }
      const open = { ...known, request: { ...known.request, options: { mode: 'deterministic' as const } } };
      for (const placement of run(open, { share: 1, seed: 'h' }).answer.placements) expect(placement.holdout).toBe(false);
    }, 80);
  });

  it('(9) has stage counts that add up, and names owned goods', () => {
    check((one) => {
      const { answer, trace } = run(one);
      for (const [i, placement] of trace.placements.entries()) {
        let before: number | undefined;
        for (const stage of placement.stages) {
          const dropped = Object.values(stage.dropped).reduce((sum, n) => sum + n, 0);
          expect(stage.in).toBe(stage.out + dropped);
          if (before !== undefined) expect(stage.in).toBe(before);
          before = stage.out;
        }
        expect(before).toBe(answer.placements[i]!.items.length);
        expect(placement.candidates.length).toBe(placement.stages[0]!.in);
        expect(placement.candidates.filter((candidate) => candidate.slot !== null).length).toBe(before);
        for (const bought of one.person.purchases) {
          const group = catalogue.needGroup(catalogue.product(bought.sku)!.needGroup);
          const same = one.person.purchases.filter((other) => other.sku === bought.sku);
          if (bought.returned || bought.gift || same.length > 1 || group.kind !== 'durable' || (NOW - bought.at) / DAY >= 821) continue;
          expect(placement.candidates.some((candidate) => candidate.sku === bought.sku && candidate.droppedBy === 'OWNED')).toBe(true);
        }
      }
    });
  });
});
