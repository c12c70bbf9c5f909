// What can be imported: per kind the columns with every name they go by, the shape of the contract they must fit, and the way in.
import { NeedGroupInput, OfferInput, OrderInput, PlaceInput, PriceInput, ProductInput, ProfileImport, postConsent, ReceiptInput, StockInput } from '@faden/contract';
import type { TSchema } from 'typebox';
import { finishConsent, finishCustomer, finishNeedGroup, finishOffer, finishOrder, finishPlace, finishProduct, finishReceipt } from './finish.ts';
import { addresses, coordinate, country, day, decimal, instant, integer, list, money, oneOf, path, type Read, type Reading, text, yesNo } from './values.ts';

export type Row = Record<string, unknown>;

export interface Column {
  /** Where the value goes; `line.` belongs to the line of a sale. */
  to: string;
  read: Read;
  /** Names of the column, the first filled one counts. Case, spaces and punctuation do not matter. */
  names: string[];
  /** Further levels of a path: their values are added behind each other. */
  levels?: string[][];
}

export interface Kind {
  method: 'PUT' | 'POST';
  path: string;
  /** Rows in one call; 1 = each for itself. */
  batch: number;
  /** Wraps the rows of a call: `{receipts: […]}`. */
  wrap?: string;
  shape: TSchema;
  columns: Column[];
  /** Rows that agree here are the lines of one sale. */
  sale?: string[];
  /** Field that names a place which must be known. */
  place?: string;
  /** Brings a row into the shape of the contract. */
  finish?: (row: Row, reading: Reading) => Row;
}

const column = (to: string, read: Read, names: string): Column => ({ to, read, names: names.split(' ') });
const sku = 'sku product_id productId id item_id itemid article article_number product_key artikel artikelnummer';
const stores = 'store store_id place place_id shop location filiale filialnummer';
const cards = 'card card_number card_no household_id loyalty_card loyalty_number kundenkarte kartennummer';
const attributes = ['size|package_size groesse größe', 'colour|color farbe', 'material|', 'pattern|', 'gender|geschlecht', 'age_group|', 'availability|verfügbarkeit', 'condition|', 'weight|gewicht'];

const saleLine = [
  column('line.sku', text, 'sku product_id item_id article article_number artikel artikelnummer'),
  column('line.quantity', integer, 'quantity qty units menge anzahl'),
  column('line.amount', money, 'amount sales_value line_total line_amount betrag umsatz'),
  column('line.unitPrice', money, 'unit_price unitPrice price preis einzelpreis'),
  column('line.discount', money, 'discount line_discount rabatt'),
  column('line.offer', text, 'offer offer_id aktion'),
  column('line.name', text, 'name product_name description bezeichnung'),
  column('line.gift', yesNo, 'gift geschenk'),
];
const when = 'at timestamp transaction_timestamp datetime date time sold_at ordered_at created_at zeitpunkt datum';

export const kinds: Record<string, Kind> = {
  products: {
    method: 'PUT', path: '/api/v1/products', batch: 1_000, shape: ProductInput, finish: finishProduct,
    columns: [
      column('sku', text, sku),
      column('name', text, 'name title product_name bezeichnung titel product_type product_category category department'),
      column('brand', text, 'brand marke manufacturer hersteller'),
      { to: 'category', read: path, names: ['department'], levels: [['category', 'product_category', 'category_path', 'path', 'kategorie', 'warengruppe'], ['subcategory', 'product_type', 'unterkategorie']] },
      column('googleCategory', path, 'google_product_category'),
      column('needGroup', text, 'need_group needGroup bedarfsgruppe'),
      column('price', money, 'price unit_price retail_price preis verkaufspreis'),
      column('salePrice', money, 'sale_price aktionspreis'),
      column('listPrice', money, 'list_price rrp msrp uvp'),
      column('margin', money, 'margin marge deckungsbeitrag'),
      column('cost', money, 'cost unit_cost cost_of_goods_sold einkaufspreis'),
      column('gtin', text, 'gtin ean upc barcode'),
      column('model', text, 'model item_group_id modell'),
      column('images', addresses, 'image_link images image image_url bild'),
      column('moreImages', addresses, 'additional_image_link'),
      column('tags', list, 'tags labels schlagworte'),
      column('ageGate', integer, 'age_gate ageGate min_age mindestalter'),
      column('adult', yesNo, 'adult'),
      column('special', text, 'special'),
      column('active', yesNo, 'active aktiv'),
      ...attributes.map((entry) => {
        const [name = '', more = ''] = entry.split('|');
        return column(`attributes.${name === 'age_group' ? 'ageGroup' : name}`, text, `${name} ${more}`.trim());
      }),
    ],
  },
  places: {
    method: 'PUT', path: '/api/v1/places', batch: 500, shape: PlaceInput, finish: finishPlace,
    columns: [
      column('id', text, 'id store_id store_key place_id store_code filialnummer'),
      column('kind', oneOf({ store: 'store', filiale: 'store', warehouse: 'warehouse', lager: 'warehouse', web: 'web', online: 'web' }), 'kind type art'),
      column('name', text, 'name store_name bezeichnung'),
      column('address.street', text, 'street address street_address strasse straße'),
      column('address.postcode', text, 'postcode postal_code zip zip_code plz'),
      column('address.city', text, 'city locality ort stadt'),
      column('address.country', country, 'country country_code land'),
      column('geo.lat', coordinate, 'lat latitude'),
      column('geo.lon', coordinate, 'lon lng longitude'),
      column('timeZone', text, 'time_zone timezone zone zeitzone'),
      column('region', text, 'region state bundesland'),
    ],
  },
  stock: {
    method: 'PUT', path: '/api/v1/stock', batch: 2_000, shape: StockInput, place: 'place',
    columns: [
      column('sku', text, sku),
      column('place', text, stores),
      column('onHand', integer, 'on_hand onHand quantity qty stock bestand menge'),
      column('quarantine', integer, 'quarantine gesperrt'),
      column('shelf', text, 'shelf location_in_store regal'),
      column('countedAt', instant, 'counted_at countedAt at timestamp gezählt_am'),
    ],
  },
  prices: {
    method: 'PUT', path: '/api/v1/prices', batch: 2_000, shape: PriceInput, finish: ({ price, ...row }) => ({ ...row, ...(price as Row | undefined) }),
    columns: [column('sku', text, sku), column('price', money, 'price amount preis'), column('at', instant, `${when} from valid_from gültig_ab`)],
  },
  'need-groups': {
    method: 'PUT', path: '/api/v1/need-groups', batch: 1_000, shape: NeedGroupInput, finish: finishNeedGroup,
    columns: [
      column('id', text, 'id need_group needGroup'),
      column('nameDe', text, 'name name_de bezeichnung'),
      column('nameEn', text, 'name_en name'),
      column('kind', oneOf({ durable: 'durable', variety: 'variety', consumable: 'consumable', perishable: 'perishable', service: 'service' }), 'kind type art'),
      column('lifetimeDays', decimal, 'lifetime_days lifetimeDays lebensdauer_tage'),
      column('interestHalfLifeDays', decimal, 'interest_half_life_days interestHalfLifeDays'),
      column('vtcWindowDays', decimal, 'vtc_window_days vtcWindowDays'),
      column('hazard.k', decimal, 'hazard_k k'),
      column('hazard.lambdaDays', decimal, 'hazard_lambda_days lambda_days lambdaDays'),
      column('family', text, 'family familie'),
    ],
  },
  offers: {
    method: 'PUT', path: '/api/v1/offers', batch: 500, shape: OfferInput, finish: finishOffer,
    columns: [
      column('id', text, 'id offer_id offer aktion'),
      column('type', oneOf({ percent: 'percent', prozent: 'percent', amount: 'amount', betrag: 'amount', price: 'price', preis: 'price', bundle: 'bundle', points: 'points', service: 'service' }), 'type art'),
      column('skus', list, 'skus sku product_id artikel'),
      column('needGroup', text, 'need_group needGroup'),
      column('price', money, 'price sale_price aktionspreis'),
      column('percent', decimal, 'percent prozent'),
      column('amount', money, 'amount off rabatt'),
      column('stores', list, 'stores store places filialen'),
      column('channels', list, 'channels channel kanäle'),
      column('from', day, 'from valid_from start start_date von'),
      column('until', day, 'until valid_until end end_date bis'),
      column('textDe', text, 'text_de text title name'),
      column('textEn', text, 'text_en text title name'),
      column('memberOnly', yesNo, 'member_only memberOnly'),
    ],
  },
  receipts: {
    method: 'POST', path: '/api/v1/receipts/batch', batch: 500, wrap: 'receipts', shape: ReceiptInput, sale: ['store', 'number'], place: 'store', finish: finishReceipt,
    columns: [
      column('store', text, stores),
      column('number', text, 'number receipt receipt_number receipt_id basket_id basket bon bonnummer transaction_id'),
      column('at', instant, when),
      column('till', text, 'till till_id kasse'),
      column('associate', text, 'associate cashier verkäufer kassierer'),
      column('card', text, `${cards} customer customer_id`),
      column('email', text, 'email e_mail'),
      column('payment', text, 'payment payment_type zahlungsart'),
      ...saleLine,
    ],
  },
  orders: {
    method: 'POST', path: '/api/v1/orders', batch: 1, shape: OrderInput, sale: ['number'], finish: finishOrder,
    columns: [
      column('number', text, 'number order order_id order_number transaction_id bestellung bestellnummer'),
      column('channel', text, 'channel kanal'),
      column('store', text, stores),
      column('at', instant, when),
      column('userId', text, 'user_id userId customer customer_id'),
      column('card', text, cards),
      column('email', text, 'email e_mail'),
      column('shipping', money, 'shipping shipping_cost versand'),
      column('delivery.type', oneOf({ collect: 'collect', ship: 'ship', shiptostore: 'shipToStore', abholung: 'collect', versand: 'ship' }), 'delivery delivery_type lieferart'),
      column('delivery.place', text, 'delivery_place pickup_store abholfiliale'),
      column('payment', text, 'payment payment_type zahlungsart'),
      ...saleLine,
    ],
  },
  customers: {
    method: 'PUT', path: '/api/v1/profiles', batch: 500, shape: ProfileImport, finish: finishCustomer,
    columns: [
      column('externalId', text, 'external_id externalId customer_id customer id household_id kundennummer'),
      column('identifiers.userId', text, 'user_id userId login'),
      column('identifiers.card', text, cards.replace(' household_id', '')),
      column('identifiers.email', text, 'email e_mail mail'),
      column('identifiers.phone', text, 'phone phone_number mobile telefon handy'),
      column('traits.firstName', text, 'first_name firstName vorname'),
      column('traits.lastName', text, 'last_name lastName surname nachname'),
      column('traits.birthday', day, 'birthday date_of_birth geburtstag geburtsdatum'),
      column('traits.language', text, 'language locale sprache'),
      column('address.street', text, 'street address strasse straße'),
      column('address.postcode', text, 'postcode postal_code zip zip_code plz'),
      column('address.city', text, 'city ort stadt'),
      column('address.country', country, 'country land'),
      column('consents', list, 'consents einwilligungen'),
    ],
  },
  consents: {
    method: 'POST', path: '/api/v1/consents', batch: 1, shape: postConsent.body, finish: finishConsent,
    columns: [
      column('profile.externalId', text, 'external_id externalId customer_id customer kundennummer'),
      column('profile.userId', text, 'user_id userId'),
      column('profile.card', text, cards),
      column('profile.email', text, 'email e_mail'),
      column('purpose', text, 'purpose zweck'),
      column('contactPoint', text, 'contact_point contactPoint kontakt'),
      column('action', oneOf({ grant: 'grant', granted: 'grant', yes: 'grant', ja: 'grant', true: 'grant', '1': 'grant', withdraw: 'withdraw', withdrawn: 'withdraw', no: 'withdraw', nein: 'withdraw', false: 'withdraw', '0': 'withdraw' }), 'action state status granted'),
      column('source', text, 'source quelle'),
      column('text.version', text, 'text_version version'),
      column('text.language', text, 'text_language language'),
      column('text.body', text, 'text_body text wortlaut'),
      column('at', instant, when),
    ],
  },
};
