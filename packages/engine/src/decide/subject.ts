// Step 1: who is asking, and how much of their past this decision may use (consent, place, anonymity).
import { DAY_MS } from '../maths/decay.ts';
import type { KnownProduct } from '../memory.ts';
import type { SignalsByNeed } from '../person/interest.ts';
import { type UsableSignals, usableSignals } from '../person/usable-signals.ts';
import type { CartLine, Catalogue, Instant, Person, Product, Purchase, Signal } from '../world.ts';

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
  /** The signals of `history` by the need group of their product. */
  byNeed: SignalsByNeed;
  /** Own signals of the last 24 hours, newest first, for session strategies. */
  recent: readonly Signal[];
}

const NOTHING: History = { signals: [], purchases: [], cart: [], wishlist: [], searches: [] };
const SENSITIVE_TAGS: ReadonlySet<string> = new Set(['sensibel', 'sensitive']);
const SENSITIVE_KINDS: ReadonlySet<string> = new Set(['pharmacy', 'health', 'intimacy', 'sensitive']);

/** Goods about health, intimacy, belief …: never shown on shared screens, never a seed, never inferred from. */
export function isSensitive(product: Product): boolean {
  return (product.special !== undefined && SENSITIVE_KINDS.has(product.special)) || product.tags.some((tag) => SENSITIVE_TAGS.has(tag));
}

export interface SubjectInput {
  person: Person;
  catalogue: Catalogue;
  /** Looks a product up, remembering the answer: signals name the same few articles again and again. */
  known(sku: string): KnownProduct;
  /** More is sensitive than products themselves say, and that may change from one decision to the next. */
  guarded?: boolean | undefined;
  now: Instant;
  /** Store surface: online behaviour needs `instore`. */
  inStore: boolean;
  evaluation: boolean;
}

/** Resolves the subject for one placement. */
export function resolveSubject(input: SubjectInput): Subject {
  const { person, now, inStore, evaluation } = input;
  const anonymous = person.basis === 'none' || person.basis === 'session' || person.basis === 'device';
  const personal = evaluation || (!anonymous && person.purposes.has('personalisation'));
  const online = evaluation || !inStore || person.purposes.has('instore');
  const health = evaluation || person.purposes.has('health');
  const mayUse = (sku: string): boolean => health || !input.known(sku).sensitive;
  const ownDevice = person.basis === 'device' || person.basis === 'session';
  const given = input.guarded && !health ? person.signals.filter((signal) => mayUse(signal.sku)) : person.signals;
  const { signals, byNeed } = personal || ownDevice ? usableSignals({ ...input, signals: given, online, health }) : NO_SIGNALS;
  const history: History = personal
    ? {
        signals,
        purchases: person.purchases.filter((purchase) => isKnown(purchase, now) && mayUse(purchase.sku)),
        cart: online ? person.cart.filter((line) => mayUse(line.sku)) : [],
        wishlist: online ? person.wishlist.filter((wish) => mayUse(wish.sku)) : [],
        searches: online ? person.searches.filter((search) => search.at <= now) : [],
      }
    : NOTHING;
  const id = person.basis === 'none' ? null : (person.externalId ?? person.id);
  return { person, id, anonymous, personal, history, recent: ofLastDay(signals, now), byNeed: personal ? byNeed : NO_SIGNALS.byNeed };
}

const NO_SIGNALS: UsableSignals = { signals: [], byNeed: new Map() };

/** Newest first. Signals stand in order of time. */
function ofLastDay(signals: readonly Signal[], now: Instant): Signal[] {
  const recent: Signal[] = [];
  for (let i = signals.length - 1; i >= 0 && now - signals[i]!.at <= DAY_MS; i--)
    if (signals[i]!.kind !== 'impression') recent.push(signals[i]!);
  return recent;
}

/** A purchase counts once it happened or was accepted, whichever clock says so first: a late receipt suppresses from its arrival. */
export function isKnown(purchase: Purchase, now: Instant): boolean {
  return purchase.at <= now || purchase.acceptedAt <= now;
}

/** Whether everything of this purchase line went back (or was cancelled) by `now`. */
export function isReturned(purchase: Purchase, now: Instant): boolean {
  return purchase.returned !== undefined && purchase.returned.at <= now && purchase.returned.quantity >= purchase.quantity;
}
