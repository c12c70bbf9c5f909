// Which of a person's signals a decision may use, and the same by need group; kept with the list of signals, for people ask again and again.
import type { KnownProduct } from '../memory.ts';
import type { Catalogue, Instant, Signal } from '../world.ts';
import type { SignalsByNeed } from './interest.ts';

export interface UsableSignals {
  signals: readonly Signal[];
  byNeed: SignalsByNeed;
}

export interface SignalsQuery {
  signals: readonly Signal[];
  catalogue: Catalogue;
  known(sku: string): KnownProduct;
  now: Instant;
  /** Whether what was done online may be used. */
  online: boolean;
  /** Whether sensitive goods may be used. */
  health: boolean;
}

const ONLINE: ReadonlySet<string> = new Set(['web', 'app', 'email', 'mail', 'push']);

/** All signals of one list, with what they were read from. The list may grow in place, so its ends are compared. */
interface Sorted extends UsableSignals {
  length: number;
  first: Signal | undefined;
  last: Signal | undefined;
  lineage: object;
  version: string;
  skus: ReadonlySet<string>;
  sensitive: boolean;
  until: Instant;
}

const sorted = new WeakMap<readonly Signal[], Sorted>();

/** In their order. Without sensitive, forbidden or future ones among them all are usable, which is the usual case. */
export function usableSignals(query: SignalsQuery): UsableSignals {
  const { signals, now, online, health } = query;
  if (!online) return sortOut(query);
  let all = sorted.get(signals);
  if (!all || !isCurrent(all, query)) {
    all = sortAll(query);
    sorted.set(signals, all);
  }
  return all.until <= now && (health || !all.sensitive) ? all : sortOut(query);
}

function isCurrent(all: Sorted, { signals, catalogue }: SignalsQuery): boolean {
  if (all.length !== signals.length || all.first !== signals[0] || all.last !== signals.at(-1)) return false;
  if (all.lineage !== (catalogue.lineage ?? catalogue)) return false;
  if (all.version === catalogue.version) return true;
  const changed = catalogue.changedSince?.(all.version);
  if (!changed || changed.some((sku) => all.skus.has(sku))) return false;
  all.version = catalogue.version;
  return true;
}

function sortAll(query: SignalsQuery): Sorted {
  const { signals, catalogue } = query;
  const skus = new Set<string>();
  const until = signals.reduce((latest, signal) => Math.max(latest, signal.at), Number.NEGATIVE_INFINITY);
  const found = sortOut({ ...query, now: until, online: true, health: true }, skus);
  let sensitive = false;
  for (const sku of skus) sensitive ||= query.known(sku).sensitive;
  return {
    signals,
    byNeed: found.byNeed,
    length: signals.length,
    first: signals[0],
    last: signals.at(-1),
    lineage: catalogue.lineage ?? catalogue,
    version: catalogue.version,
    skus,
    sensitive,
    until,
  };
}

/** One pass, for there are hundreds. */
function sortOut({ signals: all, known, now, online, health }: SignalsQuery, skus?: Set<string>): UsableSignals {
  const signals: Signal[] = [];
  const byNeed = new Map<string, Signal[]>();
  for (const signal of all) {
    if (signal.at > now || (!online && ONLINE.has(signal.channel))) continue;
    const { product, sensitive } = known(signal.sku);
    if (sensitive && !health) continue;
    skus?.add(signal.sku);
    signals.push(signal);
    if (product === undefined) continue;
    const list = byNeed.get(product.needGroup);
    if (list) list.push(signal);
    else byNeed.set(product.needGroup, [signal]);
  }
  return { signals, byNeed };
}
