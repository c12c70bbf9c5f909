// The log in plain words, German and English, for people who read a customer's story.
import { type Entry, placeOf, productsOf } from './entry.ts';

export interface TimelineItem {
  at: string;
  channel: string;
  kind: string;
  title: { de: string; en: string };
  sku?: string;
  placeId?: string;
  trust: string;
}

type Words = (thing: string) => { de: string; en: string };
const words: Record<string, Words> = {
  'Product Viewed': (x) => ({ de: `${x} angesehen`, en: `Viewed ${x}` }),
  'Product Added': (x) => ({ de: `${x} in den Warenkorb gelegt`, en: `Added ${x} to the basket` }),
  'Product Removed': (x) => ({ de: `${x} aus dem Warenkorb genommen`, en: `Removed ${x} from the basket` }),
  'Product Added to Wishlist': (x) => ({ de: `${x} gemerkt`, en: `Wished for ${x}` }),
  'Product Scanned': (x) => ({ de: `${x} in der Filiale gescannt`, en: `Scanned ${x} in store` }),
  'Products Searched': (x) => ({ de: `Nach „${x}“ gesucht`, en: `Searched for “${x}”` }),
  'Order Completed': (x) => ({ de: `${x} gekauft`, en: `Bought ${x}` }),
  'Order Refunded': (x) => ({ de: `${x} zurückgegeben`, en: `Returned ${x}` }),
  'Order Cancelled': (x) => ({ de: `Bestellung storniert: ${x}`, en: `Cancelled order: ${x}` }),
  'Decision Clicked': (x) => ({ de: `Auf Vorschlag ${x} geklickt`, en: `Clicked suggestion ${x}` }),
  'Decision Dismissed': (x) => ({ de: `Vorschlag ${x} abgelehnt`, en: `Dismissed suggestion ${x}` }),
  'Store Entered': (x) => ({ de: `Filiale ${x} betreten`, en: `Entered store ${x}` }),
};
const byType: Record<string, { de: string; en: string }> = {
  identify: { de: 'Angemeldet oder Angaben erhalten', en: 'Signed in or details received' },
  page: { de: 'Seite aufgerufen', en: 'Opened a page' },
  screen: { de: 'Ansicht in der App geöffnet', en: 'Opened a screen in the app' },
};

/** `nameOf` gives the name of a product in a language, or nothing when it is not in the catalogue. */
export function timelineOf(entries: readonly Entry[], nameOf: (sku: string) => { de: string; en: string } | undefined): TimelineItem[] {
  return entries.map((entry) => {
    const products = productsOf(entry);
    const sku = products[0]?.sku;
    const name = sku === undefined ? undefined : (nameOf(sku) ?? { de: sku, en: sku });
    const more = products.length > 1 ? ` +${products.length - 1}` : '';
    const query = entry.body.properties?.['query'];
    const thing = (language: 'de' | 'en') => (typeof query === 'string' ? query : `${name?.[language] ?? placeOf(entry) ?? ''}${more}`);
    const say = words[entry.event];
    const title = say ? { de: say(thing('de')).de, en: say(thing('en')).en } : (byType[entry.type] ?? { de: entry.event, en: entry.event });
    const place = placeOf(entry);
    return {
      at: new Date(entry.at).toISOString(),
      channel: entry.channel,
      kind: entry.event || entry.type,
      title,
      ...(sku === undefined ? {} : { sku }),
      ...(place === undefined ? {} : { placeId: place }),
      trust: entry.trust,
    };
  });
}
