// Cells of files: money to the cent, times in zones, what is refused and how it is said.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  country,
  day,
  instant,
  integer,
  list,
  minorUnits,
  money,
  path,
  plainDecimal,
  yesNo,
} from '../server/src/commands/import/values.ts';

const reading = { zone: 'Europe/Berlin', currency: 'EUR' };

describe('money', () => {
  it.each([
    ['12.99', 1299],
    ['12,99', 1299],
    ['1.299,00', 129900],
    ['1,299.00', 129900],
    ["1'299.50", 129950],
    ['1 299,5', 129950],
    ['0.43', 43],
    ['.5', 50],
    ['1000', 100000],
    ['1.234.567', 123456700],
    ['4.440892e-16', 0],
    ['0.30000000000000004', 30],
    ['1.9899999999999998', 199],
    ['-3,50', -350],
    ['12.9900', 1299],
  ])('%s is %i cents', (cell, cents) => expect(minorUnits(cell, 'EUR')).toBe(cents));
  it.each([
    [12.99, 1299],
    [0.1 + 0.2, 30],
    [1.005, undefined],
    [19, 1900],
  ])('the number %d is %s cents', (cell, cents) => {
    if (cents === undefined) expect(() => minorUnits(cell, 'EUR')).toThrow('fractions of a cent');
    else expect(minorUnits(cell, 'EUR')).toBe(cents);
  });
  it.each([
    ['12.99 EUR', { amount: 1299, currency: 'EUR' }],
    ['EUR 12,99', { amount: 1299, currency: 'EUR' }],
    ['€ 5', { amount: 500, currency: 'EUR' }],
    ['7.50 USD', { amount: 750, currency: 'USD' }],
    ['1500 JPY', { amount: 1500, currency: 'JPY' }],
    ['12,99 €', { amount: 1299, currency: 'EUR' }],
    ['89.90', { amount: 8990, currency: 'EUR' }],
  ])('%s', (cell, wanted) => expect(money(cell, reading)).toEqual(wanted));
  it.each([
    ['1.299', 'could mean'],
    ['12.345,6,7', 'not a number'],
    ['abc', 'not a number'],
    ['12.999', 'could mean'],
    ['0.999', 'fractions of a cent'],
    ['1,23.45', 'not a number'],
  ])('%s is refused: %s', (cell, why) => expect(() => money(cell, reading)).toThrow(why));
  it('every amount of cents written with two decimals comes back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (cents) => {
        const sign = cents < 0 ? '-' : '';
        const [whole, rest] = [Math.floor(Math.abs(cents) / 100), String(Math.abs(cents) % 100).padStart(2, '0')];
        const german = `${sign}${whole.toLocaleString('de-DE')},${rest}`;
        expect(minorUnits(`${sign}${whole}.${rest}`, 'EUR')).toBe(cents);
        expect(minorUnits(german, 'EUR')).toBe(cents);
      }),
    );
  });
  it('keeps JSON money as it is', () => expect(money({ amount: 1, currency: 'EUR' }, reading)).toEqual({ amount: 1, currency: 'EUR' }));
});

describe('times', () => {
  it.each([
    ['2017-01-28T14:06:53', '2017-01-28T13:06:53.000Z'],
    ['2017-07-28 14:06:53', '2017-07-28T12:06:53.000Z'],
    ['2017-01-28T14:06:53Z', '2017-01-28T14:06:53.000Z'],
    ['2017-01-28 14:06:53+02:00', '2017-01-28T12:06:53.000Z'],
    ['28.01.2017 14:06', '2017-01-28T13:06:00.000Z'],
    ['1433193132535', '2015-06-01T21:12:12.535Z'],
    ['1396861', undefined],
    ['2017-01-28', '2017-01-27T23:00:00.000Z'],
    ['2017-02-30T10:00:00', undefined],
    ['01/02/2017', undefined],
    ['2026-11-20T10:00:00.250', '2026-11-20T09:00:00.250Z'],
  ])('%s', (cell, wanted) => {
    if (wanted === undefined) expect(() => instant(cell, reading)).toThrow('not a time');
    else expect(instant(cell, reading)).toBe(wanted);
  });
  it('reads days', () => expect([day('01.12.2026', reading), day('2026-12-01', reading)]).toEqual(['2026-12-01', '2026-12-01']));
});

describe('the rest', () => {
  it('whole numbers', () => {
    expect(integer('3', reading)).toBe(3);
    expect(integer('3.0', reading)).toBe(3);
    expect(() => integer('0.532', reading)).toThrow('whole number');
  });
  it('words', () => {
    expect([yesNo('Ja', reading), yesNo('0', reading)]).toEqual([true, false]);
    expect(list('a; b|c', reading)).toEqual(['a', 'b', 'c']);
    expect(path('Home > Women / Men > Dresses', reading)).toEqual(['Home', 'Women / Men', 'Dresses']);
    expect([country('Germany', reading), country('Deutschland', reading), country('de', reading)]).toEqual(['DE', 'DE', 'DE']);
    expect(() => country('Nowhere', reading)).toThrow('not a country');
  });
  it('decimals never lose digits', () => expect(plainDecimal('1.234.567,89')).toBe('1234567.89'));
});
