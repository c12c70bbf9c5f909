// The heading a customer reads over a placement: the strategy's message with its placeholders filled, or one without where a value is missing.
import { fill, partOf } from '../decide/reasons.ts';
import type { Situation } from '../situation.ts';
import type { Text } from '../world.ts';
import type { Candidate, Why } from './candidate.ts';
import type { StrategyEntry } from './library.ts';

type Value = (name: string) => string | undefined;

const both = (de: string, en: string): Text => ({ de, en });

/** What is said instead where a value is not known. */
export const NEUTRAL: Readonly<Record<string, Text>> = {
  best_region: both('Beliebt in Ihrer Region', 'Popular in your region'),
  best_store: both('Bestseller in der Filiale', 'Bestsellers in store'),
  best_tier: both('Favoriten unserer Mitglieder', 'Favourites of our members'),
  best_channel: both('Gerade beliebt', 'Popular right now'),
  best_cat_store: both('Hier am meisten gekauft', 'Most bought here'),
  best_collect: both('Oft in der Filiale abgeholt', 'Often collected in store'),
  most_scanned: both('In der Filiale oft angeschaut', 'Often picked up in store'),
  trend_store: both('Gerade gefragt', 'In demand right now'),
  trend_region: both('Gerade gefragt in Ihrer Region', 'In demand in your region'),
  new_store: both('Neu in der Filiale', 'New in store'),
  offer_store: both('Angebote in der Filiale', 'Offers in store'),
  offer_store_interest: both('Sonderangebot zu Ihrem Interesse', 'Special offer matching your interest'),
  clear_store: both('Restposten in der Filiale', 'Clearance in store'),
  buy_buy_region: both('In Ihrer Region dazu gekauft', 'Bought with it in your region'),
  scan_scan: both('In der Filiale auch angesehen', 'Also looked at in store'),
  sim_here: both('Ähnlich, sofort verfügbar', 'Similar, available now'),
  acc_owned: both('Passendes Zubehör für Sie', 'Matching accessories for you'),
  acc_fresh: both('Passt zu Ihrem neuen Kauf', 'Goes with your new purchase'),
  warranty: both('Garantieverlängerung', 'Extended warranty'),
  service_setup: both('Einrichtung und Service', 'Set-up and service'),
  spare_part: both('Ersatzteile', 'Spare parts'),
  consumable: both('Verbrauchsmaterial', 'Supplies'),
  care: both('Pflege', 'Care'),
  successor: both('Der Nachfolger', 'The successor'),
  recent_need: both('Weiter, wo Sie waren', 'Continue where you were'),
  searched: both('Zu Ihrer letzten Suche', 'For your last search'),
  quote_open: both('Ihr Angebot', 'Your quote'),
  due_device: both('Bald leer', 'Running low'),
  foryou_store: both('Für Sie in der Filiale', 'For you in store'),
  hist_view_view: both('Passend zu dem, was Sie angesehen haben', 'In line with what you viewed'),
  hist_buy_buy: both('Passend zu Ihrem Einkauf', 'To go with your purchase'),
  hist_buy_offline: both('Zu Ihrem Einkauf in der Filiale', 'For your purchase in store'),
  search_here: both('Treffer in der Filiale', 'Results in store'),
  guide: both('Kaufberatung', 'Buying guide'),
  howto: both('So gelingt der Start', 'Getting started'),
  collect_hint: both('Heute abholen', 'Collect today'),
  points_expiring: both('Punkte verfallen bald', 'Points expire soon'),
  points_gap: both('Bald die nächste Stufe', 'Next tier in sight'),
  aff_brand_cat: both('Von Ihren Marken', 'From your brands'),
  brand_banner: both('Entdecken Sie mehr', 'Discover more'),
  cat_lead: both('Ihre Bereiche', 'Your departments'),
  return_hint: both('Rückgabe auch in der Filiale', 'Return it in store'),
  ticket_help: both('Hilfe zu Ihrem Kauf', 'Help with your purchase'),
  compat_device: both('Passt zu Ihrem Gerät', 'Works with your device'),
  occasion: both('Zum Anlass', 'For the occasion'),
  event_store: both('Veranstaltung in Ihrer Nähe', 'Event near you'),
};

/** For merchants' own strategies: true of anything. */
const OTHERWISE = both('Unsere Auswahl', 'Our selection');

/** Headings that are true under a condition only. */
const ONLY_IF: Readonly<Record<string, (s: Situation) => boolean>> = {
  best_channel: (s) => s.channel === 'app',
  best_tier: (s) => s.past().tier?.toLowerCase() === 'gold',
};

/** What the first item and the page are about. */
function wordsFor(strategy: StrategyEntry, first: Candidate | undefined, s: Situation, language: 'de' | 'en'): Value {
  const why: Why = Object.assign({ code: 'FROM_RANGE' as const }, ...[...(first?.why ?? [])].reverse());
  const product = first && s.product(first.sku);
  const content = first?.content;
  const nameOf = (sku: string | undefined): string | undefined => (sku === undefined ? undefined : s.product(sku)?.name[language]);
  return (name) => {
    switch (name) {
      case 'owned':
        return nameOf(first?.ownedSku ?? why.owned ?? (content?.skus?.length === 1 ? content.skus[0] : undefined) ?? why.item);
      case 'cat': {
        const category = strategy.expr.includes('@cat') ? s.category : undefined;
        return category ?? content?.category ?? why.category ?? product?.category.at(-1) ?? s.category;
      }
      case 'parent':
        return s.parentCategory;
      case 'brand':
        return content?.brand ?? why.brand ?? s.brand ?? product?.brand;
      case 'need':
        return partOf(name, { ...why, need: why.need ?? s.need }, s, language);
      case 'term':
        return why.item !== undefined && s.product(why.item) === undefined ? why.item : s.term;
      case 'n':
        return why.value === undefined ? undefined : String(Math.round(why.value));
      case 'occasion':
        return partOf(name, { ...why, occasion: why.occasion ?? s.occasion()?.key }, s, language);
      case 'tier':
        return why.tier ?? s.past().tier;
      default:
        return partOf(name, why, s, language);
    }
  };
}

/** The heading over the items of a strategy; never with a brace in it. */
export function headingOf(strategy: StrategyEntry, first: Candidate | undefined, s: Situation): Text {
  const { de, en } = strategy.message;
  const holds = ONLY_IF[strategy.id]?.(s) ?? true;
  if (holds && !de.includes('{') && !en.includes('{')) return strategy.message;
  const filledDe = fill(de, wordsFor(strategy, first, s, 'de'));
  const filledEn = fill(en, wordsFor(strategy, first, s, 'en'));
  if (holds && filledDe !== undefined && filledEn !== undefined) return { de: filledDe, en: filledEn };
  return NEUTRAL[strategy.id] ?? OTHERWISE;
}
