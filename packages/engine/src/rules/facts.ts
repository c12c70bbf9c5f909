// What a rule may ask about: the moment (context and person) and one candidate; dear parts are computed on first use.
import { ageOf } from '../decide/hard-filters.ts';
import type { DecisionContext } from '../decide/request.ts';
import { localDay } from '../maths/calendar.ts';
import { once } from '../once.ts';
import { stages } from '../person/stage.ts';
import { listOf, type Situation } from '../situation.ts';
import type { Candidate } from '../strategies/candidate.ts';
import type { Editorial, Product } from '../world.ts';
import { listsIn } from './lists.ts';

export interface Moment {
  situation: Situation;
  asked: DecisionContext;
  /** Page codes and words it is known by. */
  pages: () => readonly string[];
  /** Articles the page is about, sensitive ones too. */
  seeds: readonly string[];
  /** Category paths of the page and of the articles it names; null without any, undefined where an article has none. */
  categories: () => readonly (readonly string[])[] | null | undefined;
  clock: () => LocalTime;
  stages: () => readonly string[];
  age: number | undefined;
  /** Ids of the curated lists a sku stands on; undefined where nothing is known of lists. */
  listsOf(sku: string): readonly string[] | undefined;
}

/** About one candidate; about the moment alone where there is none. */
export interface Facts {
  moment: Moment;
  product: Product | undefined;
  candidate: Candidate | undefined;
}

export interface LocalTime {
  hour: number;
  month: number;
  day: string;
  /** The weekday under all its names. */
  weekday: readonly string[];
}

export function momentOf(s: Situation, asked: DecisionContext, editorial: Editorial | undefined): Moment {
  return {
    situation: s,
    asked,
    seeds: asked.sku ? listOf(asked.sku) : s.seeds,
    pages: once(() => pagesOf(s, asked)),
    categories: once(() => categoriesOf(s, asked)),
    clock: once(() => localTime(s.now, s.timeZone)),
    stages: once(() => stagesOf(s)),
    age: ageOf(s.subject.person.birthday, s.now),
    listsOf: (sku) => editorial && listsIn(editorial, s.now).of(sku),
  };
}

const PAGES: readonly (readonly string[])[] = [
  ['H', 'home', 'start', 'startseite'],
  ['C', 'category', 'kategorie', 'list', 'listing'],
  ['P', 'product', 'produkt', 'pdp', 'detail'],
  ['K', 'cart', 'checkout', 'basket', 'warenkorb', 'kasse'],
  ['O', 'order', 'orderdone', 'thankyou', 'danke', 'bestellung'],
  ['S', 'search', 'suche'],
  ['0', 'noresult', '404', 'leer'],
  ['E', 'mail', 'email', 'e-mail', 'newsletter'],
  ['A', 'app', 'push'],
  ['T', 'tablet', 'clienteling'],
  ['R', 'till', 'pos', 'receipt', 'bon'],
  ['B', 'beacon', 'kiosk', 'signage'],
  ['V', 'service'],
  ['M', 'account', 'konto', 'me'],
];
const pageNamed = new Map(PAGES.flatMap((names) => names.map((name) => [name.toLowerCase(), names] as const)));

/** What the request calls the page; else what the placement is for. A word nobody declared counts beside the placement's. */
function pagesOf(s: Situation, asked: DecisionContext): readonly string[] {
  const named = asked.page ? pageNamed.get(asked.page.toLowerCase()) : undefined;
  if (named) return named;
  const meant = s.placement.contexts.flatMap((code) => pageNamed.get(code.toLowerCase()) ?? [code]);
  return asked.page ? [asked.page, ...meant] : meant;
}

function categoriesOf(s: Situation, asked: DecisionContext): readonly (readonly string[])[] | null | undefined {
  const paths: (readonly string[])[] = [];
  if (asked.category) paths.push(rooted(asked.category, s));
  for (const sku of listOf(asked.sku)) {
    const category = s.product(sku)?.category;
    if (category && category.length > 0) paths.push(category);
    else if (!asked.category) return undefined;
  }
  return paths.length > 0 ? paths : null;
}

/** A path as given, with what stands above it in the catalogue where only its end was named. */
function rooted(given: string, s: Situation): string[] {
  const path = given
    .split(/[/>]/)
    .map((one) => one.trim())
    .filter(Boolean);
  const first = path[0];
  const some = first === undefined ? undefined : s.catalogue.skusOfCategory(first)[0];
  const whole = some === undefined ? undefined : s.product(some)?.category;
  return whole && first !== undefined ? [...whole.slice(0, whole.indexOf(first)), ...path] : path;
}

const WEEKDAYS = [
  'sun sunday so sonntag',
  'mon monday mo montag',
  'tue tuesday di dienstag',
  'wed wednesday mi mittwoch',
  'thu thursday do donnerstag',
  'fri friday fr freitag',
  'sat saturday sa samstag',
].map((names) => names.split(' '));

function localTime(now: number, timeZone: string): LocalTime {
  const day = localDay(now, timeZone);
  const weekday = WEEKDAYS[new Date(`${day}T12:00:00Z`).getUTCDay()]!;
  return { day, weekday, month: Number(day.slice(5, 7)), hour: hourIn(now, timeZone) };
}

const hours = new Map<string, Intl.DateTimeFormat>();

function hourIn(now: number, timeZone: string): number {
  let format = hours.get(timeZone);
  if (!format) {
    const shape = { hour: '2-digit', hourCycle: 'h23' } as const;
    try {
      format = new Intl.DateTimeFormat('en-GB', { ...shape, timeZone });
    } catch {
      format = new Intl.DateTimeFormat('en-GB', { ...shape, timeZone: 'UTC' });
    }
    if (hours.size < 1_000) hours.set(timeZone, format);
  }
  return Number(format.format(now)) % 24;
}

/** Stages the person is in, alone and with the need group they are about: `intent`, `laptops:intent`. */
function stagesOf({ subject, catalogue, now }: Situation): readonly string[] {
  const { signals, purchases } = subject.history;
  const found = stages({ ...subject.person, signals, purchases }, catalogue, now);
  return [...new Set(found.flatMap((one) => [one.stage, `${one.needGroup}:${one.stage}`]))];
}
