// What the parts of a strategy are called in English; SEED stands for what a strategy starts from.

export type Phrases = Readonly<Record<string, string>>;

/** What happened to a product, as a participle. */
export const EVENTS: Phrases = {
  view: 'viewed',
  'view.otherdevice': 'viewed on another device',
  viewoos: 'viewed while it was sold out',
  cart: 'put into a basket',
  wish: 'put on a wish list',
  later: 'saved for later',
  scan: 'scanned',
  compare: 'compared',
  search: 'searched for',
  buy: 'bought',
  'buy.basket': 'bought on the same receipt',
  anybuy: 'bought on any channel',
  storebuy: 'bought in a store',
  firstbuy: 'bought as a first purchase',
  giftbuy: 'bought as a present',
  collect: 'collected',
  return: 'returned',
  quote: 'quoted',
  appointment: 'chosen for an appointment',
  any: 'dealt with',
};

/** What something starts from, where it starts from something. */
export const SEEDS: Phrases = {
  seed: 'the item on the page',
  cart: 'what lies in the basket',
  order: 'what was ordered',
  owned: 'what the person owns',
  wish: "the person's wish list",
  session: 'what was looked at in this visit',
  need: 'the need group at hand',
  occasion: 'the occasion',
  'hist.view': 'what the person viewed',
  'hist.buy': 'what the person bought',
  'hist.storebuy': 'what the person bought in a store',
  'hist.anybuy': 'what the person bought on any channel',
  'hist.any': 'what the person dealt with',
  'hist.storebuy.cat': 'the categories the person buys from in a store',
};

/** What stays inside. */
export const WITHIN: Phrases = {
  site: '',
  fixed: '',
  channel: 'on this channel',
  region: 'in the region',
  store: 'in this store',
  segment: 'among people of the same segment',
  tier: 'in the loyalty tier of the person',
  cat: 'in the category at hand',
  parent: 'in the category above',
  brand: 'of the brand at hand',
  household: 'for the whole household',
  term: '',
  zone: 'in the zone at hand',
};

/** Where a source does not start from something but stays inside it. */
export const AMONG: Phrases = {
  cart: 'in the basket',
  wish: "on the person's wish list",
  need: 'in the need group at hand',
  session: 'of this visit',
  'hist.view': 'that the person viewed',
  'hist.storebuy.cat': 'of the categories the person buys from in a store',
};

/** What goes together, and what follows what. */
export const PAIRS: Phrases = {
  'view>view': 'products viewed by people who viewed SEED',
  'view>buy': 'products bought by people who viewed SEED',
  'view>storebuy': 'products bought in a store by people who viewed SEED online',
  'buy>buy': 'products bought by people who bought SEED',
  'buy>buy.basket': 'products bought on the same receipt as SEED',
  'storebuy>storebuy': 'products bought in a store by people who bought SEED in a store',
  'anybuy>anybuy': 'products bought on any channel by people who bought SEED',
  'storebuy>anybuy': 'products bought on any channel by people who bought SEED in a store',
  'cart>cart': 'products put into the same basket as SEED',
  'compare>compare': 'products compared with SEED',
  'wish>wish': 'products on the same wish lists as SEED',
  'scan>scan': 'products scanned in a store by people who scanned SEED',
  'buy>buy.30d': 'products bought within 30 days after SEED',
  'view>view.next': 'products viewed right after SEED',
  'viewoos>buy': 'products bought by people who found SEED sold out',
  'return>buy.14d': 'products bought within 14 days after SEED was returned',
  'firstbuy>buy': 'products bought after SEED by people whose first purchase it was',
};

export const RELATIONS: Phrases = {
  accessory: 'accessories of',
  warranty: 'extended warranties for',
  service: 'set-up and services for',
  spare: 'spare parts of',
  consumable: 'supplies for',
  compatible: 'goods that work with',
  care: 'care products for',
  set: 'what completes a set with',
  look: 'what completes the look with',
  bundle: 'sets that are cheaper together with',
  recipe: 'what a recipe still needs beside',
  project: 'what a project still needs beside',
  successor: 'successors of',
  tradein: 'trade-ins for',
  gift: 'gift cards for',
};

export const OFFERS: Phrases = {
  active: 'running offers',
  store: 'running offers',
  ending48h: 'offers that end within 48 hours',
  member: 'offers for members',
  vip: 'offers for the best customers',
};

export const DUE: Phrases = {
  now: 'what the person has probably used up within a week, from their own rhythm',
  '7d': 'what is not due now but probably within the week after',
  basket: 'the next basket the learned model expects from the earlier ones',
  consumable: 'supplies the owned devices have probably used up',
  regular: 'what the person buys regularly',
};

export const OTHERS: Phrases = {
  subst: 'products viewed together with SEED often and bought together with it less than by chance',
  compl: 'products bought together with SEED more than 1.5 times chance and seldom viewed beside it',
  mf: 'products the taste model expects the person to like',
  u2u: 'products people with the most similar taste like',
  hybrid: 'a blend of taste model, next basket, next item of the visit and popular goods of the needs of the person',
  'seqmodel(item)': 'products the session model expects next after SEED',
  nextcat: 'popular goods of the need groups that usually come next after SEED',
  'aff(cat)': 'popular goods of the departments the person leans to',
  'aff(brand)': 'popular goods of the brands the person leans to',
  'aff(price)': 'popular goods at the price level of the person',
  'aff(size+colour)': 'popular goods in the size and colours of the person',
  'aff(zone)': 'popular goods of the zones of the store the person stayed in',
  'variant(colour)': 'SEED in other colours',
  'search(term>view)': 'products chosen after the same search',
  'search(term>buy)': 'products bought after the same search',
  'search(near>buy)': 'products bought after a search written alike',
  'list(campaign)': 'the list of the campaign that brought the visitor',
  'list(editor)': 'the list the editors picked',
  'list(sponsor)': 'paid places, always marked as advertising',
  'situ(weather)': 'goods for the weather of the place',
  'situ(daypart)': 'goods for the time of day',
  'situ(occasion)': 'goods for the next occasion in the calendar',
  'content(brandbanner)': 'the banner of a brand',
  'content(cattile)': 'the tile of a category',
  'content(guide)': 'a buying guide for SEED',
  'content(howto)': 'instructions for SEED',
  'content(review)': 'the request to review SEED',
  'content(event)': 'an event in a store',
  'service(appointment)': 'an appointment for advice on SEED',
  'service(collect)': 'the hint that SEED can be collected today',
  'service(storereturn)': 'the hint that SEED can be returned in a store',
  'service(ticket)': 'help with SEED',
  'service(login)': 'what signing in is good for',
  'loyalty(expiring)': 'points that expire soon',
  'loyalty(gap)': 'how many points the next tier is away',
  'rand(uniform)': 'products drawn at random',
  'rand(novel)': 'products drawn at random from what is new to the person',
  'rand(range)': 'the range in its own order, so that no slot stays empty',
  'rate(buy/view)': 'products most of whose viewers buy',
  'rate(keep/buy)': 'products most of whose buyers keep them',
  'rate(stars)': 'products with the best reviews',
  'trend(search)': 'products searched for more than usual',
  'trend(rank)': 'products that climbed most places',
  clear: 'remainders at clearance prices',
};

export const SIMILAR: Phrases = { attr: 'attributes', text: 'descriptions', image: 'pictures', colour: 'colours', style: 'style' };

export const RANKERS: Phrases = {
  cp: 'the most probable first',
  llr: 'the most certain link first',
  lift: 'the strongest link first',
  rev: 'by revenue',
  margin: 'by margin',
  pct: 'the largest saving first',
  rec: 'the newest first',
  rate: 'by the share of viewers who buy',
  freq: 'the most frequent first',
  due: 'the most urgent first',
  pop: 'the most popular first',
  interest: 'by interest',
  editor: "in the editors' order",
};

export const FITTED: Phrases = {
  cat: 'departments',
  brand: 'brands',
  size: 'size',
  style: 'style',
  interest: 'interest',
  all: 'departments, brands, size, style and interest',
};

/** One's own past, as a verb. */
export const OWN: Phrases = {
  cart: 'has in the basket',
  wish: 'has on the wish list',
  later: 'saved for later',
  quote: 'was quoted',
  appointment: 'chose for an appointment',
};
