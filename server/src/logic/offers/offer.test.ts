// Validity of offers in days and instants, and what each type needs.
import { expect, test } from 'vitest';
import { judgedOffer, offerOf } from './offer.ts';

const acer = {
  id: 'off_acer_hh',
  type: 'price' as const,
  skus: ['AC-SW14'],
  price: { amount: 89900, currency: 'EUR' },
  stores: ['st_hh'],
  channels: ['tablet'],
  from: '2026-11-16',
  until: '2026-11-28',
  text: { de: 'Aktionspreis', en: 'Special price' },
};

test('a day counts in full in Berlin', () => {
  const offer = offerOf(judgedOffer(acer, 0));
  expect(new Date(offer.from).toISOString()).toBe('2026-11-15T23:00:00.000Z');
  expect(new Date(offer.until).toISOString()).toBe('2026-11-28T23:00:00.000Z');
  expect(offer).toMatchObject({ id: 'off_acer_hh', priceCents: 89900, stores: ['st_hh'], segments: [] });
});

test('an instant is the end itself; the zone may be another', () => {
  const offer = offerOf(judgedOffer({ ...acer, until: '2026-11-28T12:00:00Z', timeZone: 'Europe/London' }, 0));
  expect(new Date(offer.from).toISOString()).toBe('2026-11-16T00:00:00.000Z');
  expect(new Date(offer.until).toISOString()).toBe('2026-11-28T12:00:00.000Z');
});

test('refused: an end before the beginning, nonsense, a percent offer without percent', () => {
  expect(() => judgedOffer({ ...acer, until: '2026-11-15' }, 3)).toThrow(/3\.until/);
  expect(() => judgedOffer({ ...acer, from: 'Monday' }, 0)).toThrow(/0\.from/);
  expect(() => judgedOffer({ ...acer, timeZone: 'Mars' }, 0)).toThrow(/timeZone/);
  expect(() => judgedOffer({ ...acer, type: 'percent' }, 0)).toThrow(/percent/);
});
