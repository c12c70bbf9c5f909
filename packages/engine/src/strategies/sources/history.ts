// The person's own past: viewed, carted, wished, bought, searched; price drops since; usual baskets and what runs out.
import { DAY_MS, decay } from '../../maths/decay.ts';
import { dueWithin, replenishment } from '../../maths/replenishment.ts';
import { VIEW_KINDS, WEIGHTS } from '../../person/weights.ts';
import type { Situation } from '../../situation.ts';
import type { Purchase, Signal } from '../../world.ts';
import type { SimpleStrategy } from '../ast.ts';
import { accumulate, best, type Candidate, hasScope, type ReasonCode, type Source } from '../candidate.ts';

const EVENTS: ReadonlySet<string> = new Set(['view', 'cart', 'wish', 'search', 'buy', 'scan', 'compare', 'view.otherdevice']);
const UNREADY_RANKERS: ReadonlySet<string> = new Set(['rate']);

function windowStart(node: SimpleStrategy, s: Situation): number {
  return node.decay?.kind === 'window' ? s.now - node.decay.days * DAY_MS : Number.NEGATIVE_INFINITY;
}

function matches(event: string, signal: Signal, device: string | undefined): boolean {
  if (event === 'view') return VIEW_KINDS.has(signal.kind);
  if (event === 'view.otherdevice') return VIEW_KINDS.has(signal.kind) && device !== undefined && signal.device !== device;
  return signal.kind === event;
}

function fromSignals(node: SimpleStrategy, s: Situation, code: ReasonCode): Candidate[] {
  const event = node.args[0] ?? 'view';
  const since = windowStart(node, s);
  const found = new Map<string, Candidate & { halfLife: number }>();
  for (const signal of s.subject.history.signals) {
    if (signal.at < since || !matches(event, signal, s.device)) continue;
    let entry = found.get(signal.sku);
    if (!entry) {
      const needGroup = s.product(signal.sku)?.needGroup ?? '';
      entry = {
        sku: signal.sku,
        score: 0,
        why: [{ code, item: signal.sku }],
        halfLife: s.catalogue.needGroup(needGroup).interestHalfLifeDays,
      };
      found.set(signal.sku, entry);
    }
    entry.score += WEIGHTS[signal.kind] * decay((s.now - signal.at) / DAY_MS, entry.halfLife);
    entry.count = (entry.count ?? 0) + 1;
    entry.at = Math.max(entry.at ?? 0, signal.at);
  }
  return inNeed(node, s, [...found.values()]);
}

/** `@need` keeps the need the page names, else the active ones, the strongest need leading. */
function inNeed(node: SimpleStrategy, s: Situation, candidates: Candidate[]): Candidate[] {
  if (!hasScope(node, 'need')) return candidates;
  const active = s.activeNeeds();
  return candidates.filter((candidate) => {
    const need = s.product(candidate.sku)?.needGroup;
    if (need === undefined || (s.need === undefined ? !active.has(need) : need !== s.need)) return false;
    candidate.score += (active.get(need)?.value ?? 0) * 10;
    for (const why of candidate.why) why.need = need;
    return true;
  });
}

function fromSearches(s: Situation, since: number): Candidate[] {
  const found = new Map<string, Candidate>();
  for (const { term, at } of s.subject.history.searches.slice(-3).reverse()) {
    if (at < since) continue;
    for (const [i, sku] of s.search(term, 20).entries()) accumulate(found, sku, 1 / (i + 1), { code: 'SEARCH_MATCH', item: term }, { at });
  }
  return [...found.values()];
}

/** Purchases of one article, oldest first. */
function bySku(purchases: readonly Purchase[]): Map<string, Purchase[]> {
  const found = new Map<string, Purchase[]>();
  for (const purchase of purchases) {
    const known = found.get(purchase.sku);
    if (known) known.push(purchase);
    else found.set(purchase.sku, [purchase]);
  }
  return found;
}

function fromPurchases(s: Situation, since: number): Candidate[] {
  return [...bySku(s.subject.history.purchases.filter((p) => p.at >= since && !p.returned))].map(([sku, own]) => {
    const at = own.at(-1)!.at;
    return { sku, score: own.length, count: own.length, at, why: [{ code: 'BOUGHT_BEFORE' as const, item: sku }] };
  });
}

function listed(event: string, s: Situation): Candidate[] {
  const code = event === 'cart' ? 'IN_CART_ONLINE' : 'ON_WISHLIST';
  const lines = event === 'cart' ? s.subject.history.cart : s.subject.history.wishlist;
  const found = new Map<string, Candidate>();
  for (const { sku, at } of lines) if (!found.has(sku)) found.set(sku, { sku, score: at, at, why: [{ code, item: sku }] });
  return [...found.values()];
}

export const hist: Source = {
  key: 'hist',
  text: { de: 'Eigener Verlauf', en: 'Own history' },
  personal: true,
  unready: (node) => {
    if (!EVENTS.has(node.args[0] ?? '')) return `hist(${node.args[0]})`;
    if (node.decay?.kind === 'season') return 'season';
    return node.ranker && UNREADY_RANKERS.has(node.ranker) ? `^${node.ranker}` : undefined;
  },
  retrieve(node, s) {
    const event = node.args[0]!;
    const since = windowStart(node, s);
    if (event === 'search') return best(fromSearches(s, since));
    if (event === 'buy') return best(fromPurchases(s, since));
    if (event === 'cart' || event === 'wish') return best(listed(event, s));
    return best(fromSignals(node, s, 'BECAUSE_VIEWED'));
  },
};

/** Cheaper now than when last seen (views with a known price), put on the wish list or into the basket. */
export const drop: Source = {
  key: 'drop',
  text: { de: 'Günstiger geworden', en: 'Price drop' },
  personal: true,
  unready: (node) => {
    const scope = node.scopes[0]?.name;
    return scope === 'hist' || scope === 'cart' ? undefined : `drop@${scope ?? 'site'}`;
  },
  retrieve(node, s) {
    const seen = new Map<string, number>();
    if (node.scopes[0]?.name === 'cart') for (const line of s.subject.history.cart) seen.set(line.sku, line.unitPriceCents ?? 0);
    else
      for (const signal of s.subject.history.signals)
        if (VIEW_KINDS.has(signal.kind) && signal.priceCents) seen.set(signal.sku, signal.priceCents);
    const found: Candidate[] = [];
    for (const [sku, before] of seen) {
      const now = s.product(sku)?.priceCents;
      if (now === undefined || before <= now) continue;
      found.push({ sku, score: 1 - now / before, why: [{ code: 'PRICE_DROP_SEEN', item: sku, cents: before - now }] });
    }
    return best(found);
  },
};

/** Frequency with recency by basket: each receipt counts .9 of the one after it, so no calendar is assumed. */
function usualBasket(s: Situation): Candidate[] {
  const purchases = s.subject.history.purchases.filter((p) => !p.returned);
  const baskets = [...new Set(purchases.map((p) => p.ref))];
  const age = new Map(baskets.reverse().map((ref, i) => [ref, i]));
  const found = new Map<string, Candidate>();
  const counted = new Set<string>();
  for (const purchase of purchases) {
    const once = `${purchase.ref}\u0000${purchase.sku}`;
    if (counted.has(once)) continue;
    counted.add(once);
    accumulate(found, purchase.sku, 0.9 ** age.get(purchase.ref)!, { code: 'BOUGHT_BEFORE', item: purchase.sku }, { at: purchase.at });
  }
  return [...found.values()];
}

const DUE_FROM = 0.35;

function runningOut(s: Situation): Candidate[] {
  const found: Candidate[] = [];
  for (const [sku, own] of bySku(s.subject.history.purchases.filter((p) => !p.returned))) {
    const product = s.product(sku);
    const group = product && s.catalogue.needGroup(product.needGroup);
    if (group?.kind !== 'consumable' && group?.kind !== 'perishable') continue;
    const days = own
      .slice(1)
      .map((p, i) => (p.at - own[i]!.at) / DAY_MS)
      .filter((gap) => gap >= 1);
    const posterior = replenishment(days, group.lifetimeDays > 0 ? group.lifetimeDays : 30);
    const last = own.at(-1)!;
    const p = dueWithin(posterior, (s.now - last.at) / DAY_MS);
    if (p < DUE_FROM) continue;
    const until = last.at + Math.max(Math.exp(posterior.mu), (s.now - last.at) / DAY_MS) * DAY_MS;
    found.push({ sku, score: p, why: [{ code: 'DUE', item: sku, date: new Date(until).toISOString().slice(0, 10), value: p }] });
  }
  return found;
}

export const due: Source = {
  key: 'due',
  text: { de: 'Geht zur Neige', en: 'Running low' },
  personal: true,
  unready: (node) => (['now', '7d', 'basket', 'regular'].includes(node.args[0] ?? '') ? undefined : `due(${node.args[0]})`),
  retrieve: (node, s) => best(node.args[0] === 'basket' ? usualBasket(s) : runningOut(s)),
};
