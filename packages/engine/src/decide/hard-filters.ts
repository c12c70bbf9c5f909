// Step 7: what must not be shown, in the order of the law: safety, consent, active, available, suppressed, excluded, not wanted.

import type { Suppression } from '../person/suppression.ts';
import type { PlacementRules } from '../rules/placement-rules.ts';
import type { Situation } from '../situation.ts';
import type { SimpleStrategy } from '../strategies/ast.ts';
import type { Candidate } from '../strategies/candidate.ts';
import type { Availability, ContentItem, Product } from '../world.ts';
import type { Drop } from './answer.ts';
import { availabilityIn, type Fulfilment } from './offer-price.ts';
import { isSensitive } from './subject.ts';

export interface Rules {
  suppression: Suppression;
  /** Articles already on this page. */
  onPage: ReadonlySet<string>;
  /** Brands the person clearly does not want, per actively wanted need group. */
  unwanted: ReadonlyMap<string, ReadonlySet<string>>;
  /** Age in years proven for this person, if any. */
  age: number | undefined;
  /** What merchants ruled for this placement at this moment. */
  merchandising?: PlacementRules | undefined;
}

export interface StrategyTraits {
  fulfilment: Fulfilment;
  aboutCart: boolean;
  relation: boolean;
}

/** What the hard filters need to know about a strategy: where goods must lie, and what it is about. */
export function traitsOf(leaves: readonly SimpleStrategy[], s: Situation): StrategyTraits {
  const filters = new Set(leaves.flatMap((leaf) => leaf.filters.map((filter) => filter.name)));
  const today = filters.has('atp.near') || leaves.some((leaf) => leaf.filters.some((one) => one.name === 'promise' && one.args[0] === '0'));
  const fulfilment = today ? 'near' : filters.has('atp.store') ? 'store' : filters.has('atp.any') ? 'any' : s.placement.fulfilment;
  return {
    fulfilment: fulfilment === 'store' && s.storeId === undefined ? 'online' : fulfilment,
    aboutCart: leaves.some(
      (leaf) => (leaf.source === 'hist' && leaf.args[0] === 'cart') || (leaf.source === 'drop' && leaf.scopes[0]?.name === 'cart'),
    ),
    relation: leaves.some((leaf) => leaf.source === 'rel'),
  };
}

/** Age in whole years on the day of `now`. */
export function ageOf(birthday: string | undefined, now: number): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(birthday ?? '');
  if (!match) return undefined;
  const today = new Date(now).toISOString().slice(0, 10);
  const years = Number(today.slice(0, 4)) - Number(match[1]);
  return today.slice(5) < `${match[2]}-${match[3]}` ? years - 1 : years;
}

export type Judged = { availability: Availability | null } | { drop: Drop };

const drop = (code: Drop['code']): Judged => ({ drop: { code } });

/** Judges one candidate; in outside measurement nothing but the page's own exclusions holds. */
export function judge(candidate: Candidate, traits: StrategyTraits, rules: Rules, s: Situation): Judged {
  if (s.evaluation)
    return s.exclude.has(candidate.sku) ? drop('EXCLUDED') : rules.onPage.has(candidate.sku) ? drop('DUPLICATE') : { availability: null };
  if (candidate.content) return judgeContent(candidate, candidate.content, rules, s);
  const product = s.product(candidate.sku);
  if (!product?.active || (product.availableFrom ?? 0) > s.now !== (candidate.announced === true)) return drop('INACTIVE');
  const gate = Math.max(product.ageGate ?? 0, candidate.offer?.ageGate ?? 0);
  if (gate > 0 && (s.subject.anonymous || (rules.age ?? 0) < gate)) return drop('AGE');
  const law = ruledOut(candidate, rules, s);
  if (law) return { drop: law };
  if (isExposed(s) && isSensitive(product)) return drop('SENSITIVE');
  if (isOnlyFollowUp(product, traits, s)) return drop('INACTIVE');
  const place = candidate.offer && s.storeId !== undefined ? 'store' : traits.fulfilment;
  const availability = candidate.announced ? null : availabilityIn(candidate.sku, place, s);
  if (availability === undefined) return drop('STOCK');
  const short = rules.merchandising?.stock(candidate);
  if (short) return { drop: short };
  const code = suppressedBy(candidate, product, traits, rules, s);
  if (code) return { drop: code };
  if (s.exclude.has(candidate.sku) || s.seeds.includes(candidate.sku)) return drop('EXCLUDED');
  const unkept = rules.merchandising?.kept(candidate);
  if (unkept) return { drop: unkept };
  if (rules.onPage.has(candidate.sku)) return drop('DUPLICATE');
  return isUnwanted(product, rules) ? drop('NO_INTEREST') : { availability };
}

/** Content has neither stock nor past: it must hold now and here, and nobody may have asked for something else. */
function judgeContent(candidate: Candidate, content: ContentItem, rules: Rules, s: Situation): Judged {
  if ((content.from ?? s.now) > s.now || (content.until ?? Number.POSITIVE_INFINITY) <= s.now) return drop('INACTIVE');
  const law = ruledOut(candidate, rules, s);
  if (law) return { drop: law };
  if (s.exclude.has(content.id)) return drop('EXCLUDED');
  const about = content.skus?.map((sku) => s.product(sku)).some((product) => product !== undefined && isSensitive(product));
  if (about && isExposed(s)) return drop('SENSITIVE');
  const unkept = rules.merchandising?.kept(candidate);
  if (unkept) return { drop: unkept };
  return rules.onPage.has(candidate.sku) ? drop('DUPLICATE') : { availability: null };
}

/** Bans, ages and sensitive goods as merchants ruled: nothing lifts these. */
function ruledOut(candidate: Candidate, { merchandising, age }: Rules, s: Situation): Drop | undefined {
  if (!merchandising) return undefined;
  const law = merchandising.legal(candidate, s.subject.anonymous ? undefined : age);
  if (law) return law;
  return isExposed(s) || merchandising.moment.asked.visibility === 'associate' ? merchandising.sensitive(candidate) : undefined;
}

/** Screens others can see, and staff's: nothing sensitive there. */
function isExposed(s: Situation): boolean {
  return s.placement.inStore || s.placement.visibility === 'associate' || s.channel === 'push';
}

/** A warranty is sold with its device, never from the shelf. */
function isOnlyFollowUp(product: Product, traits: StrategyTraits, s: Situation): boolean {
  return !traits.relation && s.isWarranty(product.sku);
}

function suppressedBy(candidate: Candidate, product: Product, traits: StrategyTraits, rules: Rules, s: Situation): Drop | undefined {
  const browsing = s.placement.contexts.includes('S') || s.placement.contexts.includes('C');
  return rules.suppression.check(candidate.sku, product, {
    proactive: s.placement.proactive,
    browsing: browsing && !s.placement.proactive && !s.placement.contexts.includes('H'),
    followUp: candidate.ownedSku !== undefined,
    aboutCart: traits.aboutCart,
  });
}

function isUnwanted(product: Product, rules: Rules): boolean {
  return product.brand !== undefined && rules.unwanted.get(product.needGroup)?.has(product.brand) === true;
}

const UNWANTED_BELOW = 0.1;
const UNWANTED_EVIDENCE = 2;

/** Brands with P(θ>π) ≤ .1 and enough evidence, within active needs; only where staff would say it aloud. */
export function unwantedBrands(s: Situation): Map<string, ReadonlySet<string>> {
  const found = new Map<string, ReadonlySet<string>>();
  if (s.evaluation || !s.placement.proactive || s.placement.visibility !== 'associate') return found;
  for (const need of s.activeNeeds().keys()) {
    const { total, entries } = s.leaning(need);
    if (total < UNWANTED_EVIDENCE) continue;
    const brands = entries()
      .filter((entry) => entry.p <= UNWANTED_BELOW)
      .map((entry) => entry.value);
    if (brands.length > 0) found.set(need, new Set(brands));
  }
  return found;
}
