// One comparison of a field with given values, compiled to a test of a single value; texts compare without regard to case.
import { localDay } from '../maths/calendar.ts';
import type { Comparison, Scalar } from './ast.ts';
import type { Facts } from './facts.ts';
import type { Field } from './fields.ts';

/** Tests one value of the field. */
export type Test = (value: unknown, facts: Facts) => boolean;

const folded = new Map<string, string>();
const MAX_FOLDED = 50_000;

/** Lower case in one Unicode form; umlauts stay what they are. */
export function fold(text: string): string {
  let found = folded.get(text);
  if (found === undefined) {
    if (folded.size >= MAX_FOLDED) folded.clear();
    found = text.normalize('NFC').toLowerCase().trim();
    folded.set(text, found);
  }
  return found;
}

const textOf = (value: unknown): string => fold(typeof value === 'string' ? value : String(value));
const DAY_MS = 86_400_000;
/** How near a number counts as near: a tenth. */
const NEAR_SHARE = 0.1;
const NEAR_KM = 25;

/** Elements of a path written with slashes. */
export const pathOf = (text: string): string[] => text.split('/').map(fold).filter(Boolean);

/** Whether the path runs through these elements one after the other. */
export function isUnder(path: readonly string[], wanted: readonly string[]): boolean {
  const last = path.length - wanted.length;
  for (let start = 0; start <= last; start++) {
    let i = 0;
    while (i < wanted.length && fold(path[start + i]!) === wanted[i]) i += 1;
    if (i === wanted.length) return true;
  }
  return false;
}

export function testOf(field: Field, { operator, values }: Comparison): Test {
  switch (field.type) {
    case 'path':
      return pathTest(operator, values);
    case 'instant':
      return instantTest(operator, values);
    case 'geo':
      return nearPlace(values);
    case 'number':
      return numberTest(operator, values.map(Number));
    case 'flag':
      return (value) => values.includes(value as boolean);
    case 'any':
      return anyTest(operator, values);
    default:
      return textTest(operator, values, field.many);
  }
}

function textTest(operator: Comparison['operator'], values: readonly Scalar[], many: boolean): Test {
  const wanted = values.map(textOf);
  const [first = ''] = wanted;
  switch (operator) {
    case 'contains':
      return many ? (value) => wanted.includes(textOf(value)) : (value) => textOf(value).includes(first);
    case 'begins':
      return (value) => textOf(value).startsWith(first);
    case 'in':
    case 'notIn': {
      const set = new Set(wanted);
      return (value) => set.has(textOf(value));
    }
    default:
      return (value) => textOf(value) === first;
  }
}

function numberTest(operator: Comparison['operator'], values: readonly number[]): Test {
  const [a = Number.NaN, b = Number.NaN] = values;
  const test =
    (check: (value: number) => boolean): Test =>
    (value) =>
      typeof value === 'number' && check(value);
  switch (operator) {
    case '<':
      return test((value) => value < a);
    case '<=':
      return test((value) => value <= a);
    case '>':
      return test((value) => value > a);
    case '>=':
      return test((value) => value >= a);
    case 'between':
      return test((value) => value >= a && value <= b);
    case 'near':
      return test((value) => Math.abs(value - a) <= Math.abs(a) * NEAR_SHARE);
    default:
      return test((value) => values.includes(value));
  }
}

function pathTest(operator: Comparison['operator'], values: readonly Scalar[]): Test {
  const wanted = values.map((value) => pathOf(String(value)));
  const whole = values.map(textOf);
  const under: Test = (value) => {
    const path = value as readonly string[];
    // A name may itself hold a slash.
    return wanted.some((one) => isUnder(path, one)) || whole.some((one) => path.some((element) => fold(element) === one));
  };
  if (operator === 'under') return under;
  if (operator === 'contains') return (value) => (value as readonly string[]).some((element) => fold(element).includes(whole[0]!));
  if (operator === 'begins') return (value) => isUnder((value as readonly string[]).slice(0, wanted[0]!.length), wanted[0]!);
  return (value) => {
    const path = (value as readonly string[]).map(fold);
    return whole.some((one) => path.at(-1) === one) || wanted.some((one) => one.length === path.length && isUnder(path, one));
  };
}

/** Days are compared as local days, so that the day itself is in. */
function instantTest(operator: Comparison['operator'], values: readonly Scalar[]): Test {
  if (operator === 'within') {
    const ms = Number(values[0]) * DAY_MS;
    return (value, { moment }) => Math.abs((value as number) - moment.situation.now) <= ms;
  }
  const [a = '', b = ''] = values.map(String);
  const day = (value: unknown, { moment }: Facts): string => localDay(value as number, moment.situation.timeZone);
  switch (operator) {
    case '<':
      return (value, facts) => day(value, facts) < a;
    case '<=':
      return (value, facts) => day(value, facts) <= a;
    case '>':
      return (value, facts) => day(value, facts) > a;
    case '>=':
      return (value, facts) => day(value, facts) >= a;
    case 'between':
      return (value, facts) => day(value, facts) >= a && day(value, facts) <= b;
    default:
      return (value, facts) => day(value, facts) === a;
  }
}

function anyTest(operator: Comparison['operator'], values: readonly Scalar[]): Test {
  if (operator === '<' || operator === '<=' || operator === '>' || operator === '>=' || operator === 'between') {
    const test = numberTest(operator, values.map(Number));
    return (value, facts) => test(typeof value === 'string' && value.trim() !== '' ? Number(value) : value, facts);
  }
  return textTest(operator, values, false);
}

/** Within so many kilometres of a store, 25 unless told. */
function nearPlace(values: readonly Scalar[]): Test {
  const km = values[1] === undefined ? NEAR_KM : Number(values[1]);
  return (value, { moment }) => {
    const geo = moment.situation.stock.place(String(values[0]))?.geo;
    const here = value as { lat: number; lon: number };
    return geo !== undefined && distanceKm(geo, here) <= km;
  };
}

function distanceKm(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  const rad = Math.PI / 180;
  const x = (b.lon - a.lon) * rad * Math.cos(((a.lat + b.lat) / 2) * rad);
  return Math.hypot(x, (b.lat - a.lat) * rad) * 6371;
}
