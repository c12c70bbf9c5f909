// Step 11: why this item for this person now, in German and English, strongest first, as far as the screen may say it (LOGIC §1.10).
import { dayText } from '../maths/calendar.ts';
import type { Situation } from '../situation.ts';
import type { Why } from '../strategies/candidate.ts';
import { occasionName } from '../strategies/surroundings.ts';
import type { Text } from '../world.ts';
import type { Reason, Visibility } from './answer.ts';
import { type ReasonCode, TEMPLATES } from './reason-templates.ts';
import type { Scored } from './score.ts';

const STRENGTH: ReadonlyMap<string, number> = new Map(Object.keys(TEMPLATES).map((code, i) => [code, i]));

/** Reasons of an item for a screen of the given visibility, strongest first. */
export function reasonsFor(item: Scored, visibility: Visibility, s: Situation): Reason[] {
  const whys = [...item.candidate.why.map((why) => forScreen(why, visibility, item, s)), ...extraWhys(item, visibility, s)];
  const seen = new Set<string>();
  return whys
    .filter((why) => isVisible(TEMPLATES[why.code].visibility, visibility) && !seen.has(why.code) && seen.add(why.code))
    .sort((a, b) => STRENGTH.get(a.code)! - STRENGTH.get(b.code)!)
    .flatMap((why) => render(why, item, s) ?? []);
}

function isVisible(needed: Visibility, screen: Visibility): boolean {
  return needed === 'customer' || screen === 'internal' || needed === screen;
}

/** Staff read a topic, never what was looked at. */
function forScreen(why: Why, visibility: Visibility, item: Scored, s: Situation): Why {
  if (visibility !== 'associate' || why.code !== 'BECAUSE_VIEWED') return why;
  return { code: 'INTERESTED_IN', need: s.product(why.item ?? item.candidate.sku)?.needGroup };
}

function extraWhys(item: Scored, visibility: Visibility, s: Situation): Why[] {
  const extra: Why[] = [];
  const product = s.product(item.candidate.sku);
  const at = item.availability;
  if (s.placement.inStore && at && at.placeId === s.storeId && at.atp >= 1) extra.push({ code: 'AVAILABLE_HERE', value: at.atp });
  if (visibility !== 'customer' && s.subject.personal && product?.brand !== undefined && !s.evaluation) {
    const lean = s.leaning(product.needGroup).of(product.brand);
    if (lean?.label) extra.push({ code: 'BRAND_AFFINITY', brand: product.brand, need: product.needGroup, value: lean.p });
  }
  return extra;
}

function nameOf(item: string | undefined, s: Situation): Text {
  const product = item === undefined ? undefined : s.product(item);
  return product?.name ?? { de: item ?? '', en: item ?? '' };
}

function topicOf(need: string | undefined, s: Situation): Text {
  if (need === undefined) return { de: 'dieses Thema', en: 'this topic' };
  const name = s.catalogue.needGroup(need).name;
  const brands = s.leaning(need).liked();
  const tail = brands.length > 0 ? ` (${brands.map((brand) => brand.value).join(', ')})` : '';
  return { de: name.de + tail, en: name.en + tail };
}

function euros(cents: number): Text {
  const amount = (cents / 100).toFixed(2);
  return { de: `${amount.replace('.', ',')} €`, en: `€${amount}` };
}

/** Evidence of a reason: ids and figures it stands on. */
function evidenceOf(why: Why, s: Situation): Reason['evidence'] {
  const evidence: Reason['evidence'] = {};
  if (why.item !== undefined) evidence[ABOUT_OWNED.has(why.code) ? 'owned' : 'item'] = why.item;
  for (const name of ['owned', 'need', 'brand', 'date', 'size', 'colour', 'occasion', 'tier'] as const)
    if (why[name] !== undefined) evidence[name] = why[name];
  if (why.cents !== undefined) evidence['amountCents'] = why.cents;
  if (TEMPLATES[why.code].de.includes('{store}')) evidence['storeId'] = why.placeId ?? s.storeId ?? '';
  if (why.value !== undefined) evidence[VALUE_NAMES[why.code] ?? 'value'] = Math.round(why.value * 1e4) / 1e4;
  return evidence;
}

const ABOUT_OWNED: ReadonlySet<ReasonCode> = new Set(['MATCHES_OWNED', 'WARRANTY_WINDOW', 'HELP_OWNED', 'RATE_OWNED']);

const VALUE_NAMES: Readonly<Partial<Record<ReasonCode, string>>> = {
  OFFER_STORE_INTEREST: 'I',
  OFFER_INTEREST: 'I',
  AVAILABLE_HERE: 'n',
  FEW_LEFT: 'n',
  POINTS_EXPIRING: 'n',
  POINTS_GAP: 'n',
  BRAND_AFFINITY: 'p',
  BRAND_LIKED: 'theta',
  DUE: 'p',
  NEXT_NEED: 'p',
};

/** What a text may name, as words people read; undefined where it is not known. */
export function partOf(name: string, why: Why, s: Situation, language: 'de' | 'en'): string | undefined {
  switch (name) {
    case 'store':
      return (why.placeId === undefined ? s.place : s.stock.place(why.placeId))?.name ?? s.storeId;
    case 'region':
      return s.region();
    case 'need':
      return why.need === undefined ? undefined : s.catalogue.needGroup(why.need).name[language];
    case 'cat':
      return why.need === undefined ? why.category : s.catalogue.needGroup(why.need).name[language];
    case 'item':
      return why.item === undefined ? undefined : nameOf(why.item, s)[language];
    case 'date':
      return why.date === undefined ? undefined : dayText(why.date)[language];
    case 'occasion':
      return why.occasion === undefined ? undefined : occasionName(why.occasion)[language];
    case 'brand':
    case 'size':
    case 'colour':
    case 'tier':
      return why[name];
    default:
      return undefined;
  }
}

/** The text with its placeholders filled; undefined when one of them has no value. */
export function fill(text: string, part: (name: string) => string | undefined): string | undefined {
  if (!text.includes('{')) return text;
  let whole = true;
  const filled = text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = part(name);
    if (!value) whole = false;
    return value ?? '';
  });
  return whole ? filled : undefined;
}

/** Figures and the like, which only reasons name. */
function figureOf(name: string, why: Why, item: Scored, s: Situation, language: 'de' | 'en'): string | undefined {
  switch (name) {
    case 'amount':
      return why.cents === undefined ? undefined : euros(why.cents)[language];
    case 'topic':
      return topicOf(why.need, s)[language];
    case 'n':
      return String(why.code === 'AVAILABLE_HERE' ? (item.availability?.atp ?? '') : (why.value ?? ''));
    case 'count':
      return why.value === undefined ? undefined : String(why.value);
    case 'p':
      return why.value === undefined ? undefined : String(Math.floor(why.value * 100));
    default:
      return partOf(name, why, s, language);
  }
}

/** Undefined where something the sentence names is not known: then it is not said. */
function render(why: Why, item: Scored, s: Situation): Reason | undefined {
  const template = TEMPLATES[why.code];
  const de = fill(template.de, (name) => figureOf(name, why, item, s, 'de'));
  const en = fill(template.en, (name) => figureOf(name, why, item, s, 'en'));
  if (de === undefined || en === undefined) return undefined;
  return { code: why.code, de, en, visibility: template.visibility, evidence: evidenceOf(why, s) };
}
