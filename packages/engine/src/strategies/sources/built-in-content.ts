// Hints that exist without anybody writing them; merchants' own of the same kind take their place.
import { dayText } from '../../maths/calendar.ts';
import type { ContentItem, Product, Text } from '../../world.ts';

type Make = (product: Product | undefined) => ContentItem;

const SERVICES: ReadonlySet<ContentItem['kind']> = new Set(['appointment', 'collect', 'storereturn', 'ticket', 'login', 'points']);

/** Whether it is something to do rather than to read. */
export function isService(item: ContentItem): boolean {
  return SERVICES.has(item.kind);
}

function fixed(kind: ContentItem['kind'], de: string, en: string, textDe: string, textEn: string): Make {
  const item: ContentItem = { id: kind, kind, title: { de, en }, text: { de: textDe, en: textEn } };
  return () => item;
}

/** A title with the article's name in it. */
function named(kind: ContentItem['kind'], de: (name: string) => string, en: (name: string) => string): Make {
  return (product) => {
    const name: Text = product?.name ?? { de: 'Ihr Produkt', en: 'your product' };
    return {
      id: product ? `${kind}:${product.sku}` : kind,
      kind,
      title: { de: de(name.de), en: en(name.en) },
      skus: product ? [product.sku] : [],
    };
  };
}

export const BUILT_IN: Readonly<Partial<Record<ContentItem['kind'], Make>>> = {
  appointment: fixed(
    'appointment',
    'Beratungstermin vereinbaren',
    'Book an appointment',
    'Ihr Warenkorb und Ihre Merkliste liegen zum Termin bereit.',
    'Your basket and wish list are ready when you come.',
  ),
  collect: fixed('collect', 'In der Filiale abholen', 'Collect in store', 'Heute bestellen, heute abholen.', 'Order today, collect today.'),
  storereturn: fixed(
    'storereturn',
    'Rückgabe in der Filiale',
    'Return in store',
    'Was online gekauft ist, nimmt jede Filiale zurück.',
    'Every store takes back what you bought online.',
  ),
  login: fixed(
    'login',
    'Anmelden',
    'Sign in',
    'Warenkorb, Merkliste und Belege an einem Ort.',
    'Basket, wish list and receipts in one place.',
  ),
  ticket: named(
    'ticket',
    (name) => `Hilfe zu ${name}`,
    (name) => `Help with ${name}`,
  ),
  howto: named(
    'howto',
    (name) => `Erste Schritte: ${name}`,
    (name) => `First steps: ${name}`,
  ),
  review: named(
    'review',
    (name) => `Bewerten: ${name}`,
    (name) => `Review: ${name}`,
  ),
};

export function pointsExpiring({ points, date }: { points: number; date: string }): ContentItem {
  const day = dayText(date);
  return {
    id: 'points-expiring',
    kind: 'points',
    title: { de: `${points} Punkte verfallen am ${day.de}`, en: `${points} points expire on ${day.en}` },
  };
}

export function pointsGap({ points, tier }: { points: number; tier: string }): ContentItem {
  return { id: 'points-gap', kind: 'points', title: { de: `Noch ${points} Punkte bis ${tier}`, en: `${points} points to ${tier}` } };
}
