// Columns of what is sold and where: products, places, stock.
import { PlaceInput, ProductInput, StockInput } from '@faden/contract';
import { finishPlace, finishProduct } from './finish.ts';
import { column, type Kind, sku, stores } from './kind.ts';
import { addresses, coordinate, country, instant, integer, list, money, oneOf, path, text, yesNo } from './values.ts';

const attributes = [
  'size|package_size groesse größe',
  'colour|color farbe',
  'material|',
  'pattern|',
  'gender|geschlecht',
  'age_group|',
  'availability|verfügbarkeit',
  'condition|',
  'weight|gewicht',
];

export const goods: Record<string, Kind> = {
  products: {
    method: 'PUT',
    path: '/api/v1/products',
    batch: 1_000,
    shape: ProductInput,
    finish: finishProduct,
    columns: [
      column('sku', text, sku),
      column('name', text, 'name title product_name bezeichnung titel product_type product_category category department'),
      column('brand', text, 'brand marke manufacturer hersteller'),
      {
        to: 'category',
        read: path,
        names: ['department'],
        levels: [
          ['category', 'product_category', 'category_path', 'path', 'kategorie', 'warengruppe'],
          ['subcategory', 'product_type', 'unterkategorie'],
        ],
      },
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
    method: 'PUT',
    path: '/api/v1/places',
    batch: 500,
    shape: PlaceInput,
    finish: finishPlace,
    columns: [
      column('id', text, 'id store_id store_key place_id store_code filialnummer'),
      column(
        'kind',
        oneOf({ store: 'store', filiale: 'store', warehouse: 'warehouse', lager: 'warehouse', web: 'web', online: 'web' }),
        'kind type art',
      ),
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
    method: 'PUT',
    path: '/api/v1/stock',
    batch: 2_000,
    shape: StockInput,
    place: 'place',
    columns: [
      column('sku', text, sku),
      column('place', text, stores),
      column('onHand', integer, 'on_hand onHand quantity qty stock bestand menge'),
      column('quarantine', integer, 'quarantine gesperrt'),
      column('shelf', text, 'shelf location_in_store regal'),
      column('countedAt', instant, 'counted_at countedAt at timestamp gezählt_am'),
    ],
  },
};
