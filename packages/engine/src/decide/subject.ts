// Step 1: who is asking, and how much of their past this decision may use (consent, place, anonymity).
import { DAY_MS } from '../maths/decay.ts';
import type { CartLine, Instant, Person, Product, Purchase, Signal } from '../world.ts';

export interface History {
  signals: readonly Signal[];
  purchases: readonly Purchase[];
  cart: readonly CartLine[];
  wishlist: Person['wishlist'];
  searches: Person['searches'];
}

export interface Subject {
  person: Person;
  id: string | null;
  anonymous: boolean;
  /** Whether history-based strategies and personal reasons are allowed. */
  personal: boolean;
  /** What strategies may read; empty without the purpose. Suppression reads `person` itself: it rests on `service`. */
  history: History;
  /** Own signals of the last 24 hours, newest first, for session strategies. */
  recent: readonly Signal[];
}

const NOTHING: History = { signals: [], purchases: [], cart: [], wishlist: [], searches: [] };
const ONLINE: ReadonlySet<string> = new Set(['web', 'app', 'email', 'mail', 'push']);
const SENSITIVE_TAGS: ReadonlySet<string> = new Set(['sensibel', 'sensitive']);
const SENSITIVE_KINDS: ReadonlySet<string> = new Set(['pharmacy', 'health', 'intimacy', 'sensitive']);

/** Goods about health, intimacy, belief …: never shown on shared screens, never a seed, never inferred from. */
export function isSensitive(product: Product): boolean {
  return (product.special !== undefined && SENSITIVE_KINDS.has(product.special)) || product.tags.some((tag) => SENSITIVE_TAGS.has(tag));
}

export interface SubjectInput {
  person: Person;
  /** Looks a product up, remembering the answer: signals name the same few articles again and again. */
  product(sku: string): Product | undefined;
  now: Instant;
  /** Store surface: online behaviour needs `instore`. */
  inStore: boolean;
  evaluation: boolean;
}

/** Resolves the subject for one placement. */
export function resolveSubject({ person, product: find, now, inStore, evaluation }: SubjectInput): Subject {
  const anonymous = person.basis === 'none' || person.basis === 'session' || person.basis === 'device';
  const personal = evaluation || (!anonymous && person.purposes.has('personalisation'));
  const online = evaluation || !inStore || person.purposes.has('instore');
  const health = evaluation || person.purposes.has('health');
  const mayUse = (sku: string): boolean => {
    const product = health ? undefined : find(sku);
    return product === undefined || !isSensitive(product);
  };
  const usable = (signal: Signal): boolean => signal.at <= now && (online || !ONLINE.has(signal.channel)) && mayUse(signal.sku);
  const ownDevice = person.basis === 'device' || person.basis === 'session';
  const signals = personal || ownDevice ? person.signals.filter(usable) : [];
  const history: History = personal
    ? {
        signals,
        purchases: person.purchases.filter((purchase) => isKnown(purchase, now) && mayUse(purchase.sku)),
        cart: online ? person.cart.filter((line) => mayUse(line.sku)) : [],
        wishlist: online ? person.wishlist.filter((wish) => mayUse(wish.sku)) : [],
        searches: online ? person.searches.filter((search) => search.at <= now) : [],
      }
    : NOTHING;
  const recent = signals.filter((signal) => now - signal.at <= DAY_MS && signal.kind !== 'impression').reverse();
  const id = person.basis === 'none' ? null : (person.externalId ?? person.id);
  return { person, id, anonymous, personal, history, recent };
}

/** A purchase counts once it happened or was accepted, whichever clock says so first: a late receipt suppresses from its arrival. */
export function isKnown(purchase: Purchase, now: Instant): boolean {
  return purchase.at <= now || purchase.acceptedAt <= now;
}

/** Whether everything of this purchase line went back (or was cancelled) by `now`. */
export function isReturned(purchase: Purchase, now: Instant): boolean {
  return purchase.returned !== undefined && purchase.returned.at <= now && purchase.returned.quantity >= purchase.quantity;
}
