// Things to read or to do that are no products: banners, guides, help with what is owned, services and points. What needs no writing is built in.
import { localDay } from '../../maths/calendar.ts';
import { DAY_MS } from '../../maths/decay.ts';
import type { Situation } from '../../situation.ts';
import type { ContentItem, NeedKind, Place } from '../../world.ts';
import type { SimpleStrategy } from '../ast.ts';
import { best, type Candidate, hasScope, type Source, type Why } from '../candidate.ts';
import { needInFocus } from '../cells.ts';
import { ownShares } from '../own-past.ts';
import { NEAR_KM } from '../scopes.ts';
import { BUILT_IN, pointsExpiring, pointsGap } from './built-in-content.ts';
import { isValidNow } from './editorial.ts';

type Kind = ContentItem['kind'];

function candidateOf(content: ContentItem, score: number, why: Why): Candidate {
  return { sku: `content:${content.id}`, score, why: [why], content };
}

/** Written items of a kind that hold now and here. */
function written(kind: Kind, s: Situation): ContentItem[] {
  return (s.editorial?.contents ?? []).filter((one) => one.kind === kind && isValidNow(one, s) && isHere(one, s));
}

function isHere({ stores = [] }: ContentItem, s: Situation): boolean {
  return stores.length === 0 || (s.storeId !== undefined && stores.includes(s.storeId)) || reachOf(stores, s) !== undefined;
}

/** The nearest of these stores in reach. */
function reachOf(stores: readonly string[], s: Situation): Place | undefined {
  return s.storesNear(NEAR_KM).find(({ place }) => stores.includes(place.id))?.place;
}

/** Kept purchases within the window of the strategy, newest first. */
function ownedWithin(node: SimpleStrategy, s: Situation, from = 0): { sku: string; at: number }[] {
  const days = node.decay?.kind === 'window' ? node.decay.days : Number.POSITIVE_INFINITY;
  const kept = s.subject.history.purchases.filter((one) => !one.returned && !one.gift && one.at <= s.now);
  return kept
    .filter((one) => s.now - one.at <= days * DAY_MS && s.now - one.at >= from * DAY_MS)
    .toReversed()
    .slice(0, 20);
}

const REVIEW_FROM_DAYS = 10;

/** Kinds of need the built-in hints are for: nobody needs first steps with a yoghurt. */
const LASTING: Readonly<Partial<Record<Kind, readonly NeedKind[]>>> = {
  howto: ['durable'],
  ticket: ['durable'],
  review: ['durable', 'variety'],
};

/** Help with what is owned: what editors wrote about the article or its need, else the built-in hint. */
function aboutOwned(kind: Kind, node: SimpleStrategy, s: Situation): Candidate[] {
  if (kind === 'review' && s.subject.person.openComplaints.some((one) => one.until > s.now)) return [];
  const own = written(kind, s);
  const found = new Map<string, Candidate>();
  for (const [i, { sku, at }] of ownedWithin(node, s, kind === 'review' ? REVIEW_FROM_DAYS : 0).entries()) {
    const product = s.product(sku);
    const lasts = product && LASTING[kind]?.includes(s.catalogue.needGroup(product.needGroup).kind);
    if (!product) continue;
    const item = own.find((one) => one.skus?.includes(sku)) ?? own.find((one) => !one.skus && one.needGroup === product.needGroup);
    const content = item ?? (lasts ? BUILT_IN[kind]?.(product) : undefined);
    const why: Why =
      kind === 'review' ? { code: 'RATE_OWNED', item: sku, date: localDay(at, s.timeZone) } : { code: 'HELP_OWNED', item: sku };
    if (content && !found.has(content.id)) found.set(content.id, candidateOf(content, 1 / (i + 1), why));
  }
  return [...found.values()];
}

/** Brands the person leans to in active needs: only their banners, the strongest leaning first. */
function banners(s: Situation): Candidate[] {
  const found: Candidate[] = [];
  for (const item of written('brandbanner', s)) {
    let lift = 0;
    for (const need of s.activeNeeds().keys())
      lift = Math.max(lift, item.brand === undefined ? 0 : (s.leaning(need).of(item.brand)?.lift ?? 0));
    const wanted = item.needGroup !== undefined && s.activeNeeds().has(item.needGroup);
    if (lift > 1 || wanted) found.push(candidateOf(item, Math.max(lift, 1), { code: 'BRAND_WORLD', brand: item.brand ?? item.title.de }));
  }
  return found;
}

function tiles(s: Situation): Candidate[] {
  const shares = ownShares(s.ownItems(), s.product, (product) => product.category.at(-1));
  return written('cattile', s).flatMap((item) => {
    const share = item.category === undefined ? undefined : shares.get(item.category);
    return share === undefined ? [] : [candidateOf(item, share, { code: 'OWN_DEPARTMENT', category: item.category! })];
  });
}

/** Guides and appointments about the need in focus; an appointment may be about anything. */
function aboutNeed(kind: Kind, s: Situation): Candidate[] {
  const need = needInFocus(s);
  const fits = written(kind, s).filter((one) => (one.needGroup === undefined ? kind === 'appointment' : one.needGroup === need));
  const items = fits.length > 0 || kind !== 'appointment' ? fits : [BUILT_IN.appointment!(undefined)];
  const why: Why = need === undefined ? { code: 'GUIDANCE_ANY' } : { code: 'GUIDANCE', need };
  return items.map((item) => candidateOf(item, item.needGroup === need ? 2 : 1, why));
}

function events(s: Situation): Candidate[] {
  return written('event', s).flatMap((item) => {
    const place = s.storeId !== undefined && item.stores?.includes(s.storeId) ? s.place : reachOf(item.stores ?? [], s);
    const interest = item.needGroup === undefined ? 0 : (s.activeNeeds().get(item.needGroup)?.share ?? 0);
    return place ? [candidateOf(item, 1 + interest, { code: 'EVENT_NEAR', placeId: place.id })] : [];
  });
}

/** One store in reach that has the whole basket today. */
function collect(s: Situation): Candidate[] {
  const stores = s.storesNear(NEAR_KM);
  const full = stores.find(({ place }) => s.cart.every((sku) => s.inStore(sku, place.id).atp >= 1));
  const item = written('collect', s)[0] ?? BUILT_IN.collect!(undefined);
  return full ? [candidateOf(item, 1, { code: 'COLLECT_HERE', placeId: full.place.id })] : [];
}

const always = (kind: Kind, why: Why, s: Situation): Candidate[] => {
  const own = written(kind, s);
  return (own.length > 0 ? own : [BUILT_IN[kind]!(undefined)]).map((item) => candidateOf(item, 1, why));
};

const KINDS: Readonly<Partial<Record<string, (node: SimpleStrategy, s: Situation) => Candidate[]>>> = {
  brandbanner: (_node, s) => banners(s),
  cattile: (_node, s) => tiles(s),
  guide: (_node, s) => aboutNeed('guide', s),
  howto: (node, s) => aboutOwned('howto', node, s),
  review: (node, s) => aboutOwned('review', node, s),
  event: (_node, s) => events(s),
  appointment: (_node, s) => aboutNeed('appointment', s),
  collect: (_node, s) => collect(s),
  storereturn: (_node, s) => always('storereturn', { code: 'RETURN_STORE' }, s),
  ticket: (node, s) => (hasScope(node, 'owned') ? aboutOwned('ticket', node, s) : []),
  login: (_node, s) => (s.subject.anonymous ? always('login', { code: 'SIGN_IN' }, s) : []),
};

/** Content is never what is measured from outside. */
function contentSource(key: string, de: string, en: string): Source {
  return {
    key,
    text: { de, en },
    personal: false,
    unready: (node) => (KINDS[node.args[0] ?? ''] ? undefined : `${key}(${node.args[0]})`),
    retrieve: (node, s) => (s.evaluation ? [] : best(KINDS[node.args[0]!]!(node, s))),
  };
}

export const content = contentSource('content', 'Inhalte', 'Content');
export const service = contentSource('service', 'Service', 'Service');

export const loyalty: Source = {
  key: 'loyalty',
  text: { de: 'Punkte', en: 'Points' },
  personal: true,
  unready: (node) => (['expiring', 'gap'].includes(node.args[0] ?? '') ? undefined : `loyalty(${node.args[0]})`),
  retrieve(node, s) {
    const known = s.past().loyalty;
    if (s.evaluation || !known) return [];
    const { expiring, gap } = known;
    if (node.args[0] === 'expiring') {
      if (!expiring || expiring.points <= 0 || expiring.date < localDay(s.now, s.timeZone)) return [];
      return [candidateOf(pointsExpiring(expiring), 1, { code: 'POINTS_EXPIRING', value: expiring.points, date: expiring.date })];
    }
    return gap && gap.points > 0 ? [candidateOf(pointsGap(gap), 1, { code: 'POINTS_GAP', value: gap.points, tier: gap.tier })] : [];
  },
};
