// What an interaction is: the codes of the kind column, the marks beside it, and which event of the log becomes which kind.

/** Codes of the kind column. */
export const columnKinds = { view: 0, cart: 1, wish: 2, scan: 3, buy: 4, compare: 5, return: 6, search: 7, review: 8, later: 9 } as const;
export type Kind = keyof typeof columnKinds;

/** Kind of rows nothing is learned from any more. */
export const forgotten = 255;

/** Bits of the flags column. */
export const flags = {
  /** Bought as a present. */
  gift: 1,
  /** Ordered to be collected; its place is where, though it was not sold there. */
  collect: 2,
  /** Looked at while it was out of stock. */
  outOfStock: 4,
  /** A sale to nobody known: its node stands for this one sale only. */
  anonymous: 8,
} as const;

const kindByEvent: Record<string, Kind> = {
  'Product Viewed': 'view',
  'Product Added': 'cart',
  'Product Added to Wishlist': 'wish',
  'Product Scanned': 'scan',
  'Product Compared': 'compare',
  'Products Compared': 'compare',
  'Order Completed': 'buy',
  'Order Refunded': 'return',
  'Products Searched': 'search',
  'Product Reviewed': 'review',
  'Product Saved for Later': 'later',
};

/** A browser's order is no sale, and what it says came back did not. */
export function kindOfBeat(event: string, trust: string): Kind | undefined {
  const kind = kindByEvent[event];
  return (kind === 'buy' || kind === 'return') && trust !== 'server' && trust !== 'till' ? undefined : kind;
}
