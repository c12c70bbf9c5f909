// Fields of the moment: where somebody is, when, on what, and who it is.
import type { Moment } from './facts.ts';
import { type Field, type FieldType, field, type Read } from './field.ts';

const declared: Field[] = [];
const declare = (...parts: Parameters<typeof field>): void => void declared.push(field(...parts));

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
context('sku', 'text', 'Artikel der Seite', 'item of the page', (m) => m.seeds, true);
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

export const MOMENT_FIELDS: readonly Field[] = declared;
