// Step 11: why this item for this person now, in German and English, strongest first, as far as the screen may say it (LOGIC §1.10).
import { dayText } from '../maths/calendar.ts';
import type { Situation } from '../situation.ts';
import type { ReasonCode, Why } from '../strategies/candidate.ts';
import type { Text } from '../world.ts';
import type { Reason, Visibility } from './answer.ts';
import type { Scored } from './score.ts';

interface Template extends Text {
  visibility: Visibility;
}

/** Strongest first: the order of this list is the order of reasons. */
const TEMPLATES: Readonly<Record<ReasonCode, Template>> = {
  OFFER_STORE_INTEREST: t(
    'Sonderangebot in {store}: {need}, Ihr aktuelles Interesse',
    'Special offer in {store}: {need}, your current interest',
  ),
  WARRANTY_WINDOW: t('Garantie verlängern bis {date}', 'Extend warranty until {date}'),
  OFFER_INTEREST: t('Angebot: {need}, Ihr aktuelles Interesse', 'Offer: {need}, your current interest'),
  PRICE_DROP_SEEN: t('{amount} günstiger als bei Ihrem letzten Besuch', '{amount} less than at your last visit'),
  DUE: t('Voraussichtlich aufgebraucht um den {date}', 'Probably used up around {date}'),
  IN_CART_ONLINE: t('Liegt im Online-Warenkorb', 'In the online basket'),
  ON_WISHLIST: t('Auf der Merkliste', 'On the wish list'),
  MATCHES_OWNED: t('Passt zu {item}', 'Works with {item}'),
  BECAUSE_VIEWED: t('Weil Sie {item} angesehen haben', 'Because you viewed {item}'),
  INTERESTED_IN: t('Interessiert sich für {topic}', 'Interested in {topic}', 'associate'),
  BOUGHT_BEFORE: t('Schon einmal gekauft', 'Bought before'),
  BRAND_LIKED: t('Von {brand}, passend zu Ihrer Auswahl', 'From {brand}, in line with your choices'),
  OFFER_STORE: t('Angebot in {store}', 'Offer at {store}'),
  OFFER_NOW: t('Aktuelles Angebot', 'Current offer'),
  MATCHES_ITEM: t('Passt zu {item}', 'Goes with {item}'),
  BOUGHT_TOGETHER: t('Häufig zusammen mit {item} gekauft', 'Often bought with {item}'),
  VIEWED_TOGETHER: t('Oft zusammen mit {item} angesehen', 'Often viewed with {item}'),
  VARIANT_OF: t('Weitere Ausführung von {item}', 'Another version of {item}'),
  SIMILAR_TO: t('Ähnlich wie {item}', 'Similar to {item}'),
  SEARCH_MATCH: t('Treffer für {item}', 'Match for {item}'),
  POPULAR_STORE: t('Oft gekauft in {store}', 'Often bought at {store}'),
  POPULAR_CAT: t('Oft gekauft in {cat}', 'Often bought in {cat}'),
  POPULAR_SITE: t('Oft gekauft', 'Often bought'),
  MUCH_VIEWED: t('Gerade oft angesehen', 'Much viewed right now'),
  AVAILABLE_HERE: t('Hier verfügbar: noch {n} Stück', 'Available here: {n} left'),
  BRAND_AFFINITY: t('Bevorzugt {brand} bei {need} (Sicherheit {p} %)', 'Prefers {brand} in {need} (confidence {p} %)', 'associate'),
  FROM_RANGE: t('Aus unserem Sortiment', 'From our range'),
};

function t(de: string, en: string, visibility: Visibility = 'customer'): Template {
  return { de, en, visibility };
}

const STRENGTH: ReadonlyMap<string, number> = new Map(Object.keys(TEMPLATES).map((code, i) => [code, i]));

/** Reasons of an item for a screen of the given visibility, strongest first. */
export function reasonsFor(item: Scored, visibility: Visibility, s: Situation): Reason[] {
  const whys = [...item.candidate.why.map((why) => forScreen(why, visibility, item, s)), ...extraWhys(item, visibility, s)];
  const seen = new Set<string>();
  return whys
    .filter((why) => isVisible(TEMPLATES[why.code].visibility, visibility) && !seen.has(why.code) && seen.add(why.code))
    .sort((a, b) => STRENGTH.get(a.code)! - STRENGTH.get(b.code)!)
    .map((why) => render(why, item, s));
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
  if (why.item !== undefined) evidence[why.code === 'MATCHES_OWNED' || why.code === 'WARRANTY_WINDOW' ? 'owned' : 'item'] = why.item;
  if (why.need !== undefined) evidence['need'] = why.need;
  if (why.brand !== undefined) evidence['brand'] = why.brand;
  if (why.date !== undefined) evidence['date'] = why.date;
  if (why.cents !== undefined) evidence['amountCents'] = why.cents;
  if (why.code.endsWith('_STORE') || why.code === 'OFFER_STORE_INTEREST') evidence['storeId'] = s.storeId ?? '';
  if (why.value !== undefined) evidence[VALUE_NAMES[why.code] ?? 'value'] = Math.round(why.value * 1e4) / 1e4;
  return evidence;
}

const VALUE_NAMES: Readonly<Partial<Record<ReasonCode, string>>> = {
  OFFER_STORE_INTEREST: 'I',
  OFFER_INTEREST: 'I',
  AVAILABLE_HERE: 'n',
  BRAND_AFFINITY: 'p',
  BRAND_LIKED: 'theta',
  DUE: 'p',
};

function render(why: Why, item: Scored, s: Situation): Reason {
  const template = TEMPLATES[why.code];
  const need = why.need === undefined ? undefined : s.catalogue.needGroup(why.need).name;
  const parts = (language: 'de' | 'en'): Record<string, string> => ({
    store: s.place?.name ?? s.storeId ?? '',
    need: need?.[language] ?? '',
    item: nameOf(why.item, s)[language],
    brand: why.brand ?? '',
    cat: need?.[language] ?? why.category ?? '',
    date: why.date === undefined ? '' : dayText(why.date)[language],
    amount: why.cents === undefined ? '' : euros(why.cents)[language],
    topic: why.code === 'INTERESTED_IN' ? topicOf(why.need, s)[language] : '',
    n: String(item.availability?.atp ?? ''),
    p: why.value === undefined ? '' : String(Math.floor(why.value * 100)),
  });
  const fill = (text: string, values: Record<string, string>): string =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
  return {
    code: why.code,
    de: fill(template.de, parts('de')),
    en: fill(template.en, parts('en')),
    visibility: template.visibility,
    evidence: evidenceOf(why, s),
  };
}
