// Every reason an item may be given, in German and English (LOGIC §1.10). Strongest first: the order of this list is the order of reasons.
import type { Text } from '../world.ts';
import type { Visibility } from './answer.ts';

export interface Template extends Text {
  visibility: Visibility;
}

function t(de: string, en: string, visibility: Visibility = 'customer'): Template {
  return { de, en, visibility };
}

const LIST = {
  // What the law or the shop must say comes before everything that speaks for an article.
  SPONSORED: t('Anzeige', 'Sponsored'),

  // Offers for this person, and what ends soon.
  OFFER_STORE_INTEREST: t(
    'Sonderangebot in {store}: {need}, Ihr aktuelles Interesse',
    'Special offer in {store}: {need}, your current interest',
  ),
  WARRANTY_WINDOW: t('Garantie verlängern bis {date}', 'Extend warranty until {date}'),
  OFFER_INTEREST: t('Angebot: {need}, Ihr aktuelles Interesse', 'Offer: {need}, your current interest'),
  EXCLUSIVE: t('Exklusiv für Sie', 'Exclusively for you'),
  MEMBER_PRICE: t('Ihr Mitgliedspreis', 'Your member price'),
  PRICE_DROP_SEEN: t('{amount} günstiger als bei Ihrem letzten Besuch', '{amount} less than at your last visit'),
  PRICE_DROP_WISH: t('{amount} günstiger, seit es auf Ihrer Merkliste steht', '{amount} less since you put it on your wish list'),
  PRICE_DROP_CART: t('{amount} günstiger, seit es in Ihrem Warenkorb liegt', '{amount} less since you put it into your basket'),
  APPOINTMENT: t('Für Ihren Termin am {date}', 'For your appointment on {date}'),
  QUOTED: t('Aus Ihrem Angebot vom {date}', 'From your quote of {date}'),
  DUE: t('Voraussichtlich aufgebraucht um den {date}', 'Probably used up around {date}'),
  POINTS_EXPIRING: t('{n} Punkte verfallen am {date}', '{n} points expire on {date}'),
  POINTS_GAP: t('Noch {n} Punkte bis {tier}', '{n} points to {tier}'),

  // The person's own past.
  IN_CART_ONLINE: t('Liegt im Online-Warenkorb', 'In the online basket'),
  SAVED_LATER: t('Für später gemerkt', 'Saved for later'),
  ON_WISHLIST: t('Auf der Merkliste', 'On the wish list'),
  MATCHES_OWNED: t('Passt zu {item}', 'Works with {item}'),
  HELP_OWNED: t('Zu Ihrem Kauf: {item}', 'About your purchase: {item}'),
  RATE_OWNED: t('Gekauft am {date}: {item}', 'Bought on {date}: {item}'),
  BECAUSE_VIEWED: t('Weil Sie {item} angesehen haben', 'Because you viewed {item}'),
  INTERESTED_IN: t('Interessiert sich für {topic}', 'Interested in {topic}', 'associate'),
  BECAUSE_BOUGHT: t('Weil Sie {item} gekauft haben', 'Because you bought {item}'),
  REGULAR: t('Kaufen Sie regelmäßig', 'You buy this regularly'),
  SEASON_OWN: t('Letztes Jahr um diese Zeit gekauft', 'Bought at this time last year'),
  BOUGHT_BEFORE: t('Schon einmal gekauft', 'Bought before'),
  NEXT_NEED: t('Kunden mit ähnlichem Einkauf brauchen danach oft {need}', 'After a similar purchase customers often need {need}'),
  FITS_SIZE: t('In Ihrer Größe {size}', 'In your size {size}'),
  BRAND_LIKED: t('Von {brand}, passend zu Ihrer Auswahl', 'From {brand}, in line with your choices'),
  OWN_DEPARTMENT: t('Aus {cat}, einem Ihrer Bereiche', 'From {cat}, one of your departments'),
  PRICE_LEVEL: t('In Ihrer Preisklasse', 'At your price level'),
  VISITED_ZONE: t('Aus einem Bereich, den Sie besucht haben', 'From a department you visited'),
  FOR_YOU: t('Passt zu Ihrer Auswahl', 'In line with your choices'),
  NEIGHBOURS: t('Beliebt bei Kunden mit ähnlichem Geschmack', 'Liked by customers with similar taste'),

  // Offers and prices for everybody.
  OFFER_STORE: t('Angebot in {store}', 'Offer at {store}'),
  OFFER_NOW: t('Aktuelles Angebot', 'Current offer'),
  PRICE_LOWER: t('{p} % unter dem niedrigsten Preis der letzten 30 Tage', '{p}% below the lowest price of the last 30 days'),
  PRICE_REDUCED: t('Im Preis gesenkt', 'Price reduced'),
  CLEARANCE: t('Restposten', 'Last pieces'),
  BEST_BEFORE: t('Mindestens haltbar bis {date}', 'Best before {date}'),
  FEW_LEFT: t('Nur noch {count} Stück', 'Only {count} left'),
  BACK_IN_STOCK: t('Wieder da', 'Back in stock'),
  NEW_MATCH: t('Neu in {cat}', 'New in {cat}'),
  NEW_HERE: t('Neu bei uns', 'New in'),
  COMING_SOON: t('Erhältlich ab {date}', 'Available from {date}'),

  // To the page's article.
  MATCHES_ITEM: t('Passt zu {item}', 'Goes with {item}'),
  COMPLETES_CART: t('Ergänzt Ihren Warenkorb', 'Completes your basket'),
  BOUGHT_NEXT: t('Oft nach {item} gekauft', 'Often bought after {item}'),
  BOUGHT_TOGETHER: t('Häufig zusammen mit {item} gekauft', 'Often bought with {item}'),
  COMPLEMENT: t('Ergänzt {item}', 'Complements {item}'),
  INSTEAD_OF: t('Lieferbar statt {item}', 'Available instead of {item}'),
  SWAPPED: t('Oft als Ersatz für {item} behalten', 'Often kept in place of {item}'),
  SUBSTITUTE: t('Gute Alternative zu {item}', 'Good alternative to {item}'),
  VIEWED_NEXT: t('Oft nach {item} angesehen', 'Often viewed after {item}'),
  VIEWED_TOGETHER: t('Oft zusammen mit {item} angesehen', 'Often viewed with {item}'),
  VARIANT_OF: t('Weitere Ausführung von {item}', 'Another version of {item}'),
  SIMILAR_TO: t('Ähnlich wie {item}', 'Similar to {item}'),
  SEARCH_CHOSEN: t('Oft gewählt nach der Suche „{item}“', 'Often chosen after searching “{item}”'),
  SEARCH_BOUGHT: t('Oft gekauft nach der Suche „{item}“', 'Often bought after searching “{item}”'),
  SEARCH_NEAR: t('Ähnlich Ihrer Suche „{item}“', 'Close to your search “{item}”'),
  SEARCH_MATCH: t('Treffer für {item}', 'Match for {item}'),

  // Editors and the moment.
  EDITOR: t('Von uns ausgesucht', 'Hand-picked'),
  CAMPAIGN: t('Aus der Kampagne', 'From the campaign'),
  FOR_OCCASION: t('Zum Anlass {occasion}', 'For {occasion}'),
  FOR_WEATHER: t('Passt zum Wetter', "Fits today's weather"),
  FOR_DAYPART: t('Passt zur Tageszeit', 'Fits the time of day'),
  IN_THIS_ZONE: t('Ganz in Ihrer Nähe', 'Right next to you'),
  GUIDANCE: t('Beratung zu {need}', 'Advice on {need}'),
  GUIDANCE_ANY: t('Persönliche Beratung', 'Personal advice'),
  BRAND_WORLD: t('Die Welt von {brand}', 'The world of {brand}'),
  DEPARTMENT: t('Aus {cat}', 'From {cat}'),
  COLLECT_HERE: t('Heute in {store} vorrätig', 'In stock at {store} today'),
  RETURN_STORE: t('Auch in der Filiale möglich', 'Possible in store, too'),
  SIGN_IN: t('Warenkorb und Merkliste auf allen Geräten', 'Your basket and wish list on all devices'),
  EVENT_NEAR: t('Veranstaltung in {store}', 'Event at {store}'),

  // The crowd.
  TREND_STORE: t('Gerade gefragt in {store}', 'In demand at {store}'),
  TREND_REGION: t('Gerade gefragt in {region}', 'In demand in {region}'),
  TREND: t('Gerade im Trend', 'Trending now'),
  RISING: t('Aufsteiger der Woche', 'Climber of the week'),
  SEARCHED_NOW: t('Gerade oft gesucht: {item}', 'Much searched right now: {item}'),
  CONVINCES: t('Wer es ansieht, kauft es oft', 'Often bought by those who look'),
  KEPT: t('Wird fast nie zurückgegeben', 'Hardly ever returned'),
  RATED: t('Sehr gut bewertet', 'Highly rated'),
  COLLECTED: t('Oft in {store} abgeholt', 'Often collected at {store}'),
  POPULAR_STORE: t('Oft gekauft in {store}', 'Often bought at {store}'),
  POPULAR_NEAR: t('Oft gekauft in Ihrer Nähe', 'Often bought near you'),
  POPULAR_REGION: t('Oft gekauft in {region}', 'Often bought in {region}'),
  POPULAR_SEGMENT: t('Oft gekauft von Kunden wie Ihnen', 'Often bought by customers like you'),
  POPULAR_TIER: t('Oft gekauft von unseren Mitgliedern', 'Often bought by our members'),
  GIFT: t('Oft verschenkt', 'Often given as a gift'),
  STARTER: t('Damit beginnen viele Kunden', 'Where many customers start'),
  SEASON: t('Um diese Jahreszeit oft gekauft', 'Often bought at this time of year'),
  POPULAR_CAT: t('Oft gekauft in {cat}', 'Often bought in {cat}'),
  POPULAR_SITE: t('Oft gekauft', 'Often bought'),
  SCANNED_STORE: t('In {store} oft angeschaut', 'Often picked up at {store}'),
  MUCH_VIEWED: t('Gerade oft angesehen', 'Much viewed right now'),
  CARTED: t('Gerade oft im Warenkorb', 'In many baskets right now'),
  WISHED: t('Oft gemerkt', 'Often wished for'),
  AVAILABLE_HERE: t('Hier verfügbar: noch {n} Stück', 'Available here: {n} left'),
  BRAND_AFFINITY: t('Bevorzugt {brand} bei {need} (Sicherheit {p} %)', 'Prefers {brand} in {need} (confidence {p} %)', 'associate'),
  SIZE_COLOUR: t('Größe {size}, oft {colour}', 'Size {size}, often {colour}', 'associate'),
  DISCOVER: t('Einmal etwas anderes', 'Something different'),
  FROM_RANGE: t('Aus unserem Sortiment', 'From our range'),
};

export type ReasonCode = keyof typeof LIST;

export const TEMPLATES: Readonly<Record<ReasonCode, Template>> = LIST;
