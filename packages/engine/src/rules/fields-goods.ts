// Fields of goods: what a product is, where it lies, what it costs under an offer, how it does.
import { availabilityIn, offerPriceCents } from '../decide/offer-price.ts';
import { DAY_MS } from '../maths/decay.ts';
import type { Offer, Product } from '../world.ts';
import type { Facts, Moment } from './facts.ts';
import { type Field, type FieldType, field, type Read } from './field.ts';
import { countOf, rateOf } from './figures.ts';

const declared: Field[] = [];
const declare = (...parts: Parameters<typeof field>): void => void declared.push(field(...parts));

/** Fields of a product alone; the seed has them too, over all its articles. */
function ofProduct(name: string, type: FieldType, de: string, en: string, read: (product: Product) => unknown, many = false): void {
  declare(`item.${name}`, type, de, en, ({ product }) => (product ? read(product) : undefined), { many, fixed: true });
  const seed: Read = ({ moment: { situation: s, seeds } }) => {
    if (seeds.length === 0) return null;
    const values = seeds.flatMap((sku) => {
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

export const GOODS_FIELDS: readonly Field[] = declared;
