// What the engine reads: the catalogue, the stock, one person and the learned tables, as plain data.
// Money is integer cents (gross), instants are epoch milliseconds, ids are the caller's own strings.

export type Instant = number;
export interface Text {
  de: string;
  en: string;
}

export type NeedKind = 'durable' | 'variety' | 'consumable' | 'perishable' | 'service';

/** The level of the category tree at which products replace one another (LOGIC §0). */
export interface NeedGroup {
  id: string;
  name: Text;
  kind: NeedKind;
  /** `large` durables have a longer view-through window. */
  lifetimeDays: number;
  interestHalfLifeDays: number;
  vtcWindowDays: number;
  /** Weibull repurchase hazard; absent for groups without one. */
  hazard?: { k: number; lambdaDays: number };
  family?: string;
  /** Merchant-given market shares per attribute, e.g. `{ brand: { Acer: 0.2 } }`; win over measured ones. */
  priors?: Record<string, Record<string, number>>;
}

export interface Relation {
  type: string;
  sku: string;
  withinDays?: number;
}

export interface Product {
  sku: string;
  gtin?: string;
  name: Text;
  brand?: string;
  category: string[];
  needGroup: string;
  priceCents?: number;
  listPriceCents?: number;
  marginCents?: number;
  currency: string;
  attributes: Record<string, string | number | boolean>;
  tags: string[];
  images: string[];
  relations: Relation[];
  model?: string;
  ageGate?: number;
  special?: string;
  active: boolean;
  /** When Faden first heard of it. */
  createdAt: Instant;
  /** First day of sale; ahead of now = coming soon. Without it, what arrived after the first import counts as new from `createdAt`. */
  availableFrom?: Instant;
  /** Since when the present price is asked. */
  priceSince?: Instant;
}

export interface Catalogue {
  /** Changes whenever anything a decision could see changes. */
  version: string;
  /** The same object for all views of one shop's catalogue: what is kept with it outlives a change of version. */
  lineage?: object;
  /** Changes when anything but prices changes among the articles of this need group; undefined when this view is no longer the newest. */
  revision?(needGroup: string): number | undefined;
  /** Articles of which anything changed after that version; undefined when it is too long ago to tell. */
  changedSince?(version: string): readonly string[] | undefined;
  product(sku: string): Product | undefined;
  /** Never undefined: an undeclared group is kept as named, kind variety. */
  needGroup(id: string): NeedGroup;
  /** Declared need groups of a family. */
  needGroupsOfFamily?(family: string): readonly string[];
  skusOfNeed(needGroup: string): readonly string[];
  skusOfBrand(brand: string): readonly string[];
  /** Products at or below this category path element, e.g. `Laptops`. */
  skusOfCategory(category: string): readonly string[];
  allSkus(): readonly string[];
  /** Owners of relations pointing at `sku`, e.g. which devices an accessory fits. */
  relatedFrom(sku: string, type: string): readonly string[];
  /** Skus whose name, brand, category, tags or gtin match every token of the term, best first. */
  search(term: string, limit: number): readonly string[];
  /** Lowest price asked in the 30 days before `at`, or undefined without history. */
  lowest30dCents(sku: string, at: Instant): number | undefined;
}

export interface Place {
  id: string;
  kind: 'store' | 'warehouse' | 'web';
  name: string;
  region?: string;
  geo?: { lat: number; lon: number };
  timeZone: string;
  /** Delivers on the day of the order. */
  sameDay?: boolean;
}

export type StockState = 'in_stock' | 'low' | 'orderable' | 'out' | 'untracked';
export interface Availability {
  placeId: string;
  /** Available to promise, units; Infinity is never used: untracked goods say 0 with state `untracked`. */
  atp: number;
  state: StockState;
  asOf: Instant;
  shelf?: string;
  /** Found in another store in reach, where it can be had today. */
  nearby?: boolean;
}

export interface Stock {
  place(id: string): Place | undefined;
  places(): readonly Place[];
  /** ATP in that store for a customer standing there (safety 0). */
  inStore(sku: string, placeId: string, now: Instant): Availability;
  /** ATP for shipping (warehouse/web, or all stores where there is neither). Services and goods nobody ever counted are `untracked` and count as sellable. */
  online(sku: string, now: Instant): Availability;
  /** Sold out before and available again since `since`, newest first; anywhere, or in one store. */
  restocked?(since: Instant, placeId?: string): readonly { sku: string; at: Instant }[];
  /** In that store with a best-before day up to `until`, soonest first. */
  expiring?(placeId: string, until: Instant): readonly { sku: string; bestBefore: Instant }[];
}

export type OfferType = 'percent' | 'amount' | 'price' | 'bundle' | 'points' | 'service';
export interface Offer {
  id: string;
  type: OfferType;
  skus: string[];
  needGroup?: string;
  priceCents?: number;
  percent?: number;
  amountCents?: number;
  /** Empty = everywhere. */
  stores: string[];
  channels: string[];
  segments: string[];
  from: Instant;
  until: Instant;
  budgetCents?: number;
  perPersonCap?: number;
  lever?: number;
  ageGate?: number;
  memberOnly?: boolean;
  text: Text;
}

export type SignalKind =
  | 'impression'
  | 'view'
  | 'longview'
  | 'click'
  | 'searchclick'
  | 'scan'
  | 'compare'
  | 'wish'
  | 'cart'
  | 'reserve'
  | 'buy'
  | 'return'
  | 'dismiss';

/** One thing a person did with one product. Sorted by (at, id) everywhere. */
export interface Signal {
  at: Instant;
  id: string;
  kind: SignalKind;
  sku: string;
  channel: string;
  /** The node the event came from; tells devices apart. */
  device: string;
  placeId?: string;
  /** Cents per unit as seen or paid, where known. */
  priceCents?: number;
  /** It could not be had when this happened. */
  soldOut?: boolean;
}

export interface Purchase {
  sku: string;
  quantity: number;
  unitPriceCents: number;
  /** store | web | app | phone … */
  channel: string;
  placeId?: string;
  at: Instant;
  /** When Faden learned of it; suppression may count from here for late receipts. */
  acceptedAt: Instant;
  /** Receipt or order it stands on. */
  ref: string;
  returned?: { quantity: number; at: Instant; reason?: string; cancelled?: boolean };
  gift?: boolean;
}

export interface CartLine {
  sku: string;
  quantity: number;
  unitPriceCents?: number;
  at: Instant;
}

/** The picture of one person as the engine needs it, already restricted to nothing: consent is applied by the pipeline. */
export interface Person {
  id: string;
  externalId?: string;
  userId?: string;
  /** The card, login, … that named the person in this request. */
  basis: 'card' | 'login' | 'token' | 'profile' | 'email' | 'device' | 'session' | 'none';
  purposes: ReadonlySet<string>;
  signals: readonly Signal[];
  purchases: readonly Purchase[];
  cart: readonly CartLine[];
  wishlist: readonly { sku: string; at: Instant }[];
  searches: readonly { term: string; at: Instant }[];
  dismissed: readonly { sku: string; at: Instant }[];
  /** Proven birthday, if any. */
  birthday?: string;
  openComplaints: readonly { sku?: string; until: Instant }[];
  tier?: string;
  /** Ids of the segments the person is in, for offers meant for some. */
  segments?: readonly string[];
  /** Put aside for later. */
  later?: readonly { sku: string; at: Instant }[];
  /** Open quotes. */
  quotes?: readonly { id: string; at: Instant; until?: Instant; skus: readonly string[] }[];
  /** Appointments to come, with what was asked for. */
  appointments?: readonly { at: Instant; placeId?: string; skus: readonly string[]; needGroup?: string }[];
  /** Departments the person stayed in (purpose `location`). */
  zones?: readonly { zone: string; placeId: string; at: Instant; seconds?: number }[];
  /** What others of the household bought, as far as they allowed it: shapes suggestions, is never told. */
  household?: readonly Purchase[];
  loyalty?: {
    points: number;
    /** Points that expire next, on a day YYYY-MM-DD. */
    expiring?: { points: number; date: string };
    /** What is missing to the next tier. */
    gap?: { points: number; tier: string };
  };
}

/** One answer of a learned table; `because` is the given article that spoke loudest for it. */
export interface Learned {
  sku: string;
  score: number;
  because?: string;
}

/** An article someone is known to have dealt with, and how much that says. */
export interface Weighted {
  sku: string;
  weight: number;
}

/** How the past fades in a table: half-life or window in days, the same season last year (ISO week ± 2), or not at all. */
export type Fading = { kind: 'halfLife' | 'window'; days: number } | { kind: 'season' } | { kind: 'life' };

export interface Neighbour {
  sku: string;
  score: number;
  llr: number;
  lift: number;
  n: number;
}

/** Learned tables, swapped atomically; every list is best first with scores > 0, and empty where nothing was learned. */
export interface Models {
  version: string;
  /**
   * Faded event counts. Events: `view cart wish scan buy compare firstbuy giftbuy collect`. Scope keys: `site`, `store:st_hh`,
   * `need:laptops`, `cat:Laptops`, `brand:Acer`, `channel:app`, `region:HH`, `segment:…`, `tier:gold`. Cells with fewer than five buyers are empty.
   */
  popular(event: string, scope: string, limit: number, fading?: Fading): readonly { sku: string; score: number }[];
  /**
   * Co-occurrence after shrinkage and the LLR gate; `pair` like `view>view`, `view>buy`, `view>storebuy`, `buy>buy`, `buy>buy.basket`,
   * `cart>cart`, `storebuy>storebuy`, `anybuy>anybuy`; `scope` narrows to `region:…`, `segment:…` or `store:…` where such a table exists.
   */
  together(pair: string, sku: string, limit: number, scope?: string): readonly Neighbour[];
  /** In that order and gap: `view>view.next`, `buy>buy.30d`, `viewoos>buy`, `return>buy.14d`, `firstbuy>buy` (LOGIC §1.4 `seq`). */
  followed(pair: string, sku: string, limit: number): readonly Neighbour[];
  /** Co-viewed often and bought together less than by chance. */
  substitutes(sku: string, limit: number): readonly Neighbour[];
  /** Bought together more than 1.5 times chance and viewed together less than the median. */
  complements(sku: string, limit: number): readonly Neighbour[];
  /** `x_s` against `x_l` (LOGIC §1.4 `trend`), from 2.0; events joined by `+`, also `rank` (places won) . The long window is 14 short ones. */
  trending(events: string, scope: string, windowDays: number, limit: number): readonly { sku: string; score: number }[];
  /** Shrunk rates: `buy/view`, `keep/buy`, `stars` (mean of 1–5, shrunk). */
  rates(rate: string, scope: string, limit: number): readonly { sku: string; score: number }[];
  /** What was viewed or bought after a search for the normalised term; `near` asks terms written alike. */
  searched(term: string, to: 'view' | 'buy', near: boolean, limit: number): readonly Neighbour[];
  /** Terms searched more than usual. */
  trendingTerms(windowDays: number, limit: number): readonly { term: string; score: number }[];
  /** Next articles for a session; newest given first. */
  nextItems(session: readonly { sku: string; event?: string; at?: Instant }[], limit: number): readonly Learned[];
  /** What completes a basket. */
  completes(cart: readonly string[], limit: number): readonly Learned[];
  /** The next basket of somebody who had these; oldest first. */
  nextBasket(baskets: readonly (readonly string[])[], limit: number): readonly Learned[];
  /** Collaborative filtering: implicit factors or a linear autoencoder over what people bought and viewed. */
  likedBy(items: readonly Weighted[], limit: number): readonly Learned[];
  /** What the people most alike like. */
  likedByNeighbours(items: readonly Weighted[], limit: number): readonly Learned[];
  /** Next need groups after these purchases (newest first), with their probability (LOGIC §2.8). */
  nextNeeds(needs: readonly string[], limit: number): readonly { need: string; p: number }[];
  /** Share of units a brand has among purchases of the need group (or its family when the group is thin), person's own excluded where given. Undefined without data. */
  marketShare(attribute: string, needGroup: string): ReadonlyMap<string, number> | undefined;
}

/** A list somebody curated: an editor's picks, the articles of a campaign, paid places. */
export interface CuratedList {
  id: string;
  kind: 'editor' | 'campaign' | 'sponsor';
  skus: readonly string[];
  /** Only on pages of this category, where given. */
  category?: string;
  /** Name of the campaign a landing page carries. */
  campaign?: string;
  from?: Instant;
  until?: Instant;
}

/** Something to show that is no product. */
export interface ContentItem {
  id: string;
  kind:
    | 'brandbanner'
    | 'cattile'
    | 'guide'
    | 'howto'
    | 'review'
    | 'event'
    | 'appointment'
    | 'collect'
    | 'storereturn'
    | 'ticket'
    | 'login'
    | 'points';
  title: Text;
  text?: Text;
  url?: string;
  image?: string;
  brand?: string;
  category?: string;
  needGroup?: string;
  /** Articles it is about. */
  skus?: readonly string[];
  /** Stores it is for; everywhere when empty. */
  stores?: readonly string[];
  from?: Instant;
  until?: Instant;
  /** Value in EUR for arbitration (LOGIC §1.9), merchant lever included elsewhere. */
  value?: number;
}

/** What fits a weather, a time of day or an occasion. */
export interface SituationMap {
  kind: 'weather' | 'daypart' | 'occasion';
  /** `rain`, `hot`, `morning`, `christmas` … */
  key: string;
  needGroups: readonly string[];
  categories: readonly string[];
  tags: readonly string[];
  /** Months (1–12) in which an occasion holds without being named by the page. */
  months?: readonly number[];
}

/** What merchants write by hand. */
export interface Editorial {
  version: string;
  lists: readonly CuratedList[];
  contents: readonly ContentItem[];
  situations: readonly SituationMap[];
}
