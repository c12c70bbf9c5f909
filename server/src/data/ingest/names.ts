// Event names: tidied, and matched without regard to case to the names of the Segment ecommerce spec and Faden's own.

// biome-ignore format: a table
const CANONICAL = [
  'Products Searched', 'Product List Viewed', 'Product List Filtered', 'Product Clicked', 'Product Viewed', 'Product Added',
  'Product Removed', 'Cart Viewed', 'Cart Shared', 'Checkout Started', 'Checkout Step Viewed', 'Checkout Step Completed',
  'Payment Info Entered', 'Order Completed', 'Order Updated', 'Order Refunded', 'Order Cancelled', 'Coupon Entered',
  'Coupon Applied', 'Coupon Denied', 'Coupon Removed', 'Promotion Viewed', 'Promotion Clicked', 'Product Added to Wishlist',
  'Product Removed from Wishlist', 'Wishlist Product Added to Cart', 'Product Shared', 'Product Reviewed', 'Product Scanned',
  'Store Entered', 'Store Left', 'Beacon Sighted', 'Tag Tapped', 'Consultation Started', 'Appointment Booked', 'Decision Shown',
  'Decision Clicked', 'Decision Dismissed',
];

const BY_LOWER = new Map(CANONICAL.map((name) => [name.toLowerCase(), name]));
const SPACES = /\s+/gu;
/** Invisible characters that would make a twin of a known name. */
const INVISIBLE = /\p{Cf}/gu;

export interface EventName {
  name: string;
  /** The name as sent, when tidying changed it. */
  raw?: string;
}

/** The tidy name, or undefined when the value is not a usable name. */
export function tidyEventName(value: unknown): EventName | undefined {
  if (typeof value !== 'string') return undefined;
  const known = BY_LOWER.get(value.toLowerCase());
  if (known !== undefined) return known === value ? { name: known } : { name: known, raw: value };
  const tidy = value.replace(INVISIBLE, '').replace(SPACES, ' ').trim();
  if (tidy === '' || tidy.length > 200 || !tidy.isWellFormed() || /\p{Cc}/u.test(tidy)) return undefined;
  const name = BY_LOWER.get(tidy.toLowerCase()) ?? tidy;
  return name === value ? { name } : { name, raw: value };
}
