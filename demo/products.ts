// The goods of Nordlicht: about sixty, in need groups, with prices, margins, pictures and what goes with what.

/** A relation to another article. */
export interface Relation {
  type: 'accessory' | 'warranty' | 'consumable';
  sku: string;
  withinDays?: number;
}
/** A product as PUT /api/v1/products takes it. */
export interface DemoProduct {
  sku: string;
  gtin: string;
  name: { de: string; en: string };
  brand: string;
  category: string[];
  needGroup: string;
  price: { amount: number; currency: string };
  margin: { amount: number; currency: string };
  images: string[];
  attributes?: Record<string, string>;
  relations: Relation[];
}

/** sku | German | English (empty: the same) | brand | price in euro | picture | attributes. */
const shelves: Record<string, string> = {
  laptops: `
AC-SW14|Acer Swift 14||Acer|999|laptop|display=14"
AC-AS15|Acer Aspire 15||Acer|749|laptop2|display=15,6"
HP-PA16|HP Pavilion 16||HP|1299|laptop2|display=16"
SA-GB4|Samsung Galaxy Book4||Samsung|1149|laptop2|display=15,6"
SA-GB3|Samsung Galaxy Book3||Samsung|899|laptop3|display=15,6"
AP-MBA|Apple MacBook Air 13||Apple|1199|laptop3|display=13,6"
LE-YS7|Lenovo Yoga Slim 7||Lenovo|1099|laptop|display=14"
LE-IP5|Lenovo IdeaPad 5||Lenovo|679|laptop3|display=15,6"`,
  washers: `
WM-MIELE|Miele Waschmaschine W1|Miele washing machine W1|Miele|1099|washer|load=8 kg
WM-MIELE2|Miele Waschmaschine W2 Plus|Miele washing machine W2 Plus|Miele|1399|washer|load=9 kg
WM-BOSCH|Bosch Waschmaschine Serie 6|Bosch washing machine Series 6|Bosch|749|washer|load=9 kg
WM-SIEM|Siemens Waschmaschine iQ500|Siemens washing machine iQ500|Siemens|699|washer|load=8 kg
WM-LG|LG Waschmaschine Vivace|LG washing machine Vivace|LG|579|washer|load=8 kg`,
  'coffee-machines': `
KM-E8|Jura E8 Kaffeevollautomat|Jura E8 bean-to-cup machine|Jura|1049|coffee|colour=Pianoschwarz
KM-ENA|Jura ENA 4 Kaffeevollautomat|Jura ENA 4 bean-to-cup machine|Jura|749|coffee|colour=Metropolitan Black
KM-MAG|De’Longhi Magnifica Evo||De’Longhi|449|coffee|colour=Schwarz
KM-EQ|Siemens EQ300 Kaffeevollautomat|Siemens EQ300 bean-to-cup machine|Siemens|399|coffee|colour=Schwarz`,
  headphones: `
SO-XM5|Sony WH-1000XM5 Kopfhörer|Sony WH-1000XM5 headphones|Sony|349|headphones|colour=Schwarz
SO-CH720|Sony WH-CH720N Kopfhörer|Sony WH-CH720N headphones|Sony|99|headphones2|colour=Weiß
BO-QCU|Bose QuietComfort Ultra||Bose|399|headphones|colour=Schwarz
BO-QC|Bose QuietComfort||Bose|279|headphones2|colour=Weiß
SE-M4|Sennheiser Momentum 4||Sennheiser|269|headphones|colour=Graphit`,
  phones: `
SA-S25|Samsung Galaxy S25||Samsung|899|phone|storage=256 GB
SA-A56|Samsung Galaxy A56||Samsung|479|phone|storage=128 GB
AP-IP16|Apple iPhone 16||Apple|949|phone|storage=128 GB
GO-P9|Google Pixel 9||Google|799|phone|storage=128 GB`,
  tvs: `
TV-LG55|LG OLED 55 Zoll|LG OLED 55 inch|LG|1299|tv|size=55"
TV-SA55|Samsung QLED 55 Zoll|Samsung QLED 55 inch|Samsung|899|tv|size=55"
TV-SO65|Sony Bravia 65 Zoll|Sony Bravia 65 inch|Sony|1599|tv|size=65"`,
  vacuums: `
RO-S8|Roborock S8 Saugroboter|Roborock S8 robot vacuum|Roborock|599|vacuum|colour=Rot
MI-RX3|Miele Scout RX3 Saugroboter|Miele Scout RX3 robot vacuum|Miele|749|vacuum|colour=Rot
EC-N8|Ecovacs Deebot N8||Ecovacs|349|vacuum|colour=Rot`,
  speakers: `
SN-ERA|Sonos Era 100||Sonos|279|speaker|colour=Graublau
BO-FLEX|Bose SoundLink Flex||Bose|149|speaker|colour=Graublau
TE-MOT|Teufel Motiv Go||Teufel|249|speaker|colour=Graublau`,
  kettles: `
KE-BOSCH|Bosch Wasserkocher Styline|Bosch Styline kettle|Bosch|59|kettle|capacity=1,7 l
KE-WMF|WMF Wasserkocher Kineo|WMF Kineo kettle|WMF|79|kettle|capacity=1,6 l
KE-SMEG|Smeg Wasserkocher Stahl|Smeg steel kettle|Smeg|149|kettle|capacity=1,7 l`,
  armchairs: `
AR-FJORD|Sessel Fjord, Salbei|Fjord armchair, sage|Nordlicht|449|armchair|colour=Salbei
AR-FJORD-K|Sessel Fjord, Koralle|Fjord armchair, coral|Nordlicht|449|armchair2|colour=Koralle`,
  lamps: `
LA-DUNE|Stehleuchte Düne|Dune floor lamp|Nordlicht|129|lamp|colour=Messing
LA-KIEL|Tischleuchte Kiel|Kiel table lamp|Nordlicht|69|lamp|colour=Messing`,
  sneakers: `
SN-RUN-W|Laufschuh Küste, Weiß|Coast runner, white|Deichläufer|99|sneaker|size=42;colour=Weiß
SN-RUN-N|Laufschuh Küste, Nachtblau|Coast runner, navy|Deichläufer|99|sneaker2|size=42;colour=Nachtblau
SN-CITY|Sneaker Hafen, Weiß|Harbour sneaker, white|Deichläufer|79|sneaker|size=40;colour=Weiß`,
  shirts: `
TS-BLAU|T-Shirt Welle, Blau|Wave T-shirt, blue|Nordlicht|24.9|tshirt|size=M;colour=Blau
TS-ROSE|T-Shirt Welle, Rosé|Wave T-shirt, rose|Nordlicht|24.9|tshirt2|size=M;colour=Rosé
TS-BIO|T-Shirt Bio, Blau|Organic T-shirt, blue|Nordlicht|29.9|tshirt|size=L;colour=Blau`,
  coffee: `
CO-CREMA|Caffè Crema, Bohnen 1 kg|Caffè Crema, beans 1 kg|Speicherstadt|14.99||weight=1 kg
CO-ESPR|Espresso, Bohnen 1 kg|Espresso, beans 1 kg|Speicherstadt|16.99||weight=1 kg
CO-BIO|Bio-Bohnen Fairtrade 500 g|Organic fair-trade beans 500 g|Speicherstadt|9.99||weight=500 g`,
  'laundry-care': `
CA-GEL|Flüssigwaschmittel 2 l|Liquid detergent 2 l|Weißklar|12.9||
CA-DESC|Entkalker für Waschmaschinen|Washing machine descaler|Weißklar|9.9||
CA-WOOL|Wollpflege 1 l|Wool care 1 l|Weißklar|8.9||`,
  'machine-care': `
MC-FILTER|Jura Claris Wasserfilter, 2 Stück|Jura Claris water filter, 2 pieces|Jura|39.9||
MC-TABS|Reinigungstabletten, 10 Stück|Cleaning tablets, 10 pieces|Jura|14.9||`,
  'laptop-accessories': `
ACC-SLEEVE14|Laptophülle 14 Zoll, Filz|Laptop sleeve 14 inch, felt|Nordlicht|39.9||size=14"
ACC-SLEEVE15|Laptophülle 15 Zoll, Filz|Laptop sleeve 15 inch, felt|Nordlicht|42.9||size=15"
ACC-DOCK|USB-C-Dockingstation|USB-C docking station|Lenovo|149||
ACC-MOUSE|Funkmaus, leise|Wireless mouse, silent|Logitech|34.9||`,
  'phone-accessories': `
ACC-CASE|Handyhülle, transparent|Phone case, clear|Nordlicht|19.9||
ACC-CHARGE|Schnellladegerät 45 W|Fast charger 45 W|Samsung|34.9||`,
  services: `
SVC-WAR3|Garantieverlängerung 3 Jahre, Laptop|3-year warranty, laptop|Nordlicht|89||
SVC-WAR5|Garantieverlängerung 5 Jahre, Großgerät|5-year warranty, large appliance|Nordlicht|119||
SVC-SETUP|Einrichtung zu Hause|Set-up at home|Nordlicht|79||`,
};

const categories: Record<string, string[]> = {
  laptops: ['Technik', 'Laptops'],
  headphones: ['Technik', 'Kopfhörer'],
  phones: ['Technik', 'Smartphones'],
  tvs: ['Technik', 'Fernseher'],
  speakers: ['Technik', 'Lautsprecher'],
  'laptop-accessories': ['Technik', 'Zubehör'],
  'phone-accessories': ['Technik', 'Zubehör'],
  washers: ['Haushalt', 'Waschmaschinen'],
  vacuums: ['Haushalt', 'Saugroboter'],
  'laundry-care': ['Haushalt', 'Pflege'],
  'coffee-machines': ['Küche', 'Kaffeemaschinen'],
  kettles: ['Küche', 'Wasserkocher'],
  coffee: ['Küche', 'Kaffee'],
  'machine-care': ['Küche', 'Pflege'],
  armchairs: ['Wohnen', 'Sessel'],
  lamps: ['Wohnen', 'Leuchten'],
  sneakers: ['Mode', 'Sneaker'],
  shirts: ['Mode', 'T-Shirts'],
  services: ['Service'],
};
/** Margin as a share of the price: services and accessories earn the most. */
const margins: Record<string, number> = {
  services: 0.6,
  'laptop-accessories': 0.45,
  'phone-accessories': 0.5,
  shirts: 0.5,
  sneakers: 0.45,
  lamps: 0.4,
  coffee: 0.3,
  phones: 0.07,
  laptops: 0.095,
};

const accessory = (...skus: string[]): Relation[] => skus.map((sku) => ({ type: 'accessory', sku }));
const consumable = (...skus: string[]): Relation[] => skus.map((sku) => ({ type: 'consumable', sku }));
const warranty = (sku: string, withinDays = 28): Relation => ({ type: 'warranty', sku, withinDays });

/** What goes with an article of a need group; 15-inch laptops take the larger sleeve. */
function relationsOf(sku: string, need: string, attributes: Record<string, string>): Relation[] {
  if (need === 'laptops') {
    const sleeve = /^1[34]/.test(attributes['display'] ?? '') ? 'ACC-SLEEVE14' : 'ACC-SLEEVE15';
    return [...accessory(sleeve, 'ACC-DOCK', 'ACC-MOUSE'), warranty('SVC-WAR3')];
  }
  if (need === 'washers') return [...consumable('CA-GEL', 'CA-DESC'), warranty('SVC-WAR5')];
  if (need === 'coffee-machines')
    return [...consumable('CO-CREMA', 'CO-ESPR', 'MC-TABS'), ...(sku.startsWith('KM-E') && sku !== 'KM-EQ' ? accessory('MC-FILTER') : [])];
  if (need === 'phones') return accessory('ACC-CASE', 'ACC-CHARGE');
  if (need === 'tvs') return [...accessory('SN-ERA'), warranty('SVC-WAR5')];
  return [];
}

const attributesOf = (text: string): Record<string, string> =>
  Object.fromEntries(text.split(';').flatMap((pair) => (pair.includes('=') ? [pair.split('=', 2) as [string, string]] : [])));

function productOf(line: string, needGroup: string, n: number): DemoProduct {
  const [sku = '', de = '', en = '', brand = '', euro = '0', picture = '', rest = ''] = line.split('|');
  const amount = Math.round(Number(euro) * 100);
  const attributes = attributesOf(rest);
  return {
    sku,
    name: { de, en: en || de },
    brand,
    needGroup,
    attributes,
    gtin: `4000000${String(100_000 + n * 7).slice(0, 6)}`,
    category: categories[needGroup] ?? [needGroup],
    price: { amount, currency: 'EUR' },
    margin: { amount: Math.round(amount * (margins[needGroup] ?? 0.18)), currency: 'EUR' },
    images: picture ? [`/products/${picture}.webp`] : [],
    relations: relationsOf(sku, needGroup, attributes),
  };
}

/** All goods. */
export const products: readonly DemoProduct[] = Object.entries(shelves)
  .flatMap(([need, lines]) =>
    lines
      .trim()
      .split('\n')
      .map((line) => [need, line] as const),
  )
  .map(([need, line], n) => productOf(line, need, n));

const bySku = new Map(products.map((product) => [product.sku, product]));
/** The article with this number; a wrong number in the demo is a fault. */
export function product(sku: string): DemoProduct {
  const found = bySku.get(sku);
  if (!found) throw new Error(`the demo knows no article ${sku}`);
  return found;
}
/** The articles of a need group. */
export const ofNeed = (needGroup: string) => products.filter((one) => one.needGroup === needGroup);
