// The fields rules may ask for, declared once: key, words, type and how to read it. Undefined = unknown, null = there is nothing.
import { availabilityIn, offerPriceCents } from '../decide/offer-price.ts';
import { DAY_MS } from '../maths/decay.ts';
import type { Offer, Product, Text } from '../world.ts';
import type { Facts, Moment } from './facts.ts';
import { countOf, rateOf } from './figures.ts';

export type FieldScope = 'item' | 'seed' | 'stock' | 'offer' | 'perf' | 'ctx' | 'cust';
export type FieldType = 'text' | 'number' | 'flag' | 'path' | 'instant' | 'geo' | 'any';

export interface Field {
  key: string;
  scope: FieldScope;
  type: FieldType;
  text: Text;
  /** Has several values: one that fits is enough. */
  many: boolean;
  /** Depends on the product alone, so that an answer holds as long as the product is the same. */
  fixed: boolean;
  read(facts: Facts): unknown;
}

type Read = (facts: Facts) => unknown;
const declared = new Map<string, Field>();

function declare(key: string, type: FieldType, de: string, en: string, read: Read, more: { many?: boolean; fixed?: boolean } = {}): void {
  const scope = key.slice(0, key.indexOf('.')) as FieldScope;
  declared.set(key, { key, scope, type, text: { de, en }, many: more.many === true, fixed: more.fixed === true, read });
}

/** Fields of a product alone; the seed has them too, over all its articles. */
function ofProduct(name: string, type: FieldType, de: string, en: string, read: (product: Product) => unknown, many = false): void {
  declare(`item.${name}`, type, de, en, ({ product }) => (product ? read(product) : undefined), { many, fixed: true });
  const seed: Read = ({ moment: { situation: s } }) => {
    if (s.seeds.length === 0) return null;
    const values = s.seeds.flatMap((sku) => {
      const product = s.product(sku);
      const value = product ? read(product) : undefined;
      return value === undefined || value === null ? [] : many ? (value as unknown[]) : [value];
    });
    return values.length > 0 ? values : undefined;
  };
  declare(`seed.${name}`, type, `${de} des Ausgangsartikels`, `${en} of the seed item`, seed, { many: true });
}

ofProduct('sku', 'text', 'Artikelnummer', 'sku', (p) => p.sku);
ofProduct('name', 'text', 'Name', 'name', (p) => [p.name?.de, p.name?.en].filter((one) => one !== undefined), true);
ofProduct('brand', 'text', 'Marke', 'brand', (p) => p.brand);
ofProduct('category', 'path', 'Warengruppe', 'category', (p) => (p.category?.length > 0 ? p.category : undefined));
ofProduct('needGroup', 'text', 'Bedarfsgruppe', 'need group', (p) => p.needGroup || undefined);
ofProduct('priceCents', 'number', 'Preis in Cent', 'price in cents', (p) => p.priceCents);
ofProduct('listPriceCents', 'number', 'Listenpreis in Cent', 'list price in cents', (p) => p.listPriceCents);
ofProduct('marginCents', 'number', 'Marge in Cent', 'margin in cents', (p) => p.marginCents);
ofProduct('marginPercent', 'number', 'Marge in Prozent', 'margin in percent', marginPercent);
ofProduct('tags', 'text', 'Merkmale', 'tags', (p) => p.tags, true);
ofProduct('model', 'text', 'Modell', 'model', (p) => p.model);
ofProduct('special', 'text', 'Besonderheit', 'special', (p) => p.special ?? (p.active === undefined ? undefined : null));
ofProduct('ageGate', 'number', 'Altersgrenze', 'age gate', (p) => p.ageGate);
ofProduct('active', 'flag', 'aktiv', 'active', (p) => p.active);
ofProduct('createdAt', 'instant', 'aufgenommen am', 'added on', (p) => p.createdAt);

export function marginPercent(p: Product): number | undefined {
  return p.marginCents === undefined || !p.priceCents ? undefined : (p.marginCents / p.priceCents) * 100;
}

const ageDays = ({ product, moment }: Facts): number | undefined =>
  product?.createdAt === undefined ? undefined : Math.max(0, (moment.situation.now - product.createdAt) / DAY_MS);
const NEW_DAYS = 30;

declare('item.list', 'text', 'Liste', 'list', ({ product, moment }) => product && moment.listsOf(product.sku), { many: true });
declare('item.rating', 'number', 'Bewertung', 'rating', ({ product, moment }) => product && ratingOf(product, moment));
declare('item.ageDays', 'number', 'Tage im Sortiment', 'days in the range', ageDays);
declare('item.new', 'flag', 'neu', 'new', (facts) => {
  const days = ageDays(facts);
  return days === undefined ? undefined : days <= NEW_DAYS;
});
declare('item.kind', 'text', 'Art des Bedarfs', 'kind of need', ({ product, moment }) =>
  product?.needGroup ? moment.situation.catalogue.needGroup(product.needGroup).kind : undefined,
);
declare('item.family', 'text', 'Bedarfsfamilie', 'need family', ({ product, moment }) =>
  product?.needGroup ? moment.situation.catalogue.needGroup(product.needGroup).family : undefined,
);
declare('item.type', 'text', 'Art', 'type', ({ product, candidate }) =>
  candidate?.offer ? 'offer' : candidate?.content ? 'content' : product ? 'product' : undefined,
);

/** Stars as learned, else as the merchant gives them in the attribute `rating`. */
export function ratingOf(product: Product, { situation: s }: Moment): number | undefined {
  const given = product.attributes?.['rating'];
  return rateOf(s.models, s.now, 'stars', product.sku) ?? (typeof given === 'number' ? given : undefined);
}

const units = (atp: { atp: number; state: string } | undefined): number | undefined =>
  atp?.state === 'untracked' ? undefined : (atp?.atp ?? 0);
const inScope = ({ product, moment: { situation: s } }: Facts): number | undefined =>
  product && units(availabilityIn(product.sku, s.placement.fulfilment, s));
const inStore = ({ product, moment: { situation: s } }: Facts): number | undefined =>
  product && s.storeId !== undefined ? units(s.inStore(product.sku, s.storeId)) : undefined;

declare('stock.atp', 'number', 'verfügbar, wo es gebraucht wird', 'available where it is needed', inScope);
declare('stock.store', 'number', 'verfügbar in dieser Filiale', 'available in this store', inStore);
declare('stock.online', 'number', 'verfügbar zum Versand', 'available for shipping', ({ product, moment: { situation: s } }) =>
  product ? units(s.online(product.sku)) : undefined,
);
declare('stock.coverDays', 'number', 'Reichweite in Tagen', 'days of cover', (facts) => {
  const { product, moment } = facts;
  const s = moment.situation;
  if (!product) return undefined;
  const here = s.placement.fulfilment === 'store' && s.storeId !== undefined;
  const sold = countOf(s.models, s.now, 'buy', here ? `store:${s.storeId}` : 'site', product.sku);
  const left = inScope(facts);
  return left === undefined || !sold ? undefined : left / (sold / 28);
});

const bestOffer = ({ product, candidate, moment: { situation: s } }: Facts): Offer | undefined =>
  candidate?.offer ?? (product && s.offers().of(product.sku)[0]);
const ofOffer =
  (read: (offer: Offer, product: Product | undefined) => unknown): Read =>
  (facts) => {
    const offer = bestOffer(facts);
    return offer ? read(offer, facts.product) : undefined;
  };

declare('offer.active', 'flag', 'im Angebot', 'on offer', (facts) => (facts.product ? bestOffer(facts) !== undefined : undefined));
declare(
  'offer.id',
  'text',
  'Angebot',
  'offer',
  ofOffer((offer) => offer.id),
);
declare(
  'offer.type',
  'text',
  'Art des Angebots',
  'type of offer',
  ofOffer((offer) => offer.type),
);
declare(
  'offer.until',
  'instant',
  'Ende des Angebots',
  'end of the offer',
  ofOffer((offer) => offer.until),
);
declare(
  'offer.memberOnly',
  'flag',
  'nur für Mitglieder',
  'members only',
  ofOffer((offer) => offer.memberOnly === true),
);
declare(
  'offer.nowCents',
  'number',
  'Angebotspreis in Cent',
  'offer price in cents',
  ofOffer((offer, p) => (p?.priceCents === undefined ? undefined : offerPriceCents(offer, p.priceCents))),
);
declare(
  'offer.percent',
  'number',
  'Nachlass in Prozent',
  'reduction in percent',
  ofOffer((offer, p) => (p?.priceCents ? (1 - offerPriceCents(offer, p.priceCents) / p.priceCents) * 100 : undefined)),
);

for (const [name, event, de, en] of [
  ['views', 'view', 'Ansichten in 28 Tagen', 'views in 28 days'],
  ['buys', 'buy', 'Käufe in 28 Tagen', 'purchases in 28 days'],
  ['carts', 'cart', 'Warenkörbe in 28 Tagen', 'baskets in 28 days'],
  ['wishes', 'wish', 'Merklisten in 28 Tagen', 'wish lists in 28 days'],
] as const)
  declare(
    `perf.${name}`,
    'number',
    de,
    en,
    ({ product, moment: { situation: s } }) => product && countOf(s.models, s.now, event, 'site', product.sku),
  );
for (const [name, rate, de, en] of [
  ['rate', 'buy/view', 'Kaufquote', 'purchase rate'],
  ['keep', 'keep/buy', 'Behaltequote', 'keep rate'],
  ['stars', 'stars', 'Sterne', 'stars'],
] as const)
  declare(
    `perf.${name}`,
    'number',
    de,
    en,
    ({ product, moment: { situation: s } }) => product && rateOf(s.models, s.now, rate, product.sku),
  );

const ofMoment =
  (read: (moment: Moment) => unknown): Read =>
  ({ moment }) => {
    const value = read(moment);
    return value === undefined || value === '' ? null : value;
  };
const context = (name: string, type: FieldType, de: string, en: string, read: (moment: Moment) => unknown, many = false): void =>
  declare(`ctx.${name}`, type, de, en, ofMoment(read), { many });

context('page', 'text', 'Seite', 'page', (m) => m.pages(), true);
context('channel', 'text', 'Kanal', 'channel', (m) => m.situation.channel);
context('placement', 'text', 'Platzierung', 'placement', (m) => m.situation.placement.id);
context('storeId', 'text', 'Filiale', 'store', (m) => m.situation.storeId);
context('region', 'text', 'Region', 'region', (m) => m.situation.place?.region);
context('zone', 'text', 'Bereich', 'zone', (m) => m.asked.zoneId);
context('brand', 'text', 'Marke der Seite', 'brand of the page', (m) => m.asked.brand ?? m.situation.brand);
context('sku', 'text', 'Artikel der Seite', 'item of the page', (m) => m.situation.seeds, true);
context('need', 'text', 'Bedarf der Seite', 'need of the page', (m) => m.situation.need);
context('term', 'text', 'Suchbegriff', 'search term', (m) => m.situation.term);
context('weather', 'text', 'Wetter', 'weather', (m) => m.asked.weather);
context('occasion', 'text', 'Anlass', 'occasion', (m) => m.asked.occasion);
context('campaign', 'text', 'Kampagne', 'campaign', (m) => m.asked.campaign);
context('locale', 'text', 'Sprache', 'locale', (m) => m.asked.locale);
context('visibility', 'text', 'wer mitliest', 'who reads along', (m) => m.asked.visibility ?? m.situation.placement.visibility);
context('geo', 'geo', 'Ort', 'position', (m) => m.asked.geo ?? m.situation.place?.geo);
context('hour', 'number', 'Stunde', 'hour', (m) => m.clock().hour);
context('month', 'number', 'Monat', 'month', (m) => m.clock().month);
context('weekday', 'text', 'Wochentag', 'weekday', (m) => m.clock().weekday, true);
context('at', 'instant', 'Zeitpunkt', 'instant', (m) => m.situation.now);
// An article without a category leaves open where we are, which is not the same as being nowhere.
declare('ctx.category', 'path', 'Warengruppe der Seite', 'category of the page', ({ moment }) => moment.categories(), { many: true });

/** About the person: unknown without the purpose personalisation. */
const customer = (name: string, type: FieldType, de: string, en: string, read: (moment: Moment) => unknown, many = false): void =>
  declare(`cust.${name}`, type, de, en, ({ moment }) => (moment.situation.subject.personal ? (read(moment) ?? null) : undefined), { many });

customer('tier', 'text', 'Kundenstufe', 'tier', (m) => m.situation.subject.person.tier);
customer('segments', 'text', 'Segmente', 'segments', (m) => m.situation.subject.person.segments ?? [], true);
customer('stage', 'text', 'Phase', 'stage', (m) => m.stages(), true);
customer('active', 'text', 'aktive Bedarfe', 'active needs', (m) => [...m.situation.activeNeeds().keys()], true);
customer(
  'owned',
  'text',
  'Bedarfsgruppen im Besitz',
  'owned need groups',
  (m) => [...new Set(m.situation.subject.history.purchases.flatMap((one) => m.situation.product(one.sku)?.needGroup ?? []))],
  true,
);
declare('cust.age', 'number', 'nachgewiesenes Alter', 'proven age', ({ moment }) =>
  moment.situation.subject.personal ? moment.age : undefined,
);
// Whether somebody is known and what they agreed to is no history.
declare('cust.anonymous', 'flag', 'unbekannt', 'anonymous', ({ moment }) => moment.situation.subject.anonymous);
declare('cust.purposes', 'text', 'Einwilligungen', 'purposes', ({ moment }) => [...moment.situation.subject.person.purposes], {
  many: true,
});

const ALIASES: Readonly<Record<string, string>> = {
  'ctx.store': 'ctx.storeId',
  'ctx.device': 'ctx.channel',
  'item.need': 'item.needGroup',
};
const byFolded = new Map([...declared.values()].map((field) => [field.key.toLowerCase(), field]));
for (const [alias, key] of Object.entries(ALIASES)) byFolded.set(alias.toLowerCase(), declared.get(key)!);

/** All declared fields, for forms; attributes are asked for as `item.attributes.<name>`. */
export const FIELDS: ReadonlyMap<string, Field> = declared;

const ATTRIBUTE = /^(item|seed)\.attributes\.([\p{L}\p{N}_-]{1,80})$/iu;
const attributes = new Map<string, Field>();

/** A field by its key, whatever its case; attributes are made up on demand. */
export function fieldOf(key: string): Field | undefined {
  const found = byFolded.get(key.toLowerCase()) ?? attributes.get(key);
  if (found) return found;
  const match = ATTRIBUTE.exec(key);
  if (!match) return undefined;
  const field = attributeField(match[1]!.toLowerCase() as 'item' | 'seed', match[2]!);
  if (attributes.size < 5_000) attributes.set(key, field);
  return field;
}

function attributeField(scope: 'item' | 'seed', name: string): Field {
  const text = { de: `Eigenschaft ${name}`, en: `attribute ${name}` };
  const of = (product: Product | undefined): unknown =>
    product?.attributes && Object.hasOwn(product.attributes, name) ? product.attributes[name] : undefined;
  const seed: Read = ({ moment: { situation: s } }) => {
    if (s.seeds.length === 0) return null;
    const values = s.seeds.map((sku) => of(s.product(sku))).filter((value) => value !== undefined);
    return values.length > 0 ? values : undefined;
  };
  const item: Read = ({ product }) => of(product);
  return {
    key: `${scope}.attributes.${name}`,
    scope,
    type: 'any',
    text,
    many: scope === 'seed',
    fixed: scope === 'item',
    read: scope === 'seed' ? seed : item,
  };
}
