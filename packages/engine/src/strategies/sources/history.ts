// The person's own past: viewed, put into the basket or aside, wished, bought, searched, quoted, asked for an appointment.
import { addDays, localDay } from '../../maths/calendar.ts';
import { DAY_MS, decay } from '../../maths/decay.ts';
import { VIEW_KINDS, WEIGHTS } from '../../person/weights.ts';
import type { Situation } from '../../situation.ts';
import type { Purchase, Signal } from '../../world.ts';
import type { SimpleStrategy } from '../ast.ts';
import { accumulate, best, type Candidate, hasScope, type ReasonCode, type Source } from '../candidate.ts';
import { isBuyAt } from '../scopes.ts';

function windowStart(node: SimpleStrategy, s: Situation): number {
  return node.decay?.kind === 'window' ? s.now - node.decay.days * DAY_MS : Number.NEGATIVE_INFINITY;
}

function matches(event: string, signal: Signal, device: string | undefined): boolean {
  if (event === 'any') return signal.kind !== 'impression' && signal.kind !== 'dismiss';
  if (event === 'view') return VIEW_KINDS.has(signal.kind);
  if (event === 'view.otherdevice') return VIEW_KINDS.has(signal.kind) && device !== undefined && signal.device !== device;
  if (event === 'viewoos') return VIEW_KINDS.has(signal.kind) && signal.soldOut === true;
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

/** The same time last year: the ISO week two weeks before to two weeks after. */
function isLastYear(at: number, s: Situation): boolean {
  const year = addDays(localDay(s.now, s.timeZone), -364);
  const day = localDay(at, s.timeZone);
  return day >= addDays(year, -17) && day <= addDays(year, 17);
}

function fromPurchases(node: SimpleStrategy, s: Situation): Candidate[] {
  const since = windowStart(node, s);
  const season = node.decay?.kind === 'season';
  const kept = s.subject.history.purchases.filter((one) => one.at >= since && isBuyAt(node.args[0]!, one));
  const counted = Map.groupBy(
    kept.filter((one) => !season || isLastYear(one.at, s)),
    (one: Purchase) => one.sku,
  );
  const code: ReasonCode = season ? 'SEASON_OWN' : 'BOUGHT_BEFORE';
  return [...counted].map(([sku, own]) => ({ sku, score: own.length, count: own.length, at: own.at(-1)!.at, why: [{ code, item: sku }] }));
}

function listed(lines: readonly { sku: string; at: number }[], code: ReasonCode): Candidate[] {
  const found = new Map<string, Candidate>();
  for (const { sku, at } of lines) if (!found.has(sku)) found.set(sku, { sku, score: at, at, why: [{ code, item: sku }] });
  return [...found.values()];
}

/** Articles of open quotes or coming appointments, the newest quote and the next appointment first. */
function prepared(event: string, s: Situation): Candidate[] {
  const { quotes, appointments } = s.past();
  const quoted = event === 'quote';
  const all: readonly { at: number; skus: readonly string[] }[] = quoted
    ? [...quotes].sort((a, b) => b.at - a.at)
    : [...appointments].sort((a, b) => a.at - b.at);
  const found = new Map<string, Candidate>();
  for (const [i, { at, skus }] of all.entries()) {
    const date = localDay(at, s.timeZone);
    for (const [j, sku] of skus.entries())
      if (!found.has(sku))
        found.set(sku, { sku, score: 1 / (1 + i + j / 100), at, why: [{ code: quoted ? 'QUOTED' : 'APPOINTMENT', item: sku, date }] });
  }
  return [...found.values()];
}

type Read = (node: SimpleStrategy, s: Situation) => Candidate[];

const viewed: Read = (node, s) => fromSignals(node, s, 'BECAUSE_VIEWED');

/** What each event reads. */
const EVENTS: Readonly<Record<string, Read>> = {
  view: viewed,
  'view.otherdevice': viewed,
  viewoos: viewed,
  scan: viewed,
  compare: viewed,
  any: viewed,
  buy: fromPurchases,
  anybuy: fromPurchases,
  storebuy: fromPurchases,
  search: (node, s) => fromSearches(s, windowStart(node, s)),
  cart: (_node, s) => listed(s.subject.history.cart, 'IN_CART_ONLINE'),
  wish: (_node, s) => listed(s.subject.history.wishlist, 'ON_WISHLIST'),
  later: (_node, s) => listed(s.past().later, 'SAVED_LATER'),
  quote: (_node, s) => prepared('quote', s),
  appointment: (_node, s) => prepared('appointment', s),
};

export const hist: Source = {
  key: 'hist',
  text: { de: 'Eigener Verlauf', en: 'Own history' },
  personal: true,
  unready: (node) => (EVENTS[node.args[0] ?? ''] ? undefined : `hist(${node.args[0]})`),
  retrieve: (node, s) => best(EVENTS[node.args[0]!]!(node, s)),
};
