// Herr Schmidt, steps 4, 7, 9, 11, 12 and V1, V3 of LOGIC §6.1, out of the engine's defaults.
import { describe, expect, it } from 'vitest';
import { affinities } from '../person/affinity.ts';
import { interests } from '../person/interest.ts';
import { stages } from '../person/stage.ts';
import { ALL_PURPOSES, at, LAPTOP, schmidt, schmidtWorld, WASHER } from '../testing/schmidt-world.ts';
import type { Answer } from './answer.ts';
import { decide } from './decide.ts';
import type { DecisionRequest } from './request.ts';

const LAPTOPS = ['AC-SW14', 'AC-AS15', 'SA-GB4', 'SA-GB3', 'AP-MBA'];

function ask(placements: DecisionRequest['placements'], channel: string, context: DecisionRequest['context'] = {}): DecisionRequest {
  return { placements, channel, context, subject: { customerId: 'c_schmidt' }, options: { mode: 'deterministic', explain: 'trace' } };
}
const home = ask([{ id: 'web.home.hero' }, { id: 'web.home.row1' }], 'web');
const tablet = (storeId: string) => ask([{ id: 'tablet.next_best', limit: 3 }], 'tablet', { storeId });
const skus = (answer: Answer): string[] => answer.placements.flatMap((one) => one.items.map((item) => item.sku));
const codes = (answer: Answer): string[] =>
  answer.placements.flatMap((one) => one.items.flatMap((item) => item.reasons.map((reason) => reason.code)));

describe('Herr Schmidt', () => {
  it('is known by what he did (steps 2 and 3)', () => {
    const { person, catalogue, models, now, stock } = schmidtWorld('2026-11-21T09:05:00Z');
    const found = affinities({ ...person, catalogue, models, now, placeName: (id) => stock.place(id)?.name });
    const of = (value: string) => found.find((one) => one.value === value)!;
    expect(of('Miele')).toMatchObject({ needGroup: 'washers', family: 'Haushaltsgroßgeräte', label: true });
    expect(of('Miele').basis).toEqual({ de: '1 Kauf, Filiale Hamburg', en: '1 purchase, store Hamburg' });
    expect([of('Miele').theta, of('Miele').lift, of('Miele').p].map((x) => x.toFixed(2))).toEqual(['0.54', '3.61', '0.99']);
    expect(['Acer', 'Samsung', 'Apple'].map((brand) => of(brand).theta.toFixed(3))).toEqual(['0.488', '0.256', '0.110']);
    expect(['Acer', 'Samsung', 'Apple'].map((brand) => of(brand).label)).toEqual([true, true, false]);
    expect(interests(person.signals, catalogue, now)[0]).toMatchObject({ needGroup: 'laptops', active: true });
    expect(interests(person.signals, catalogue, now)[0]!.value).toBeCloseTo(6.93, 1);
    expect(stages(person, catalogue, now).find((one) => one.needGroup === 'laptops')!.stage).toBe('consideration');
  });

  it('sees laptops first at home before the purchase (step 4)', () => {
    const { answer } = decide(ask([{ id: 'web.home.hero' }], 'web'), schmidtWorld('2026-11-20T12:00:00Z'));
    const hero = answer.placements[0]!;
    expect(['recent_need', 'hist_view_view', 'drop_viewed']).toContain(hero.strategy!.id);
    expect(LAPTOPS).toContain(hero.items[0]!.sku);
    expect(hero.items[0]!.reasons[0]!.code).toBe('BECAUSE_VIEWED');
  });

  it('is offered the Acer in Hamburg (step 7)', () => {
    const { answer, trace } = decide(tablet('st_hh'), schmidtWorld('2026-11-21T09:05:00Z'));
    const [first] = answer.placements[0]!.items;
    expect(answer.placements[0]!.strategy!.id).toBe('offer_store_interest');
    expect(first).toMatchObject({
      slot: 1,
      type: 'offer',
      id: 'off_acer_hh',
      sku: 'AC-SW14',
      score: 14.82,
      price: { nowCents: 89900, wasCents: 99900, lowest30dCents: 95900, pctVsLowest30d: 6.3 },
      availability: { storeId: 'st_hh', atp: 3, state: 'in_stock' },
    });
    expect(first!.reasons[0]).toMatchObject({
      code: 'OFFER_STORE_INTEREST',
      de: 'Sonderangebot in Hamburg: Laptops, Ihr aktuelles Interesse',
      en: 'Special offer in Hamburg: laptops, your current interest',
      visibility: 'customer',
    });
    expect(first!.reasons[0]!.evidence).toMatchObject({ need: 'laptops' });
    expect(answer.placements[0]!.items).toHaveLength(3);
    expect(skus(answer)).not.toContain('WM-MIELE');
    expect(skus(answer)).not.toContain('AP-MBA');
    const dropped = (sku: string) => trace.placements[0]!.candidates.filter((one) => one.sku === sku).map((one) => one.droppedBy);
    expect(dropped('WM-MIELE')).toContain('OWNED');
    expect(dropped('AP-MBA')).toContain('NO_INTEREST');
    const owned = trace.placements[0]!.candidates.find((one) => one.sku === 'WM-MIELE' && one.droppedBy === 'OWNED');
    expect(owned!.detail!.de).toContain('Tag 403 von 3089');
  });

  it('finds no Hamburg offer in Berlin, the Acer only to order (step 7)', () => {
    const { answer } = decide(tablet('st_b'), schmidtWorld('2026-11-21T09:05:00Z'));
    const items = answer.placements[0]!.items;
    expect(items.map((item) => item.id)).not.toContain('off_acer_hh');
    const acer = items.find((item) => item.sku === 'AC-SW14')!;
    expect(acer.availability).toMatchObject({ storeId: 'st_b', atp: 0, state: 'orderable', text: { de: 'lieferbar' } });
    expect(acer.price!.nowCents).toBe(99900);
  });

  const owner = (rest: Parameters<typeof schmidt>[0] = {}) => schmidt({ purchases: [WASHER, LAPTOP], basis: 'login', ...rest });

  it('sees no laptop after buying one, but what goes with it (step 9)', () => {
    const { answer, trace } = decide(home, schmidtWorld('2026-11-21T09:40:05Z', owner()));
    expect(skus(answer).filter((sku) => LAPTOPS.includes(sku))).toEqual([]);
    expect(skus(answer)).toContain('SVC-WAR3');
    expect(skus(answer)).toEqual(expect.arrayContaining(['ACC-SLEEVE14', 'ACC-DOCK']));
    const warranty = answer.placements.flatMap((one) => one.items).find((item) => item.sku === 'SVC-WAR3')!;
    expect(warranty.reasons[0]).toMatchObject({
      code: 'WARRANTY_WINDOW',
      de: 'Garantie verlängern bis 19.12.2026',
      evidence: { date: '2026-12-19' },
    });
    expect(codes(answer)).toContain('MATCHES_OWNED');
    expect(trace.placements[0]!.candidates.some((one) => one.sku === 'AC-SW14' && one.droppedBy === 'OWNED')).toBe(true);
    const search = decide(ask([{ id: 'web.search.row1' }], 'web', { term: 'laptop' }), schmidtWorld('2026-11-21T09:40:05Z', owner()));
    expect(skus(search.answer)).toEqual(expect.arrayContaining(['AC-AS15', 'SA-GB4', 'SA-GB3', 'AP-MBA']));
  });

  it('gets warranty and accessories first in the newsletter, no laptops (step 11)', () => {
    const { answer } = decide(ask([{ id: 'mail.newsletter' }], 'email'), schmidtWorld('2026-11-24T08:00:00Z', owner()));
    expect(skus(answer).filter((sku) => LAPTOPS.includes(sku))).toEqual([]);
    expect(['SVC-WAR3', 'ACC-SLEEVE14', 'ACC-DOCK']).toContain(skus(answer)[0]);
  });

  it('loses the follow-ups with the return; laptops come back after a day, the returned one does not (step 12)', () => {
    const back = { ...LAPTOP, returned: { quantity: 1, at: at('2026-11-25T10:00:00Z') } };
    const person = schmidt({ purchases: [WASHER, back], basis: 'login' });
    const soon = decide(home, schmidtWorld('2026-11-25T10:00:05Z', person)).answer;
    expect(codes(soon)).not.toContain('WARRANTY_WINDOW');
    expect(skus(soon)).not.toContain('SVC-WAR3');
    expect(skus(soon)).not.toContain('ACC-DOCK');
    expect(skus(soon).filter((sku) => LAPTOPS.includes(sku))).toEqual([]);
    const later = decide(home, schmidtWorld('2026-11-26T10:00:06Z', person)).answer;
    expect(skus(later).some((sku) => LAPTOPS.includes(sku))).toBe(true);
    expect(skus(later)).not.toContain('AC-SW14');
  });

  it('stays impersonal without the purpose, and is still not sold what he has (V1)', () => {
    const purposes = ALL_PURPOSES.filter((one) => one !== 'personalisation');
    const inStore = decide(tablet('st_hh'), schmidtWorld('2026-11-21T09:05:00Z', schmidt({ purposes }))).answer;
    expect(['best_store', 'offer_store']).toContain(inStore.placements[0]!.strategy!.id);
    const personal = ['OFFER_STORE_INTEREST', 'BECAUSE_VIEWED', 'INTERESTED_IN', 'BRAND_AFFINITY', 'MATCHES_OWNED', 'WARRANTY_WINDOW'];
    expect(codes(inStore).filter((code) => personal.includes(code))).toEqual([]);
    const atHome = decide(home, schmidtWorld('2026-11-21T09:40:05Z', owner({ purposes }))).answer;
    expect(codes(atHome).filter((code) => personal.includes(code))).toEqual([]);
    const mail = decide(ask([{ id: 'mail.newsletter' }], 'email'), schmidtWorld('2026-11-24T08:00:00Z', owner({ purposes }))).answer;
    expect(skus(mail).filter((sku) => LAPTOPS.includes(sku))).toEqual([]);
  });

  it('is spared from the arrival of a late receipt (V3)', () => {
    const late = { ...LAPTOP, acceptedAt: LAPTOP.at + 3 * 3_600_000 };
    const { answer } = decide(home, schmidtWorld('2026-11-21T12:40:05Z', owner({ purchases: [WASHER, late] })));
    expect(skus(answer).filter((sku) => LAPTOPS.includes(sku))).toEqual([]);
  });
});
