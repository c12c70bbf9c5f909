// Single behaviours of sources, scopes and filters: prices, labels, distance, models first, content, headings, consent, kept lists.
import { describe, expect, it } from 'vitest';
import type { AnswerPlacement } from '../decide/answer.ts';
import { decide } from '../decide/decide.ts';
import { PLACEMENTS } from '../decide/placements.ts';
import type { DecisionContext, DecisionOptions, DecisionWorld } from '../decide/request.ts';
import {
  memoryCatalogue,
  memoryModels,
  memoryPerson,
  memoryPurchase,
  memorySignal,
  memoryStock,
  memoryWorld,
  type ProductInput,
} from '../testing/memory-world.ts';
import { richPerson, richWorld } from '../testing/rich-world.ts';
import { type SituationInput, situationFor } from '../testing/situation-for.ts';
import type { Catalogue, Product } from '../world.ts';
import { fitOf } from './fit.ts';
import { NEUTRAL } from './headings.ts';
import { traitOf } from './kept-trait.ts';
import { STRATEGIES } from './library.ts';
import { parseStrategy } from './parse.ts';
import { retrieve } from './retrieve.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const DAY = 86_400_000;
const ago = (days: number): number => NOW - days * DAY;

function run(expr: string, input: SituationInput): string[] {
  const parsed = parseStrategy(expr);
  if (!parsed.ok) throw new Error(parsed.message);
  return retrieve(parsed.strategy, situationFor({ now: NOW, ...input })).map((one) => one.sku);
}

const item = (sku: string, rest: Partial<ProductInput> = {}): ProductInput => ({
  sku,
  needGroup: 'g',
  category: ['Top', 'C'],
  priceCents: 1000,
  ...rest,
});

describe('reductions', () => {
  const products = [
    item('real', { priceCents: 800, priceSince: ago(3) }),
    item('fake', { priceCents: 900, listPriceCents: 1500, priceSince: ago(3) }),
    item('old', { priceCents: 700, priceSince: ago(60) }),
    item('food', { needGroup: 'f', priceCents: 50, listPriceCents: 100, priceSince: ago(1) }),
  ];
  const prices = [
    { sku: 'real', cents: 1000, at: ago(20) },
    { sku: 'fake', cents: 900, at: ago(15) },
    { sku: 'old', cents: 1000, at: ago(80) },
    { sku: 'food', cents: 40, at: ago(9) },
  ];
  const catalogue = memoryCatalogue({ products, prices, needGroups: [{ id: 'f', kind: 'perishable' }] });

  it('count against the lowest price of the 30 days before, except for what goes off', () => {
    expect(run('drop(14)@site^pct', { catalogue }).sort()).toEqual(['food', 'real']);
  });

  it('since the visit count against what the person saw', () => {
    const signals = [memorySignal(ago(9), 'real', { priceCents: 1000 }), memorySignal(ago(9), 'old', { priceCents: 700 })];
    expect(
      run('drop(14)@hist.view', { catalogue, person: memoryPerson({ basis: 'login', purposes: ['personalisation'], signals }) }),
    ).toEqual(['real']);
  });
});

describe('energy labels', () => {
  const label = (sku: string, energyLabel: string): ProductInput => item(sku, { attributes: { energyLabel, kind: 'x' } });
  const catalogue = memoryCatalogue({
    products: [label('c', 'C'), label('a', 'A'), label('d', 'D'), label('app', 'A++'), label('ap', 'A+'), label('appp', 'A+++')],
  });
  it('are better only on the same scale', () => {
    expect(run('sim(attr)@seed?betterlabel', { catalogue, context: { sku: 'c' } })).toEqual(['a']);
    expect(run('sim(attr)@seed?betterlabel', { catalogue, context: { sku: 'ap' } }).sort()).toEqual(['app', 'appp']);
  });
});

describe('nearby', () => {
  const store = (id: string, lat: number, lon: number) =>
    ({ id, kind: 'store', name: id, region: 'R', geo: { lat, lon }, timeZone: 'Europe/Berlin' }) as const;
  const places = [store('near', 53.56, 9.93), store('far', 52.52, 13.4)];
  const stock = memoryStock(places, [
    { sku: 'a', place: 'near', onHand: 1 },
    { sku: 'b', place: 'far', onHand: 1 },
  ]);
  const models = memoryModels({ popular: { 'buy store:near': ['a', 'b'], 'buy store:far': ['c'], 'buy site': ['b', 'a'] } });
  const catalogue = memoryCatalogue({ products: ['a', 'b', 'c'].map((sku) => item(sku)) });
  const world = { catalogue, stock, models };

  it('is what stores in reach sell and have', () => {
    expect(run('pop(buy)@near(25)', { ...world, context: { geo: { lat: 53.55, lon: 10 } } })).toEqual(['a', 'b']);
    expect(run('pop(buy)@near(25)?promise(0)', { ...world, context: { geo: { lat: 53.55, lon: 10 } } })).toEqual(['a']);
    expect(run('pop(buy)@near(25)', { ...world, context: { storeId: 'far' } })).toEqual(['c']);
    expect(run('pop(buy)@near(25)', { ...world, context: {} })).toEqual([]);
  });

  it('names the store where it can be had today', () => {
    const placement = { ...PLACEMENTS.get('web.home.row1')!, id: 'near', strategies: ['today'], fallback: [] };
    const all = memoryWorld({ ...world, now: NOW });
    const { answer } = decide(
      { placements: [{ id: 'near' }], channel: 'web', context: { geo: { lat: 53.55, lon: 10 } } },
      { ...all, placements: new Map([['near', placement]]) },
    );
    expect(answer.placements[0]!.items[0]).toMatchObject({ sku: 'a', availability: { storeId: 'near', atp: 1 } });
  });
});

describe('learned models', () => {
  const skus = Array.from({ length: 60 }, (_, i) => `p${String(i).padStart(2, '0')}`);
  const catalogue = memoryCatalogue({ products: skus.map((sku) => item(sku)) });
  const reversed = skus.slice(5, 55).toReversed();
  const models = memoryModels({
    nextItems: { p00: reversed },
    completes: { p01: reversed },
    nextBasket: { p02: reversed },
    popular: { 'buy site': skus, 'view site': skus },
    together: { 'buy>buy p01': ['p59', 'p58'], 'view>view p00': ['p59'] },
  });
  const ask = (id: string, context: DecisionContext, options: DecisionOptions = { evaluation: true }, limit = 50): string[] => {
    const purchases = [memoryPurchase(ago(20), 'p02', { ref: 'r1' })];
    const person = memoryPerson({ basis: 'login', purposes: ['personalisation'], purchases });
    const { answer } = decide(
      { placements: [{ id, limit }], channel: 'web', context, options },
      memoryWorld({ catalogue, models, person, now: NOW }),
    );
    return answer.placements[0]!.items.map((one) => one.sku);
  };

  it('lead in their own order where they are measured', () => {
    expect(ask('session.next', { session: [{ sku: 'p00', event: 'view' }] })).toEqual(reversed);
    expect(ask('basket.next', {}).slice(0, 50)).toEqual(reversed);
    expect(ask('web.cart.row1', { cart: [{ sku: 'p01' }] })).toEqual(reversed);
  });

  it('are filled up behind, and blended with pairs for customers', () => {
    const few = memoryModels({ nextItems: { p00: ['p40', 'p39'] }, popular: { 'view site': skus } });
    const { answer } = decide(
      {
        placements: [{ id: 'session.next', limit: 50 }],
        channel: 'web',
        context: { session: [{ sku: 'p00', event: 'view' }] },
        options: { evaluation: true },
      },
      memoryWorld({ catalogue, models: few, now: NOW }),
    );
    const shown = answer.placements[0]!.items.map((one) => one.sku);
    expect(shown.slice(0, 2)).toEqual(['p40', 'p39']);
    expect(shown).toHaveLength(50);
    expect(ask('web.cart.row1', { cart: [{ sku: 'p01' }] }, {}, 12).slice(0, 8)).toContain('p59');
  });

  it('fall back to pairs while they have learned nothing', () => {
    const none = memoryModels({ together: { 'view>view p00': ['p59'] } });
    expect(run('seqmodel(item)@session', { catalogue, models: none, context: { session: [{ sku: 'p00', event: 'view' }] } })).toEqual([
      'p59',
    ]);
  });
});

describe('content', () => {
  const shown = (id: string, context: DecisionContext, world: DecisionWorld = richWorld()): AnswerPlacement => {
    const placement = {
      ...PLACEMENTS.get('service.next')!,
      id: 'one',
      visibility: 'customer' as const,
      limit: 10,
      strategies: [id],
      fallback: [],
    };
    const placements = new Map([['one', placement]]);
    return decide({ placements: [{ id: 'one' }], channel: 'web', context }, { ...world, placements }).answer.placements[0]!;
  };

  it('is answered without a sku, with what it says and where it leads', () => {
    const { items } = shown('brand_banner', {});
    expect(items[0]).toMatchObject({ type: 'content', id: 'banner-birke', sku: '', url: '/birke', image: '/birke.jpg', price: null });
    expect(shown('ticket_help', {}).items[0]).toMatchObject({ type: 'service', sku: '' });
  });

  it('stays in its stores, its time and its purpose', () => {
    expect(shown('event_store', { storeId: 'st_hh' }).items.map((one) => one.id)).toEqual(['talk-hh']);
    expect(shown('event_store', { storeId: 'st_b' }).items.map((one) => one.id)).toEqual(['talk-b']);
    expect(shown('howto', {}, richWorld(richPerson({ purposes: ['service'] }))).items).toEqual([]);
    expect(shown('points_expiring', {}, richWorld(richPerson({ loyalty: undefined }))).items).toEqual([]);
    expect(shown('review_ask', {}, richWorld(richPerson({ openComplaints: [{ until: Date.parse('2027-01-01') }] }))).items).toEqual([]);
    expect(shown('login_benefit', {}).items).toEqual([]);
  });

  it('of the merchant takes the place of what is built in', () => {
    const world = richWorld();
    const own = { id: 'our-talk', kind: 'appointment' as const, title: { de: 'Termin', en: 'Meeting' } };
    const editorial = { ...world.editorial!, contents: [own] };
    expect(shown('appointment', { need: 'laptops' }).items[0]!.id).toBe('appointment');
    expect(shown('appointment', { need: 'laptops' }, { ...world, editorial }).items.map((one) => one.id)).toEqual(['our-talk']);
  });

  it('paid places say so first', () => {
    const { items } = shown('sponsored', { category: 'Technik/Laptops' });
    expect(items.length).toBeGreaterThan(0);
    for (const one of items) expect(one.reasons[0]).toMatchObject({ code: 'SPONSORED', de: 'Anzeige', en: 'Sponsored' });
  });
});

describe('headings', () => {
  const heading = (id: string, channel: string, context: DecisionContext, world: DecisionWorld = richWorld()): string => {
    const placement = {
      ...PLACEMENTS.get('web.home.row1')!,
      id: 'one',
      fulfilment: 'any' as const,
      proactive: false,
      strategies: [id],
      fallback: [],
    };
    const { answer } = decide({ placements: [{ id: 'one' }], channel, context }, { ...world, placements: new Map([['one', placement]]) });
    return answer.placements[0]!.strategy!.message.de;
  };

  it('name what they speak about', () => {
    expect(heading('acc_owned', 'web', {})).toMatch(/^Zubehör zu Laptop 1/);
    expect(heading('recent_need', 'web', { need: 'blouses' })).toBe('Weiter mit Bluse');
    expect(heading('hist_view_view', 'web', {})).toMatch(/^Weil Sie (Laptop|Bluse) \d+ .* angesehen haben$/);
    expect(heading('giftcard', 'web', { occasion: 'christmas' })).toBe('Gutschein verschenken');
    expect(heading('best_channel', 'app', {})).toBe('Beliebt in der App');
  });

  it('have a neutral form wherever the scope does not bring the value', () => {
    const brought = (expr: string, name: string): boolean => ['cat', 'parent', 'brand'].includes(name) && expr.includes(`@${name}`);
    for (const { id, expr, message } of STRATEGIES.values()) {
      const names = [...message.de.matchAll(/\{(\w+)\}/g)].map((found) => found[1]!);
      if (names.every((name) => brought(expr, name))) continue;
      expect(NEUTRAL[id], id).toBeDefined();
    }
    for (const text of Object.values(NEUTRAL)) expect(`${text.de}${text.en}`).not.toContain('{');
  });

  it('stay neutral where a value is missing or the sentence would not be true', () => {
    expect(heading('best_channel', 'web', {})).toBe('Gerade beliebt');
    expect(heading('best_tier', 'web', {}, richWorld(richPerson({ tier: 'silver' })))).toBe('Favoriten unserer Mitglieder');
    const world = richWorld();
    const nameless = { ...world.stock, place: () => undefined };
    expect(heading('best_region', 'web', { geo: { lat: 53.55, lon: 10 } }, { ...world, stock: nameless })).toBe('Beliebt in HH');
  });
});

describe('the fit to a person', () => {
  it('lies between a half and two, and counts once', () => {
    const world = richWorld();
    const s = situationFor({ ...world, person: richPerson() });
    const fits = world.catalogue.allSkus().map((sku) => fitOf(sku, ['all'], s));
    expect(Math.min(...fits)).toBeGreaterThanOrEqual(0.5);
    expect(Math.max(...fits)).toBeLessThanOrEqual(2);
    expect(new Set(fits.map((fit) => fit.toFixed(2))).size).toBeGreaterThan(3);
    const placement = { ...PLACEMENTS.get('web.home.row1')!, id: 'one', strategies: ['foryou_mf'], fallback: [] };
    const { trace } = decide({ placements: [{ id: 'one' }], channel: 'web' }, { ...world, placements: new Map([['one', placement]]) });
    for (const one of trace.placements[0]!.candidates.filter((candidate) => candidate.factors.length > 0))
      expect(one.factors.map((factor) => factor.name).filter((name) => name === 'fit' || name === 'affinity')).toEqual(['fit']);
  });

  it('is nothing without consent', () => {
    const s = situationFor({ ...richWorld(), person: richPerson({ purposes: ['service'] }) });
    expect(s.ownItems()).toEqual([]);
    expect(s.past()).toMatchObject({ later: [], quotes: [], zones: [], household: [], loyalty: undefined, tier: undefined });
    expect(s.segment()).toBeUndefined();
  });
});

describe('kept lists', () => {
  it('look at changed articles only, and give a new list only when a value changed', () => {
    let asked = 0;
    const price = traitOf((product) => {
      asked += 1;
      return product.priceCents;
    });
    const products = new Map(['a', 'b', 'c'].map((sku) => [sku, { ...item(sku), sku, active: true } as unknown as Product]));
    const lineage = {};
    const view = (version: string): Catalogue =>
      ({
        version,
        lineage,
        allSkus: () => [...products.keys()],
        product: (sku: string) => products.get(sku),
        changedSince: () => ['b'],
      }) as never;
    const first = price(view('1'));
    expect(price(view('1'))).toBe(first);
    expect(asked).toBe(3);
    expect(price(view('2'))).toBe(first);
    expect(asked).toBe(4);
    products.set('b', { ...products.get('b')!, priceCents: 5 });
    const second = price(view('3'));
    expect(second).not.toBe(first);
    expect(second.values.get('b')).toBe(5);
  });
});
