// Single behaviours of the pipeline: surfaces, consent, sessions, outside measurement, suppression and its ends.
import { describe, expect, it } from 'vitest';
import { memoryCatalogue, memoryModels, memoryPerson, memoryPurchase, memorySignal, memoryWorld } from '../testing/memory-world.ts';
import { at, LAPTOP, STOCK, schmidt, schmidtWorld } from '../testing/schmidt-world.ts';
import type { Answer } from './answer.ts';
import { decide } from './decide.ts';
import { PLACEMENTS } from './placements.ts';
import type { DecisionRequest } from './request.ts';

const DAY = 86_400_000;
const ask = (
  id: string,
  channel: string,
  context: DecisionRequest['context'] = {},
  options: DecisionRequest['options'] = {},
): DecisionRequest => ({
  placements: [{ id }],
  channel,
  context,
  options,
});
const skus = (answer: Answer): string[] => answer.placements.flatMap((one) => one.items.map((item) => item.sku));

describe('placements', () => {
  it('exist for every named context, and unknown ones are refused', () => {
    const names =
      'web.home.hero web.home.row1 web.product.row1 web.cart.row1 web.search.row1 mail.newsletter push.store tablet.next_best till.one beacon.here app.home service.next session.next basket.next';
    expect([...PLACEMENTS.keys()].sort()).toEqual(names.split(' ').sort());
    expect(() => decide(ask('web.nowhere', 'web'), schmidtWorld('2026-11-21T09:05:00Z'))).toThrow('Unknown placement: web.nowhere');
  });

  it('fall back to the shelf with reason DEFAULT when nothing is known', () => {
    const world = memoryWorld({
      catalogue: memoryCatalogue({
        products: [
          { sku: 'a', needGroup: 'g' },
          { sku: 'b', needGroup: 'g' },
        ],
      }),
      now: at('2026-11-21T09:05:00Z'),
    });
    const { answer } = decide(ask('web.home.row1', 'web'), world);
    expect(answer.reason).toBe('DEFAULT');
    expect(skus(answer)).toEqual(['a', 'b']);
    expect(answer.placements[0]!.strategy).toMatchObject({ id: 'from_range', by: 'fallback', propensity: 1 });
  });
});

describe('shop surfaces', () => {
  it('use online behaviour only with the purpose instore', () => {
    const person = schmidt({ purposes: ['service', 'personalisation'] });
    const { answer } = decide(ask('tablet.next_best', 'tablet', { storeId: 'st_hh' }), schmidtWorld('2026-11-21T09:05:00Z', person));
    expect(answer.placements[0]!.strategy!.id).toBe('offer_store');
    expect(JSON.stringify(answer.placements[0]!.items.flatMap((item) => item.reasons))).not.toMatch(/INTEREST|VIEWED/);
  });

  it('never tell staff what was looked at', () => {
    const { answer } = decide(ask('tablet.next_best', 'tablet', { storeId: 'st_hh' }), schmidtWorld('2026-11-21T09:05:00Z'));
    const codes = answer.placements[0]!.items.flatMap((item) => item.reasons.map((reason) => reason.code));
    expect(codes).not.toContain('BECAUSE_VIEWED');
    expect(codes).toContain('INTERESTED_IN');
  });

  it('keep associate reasons off customer screens', () => {
    const { answer } = decide(
      ask('tablet.next_best', 'tablet', { storeId: 'st_hh', visibility: 'customer' }),
      schmidtWorld('2026-11-21T09:05:00Z'),
    );
    expect(answer.placements[0]!.items.flatMap((item) => item.reasons).every((reason) => reason.visibility === 'customer')).toBe(true);
  });

  it('make no offer without stock in the store', () => {
    const stock = STOCK.map((row) => (row.sku === 'AC-SW14' ? { ...row, onHand: 0 } : row));
    const { answer, trace } = decide(
      ask('tablet.next_best', 'tablet', { storeId: 'st_hh' }),
      schmidtWorld('2026-11-21T09:05:00Z', schmidt(), { stock }),
    );
    expect(answer.placements[0]!.items.map((item) => item.id)).not.toContain('off_acer_hh');
    expect(trace.placements[0]!.candidates.some((one) => one.id === 'off_acer_hh' && one.droppedBy === 'STOCK')).toBe(true);
  });
});

describe('suppression', () => {
  const mail = (person: ReturnType<typeof schmidt>, now: string) =>
    skus(decide(ask('mail.newsletter', 'email'), schmidtWorld(now, person)).answer);
  const laptops = (found: string[]) => found.filter((sku) => ['AC-AS15', 'SA-GB4', 'SA-GB3', 'AP-MBA'].includes(sku));

  it('of the need group ends with renewed interest, or when the hazard says so', () => {
    const bought = { purchases: [LAPTOP] };
    expect(laptops(mail(schmidt(bought), '2026-12-10T12:00:00Z'))).toEqual([]);
    const again = ['2026-12-05', '2026-12-06', '2026-12-07'].map((day) => memorySignal(at(`${day}T10:00:00Z`), 'SA-GB4'));
    expect(laptops(mail(schmidt({ ...bought, signals: again }), '2026-12-10T12:00:00Z')).length).toBeGreaterThan(0);
    expect(laptops(mail(schmidt(bought), '2029-03-01T12:00:00Z')).length).toBeGreaterThan(0);
  });

  it('of a kept device outlives the return of a second one, in searches too', () => {
    const second = { ...LAPTOP, at: LAPTOP.at + DAY, ref: 'r2', returned: { quantity: 1, at: LAPTOP.at + 2 * DAY } };
    const person = schmidt({ purchases: [LAPTOP, second] });
    const { answer } = decide(ask('web.search.row1', 'web', { term: 'acer' }), schmidtWorld('2026-11-25T12:00:00Z', person));
    expect(skus(answer)).not.toContain('AC-SW14');
  });

  it('of a gift touches the article only', () => {
    const found = mail(schmidt({ purchases: [{ ...LAPTOP, gift: true }] }), '2026-11-22T12:00:00Z');
    expect(laptops(found).length).toBeGreaterThan(0);
    expect(found).not.toContain('AC-SW14');
  });

  it('keeps dismissed goods away for 90 days', () => {
    const person = (when: string) => schmidt({ dismissed: [{ sku: 'AC-SW14', at: at(when) }] });
    expect(mail(person('2026-11-01T00:00:00Z'), '2026-11-21T12:00:00Z')).not.toContain('AC-SW14');
    expect(mail(person('2026-06-01T00:00:00Z'), '2026-11-21T12:00:00Z')).toContain('AC-SW14');
  });

  it('sends no marketing while a complaint is open', () => {
    const person = schmidt({ openComplaints: [{ sku: 'WM-MIELE', until: at('2027-01-01T00:00:00Z') }] });
    const { answer } = decide(ask('mail.newsletter', 'email'), schmidtWorld('2026-11-21T12:00:00Z', person));
    expect(skus(answer)).toEqual([]);
  });

  it('skips a warranty already bought and one past its window', () => {
    const owner = (extra: (typeof LAPTOP)[] = []) => schmidt({ purchases: [LAPTOP, ...extra] });
    expect(mail(owner(), '2026-11-22T12:00:00Z')).toContain('SVC-WAR3');
    expect(mail(owner([memoryPurchase(LAPTOP.at + 1000, 'SVC-WAR3')]), '2026-11-22T12:00:00Z')).not.toContain('SVC-WAR3');
    expect(mail(owner(), '2026-12-20T12:00:00Z')).not.toContain('SVC-WAR3');
  });
});

describe('sessions and outside measurement', () => {
  const models = memoryModels({
    popular: { 'view site': ['x', 'y', 'z'], 'buy site': ['z'] },
    together: { 'view>view b': ['c', 'a'], 'view>view a': ['d'], 'buy>buy k1': ['k2', 'k3'] },
  });
  const empty = memoryWorld({ catalogue: memoryCatalogue({ products: [] }), models, now: at('2026-11-21T09:05:00Z') });
  const evaluation = { evaluation: true } as const;

  it('rank the next item without a catalogue, newest first, then popularity', () => {
    const session = [
      { sku: 'a', event: 'view', at: 1 },
      { sku: 'b', event: 'view', at: 2 },
    ];
    const { answer, trace } = decide(ask('session.next', 'web', { session }, evaluation), empty);
    expect(skus(answer).slice(0, 3)).toEqual(['c', 'd', 'a']);
    expect(skus(answer)).toEqual(expect.arrayContaining(['x', 'y', 'z']));
    expect(answer.placements[0]!.items[0]).toMatchObject({ price: null, availability: null });
    expect(trace.logged).toBe(false);
  });

  it('sort a session by its times and keep its order without', () => {
    const shuffled = [
      { sku: 'b', event: 'view', at: '2026-11-21T09:00:00Z' },
      { sku: 'a', event: 'view', at: '2026-11-21T08:00:00Z' },
    ];
    expect(skus(decide(ask('session.next', 'web', { session: shuffled }, evaluation), empty).answer)[0]).toBe('c');
    expect(
      skus(
        decide(
          ask(
            'session.next',
            'web',
            {
              session: [
                { sku: 'b', event: 'view' },
                { sku: 'a', event: 'view' },
              ],
            },
            evaluation,
          ),
          empty,
        ).answer,
      )[0],
    ).toBe('d');
  });

  it('cross-sell to a cart and predict the usual basket', () => {
    expect(skus(decide(ask('web.cart.row1', 'web', { cart: [{ sku: 'k1' }] }, evaluation), empty).answer).slice(0, 2)).toEqual([
      'k2',
      'k3',
    ]);
    const bought = (day: number, sku: string) => memoryPurchase(empty.now - day * DAY, sku, { ref: `r${day}` });
    const person = memoryPerson({
      basis: 'card',
      purchases: [bought(30, 'm'), bought(20, 'm'), bought(20, 'n'), bought(10, 'm'), bought(10, 'o')],
    });
    expect(skus(decide(ask('basket.next', 'web', {}, evaluation), { ...empty, person }).answer).slice(0, 4)).toEqual(['m', 'o', 'n', 'z']);
  });

  it('use the device of an anonymous visitor, and nobody else', () => {
    const person = memoryPerson({ basis: 'device', signals: [memorySignal(at('2026-11-21T09:00:00Z'), 'AC-SW14')] });
    const { answer } = decide(ask('web.home.row1', 'web'), schmidtWorld('2026-11-21T09:05:00Z', person));
    expect(answer.placements[0]!.strategy!.id).toBe('next_item');
    const stranger = decide(ask('web.home.row1', 'web'), schmidtWorld('2026-11-21T09:05:00Z', memoryPerson())).answer;
    expect(stranger.subject).toEqual({ id: null, basis: 'none', purposes: [] });
    expect(['best_site', 'offer_site', 'best_channel']).toContain(stranger.placements[0]!.strategy!.id);
  });
});
