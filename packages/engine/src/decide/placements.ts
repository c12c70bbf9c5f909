// The built-in placements: where items may stand, how many, and which strategies may fill them in which order.
import type { Text } from '../world.ts';
import type { Visibility } from './answer.ts';

export interface Placement {
  id: string;
  text: Text;
  limit: number;
  layout: 'hero' | 'list' | 'grid';
  columns: number;
  /** Context codes of LOGIC §1.4: H C P K O S 0 E A T R B V M. */
  contexts: string[];
  visibility: Visibility;
  /** Proactive places advertise: the soft part of suppression holds there. */
  proactive: boolean;
  /** In a shop: online behaviour needs the purpose `instore`; nothing sensitive. */
  inStore: boolean;
  /** Where a product must be available unless the strategy says so itself. */
  fulfilment: 'online' | 'store' | 'any';
  diverse: boolean;
  actions: string[];
  /** How long the answer may be shown, minutes. */
  validMinutes: number;
  /** Kinds of action compete here by what they are worth (LOGIC §1.9), instead of one strategy leading. */
  arbitrates?: boolean;
  /** In priority order. */
  strategies: string[];
  /** In place of them when a model is measured from outside: its own order, then what fills up. */
  measured?: string[];
  /** Tried after the strategies; their answer counts as DEFAULT. */
  fallback: string[];
}

const SHOP = ['addToCart', 'dismiss'];
const STAFF = ['reserve', 'addToCart', 'share', 'dismiss'];
const CROWD = ['best_site', 'most_viewed', 'most_wished', 'from_range'];

const WEB = {
  layout: 'grid',
  columns: 4,
  visibility: 'customer',
  proactive: false,
  inStore: false,
  fulfilment: 'online',
  diverse: true,
  actions: SHOP,
  validMinutes: 10,
} as const;
const STORE = {
  layout: 'list',
  columns: 1,
  visibility: 'customer',
  proactive: true,
  inStore: true,
  fulfilment: 'store',
  diverse: false,
  actions: STAFF,
  validMinutes: 15,
} as const;

const words = (text: string): string[] => text.split(' ');

const DECLARED: Placement[] = [
  {
    ...WEB,
    id: 'web.home.hero',
    text: { de: 'Startseite, Bühne', en: 'Home page, hero' },
    limit: 1,
    layout: 'hero',
    columns: 1,
    contexts: ['H'],
    proactive: true,
    diverse: false,
    strategies: words(
      'landing warranty acc_fresh recent_need drop_viewed back_mine hist_view_view due_now cart_open service_setup offer_brand_aff foryou_hybrid occasion list_editor offer_site',
    ),
    fallback: CROWD,
  },
  {
    ...WEB,
    id: 'web.home.row1',
    text: { de: 'Startseite, erste Reihe', en: 'Home page, first row' },
    limit: 8,
    contexts: ['H'],
    proactive: true,
    strategies: words(
      'acc_fresh warranty service_setup next_item hist_view_view recent acc_owned hist_buy_buy due_now wish foryou_hybrid next_cat aff_brand new_aff offer_brand_aff offer_site weather best_channel',
    ),
    fallback: CROWD,
  },
  {
    ...WEB,
    id: 'web.product.row1',
    text: { de: 'Produktseite, erste Reihe', en: 'Product page, first row' },
    limit: 8,
    contexts: ['P'],
    strategies: words(
      'oos_alt view_view sim_attr acc_seed bundle outfit buy_buy view_buy variant_colour compl sim_other_brand best_cat most_viewed_brand',
    ),
    fallback: CROWD,
  },
  {
    ...WEB,
    id: 'web.cart.row1',
    text: { de: 'Warenkorb, erste Reihe', en: 'Basket, first row' },
    limit: 6,
    contexts: ['K'],
    strategies: words('acc_seed cart_multi cart_rest recipe project buy_buy_basket buy_buy_omni compl best_basket_filler sim_own'),
    measured: words('cart_multi cart_rest buy_buy_basket acc_seed best_basket_filler'),
    fallback: CROWD,
  },
  {
    ...WEB,
    id: 'web.search.row1',
    text: { de: 'Suche, erste Reihe', en: 'Search, first row' },
    limit: 8,
    contexts: ['S', '0'],
    diverse: false,
    strategies: words('search_click search_buy search_none trend_search best_brand'),
    fallback: CROWD,
  },
  {
    ...WEB,
    id: 'mail.newsletter',
    text: { de: 'Newsletter', en: 'Newsletter' },
    limit: 6,
    layout: 'list',
    columns: 1,
    contexts: ['E'],
    proactive: true,
    actions: ['open', 'dismiss'],
    validMinutes: 3 * 24 * 60,
    strategies: words(
      'warranty acc_fresh service_setup due_now back_wish drop_wish drop_viewed recent_need hist_view_view hist_buy_buy vip foryou_hybrid next_cat aff_brand offer_brand_aff offer_site acc_owned howto review_ask points_expiring',
    ),
    fallback: ['best_week', ...CROWD],
  },
  {
    ...STORE,
    id: 'push.store',
    text: { de: 'Mitteilung in der Filiale', en: 'Push in the store' },
    limit: 1,
    contexts: ['A'],
    actions: ['open', 'dismiss'],
    validMinutes: 60,
    strategies: words('offer_store_interest cart_here wish_here back_wish recent_here'),
    fallback: ['offer_store'],
  },
  {
    ...STORE,
    id: 'tablet.next_best',
    text: { de: 'Tablet, beste Aktion', en: 'Tablet, next best action' },
    limit: 3,
    contexts: ['T'],
    visibility: 'associate',
    fulfilment: 'any',
    arbitrates: true,
    strategies: words(
      'appointment_items offer_store_interest warranty acc_owned quote_open cart_here wish_here recent_here recent_need due_now service_setup successor offer_store aff_brand foryou_store best_store',
    ),
    fallback: CROWD,
  },
  {
    ...STORE,
    id: 'till.one',
    text: { de: 'Kasse, ein Hinweis', en: 'Till, one hint' },
    limit: 1,
    contexts: ['R'],
    strategies: words('offer_store_interest warranty acc_fresh buy_buy_offline points_expiring points_gap best_store'),
    fallback: CROWD,
  },
  {
    ...STORE,
    id: 'beacon.here',
    text: { de: 'Hier in der Filiale', en: 'Here in the store' },
    limit: 3,
    contexts: ['B'],
    actions: SHOP,
    strategies: words('cart_here wish_here zone_interest recent_here offer_store rescue_food trend_store most_scanned best_store'),
    fallback: CROWD,
  },
  {
    ...WEB,
    id: 'app.home',
    text: { de: 'App, Startseite', en: 'App, home' },
    limit: 6,
    contexts: ['A'],
    proactive: true,
    strategies: words(
      'warranty acc_fresh cart_open back_wish drop_wish hist_view_view recent next_item due_now rebuy drop_viewed acc_owned foryou_hybrid next_cat aff_brand offer_brand_aff best_channel best_week',
    ),
    fallback: CROWD,
  },
  {
    ...WEB,
    id: 'service.next',
    text: { de: 'Service, nächster Schritt', en: 'Service, next step' },
    limit: 3,
    layout: 'list',
    columns: 1,
    contexts: ['V'],
    visibility: 'associate',
    actions: STAFF,
    strategies: words('service_setup spare_part ticket_help appointment quote_open return_swap'),
    fallback: CROWD,
  },
  {
    ...WEB,
    id: 'session.next',
    text: { de: 'Nächster Artikel der Sitzung', en: 'Next item of the session' },
    limit: 20,
    layout: 'list',
    columns: 1,
    contexts: ['H', 'P', 'C', 'A'],
    diverse: false,
    strategies: words('session_next session_need'),
    fallback: ['most_viewed', 'best_site', 'from_range'],
  },
  {
    ...WEB,
    id: 'basket.next',
    text: { de: 'Nächster Einkauf', en: 'Next basket' },
    limit: 20,
    layout: 'list',
    columns: 1,
    contexts: ['A', 'E', 'K', 'M'],
    diverse: false,
    strategies: words('due_basket rebuy hist_buy_buy cart_multi'),
    fallback: CROWD,
  },
];

export const PLACEMENTS: ReadonlyMap<string, Placement> = new Map(DECLARED.map((placement) => [placement.id, placement]));

/** Strategies a control-group member may still see (LOGIC §1.6). */
export const HOLDOUT_STRATEGIES: ReadonlySet<string> = new Set(['best_site', 'best_cat', 'from_range']);
