// What the parts of a strategy are called that carry no name of their own in the algebra: events, arguments, rankers.
import type { Text } from '@faden/engine';

const both = (de: string, en: string): Text => ({ de, en });
type Dictionary = Readonly<Record<string, Text>>;

/** What people do, as sources name it. */
export const events: Dictionary = {
  view: both('angesehen', 'viewed'),
  cart: both('in den Warenkorb gelegt', 'put into the basket'),
  wish: both('gemerkt', 'wished for'),
  scan: both('in der Filiale angesehen', 'looked at in store'),
  buy: both('gekauft', 'bought'),
  anybuy: both('auf allen Kanälen gekauft', 'bought on any channel'),
  storebuy: both('in der Filiale gekauft', 'bought in store'),
  firstbuy: both('zuerst gekauft', 'bought first'),
  giftbuy: both('als Geschenk gekauft', 'bought as a present'),
  collect: both('in der Filiale abgeholt', 'collected in store'),
  compare: both('verglichen', 'compared'),
  search: both('gesucht', 'searched for'),
  return: both('zurückgegeben', 'returned'),
  viewoos: both('ausverkauft angesehen', 'viewed while sold out'),
  later: both('für später gemerkt', 'saved for later'),
  keep: both('behalten', 'kept'),
  stars: both('Sterne', 'stars'),
  term: both('gesucht', 'searched for'),
  near: both('ähnlich gesucht', 'searched for alike'),
  rank: both('im Rang gestiegen', 'risen in rank'),
};

export const hows: Dictionary = {
  basket: both('auf demselben Beleg', 'on the same receipt'),
  next: both('als Nächstes', 'next'),
};

export const rankers: Dictionary = {
  score: both('Punktzahl', 'score'),
  cp: both('Wahrscheinlichkeit', 'probability'),
  llr: both('Sicherheit des Zusammenhangs', 'certainty of the link'),
  lift: both('Stärke des Zusammenhangs', 'strength of the link'),
  rev: both('Umsatz', 'revenue'),
  margin: both('Marge', 'margin'),
  pct: both('Ersparnis', 'saving'),
  rec: both('Zeitpunkt', 'recency'),
  rate: both('Kaufrate', 'buying rate'),
  freq: both('Häufigkeit', 'frequency'),
  due: both('Fälligkeit', 'when it is due'),
  pop: both('Beliebtheit', 'popularity'),
  interest: both('Interesse', 'interest'),
  editor: both('Reihenfolge der Redaktion', 'the editors’ order'),
};

export const personal: Dictionary = {
  cat: both('Warengruppen', 'categories'),
  brand: both('Marken', 'brands'),
  size: both('Größe', 'size'),
  style: both('Stil', 'style'),
  interest: both('Interesse', 'interest'),
  all: both('allem, was bekannt ist', 'everything known'),
};

/** Arguments of a source that are no events. */
export const kinds: Readonly<Record<string, Dictionary>> = {
  due: {
    now: both('jetzt', 'now'),
    '7d': both('innerhalb von 7 Tagen', 'within 7 days'),
    basket: both('üblicher Einkauf', 'usual basket'),
    regular: both('regelmäßig Gekauftes', 'what is bought regularly'),
    consumable: both('Verbrauchsmaterial', 'supplies'),
  },
  promo: {
    active: both('laufende', 'running'),
    store: both('in der Filiale', 'in store'),
    ending48h: both('enden in 48 Stunden', 'end within 48 hours'),
    member: both('für Mitglieder', 'for members'),
    vip: both('für die Besten', 'for the best customers'),
  },
  rel: {
    accessory: both('Zubehör', 'accessories'),
    warranty: both('Garantie', 'warranty'),
    service: both('Service', 'service'),
    spare: both('Ersatzteile', 'spare parts'),
    consumable: both('Verbrauchsmaterial', 'supplies'),
    compatible: both('passende Geräte', 'matching devices'),
    care: both('Pflege', 'care'),
    set: both('Serie', 'set'),
    look: both('Look', 'look'),
    bundle: both('Set', 'bundle'),
    recipe: both('Rezept', 'recipe'),
    project: both('Projekt', 'project'),
    successor: both('Nachfolger', 'successor'),
    tradein: both('Inzahlungnahme', 'trade-in'),
    gift: both('Gutschein', 'gift card'),
  },
  sim: {
    attr: both('Merkmale', 'attributes'),
    text: both('Beschreibung', 'description'),
    image: both('Aussehen', 'looks'),
    colour: both('Farbe', 'colour'),
    style: both('Stil', 'style'),
  },
  variant: { colour: both('Farbe', 'colour'), size: both('Größe', 'size') },
  aff: {
    cat: both('Warengruppen', 'categories'),
    brand: both('Marken', 'brands'),
    price: both('Preislage', 'price level'),
    size: both('Größe', 'size'),
    colour: both('Farbe', 'colour'),
    zone: both('besuchte Bereiche', 'departments visited'),
  },
  list: {
    editor: both('Redaktion', 'editors'),
    campaign: both('Kampagne', 'campaign'),
    sponsor: both('Anzeige', 'sponsored'),
  },
  situ: { weather: both('Wetter', 'weather'), daypart: both('Tageszeit', 'time of day'), occasion: both('Anlass', 'occasion') },
  rand: {
    uniform: both('zufällig', 'at random'),
    novel: both('noch nie Gesehenes', 'never seen'),
    range: both('der Reihe nach', 'in order'),
  },
  seqmodel: { item: both('Artikel', 'article') },
  loyalty: { expiring: both('verfallen bald', 'expire soon'), gap: both('bis zur nächsten Stufe', 'to the next tier') },
  content: {
    brandbanner: both('Markenwelt', 'brand world'),
    cattile: both('Warengruppe', 'category'),
    guide: both('Kaufberatung', 'buying guide'),
    howto: both('Anleitung', 'how-to'),
    review: both('Bewertung erbitten', 'asking for a review'),
    event: both('Veranstaltung', 'event'),
  },
  service: {
    appointment: both('Beratungstermin', 'appointment'),
    collect: both('Abholung', 'collection'),
    storereturn: both('Rückgabe in der Filiale', 'return in store'),
    ticket: both('Hilfe', 'help'),
    login: both('Anmelden', 'signing in'),
  },
};
