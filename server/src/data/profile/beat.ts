// The short form of an accepted entry that followers read from the bus: live screens, counters, learning.
import { fnv1a32 } from '@faden/engine';
import { type Entry, type EntryBody, type EntryProduct, text } from './entry.ts';
import type { LogRow } from './store.ts';

export interface Beat {
  node: string;
  type: string;
  event: string;
  /** Event time and acceptance, ISO. */
  at: string;
  got: string;
  channel: string;
  trust: string;
  skus?: string[];
  quantities?: number[];
  place?: string;
  ref?: string;
  /** Of the whole event. */
  cents?: number;
  /** Number of the visit, where the client counts visits. */
  session?: number;
  /** Of a search: the entry that says what was typed. The words themselves stay in the log, where an erasure finds them. */
  searched?: { source: number; id: string };
  /** Of a review, 1 to 5. */
  stars?: number;
  /** The article looked at was out of stock. */
  oos?: true;
  /** Of a sale: cents per unit by line (0 = unknown), lines bought as presents, store it is collected in ('' = not told). */
  prices?: number[];
  gifts?: number[];
  collect?: string;
  /** Of a return: why, by line, in one of few words. */
  reasons?: (ReturnReason | null)[];
}

/** A beat made from the log, not from the bus. */
export interface ReadBeat extends Beat {
  /** Of a search, as typed. */
  term?: string;
}

export type ReturnReason = 'small' | 'large' | 'defective' | 'wrong' | 'late' | 'disliked' | 'other';

export function beatOf(row: LogRow): Beat {
  const body = row.body as EntryBody;
  const properties = body.properties ?? {};
  const own = row.source === 0 ? (properties['products'] as EntryProduct[] | undefined) : undefined;
  const products = own ?? body.read?.products;
  const place = body.read?.storeId ?? properties['store_id'];
  const ref = properties['ref'] ?? properties['order_id'];
  const cents = body.read?.totalCents ?? properties['totalCents'];
  const session = sessionOf(row.node_id, body, properties);
  return {
    node: row.node_id,
    type: row.type,
    event: row.event || (body.name ?? ''),
    at: row.at,
    got: row.received_at,
    channel: row.channel,
    trust: row.trust,
    ...(products
      ? { skus: products.map((p) => p.sku), quantities: products.map((p) => p.quantity ?? 1) }
      : body.read?.sku
        ? { skus: [body.read.sku] }
        : {}),
    ...(typeof place === 'string' ? { place } : {}),
    ...(typeof ref === 'string' ? { ref } : {}),
    ...(typeof cents === 'number' ? { cents } : {}),
    ...(session === undefined ? {} : { session }),
    ...more[row.event]?.(properties, products ?? [], row),
  };
}

/** The beat of an entry as read back from the log. */
export function beatFrom(entry: Entry): ReadBeat {
  const beat = beatOf({
    source: entry.source,
    message_id: entry.id,
    node_id: entry.node,
    type: entry.type,
    event: entry.event,
    at: new Date(entry.at).toISOString(),
    received_at: new Date(entry.receivedAt).toISOString(),
    channel: entry.channel,
    trust: entry.trust,
    body: entry.body,
  });
  const term = beat.searched && termIn(entry.body.properties ?? {});
  return term === undefined ? beat : { ...beat, term };
}

const termIn = (properties: Record<string, unknown>): string | undefined => text(properties['query']) ?? text(properties['search_term']);

/** Clients number visits by time or chance, so the number only means something on its device. */
function sessionOf(node: string, body: EntryBody, properties: Record<string, unknown>): number | undefined {
  const context = body.context;
  const given = context?.['sessionId'] ?? context?.['session_id'] ?? properties['session_id'] ?? properties['sessionId'];
  if ((typeof given !== 'string' && typeof given !== 'number') || given === '') return undefined;
  return fnv1a32(`${body.anonymousId ?? node} ${given}`) & 0x7fffffff || 1;
}

type More = (properties: Record<string, unknown>, products: readonly EntryProduct[], row: LogRow) => Partial<Beat>;
const more: Readonly<Record<string, More | undefined>> = {
  'Products Searched': (properties, _products, row) =>
    termIn(properties) === undefined ? {} : { searched: { source: row.source, id: row.message_id } },
  'Product Viewed': (properties) => (isOutOfStock(properties) ? { oos: true } : {}),
  'Product Reviewed': (properties) => {
    const stars = Number(properties['rating'] ?? properties['stars']);
    return stars >= 1 && stars <= 5 ? { stars } : {};
  },
  'Order Completed': (properties, products) => ({
    ...(products.some((p) => priceOf(p) > 0) ? { prices: products.map(priceOf) } : {}),
    ...giftsIn(properties, products),
    ...collectionIn(properties),
  }),
  'Order Refunded': (_properties, products) =>
    products.some((p) => p.reason !== undefined) ? { reasons: products.map((p) => reasonOf(p.reason)) } : {},
};

const priceOf = (product: EntryProduct): number => product.unitPriceCents ?? product.priceCents ?? 0;

/** What customers and cashiers write, brought down to what can be counted; their own words may name somebody. */
const reasons: readonly [ReturnReason, RegExp][] = [
  ['small', /zu (klein|eng|kurz)|too (small|tight|short)/i],
  ['large', /zu (gro(ß|ss)|weit|lang)|too (big|large|loose|long)/i],
  ['defective', /defekt|kaputt|besch(ä|ae)digt|broken|damaged|faulty|defective/i],
  ['wrong', /falsch|wrong|not as described|nicht wie beschrieben/i],
  ['late', /zu sp(ä|ae)t|\blate\b/i],
  ['disliked', /gef(ä|ae)llt|dislike|don.?t like/i],
];

function reasonOf(given: unknown): ReturnReason | null {
  if (typeof given !== 'string' || given.trim() === '') return null;
  return reasons.find(([, pattern]) => pattern.test(given.slice(0, 500)))?.[0] ?? 'other';
}

/** Shops write `in_stock: false`, `out_of_stock`, `OutOfStock` or schema.org's address of it. */
function isOutOfStock(properties: Record<string, unknown>): boolean {
  if (properties['in_stock'] === false || properties['inStock'] === false) return true;
  const said = properties['availability'];
  return typeof said === 'string' && /(?:out[ _-]?of[ _-]?stock|sold[ _-]?out)$/i.test(said.slice(-40));
}

function giftsIn(properties: Record<string, unknown>, products: readonly EntryProduct[]): Partial<Beat> {
  const whole = properties['gift'] === true;
  const gifts = products.flatMap((product, i) => (whole || product.gift ? [i] : []));
  return gifts.length > 0 ? { gifts } : {};
}

/** Click & collect, as our orders write it or as a shop says it. */
function collectionIn(properties: Record<string, unknown>): Partial<Beat> {
  const said = properties['delivery'] ?? properties['shipping_method'];
  if (typeof said !== 'string' || !/^(?:collect|pick[ _-]?up|click[ _-]?(?:and|&)[ _-]?collect)$/i.test(said)) return {};
  return { collect: text(properties['delivery_place']) ?? text(properties['store_id']) ?? '' };
}
