// Cart, wish list, searches, what was put aside for later and what was waved away.
import { type Entry, productsOf, text } from '../entry.ts';
import { believed } from './signals.ts';

export interface CartEntry {
  quantity: number;
  unitPriceCents?: number;
  at: number;
}
export interface Shopping {
  cart: Record<string, CartEntry>;
  wishlist: Record<string, number>;
  searches: { term: string; at: number; channel: string }[];
  dismissed: Record<string, number>;
  /** Put aside for later, with when. */
  later: Record<string, number>;
}
const searchesKept = 50;

type Step = (state: Shopping, entry: Entry) => void;

const added: Step = (state, entry) => {
  for (const product of productsOf(entry)) {
    const line = state.cart[product.sku];
    const price = product.priceCents ?? line?.unitPriceCents;
    state.cart[product.sku] = {
      quantity: (line?.quantity ?? 0) + (product.quantity ?? 1),
      at: entry.at,
      ...(price === undefined ? {} : { unitPriceCents: price }),
    };
  }
};
const removed: Step = (state, entry) => {
  for (const product of productsOf(entry)) {
    const line = state.cart[product.sku];
    if (!line) continue;
    line.quantity -= product.quantity ?? line.quantity;
    if (line.quantity <= 0) delete state.cart[product.sku];
  }
};
const ordered: Step = (state, entry) => {
  // Bought anywhere, it leaves the cart everywhere; a browser's own word may empty only the cart it fills.
  if (!believed(entry) && entry.trust !== 'public') return;
  for (const product of productsOf(entry)) {
    delete state.cart[product.sku];
    delete state.later[product.sku];
    if (believed(entry)) delete state.wishlist[product.sku];
  }
};
const searched: Step = (state, entry) => {
  const term = text(entry.body.properties?.['query']) ?? text(entry.body.properties?.['search_term']);
  if (!term) return;
  state.searches.push({ term: term.slice(0, 200), at: entry.at, channel: entry.channel });
  if (state.searches.length > searchesKept) state.searches.shift();
};

const steps: Record<string, Step> = {
  'Product Added': added,
  'Product Removed': removed,
  'Order Completed': ordered,
  'Products Searched': searched,
  'Product Added to Wishlist': (state, entry) => {
    for (const product of productsOf(entry)) state.wishlist[product.sku] = entry.at;
  },
  'Product Removed from Wishlist': (state, entry) => {
    for (const product of productsOf(entry)) delete state.wishlist[product.sku];
  },
  'Product Saved for Later': (state, entry) => {
    for (const product of productsOf(entry)) {
      state.later[product.sku] = entry.at;
      delete state.cart[product.sku];
    }
  },
  'Decision Dismissed': (state, entry) => {
    for (const product of productsOf(entry)) state.dismissed[product.sku] = entry.at;
  },
};

const bag = <T>() => Object.create(null) as Record<string, T>;

export const shopping = {
  start: (): Shopping => ({ cart: bag(), wishlist: bag(), searches: [], dismissed: bag(), later: bag() }),
  add(state: Shopping, entry: Entry): void {
    if (entry.type === 'track') steps[entry.event]?.(state, entry);
  },
};
